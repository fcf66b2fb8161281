"""Lines that are no story, by their words: "Related", "Read more: …", "Subscribe to …", "Print"."""

from __future__ import annotations

import re

# By language: English, German, French, Spanish, Italian, Portuguese, Dutch, Nordic, Polish.
_PHRASES = """
    related(?: (?:articles?|stor(?:y|ies)|posts?|topics?|news|coverage|content|links?|reading))?
    (?:read|see|watch) (?:more|next|also|this|now|too)(?: (?:on|about|in) .{1,40})?|read on
    more (?:from|in|on|about|great|top) .{1,40}|more (?:stories|news|articles|coverage|like this)
    see also|also read|also on .{1,30}|you (?:may|might|ll|will) (?:also )?(?:like|love|enjoy|be interested in)
    (?:most|best) (?:read|popular|viewed|shared|commented)|(?:our |the )?latest (?:news|stories|posts|articles)
    (?:recommended|suggested)(?: (?:for you|stories|articles|reading|posts))?|dont miss|up next|whats? next
    trending(?: now)?|popular(?: now| stories| posts| articles)?|what to read next|top stories|editors picks?
    sponsored(?: links?| content| stories)?|advertisements?|promoted(?: stories| links)?|around the web
    from the web|explore further|further reading|explore more|you might have missed|in case you missed it
    mehr zum thema|mehr (?:aus|zu|von|über) .{1,40}|lesen sie (?:auch|hier|mehr)|auch interessant
    das könnte (?:sie|dich) (?:auch )?interessieren|meistgelesen.{0,20}|weitere (?:artikel|themen|meldungen)
    verwandte (?:artikel|themen)|zum thema|passend zum thema|anzeige|empfohlen.{0,20}
    (?:à )?lire aussi|à lire (?:également|ensuite)|sur le même (?:sujet|thème)|les plus lus|voir aussi
    articles? (?:liés?|similaires?|connexes?)|publicité
    (?:lea|lee|leer) (?:también|más)|(?:te|le) puede interesar|(?:lo )?más (?:leído|leídas|noticias|visto)
    (?:noticias|artículos|notas) relacionad[ao]s|publicidad|ver también
    leggi anche|articoli correlati|(?:i )?più letti|potrebbe interessarti.{0,10}|pubblicità
    leia (?:também|mais)|(?:as )?mais lidas|notícias relacionadas|veja também|publicidade
    lees (?:ook|meer)|meest gelezen|gerelateerd.{0,20}|meer (?:over|van) .{1,40}|advertentie
    läs (?:också|mer|även)|mest lästa?|relaterat|les også|mest leste?|læs også|mest læste?|relatert
    lue myös|luetuimmat|annons[ei]?|mainos|czytaj (?:także|też|więcej)|zobacz (?:też|także)|najczęściej czytane
    """
_ALL = "|".join(line.strip() for line in _PHRASES.strip().splitlines())
_HEADING = re.compile(rf"(?:{_ALL})", re.IGNORECASE)
_SUBJECTS = r"tags?|tagged(?: with)?|filed under|posted in|topics?|categor(?:y|ies)|related [\w ]{1,20}|schlagwörter|themen|mots-clés|etiquetas"
_BEGINNING = re.compile(rf"(?:{_ALL}|{_SUBJECTS})\s*(?:[:…>»–-]|\.\.\.)", re.IGNORECASE)
_LABEL = re.compile(
    r"advertisements?|sponsored(?: links?| content)?|anzeige|werbung|publicité|publicidad|pubblicità"
    r"|publicidade|advertentie|annons|mainos|reklama",
    re.IGNORECASE,
)
# What asks a reader to do something with the site; a story may say so in a sentence, not in a link.
_CALL = re.compile(
    r"(?:subscribe|sign up|click here|download|follow us|like us|join us|share (?:this|on)|tweet this"
    r"|get the|get our|need more|jetzt|abonnieren|folgen sie|abonnez|suivez|suscr[ií]|s[ií]ganos"
    r"|iscriviti|segui|assine|siga|abonneer|volg)\b.{0,120}",
    re.IGNORECASE,
)
# What a page says to a browser, and the names of its buttons.
_WARNING = re.compile(
    r".{0,60}(?:browser|javascript|media playback|flash player|navigateur|navegador|cookies?)\b.{0,30}"
    r"(?:not support|support|unsupported|disabled|enable|outdated|update|upgrade|unterstütz|aktivier"
    r"|prend pas|compatible|habilit).{0,80}|media playback is (?:un|not )supported.{0,40}"
    r"|.{0,40}(?:are|using) (?:on )?(?:internet explorer|an (?:old|outdated) browser).{0,100}",
    re.IGNORECASE,
)
_CONTROL = re.compile(
    r"close|caption|(?:hide|toggle|show) caption|back to (?:gallery|top)|(?:image|photo) \d+ (?:of|/) ?/? ?\d+"
    r"|view all(?: \(\d+\)?)?|print(?: article| this)?|e-?mail(?: this)?|share(?: this)?(?: article| story| page)?|tweet|read later|save for later|videos?|watch|text size|enlarge.{0,20}"
    r"|order reprints|comments?(?: \(\d+\)?)?|\d+ comments?|copy link|show more|next|prev(?:ious)?"
    r"|\d+ ?/ ?\d+|slideshow|play(?: video)?|drucken|teilen|imprimer|partager|imprimir|compartir"
    r"|stampa|condividi|compartilhar|delen|dela|skriv ut|jaa|drukuj",
    re.IGNORECASE,
)
_LONGEST = 60
_MARKS = re.compile(r"^[\W_]+|[\W_]+$")


def is_heading(text: str) -> bool:
    """Tell a line that is nothing but the heading of a list of other stories."""
    return len(text) <= _LONGEST and bool(_HEADING.fullmatch(_plain(text)))


def points_away(text: str) -> bool:
    """Tell a line that begins as a pointer to another story: "Related: …", "READ MORE: …"."""
    return bool(_BEGINNING.match(_plain(text[: 2 * _LONGEST])))


def is_label(text: str) -> bool:
    """Tell the label of an advertisement, which is nobody's words even where nothing follows."""
    return len(text) <= _LONGEST and bool(_LABEL.fullmatch(_plain(text)))


def calls(text: str) -> bool:
    """Tell a line that asks its readers to subscribe, to share or to follow."""
    return bool(_CALL.fullmatch(_plain(text)))


def warns(text: str) -> bool:
    """Tell what a page says to a browser that cannot show all of it."""
    return bool(_WARNING.fullmatch(_plain(text)))


def is_control(text: str) -> bool:
    """Tell the name of a button."""
    return len(text) <= _LONGEST and bool(_CONTROL.fullmatch(_plain(text)))


def _plain(text: str) -> str:
    said = " ".join(text.replace("’", "").replace("'", "").split())
    return _MARKS.sub("", said) if len(said) <= _LONGEST else said
