"""Printed time zones: what is read as one, and what it means in a story."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from backfile.story.chronology import order_updates
from backfile.story.languages import folded
from backfile.story.model import Dateline, Precision
from backfile.story.spoken_zones import _SPOKEN
from backfile.story.stated_zones import unknown_zones, with_zone, zone_of_text
from backfile.story.zones import OffsetError, in_story, read_zone
from tests.story.stories_from_headings import section, story_of

NEW_YORK, KOLKATA = ZoneInfo("America/New_York"), ZoneInfo("Asia/Kolkata")
JULY = datetime(2018, 7, 4, 12, tzinfo=UTC)

# printed, zone of the story, hours from UTC on 4 July 2018
ZONES = [
    # Abbreviations with one meaning.
    ("AEST", "America/New_York", 10),
    ("JST", "America/New_York", 9),
    ("SGT", "America/New_York", 8),
    ("HST", "America/Los_Angeles", -10),
    ("AKDT", "America/New_York", -8),
    ("MSK", "America/New_York", 3),
    ("EEST", "Europe/Paris", 3),
    ("SAST", "Europe/London", 2),
    ("NDT", "America/New_York", -2.5),
    ("NPT", "Europe/London", 5.75),
    ("MESZ", "Europe/Vienna", 2),
    # Abbreviations with one meaning in the story's country.
    ("IST", "Asia/Kolkata", 5.5),
    ("IST", "Asia/Calcutta", 5.5),
    ("IST", "Europe/Dublin", 1),
    ("CST", "Asia/Shanghai", 8),
    ("CST", "America/Havana", -5),
    ("PST", "Asia/Manila", 8),
    ("BST", "Asia/Dhaka", 6),
    ("AMT", "America/Sao_Paulo", -4),
    # The ones that are listed, where the country says nothing.
    ("CST", "America/Denver", -5),  # Chicago's clocks, which show CDT in July
    ("BST", "America/New_York", 1),
    ("EST", "Australia/Sydney", -4),
    # Names.
    ("Eastern", "America/Chicago", -4),
    ("Pacific time", "America/New_York", -7),
    ("Pacific Daylight Time", "America/New_York", -7),
    ("US Eastern time", "Europe/London", -4),
    ("British Summer Time", "America/New_York", 1),
    ("London time", "America/New_York", 1),
    ("New York time", "Europe/London", -4),
    ("Moscow time", "Europe/London", 3),
    ("Central European Summer Time", "Europe/London", 2),
    ("India time", "America/New_York", 5.5),
    ("Japan time", "America/New_York", 9),
    # Offsets.
    ("GMT-5", "Europe/London", -5),
    ("UTC+02:00", "Europe/London", 2),
    ("UTC\u22123", "Europe/London", -3),
    ("GMT+0530", "Europe/London", 5.5),
    ("UTC +2", "Europe/London", 2),
    ("+09:00", "Europe/London", 9),
    ("-0330", "Europe/London", -3.5),
    ("Z", "America/New_York", 0),
]


@pytest.mark.parametrize(("printed", "home", "hours"), ZONES, ids=[f"{z}-{h}" for z, h, _ in ZONES])
def test_a_printed_zone_means_clocks(printed, home, hours):
    zone, end = read_zone(printed)

    assert end == len(printed)
    meant = in_story(zone, ZoneInfo(home))
    assert JULY.astimezone(meant.zone).utcoffset() == timedelta(hours=hours)


@pytest.mark.parametrize(
    ("language", "printed", "zone"),
    [
        ("es", "hora del Este", "America/New_York"),
        ("es", "hora de Madrid", "Europe/Madrid"),
        ("es", "hora de Nueva York", "America/New_York"),
        ("es", "hora peninsular", "Europe/Madrid"),
        ("es", "hora de Francia", "Europe/Paris"),
        ("fr", "heure de Paris", "Europe/Paris"),
        ("fr", "heure de l’Est", "America/New_York"),
        ("fr", "heure de Moscou", "Europe/Moscow"),
        ("pt", "horário de Brasília", "America/Sao_Paulo"),
        ("pt", "hora de Lisboa", "Europe/Lisbon"),
        ("it", "ora di Roma", "Europe/Rome"),
        ("it", "ora italiana", "Europe/Rome"),
        ("de", "Pariser Zeit", "Europe/Paris"),
        ("de", "New Yorker Zeit", "America/New_York"),
        ("de", "Moskauer Zeit", "Europe/Moscow"),
        ("de", "mitteleuropäischer Zeit", "Europe/Berlin"),
        ("nl", "Nederlandse tijd", "Europe/Amsterdam"),
        ("nb", "norsk tid", "Europe/Oslo"),
        ("fi", "Suomen aikaa", "Europe/Helsinki"),
        ("ru", "по московскому времени", "Europe/Moscow"),
        # English is read in every language.
        ("de", "London time", "Europe/London"),
    ],
)
def test_a_zone_in_words_of_the_language_means_clocks(language, printed, zone):
    found, end = read_zone(f"{printed}: Ferry in", 0, language)

    assert (found.name, end, found.zone) == (printed, len(printed), ZoneInfo(zone))


@pytest.mark.parametrize(
    ("language", "printed"), [("es", "hora local"), ("de", "Ortszeit"), ("pl", "czasu lokalnego")]
)
def test_local_time_in_words_is_the_storys_own(language, printed):
    found, _ = read_zone(printed, 0, language)

    assert (found.zone, found.is_unknown) == (None, False)


@pytest.mark.parametrize(
    ("language", "printed"),
    [
        ("es", "hora de Ítaca"),
        ("es", "hora de España"),
        ("fr", "heure de Gander"),
        ("de", "Ithaker Zeit"),
    ],
)
def test_the_time_of_a_place_that_is_not_known_is_unknown(language, printed):
    found, _ = read_zone(printed, 0, language)

    assert (found.name, found.is_unknown) == (printed, True)


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("es", "hora de comer"),
        ("es", "hora de Madrid sin tren"),
        ("fr", "heure de pointe"),
        ("de", "lange Zeit"),
        ("en", "hora del Este"),
    ],
)
def test_other_hours_are_no_zone(language, text):
    assert read_zone(text, 0, language) is None


@pytest.mark.parametrize("printed", ["IST", "QZT", "AMT", "BDT"])
def test_what_means_several_places_or_none_is_unknown(printed):
    zone, _ = read_zone(f"{printed}: Ferry in")

    assert in_story(zone, NEW_YORK).is_unknown


@pytest.mark.parametrize(
    "text",
    ["RIOT: x", "ALERT: x", "SHOT: x", "ACT: x", "ART: x", "CAT rescued", "Dinner Time: x", "Zoo"],
)
def test_words_in_capitals_are_no_zone(text):
    assert read_zone(text) is None


@pytest.mark.parametrize("printed", ["+15:00", "-13:00", "GMT+15", "UTC-12:30", "+05:99"])
def test_an_offset_that_no_clock_has_is_an_error(printed):
    with pytest.raises(OffsetError):
        read_zone(printed)


def test_a_stamp_with_an_unknown_zone_gets_its_day_and_a_warning():
    story = story_of("2018-04-21", "6:20 p.m. QZT: Ferry in")
    (update,) = story.updates

    assert (update.precision, update.instant) == (Precision.DAY, None)
    assert (update.machine_time, update.anchor) == ("2018-04-21", "update-2018-04-21")
    (warning,) = unknown_zones([update.section])
    assert (warning.code, warning.message) == (
        "unknown-zone",
        (
            '"QZT" in "6:20 p.m. QZT" is a zone that is not known, or that means several places; '
            "the update gets its day and no time. Write the offset instead, such as +09:00"
        ),
    )


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("PORT AMITY (HW) — The latest on the ferry (all times EDT):", "EDT"),
        ("The latest (All times Eastern).", "Eastern"),
        ("All times are in GMT.", "GMT"),
        ("All times are UTC+2 unless stated.", "UTC+2"),
        ("All times local.", "local time"),
        ("All times are local", "local time"),
        ("(all times given in Pacific Daylight Time)", "Pacific Daylight Time"),
        ("All times of the tide are in the table.", None),
        ("For all times and places.", None),
        ("At all times local police were there.", None),
        ("At all times GMT staff were ready.", None),
        ("Not all times are EST.", None),
        ("All times are in Zürich time.", None),
        ("All times Eastern unless noted.", "Eastern"),
        ("Nobody leaves unless told. All times EDT.", "EDT"),
        ("All times EDT and approximate.", "EDT"),
    ],
)
def test_a_sentence_of_the_lead_gives_the_zone_of_all_times(text, name):
    zone = zone_of_text(text)

    assert (zone.name if zone else None) == name


@pytest.mark.parametrize(
    ("text", "lang", "name"),
    [
        ("Der Tag im Überblick. Alle Zeiten in MESZ.", "de", "MESZ"),
        ("(Alle Zeitangaben: Ortszeit)", "de", "local time"),
        ("Alle Uhrzeiten in Moskauer Zeit.", "de", "Moskauer Zeit"),
        ("Toutes les heures sont en heure de Paris.", "fr", "heure de Paris"),
        ("(tous les horaires en GMT)", "fr", "GMT"),
        ("Todas las horas son en hora peninsular.", "es", "hora peninsular"),
        ("Todos os horários em UTC-3.", "pt", "UTC-3"),
        ("Tutti gli orari sono CEST", "it", "CEST"),
        ("Alle tijden in lokale tijd.", "nl", "local time"),
        ("Alla klockslag är svensk tid.", "sv", "svensk tid"),
        ("All times EDT.", "de", "EDT"),
        ("Alle Zeiten des Tages waren schlecht. MESZ gilt im Sommer.", "de", None),
        ("Toutes les heures, le phare sonne (GMT).", "fr", None),
        ("Alle Zeiten in MESZ.", "fr", None),
        ("Alle Zeiten sind in Pariser Zeit angegeben.", "de", "Pariser Zeit"),
        ("Toutes les heures sont données à l'heure locale.", "fr", "local time"),
        ("Час вказано за київським часом.", "uk", "за київським часом"),
        ("Un bulletin toutes les heures et des images", "fr", None),
        ("Toutes les heures, cette page est mise à jour.", "fr", None),
        ("A todas las horas está abierto.", "es", None),
        ("Bollettino tutte le ore, vento da est", "it", None),
        ("Alle tider er et skøn.", "da", None),
        ("Alla tider est", "sv", None),
        ("Alle Zeiten sind vorbei, sagte er um 10 Uhr MEZ.", "de", None),
        ("Er hielt den Rekord für alle Zeiten, bis PST kam.", "de", None),
        ("Alle Zeitangaben: Zürich", "de", None),
    ],
)
def test_so_does_one_in_the_language_of_the_story(text, lang, name):
    zone = zone_of_text(text, lang)

    assert (zone.name if zone else None) == name


def test_the_zone_of_the_text_is_that_of_the_stamps_that_print_none():
    zone = zone_of_text("The latest (all times EDT):")
    sections = with_zone([section("6 p.m. CDT"), section("5 p.m."), section("Update")], zone)
    story = order_updates(sections, Dateline(ZoneInfo("America/Chicago"), JULY.date()))
    untimed, *timed = sorted(story.updates, key=lambda one: one.instant is not None)

    assert untimed.instant is None
    assert [one.instant.astimezone(UTC).hour for one in timed] == [21, 23]
    assert [one.flags for one in timed] == [("zone-from-text",), ()]
    (inference,) = [one for one in timed[0].inferences if one.code == "zone-from-text"]
    assert inference.reason == ("printed 5 p.m.; the text says of all times that they are in EDT")


@pytest.mark.parametrize("lang", sorted(_SPOKEN))
def test_words_for_zones_are_folded_as_the_text_is(lang):
    spoken = _SPOKEN[lang]
    words = [*spoken.of, *spoken.time, *spoken.named, *spoken.local, *spoken.all_times]
    assert words == [folded(one) for one in words]


@pytest.mark.parametrize("text", ["Züge", "estádio", "GMTé", "ETé"])
def test_a_word_that_begins_as_a_zone_does_is_none(text):
    assert read_zone(text) is None
