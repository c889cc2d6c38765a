"""Topics: a version has one sequence, and whoever has an earlier one is due."""

from feedsvc.store import Connection, hub_subscriptions, hub_topics
from feedsvc.store.documents import DocumentRow, put_document
from feedsvc.store.hub_topics import Topic
from tests.store.subscribing import CALLBACK, DAY, NOW, claim, deliver_all, note, subscribe


def test_a_version_has_one_sequence(connection: Connection) -> None:
    hub_topics.begin(connection, "feed", "atom")
    hub_topics.begin(connection, "feed", "atom")
    assert hub_topics.topics(connection) == [Topic("feed", "atom", 0, "", None)]
    assert [note(connection, digest) for digest in ("a", "a", "b", "b", "a")] == [1, 1, 2, 2, 3]
    assert hub_topics.topic_of(connection, "feed", "rss") is None


def test_time_alone_may_bring_the_next_version(connection: Connection) -> None:
    for until in (NOW, None, NOW + DAY):
        assert hub_topics.note(connection, "feed", "atom", "a", until, NOW) == 1
        found = hub_topics.topic_of(connection, "feed", "atom")
        assert found == Topic("feed", "atom", 1, "a", until)


def test_another_version_is_due_for_all_subscribers_of_the_document(connection: Connection) -> None:
    subscribe(connection)
    subscribe(connection, "https://other.example/")
    hub_subscriptions.put(connection, "feed", "rss", CALLBACK, "", NOW + DAY, NOW)
    assert claim(connection) == []  # nobody has looked at the documents yet
    note(connection, "a")
    assert deliver_all(connection) == [CALLBACK, "https://other.example/"]
    note(connection, "a")
    assert claim(connection) == []
    note(connection, "b")
    assert len(deliver_all(connection)) == 2


def test_topics_go_with_their_subscriptions(connection: Connection) -> None:
    subscribe(connection)
    hub_subscriptions.put(connection, "tag/x", "atom", CALLBACK, "", NOW + DAY, NOW)
    hub_topics.drop(connection, [])
    hub_topics.drop(connection, [("feed", "atom"), ("feed", "rss")])
    assert [one.feed for one in hub_topics.topics(connection)] == ["tag/x"]
    assert not hub_subscriptions.drop(connection, "feed", "atom", CALLBACK)
    assert hub_subscriptions.drop(connection, "tag/x", "atom", CALLBACK)


def test_topics_that_nobody_wants_any_more_are_forgotten(connection: Connection) -> None:
    subscribe(connection)
    hub_topics.begin(connection, "tag/x", "atom")
    hub_topics.drop_unused(connection)
    assert [topic.feed for topic in hub_topics.topics(connection)] == ["feed"]


def test_foreign_hubs_can_know_documents_that_were_lately_asked_for(connection: Connection) -> None:
    for name, days in (("feed", 6), ("tag/x", 8)):
        kept = DocumentRow(b"", "d", 1, "f", NOW, None, None, b"", NOW - days * DAY, name)
        put_document(connection, name, "rss", kept)
    assert hub_topics.lately_asked(connection, NOW) == {("feed", "rss"): NOW - 6 * DAY}
