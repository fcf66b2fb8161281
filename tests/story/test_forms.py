"""How newspapers print the opening of an update, in many forms and languages.

The tables read from left to right: the heading, and what it is taken apart into.
"""

from __future__ import annotations

import pytest

from backfile.story.opening import Kind, Opening, parse_opening
from backfile.story.stamp import PartialDate

UPDATE, CORRECTION, NOTE, ORIGINAL = Kind.UPDATE, Kind.CORRECTION, Kind.NOTE, Kind.ORIGINAL
APRIL_22, SUNDAY = PartialDate(4, 22), PartialDate(weekday=6)

# heading, kind, label beyond a plain "Update", stamp, headline
LABELS = [
    ("Second update: Ashore", UPDATE, "Second update", None, "Ashore"),
    ("3rd update, 6 p.m.", UPDATE, "3rd update", "6 p.m.", ""),
    ("FINAL UPDATE (6 p.m.): Ashore", UPDATE, "FINAL UPDATE", "6 p.m.", "Ashore"),
    ("Update two: Ashore", UPDATE, "Update two", None, "Ashore"),
    ("EDIT: Ashore", UPDATE, "EDIT", None, "Ashore"),
    ("As of 6 p.m.: Ashore", UPDATE, "", "6 p.m.", "Ashore"),
    ("Update as of 6 p.m.: Ashore", UPDATE, "", "6 p.m.", "Ashore"),
    ("UPDATE @ 6 p.m.: Ashore", UPDATE, "", "6 p.m.", "Ashore"),
    ("Filed at 6 p.m.: Ashore", UPDATE, "", "6 p.m.", "Ashore"),
    ("Correction appended, April 22: Name", CORRECTION, "Correction appended", "April 22", "Name"),
    ("Retraction: Ashore", CORRECTION, "Retraction", None, "Ashore"),
    ("Ed. note: Names", NOTE, "Ed. note", None, "Names"),
    ("Original article", ORIGINAL, "Original article", None, ""),
    ("Original story follows:", ORIGINAL, "Original story follows", None, ""),
    ("Previous story, published at 6 p.m.", ORIGINAL, "Previous story", "6 p.m.", ""),
    ("Posted by Ann Lee at 5:31 p.m.", UPDATE, "Posted by Ann Lee", "5:31 p.m.", ""),
    # Behind the stamp.
    ("6 p.m. UPDATE: Ashore", UPDATE, "", "6 p.m.", "Ashore"),
    ("6 p.m. — Update: Ashore", UPDATE, "", "6 p.m.", "Ashore"),
    ("6 p.m. [UPDATE #3] Ashore", UPDATE, "UPDATE #3", "6 p.m.", "Ashore"),
    ("6 p.m. CORRECTION: Name", CORRECTION, "CORRECTION", "6 p.m.", "Name"),
    # Dashes.
    ("Update -- 6 p.m.: Ashore", UPDATE, "", "6 p.m.", "Ashore"),
    ("Update 1 - 6 p.m. - Ashore", UPDATE, "Update 1", "6 p.m.", "Ashore"),
    ("UPDATE 3 - April 22, 6 p.m.", UPDATE, "UPDATE 3", "April 22, 6 p.m.", ""),
    # Brackets, marks, emphasis.
    ("[Updated at 6 p.m.: Ashore]", UPDATE, "", "6 p.m.", "Ashore"),
    ("(UPDATE: Ashore (late).)", UPDATE, "UPDATE", None, "Ashore (late)."),
    ("[UPDATE] Ashore", UPDATE, "UPDATE", None, "Ashore"),
    ("[Breaking update, published at 6 p.m.]", UPDATE, "Breaking update", "6 p.m.", ""),
    ("**6 p.m.**", UPDATE, "", "6 p.m.", ""),
    ("**6 p.m.** Ashore", UPDATE, "", "6 p.m.", "Ashore"),
    ("**UPDATE 6 p.m.:** Ashore", UPDATE, "", "6 p.m.", "Ashore"),
    ("**Update:** 6 p.m. Ashore", UPDATE, "", "6 p.m.", "Ashore"),
    ("_6 p.m.: Ashore_", UPDATE, "", "6 p.m.", "Ashore"),
    (">> 6 p.m. Ashore", UPDATE, "", "6 p.m.", "Ashore"),
    ("▶ 6 p.m.: Ashore", UPDATE, "", "6 p.m.", "Ashore"),
    ("+++ 6 p.m.: Ashore +++", UPDATE, "", "6 p.m.", "Ashore"),
    # A writer's name.
    ("Ann Lee, 6:20 p.m.: Ashore", UPDATE, "Ann Lee", "6:20 p.m.", "Ashore"),
    ("Ann Lee 4/22/2018 5:02:46 PM", UPDATE, "Ann Lee", "4/22/2018 5:02:46 PM", ""),
]


@pytest.mark.parametrize(
    ("heading", "kind", "label", "stamp", "headline"), LABELS, ids=[row[0] for row in LABELS]
)
def test_labels_stand_before_or_behind_the_stamp(heading, kind, label, stamp, headline):
    opening = read(heading)

    assert (opening.kind, opening.label) == (kind, label)
    assert (opening.stamp.printed if opening.stamp else None) == stamp
    assert opening.rest == headline


# heading, time, day, end of a range
STAMPS = [
    ("6:20 p.m. - April 22", "18:20", APRIL_22, None),
    ("6:20 p.m. (Sunday)", "18:20", SUNDAY, None),
    ("6:20 p.m. | Sunday", "18:20", SUNDAY, None),
    ("6:20 p.m. on Sun.", "18:20", SUNDAY, None),
    ("April 22 – 6:20 p.m.", "18:20", APRIL_22, None),
    ("Sunday: 6:20 p.m.", "18:20", SUNDAY, None),
    ("Sun 6:20 p.m.", "18:20", SUNDAY, None),
    ("6:20-6:30 p.m.", "18:20", None, "18:30"),
    ("11:30-12:15 p.m.", "11:30", None, "12:15"),
    ("18:20-19:00", "18:20", None, "19:00"),
    ("6:20 p.m. to 7 p.m.", "18:20", None, "19:00"),
    ("6:15 a.m. ET / 3:15 a.m. PT", "06:15", None, None),
    ("6:15 a.m. EDT (1015 GMT)", "06:15", None, None),
    ("6:15 a.m. ET/PT", "06:15", None, None),
    ("18.20 BST", "18:20", None, None),
    ("18.20 hrs", "18:20", None, None),
    ("22.04.2018, 18:20", "18:20", PartialDate(4, 22, 2018), None),
    ("22-04-2018 18:20", "18:20", PartialDate(4, 22, 2018), None),
    ("2018/04/22 18:20", "18:20", PartialDate(4, 22, 2018), None),
]


@pytest.mark.parametrize(("heading", "clock", "day", "until"), STAMPS, ids=[s[0] for s in STAMPS])
def test_all_of_a_stamp_belongs_to_it(heading, clock, day, until):
    opening = read(f"{heading}: Ashore")

    stamp = opening.stamp
    assert (stamp.printed, opening.rest) == (heading, "Ashore")
    assert f"{stamp.clock.time:%H:%M}" == clock
    assert (stamp.day, f"{stamp.until:%H:%M}" if stamp.until else None) == (day, until)


# language, heading, time, headline
LANGUAGES = [
    ("de", "18.20 Uhr: Fähre da", "18:20", "Fähre da"),
    ("de", "Update vom 21. April 2018, 18:20 Uhr: Fähre da", "18:20", "Fähre da"),
    ("de", "+++ 18:20 Uhr +++ Fähre da", "18:20", "Fähre da"),
    ("de-AT", "Aktualisiert um 18 Uhr: Fähre da", "18:00", "Fähre da"),
    ("fr", "18h20 : Le bac est là", "18:20", "Le bac est là"),
    ("fr", "18 h 20 – Le bac est là", "18:20", "Le bac est là"),
    ("fr", "Mise à jour du 21 avril à 18h20 : Le bac", "18:20", "Le bac"),
    ("fr", "MàJ, 18h : Le bac", "18:00", "Le bac"),
    ("es", "18.20 h. La barca", "18:20", "La barca"),
    ("es", "Actualización a las 18:20: La barca", "18:20", "La barca"),
    ("es", "Sábado, 21 de abril de 2018, 18:20: La barca", "18:20", "La barca"),
    ("pt-BR", "Atualizado às 18h20: A barca", "18:20", "A barca"),
    ("it", "Ore 18.20 - La barca", "18:20", "La barca"),
    ("nl", "Bijgewerkt om 18.20 uur: De pont", "18:20", "De pont"),
    ("sv", "Kl. 18.20. Färjan", "18:20", "Färjan"),
    ("da", "lørdag den 21. april kl. 18.20: Færgen", "18:20", "Færgen"),
    ("no", "Oppdatert kl. 18.20: Ferja", "18:20", "Ferja"),
    ("fi", "Päivitetty 21.4. klo 18.20: Lautta", "18:20", "Lautta"),
    ("pl", "21 kwietnia, godz. 18:20: Prom", "18:20", "Prom"),
    ("cs", "Aktualizováno v 18:20: Přívoz", "18:20", "Přívoz"),
    ("ru", "Обновлено 21 апреля 2018 г. в 18:20: Паром", "18:20", "Паром"),
    ("uk", "Оновлено о 18:20: Пором", "18:20", "Пором"),
    ("ja", "【18時20分】渡し船", "18:20", "渡し船"),
    ("ja", "4月21日 午後6時20分 渡し船", "18:20", "渡し船"),
    ("ko", "오후 6시 20분 배", "18:20", "배"),
    ("zh", "18时20分：渡船", "18:20", "渡船"),
    # Noon, midnight, and the halves of the day in words.
    ("de", "12 Uhr mittags: Fähre da", "12:00", "Fähre da"),
    ("de", "Mitternacht: Fähre da", "00:00", "Fähre da"),
    ("de", "Aktualisiert um 6 Uhr abends: Fähre da", "18:00", "Fähre da"),
    ("de", "6.20 Uhr morgens: Fähre da", "06:20", "Fähre da"),
    ("de", "3 Uhr nachts – Fähre da", "03:00", "Fähre da"),
    ("de", "11 Uhr nachts – Fähre da", "23:00", "Fähre da"),
    ("de", "18 Uhr abends – Fähre da", "18:00", "Fähre da"),
    ("fr", "Midi : Le bac", "12:00", "Le bac"),
    ("fr", "Samedi 21 avril, minuit : Le bac", "00:00", "Le bac"),
    ("fr", "6 h 20 du soir : Le bac", "18:20", "Le bac"),
    ("fr", "3 heures de l’après-midi : Le bac", "15:00", "Le bac"),
    ("es", "Mediodía: La barca", "12:00", "La barca"),
    ("es", "Actualización, medianoche: La barca", "00:00", "La barca"),
    ("es", "6:20 de la tarde: La barca", "18:20", "La barca"),
    ("es", "A las 12 de la noche: La barca", "00:00", "La barca"),
    ("pt", "Meio-dia: A barca", "12:00", "A barca"),
    ("pt", "Às 6h20 da tarde: A barca", "18:20", "A barca"),
    ("it", "Mezzogiorno: La barca", "12:00", "La barca"),
    ("it", "Ore 6.20 di sera: La barca", "18:20", "La barca"),
    ("nl", "12 uur ’s middags: De pont", "12:00", "De pont"),
    ("nl", "Middernacht: De pont", "00:00", "De pont"),
    ("sv", "Uppdaterad kl. 17: Färjan", "17:00", "Färjan"),
    ("fi", "Päivitetty klo 17: Lautta", "17:00", "Lautta"),
    ("sv", "Kl. 6.20 på kvällen: Färjan", "18:20", "Färjan"),
    ("fi", "Keskiyö: Lautta", "00:00", "Lautta"),
    ("cs", "Půlnoc: Přívoz", "00:00", "Přívoz"),
    ("ru", "6 вечера: Паром", "18:00", "Паром"),
    ("ru", "Полдень: Паром", "12:00", "Паром"),
    # English is read in every language.
    ("de", "Update, 6:20 p.m.: Fähre da", "18:20", "Fähre da"),
]


@pytest.mark.parametrize(("lang", "heading", "clock", "headline"), LANGUAGES)
def test_a_story_is_read_in_its_language(lang, heading, clock, headline):
    opening = read(heading, lang=lang)

    assert f"{opening.stamp.clock.time:%H:%M}" == clock
    assert not opening.stamp.clock.twelve_hour
    assert opening.rest == headline


@pytest.mark.parametrize(
    ("lang", "heading", "kind"),
    [
        ("de", "Korrektur: Der Name", CORRECTION),
        ("de", "Anm. d. Red.: Die Namen", NOTE),
        ("fr", "Article original :", ORIGINAL),
        ("fr", "Rectificatif : Le nom", CORRECTION),
        ("es", "Fe de errores: El nombre", CORRECTION),
        ("pt", "Correção: O nome", CORRECTION),
        ("it", "Rettifica: Il nome", CORRECTION),
        ("sv", "Rättelse: Namnet", CORRECTION),
        ("ru", "От редакции: Имена", NOTE),
        ("ja", "訂正：名前", CORRECTION),
    ],
)
def test_labels_have_their_kind_in_every_language(lang, heading, kind):
    assert read(heading, lang=lang).kind is kind


@pytest.mark.parametrize(
    ("text", "lang", "day"),
    [
        ("4/5/2018", "en", PartialDate(4, 5, 2018, either_way=True)),
        ("4/5/2018", "fr", PartialDate(5, 4, 2018, either_way=True)),
        ("5.4.2018", "en", PartialDate(4, 5, 2018)),
        ("5.4.2018", "fr", PartialDate(4, 5, 2018)),
    ],
)
def test_dates_with_slashes_follow_the_language_and_dates_with_dots_do_not(text, lang, day):
    assert read(text, lang=lang).stamp.day == day


@pytest.mark.parametrize(
    ("lang", "heading"),
    [
        ("en", "1/3"),
        ("en", "(2/3)"),
        ("en", "50/50: a bet"),
        ("en", "3:2 after the break"),
        ("en", "1:25,000 map of the valley"),
        ("en", "18.20 euros a ticket"),
        ("en", "6.20 metres of rope"),
        ("en", "78' Goal for the potters"),
        ("en", "10 a.m. to 6 p.m. daily"),
        ("en", "Psalm 23:4 was read"),
        ("en", "Second update of the timetable"),
        ("en", "Edit the map yourself"),
        ("en", "As of 6 p.m. the bridge is shut"),
        ("en", "[UPDATED with a chart]"),
        ("en", "Town Meeting 7 p.m."),
        ("de", "Um 18.20 Uhr kam die Fähre"),
        ("de", "Aktualisierte Karte"),
        ("de", "18.20 Euro kostet die Karte"),
        ("fr", "À 18h20, le bac est arrivé"),
        ("fr", "Mise à jour des horaires"),
        ("es", "A las 18:20 llegó la barca"),
        ("ja", "18時間かかる"),
        ("de", "Mittag in der Kantine"),
        ("fr", "Midi de la France"),
        ("es", "Medianoche en el puerto"),
    ],
)
def test_counters_scores_hours_and_sentences_are_none(lang, heading):
    assert parse_opening(heading, lang=lang) is None


def read(text: str, **more) -> Opening:
    opening = parse_opening(text, **more)
    assert opening is not None, f"no opening: {text}"
    return opening
