"""The labels of categories, tags and authors: each has one slug for ever."""

from contextlib import nullcontext
from typing import Any

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import delete, event, select

from feedsvc.model.article import Article, Author
from feedsvc.model.entry import Term
from feedsvc.store import Connection, schema
from feedsvc.store.labels import Labels


def test_labels_get_one_slug_each_and_keep_it(connection) -> None:
    labels = Labels(connection)
    assert labels.term("tag", "C") == Term("c", "C")
    assert labels.term("tag", "C++") == Term("c-2", "C++")
    assert labels.term("category", "C++") == Term("c", "C++")
    later = Labels(connection)
    assert later.term("tag", "c++") == Term("c-2", "c++")
    assert later.term("tag", "C#") == Term("c-3", "C#")


def test_private_categories_keep_their_names_and_tags_have_their_own(connection) -> None:
    labels = Labels(connection, private={"board"})
    assert labels.term("category", "Board!") == Term("board", "Board!")
    assert labels.term("tag", "Board!") == Term("board", "Board!")
    assert labels.term("tag", "#board") == Term("board-2", "#board")
    assert labels.term("category", "Bridge!") == Term("bridge", "Bridge!")
    assert labels.term("category", "#bridge") == Term("bridge-2", "#bridge")
    assert labels.term("category", "#board") == Term("board", "#board")


class TestPrivateLabels:
    def test_however_it_is_written_it_means_that_category(self, connection: Connection) -> None:
        labels = Labels(connection, private={"board"})
        assert [labels.term("category", one).slug for one in ("Board", "board!", "BOARD")] == [
            "board"
        ] * 3
        assert labels.term("tag", "Board!").slug == "board"
        assert labels.term("category", "Boards").slug == "boards"

    def test_a_public_one_of_the_same_name_gets_another_slug(self, connection: Connection) -> None:
        assert Labels(connection, private={"board"}).term("category", "Board").slug == "board"
        later = Labels(connection)
        assert later.term("category", "Board").slug == "board"
        assert later.term("category", "Board!").slug == "board-2"


LABELS = st.sampled_from(["C", "c", "C++", "C#", "c-2", "Board", "#board", "board-2", "🙂", "A b"])
ARTICLES = st.lists(
    st.builds(
        lambda category, tags, authors: Article(
            path="a.txt",
            headline="A",
            slug="a",
            category=category,
            tags=tuple(tags),
            authors=tuple(map(Author, authors)),
        ),
        LABELS | st.just(""),
        st.lists(LABELS, max_size=3),
        st.lists(LABELS, max_size=2),
    ),
    max_size=5,
)


def given_to(labels: Labels, articles: list[Article]) -> list[Term]:
    found = []
    for one in articles:
        found += [labels.term("category", one.category)] if one.category else []
        found += [labels.term("tag", tag) for tag in one.tags]
        found += [labels.term("author", author.name) for author in one.authors]
    return found


def kept_in(connection: Connection) -> list[tuple[Any, ...]]:
    rows = connection.execute(select(schema.labels))
    return sorted(tuple(row) for row in rows)


@given(ARTICLES, ARTICLES)
@settings(max_examples=40, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_labels_that_are_given_together_are_those_given_one_by_one(
    connection: Connection, before: list[Article], new: list[Article]
) -> None:
    found = []
    for together in (False, True):
        connection.execute(delete(schema.labels))
        given_to(Labels(connection), before)
        labels = Labels(connection, private={"board-2"})
        with labels.together(new) if together else nullcontext():
            terms = given_to(labels, new)
        found.append((terms, kept_in(connection)))
    assert found[0] == found[1]


def test_an_author_counts_as_known_from_the_first_mention(connection: Connection) -> None:
    Labels(connection).term("author", "Ann")
    labels = Labels(connection)
    with labels.together([]):
        assert not labels.are_authors(["ann", "bo"])
        labels.term("author", "Bo")
        assert labels.are_authors(["ann", "bo"])
    assert Labels(connection).are_authors(["ann", "bo"])


def test_few_statements_look_up_and_keep_many_labels(connection: Connection) -> None:
    said: list[str] = []
    event.listen(connection, "before_cursor_execute", lambda *given: said.append(given[2]))
    tags = tuple(f"Tag {number}" for number in range(100))
    article = Article(path="a.txt", headline="A", slug="a", tags=tags)
    labels = Labels(connection)
    with labels.together([article]):
        given_to(labels, [article])
    assert len(kept_in(connection)) == 100
    assert len(said) < 6, said
