"""Connections that do not wait for a server which does not answer."""

import signal
from typing import Any

import psycopg
import pytest

from feedsvc.store.driver import patient_connection
from tests.store.cluster import Cluster


def never() -> bool:
    return False


def always() -> bool:
    return True


def connect(cluster: Cluster, kind: Any) -> Any:
    return kind.connect(host=str(cluster.folder), user="feedsvc", dbname="postgres")


def test_what_is_answered_is_had(cluster: Cluster) -> None:
    with connect(cluster, patient_connection(never, 5.0)) as connection:
        assert connection.execute("SELECT pg_sleep(0.3)::text, 'it'").fetchone()[1] == "it"
        with pytest.raises(psycopg.errors.DivisionByZero):
            connection.execute("SELECT 1 / 0")


def test_a_wait_that_is_given_up_closes_the_connection(cluster: Cluster) -> None:
    waited: list[int] = []

    def third_time() -> bool:
        waited.append(1)
        return len(waited) >= 3

    connection = connect(cluster, patient_connection(third_time, 5.0))
    waited.clear()
    with pytest.raises(psycopg.OperationalError, match="the server does not answer"):
        connection.execute("SELECT pg_sleep(60)")
    assert len(waited) == 3
    assert connection.closed


def test_an_attempt_to_connect_is_given_up(cluster: Cluster) -> None:
    cluster.freeze()
    try:
        for kind in (patient_connection(never, 0.2), patient_connection(always, 60.0)):
            with pytest.raises(psycopg.OperationalError, match="the server does not answer"):
                connect(cluster, kind)
    finally:
        cluster.freeze(signal.SIGCONT)
