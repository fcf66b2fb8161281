"""A host is asked once in so many seconds."""

from __future__ import annotations

from backfile.link_check.pace import Pace


def test_a_host_waits_for_its_turn_and_another_does_not():
    clock = [100.0]
    slept: list[float] = []

    def sleep(seconds: float) -> None:
        slept.append(seconds)
        clock[0] += seconds

    pace = Pace(2.0, lambda: clock[0], sleep)

    pace.wait("a.example")
    pace.wait("a.example")
    pace.wait("b.example")
    clock[0] += 1.5
    pace.wait("a.example")
    clock[0] += 10
    pace.wait("a.example")

    assert slept == [2.0, 0.5]
