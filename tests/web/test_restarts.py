"""When a process that ended starts again."""

from feedsvc.web.restarts import HEALTHY, PAUSES, Restarts


def test_who_ends_again_and_again_starts_at_growing_distances() -> None:
    restarts = Restarts(0.0)
    assert [restarts.pause(1.0) for _ in range(8)] == [0.0, *PAUSES, PAUSES[-1], PAUSES[-1]]


def test_who_was_healthy_starts_at_once() -> None:
    restarts = Restarts()
    assert [restarts.pause(lived) for lived in (1, 1, HEALTHY + 1, 1)] == [1.0, 1.0, 1.0, 1.0]
