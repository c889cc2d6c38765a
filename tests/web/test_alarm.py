"""Waking a thread from a handler of signals."""

import signal

from feedsvc.web.alarm import Alarm


def test_an_alarm_that_is_set_while_it_is_awaited_is_heard() -> None:
    """As a signal's handler sets it, which runs in the thread that waits."""
    alarm, rung = Alarm(), []

    def ring(*_: object) -> None:
        rung.append(1)
        alarm.set()

    before = signal.signal(signal.SIGALRM, ring)
    try:
        for number in range(200):
            signal.setitimer(signal.ITIMER_REAL, 1e-5)
            while len(rung) <= number:
                alarm.wait()
            alarm.clear()
    finally:
        signal.setitimer(signal.ITIMER_REAL, 0)
        signal.signal(signal.SIGALRM, before)
    assert len(rung) == 200
