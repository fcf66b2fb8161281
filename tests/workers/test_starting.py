"""Workers while they start: Ctrl-C, the modules that they share, and a start that fails."""

from __future__ import annotations

import os
import signal
import sys
from concurrent.futures import ProcessPoolExecutor

import pytest

from backfile.errors import BackfileError
from backfile.workers.pool import (
    Workers,
    _interrupts_put_off,
    _path_in_environment,
    _without_interrupts,
)


def loaded(name: str) -> bool:
    return name in sys.modules


def test_an_interrupt_takes_effect_once_the_process_is_known() -> None:
    done = []

    def start() -> None:
        with _interrupts_put_off():
            os.kill(os.getpid(), signal.SIGINT)
            done.append("started")

    with pytest.raises(KeyboardInterrupt):
        start()
    assert done == ["started"]
    assert signal.getsignal(signal.SIGINT) is signal.default_int_handler


def test_a_process_that_starts_meanwhile_never_hears_of_an_interrupt() -> None:
    before = signal.pthread_sigmask(signal.SIG_BLOCK, ())
    with _without_interrupts():
        assert signal.SIGINT in signal.pthread_sigmask(signal.SIG_BLOCK, ())
    assert signal.pthread_sigmask(signal.SIG_BLOCK, ()) == before


@pytest.mark.parametrize("path", [None, "/somewhere"])
def test_the_environment_stays_as_it_was(monkeypatch: pytest.MonkeyPatch, path: str | None) -> None:
    monkeypatch.delenv("PYTHONPATH", raising=False)
    if path:
        monkeypatch.setenv("PYTHONPATH", path)
    with _path_in_environment():
        assert os.environ["PYTHONPATH"].split(os.pathsep) == [one for one in sys.path if one]
    assert os.environ.get("PYTHONPATH") == path


@pytest.mark.parametrize("error", [EOFError(), ConnectionResetError()], ids=repr)
def test_a_start_that_fails_is_told_in_a_sentence(
    monkeypatch: pytest.MonkeyPatch, error: Exception
) -> None:
    def submit(*_: object) -> None:
        raise error

    monkeypatch.setattr(ProcessPoolExecutor, "submit", submit)
    with pytest.raises(BackfileError, match="start again"):
        list(Workers(2).each(str, [1, 2]))


def test_the_work_of_several_processes_comes_in_its_order() -> None:
    jobs = ["json", "backfile.workers.pool", "no.such.module"]
    made = list(Workers(2, ("json",)).each(loaded, jobs))
    assert made == [("json", True), ("backfile.workers.pool", True), ("no.such.module", False)]
