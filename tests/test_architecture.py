"""docs/architecture.md is true, and rooms import from rooms."""

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
PAGE = (ROOT / "docs" / "architecture.md").read_text(encoding="utf-8")
PACKAGE = ROOT / "feedsvc"
SINGLE = {"__init__.py", "__main__.py", "embedding.py", "errors.py", "newsroom.py"}  # beside rooms
NOUNS = {"model", "store"}  # rooms whose modules are nouns that others import


def rooms() -> list[str]:
    return sorted(
        path.name + "/" if path.is_dir() else path.name
        for path in PACKAGE.iterdir()
        if path.is_dir() or path.suffix == ".py"
        if not path.name.startswith("__")
    )


def test_nothing_stands_beside_the_rooms() -> None:
    files = {path.name for path in PACKAGE.iterdir() if path.is_file()}
    assert files == SINGLE | {"py.typed"}  # PEP 561


def test_the_page_has_every_room() -> None:
    told = re.findall(r"^\| \d+ \| `feedsvc/([^`]+)` \|", PAGE, re.MULTILINE)
    assert sorted(told) == rooms()


def test_every_file_that_the_page_names_exists() -> None:
    named = re.findall(r"`((?:feedsvc|tests|docs)/[^`]*)`", PAGE)
    assert len(named) > 60
    assert [path for path in named if not (ROOT / path).exists()] == []


def test_the_page_answers_many_questions() -> None:
    part = PAGE.split("\n## Where to look\n")[1].split("\n## ")[0]
    rows = [line for line in part.splitlines() if line.startswith("| ")][1:]
    assert len(rows) >= 24


@pytest.mark.parametrize("room", [name.rstrip("/") for name in rooms() if name.endswith("/")])
def test_other_rooms_import_from_the_room_not_from_its_files(room: str) -> None:
    if room in NOUNS:
        return
    found = []
    for path in sorted(PACKAGE.rglob("*.py")):
        if path.relative_to(PACKAGE).parts[0] == room:
            continue
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.ImportFrom) and node.module:
                parts = node.module.split(".")
                inside = parts[:2] == ["feedsvc", room]
                if inside and not (ROOT.joinpath(*parts) / "__init__.py").exists():
                    found.append(f"{path.relative_to(ROOT)}:{node.lineno}: {node.module}")
    assert found == []


# Modules without a file of tests of their own: where what goes through them is tested.
TESTED_ELSEWHERE: dict[str, str] = {
    "settings/machines.py": "tests/web/test_rights.py",
    "pages/favicon.py": "tests/web/test_search_engines.py",
    "pages/news_language.py": "tests/web/test_search_engines.py",
    "pages/groups.py": "tests/web/test_pages.py",
    "pages/rendering.py": "tests/pages/test_templating.py",
    "pages/samples.py": "tests/docs/test_themes.py",
    "pages/variables.py": "tests/docs/test_themes.py",
    "store/hub_schema.py": "tests/store/test_schema.py",
    "store/episode_schema.py": "tests/store/test_schema.py",
    "store/episodes.py": "tests/feeds/kinds/test_podcast.py",
    "editor/check/profiles/apple_podcasts.py": "tests/editor/check/profiles/test_profiles.py",
    "editor/check/profiles/flipboard.py": "tests/editor/check/profiles/test_profiles.py",
    "editor/check/profiles/judge.py": "tests/editor/check/profiles/test_profiles.py",
    "editor/check/profiles/msn.py": "tests/editor/check/profiles/test_profiles.py",
    "editor/check/profiles/profile.py": "tests/editor/check/profiles/test_profiles.py",
    "editor/check/profiles/smartnews.py": "tests/editor/check/profiles/test_profiles.py",
    "settings/partners.py": "tests/feeds/kinds/test_partner.py",
    "render/partner.py": "tests/feeds/kinds/test_partner.py",
    "render/element.py": "tests/feeds/kinds/test_podcast.py",
    "render/episode.py": "tests/feeds/kinds/test_podcast.py",
    "feeds/build.py": "tests/promises/test_promises.py",
    "feeds/kinds/kind.py": "tests/feeds/kinds/test_contract.py",
    "feeds/looks.py": "tests/feeds/test_publisher.py",
    "indexer/interfaces.py": "tests/indexer/test_indexer.py",
    "indexer/problems.py": "tests/test_newsroom.py",
    "indexer/report.py": "tests/cli/test_console.py",
    "indexer/clock_set.py": "tests/promises/test_wrong_clock.py",
    "indexer/visible_changes.py": "tests/indexer/test_log.py",
    "indexer/upgrade.py": "tests/promises/test_upgrade.py",
    "cli/push_run.py": "tests/push/test_push_run.py",
    "cli/opened_newsroom.py": "tests/hostile/faults/test_database_away.py",
    "push/exchange.py": "tests/push/test_transfers.py",
    "push/process.py": "tests/push/test_push_run.py",
    "editor/check_url/answers.py": "tests/editor/check_url/test_judge.py",
    "editor/check_url/archives.py": "tests/editor/check_url/test_judge.py",
    "editor/check_url/check.py": "tests/editor/check_url/test_judge.py",
    "editor/check_url/codings.py": "tests/editor/check_url/test_judge.py",
    "editor/check_url/documents.py": "tests/editor/check_url/test_judge.py",
    "editor/check_url/entry_html.py": "tests/editor/check_url/test_judge.py",
    "editor/check_url/feed.py": "tests/editor/check_url/test_judge.py",
    "editor/check_url/finding.py": "tests/editor/check_url/test_judge.py",
    "editor/check_url/ids.py": "tests/editor/check_url/test_judge.py",
    "editor/check_url/json_feed.py": "tests/editor/check_url/test_judge.py",
    "editor/check_url/links.py": "tests/editor/check_url/test_judge.py",
    "editor/check_url/redirects.py": "tests/editor/check_url/test_judge.py",
    "editor/check_url/sizes.py": "tests/editor/check_url/test_judge.py",
    "editor/check_url/validators.py": "tests/editor/check_url/test_judge.py",
    "editor/check_url/xml_feed.py": "tests/editor/check_url/test_judge.py",
    "editor/check_url/xml_tree.py": "tests/editor/check_url/test_judge.py",
    "editor/check_url/exchange.py": "tests/editor/check_url/test_visit.py",
    "sources/folder_files/folder_file.py": "tests/promises/test_folder_files.py",
    "sources/folder_files/jekyll_config.py": "tests/promises/test_folder_files.py",
    "sources/folder_files/section_page.py": "tests/promises/test_folder_files.py",
    "sources/frontmatter/defaults.py": "tests/promises/test_folder_files.py",
    "sources/inherited.py": "tests/promises/test_folder_files.py",
    "sources/formats/file_kinds.py": "tests/sources/formats/test_mark_meanings.py",
    "sources/formats/mark_writing.py": "tests/sources/formats/test_template_marks.py",
    "static_site/answers.py": "tests/static_site/test_nginx.py",
    "static_site/changed_article.py": "tests/static_site/test_changes.py",
    "static_site/changed_lists.py": "tests/static_site/test_changes.py",
    "static_site/follow_answers.py": "tests/static_site/test_changes.py",
    "static_site/host_texts.py": "tests/static_site/test_page_hosts.py",
    "static_site/manifest.py": "tests/static_site/test_upload_plan.py",
    "importers/feeds/atom.py": "tests/importers/feeds/test_reader.py",
    "importers/feeds/chain.py": "tests/importers/feeds/test_reader.py",
    "importers/feeds/channel.py": "tests/importers/feeds/test_reader.py",
    "importers/feeds/json_feed.py": "tests/importers/feeds/test_reader.py",
    "importers/feeds/media_rss.py": "tests/importers/feeds/test_reader.py",
    "importers/feeds/rss.py": "tests/importers/feeds/test_reader.py",
    "importers/json_file.py": "tests/importers/feeds/test_reader.py",
    "importers/news_agency/ninjs_media.py": "tests/importers/news_agency/test_ninjs.py",
    "importers/news_agency/nitf_body.py": "tests/importers/news_agency/test_nitf.py",
    "importers/news_agency/signals.py": "tests/importers/news_agency/test_ninjs.py",
    "importers/news_agency/versions.py": "tests/importers/news_agency/test_nitf.py",
    "importers/notes.py": "tests/importers/wordpress/test_wxr.py",
    "importers/post.py": "tests/importers/test_article_file.py",
    "importers/moving_in.py": "tests/importers/wordpress/test_newsroom.py",
    "importers/writer.py": "tests/importers/wordpress/test_newsroom.py",
    "importers/wordpress/body.py": "tests/importers/wordpress/test_newsroom.py",
    "importers/wordpress/library.py": "tests/importers/wordpress/test_shortcodes.py",
    "importers/wordpress/old_feeds.py": "tests/importers/wordpress/test_wxr.py",
    "static_site/nginx_maps.py": "tests/static_site/test_nginx.py",
    "static_site/nginx_text.py": "tests/static_site/test_nginx.py",
    "store/rebuild.py": "tests/promises/test_upgrade.py",
    "store/store.py": "tests/store/test_both_databases.py",
    "model/article.py": "tests/store/test_codec.py",
    "model/blocks.py": "tests/sources/html/test_block_kinds.py",
    "model/file_stat.py": "tests/store/test_files.py",
    "model/ledger_record.py": "tests/store/test_ledger.py",
    "model/token.py": "tests/feeds/test_keys.py",
    "render/entry_html.py": "tests/render/test_entry.py",
    "render/own_elements.py": "tests/promises/test_own_elements.py",
    "settings/elements.py": "tests/promises/test_own_elements.py",
    "feeds/fragments.py": "tests/promises/test_own_elements.py",
    "sources/html/fragment.py": "tests/promises/test_own_elements.py",
    "render/modules.py": "tests/web/test_rights.py",
    "render/period.py": "tests/feeds/kinds/test_digest_periods.py",
    "render/private.py": "tests/web/test_private.py",
    "static_site/addresses.py": "tests/static_site/test_builder.py",
    "static_site/asking.py": "tests/static_site/test_builder.py",
    "static_site/making.py": "tests/static_site/test_builder.py",
    "static_site/media_files.py": "tests/static_site/test_builder.py",
    "static_site/memory.py": "tests/static_site/test_builder.py",
    "static_site/survey.py": "tests/static_site/test_builder.py",
    "static_site/workers.py": "tests/static_site/test_builder.py",
    "store/site_addresses.py": "tests/static_site/test_builder.py",
    "web/opml.py": "tests/web/test_sitemap.py",
    "web/preview/session.py": "tests/cli/test_preview.py",
}


def modules() -> Iterator[Path]:
    """Modules that hold code: not what a room only names, and no migrations."""
    for path in sorted(PACKAGE.rglob("*.py")):
        if path.name not in ("__init__.py", "__main__.py") and "migrations" not in path.parts:
            yield path.relative_to(PACKAGE)


def has_tests(module: Path) -> bool:
    folder = ROOT / "tests" / module.parent
    own = folder / module.stem  # such as tests/feeds/kinds/digest/
    files = [*folder.glob(f"test_{module.stem}.py"), *folder.glob(f"test_{module.stem}_*.py")]
    return bool(files) or (own.is_dir() and any(own.glob("test_*.py")))


def test_every_module_has_its_tests_or_says_where_they_are() -> None:
    without = {module.as_posix() for module in modules() if not has_tests(module)}
    assert sorted(without - TESTED_ELSEWHERE.keys()) == []
    assert sorted(TESTED_ELSEWHERE.keys() - without) == []
    assert [path for path in TESTED_ELSEWHERE.values() if not (ROOT / path).exists()] == []
