"""The comments that the plugin Liveblog kept are the updates of their story."""

from __future__ import annotations

import pytest

from backfile.fidelity.account import apportion
from backfile.importers.formats import wxr
from tests.importers.wordpress.exports import call, comment, export, ground, item, live

TUG = live("31", "A tug has come.", "10")
ROPE = live("32", "The <b>rope</b> snaps!", "20")
HEADINGS = [
    'datetime=2011-03-04T22:10:00+00:00 by="Ada Lind" former=liveblog-entry-31',
    'datetime=2011-03-04T22:20:00+00:00 by="Ada Lind" former=liveblog-entry-32',
]


def drafted(tmp_path, *comments: str):
    """Return the draft of the post with *comments*, its words proved by its account."""
    path = tmp_path / "packet.xml"
    path.write_bytes(export(item("".join(comments))))
    (story,) = wxr.items(path, call())
    draft = wxr.draft(story, call(), ground())
    assert draft.text == wxr.text_of(story.data, draft.how)
    placed = apportion(draft.text, draft.body.spans)
    return draft, placed


def test_each_is_an_update(tmp_path):
    draft, placed = drafted(tmp_path, TUG, comment("Reader", "I saw it."), ROPE)
    assert [one.heading for one in draft.body.updates] == [
        f"2011-03-04 18:10 {{: {HEADINGS[0]} }}",
        f"2011-03-04 18:20 {{: {HEADINGS[1]} }}",
    ]
    assert [one.blocks for one in draft.body.updates] == [
        ("A tug has come.",),
        ("The **rope** snaps!",),
    ]
    assert placed["lead"].split("\n\n") == ["Nobody can cross.", "The ferry runs."]
    assert (placed["section 2"], placed["by 2"]) == ("The rope snaps!", "Ada Lind")
    assert [one.text for one in draft.notes.dropped if one.kind == "comment"] == [
        "Reader, 2011-03-05 10:00:00: I saw it."
    ]


def test_a_single_one_is_an_update(tmp_path):
    draft, _ = drafted(tmp_path, ROPE)
    assert len(draft.body.updates) == 1


def test_a_key_event_is_marked(tmp_path):
    draft, _ = drafted(tmp_path, live("31", "It moves.", "10", liveblog_key_entry="yes"))
    assert draft.body.updates[0].section.key == "yes"


@pytest.mark.parametrize(
    ("later", "texts"),
    [
        pytest.param(
            [live("33", "Two tugs.", "30", liveblog_replaces="31")], ["Two tugs."], id="once"
        ),
        pytest.param(
            [
                live("34", "Three tugs.", "40", liveblog_replaces="31"),
                live("33", "Two tugs.", "30", liveblog_replaces="31"),
            ],
            ["Three tugs."],
            id="the last by its time",
        ),
        pytest.param([live("33", "", "30", liveblog_replaces="31")], [], id="deleted"),
        pytest.param(
            [live("33", "Two tugs.", "30", liveblog_replaces="9")],
            ["A tug has come.", "Two tugs."],
            id="of one that the export has not",
        ),
    ],
)
def test_the_last_version_counts(tmp_path, later, texts):
    draft, _ = drafted(tmp_path, TUG, *later)
    assert [text for one in draft.body.updates for text in one.blocks] == texts
    if "A tug has come." not in texts:
        assert draft.body.updates == () or "T22:10" in draft.body.updates[0].heading
        assert "A tug has come." in "".join(one.text for one in draft.notes.dropped)
