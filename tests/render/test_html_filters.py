"""The filter `body`: tables of what stands in a story and what its page gets."""

from __future__ import annotations

import re
from html import unescape
from types import SimpleNamespace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from jinja2 import Environment
from markdown import Markdown

from backfile.render import html_filters
from backfile.render.html_filters import SIZES, Surroundings, rewrite
from backfile.render.pictures import Picture
from backfile.text.html_tokens import read
from tests.render.opened import opened

KNOWN = {
    "images/pier.jpg": Picture(1600, 900, (480, 960)),
    "images/crane.png": Picture(300, 200),
    "images/a b.png": Picture(1000, 500, (480,)),
    "images/broken.png": Picture(0, 0),
}
VERSIONS = (
    'srcset="/pictures/480/images/pier.jpg 480w, '
    '/pictures/960/images/pier.jpg 960w, /images/pier.jpg 1600w"'
)
PIER = f'width="1600" height="900" {VERSIONS}'


def fit(html: str, *, root: str = "/", site: str = "https://here.invalid/") -> str:
    missed: list[str] = []
    here = f"{site}2011/03/bridge/index.html"
    return rewrite(html, Surroundings(here, site, root, KNOWN.get, missed.append))


def from_markdown(text: str) -> str:
    return fit(Markdown(extensions=["extra"], output_format="html").convert(text))


@pytest.mark.parametrize(
    "html",
    [
        "",
        "No tag at all, 3 < 4 & 5 > 4.",
        "<p>Plain <em>words</em> &amp; &#38; AT&T</p>\n",
        '<section class="update" id="update-3"><h2>Update</h2>\n<p>It <br /> is.</p></section>',
        "<!-- a note --><P CLASS=x>Old<P>tags</p>",
        '<p><a href="/2011/03/">March</a> <a href="#fn:1">1</a> <a href="mailto:a@b.c">m</a></p>',
        '<p><a class="x" href="https://here.invalid/a?b=1&amp;c#d" title="Here">Here</a></p>',
        '<p><a rel="nofollow" href="https://other.example/">Elsewhere</a></p>',
        "<blockquote>\n<p>Quiet.</p>\n</blockquote>",
        "<p>A lone <![& end",
        '<p><img src="/theme/x.png" loading="eager" decoding="sync" fetchpriority="low"></p>',
    ],
)
def test_what_needs_no_change_comes_back_byte_for_byte(html):
    assert fit(html) == html


@pytest.mark.parametrize(
    ("html", "expected"),
    [
        # The policy blocks inline styles and scripts. An alignment becomes a class.
        ('<td style="text-align: right;">9</td>', '<td class="align-right">9</td>'),
        ('<th class="x" style="TEXT-ALIGN:center">9</th>', '<th class="x align-center">9</th>'),
        ('<p style="color: red; text-align: left">9</p>', "<p>9</p>"),
        ('<p onclick="go()" id="a">9</p>', '<p id="a">9</p>'),
        ('<a href=" java\nscript:go()" title="x">9</a>', '<a title="x">9</a>'),
        ('<a href="&#106;avascript:go()">9</a>', "<a>9</a>"),
        ('a<script>go("</p>")</script>b<script src="/x.js"></script>c', "abc"),
        ("a<style>p {}</style>b<link rel=stylesheet href=x><base href=y>c", "abc"),
        # A link to another host says so.
        (
            '<a href="https://other.example/">x</a><a href="//other.example/">y</a>',
            (
                '<a href="https://other.example/" rel="external">x</a>'
                '<a href="//other.example/" rel="external">y</a>'
            ),
        ),
        # What scrolls can be scrolled by keyboard.
        ("<pre><code>x</code></pre>", '<pre tabindex="0"><code>x</code></pre>'),
        (
            "<table><tr><td>1</td></tr></table>",
            (
                '<div class="scroller" role="region" tabindex="0" aria-label="Table">'
                "<table><tr><td>1</td></tr></table></div>"
            ),
        ),
        (
            "<table><caption>Ships &amp; <b>ports</b></caption></table>",
            (
                '<div class="scroller" role="region" tabindex="0" aria-label="Ships &amp; ports">'
                "<table><caption>Ships &amp; <b>ports</b></caption></table></div>"
            ),
        ),
        (
            '<div class="wide scroller"><table></table></div>',
            '<div class="wide scroller"><table></table></div>',
        ),
        (
            "<table><td><table></table></td></table>",
            (
                '<div class="scroller" role="region" tabindex="0" aria-label="Table">'
                "<table><td><table></table></td></table></div>"
            ),
        ),
        ("<table><td>never closed", "<table><td>never closed"),
    ],
)
def test_tags_are_made_fit_for_the_page(html, expected):
    assert fit(html) == expected


@pytest.mark.parametrize(
    ("html", "expected"),
    [
        # Its title is the link's text, else its address.
        (
            '<iframe src="https://films.example/7" title="A film"></iframe>',
            '<p class="embed"><a href="https://films.example/7" rel="external">A film</a></p>',
        ),
        (
            '<embed src="//films.example/7">',
            (
                '<p class="embed"><a href="https://films.example/7" rel="external">'
                "https://films.example/7</a></p>"
            ),
        ),
        # The words inside are kept, as a quotation with its source.
        (
            '<object data="/plan.pdf"><param name="x">The <i>plan</i>.</object>',
            (
                '<blockquote class="embed">The <i>plan</i>.'
                '<p class="source"><a href="/plan.pdf">/plan.pdf</a></p></blockquote>'
            ),
        ),
        # An old film player: the plug-in inside has the address.
        (
            (
                '<object width="9"><param name="movie" value="x">'
                '<embed src="https://films.example/7"></embed></object>'
            ),
            (
                '<p class="embed"><a href="https://films.example/7" rel="external">'
                "https://films.example/7</a></p>"
            ),
        ),
        # A paragraph or a heading cannot hold another paragraph, nor a link another link.
        (
            '<p>See <iframe src="/map/" title="the map">it</iframe>.</p>',
            '<p>See it <a class="embed" href="/map/">the map</a>.</p>',
        ),
        (
            '<a href="/y"><iframe src="/map/" title="the map"></iframe></a>',
            '<a href="/y"><span class="embed">the map</span></a>',
        ),
        ("<iframe>Only words</iframe>", "Only words"),
        ('<iframe src="javascript:go()">Words</iframe>', "Words"),
        ('<iframe src="data:text/html,go">Words</iframe>', "Words"),
        ('<a href="vbscript:go()">Words</a>', "<a>Words</a>"),
        ('<a href=" data:text/html,go">Words</a>', "<a>Words</a>"),
        ("<iframe><script>go()</script>Words</iframe>", "Words"),
    ],
)
def test_a_frame_becomes_a_link(html, expected):
    assert fit(html) == expected


@pytest.mark.parametrize(
    ("html", "expected"),
    [
        # The first picture of the opening is wanted at once, any other when it is near.
        (
            '<p><img src="/images/pier.jpg" alt="A pier"></p><img src="/images/crane.png">',
            (
                '<p><img src="/images/pier.jpg" alt="A pier" fetchpriority="high" decoding="async" '
                f'{PIER} sizes="{SIZES}"></p>'
                '<img src="/images/crane.png" loading="lazy" decoding="async" width="300" '
                'height="200">'
            ),
        ),
        (
            '<section><img src="/images/pier.jpg"></section>',
            (
                '<section><img src="/images/pier.jpg" loading="lazy" decoding="async" '
                f'{PIER} sizes="auto, {SIZES}"></section>'
            ),
        ),
        (
            '<h2>Now</h2><img src="../../../images/crane.png?v=2#x">',
            (
                '<h2>Now</h2><img src="../../../images/crane.png?v=2#x" loading="lazy" '
                'decoding="async" width="300" height="200">'
            ),
        ),
        # What the author wrote wins; the other half of a size keeps the shape.
        (
            '<img src="/images/crane.png" width="150" loading="lazy" decoding="sync">',
            (
                '<img src="/images/crane.png" width="150" loading="lazy" decoding="sync" '
                'fetchpriority="high" height="100">'
            ),
        ),
        (
            '<h2></h2><img src="/images/crane.png" height="100">',
            (
                '<h2></h2><img src="/images/crane.png" height="100" loading="lazy" '
                'decoding="async" width="150">'
            ),
        ),
        (
            '<h2></h2><img src="/images/crane.png" width="50%">',
            '<h2></h2><img src="/images/crane.png" width="50%" loading="lazy" decoding="async">',
        ),
        (
            '<h2></h2><img src="/images/pier.jpg" width="160" height="90">',
            (
                '<h2></h2><img src="/images/pier.jpg" width="160" height="90" loading="lazy" '
                f'decoding="async" {VERSIONS} sizes="auto, 160px">'
            ),
        ),
        # Names are escaped in lists of addresses.
        (
            '<h2></h2><img src="/images/a%20b.png">',
            (
                '<h2></h2><img src="/images/a%20b.png" loading="lazy" decoding="async" '
                'width="1000" height="500" srcset="/pictures/480/images/a%20b.png 480w, '
                f'/images/a%20b.png 1000w" sizes="auto, {SIZES}">'
            ),
        ),
        (
            '<h2></h2><img src="/images/broken.png">',
            '<h2></h2><img src="/images/broken.png" loading="lazy" decoding="async">',
        ),
        # A page must not load a picture from another host.
        (
            '<img src="https://other.example/p.jpg" alt="A &quot;pier&quot;">',
            (
                '<a class="missing-image" href="https://other.example/p.jpg" rel="external">'
                'A "pier"</a>'
            ),
        ),
        (
            '<a href="/y"><img src="https://other.example/p.jpg"></a>',
            '<a href="/y"><span class="missing-image">https://other.example/p.jpg</span></a>',
        ),
        (
            '<img src="data:image/gif,R0==" alt="dot"><img src="data:image/gif,R0==">',
            '<span class="missing-image">dot</span>',
        ),
    ],
)
def test_a_picture_gets_what_the_page_needs_to_know(html, expected):
    assert fit(html) == expected


@pytest.mark.parametrize(
    ("root", "site", "src"),
    [
        ("/", "https://here.invalid/", "/images/crane.png"),
        ("../../../", "https://here.invalid/", "../../../images/crane.png"),
        (
            "https://a.example/old/",
            "https://a.example/old/",
            "https://a.example/old/images/crane.png",
        ),
        ("https://a.example/old/", "https://a.example/old/", "/old/images/crane.png"),
    ],
)
def test_a_picture_is_known_however_its_site_writes_addresses(root, site, src):
    assert 'width="300"' in fit(f'<img src="{src}">', root=root, site=site)


def test_a_smaller_picture_has_an_address_like_that_of_its_page():
    html = fit('<img src="/old/images/pier.jpg">', root="../../../", site="https://a.example/old/")

    assert "../../../pictures/480/images/pier.jpg 480w" in html


@pytest.mark.parametrize("src", ["{static}/images/none.png", "/images/none.png", "none.png"])
def test_a_picture_that_is_not_there_is_told(src):
    missed: list[str] = []
    site = "https://here.invalid/"
    rewrite(f'<img src="{src}">', Surroundings(site, site, "/", KNOWN.get, missed.append))

    assert missed == [src]


CRANE = (
    '<a class="enlarge" href="/images/crane.png"><img alt="A crane" src="/images/crane.png" …></a>'
)


@pytest.mark.parametrize(
    ("markdown", "expected"),
    [
        (
            "![A crane](/images/crane.png)\nThe *new* crane.\n*Photograph: A. Writer*",
            (
                f"<figure>{CRANE}\n"
                "<figcaption>The <em>new</em> crane.\n"
                '<small class="credit">Photograph: A. Writer</small></figcaption></figure>'
            ),
        ),
        (
            "![A crane](/images/crane.png)\n*Photograph: A. Writer*",
            (
                f"<figure>{CRANE}\n"
                '<figcaption><small class="credit">Photograph: A. Writer</small>'
                "</figcaption></figure>"
            ),
        ),
        (
            "[![A crane](/images/crane.png)](/large/)\n![Too](/images/crane.png)\n[Both](/).",
            (
                '<figure><a href="/large/"><img alt="A crane" src="/images/crane.png" …></a>\n'
                '<a class="enlarge" href="/images/crane.png">'
                '<img alt="Too" src="/images/crane.png" …></a>\n'
                '<figcaption><a href="/">Both</a>.</figcaption></figure>'
            ),
        ),
        (
            "![A crane](/images/crane.png)\nThe crane.[^1]\n{: .wide }\n\n[^1]: A note.",
            (
                f'<figure class="wide">{CRANE}\n'
                '<figcaption>The crane.<sup id="fnref:1"><a class="footnote-ref" href="#fn:1">1</a>'
                "</sup></figcaption></figure>"
            ),
        ),
        # Words in italics that are not the whole of the last line are no credit.
        (
            "![A crane](/images/crane.png)\nSeen from *the pier*",
            (f"<figure>{CRANE}\n<figcaption>Seen from <em>the pier</em></figcaption></figure>"),
        ),
        # A picture alone, or among words, makes no figure.
        (
            "![A crane](/images/crane.png)",
            '<p><img alt="A crane" src="/images/crane.png" …></p>',
        ),
        (
            "![A crane](/images/crane.png) stands\nthere.",
            '<p><img alt="A crane" src="/images/crane.png" …> stands\nthere.</p>',
        ),
        (
            "[The ![A crane](/images/crane.png)](/)\nthere.",
            '<p><a href="/">The <img alt="A crane" src="/images/crane.png" …></a>\nthere.</p>',
        ),
    ],
)
def test_a_picture_and_the_lines_below_it_are_a_figure(markdown, expected):
    html = re.sub(r'(src="/images/crane.png") [^>]*>', r"\1 …>", from_markdown(markdown))

    assert html.partition('\n<div class="footnote">')[0] == expected


@pytest.mark.parametrize(
    ("markdown", "is_source"),
    [
        ("> Words.\n>\n> [A Writer, 4 March](/source/)", True),
        ("> Words.\n>\n> — [A Writer, *4 March*](/source/)", True),
        ("> Words.\n>\n> ---\n>\n> -- [A Writer](/source/)", True),
        ("> - One\n> - Two\n>\n> [A Writer](/source/)", True),
        ("> [A Writer](/source/)", False),
        ("> Words.\n>\n> Said [A Writer](/source/)", False),
        ("> Words.\n>\n> [A Writer](/source/) and [another](/source/)", False),
        ("> Words.\n>\n> [A Writer](/source/) said so", False),
        ("Words.\n\n[A Writer](/source/)", False),
    ],
)
def test_the_last_line_of_a_quotation_is_its_source_if_it_is_a_link(markdown, is_source):
    assert ('<p class="source">' in from_markdown(markdown)) is is_source


TAGS = st.sampled_from(
    [
        "<p>",
        "</p>",
        '<a href="https://other.example/?a&amp;b">',
        "</a>",
        "<em>",
        "</em>",
        "\n",
        "<section>",
        "</section>",
        "<blockquote>",
        "</blockquote>",
        '<td style="text-align: right" onclick=go()>',
        "<table>",
        "<table",
        "</table>",
        "<caption>",
        "<pre>",
        '<img src="/images/pier.jpg">',
        '<img src="/images/none.png" alt>',
        "<br/>",
        "<!-- <p> -->",
        "<![CDATA[x]]>",
        "&amp;",
        "&#60;",
        "&#",
        "&lt",
    ]
)
HTML = st.lists(TAGS | st.text(max_size=8), max_size=30).map("".join)


def shown(html: str) -> str:
    return unescape("".join(token.written for token in read(html) if token.is_text))


@settings(deadline=None)
@given(st.text() | HTML)
def test_any_text_goes_through(html):
    fit(html)


@settings(deadline=None)
@given(
    st.text(alphabet=st.characters(exclude_characters="<")) | HTML.filter(lambda s: "<" not in s)
)
def test_text_without_tags_stays_as_it_is(html):
    assert fit(html) == html


@settings(deadline=None)
@given(HTML)
def test_the_words_stay(html):
    assert shown(fit(html)) == shown(html)


@settings(deadline=None)
@given(HTML)
def test_what_is_fit_is_fit(html):
    once = fit(html)

    assert not re.search(r"<[a-z][^<>]*\s(?:style|on[a-z]+)=", once)
    assert fit(once).count("scroller") == once.count("scroller")


@settings(deadline=None)
@given(st.text() | HTML)
def test_tokens_together_are_the_text(html):
    assert "".join(token.written for token in read(html)) == html


class Heard:
    """Stands for the pictures of a build; `told` are the warnings that it was told."""

    def __init__(self) -> None:
        self.told: list[str] = []

    def find(self, path):
        return KNOWN.get(path)

    def tell(self, warning):
        self.told.append(warning)


def shown_in_template(html: str, pictures: Heard, **context: object) -> str:
    environment = Environment(autoescape=False)  # noqa: S701 (as Pelican's is)
    environment.filters["body"] = html_filters.body
    return environment.from_string("{{ html|body }}").render(
        {"_BACKFILE_PICTURES": pictures, "THEME_STATIC_DIR": "theme", "html": html, **context}
    )


def test_a_template_shows_a_body_for_its_own_address():
    html = shown_in_template(
        '<img src="https://a.example/old/images/pier.jpg">',
        Heard(),
        SITEURL="https://a.example/old",
        output_file="2011/03/bridge/index.html",
    )

    assert "https://a.example/old/pictures/480/images/pier.jpg 480w" in html


def test_the_templates_of_all_generators_share_the_pictures_of_a_build(tmp_path):
    settings = opened(tmp_path)
    context: dict[str, object] = {}
    first, second = (
        SimpleNamespace(settings=settings, context=context, env=Environment(autoescape=False))  # noqa: S701
        for _ in range(2)
    )
    html_filters.connect(first)
    pictures = context["_BACKFILE_PICTURES"]
    html_filters.connect(second)

    assert first.env.filters["body"] is second.env.filters["body"] is html_filters.body
    assert context["_BACKFILE_PICTURES"] is pictures


def test_a_table_is_named_in_the_words_of_the_theme():
    words = {"Table": "Tabla", "Picture in full size": "Imagen completa"}

    assert 'aria-label="Table"' in shown_in_template("<table></table>", Heard())
    assert 'aria-label="Tabla"' in shown_in_template(
        "<table></table>", Heard(), gettext=words.__getitem__
    )


@pytest.mark.parametrize(
    ("figure", "expected"),
    [
        ('<figure><img src="/images/crane.png"></figure>', ' aria-label="Picture in full size"'),
        ('<figure><img src="/images/crane.png" alt="A crane"></figure>', ""),
    ],
)
def test_a_picture_in_a_figure_leads_to_its_own_file(figure, expected):
    link = f'<figure><a class="enlarge" href="/images/crane.png"{expected}><img src='
    assert fit(figure).startswith(link)


@pytest.mark.parametrize(
    "html",
    [
        '<img src="/images/crane.png" alt="A crane">',
        '<figure><a href="/large/"><img src="/images/crane.png" alt="A crane"></a></figure>',
        '<a href="/large/"><figure><img src="/images/crane.png" alt="A crane"></figure></a>',
        '<figure><img src="/images/unknown.png" alt="A crane"></figure>',
        '<figure><img src="https://elsewhere.example/a.png" alt="A crane"></figure>',
    ],
)
def test_no_other_picture_does(html):
    assert "enlarge" not in fit(html)


def test_a_missing_picture_is_told_with_file_line_and_remedy(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    story = tmp_path / "story.md"
    story.write_text("Title: Pier\n\n![The pier]({static}/images/peer.jpg)\n", "utf-8")
    pictures = Heard()
    shown_in_template(
        '<img src="/images/peer.jpg"><img src="/theme/logo.png">',
        pictures,
        article=SimpleNamespace(source_path=str(story)),
    )

    assert pictures.told == [
        (
            "story.md:3: there is no picture /images/peer.jpg; put it into the folder of "
            "the pictures and show it as {static}/images/name.png, or correct its name"
        )
    ]


LINKS = [
    '<a href="https://other.example/">x</a>',
    '<a class="a" href="http://other.example:80?b=1&amp;c" title="It">x</a>',
    '<a href="https://here.invalid/a" id="b">x</a>',
    '<a href="https://here.invalid">x</a>',
    "<a href=\"https://other.example/&#39;s\" title='y'>x</a>",
    '<a href="https://other.example/it\'s">x</a>',
    '<a href="https://user@other.example/">x</a>',
    '<a href="/a" hreflang="en">x</a>',
    '<a href="#b" href="https://other.example/">x</a>',
    "<p>a</p>",
    '<h2 class="b"><time datetime="2011">1 &amp; 2</time></h2>',
]
COMMENT = "<!-- taken apart -->"


@given(st.lists(st.sampled_from(LINKS), max_size=6))
def test_a_plain_story_gets_what_one_gets_that_is_taken_apart(parts):
    html = "".join(parts)
    assert fit(html) + COMMENT == fit(html + COMMENT)
