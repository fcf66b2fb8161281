"""What pages say of themselves: to those who show a link to them, and to those who cite them."""

from __future__ import annotations

import os
import re
import shutil
from collections import defaultdict
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from babel.dates import format_date
from jinja2 import Environment, FileSystemLoader
from PIL import Image
from selectolax.lexbor import LexborHTMLParser

from backfile.config.site_settings import site_settings
from backfile.outputs.card_images.card_image import CardImage, draw
from backfile.outputs.card_images.output import card_png, lifetime
from backfile.outputs.redirects.formats import PAGE_MARK
from backfile.partners.registry import Partner
from backfile.pipeline.build import build
from backfile.render.language import FILTERS, Languages
from backfile.text.addresses import encoded

from .sites import ARCHIVE as STORIES
from .sites import ROOT, WIRE, MiniSite

SITE = "https://archive.example"
HOSTILE = "\"><script>alert(1)</script> &amp; <em>more</em>&nbsp;&quot;quoted&quot; 'words'"
HOSTILE_READ = "”>alert(1) & more “quoted” ‘words’"


def story(title: str, *fields: str, text: str = "It was so.") -> str:
    return "\n".join([f"Title: {title}", "Date: 2011-03-04 17:30", *fields, "", text, ""])


ORIGINAL = "Original_URL: https://wire.example/1/?a=1&b=2"
CONTENT = {
    "live.md": story("Live", ORIGINAL, "Original_Status: live"),
    "redirects.md": story("Redirects", ORIGINAL, "Original_Status: redirects"),
    "dead.md": story("Dead", ORIGINAL, "Partner: the-wire"),
    "hijacked.md": story("Hijacked", ORIGINAL, "Original_Status: hijacked"),
    "own.md": story("Own"),
    "plan.md": story("Plan", "Status: draft", ORIGINAL, "Original_Status: live"),
    "secret.md": story("Secret", "Status: hidden"),
    "hostile.md": story(
        HOSTILE,
        f"Authors: {HOSTILE}; A. Writer",
        f"Summary: {HOSTILE}",
        f"Tags: {HOSTILE}",
        "Category: Harbours & Ports",
    ),
    "muelle.md": story("Muelle", "Slug: own", "Lang: es-MX"),
    "pictured.md": story(
        "Pictured",
        "Partner: the-wire",
        text="![](/images/small.png) ![A plan](/images/plan.svg) ![Far](https://far.example/a.png)\n"
        '\n![The “quay”, A & B](/images/the quay.png "Its title")\n\n![](/images/last.png)\n',
    ),
    "scanned.md": story("Scanned", "Identifier: doi:10.12345/scan", text="![](/images/scan.png)"),
    "moved.md": story(
        "Moved",
        "Timezone: Europe/Amsterdam",
        text="## 6 p.m., March 5\n\nMore.\n\n## Original Post\n\nIt began.",
    ).replace("2011-03-04 17:30", "1911-03-04 00:10"),
    "partners/the-wire.md": WIRE.replace(
        "URL:",
        "Founded: 1891\nClosed: 1974\nCopyright_Holder: Wire & Sons\nLicense: By leave\nURL:",
    ),
    "pages/about.md": "Title: About\n\nWhat this is.\n",
    "pages/unsaid.md": "Title: Unsaid\nStatus: draft\n\nNothing yet.\n",
    "images/plan.svg": '<svg xmlns="http://www.w3.org/2000/svg" width="900" height="900"/>',
}
PICTURES = {"small": (599, 400), "the quay": (700, 400), "last": (800, 800), "scan": (2000, 1000)}
SETTINGS: dict[str, Any] = {
    "SITENAME": "The <em>Archive</em> & more",
    "SITESUBTITLE": "All that was",
    "THEME": str(ROOT / "theme"),
    "STATIC_PATHS": ["images"],
    "TYPOGRIFY": True,
    "DIRECT_TEMPLATES": ["index", "404"],
    "BACKFILE_CARD_IMAGES": True,
}
ARCHIVE = "The Archive & more"
SPOKEN = re.compile(r"(og|article|twitter|citation|DC|prism)[:._]")
STATUSES = {"live", "redirects", "dead", "hijacked"}


class Head:
    """The head of a page: its tags by their names, in the order in which they stand."""

    def __init__(self, html: str) -> None:
        root = LexborHTMLParser(html)
        self.tags: dict[str, list[str]] = defaultdict(list)
        for node in root.css("head > meta"):
            name = node.attributes.get("name") or node.attributes.get("property") or ""
            self.tags[name].append(node.attributes.get("content") or "")
        for node in root.css("head > link"):
            self.tags[f"link {node.attributes['rel']}"].append(node.attributes["href"] or "")
        self.schemas = {name[12:].lower() for name in self.tags if name.startswith("link schema.")}

    def __getitem__(self, name: str) -> str:
        """Return the content of the first tag called *name*, empty where there is none."""
        return next(iter(self.tags.get(name, [])), "")


@dataclass(frozen=True)
class Item:
    """What Zotero takes from a page."""

    kind: str
    title: str
    authors: tuple[str, ...]
    day: str
    publication: str
    section: str
    tags: tuple[str, ...]
    address: str
    language: str
    rights: str
    abstract: str


def zotero(head: Head) -> Item:
    """Read a page by the order in which Zotero does.

    Its translators "Embedded Metadata" and "RDF" take Highwire's tags first, and from the others
    PRISM before Open Graph before Dublin Core for dates, and Dublin Core before Open Graph else.
    """
    assert {"dc", "prism"} <= head.schemas

    def first(*names: str) -> str:
        return next(filter(None, map(head.__getitem__, names)), "")

    if head["citation_journal_title"]:
        kind = "journalArticle"
    elif head["og:type"] == "website":
        kind = "webpage"
    else:
        kind = {"newsitem": "newspaperArticle"}.get(head["DC.type"].lower(), "journalArticle")
    return Item(
        kind=kind,
        title=first("citation_title", "DC.title", "og:title"),
        authors=tuple(head.tags["citation_author"] or head.tags["DC.creator"]),
        day=first("citation_publication_date", "article:published_time", "DC.date"),
        publication=first("prism.publicationName", "DC.source", "og:site_name"),
        section=head["article:section"],
        tags=tuple(head.tags["article:tag"]),
        address=first("citation_public_url", "og:url"),
        language=first("citation_language", "DC.language"),
        rights=first("prism.copyright", "DC.rights"),
        abstract=head["og:description"],
    )


def words(node: Any) -> str:
    return " ".join(node.text().split()) if node else ""


@pytest.fixture(scope="module")
def sample(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The archive of the tests as it is published."""
    here = Path.cwd()
    os.chdir(ROOT)
    try:
        folder = tmp_path_factory.mktemp("site") / "output"
        settings = site_settings(content=str(STORIES), output=str(folder))
        return build({**settings, "SITEURL": SITE, "BACKFILE_SEARCH": False, "BACKFILE_DATA": True})
    finally:
        os.chdir(here)


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> MiniSite:
    made = MiniSite(tmp_path_factory.mktemp("meta")).write(CONTENT)
    for name, size in PICTURES.items():
        Image.new("L", size).save(made.folder / "content" / "images" / f"{name}.png")
    ended = made.build(SITEURL=SITE, BACKFILE_DATA=True, **SETTINGS)
    assert ended.status == 0, ended.said
    assert "card images" not in ended.said
    return made


@pytest.fixture(scope="module")
def unpublished(site: MiniSite, tmp_path_factory: pytest.TempPathFactory) -> MiniSite:
    """The same site without an address, and without what can be switched off."""
    made = MiniSite(tmp_path_factory.mktemp("unpublished"))
    shutil.copytree(site.folder / "content", made.folder / "content")
    ended = made.build(**{**SETTINGS, "BACKFILE_CARD_IMAGES": False})
    assert ended.status == 0, ended.said
    return made


def head_of(site: MiniSite, page: str) -> Head:
    return Head(site.page(page))


def pages_of(output: Path) -> dict[str, str]:
    """Return the pages on which a reader stays, by their paths."""
    found = {p.relative_to(output).as_posix(): p.read_text("utf-8") for p in output.rglob("*.html")}
    return {name: html for name, html in found.items() if PAGE_MARK not in html}


def stories_of(output: Path) -> dict[str, str]:
    return {name: html for name, html in pages_of(output).items() if 'class="story"' in html}


def test_zotero_gets_what_the_page_shows_of_every_story(sample: Path) -> None:
    stories = stories_of(sample)
    assert len(stories) > 20
    for name, html in stories.items():
        page, item = LexborHTMLParser(html), zotero(Head(html))
        cited = words(page.css_first("#citation"))
        lang = page.css_first("html").attributes["lang"] or ""
        day = date(*map(int, item.day.split("/")))
        credit = words(page.css_first("p.attribution a"))
        standfirst = words(page.css_first("p.standfirst"))

        assert item.kind == "newspaperArticle"
        assert item.title == words(page.css_first("h1"))
        assert item.publication == (credit or "The Backfile Sample Archive"), name
        assert item.language == lang
        assert item.address == SITE + "/" + name.removesuffix("index.html")
        assert item.abstract
        assert not standfirst or item.abstract == standfirst
        told = (*item.authors, item.title, item.publication, item.address)
        assert all(part in cited for part in (*told, format_date(day, "long", locale=lang))), cited
        record = words(page.css_first("footer.record dl"))
        assert all(term in record for term in (item.section, *item.tags))


def test_all_vocabularies_say_the_same_of_every_story(sample: Path) -> None:
    for html in stories_of(sample).values():
        head = Head(html)
        assert head["og:title"] == head["DC.title"] == head["citation_title"]
        assert head.tags["citation_author"] == head.tags["DC.creator"]
        assert head["article:published_time"] == head["DC.date"]
        assert head["DC.date"].startswith(head["citation_publication_date"].replace("/", "-"))
        assert head["prism.publicationName"] == head["DC.publisher"]
        assert head["citation_language"] == head["DC.language"]
        assert head["citation_public_url"] == head["DC.identifier"]
        assert head["og:description"] == " ".join(head["description"].split())


def test_every_page_says_what_a_link_to_it_is_shown_with(sample: Path) -> None:
    for name, html in pages_of(sample).items():
        head = Head(html)
        if name == "404.html":
            continue
        title = words(LexborHTMLParser(html).css_first("title"))
        assert title in (head["og:title"], f"{head['og:title']} · {head['og:site_name']}")
        if head["robots"] != "noindex":  # a page that is left out has no address to be known by
            assert head["link canonical"] == head["og:url"]
        assert head["og:url"]
        assert head["og:type"] == ("article" if 'class="story"' in html else "website")
        assert head["twitter:card"] == "summary_large_image"
        shown = sample / head["og:image"].removeprefix(f"{SITE}/")
        with Image.open(shown) as image:
            assert [*map(str, image.size)] == [head["og:image:width"], head["og:image:height"]]
        assert all(len(found) == 1 for tag, found in head.tags.items() if tag.startswith("og:"))


def test_the_documentation_knows_all_that_is_said_and_no_more(site: MiniSite) -> None:
    said = {
        name
        for html in stories_of(site.folder / "output").values()
        for name in Head(html).tags
        if SPOKEN.match(name)
    }
    page = (ROOT / "docs" / "sharing.md").read_text("utf-8")
    rows = [line.split("|")[1] for line in page.splitlines() if line.startswith("| `")]
    known = {name for row in rows for name in re.findall(r"`([^`<>]+)`", row)}
    assert said == known


@pytest.mark.parametrize(
    ("page", "address"),
    [
        ("live.html", "https://wire.example/1/?a=1&b=2"),
        ("redirects.html", f"{SITE}/redirects.html"),
        ("dead.html", f"{SITE}/dead.html"),
        ("hijacked.html", f"{SITE}/hijacked.html"),
        ("own.html", f"{SITE}/own.html"),
        ("own-es-MX.html", f"{SITE}/own-es-MX.html"),
        ("index.html", f"{SITE}/"),
        ("partners/the-wire/index.html", f"{SITE}/partners/the-wire/"),
        ("pages/about.html", f"{SITE}/pages/about.html"),
    ],
)
def test_the_address_is_the_canonical_one(site: MiniSite, page: str, address: str) -> None:
    head = head_of(site, page)
    assert head.tags["og:url"] == head.tags["link canonical"] == [address]


@pytest.mark.parametrize("status", sorted(STATUSES))
def test_what_is_cited_is_the_page_that_is_read(site: MiniSite, status: str) -> None:
    head = head_of(site, f"{status}.html")
    assert head["citation_public_url"] == head["DC.identifier"] == f"{SITE}/{status}.html"
    assert head["DC.source"] == "https://wire.example/1/?a=1&b=2"


@pytest.mark.parametrize(
    "page", ["drafts/plan.html", "secret.html", "drafts/pages/unsaid.html", "404.html"]
)
def test_what_is_not_listed_says_nothing_but_that(site: MiniSite, page: str) -> None:
    head = head_of(site, page)
    assert head["robots"] == "noindex"
    said = (*head.tags, *head.schemas)
    assert not [
        name for name in said if re.match(r"(og|article|twitter|citation|DC|prism)\b", name)
    ]
    assert "link canonical" not in head.tags
    assert "link describedby" not in head.tags


def test_only_what_is_not_listed_is_kept_from_search_engines(site: MiniSite) -> None:
    pages = pages_of(site.folder / "output")
    kept = {name for name, html in pages.items() if Head(html)["robots"]}
    assert kept == {"drafts/plan.html", "secret.html", "drafts/pages/unsaid.html", "404.html"}


def test_hostile_words_stay_words(site: MiniSite) -> None:
    pages = [n for n, html in stories_of(site.folder / "output").items() if "Harbours" in html]
    (page,) = pages
    html = site.page(page)
    head = html.partition("</head>")[0]
    assert "<script>alert" not in head
    item = zotero(Head(html))
    assert item.authors[-1] == "A. Writer"
    assert item.section == "Harbours & Ports"
    assert item.title == Head(html)["og:title"] == Head(html)["DC.title"] == HOSTILE_READ
    assert item.abstract == "“" + HOSTILE_READ[1:]  # the same, in a paragraph
    assert Head(html)["og:site_name"] == ARCHIVE


def test_a_story_is_shown_with_its_first_large_picture(site: MiniSite) -> None:
    head = head_of(site, "pictured.html")
    assert head["og:image"] == f"{SITE}/images/the%20quay.png"
    assert (head["og:image:width"], head["og:image:height"]) == ("700", "400")
    assert head["og:image:alt"] == "The “quay”, A & B"


def test_of_a_huge_picture_the_smaller_version_is_shown(site: MiniSite) -> None:
    head = head_of(site, "scanned.html")
    path = head["og:image"].removeprefix(f"{SITE}/")
    with Image.open(site.folder / "output" / path) as image:
        assert image.size == (1440, 720)
    assert (head["og:image:width"], head["og:image:height"]) == ("1440", "720")
    assert "og:image:alt" not in head.tags


@pytest.mark.parametrize(
    ("page", "card", "alt"),
    [
        ("dead.html", "cards/partners/the-wire.png", f"The Wire, {ARCHIVE}"),
        ("partners/the-wire/index.html", "cards/partners/the-wire.png", f"The Wire, {ARCHIVE}"),
        ("own.html", "cards/site.png", ARCHIVE),
        ("index.html", "cards/site.png", ARCHIVE),
        ("pages/about.html", "cards/site.png", ARCHIVE),
    ],
)
def test_else_the_partners_card_is_shown_or_the_sites(
    site: MiniSite, page: str, card: str, alt: str
) -> None:
    head = head_of(site, page)
    assert head["og:image"] == f"{SITE}/{card}"
    assert head["og:image:alt"] == alt
    assert (site.folder / "output" / card).is_file()


def test_times_are_told_as_exactly_as_they_are_known(site: MiniSite) -> None:
    """Amsterdam's clocks had seconds in their offset: the instant is in UTC, on the day before."""
    head = head_of(site, "moved.html")
    assert head["article:published_time"] == "1911-03-03T23:50:28+00:00"
    assert head["article:modified_time"] == "1911-03-05T17:40:28+00:00"
    assert head["citation_publication_date"] == "1911/03/04"
    assert "article:modified_time" not in head_of(site, "own.html").tags


def test_rights_are_the_partners_and_only_where_its_record_states_them(site: MiniSite) -> None:
    assert head_of(site, "dead.html").tags["DC.rights"] == ["© Wire & Sons", "By leave"]
    assert "DC.rights" not in head_of(site, "own.html").tags
    assert head_of(site, "dead.html")["prism.publicationName"] == "The Wire"
    assert head_of(site, "own.html")["prism.publicationName"] == ARCHIVE


def test_a_territory_is_told_where_the_language_names_one(site: MiniSite) -> None:
    assert head_of(site, "own-es-MX.html")["og:locale"] == "es_MX"
    assert "og:locale" not in head_of(site, "own.html").tags


def test_a_story_leads_to_its_data(site: MiniSite) -> None:
    address = head_of(site, "own.html")["link describedby"]
    assert (site.folder / "output" / address.removeprefix(f"{SITE}/")).is_file()
    assert "link describedby" not in head_of(site, "index.html").tags


def test_without_an_address_there_is_none_and_no_picture(unpublished: MiniSite) -> None:
    head = head_of(unpublished, "dead.html")
    absent = {"og:url", "og:image", "citation_public_url", "DC.identifier", "link canonical"}
    assert not absent & head.tags.keys()
    assert "link describedby" not in head.tags
    assert head["twitter:card"] == "summary"
    assert head["og:title"] == head["citation_title"] == "Dead"
    assert not (unpublished.folder / "output" / "cards").exists()
    assert head_of(unpublished, "live.html")["og:url"] == "https://wire.example/1/?a=1&b=2"


def test_cards_are_the_same_files_in_another_build(site: MiniSite, tmp_path: Path) -> None:
    other = MiniSite(tmp_path)
    shutil.copytree(site.folder / "content", tmp_path / "content")
    ended = other.build(SITEURL=SITE, BACKFILE_DATA=True, **SETTINGS)
    assert ended.status == 0, ended.said
    assert cards(site).keys() == {"site.png", "the-wire.png"}
    assert cards(other) == cards(site)


def cards(site: MiniSite) -> dict[str, bytes]:
    output = site.folder / "output" / "cards"
    return {path.name: path.read_bytes() for path in output.rglob("*.png")}


def test_names_that_cannot_be_written_are_told_once(tmp_path: Path) -> None:
    made = MiniSite(tmp_path).write(
        {
            "own.md": story("Own"),
            "partners/one.md": WIRE.replace("The Wire", "港口电讯"),
            "partners/two.md": WIRE.replace("The Wire", "港口"),
        }
    )
    ended = made.build(SITENAME="Archive", BACKFILE_CARD_IMAGES=True)
    assert ended.status == 0, ended.said
    assert " ".join(ended.said.split()).count("for 港 口 电 讯, so names with them") == 1
    names = {path.stem for path in (tmp_path / "output" / "cards").rglob("*.png")}
    assert names == {"site", "one", "two"}


def test_a_card_is_drawn_once(tmp_path: Path) -> None:
    card = CardImage("Harbor Wire")
    assert card_png(card, tmp_path) == draw(card)
    (kept,) = tmp_path.iterdir()
    kept.write_bytes(b"as it was kept")
    assert card_png(card, tmp_path) == b"as it was kept"
    assert card_png(CardImage("Harbour Wire"), tmp_path) == draw(CardImage("Harbour Wire"))


@pytest.mark.parametrize(
    ("fields", "years"),
    [
        ({"founded": "1891", "closed": "1974", "status": "merged"}, "1891–1974"),
        ({"founded": "1891", "closed": "1974"}, "1891–1974"),
        ({"founded": "1891"}, "Since 1891"),
        ({"founded": "1891", "status": "closed"}, "1891"),
        ({"closed": "1974", "status": "closed"}, "1974"),
        ({}, ""),
    ],
)
def test_a_partners_card_says_its_years_as_its_page_does(
    fields: dict[str, str], years: str
) -> None:
    partner = Partner("the-wire", "The Wire", "partners/the-wire.md", **fields)
    theme = ROOT / "theme"
    context: Any = {"_BACKFILE_LANGUAGES": Languages("en", theme / "translations")}
    loader = FileSystemLoader(theme / "templates")
    page = Environment(loader=loader, extensions=["jinja2.ext.i18n"], autoescape=False)  # noqa: S701
    page.filters.update(FILTERS, encoded=encoded)
    page.install_null_translations(newstyle=True)
    macro = page.get_template("partials/say.html").module.lifetime
    assert lifetime(context, partner) == str(macro(partner)).strip() == years
