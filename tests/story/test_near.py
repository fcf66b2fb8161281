"""Headings that are nearly the opening of an update, and ordinary ones that must stay in peace."""

from __future__ import annotations

import re
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from backfile.story.near_misses import languages_of, near_opening, paragraph_opening
from backfile.story.opening import parse_opening


def meant(heading: str, lang: str = "en") -> str | None:
    """Return what was probably meant by a heading, its number signs included."""
    hashes, _, text = heading.partition(" ")
    return near_opening(text, level=len(hashes), lang=lang)


NEAR = {
    "## Updte, 9 a.m.": "## Update, 9 a.m.",
    "# 10 a.m.": "## 10 a.m.",
    "### 11 a.m.": "## 11 a.m.",
    "## Orignal Post": "## Original Post",
    "## Last updatd 6:20 p.m.": "## Update, 6:20 p.m.",
    "## Corection": "## Correction",
    "## 18.20 Uhr": "## 18:20",
    "## \u200b6:20 p.m.": "## 6:20 p.m.",
    "## 6:2O p.m.": "## 6:20 p.m.",
    "## ６：２０ p.m.": "## 6:20 p.m.",
    "## Mise à jour, 18 h 20": "## Update, 18:20",
    "## 4 mars, 19:00": "## 4 March, 19:00",
    "## Article original": "## Original Post",
    "## Udpate: the ferry": "## Update: the ferry",
    "## Editors nte": "## Editor's note",
    "## Обновлено в 18:20": "## Update, 18:20",
    "## 4 марта, 19:00": "## 4 March, 19:00",
    "## 更新 18時20分": "## Update, 18:20",
    "## Wenesday, 6 p.m.": "## Wednesday, 6 p.m.",
    "## Febuary 3, 6 p.m.": "## February 3, 6 p.m.",
    "## kl. 18.20": "## 18:20",
    "## klo 18.20: Lautta": "## 18:20: Lautta",
    "## Aktualisiert: 18.20 Uhr": "## Update, 18:20",
    "## Aktualisiert um 18.20 Uhr": "## Update, 18:20",
    "## Actualización, 18:20 h": "## Update, 18:20",
    "## Actualización 18.20 horas": "## Update, 18:20",
    "## 6 o'clock": "## 6:00",
    "## Six p.m.": "## 6 p.m.",
    "## 6:20 p.n.": "## 6:20 p.m.",
    "## 6;20 p.m.": "## 6:20 p.m.",
    "## Update: 18 h 20": "## Update, 18:20",
    "## Update, 6:2O p.m.": "## Update, 6:20 p.m.",
    "## Update 6:20 pn": "## Update 6:20 p.m.",
    "## <b>9 a.m.</b>": "## 9 a.m.",
    "## [9 a.m.](http://x.example/)": "## 9 a.m.",
    "## Breaking, 9 a.m.": "## Update, 9 a.m.",
    "## Latest: 6:20 p.m.": "## Update, 6:20 p.m.",
    "## At 6:20 p.m.": "## 6:20 p.m.",
    "## Clarfication, March 5": "## Clarification, March 5",
    "## Orginal story": "## Original Story",
    "## Original Psot": "## Original Post",
    "## Upadted 9 a.m.": "## Updated, 9 a.m.",
    "## Saturday evening, 6 p.m.": "## Saturday, 6 p.m.",
    "## 5. März 2011, 18:20 Uhr": "## 5 March 2011, 18:20",
    "## lundi 5 mars, 18 h 20": "## Monday 5 March, 18:20",
    "## 18h20": "## 18:20",
    "## 18 h 20 : Le bac": "## 18:20 : Le bac",
    "## às 18h20": "## 18:20",
    "## Korrektur": "## Correction",
    "## Midday": "## noon",
    "## 6:20 рм": "## 6:20 p.m.",
    "#### Update, 9 a.m.": "## Update, 9 a.m.",
    "### Correction": "## Correction",
    "# March 5": "## March 5",
    "## UPDATE — 6:2O PM": "## UPDATE, 6:20 PM",
    "## 1. 6:20 p.m.": "## 6:20 p.m.",
    "## \u202a6:20 p.m.": "## 6:20 p.m.",
    "## Editor’s Ntoe": "## Editor's note",
    "## Uppdaterad kl. 18.20": "## Update, 18:20",
    "## Today, 6:20 p.m.": "## 6:20 p.m.",
    "## Yesterday 9 a.m.": "## 9 a.m.",
    "## Atualização às 18h20": "## Update, 18:20",
    "## Aggiornamento ore 18.20": "## Update, 18:20",
    "## Bijgewerkt om 18.20 uur": "## Update, 18:20",
    "## Päivitys klo 18.20": "## Update, 18:20",
    "## Oppdatert kl. 18.20": "## Update, 18:20",
    "## 18.20 uur": "## 18:20",
    "## Updates, 9 a.m.": "## Update, 9 a.m.",
    "## Updaet": "## Update",
    "## lO a.m.": "## 10 a.m.",
    "## 6 20 p.m.": "## 6:20 p.m.",
    "## 업데이트 오후 6시 20분": "## Update, 6:20 p.m.",
    "## 19:00, 4 mars": "## 19:00, 4 March",
    "## Original pots": "## Original Post",
    "## 9 a..m.": "## 9 a.m.",
    "## 9:5 a.m.": "## 9:05 a.m.",
    "## Noonn": "## noon",
    "## Midnigth: Ashore": "## midnight: Ashore",
    "## Update... 9 a.m.": "## Update, 9 a.m.",
    "## Update… 9 a.m.": "## Update, 9 a.m.",
    "## 9 а.m.": "## 9 a.m.",
    "## Uрdate, 9 a.m.": "## Update, 9 a.m.",
    "# Actualización": "## Update",
    "### Mise à jour, 18 h 20": "## Update, 18:20",
    "## 6:20 p.m. today": "## 6:20 p.m.",
    "## 6:20 p.m. tonight: Ashore": "## 6:20 p.m.: Ashore",
    "## 6:20 p.m. tomorrow": "## 6:20 p.m.",
    "## Update, 6:20 p.m. (yesterday): Ashore": "## Update, 6:20 p.m.: Ashore",
}

ORDINARY = [
    "## 6:20 p.m.: Today the ferry sails",
    "## 6:20 p.m. Tomorrow's ferry",
    "## Moon",
    "## Noun",
    "## Nook",
    "## Precision",
    "### Precision",
    "## 50:50",
    "## 24:7",
    "# Midi",
    "## Pots and pans",
    "## Dates: Friday",
    "## Original pot",
    "## Ca. 9:5 odds",
    "## The 9 o'clock train",
    "## 9/11 and after",
    "## Corrections policy",
    "## Updates from the field",
    "## Updates",
    "## Corrections",
    "## 9 o'clock news",
    "## 9 O'Clock News",
    "## Origin story",
    "## Original cast",
    "## Original Port",
    "## Collection",
    "## Connection: the line",
    "## May 2012",
    "## June 17 was hot",
    "## Earlier coverage",
    "## Update on the ferry",
    "## Correction officers on strike",
    "## Wednesday's child",
    "## #1 in the harbor",
    "## 2:1 odds",
    "## 12 hours: what we know",
    "## 24 hours",
    "## Until 9 p.m.",
    "## By 6 p.m., the ferry had gone",
    "## At 6 p.m. the lights went out",
    "## Le train de 18 h 20",
    "## Undated",
    "## Sunday service",
    "## Sundays",
    "## Match 5: Reds and Blues",
    "## Marsh 5, Town 2",
    "## Breaking news",
    "## Latest",
    "## Latest news",
    "## The latest",
    "## In brief",
    "## What we know",
    "## A brief history of time",
    "## 3.14: Pi",
    "## 3.11 for Workgroups",
    "## 24-hour strike",
    "## 10 things to know",
    "## 1914",
    "## 7-Eleven",
    "## 100 days",
    "## 50 years on",
    "## Second Avenue",
    "## Second thoughts",
    "## First update on the ferry",
    "## Final report",
    "## Post office",
    "## Last post",
    "## Notes",
    "## Note",
    "## Editor",
    "## Editors",
    "## Monday morning",
    "## The Monday after",
    "## May Day",
    "## March of the workers",
    "## March 5 parade",
    "## Postscript",
    "## Earliest",
    "## Original sin",
    "## Original",
    "## Post",
    "## Story",
    "## Reports from the harbour",
    "## Upgrade",
    "## Upstate New York",
    "## About",
    "## About us",
    "## About 40 people",
    "## At sea",
    "## Around the world",
    "## Around 40 dead",
    "## From 9 to 5",
    "## 9 to 5",
    "## 12 Angry Men",
    "## 1 p.m. is the deadline",
    "## No. 10",
    "## Room 101",
    "## 2011",
    "## 7 November Street",
    "## Today",
    "## Tonight",
    "## This morning",
    "## Um",
    "## In 6 hours",
    "## On the 5:15",
    "## 5:15 to Yuma",
    "## 11th hour",
    "## Half past six",
    "## Corruption",
    "## Classification",
    "## Reaction",
    "## Reactions",
    "## Developing story",
    "## Live updates",
    "## Le 14 Juillet",
    "## Reds 2, Blues 1",
    "## Augusta, Maine",
    "## I Am",
    "## I PM",
    "## Am I",
    "## 1 am a camera",
    "## Oprah",
    "## 6 am",
    "## 5 a day",
    "## Stand 5",
    "## Stand by me",
    "## A.M. radio",
    "## MAJ Smith",
    "## Maj. Smith testifies",
    "## Om 5",
    "## Update II",
    "## Previous stories",
    "## Previously",
    "## Rectification of names",
    "## Corrected version",
    "## Posted in the north",
    "## Edited by A. Writer",
    "## Editorial",
    "## Dates",
    "## Updating the charts",
    "## Upper deck",
    "## Copyright 2011",
    "## Chapter 9",
    "## Psalm 23:4",
    "## John 3:16",
    "## Flight 1820",
    "## Bus 18",
    "## 6.5 on the scale",
    "## $1.50 a share",
    "## 4 x 100 m",
    "## 4 × 100 m: Gold",
    "## 100 m: Gold",
    "## 5 p.c.",
    "## Article 5",
    "## 3 points",
    "## Part 1: 9 a.m. to noon",
    "## Service: Sunday, 9 a.m.",
    "## Town hall meeting — 9 a.m.",
    "## Doors open: 9 a.m.",
    "### Monday",
    "### What they leave behind",
    "### 1914",
    "### Earlier",
    "### Update on the ferry",
    "# A heading",
    "## Stand: 5",
    "## Correctional facility",
    "## Coronation",
    "## Convention",
    "## Uptown",
    "## Story so far",
    "## The original post",
    "## Original Posts",
    "## Original story behind it",
]

OPENINGS = [
    "## Update @ 9 a.m.",
    "## 2011-3-4 9:00",
    "## 6:20 p.m.",
    "## Update, 9 a.m.: Ferry gone",
    "## 9.30am Ferry gone",
    "## Update: the tug is there",
    "## Original Post",
    "## Editor's note, August 3",
    "## UPDATE II",
    "## 18:20 in the harbour",
    "## March 5: Noon in June",
    "## 12midnight",
    "## [UPDATE] 6:20 p.m.",
    "## **9 a.m.**",
    "## As of 6:20 p.m.",
    "## 午後6時20分",
    "## 3月5日 18:20",
    "## _Update, 9 a.m._",
    "## • 6:20 p.m.",
    "## >> 6:20 p.m.",
    "## Second update",
    "## Final update, 9 a.m.",
    "## Retraction",
    "## Original article",
    "## Sat 5 March, 6 p.m.",
    "## 1820 hrs",
]


@pytest.mark.parametrize(("heading", "expected"), NEAR.items())
def test_a_near_miss_has_what_was_probably_meant(heading, expected):
    assert meant(heading) == expected


@pytest.mark.parametrize("suggested", sorted(set(NEAR.values())))
def test_what_is_suggested_is_an_opening_and_no_near_miss(suggested):
    assert parse_opening(suggested.removeprefix("## ")) is not None
    assert meant(suggested) is None


@pytest.mark.parametrize("heading", ORDINARY)
def test_an_ordinary_heading_is_not_doubted(heading):
    assert meant(heading) is None


@pytest.mark.parametrize("heading", OPENINGS)
def test_an_opening_is_not_doubted(heading):
    assert meant(heading) is None


@pytest.mark.parametrize(
    ("heading", "lang", "expected"),
    [
        # In the story's own language these are stamps; in another they come near.
        ("## 18.20: Lautta", "fi", None),
        ("## 18.20: Decimal", "en", None),
        ("## 4. heinäkuuta, klo 18.20", "fi", None),
        ("## 4. heinäkuuta, klo 18:20", "en", "## 4 July, 18:20"),
        ("## 5 marzo, ore 18.20", "it", None),
        ("## 5 marzo, ore 18:20", "en", "## 5 March, 18:20"),
        ("## 5. mars, kl. 18.20", "nb", None),
        ("## kl. 18.20", "it", "## 18:20"),
        # What is misspelt is put right in the story's own language.
        ("## Publicación orignal", "es", "## Publicación original"),
        ("## Actualizacón: La barca", "es", "## Actualización: La barca"),
        ("## 4 de marso", "es", "## 4 de marzo"),
        ("## 4 de marso, 18:20: La barca", "es", "## 4 de marzo, 18:20: La barca"),
        ("## Virnes", "es", "## Viernes"),
        ("## Virnes, 18:20", "es", "## Viernes, 18:20"),
        ("## Viernes", "es", None),
        ("# Actualización", "es", "## Actualización"),
        ("## Aktualisirt, 18.20 Uhr", "de", "## Aktualisiert, 18.20 Uhr"),
        ("## 5. Februr, 18.20 Uhr", "de", "## 5. Februar, 18.20 Uhr"),
        ("## Mise à jout : Le bac", "fr", "## Mise à jour : Le bac"),
        ("## vendrdi, 18h20", "fr", "## vendredi, 18h20"),
        ("## 18.20 Uhr heute", "de", "## 18.20 Uhr"),
        ("## Marte", "es", None),
        ("## Dominio", "es", None),
        ("## Montage", "de", None),
        ("## Jaguar", "de", None),
        ("## Publicaciones originales", "es", None),
        ("## Precisión", "es", None),
    ],
)
def test_the_language_of_the_story_counts(heading, lang, expected):
    assert meant(heading, lang) == expected


@pytest.mark.parametrize(
    ("heading", "expected"),
    [
        ("6:20 p.m. tomorrow", "## 6:20 p.m., 2011-03-05"),
        ("6:20 p.m. yesterday: Ashore", "## 6:20 p.m., 2011-03-03: Ashore"),
        ("6:20 p.m. today", "## 6:20 p.m."),
        ("Yesterday 9 a.m.", "## 2011-03-03, 9 a.m."),
        ("Tomorrow, 9 a.m.: Ashore", "## 2011-03-05, 9 a.m.: Ashore"),
    ],
)
def test_the_day_before_is_counted_from_the_storys(heading, expected):
    assert near_opening(heading, published=date(2011, 3, 4)) == expected


@pytest.mark.parametrize(
    ("heading", "lang", "languages"),
    [
        ("klo 18.20: Lautta", "en", ("fi",)),
        ("18.20 Uhr", "en", ("de",)),
        ("18.20 Uhr", "fr", ("de",)),
        ("Actualización: La barca", "en", ("es",)),
        ("kl. 18.20", "en", ("sv", "da", "nb", "is")),
        ("klo 18.20: Lautta", "fi", ()),
        ("Updte, 9 a.m.", "en", ()),
    ],
)
def test_it_is_known_in_which_language_a_heading_would_be_an_opening(heading, lang, languages):
    assert languages_of(heading, lang) == languages


@pytest.mark.parametrize(
    ("text", "opening"),
    [
        ("UPDATE: The ferry is in.", "UPDATE"),
        ("**Update:** The ferry is in.", "Update"),
        ("Updte: The ferry is in.", "Update"),
        ("Updte 9 a.m.: The ferry is in.", ""),
        ("Original post: The ferry is late.", "Original post"),
        ("6:20 p.m. The ferry is in.", "6:20 p.m."),
        ("Update on the ferry: it is in.", ""),
        ("Earlier: The ferry is late.", ""),
        ("Correction: The ferry is late.", ""),
        ("Uptake: The ferry is full.", ""),
        ("Updates: The ferry is full.", ""),
        ("Original pots: a show.", ""),
        ("Dates: Friday.", ""),
        ("The update: a ferry.", ""),
    ],
)
def test_a_paragraph_may_open_as_an_update_does(text, opening):
    assert paragraph_opening(text) == opening


@given(st.text(max_size=40), st.integers(1, 6), st.sampled_from(["en", "fr", "ja", "xx", ""]))
def test_any_heading_has_an_answer(text, level, lang):
    said = near_opening(text, level=level, lang=lang)

    assert said is None or re.match("## .", said)
