"""Which folder is the newsroom's where nobody names one."""

from pathlib import Path

from feedsvc.settings import usual_folder


def test_the_folder_named_by_the_environment_goes_before_all(tmp_path: Path) -> None:
    (tmp_path / "site.toml").touch()
    assert usual_folder({"FEEDSVC_ARTICLES": "/srv/paper"}, tmp_path) == Path("/srv/paper")


def test_whoever_stands_in_a_newsroom_means_that(tmp_path: Path) -> None:
    assert usual_folder({}, tmp_path) == tmp_path / "articles"
    (tmp_path / "site.toml").touch()
    assert usual_folder({}, tmp_path) == tmp_path
    assert usual_folder({"FEEDSVC_ARTICLES": ""}, tmp_path) == tmp_path
