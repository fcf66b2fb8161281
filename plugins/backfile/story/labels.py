"""What newspapers print above an update, by language.

All words stand in small letters, without accents, apostrophes and full stops.
Rules: docs/stories.md, "Updates".
"""

from __future__ import annotations

from typing import NamedTuple


class Labels(NamedTuple):
    """The labels of one language.

    `update`, `correction`, `note` and `original` open an update where a separator follows them;
    those of `dated` only together with a stamp. `near` are what a person may have meant by an
    update, and what more often dates a whole page.
    """

    update: tuple[str, ...] = ()
    dated: tuple[str, ...] = ()
    correction: tuple[str, ...] = ()
    note: tuple[str, ...] = ()
    original: tuple[str, ...] = ()
    near: tuple[str, ...] = ()


LABELS = {
    "en": Labels(
        update=("update", "updated", "edit", "edited to add", "earlier", "previously", "addendum"),
        dated=(
            "posted",
            "published",
            "filed",
            "as of",
            "issued",
            "edited",
            "added",
            "earlier today",
        ),
        correction=(
            "correction appended",
            "correction added",
            "correction",
            "corrected",
            "clarification appended",
            "clarification",
            "clarified",
            "retraction",
            "erratum",
        ),
        note=("editors note", "editor note", "editorial note", "ed note"),
        original=(
            "original post",
            "original story",
            "original report",
            "original article",
            "previous story",
            "previous post",
            "previous report",
            "previous article",
            "earlier story",
            "earlier report",
            "earlier version",
        ),
        near=(
            "last update",
            "last updated",
            "new update",
            "live update",
            "first update",
            "fourth update",
            "fifth update",
            "sixth update",
        ),
    ),
    "de": Labels(
        update=("aktualisiert", "aktualisierung", "nachtrag", "ergaenzung", "erganzung"),
        dated=("veroffentlicht", "stand", "neu"),
        correction=("korrektur", "berichtigung", "richtigstellung", "korrigiert"),
        note=("anmerkung der redaktion", "anm d red", "hinweis der redaktion"),
        original=(
            "originalartikel",
            "originalbeitrag",
            "originalmeldung",
            "ursprunglicher artikel",
            "ursprungliche meldung",
            "ursprunglicher beitrag",
        ),
        near=("zuletzt aktualisiert", "letzte aktualisierung"),
    ),
    "fr": Labels(
        update=("mise a jour", "mis a jour", "actualise", "actualisation", "maj", "ajout"),
        dated=("publie", "poste", "derniere minute"),
        correction=("rectificatif", "rectification", "correction", "erratum", "precision"),
        note=("note de la redaction", "ndlr", "nda"),
        original=("article original", "article initial", "texte original", "article precedent"),
        near=("derniere mise a jour",),
    ),
    "es": Labels(
        update=("actualizacion", "actualizado", "actualizada"),
        dated=("publicado", "publicada", "ultima hora"),
        correction=(
            "correccion",
            "rectificacion",
            "fe de errores",
            "fe de erratas",
            "aclaracion",
        ),
        note=("nota del editor", "nota de la redaccion"),
        original=(
            "articulo original",
            "noticia original",
            "publicacion original",
            "texto original",
        ),
        near=("ultima actualizacion",),
    ),
    "ca": Labels(
        update=("actualitzacio", "actualitzat"),
        dated=("publicat",),
        correction=("correccio", "rectificacio"),
        note=("nota de la redaccio", "nota de leditor"),
        original=("article original", "noticia original"),
    ),
    "pt": Labels(
        update=("atualizacao", "atualizado", "atualizada", "actualizacao", "actualizado"),
        dated=("publicado", "publicada"),
        correction=("correcao", "errata", "retificacao", "esclarecimento"),
        note=("nota do editor", "nota da redacao"),
        original=(
            "artigo original",
            "materia original",
            "publicacao original",
            "texto original",
            "noticia original",
        ),
        near=("ultima atualizacao",),
    ),
    "it": Labels(
        update=("aggiornamento", "aggiornato", "aggiornata"),
        dated=("pubblicato", "pubblicata", "ultimora"),
        correction=("correzione", "rettifica", "precisazione", "errata corrige"),
        note=("nota della redazione", "nota del redattore", "ndr"),
        original=("articolo originale", "testo originale", "post originale"),
        near=("ultimo aggiornamento",),
    ),
    "nl": Labels(
        update=("bijgewerkt", "aanvulling"),
        dated=("gepubliceerd", "geplaatst"),
        correction=("correctie", "rectificatie", "verbetering"),
        note=("noot van de redactie",),
        original=("oorspronkelijk bericht", "oorspronkelijk artikel", "origineel bericht"),
        near=("laatst bijgewerkt", "laatste update"),
    ),
    "sv": Labels(
        update=("uppdaterad", "uppdaterat", "uppdatering"),
        dated=("publicerad", "publicerat"),
        correction=("rattelse", "korrigering", "fortydligande"),
        note=("redaktionens anmarkning", "red anm"),
        original=("ursprunglig artikel", "ursprunglig text", "ursprunglig nyhet"),
        near=("senast uppdaterad",),
    ),
    "da": Labels(
        update=("opdateret", "opdatering"),
        dated=("publiceret", "udgivet"),
        correction=("rettelse", "praecisering", "berigtigelse"),
        note=("redaktionel note", "redaktionens note"),
        original=("oprindelig artikel", "oprindelig historie"),
        near=("senest opdateret", "sidst opdateret"),
    ),
    "nb": Labels(
        update=("oppdatert", "oppdatering"),
        dated=("publisert",),
        correction=("rettelse", "presisering"),
        note=("redaksjonens merknad", "red anm"),
        original=("opprinnelig artikkel", "opprinnelig sak"),
        near=("sist oppdatert",),
    ),
    "fi": Labels(
        update=("paivitetty", "paivitys"),
        dated=("julkaistu",),
        correction=("oikaisu", "korjaus", "korjattu", "tarkennus"),
        note=("toimituksen huomautus", "toim huom"),
        original=("alkuperainen artikkeli", "alkuperainen juttu"),
        near=("viimeksi paivitetty",),
    ),
    "pl": Labels(
        update=("aktualizacja", "zaktualizowano"),
        dated=("opublikowano",),
        correction=("sprostowanie", "korekta"),
        note=("od redakcji", "przypis redakcji"),
        original=("pierwotny artykul", "artykul pierwotny", "oryginalny tekst"),
        near=("ostatnia aktualizacja",),
    ),
    "cs": Labels(
        update=("aktualizovano", "aktualizace"),
        dated=("publikovano", "zverejneno"),
        correction=("oprava", "upresneni"),
        note=("poznamka redakce",),
        original=("puvodni clanek", "puvodni zprava"),
    ),
    "sk": Labels(
        update=("aktualizovane", "aktualizacia"),
        dated=("publikovane",),
        correction=("oprava",),
        note=("poznamka redakcie",),
        original=("povodny clanok",),
    ),
    "ru": Labels(
        update=("обновление", "обновлено", "дополнено", "дополнение", "апдейт"),
        dated=("опубликовано",),
        correction=("исправление", "уточнение", "исправлено"),
        note=("от редакции", "примечание редакции"),
        original=(
            "исходная статья",
            "исходная публикация",
            "исходное сообщение",
            "первоначальное сообщение",
            "исходный текст",
            "оригинальная статья",
            "оригинальный текст",
        ),
    ),
    "uk": Labels(
        update=("оновлення", "оновлено", "доповнено"),
        dated=("опубликовано", "опубліковано"),
        correction=("виправлення", "уточнення", "виправлено"),
        note=("від редакції", "примітка редакції"),
    ),
    "ja": Labels(
        update=("更新", "追記"),
        dated=("公開", "掲載"),
        correction=("訂正", "修正"),
        note=("編集部注",),
        original=("元の記事", "原文"),
    ),
    "zh": Labels(
        update=("更新",),
        dated=("发布", "發布"),
        correction=("更正", "订正", "訂正"),
        original=("原文",),
    ),
    "ko": Labels(
        update=("업데이트", "추가"),
        dated=("입력",),
        correction=("정정", "수정"),
        original=("원문",),
    ),
    "tr": Labels(
        update=("guncelleme", "guncellendi"),
        correction=("duzeltme",),
        note=("editorun notu",),
        original=("orijinal haber",),
    ),
    "hu": Labels(update=("frissites", "frissitve"), correction=("helyesbites", "helyreigazitas")),
    "ro": Labels(
        update=("actualizare", "actualizat"), correction=("corectie", "rectificare", "erata")
    ),
    "el": Labels(update=("ενημερωση",), correction=("διορθωση",)),
    "ar": Labels(update=("تحديث",), correction=("تصحيح",)),
    "he": Labels(update=("עדכון",), correction=("תיקון",)),
}
# English words that announce news, and say so only beside a time.
ANNOUNCING = (
    "updates",
    "latest",
    "the latest",
    "breaking",
    "breaking news",
    "just in",
    "developing",
    "live updates",
    "latest updates",
    "upd",
    "new",
    "this just in",
    "bulletin",
)
ANNOUNCING_CORRECTIONS = ("corrections", "clarifications")
# Words of their own right that are a letter or two away from a label.
_WORDS_OTHER_WORDS = (
    "attraction classification collection confection connection convection corrections "
    "clarifications corrective corruption detraction editorials extraction glorification "
    "reaction redaction refraction retractions traction undated updates updater uprated "
    "uplate cost host lost most past pest poet pole poll pool pope pork port pose posts pot "
    "pots pour hose lose node none nose not notes vote votes rote tote mote stories store "
    "storm storey report resort reports retort sport strong articles editions edition editors "
    "last least list lust past vast ass rest fast fist first firsts finals find second "
    "seconds seconded thirds fourths later lately lasted original originals origin origins"
)
OTHER_WORDS = frozenset(_WORDS_OTHER_WORDS.split())
