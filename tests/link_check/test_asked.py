"""What was asked is kept at once, and read again by the next run."""

from __future__ import annotations

from datetime import date, timedelta

from backfile.link_check.asked import Answered, Asked
from backfile.link_check.verdict import Verdict
from backfile.partners.original import OriginalStatus

TODAY = date(2026, 11, 2)
DEAD = Answered(Verdict(OriginalStatus.DEAD, "it answers 404"), "https://copy.example/ü", TODAY)
UNSURE = Answered(Verdict(None, "timed out", settled=False), "", TODAY)


def test_a_later_run_knows_what_was_found(tmp_path):
    first = Asked(tmp_path / "cache" / "asked.jsonl")
    first.note("http://a.example/", UNSURE)
    first.note("http://a.example/", DEAD)
    first.note("http://b.example/", UNSURE)

    later = Asked(tmp_path / "cache" / "asked.jsonl")
    later.read()

    assert later.found == {"http://a.example/": DEAD, "http://b.example/": UNSURE}


def test_a_line_that_a_killed_run_left_is_passed_over_and_the_next_is_whole(tmp_path):
    file = tmp_path / "asked.jsonl"
    Asked(file).note("http://a.example/", DEAD)
    file.write_bytes(file.read_bytes()[:-20])
    Asked(file).note("http://b.example/", DEAD)

    asked = Asked(file)
    asked.read()

    assert asked.found == {"http://b.example/": DEAD}


def test_an_answer_that_settles_it_is_fresh_for_some_days(tmp_path):
    asked = Asked(
        tmp_path / "asked.jsonl", {"http://a.example/": DEAD, "http://b.example/": UNSURE}
    )

    assert asked.is_fresh("http://a.example/", TODAY + timedelta(days=29), 30)
    assert not asked.is_fresh("http://a.example/", TODAY + timedelta(days=30), 30)
    assert not asked.is_fresh("http://b.example/", TODAY, 30)
    assert not asked.is_fresh("http://c.example/", TODAY, 30)
