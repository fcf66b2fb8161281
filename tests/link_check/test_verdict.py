"""What the answer of an address says of an original."""

from __future__ import annotations

import pytest

from backfile.link_check.verdict import Answer, verdict_on, words_of
from backfile.outputs.redirects.formats import redirect_page
from backfile.partners.original import OriginalStatus

ASKED = "http://packet.example/2011/03/04/bridge.html"
PAGE = "<title>Packet</title><script>x</script><h1>Swing&nbsp;bridge <i>stuck</i> open</h1>"
TITLE = "Swing bridge stuck open"


@pytest.mark.parametrize(
    ("answer", "status", "settled"),
    [
        pytest.param(Answer(200, ASKED, PAGE), OriginalStatus.LIVE, True, id="the story"),
        pytest.param(
            Answer(200, "https://www.packet.example/2011/03/04/bridge.html?utm_source=x", PAGE),
            OriginalStatus.LIVE,
            True,
            id="the same address, encrypted",
        ),
        pytest.param(
            Answer(200, "https://packet.example/", PAGE),
            OriginalStatus.REDIRECTS,
            True,
            id="the first page",
        ),
        pytest.param(
            Answer(200, "https://other.example/bridge", PAGE),
            OriginalStatus.REDIRECTS,
            True,
            id="another host",
        ),
        pytest.param(
            Answer(200, ASKED, redirect_page("/2011/03/bridge/", "", TITLE, "en")),
            OriginalStatus.REDIRECTS,
            True,
            id="a redirect page of an archive",
        ),
        pytest.param(Answer(404, ASKED), OriginalStatus.DEAD, True, id="not found"),
        pytest.param(Answer(410, ASKED), OriginalStatus.DEAD, True, id="gone"),
        pytest.param(
            Answer(failure="its host is no more", is_gone=True),
            OriginalStatus.DEAD,
            True,
            id="no host",
        ),
        pytest.param(Answer(200, ASKED, "<h1>Casino</h1>"), None, True, id="another page"),
        pytest.param(Answer(503, ASKED), None, False, id="not now"),
        pytest.param(Answer(403, ASKED), None, False, id="not for us"),
        pytest.param(Answer(failure="timed out"), None, False, id="no answer"),
    ],
)
def test_an_answer_is_a_status_or_a_question_for_a_person(answer, status, settled):
    verdict = verdict_on(answer, ASKED, TITLE)

    assert (verdict.status, verdict.settled) == (status, settled)
    assert verdict.note


@pytest.mark.parametrize(
    ("title", "text"),
    [
        ("Bridge &amp; ferry", "<h1>Bridge &amp; ferry</h1>"),
        ("Don’t panic", "<h1>Don&rsquo;t panic</h1>"),
        ("Die Fähre", "<p>DIE FÄHRE</p>"),
    ],
)
def test_a_title_is_found_however_it_is_written(title, text):
    assert words_of(title) in words_of(text)


def test_a_title_is_not_found_within_a_word():
    assert words_of("Ice") not in words_of("No ices today")
