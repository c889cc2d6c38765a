"""Which article a file is: ids that files ask for, slugs that collide."""

import pytest

from tests.indexer.two_articles import A, B, codes, ids


def test_an_id_in_the_file_wins_and_moves_with_it(desk, two) -> None:
    desk.write("old.txt", "Id: urn:isbn:1\n" + A.replace("Alpha", "Old"))
    two.scan()
    assert ids(two)["Old"] == "urn:isbn:1"
    (desk.folder / "old.txt").unlink()
    desk.write("world/other.txt", "Id: urn:isbn:1\nTitle: Changed\n\nAll of it.\n")
    two.scan()
    assert ids(two)["Changed"] == "urn:isbn:1"
    assert len(ids(two)) == 3


def test_giving_an_article_an_id_moves_neither_its_page_nor_its_dates(desk, two) -> None:
    before = two.articles.article("a")
    desk.write("world/a.txt", "Id: urn:guid:7\n" + A)
    two.scan()
    after = two.articles.article("a")
    assert after._replace(id="") == before._replace(id="")
    assert after.id == "urn:guid:7"
    assert len(ids(two)) == 2


def test_of_two_files_with_one_id_the_older_stays(desk, clock, two) -> None:
    desk.write("world/m.txt", "Id: urn:x\n" + A.replace("Alpha", "Older"))
    two.scan()
    desk.write("world/c.txt", "Id: urn:x\n" + A.replace("Alpha", "Newer"))
    two.scan()
    assert (ids(two)["Older"], "Newer" in ids(two)) == ("urn:x", False)
    assert codes(two) == [("world/c.txt", "same-id")]
    assert "world/m.txt" in two.problems.all()[0].message
    two.scan()
    assert codes(two) == [("world/c.txt", "same-id")]


@pytest.mark.parametrize("by_event", [True, False])
@pytest.mark.parametrize("give_up", ["delete", "rename id"])
def test_an_id_that_becomes_free_is_taken(desk, two, by_event: bool, give_up: str) -> None:
    desk.write("world/m.txt", "Id: urn:x\n" + A.replace("Alpha", "Older"))
    two.scan()
    desk.write("world/c.txt", "Id: urn:x\n" + A.replace("Alpha", "Newer"))
    two.scan()
    if give_up == "delete":
        (desk.folder / "world/m.txt").unlink()
    else:
        desk.write("world/m.txt", "Id: urn:y:z\n" + A.replace("Alpha", "Older"))
    two.index.update(["world/m.txt"]) if by_event else two.scan()
    assert ids(two)["Newer"] == "urn:x"
    assert ids(two).get("Older") == (None if give_up == "delete" else "urn:y:z")
    assert codes(two) == []


def test_slugs_that_collide_are_numbered_and_never_given_to_another(desk, two) -> None:
    desk.write("arts/a.txt", B)
    two.scan()
    assert two.articles.article("a").headline == "Alpha"
    assert two.articles.article("a-2").headline == "Beta"
    (desk.folder / "world/a.txt").unlink()
    two.scan()
    desk.write("sport/a.txt", "Title: Gamma\n\nSome text.\n")
    two.scan()
    assert two.articles.article("a") is None
    assert two.articles.article("a-2").headline == "Beta"
    assert two.articles.article("a-3").headline == "Gamma"


def test_an_id_that_was_given_up_is_no_other_article(desk) -> None:
    desk.write("world/a.txt", A)
    newsroom = desk.open()
    desk.write("world/a.txt", "Id: tag:news.example,2026:own\n" + A)
    newsroom.scan()
    (desk.folder / "world/a.txt").rename(desk.folder / "world/b.txt")
    newsroom.scan()
    desk.write("world/a.txt", "Title: Gamma\nDate: 2026-05-03\n\nQuite another text.\n")
    newsroom.scan()
    assert ids(newsroom)["Alpha"] == "tag:news.example,2026:own"
    assert ids(newsroom)["Gamma"] == "tag:news.example,2026:world/a.txt-2"
