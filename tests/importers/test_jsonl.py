"""Lines of JSON become stories as a recipe says; each bad line is told, and the others go on."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import date, time
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from backfile.errors import BackfileError, RefusedError
from backfile.fidelity.account import apportion, signs
from backfile.fidelity.ledger import Repair
from backfile.importers.dump_items import Item, NoStoryError, Quarantined
from backfile.importers.formats import jsonl
from backfile.importers.json_record import at, listed, read_entry
from backfile.importers.options import Call, LinkResolver
from backfile.importers.recipe import JsonRecipe, Recipe
from backfile.story.model import Order
from backfile.text.web_addresses import safe_link

unhurried = settings(deadline=None)  # machines of all speeds run the tests
PATHS = JsonRecipe(
    title="title",
    body="body",
    date="date",
    modified="modified",
    address="url",
    authors="by.name",
    category="sections",
    tags="tags",
    summary="summary",
    slug="slug",
    identity="id",
    lang="lang",
    status="status",
)
CALL = Call(ZoneInfo("America/Halifax"), Recipe(json=PATHS), Order.NEWEST_FIRST)
GROUND = LinkResolver(safe_link, lambda _src: None)
BRIDGE = {
    "id": 17,
    "title": "The bridge is stuck",
    "date": "2011-03-04T18:05:00Z",
    "body": "<p>It opened at half past five.</p><h2>9:40 p.m.: Ferry</h2><p>It runs all night.</p>",
}


def item(value: object, form: str = "html") -> tuple[Item, Call]:
    data = value if isinstance(value, bytes) else json.dumps(value).encode()
    call = replace(CALL, recipe=Recipe(json=replace(PATHS, body_format=form)))
    return Item("dump.jsonl", "line 1", "json", ".json", data, "dump.jsonl"), call


def proved(value: object, form: str = "html"):
    """The draft of *value*, and what each place must show; no sign of the original is missing."""
    one, call = item(value, form)
    draft = jsonl.draft(one, call, GROUND)
    text = jsonl.text_of(one.data, json.loads(json.dumps(draft.how)))
    assert draft.text == text
    assert sum(span.count for span in draft.body.spans) == signs(text)
    return draft, apportion(text, draft.body.spans)


def test_each_line_is_an_item_with_its_bytes(tmp_path):
    path = tmp_path / "dump.jsonl"
    path.write_bytes(b'\xef\xbb\xbf{"a": 1}\r\n\n  \n{"b":  2}\n[3]\n{"c": 3}')

    found = list(jsonl.items(path, CALL))

    assert [(one.place, one.data) for one in found] == [
        ("line 1", b'\xef\xbb\xbf{"a": 1}'),
        ("line 4", b'{"b":  2}'),
        ("line 5", b"[3]"),
        ("line 6", b'{"c": 3}'),
    ]


def test_an_endless_line_is_told_by_its_place_and_never_held(tmp_path, monkeypatch):
    monkeypatch.setattr(jsonl, "LARGEST_ITEM", 1000)
    path = tmp_path / "dump.jsonl"
    long = b'{"a": "' + b"x" * 3_000_000 + b'"}\n'
    path.write_bytes(b'{"a": 1}\n' + long + b'{"b": 2}\n' + long.strip())

    first, second, third, fourth = jsonl.items(path, CALL)

    assert (first.data, third.data) == (b'{"a": 1}', b'{"b": 2}')
    for one, offset, length in ((second, 9, len(long)), (fourth, 18 + len(long), len(long) - 1)):
        assert isinstance(one, Quarantined)
        assert (one.offset, one.length, one.data) == (offset, length, None)
    assert (second.place, fourth.place) == ("line 2", "line 4")


@pytest.mark.parametrize("start", [b"[", b"\xef\xbb\xbf [\n", b"\n\n[{}"])
def test_an_array_is_refused_with_what_to_do(start, tmp_path):
    path = tmp_path / "dump.json"
    path.write_bytes(start.lstrip(b"\n") + b'{"a": 1}]')
    (refused,) = jsonl.items(path, CALL)
    assert isinstance(refused, Quarantined)
    assert "jq -c '.[]' dump.json" in refused.why


def test_one_object_on_many_lines_is_one_item(tmp_path):
    path = tmp_path / "dump.json"
    path.write_text(json.dumps(BRIDGE, indent=2))
    (one,) = jsonl.items(path, CALL)
    assert isinstance(one, Item)
    assert jsonl.facts(one, CALL).title == "The bridge is stuck"


def test_a_file_that_cannot_be_read_is_quarantined(tmp_path):
    (one,) = jsonl.items(tmp_path / "none.jsonl", CALL)
    assert isinstance(one, Quarantined)


REFUSED = {
    "no JSON": (b"{'a': 1}", "not valid JSON"),
    "cut off": (b'{"title": "x', "not valid JSON"),
    "two members of one name": (b'{"title": "x", "title": "y"}', 'two members called "title"'),
    "no number": (b'{"id": NaN}', "NaN"),
    "an endless number": (b'{"id": -Infinity}', "-Infinity"),
    "a number of too many digits": (b'{"id": ' + b"9" * 10_000 + b"}", "more digits"),
    "nested too deeply": (b'{"a":' * 100_000, "nested too deeply"),
    "lists nested too deeply": (b"[" * 100_000, "nested too deeply"),
    "no UTF-8": ('{"title": "café"}'.encode("latin-1"), "byte 15 is not UTF-8"),
    "no object": (b'"text"', "no JSON object"),
    "no title": ({**BRIDGE, "title": " "}, "no title"),
    "no date": ({**BRIDGE, "date": None}, "no date"),
    "a date that is none": ({**BRIDGE, "date": "last Tuesday"}, 'date is "last Tuesday"'),
    "an object for a title": ({**BRIDGE, "title": {"rendered": "x"}}, "name what is in it"),
    "two titles": ({**BRIDGE, "title": ["x", "y"]}, "2 texts at title"),
    "half a letter": (b'{"title": "\\ud83d", "date": "2011-03-04"}', "lone surrogate"),
    "NUL": ({**BRIDGE, "title": "a\0b"}, "NUL"),
    "HTML nested too deeply": ({**BRIDGE, "body": "<div>" * 20_000}, "deep"),
}


@pytest.mark.parametrize(("value", "why"), REFUSED.values(), ids=REFUSED.keys())
def test_refuses(value, why):
    one, call = item(value)
    with pytest.raises(RefusedError, match=why):
        jsonl.draft(one, call, GROUND)


def test_without_a_recipe_nothing_is_guessed():
    one, _ = item(BRIDGE)
    with pytest.raises(RefusedError, match=r"\[json\] body"):
        jsonl.facts(one, replace(CALL, recipe=Recipe()))


def test_facts():
    one, call = item({**BRIDGE, "slug": "bridge", "url": "https://packet.example/bridge"})
    facts = jsonl.facts(one, call)
    assert (facts.identity, facts.title, facts.slug) == ("json:17", "The bridge is stuck", "bridge")
    assert (facts.day, facts.clock) == (date(2011, 3, 4), time(14, 5))
    assert facts.addresses == ("https://packet.example/bridge",)


@pytest.mark.parametrize(
    ("value", "identity"),
    [
        ({"id": "a-1"}, "json:a-1"),
        ({"id": None, "url": "http://www.packet.example/b/"}, "json:packet.example/b"),
        ({"id": None}, "json:The bridge is stuck 2011-03-04"),
    ],
)
def test_what_names_a_story_in_every_dump(value, identity):
    one, call = item({**BRIDGE, **value})
    assert jsonl.facts(one, call).identity == identity


@pytest.mark.parametrize(
    ("stated", "day", "clock"),
    [
        ("2011-03-04", date(2011, 3, 4), None),
        ("2011-03-04 14:05", date(2011, 3, 4), time(14, 5)),
        ("2011-03-05T01:05:00+00:00", date(2011, 3, 4), time(21, 5)),
        ("4 March 2011", date(2011, 3, 4), None),
        (1299261900, date(2011, 3, 4), time(14, 5)),
        (1299261900000, date(2011, 3, 4), time(14, 5)),
        ("1299261900", date(2011, 3, 4), time(14, 5)),
    ],
)
def test_dates(stated, day, clock):
    one, call = item({**BRIDGE, "date": stated})
    facts = jsonl.facts(one, call)
    assert (facts.day, facts.clock) == (day, clock)


def test_the_day_of_the_call_wins():
    one, call = item({**BRIDGE, "date": None})
    facts = jsonl.facts(one, replace(call, day=date(2010, 1, 2), clock=time(3, 4)))
    assert (facts.day, facts.clock) == (date(2010, 1, 2), time(3, 4))


def test_the_fields_of_a_story():
    draft, _ = proved(
        {
            **BRIDGE,
            "modified": "2011-03-05T12:00:00Z",
            "url": "https://packet.example/bridge",
            "by": [{"name": "A. Writer"}, {"name": "B. Writer"}],
            "sections": ["World", "Harbour"],
            "tags": ["Shipping", "Rescue"],
            "lang": "en_CA",
            "status": "published",
        }
    )
    assert draft.fields == {
        "Date": "2011-03-04 14:05",
        "Modified": "2011-03-05 08:00",
        "Authors": "A. Writer, B. Writer",
        "Category": "World",
        "Tags": "Harbour, Shipping, Rescue",
        "Lang": "en-CA",
        "Original_URL": "https://packet.example/bridge",
    }


def test_what_readers_never_saw_stays_a_draft():
    draft, _ = proved({**BRIDGE, "status": "pending"})
    assert draft.fields["Status"] == "draft"
    assert draft.notes.inferred == (
        'status "pending" is none that readers saw; the story is a draft',
    )


@pytest.mark.parametrize("status", ["private", "trash", "Canceled"])
def test_what_was_taken_back_or_private_is_left_out(status):
    one, call = item({**BRIDGE, "status": status})
    with pytest.raises(NoStoryError, match=status.lower()):
        jsonl.facts(one, call)


def test_what_was_private_is_a_draft_for_who_asks_for_it():
    one, call = item({**BRIDGE, "status": "private"})
    asked = replace(call, private=True)
    assert jsonl.facts(one, asked).title == BRIDGE["title"]
    assert jsonl.draft(one, asked, GROUND).fields["Status"] == "draft"


def test_what_the_recipe_does_not_name_is_in_the_ledger():
    draft, _ = proved({**BRIDGE, "desk": "harbour", "flags": {"a": 1}, "none": None, "url": "x y"})
    assert [(one.kind, one.text) for one in draft.notes.dropped] == [
        ("field desk", "harbour"),
        ("field flags", '{"a": 1}'),
        ("address", "x y"),
    ]


def test_a_body_of_html():
    draft, places = proved(
        {**BRIDGE, "title": "It&#8217;s <em>stuck</em>", "summary": "<p>Q&amp;A</p>"}
    )
    assert draft.title == "It’s stuck"
    assert draft.summary == "Q&A"
    assert places == {
        "title": "It’s stuck",
        "summary": "Q&A",
        "lead": "It opened at half past five.",
        "stamp 1": "9:40 p.m.:",
        "section 1": "Ferry\n\nIt runs all night.",
    }


def test_a_body_of_text():
    body = "It opened at half past five.\r\n\r\n9:40 p.m.: The ferry runs all night, < and > & *."
    draft, places = proved({**BRIDGE, "title": "Q&A &amp; <b>", "body": body}, "text")
    assert draft.title == "Q&A &amp; <b>"
    assert draft.body.lead.blocks == ("It opened at half past five.",)
    assert places["section 1"] == "The ferry runs all night, < and > & *."


def test_a_body_of_markdown():
    body = "It *opened* at five.\n\n## 9:40 p.m.\n\nIt runs. <script>alert(1)</script>\n"
    draft, places = proved({**BRIDGE, "body": body}, "markdown")
    assert draft.body.lead.blocks == ("It *opened* at five.",)
    assert draft.body.updates[0].blocks == ("It runs.",)
    assert places["stamp 1"] == "9:40 p.m."


def test_a_story_without_a_title_takes_the_one_of_the_call():
    one, call = item({**BRIDGE, "title": None})
    draft = jsonl.draft(one, replace(call, title="Stuck"), GROUND)
    text = jsonl.text_of(one.data, draft.how)
    assert apportion(text, draft.body.spans)["title"] == draft.title == "Stuck"


@pytest.mark.parametrize(
    ("path", "found"),
    [
        ("a", ["x"]),
        ("b.c", [1]),
        ("list", ["x", "y"]),
        ("list.1", ["y"]),
        ("list.9", []),
        ("people.name", ["A", "B"]),
        ("people.0.name", ["A"]),
        ("a.b", []),
        ("none", []),
        ("", []),
    ],
)
def test_paths(path, found):
    value = {
        "a": "x",
        "b": {"c": 1},
        "list": ["x", "y"],
        "people": [{"name": "A"}, {"name": "B"}, {}],
    }
    assert at(value, path) == found


@pytest.mark.parametrize(
    ("names", "told"),
    [
        (["A. Writer"], "A. Writer"),
        (["A", "B", "A"], "A, B"),
        (["Writer, A."], "Writer, A.;"),
        (["Writer, A.", "B"], "Writer, A.; B"),
        (["A;B", " \n"], "A,B;"),
        ([], ""),
    ],
)
def test_names_are_listed_as_pelican_reads_them(names, told):
    assert listed(names) == told


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(),
    lambda inner: st.lists(inner) | st.dictionaries(st.text(), inner),
    max_leaves=8,
)


@unhurried
@given(st.dictionaries(st.sampled_from([*BRIDGE, "summary", "url", "by", "tags"]), JSON))
def test_any_object_is_read_or_refused(value):
    for form in ("html", "text", "markdown"):
        one, call = item({**BRIDGE, **value}, form)
        try:
            draft = jsonl.draft(one, call, GROUND)
        except BackfileError:
            continue
        assert sum(span.count for span in draft.body.spans) == signs(
            jsonl.text_of(one.data, draft.how)
        )


@unhurried
@given(st.binary())
def test_any_bytes_are_read_or_refused(data):
    try:
        assert isinstance(read_entry(data, PATHS).value, dict)
    except RefusedError:
        return


LIVE = replace(
    PATHS,
    body="standfirst",
    update="blocks.body[]",
    update_body="html",
    update_time="at",
    update_title="title",
    update_author="by[].name",
    update_id="id",
)
BLOG = {
    "id": 18,
    "title": "The bridge is stuck",
    "date": "2011-03-04T18:05:00Z",
    "standfirst": "<p>Two people kept this page.</p>",
    "blocks": {
        "body": [
            {"html": "<p>It snaps!", "at": 1299277200, "by": [{"name": "Ben Ray"}], "id": "b2"},
            {
                "html": "<p>A <b>tug</b> came.</p>",
                "at": "2011-03-04T21:10:00Z",
                "title": "Tug arrives",
                "by": [{"name": "Ada Lind"}, {"name": "Ben Ray"}],
                "id": "no id",
            },
        ]
    },
}


SECOND = 'datetime=2011-03-04T21:10:00+00:00 by="Ada Lind; Ben Ray"'


def test_a_recipe_names_the_blocks_of_a_live_blog():
    data = json.dumps(BLOG).encode()
    call = replace(CALL, recipe=Recipe(json=LIVE))
    draft = jsonl.draft(Item("d.jsonl", "line 1", "json", ".jsonl", data, "d.jsonl"), call, GROUND)
    assert draft.body.lead.blocks == ("Two people kept this page.",)
    assert [(one.heading, one.blocks) for one in draft.body.updates] == [
        (
            '2011-03-04 18:20 {: datetime=2011-03-04T22:20:00+00:00 by="Ben Ray" former=b2 }',
            ("It snaps!",),
        ),
        (
            f"2011-03-04 17:10: Tug arrives {{: {SECOND} }}",
            ("A **tug** came.",),
        ),
    ]
    placed = apportion(jsonl.text_of(data, draft.how), draft.body.spans)
    assert placed["section 2"].split("\n\n\n") == ["Tug arrives", "A tug came."]


@pytest.mark.parametrize(
    ("form", "blocks", "lead"),
    [
        ("html", ["<p>One.</p>", "<p>Two.</p>"], ("One.", "Two.")),
        ("text", ["One.", "Two.", "Two."], ("One.", "Two.", "Two.")),
        ("markdown", ["*One.*", "Two."], ("*One.*", "Two.")),
    ],
)
def test_a_path_takes_all_texts_of_a_list(form, blocks, lead):
    value = {**BRIDGE, "blocks": [{"text": one} for one in blocks]}
    paths = replace(PATHS, body="blocks[].text", body_format=form)
    call = replace(CALL, recipe=Recipe(json=paths))
    data = json.dumps(value).encode()
    draft = jsonl.draft(Item("d.jsonl", "line 1", "json", ".jsonl", data, "d.jsonl"), call, GROUND)
    assert draft.body.lead.blocks == lead


@pytest.mark.parametrize("form", ["html", "text", "markdown"])
@pytest.mark.parametrize("sign", ["\x02", "\x03", "\x01\x02", "\x7f"])
def test_control_characters_are_left_out_and_noted(form, sign):
    value = {**BRIDGE, "title": f"A br{sign}idge", "summary": f"{sign}In short.{sign}"}
    value["body"] = f"It op{sign}ened.\n\nIt runs{sign} all night."
    draft, shown = proved(value, form)
    assert (draft.title, draft.summary) == ("A bridge", "In short.")
    assert "opened" in shown["lead"]
    written = "\n".join([draft.title, draft.summary, *draft.body.lead.blocks])
    assert not any(one in written for one in sign)
    dropped = [*draft.notes.dropped, *draft.body.notes.dropped]
    assert {one.kind for one in dropped} == {"control character"}
    assert len(dropped) == 5


def test_two_notes_of_one_name_are_both_kept():
    body = "One[^1] and two[^2].\n\n[^1]: The first note.\n[^1]: The other note.\n[^2]: A third.\n"
    draft, _ = proved({**BRIDGE, "body": body}, "markdown")
    shown = "\n".join(draft.body.lead.blocks)
    for note in ("The first note.", "The other note.", "A third."):
        assert note in shown


def test_a_semicolon_in_a_name_is_a_comma_on_record():
    draft, _ = proved({**BRIDGE, "tags": ["Ice; fog", "Bridges"]})
    assert draft.fields["Tags"] == "Ice, fog; Bridges"
    assert draft.notes.repaired == (Repair("name", "Ice; fog", "Ice, fog"),)
