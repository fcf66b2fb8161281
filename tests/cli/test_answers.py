"""What `backfile init` takes for an answer, what it refuses and why, and what it offers."""

from __future__ import annotations

import re

import pytest

from backfile.cli.answers import name_after, read_lang, read_name, read_url, read_zone, system_zone
from backfile.errors import UsageError


@pytest.mark.parametrize(
    ("read", "answer", "taken"),
    [
        (read_name, "  The Amity Packet ", "The Amity Packet"),
        (read_name, 'It\'s "Ö" \\ <b>', 'It\'s "Ö" \\ <b>'),
        (read_name, "👩‍🚒 フェリー", "👩‍🚒 フェリー"),
        (read_zone, " America/Halifax", "America/Halifax"),
        (read_zone, "UTC", "UTC"),
        (read_lang, "en", "en"),
        (read_lang, "pt_BR", "pt-BR"),
        (read_lang, "zh-Hant", "zh-Hant"),
        (read_url, "", ""),
        (read_url, "https://news.example/", "https://news.example"),
        (read_url, "http://News.Example:8080/old/papers", "http://news.example:8080/old/papers"),
        (read_url, "https://zeitung-köln.example", "https://xn--zeitung-kln-zfb.example"),
    ],
)
def test_an_answer_is_taken(read, answer, taken):
    assert read(answer) == taken


@pytest.mark.parametrize(
    ("read", "answer", "reason"),
    [
        (read_name, " ", "the archive needs a name; it appears at the top of each page"),
        (
            read_name,
            "a\nb",
            "the name has a line break or another control character; write one line",
        ),
        (read_name, "a\udcffb", "the name has a line break or another control character"),
        (read_name, "a" * 201, "the name has 201 characters; use at most 200"),
        (
            read_zone,
            "America/Halifx",
            '"America/Halifx" is not a time zone; did you mean "America/Halifax"?',
        ),
        (read_zone, "", '"" is not a time zone'),
        (read_lang, "english", '"english" is not a language tag; write one such as en or pt-BR'),
        (read_lang, "", '"" is not a language tag; write one such as en or pt-BR'),
        (read_lang, "../x", '"../x" is not a language tag; write one such as en or pt-BR'),
        (
            read_url,
            "news.example",
            '"news.example" is not a complete address; write it as https://news.example',
        ),
        (read_url, "ftp://news.example", '"ftp://news.example" is not an address of a website'),
        (read_url, "https://", '"https://" is not an address of a website; write one such as'),
        (read_url, "https://a b.example", '"https://a b.example" is not an address of a website'),
        (read_url, "https://[x", '"https://[x" is not an address of a website'),
        (read_url, "https://a.example:x", '"https://a.example:x" is not an address of a website'),
        (read_url, "https://a.example/?x=1", '"https://a.example/?x=1" has more than a host and'),
        (read_url, "https://me:pw@a.example", '"https://me:pw@a.example" has more than a host'),
        (read_url, 'https://a.example/"x', '"/"x" is not a plain path; use letters, digits'),
    ],
)
def test_an_answer_is_refused_with_its_reason(read, answer, reason):
    with pytest.raises(UsageError, match=f"^{re.escape(reason)}"):
        read(answer)


@pytest.mark.parametrize(
    ("folder", "name"),
    [
        ("harbour-archive", "Harbour archive"),
        ("old_papers", "Old papers"),
        ("a/b/Amity Packet", "Amity Packet"),
        ("a/..", None),
        ("---", "News archive"),
    ],
)
def test_a_name_is_offered_after_the_folder(tmp_path, folder, name):
    offered = name_after(tmp_path / folder)

    assert offered == name if name else offered


def test_the_zone_of_the_computer_is_offered(tmp_path):
    etc = tmp_path / "etc"
    etc.mkdir()
    assert system_zone({}, tmp_path) == "UTC"
    (etc / "timezone").write_text("Europe/Rome\n")
    assert system_zone({}, tmp_path) == "Europe/Rome"
    (etc / "localtime").symlink_to("/usr/share/zoneinfo/Asia/Tokyo")
    assert system_zone({}, tmp_path) == "Asia/Tokyo"
    assert system_zone({"TZ": ":/usr/share/zoneinfo/America/Lima"}, tmp_path) == "America/Lima"
    assert system_zone({"TZ": "America/Halifax"}, tmp_path) == "America/Halifax"


@pytest.mark.parametrize("stated", ["", "EST5EDT", "Etc/GMT+5", "Moon/Base", "EST"])
def test_a_zone_that_is_no_place_is_not_offered(tmp_path, stated):
    assert system_zone({"TZ": stated}, tmp_path) == "UTC"
