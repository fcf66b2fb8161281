"""What holds for each stamp that a newspaper may print, and for each sentence that is none."""

from __future__ import annotations

from datetime import timedelta
from functools import cache

from hypothesis import example, given, settings
from hypothesis import strategies as st

from backfile.story.languages import WORDS, month_names, weekday_names
from backfile.story.opening import parse_opening
from backfile.story.stamp import MONTHS, WEEKDAYS

unhurried = settings(deadline=None)  # the first use of a language reads its names from disk

ZONES = {
    "": None,
    " UTC": 0,
    " GMT-5": -300,
    " UTC+02:00": 120,
    " +05:30": 330,
    " (GMT+8)": 480,
    " Z": 0,
}
# How a language prints a time of day.
CLOCKS = {
    "en": ["{h12}:{m:02} {half}.m.", "{h12}.{m:02}{half}m", "{h:02}:{m:02}", "{h:02}{m:02} hrs"],
    "de": ["{h}.{m:02} Uhr", "{h}:{m:02} Uhr", "{h:02}:{m:02}"],
    "fr": ["{h}h{m:02}", "{h} h {m:02}", "{h:02}:{m:02}"],
    "es": ["{h}:{m:02} h", "{h}.{m:02} horas", "{h:02}:{m:02}"],
    "pt": ["{h}h{m:02}", "às {h}h{m:02}", "{h:02}:{m:02}"],
    "it": ["ore {h}.{m:02}", "{h:02}:{m:02}"],
    "nl": ["{h}.{m:02} uur", "{h:02}:{m:02} uur"],
    "sv": ["kl. {h}.{m:02}", "klockan {h}.{m:02}"],
    "da": ["kl. {h}.{m:02}"],
    "nb": ["kl. {h}.{m:02}"],
    "fi": ["klo {h}.{m:02}"],
    "pl": ["godz. {h}:{m:02}", "{h:02}:{m:02}"],
    "cs": ["{h}:{m:02} hodin"],
    "ru": ["в {h}:{m:02}", "{h:02}:{m:02}"],
    "ja": ["{h}時{m:02}分"],
}
# How it prints a day before the time; {month} stands in the form that dates have.
DAYS = {
    "en": ["{month} {d}, {y}, ", "{d} {month} {y}, ", "{y}-{n:02}-{d:02} ", "{weekday}, "],
    "de": ["{d}. {month} {y}, ", "{d:02}.{n:02}.{y}, ", "{weekday}, {d}. {month}, "],
    "fr": ["{d} {month} {y}, ", "{weekday} {d} {month}, ", "{d:02}/{n:02}/{y} "],
    "es": ["{d} de {month} de {y}, ", "{weekday}, {d} de {month}, "],
    "pt": ["{d} de {month} de {y}, ", "{d:02}/{n:02}/{y}, "],
    "it": ["{d} {month} {y}, ", "{weekday} {d} {month}, "],
    "nl": ["{d} {month} {y}, ", "{weekday} {d} {month}, "],
    "sv": ["{d} {month} {y} ", "{weekday} {d} {month} "],
    "da": ["{d}. {month} {y} "],
    "nb": ["{d}. {month} {y} "],
    "fi": ["{d}. {month} {y} ", "{d}.{n}.{y} "],
    "pl": ["{d} {month} {y}, "],
    "cs": ["{d}. {month} {y}, "],
    "ru": ["{d} {month} {y} г., ", "{d:02}.{n:02}.{y} "],
    "ja": ["{y}年{n}月{d}日"],
}
LABELS = {
    "en": ["Update, ", "UPDATED ", "Second update, "],
    "de": ["Aktualisiert: ", "Update, "],
    "fr": ["Mise à jour, ", "MAJ "],
    "es": ["Actualización, "],
    "pt": ["Atualização, "],
    "it": ["Aggiornamento, "],
    "nl": ["Bijgewerkt, "],
    "sv": ["Uppdaterad "],
    "da": ["Opdateret "],
    "nb": ["Oppdatert "],
    "fi": ["Päivitetty "],
    "pl": ["Aktualizacja, "],
    "cs": ["Aktualizováno "],
    "ru": ["Обновлено "],
    "ja": ["更新 "],
}
WRAPPINGS = ["{}: {}", "**{}:** {}", "• {} — {}", "[{}: {}]", "+++ {}: {} +++", ">> {} -- {}"]
TAILS = {"ja": "渡し船が着いた", "ru": "Паром пришёл", "de": "Fähre da"}


@cache
def names(language: str) -> tuple[list[str], list[str]]:
    """Return the months as dates have them, and the weekdays, of *language*."""
    if language == "en":
        return list(MONTHS), list(WEEKDAYS)
    months = {number: name for name, number in reversed(month_names(language).items())}
    days = {number: name for name, number in reversed(weekday_names(language).items())}
    return [months.get(n, "") for n in range(1, 13)], [days[n] for n in range(7)]


languages = st.sampled_from(sorted(CLOCKS))


@unhurried
@given(st.data(), languages, st.datetimes(), st.sampled_from(sorted(ZONES)))
def test_what_is_printed_reads_as_what_it_means(data, language, moment, zone):
    moment = moment.replace(year=1900 + moment.year % 150)
    months, weekdays = names(language)
    facts = {
        "h": moment.hour,
        "h12": moment.hour % 12 or 12,
        "m": moment.minute,
        "half": "ap"[moment.hour // 12],
        "y": moment.year,
        "n": moment.month,
        "d": moment.day,
        "month": months[moment.month - 1],
        "weekday": weekdays[moment.weekday()],
    }
    label = data.draw(st.sampled_from(["", *LABELS[language]]))
    day = data.draw(st.sampled_from(["", *DAYS[language]]))
    clock = data.draw(st.sampled_from(CLOCKS[language]))
    wrapping = data.draw(st.sampled_from(WRAPPINGS))
    stamp = (day + clock).format(**facts) + zone
    tail = TAILS.get(language, "Ashore at last")
    text = wrapping.format(label + stamp, tail)

    opening = parse_opening(text, lang=language)

    assert opening is not None, text
    assert opening.rest == tail
    read = opening.stamp
    assert read is not None, text
    assert (read.clock.time.hour, read.clock.time.minute) == (moment.hour, moment.minute)
    assert (read.day is None) == (day == "")
    if "{d" in day:
        assert (read.day.month, read.day.day) == (moment.month, moment.day)
    if "{weekday}" in day:
        assert read.day.weekday == moment.weekday()
    ahead = None if read.zone is None else read.zone.zone.utcoffset(moment)
    assert ahead == (None if ZONES[zone] is None else timedelta(minutes=ZONES[zone]))


WORD = (
    "the a bridge harbour of was shut in an hour people went home by boat and then it rained"
    " mayor said nobody knew why tug came from city with lamps sunday may march second update"
    " correction edit post story noon early late sat sun at on after before 3 12 2018 six"
)
words = st.lists(st.sampled_from(WORD.split()), min_size=4, max_size=14)


@unhurried
@given(words, st.sampled_from(sorted(WORDS)))
@example(["update", "2018", "3", "the"], "ca")
def test_a_sentence_is_no_opening(told, language):
    opening = parse_opening(f"{' '.join(told).capitalize()}.", lang=language)

    assert opening is None or opening.doubtful_in_prose or not opening.opens_paragraph
