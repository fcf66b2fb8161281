"""Furniture that is known by its words: "Related", "Read more: …", "Subscribe to …"."""

from __future__ import annotations

import re

# What stands above lists of other stories; each line is a pattern of whole headings.
_HEADINGS = r"""
related( (articles?|stor(y|ies)|posts?|topics?|news|coverage|content|links?|reading))?
(read|see|watch) (more|next|also|this|now|too)( (on|about|in) .{1,40})?
more (from|in|on|about|great|top) .{1,40}
more (stories|news|articles|coverage|like this)
see also|also read|read on|also on .{1,30}
you (may|might|ll|will) (also )?(like|love|enjoy|be interested in)
(most|best) (read|popular|viewed|shared|commented)
((our|the) )?latest (news|stories|posts|articles)
(recommended|suggested)( (for you|stories|articles|reading|posts))?
popular( (now|stories|posts|articles))?|trending( now)?|top stories|editors picks?
dont miss|up next|whats? next|what to read next|explore (further|more)|further reading
sponsored( (links?|content|stories))?|advertisements?|promoted( (stories|links))?
around the web|from the web|(you might have|in case you) missed( it)?
mehr (zum thema|(aus|zu|von|über) .{1,40})|(passend )?zum thema|verwandte (artikel|themen)
lesen sie (auch|hier|mehr)|auch interessant|das könnte (sie|dich) (auch )?interessieren
meistgelesen.{0,20}|weitere (artikel|themen|meldungen)|empfohlen.{0,20}|anzeige
(à )?lire aussi|à lire (également|ensuite)|sur le même (sujet|thème)|les plus lus|voir aussi
articles? (liés?|similaires?|connexes?)|publicité
(lea|lee|leer) (también|más)|ver también|(te|le) puede interesar|publicidad
(lo )?más (leído|leídas|noticias|visto)|(noticias|artículos|notas) relacionad[ao]s
leggi anche|articoli correlati|(i )?più letti|potrebbe interessarti.{0,10}|pubblicità
leia (também|mais)|(as )?mais lidas|notícias relacionadas|veja também|publicidade
lees (ook|meer)|meest gelezen|gerelateerd.{0,20}|meer (over|van) .{1,40}|advertentie
läs (också|mer|även)|mest lästa?|relaterat|les også|mest leste?|læs også|mest læste?|relatert
lue myös|luetuimmat|mainos|annons[ei]?
czytaj (także|też|więcej)|zobacz (też|także)|najczęściej czytane|reklama
"""
# What stands above the subjects of a story, which link to lists.
_SUBJECTS = r"""
tags?|tagged( with)?|filed under|posted in|topics?|categor(y|ies)|related [\w ]{1,20}
schlagwörter|themen|mots-clés|etiquetas
"""
_LABELS = r"""
advertisements?|sponsored( (links?|content))?|anzeige|werbung|publicité|publicidad|pubblicità
publicidade|advertentie|annons|mainos|reklama|iklan
"""
# What asks a reader to do something with the site; a story may say so in a sentence, not in a link.
_CALLS = r"""
(subscribe|sign up|click here|download|follow us|like us|join us|share (this|on)|tweet this)\b.*
(get (the|our)|need more|jetzt|abonnieren|folgen sie|abonnez|suivez|suscr[ií]|s[ií]ganos)\b.*
(iscriviti|segui|assine|siga|abonneer|volg)\b.*
"""
# What a page says to a browser that cannot show all of it.
_PROGRAMS = r"(browser|javascript|media playback|flash player|navigateur|navegador|cookies?)"
_WARNINGS = rf"""
.{{0,60}}{_PROGRAMS}\b.{{0,30}}(support|unsupported|disabled|enable|outdated|update|upgrade).{{0,80}}
.{{0,60}}{_PROGRAMS}\b.{{0,30}}(unterstütz|aktivier|prend pas|compatible|habilit).{{0,80}}
.{{0,40}}(are|using) (on )?(internet explorer|an (old|outdated) browser).{{0,100}}
"""
_CONTROLS = r"""
close|caption|(hide|toggle|show) caption|back to (gallery|top)|enlarge.{0,20}|slideshow
(image|photo) \d+ (of|/) ?/? ?\d+|\d+ ?/ ?\d+|view all( \(\d+\)?)?|show more|next|prev(ious)?
print( (article|this))?|e-?mail( this)?|share( this)?( (article|story|page))?|tweet|copy link
text size|order reprints|read later|save for later|(play )?(videos?)|play|watch
comments?( \(\d+\)?)?|\d+ comments?
drucken|teilen|imprimer|partager|imprimir|compartir|stampa|condividi|compartilhar|delen|dela
skriv ut|jaa|drukuj
"""
_LONGEST = 60
# What has more words says something else.
LONGEST_LINE = 240
_MARKS = re.compile(r"^[\W_]+|[\W_]+$")


def _any_of(lines: str, behind: str = "") -> re.Pattern[str]:
    patterns = "|".join(line.strip() for line in lines.strip().splitlines())
    return re.compile(rf"(?:{patterns}){behind}", re.IGNORECASE)


_HEADING, _LABEL, _CALL = _any_of(_HEADINGS), _any_of(_LABELS), _any_of(_CALLS)
# Without one of them nothing is a warning, and the patterns take time to find that out.
_NAMED = (
    *("browser", "javascript", "media playback", "flash player", "navigateur", "navegador"),
    *("cookie", "internet explorer"),
)
_WARNING, _CONTROL = _any_of(_WARNINGS), _any_of(_CONTROLS)
_BEGINNING = _any_of(_HEADINGS + _SUBJECTS, r"\s*(?:[:…>»–-]|\.\.\.)")


class Line:
    """A line of a page, looked at for what it is by its words."""

    def __init__(self, text: str) -> None:
        said = " ".join(text.replace("’", "").replace("'", "").split())
        self._is_short = len(said) <= _LONGEST
        self._said = _MARKS.sub("", said) if self._is_short else said

    @property
    def is_heading(self) -> bool:
        """Tell whether it is nothing but the heading of a list of other stories."""
        return self._is_short and bool(_HEADING.fullmatch(self._said))

    @property
    def points_away(self) -> bool:
        """Tell whether it begins as a pointer to another story: "Related: …", "READ MORE: …"."""
        return bool(_BEGINNING.match(self._said))

    @property
    def is_label(self) -> bool:
        """Tell the label of an advertisement: nobody's words even where nothing follows."""
        return self._is_short and bool(_LABEL.fullmatch(self._said))

    @property
    def calls(self) -> bool:
        """Tell whether it asks its readers to subscribe, to share or to follow."""
        return bool(_CALL.fullmatch(self._said))

    @property
    def warns(self) -> bool:
        """Tell what a page says to a browser that cannot show all of it."""
        said = self._said.lower()
        return any(one in said for one in _NAMED) and bool(_WARNING.fullmatch(self._said))

    @property
    def is_control(self) -> bool:
        """Tell the name of a button."""
        return self._is_short and bool(_CONTROL.fullmatch(self._said))
