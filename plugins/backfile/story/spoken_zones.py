"""Printed time zones in words of other languages: "hora del Este", "heure de Paris".

Source: CLDR, by Babel, for the names of cities. Rules: docs/stories.md, "Zones".
"""

from __future__ import annotations

import re
from functools import cache
from typing import TYPE_CHECKING, NamedTuple

from backfile.story.languages import ENGLISH, folded

if TYPE_CHECKING:
    from collections.abc import Iterator


class Spoken(NamedTuple):
    """How a language says whose time is meant, folded.

    `of` stand before a place and `time` behind one; `named` are the zones of whole phrases and
    `local` the phrases for the story's own. `all_times` begin a sentence on all times of a story.
    """

    of: tuple[str, ...] = ()
    time: tuple[str, ...] = ()
    named: dict[str, str] = {}  # noqa: RUF012 (a table, which nobody changes)
    local: tuple[str, ...] = ()
    all_times: tuple[str, ...] = ()


_NEW_YORK, _CHICAGO = "America/New_York", "America/Chicago"
_DENVER, _LOS_ANGELES = "America/Denver", "America/Los_Angeles"
_SPOKEN = {
    "de": Spoken(
        time=("zeit",),
        named={
            "mitteleuropaische zeit": "Europe/Berlin",
            "mitteleuropaischer zeit": "Europe/Berlin",
            "deutsche zeit": "Europe/Berlin",
            "deutscher zeit": "Europe/Berlin",
            "ostkustenzeit": _NEW_YORK,
            "us-ostkustenzeit": _NEW_YORK,
        },
        local=("ortszeit",),
        all_times=("alle zeiten", "alle zeitangaben", "alle uhrzeiten"),
    ),
    "fr": Spoken(
        of=("heure de", "heures de"),
        named={
            "heure de l'est": _NEW_YORK,
            "heure du centre": _CHICAGO,
            "heure des rocheuses": _DENVER,
            "heure du pacifique": _LOS_ANGELES,
            "heure francaise": "Europe/Paris",
        },
        local=("heure locale",),
        all_times=("toutes les heures", "tous les horaires"),
    ),
    "es": Spoken(
        of=("hora de", "hora de verano de", "horario de"),
        named={
            "hora del este": _NEW_YORK,
            "hora del centro": _CHICAGO,
            "hora de la montana": _DENVER,
            "hora del pacifico": _LOS_ANGELES,
            "hora peninsular": "Europe/Madrid",
            "hora espanola": "Europe/Madrid",
        },
        local=("hora local",),
        all_times=("todas las horas", "todos los horarios"),
    ),
    "pt": Spoken(
        of=("hora de", "horario de", "hora do", "horario do"),
        named={"hora de brasilia": "America/Sao_Paulo", "horario de brasilia": "America/Sao_Paulo"},
        local=("hora local", "horario local"),
        all_times=("todas as horas", "todos os horarios"),
    ),
    "it": Spoken(
        of=("ora di",),
        named={"ora italiana": "Europe/Rome"},
        local=("ora locale",),
        all_times=("tutti gli orari", "tutte le ore"),
    ),
    "ca": Spoken(
        of=("hora de",), local=("hora local",), all_times=("totes les hores", "tots els horaris")
    ),
    "nl": Spoken(
        named={"nederlandse tijd": "Europe/Amsterdam", "belgische tijd": "Europe/Brussels"},
        local=("lokale tijd",),
        all_times=("alle tijden", "alle tijdstippen"),
    ),
    "sv": Spoken(
        named={"svensk tid": "Europe/Stockholm"},
        local=("lokal tid",),
        all_times=("alla tider", "alla klockslag"),
    ),
    "da": Spoken(
        named={"dansk tid": "Europe/Copenhagen"},
        local=("lokal tid",),
        all_times=("alle tider", "alle tidspunkter", "alle klokkeslæt"),
    ),
    "nb": Spoken(
        named={"norsk tid": "Europe/Oslo"},
        local=("lokal tid",),
        all_times=("alle tider", "alle tidspunkter", "alle klokkeslett"),
    ),
    "fi": Spoken(
        named={"suomen aikaa": "Europe/Helsinki"},
        local=("paikallista aikaa",),
        all_times=("kaikki ajat", "kaikki kellonajat"),
    ),
    "pl": Spoken(
        named={"czasu polskiego": "Europe/Warsaw"},
        local=("czasu lokalnego", "czasu miejscowego"),
        all_times=("wszystkie godziny",),
    ),
    "ru": Spoken(
        named={
            "по московскому времени": "Europe/Moscow",
            "по москве": "Europe/Moscow",
            "мск": "Europe/Moscow",
        },
        local=("по местному времени",),
        all_times=("время указано", "все время указано"),
    ),
    "uk": Spoken(
        named={"за киівським часом": "Europe/Kyiv", "за києвом": "Europe/Kyiv"},
        local=("за місцевим часом",),
        all_times=("час вказано", "весь час вказано"),
    ),
}
_SPACES = r"(?:[ \t\u00a0\u2009\u202f]|&nbsp;)"
_END = rf"(?={_SPACES}*(?:$|[:：;,.)\]|/—–]|--|-{_SPACES}))"
_WORD = r"[^\W\d_][\w'’-]*"
# What may stand between words for "all times" and the zone, of all languages, folded.
_LINKING = (
    *("in", "nach", "sind", "gelten", "sont", "en", "a", "au", "indiquees", "donnees", "son"),
    *("estan", "expresadas", "indicadas", "sao", "estao", "em", "no", "na", "sono", "indicati"),
    *("zijn", "staan", "ar", "er", "i", "anges", "angivna", "ovat", "podano", "podane", "sa", "w"),
    *("указано", "вказано"),
)


def spoken_zone(text: str, position: int, language: str) -> tuple[str, str | None, int] | None:
    """Read a zone in words of *language* that stands in *text* at *position*.

    Returns its words, its name in the tz database, and where it ends; None where there is none.
    The name is empty for the story's own zone, and None for a place that is not known.
    """
    if language == ENGLISH or language not in _SPOKEN:
        return None
    spoken = _SPOKEN[language]
    found = _phrases(language).match(folded(text), position)
    if found is not None:
        said = " ".join(found.group().replace("’", "'").split())
        return text[position : found.end()], spoken.named.get(said, ""), found.end()
    found = _places(language).match(text, position)
    if found is None:
        return None
    zone = _zone_of(found["place"], language)
    # "hora de comer", "lange Zeit": what is not known has to look like a place.
    is_name = all(word[0].isupper() for word in found["place"].split())
    is_place = is_name and (not spoken.time or found["place"].endswith("er"))
    return (found.group(), zone, found.end()) if zone or is_place else None


def ends_of_all_times(text: str, language: str) -> Iterator[int]:
    """Go through the places in *text* where a zone may follow words for "all times"."""
    words = _SPOKEN[language].all_times if language in _SPOKEN else ()
    for found in _all_times(words).finditer(folded(text)) if words else ():
        yield found.end()


@cache
def _all_times(words: tuple[str, ...]) -> re.Pattern[str]:
    known = "|".join(map(re.escape, words))
    linking = "|".join(_LINKING)
    return re.compile(rf"(?<!\w)(?:{known})(?:\s*:)?(?:\s+(?:{linking})(?!\w))*\s+(?:l['’])?")


@cache
def _phrases(language: str) -> re.Pattern[str]:
    spoken = _SPOKEN[language]
    known = sorted((*spoken.named, *spoken.local), key=len, reverse=True)
    words = "|".join(
        re.escape(one).replace(r"\ ", f"{_SPACES}+").replace("'", "['’]") for one in known
    )
    return re.compile(rf"(?:{words}){_END}")


@cache
def _places(language: str) -> re.Pattern[str]:
    """Return the pattern of a place with what says that its time is meant."""
    spoken = _SPOKEN[language]
    place = rf"(?P<place>{_WORD}(?:{_SPACES}+{_WORD}){{0,3}}?)"
    of, time = (
        "|".join(re.escape(one).replace(r"\ ", f"{_SPACES}+") for one in words)
        for words in (spoken.of, spoken.time)
    )
    before = rf"(?:{of}){_SPACES}+{place}" if of else "(?!)"
    behind = rf"{place}{_SPACES}+(?:{time})" if time else "(?!)"
    return re.compile(rf"{before if of else behind}{_END}", re.IGNORECASE)


@cache
def _zone_of(place: str, language: str) -> str | None:
    """Return the zone of the city *place*, as *language* names it or as the tz database does."""
    cities = _cities(language)
    said = folded(" ".join(place.replace("&nbsp;", " ").split()))
    # German makes of a city what belongs to it: Pariser, Moskauer.
    city = next((cities[one] for one in (said, said.removesuffix("er")) if one in cities), None)
    return city or zone_of_country(said, language)


@cache
def zone_of_country(said: str, language: str) -> str | None:
    """Return the zone of the country that *language* calls *said*, None where it has several."""
    from babel.core import Locale, get_global  # noqa: PLC0415 (slow, and seldom needed)

    wanted = folded(said)
    territories = Locale.parse(language).territories
    code = next((one for one, name in territories.items() if folded(str(name)) == wanted), "")
    zones = [zone for zone, land in get_global("zone_territories").items() if land == code]
    return zones[0] if len(zones) == 1 else None


@cache
def _cities(language: str) -> dict[str, str]:
    from zoneinfo import available_timezones  # noqa: PLC0415 (seldom needed)

    from babel.core import Locale  # noqa: PLC0415 (slow, and seldom needed)

    known = sorted(available_timezones())
    found = {
        folded(zone.rpartition("/")[2].replace("_", " ")): zone for zone in known if "/" in zone
    }
    for zone, names in Locale.parse(language).time_zones.items():
        if "city" in names and zone in known:
            found[folded(str(names["city"]))] = zone
    return found
