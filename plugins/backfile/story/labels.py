"""What newspapers print above an update, by language.

All words stand in small letters and without full stops; they are compared without accents.
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
        update=("aktualisiert", "aktualisierung", "nachtrag", "ergänzung"),
        dated=("veröffentlicht", "stand", "neu"),
        correction=("korrektur", "berichtigung", "richtigstellung", "korrigiert"),
        note=("anmerkung der redaktion", "anm d red", "hinweis der redaktion"),
        original=(
            "originalartikel",
            "originalbeitrag",
            "originalmeldung",
            "ursprünglicher artikel",
            "ursprüngliche meldung",
            "ursprünglicher beitrag",
        ),
        near=("zuletzt aktualisiert", "letzte aktualisierung"),
    ),
    "fr": Labels(
        update=("mise à jour", "mis à jour", "actualisé", "actualisation", "maj", "ajout"),
        dated=("publié", "posté", "dernière minute"),
        correction=("rectificatif", "rectification", "correction", "erratum", "précision"),
        note=("note de la rédaction", "ndlr", "nda"),
        original=("article original", "article initial", "texte original", "article précédent"),
        near=("dernière mise à jour",),
    ),
    "es": Labels(
        update=("actualización", "actualizado", "actualizada"),
        dated=("publicado", "publicada", "última hora"),
        correction=(
            "corrección",
            "rectificación",
            "fe de errores",
            "fe de erratas",
            "aclaración",
        ),
        note=("nota del editor", "nota de la redacción"),
        original=(
            "artículo original",
            "noticia original",
            "publicación original",
            "texto original",
        ),
        near=("última actualización",),
    ),
    "ca": Labels(
        update=("actualització", "actualitzat"),
        dated=("publicat",),
        correction=("correcció", "rectificació"),
        note=("nota de la redacció", "nota de l'editor"),
        original=("article original", "noticia original"),
    ),
    "pt": Labels(
        update=("atualização", "atualizado", "atualizada", "actualização", "actualizado"),
        dated=("publicado", "publicada"),
        correction=("correção", "errata", "retificação", "esclarecimento"),
        note=("nota do editor", "nota da redação"),
        original=(
            "artigo original",
            "matéria original",
            "publicacao original",
            "texto original",
            "noticia original",
        ),
        near=("última atualização",),
    ),
    "it": Labels(
        update=("aggiornamento", "aggiornato", "aggiornata"),
        dated=("pubblicato", "pubblicata", "ultim'ora"),
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
        correction=("rättelse", "korrigering", "förtydligande"),
        note=("redaktionens anmärkning", "red anm"),
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
        update=("päivitetty", "päivitys"),
        dated=("julkaistu",),
        correction=("oikaisu", "korjaus", "korjattu", "tarkennus"),
        note=("toimituksen huomautus", "toim huom"),
        original=("alkuperäinen artikkeli", "alkuperäinen juttu"),
        near=("viimeksi päivitetty",),
    ),
    "pl": Labels(
        update=("aktualizacja", "zaktualizowano"),
        dated=("opublikowano",),
        correction=("sprostowanie", "korekta"),
        note=("od redakcji", "przypis redakcji"),
        original=("pierwotny artykuł", "artykuł pierwotny", "oryginalny tekst"),
        near=("ostatnia aktualizacja",),
    ),
    "cs": Labels(
        update=("aktualizováno", "aktualizace"),
        dated=("publikováno", "zveřejněno"),
        correction=("oprava", "upřesnění"),
        note=("poznámka redakce",),
        original=("původní článek", "původní zpráva"),
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
