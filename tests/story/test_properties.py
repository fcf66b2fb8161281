"""What holds for every story, whatever was printed."""

from __future__ import annotations

from contextlib import suppress
from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta, timezone
from unittest.mock import patch
from zoneinfo import ZoneInfo

from hypothesis import assume, example, given, settings
from hypothesis import strategies as st

from backfile.story import messages
from backfile.story.chronology import order_updates
from backfile.story.model import FLAGS, Dateline, Limit, Order, Precision, Section, Settled, Story
from backfile.story.opening import Kind, parse_opening
from backfile.story.stamp import MONTHS, WEEKDAYS, StampError, parse_stamp
from tests.story.stories_from_headings import section

unhurried = settings(deadline=None)  # the first use of a zone reads it from disk

TOKENS = [
    *["Update", "UPDATED", "Correction", "Editor's note", "Original Post", "Earlier", "Posted"],
    *["#2", "II", " at ", " on ", " of ", "noon", "12midnight", "a.m.", "p.m.", "pm", "th"],
    *["Wed", "Wednesday", "June", "Sept.", "Feb", "29", "31", "30", "2013", "13", "0", "1", "12"],
    *["25", "1914", "1726", "6:20", "18:20", "24:00", "4/5", "13/13", "2014-06-17", "T", "Z"],
    *["+02:00", "-99:99", "EST", "GMT", "(", ")", "[", "]", "|", ":", ".", ",", "-", "—", "--"],
    *[" ", "\u00a0", "\u202f", "&nbsp;", "\n", "x", "²", "٣"],
]


@unhurried
@given(st.text() | st.lists(st.sampled_from(TOKENS), max_size=8).map("".join), st.booleans())
def test_any_text_is_read_or_is_a_stamp_error(text, day_first):
    with suppress(StampError):
        parsed = parse_stamp(text, day_first=day_first)
        assert parsed is None or text.endswith(parsed[1])
    with suppress(StampError):
        opening = parse_opening(text, day_first=day_first)
        assert opening is None or opening.stamp or opening.label


ZONES = [
    "America/New_York",
    "America/Phoenix",
    "America/St_Johns",
    "Africa/Monrovia",
    "Asia/Kathmandu",
    "Asia/Tokyo",
    "Australia/Lord_Howe",
    "Europe/London",
    "Europe/Paris",
    "Pacific/Apia",
    "Pacific/Kiritimati",
    "UTC",
]
PRINTED_ZONES = ["", " ET", " EST", " (EDT)", " PT", " GMT", " BST", " CEST", " +05:30"]
# Each prints its whole date, and a time that reads one way only.
WHOLE_STAMPS = [
    "{month} {day}, {year}, {hour}:{minute:02} {half}.m.{zone}",
    "{day} {month} {year} at {hour}:{minute:02}{half}m{zone}",
    "{year:04}-{number:02}-{day:02}T{hour24:02}:{minute:02}{zone}",
    "{hour24:02}{minute:02}{zone}, {weekday}, {month} {day}, {year}",
]
STAMPS = [
    *WHOLE_STAMPS,
    "{hour}:{minute:02} {half}.m.{zone}",
    "{hour}{half}m{zone}",
    "{hour24:02}:{minute:02}{zone}",
    "{hour}:{minute:02}{zone}",
    "noon{zone}",
    "{month} {day}",
    "{month} {day}, {hour}:{minute:02}{zone}",
    "{number}/{day}/{short:02} {hour}{half}m",
    "{number}/{day}",
    "{weekday}",
    "{hour} {half}.m.{zone}, {weekday}",
    "{weekday}, {month} {day}",
]


def printed(moment: datetime, form: str, zone: str = "") -> str:
    """Print *moment* the way of *form*."""
    return form.format(
        year=moment.year,
        short=moment.year % 100,
        month=MONTHS[moment.month - 1],
        number=moment.month,
        day=moment.day,
        weekday=WEEKDAYS[moment.weekday()],
        hour=moment.hour % 12 or 12,
        hour24=moment.hour,
        minute=moment.minute,
        half="ap"[moment.hour // 12],
        zone=zone,
    )


def section_of(heading: str, settled: Settled | None) -> Section | None:
    """Make the section under *heading*, None where it opens none (2012, "June 31")."""
    try:
        opening = parse_opening(heading)
    except StampError:
        return None
    return None if opening is None else Section(opening, 1, settled)


THE_ENDS = [date.min, date.max]
CLOCK_CHANGES = [datetime(2014, 3, 9, 2, 30), datetime(2014, 11, 2, 1, 30)]  # noqa: DTZ001

stamps = st.builds(
    printed,
    st.datetimes() | st.sampled_from(CLOCK_CHANGES),
    st.sampled_from(STAMPS),
    st.sampled_from(PRINTED_ZONES),
)
headings = st.one_of(
    stamps,
    st.sampled_from(
        ["Update, {}: Ashore", "[Update {}]", "Correction, {}", "Original Post, {}"]
    ).flatmap(lambda form: stamps.map(form.format)),
    st.sampled_from(["Update", "Update #2", "Correction", "Editor's note: Names", "Original Post"]),
)


@unhurried
@given(stamps)
def test_what_is_a_stamp_from_end_to_end_opens_an_update(text):
    try:
        parsed = parse_stamp(text)
    except StampError:
        parsed = None
    assume(parsed and not parsed[1])
    # A bare 1/3 counts pictures as a rule.
    counter = parsed[0].clock is None and "/" in text and parsed[0].day.year is None
    text = f"Update {text}" if counter else text

    opening = parse_opening(text)
    assert opening.stamp == parsed[0]
    assert opening.printed == text


settlings = st.builds(
    Settled,
    st.dates() | st.datetimes(timezones=st.sampled_from([UTC, *map(ZoneInfo, ZONES)])),
    st.just(()) | st.sampled_from(FLAGS).map(lambda flag: (flag,)),
)
sections = st.lists(st.builds(section_of, headings, st.none() | settlings).filter(bool), max_size=8)
orders = st.sampled_from(Order)


limits = st.builds(
    Limit,
    st.sampled_from(["Modified", "Captured"]),
    st.datetimes(timezones=st.sampled_from([UTC, *map(ZoneInfo, ZONES)])),
)


def datelines(days: st.SearchStrategy[date]) -> st.SearchStrategy[Dateline]:
    return st.builds(
        Dateline,
        zone=st.sampled_from(ZONES).map(ZoneInfo),
        day=st.none() | days,
        clock=st.none() | st.times(),
        page_order=orders,
        default_source_order=orders,
        source_order=st.tuples(st.none() | orders, st.none() | orders),
        limits=st.lists(limits, max_size=2).map(tuple),
    )


@st.composite
def limited(draw) -> tuple[list[Section], Dateline]:
    """Draw sections, and a dateline whose page was last changed within a week."""
    dateline = draw(datelines(ordinary_days).filter(lambda one: one.day))
    begin = datetime.combine(dateline.day, dateline.clock or time(), dateline.zone)
    moment = begin + timedelta(minutes=draw(st.integers(0, 7 * 24 * 60)))
    return draw(sections), replace(dateline, limits=(Limit("Modified", moment),))


# Far enough from the calendar's ends that there is a day before and a day after.
ordinary_days = st.dates(date(1850, 1, 1), date(2200, 1, 1))
stories = st.builds(order_updates, sections, datelines(ordinary_days))


@unhurried
@given(sections, datelines(st.dates() | st.sampled_from(THE_ENDS)))
@example([], Dateline(ZoneInfo("America/New_York"), date.max, time(23)))
@example([section("2/29/13")], Dateline(ZoneInfo("UTC"), date(2014, 6, 16)))
def test_telling_never_raises(given_sections, dateline):
    order_updates(given_sections, dateline)


@unhurried
@given(stories)
def test_every_section_stands_on_the_page_exactly_once(story):
    all_of_them = list(range(len(story.updates)))

    assert sorted(one.source for one in story.updates) == all_of_them
    assert sorted(one.source for one in story.on_page) == all_of_them


@unhurried
@given(stories)
def test_every_anchor_is_unique(story):
    anchors = [one.anchor for one in story.updates]

    assert all(anchors)
    assert len(set(anchors)) == len(anchors)


@unhurried
@given(stories)
def test_updates_are_told_from_oldest_to_newest(story):
    instants = [
        one.instant.astimezone(UTC)
        for one in story.updates
        if one.instant and one.kind is not Kind.ORIGINAL and one.after is None
    ]

    assert instants == sorted(instants)


@unhurried
@given(stories)
def test_an_update_has_an_instant_or_a_day_only_as_its_precision_says(story):
    known = {
        Precision.MINUTE: (True, True),
        Precision.DAY: (False, True),
        Precision.ORDER: (False, False),
    }
    for one in story.updates:
        assert (one.instant is not None, one.day is not None) == known[one.precision]
        assert bool(one.machine_time) is (one.precision is not Precision.ORDER)


@unhurried
@given(sections, datelines(ordinary_days))
@example(
    [section("June 18, 9 a.m."), section("10 a.m.")],
    Dateline(ZoneInfo("UTC"), date(2014, 6, 10)),
)
def test_a_direction_that_is_certain_is_the_one_that_a_comparison_finds(given_sections, dateline):
    story = order_updates(given_sections, dateline)

    with patch("backfile.story.direction._is_certain", return_value=False):
        compared = order_updates(given_sections, dateline)

    assert story.directions == compared.directions
    assert on_page(story) == on_page(compared)


@unhurried
@given(limited())
def test_no_inferred_instant_is_long_after_the_last_change(story):
    given_sections, dateline = story
    until = dateline.limits[0].moment.astimezone(UTC) + timedelta(minutes=30)

    for one in order_updates(given_sections, dateline).updates:
        told = [each for each in one.inferences if each.said.pattern != messages.DAY_ABOVE]
        if {"dated-from-end", "next-day", "date-inferred"} & {each.code for each in told}:
            assert one.kind is Kind.ORIGINAL or one.instant.astimezone(UTC) <= until


@unhurried
@given(stories | limited().map(lambda one: order_updates(*one)))
def test_what_was_inferred_and_is_written_down_is_told_the_same_and_leaves_no_doubt(story):
    again = order_updates(
        written_down(story), replace(story.dateline, source_order=story.directions)
    )

    assert on_page(again) == on_page(story)
    assert not any(one.inferences for one in again.updates)
    assert again.doubts == ()


def written_down(story: Story) -> list[Section]:
    """Return the sections as they stand in the source once all dates are written into it."""
    return [
        one.section
        if one.precision is Precision.ORDER
        else replace(one.section, settled=Settled(one.instant or one.day, one.flags))
        for one in sorted(story.updates, key=lambda one: one.source)
    ]


def on_page(story: Story) -> list[tuple]:
    return [(one.anchor, one.machine_time, one.flags, one.printed) for one in story.on_page]


# What is printed after a time, and whose clocks it was read from; "" is the story's own zone.
CLOCKS = {
    "": None,
    " ET": ZoneInfo("America/New_York"),
    " EST": ZoneInfo("America/New_York"),  # in July, too
    " GMT": UTC,
    " +05:30": timezone(timedelta(hours=5, minutes=30)),
}


@st.composite
def shuffled_stories(draw) -> tuple[list[str], list[str], Dateline]:
    """Draw headings that print their whole dates, the same shuffled, and a dateline.

    No two are of one moment, and none is of a time that happens twice, because there the order of
    the source has a say. A day without a time is of no other heading's day, for the same reason.
    """
    dateline = draw(datelines(ordinary_days))
    instants = st.datetimes(
        datetime(1975, 1, 1),  # noqa: DTZ001
        datetime(2030, 1, 1),  # noqa: DTZ001
        timezones=st.just(UTC),
    ).map(lambda moment: moment.replace(second=0, microsecond=0))
    stamped, taken = [], set()
    for instant in draw(st.lists(instants, unique=True, max_size=6)):
        zone = draw(st.sampled_from(list(CLOCKS)))
        local = instant.astimezone(CLOCKS[zone] or dateline.zone)
        if local.utcoffset() == local.replace(fold=1 - local.fold).utcoffset():
            stamped.append(printed(local, draw(st.sampled_from(WHOLE_STAMPS)), zone))
            taken.add(instant.astimezone(dateline.zone).date())
    for day in draw(st.sets(ordinary_days, max_size=2)) - taken:
        stamped.append(f"{MONTHS[day.month - 1]} {day.day}, {day.year}")  # noqa: PERF401
    forms = st.sampled_from(["{}: Ashore", "Update, {}", "[{}]", "Correction, {}: The name"])
    source = [draw(forms).format(stamp) for stamp in stamped]
    source += draw(st.sampled_from([[], ["Original Post"]]))
    return source, draw(st.permutations(source)), dateline


@unhurried
@given(shuffled_stories())
def test_with_explicit_dates_any_shuffle_of_the_sections_gives_the_same_page(story):
    source, shuffled, dateline = story

    one = order_updates([section(heading) for heading in source], dateline)
    other = order_updates([section(heading) for heading in shuffled], dateline)

    assert on_page(one) == on_page(other)
    assert all(update.machine_time or update.kind is Kind.ORIGINAL for update in other.updates)
