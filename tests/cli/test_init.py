"""`backfile init`: what it asks, what it refuses, what it says, and what it writes."""

from __future__ import annotations

import builtins
import sys
from typing import Any

import pytest

from backfile.cli.init import init_archive
from backfile.cli.starter import HOSTS
from backfile.errors import UsageError

NOTHING: dict[str, Any] = dict.fromkeys(("name", "timezone", "lang", "url", "host"))


@pytest.fixture
def here(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("TZ", "America/Halifax")
    return tmp_path


@pytest.fixture
def answers(monkeypatch):
    """Answer on a terminal: give a list of lines, get the list of what was asked."""

    def answer(*lines: str) -> list[str]:
        asked: list[str] = []
        waiting = iter(lines)

        def ask(question: str) -> str:
            asked.append(question)
            try:
                return next(waiting)
            except StopIteration:
                raise EOFError from None

        monkeypatch.setattr(sys.stdin, "isatty", lambda: True, raising=False)
        monkeypatch.setattr(builtins, "input", ask)
        return asked

    return answer


def conf(folder) -> str:
    return (folder / "pelicanconf.py").read_text("utf-8")


def test_without_a_terminal_nothing_is_asked(here, capsys):
    assert init_archive("harbour-archive", **NOTHING) == 0

    text = conf(here / "harbour-archive")
    assert 'SITENAME = "Harbour archive"' in text
    assert 'TIMEZONE = "America/Halifax"' in text
    assert 'DEFAULT_LANG = "en"' in text
    assert capsys.readouterr().out.splitlines() == [
        "The archive is in harbour-archive. Next:",
        "  cd harbour-archive",
        "  backfile serve          # look at it; runs until you press Ctrl-C",
        "  backfile import FILE    # import stories that you have",
        "README.md explains the rest.",
    ]


def test_on_a_terminal_five_things_are_asked_and_defaults_offered(here, answers):
    asked = answers("The Amity Packet", "", "es", "https://packet.org", "gitlab")

    assert init_archive("new", **NOTHING) == 0

    assert asked == [
        "Name of the archive [New]: ",
        "Time zone of its stories [America/Halifax]: ",
        "Language of its pages [en]: ",
        "Address of the published site, such as https://news.example [none yet]: ",
        "Where it is published (github, gitlab, netlify, cloudflare, server) [github]: ",
    ]
    text = conf(here / "new")
    assert 'SITENAME = "The Amity Packet"' in text
    assert 'DEFAULT_LANG = "es"' in text
    assert 'BACKFILE_TAG_AUTHORITY = "packet.org,' in text
    assert 'BACKFILE_HOSTS = ["gitlab"]' in text
    assert (here / "new" / ".gitlab-ci.yml").is_file()


@pytest.mark.usefixtures("here")
def test_an_answer_that_cannot_stand_is_asked_again_with_the_reason(answers, capsys):
    asked = answers("A", "Moonbase", "America/Halifax", "en", "packet.org", "", "gitlap", "")

    assert init_archive("new", **NOTHING) == 0

    assert len(asked) == 8
    assert [line for line in capsys.readouterr().out.splitlines() if "is not" in line] == [
        '"Moonbase" is not a time zone; use a name such as America/New_York',
        '"packet.org" is not a complete address; write it as https://packet.org',
        f'"gitlap" is not a host; use {", ".join(HOSTS)}; did you mean "gitlab"?',
    ]


@pytest.mark.usefixtures("here")
def test_what_is_given_is_not_asked(answers):
    asked = answers()

    given = {"name": "A", "timezone": "UTC", "lang": "en", "url": "", "host": "server"}
    assert init_archive("new", **given) == 0

    assert asked == []


def test_no_answer_writes_nothing(here, answers):
    answers("A")

    with pytest.raises(UsageError, match="no answer; nothing was written"):
        init_archive("new", **NOTHING)

    assert [*here.iterdir()] == []


@pytest.mark.parametrize(
    ("option", "value", "problem"),
    [
        ("name", "", "--name: the archive needs a name"),
        ("timezone", "Moonbase", '--timezone: "Moonbase" is not a time zone'),
        ("lang", "english", '--lang: "english" is not a language tag'),
        ("host", "ftp", '--host: "ftp" is not a host; use github, gitlab'),
        ("url", "packet.org", '--url: "packet.org" is not a complete address'),
    ],
)
def test_an_option_that_cannot_stand_ends_the_command(here, option, value, problem):
    with pytest.raises(UsageError, match=problem):
        init_archive("new", **{**NOTHING, option: value})

    assert [*here.iterdir()] == []


def test_a_folder_with_something_in_it_is_refused_before_anything_is_asked(here, answers):
    (here / "mine.txt").write_text("mine")
    asked = answers("A", "", "", "")

    with pytest.raises(UsageError, match=r"^\. is not empty: it contains mine\.txt; nothing"):
        init_archive(".", **NOTHING)

    assert asked == []


@pytest.mark.parametrize("name", ["it's mine", "ein Archiv für Köln", "-dash"])
def test_a_folder_of_any_name_is_entered_as_it_is_printed(here, capsys, name):
    assert init_archive(name, **NOTHING) == 0

    assert (here / name / "pelicanconf.py").is_file()
    shown = {"it's mine": "'it'\"'\"'s mine'", "-dash": "./-dash"}.get(name, f"'{name}'")
    assert capsys.readouterr().out.splitlines()[1] == f"  cd {shown}"


@pytest.mark.usefixtures("here")
def test_the_folder_in_which_one_stands_needs_not_be_entered(capsys):
    assert init_archive(".", **NOTHING) == 0

    assert "cd " not in capsys.readouterr().out
