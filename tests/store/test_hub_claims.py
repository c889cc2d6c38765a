"""Claims on PostgreSQL, where processes claim at once and do not wait for each other."""

from feedsvc.store import Store, hub_subscriptions, hub_topics
from feedsvc.store.engine import make_engine
from tests.store.subscribing import DAY, ME, NOW, claim, delivered, note, subscribe

CALLBACKS = [f"https://reader.example/{number}" for number in range(6)]


def prepare(url: str) -> None:
    store = Store.open(url)
    with store.writing() as connection:
        note(connection, "a")
        for callback in CALLBACKS:
            subscribe(connection, callback)
    store.close()


def test_who_claims_while_another_does_gets_what_is_left(database: str) -> None:
    prepare(database)
    engine = make_engine(database)
    with engine.begin() as one, engine.begin() as other:
        other.exec_driver_sql("SET LOCAL lock_timeout = '50ms'")
        mine = claim(one, limit=4)
        theirs = claim(other, holder="another")
    engine.dispose()
    assert [found.callback for found in (*mine, *theirs)] == CALLBACKS


def test_a_version_that_comes_while_another_is_settled_is_not_lost(database: str) -> None:
    """Whoever settles waits for the transaction that notes it."""
    prepare(database)
    engine = make_engine(database)
    with engine.begin() as connection:
        found = claim(connection)
    with engine.begin() as noting:
        hub_topics.note(noting, "feed", "atom", "b", None, NOW)
        with engine.begin() as settling:
            settling.exec_driver_sql("SET LOCAL lock_timeout = '50ms'")
            refused = False
            try:
                hub_subscriptions.settle(settling, ME, [*map(delivered, found)], NOW)
            except Exception as error:
                refused = "lock timeout" in str(error)
                settling.rollback()
            assert refused
    with engine.begin() as settling:
        hub_subscriptions.settle(settling, ME, [*map(delivered, found)], NOW)
        assert len(claim(settling, NOW + DAY / 2)) == len(CALLBACKS)
    engine.dispose()
