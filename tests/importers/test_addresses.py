"""Old addresses are found again however they are written, and none that does harm is linked."""

from __future__ import annotations

import re
import string

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from backfile.text.web_addresses import LONGEST, address_key, resolved, safe_link, web_address

unhurried = settings(deadline=None)  # machines of all speeds run the tests
STORY = "packet.example/2011/03/bridge"
PAGE = "https://packet.example/2011/03/bridge/"

SAME = {
    "as it is": "https://packet.example/2011/03/bridge",
    "http": "http://packet.example/2011/03/bridge",
    "a slash at the end": "https://packet.example/2011/03/bridge/",
    "its index": "https://packet.example/2011/03/bridge/index.html",
    "an old server's index": "https://packet.example/2011/03/bridge/Default.aspx",
    "www": "https://www.packet.example/2011/03/bridge",
    "a host in capitals": "HTTPS://Packet.EXAMPLE/2011/03/bridge",
    "a dot after the host": "https://packet.example./2011/03/bridge",
    "the usual port": "http://packet.example:80/2011/03/bridge",
    "no scheme": "//packet.example/2011/03/bridge",
    "a place in the page": "https://packet.example/2011/03/bridge#comments",
    "no query": "https://packet.example/2011/03/bridge?",
    "a campaign": "https://packet.example/2011/03/bridge?utm_source=feed&UTM_Medium=rss",
    "a click": "https://packet.example/2011/03/bridge?fbclid=x&gclid=y&msclkid=z",
    "an answer to a comment": "https://packet.example/2011/03/bridge/?replytocom=12#respond",
    "letters in percent": "https://packet.example/2011/03/%62ridge",
    "slashes doubled": "https://packet.example//2011/03//bridge",
    "dots": "https://packet.example/2011/./04/../03/bridge",
    "dots in percent": "https://packet.example/2011/04/%2E%2e/03/bridge",
    "a user": "https://reader:secret@packet.example/2011/03/bridge",
    "white space around it": "\n https://packet.example/2011/03/bridge \n",
    "a line break in it": "https://packet.example/2011/03/\n\tbridge",
    "backslashes": r"https:\\packet.example\2011\03\bridge",
}


@pytest.mark.parametrize("address", SAME.values(), ids=SAME.keys())
def test_addresses_of_one_page_have_one_key(address):
    assert address_key(address) == STORY


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("https://e.example/Bridge", "https://e.example/bridge"),
        ("https://e.example/?p=1", "https://e.example/?p=2"),
        ("https://e.example/a?page=2", "https://e.example/a"),
        ("https://e.example:8080/a", "https://e.example/a"),
        ("https://news.e.example/a", "https://e.example/a"),
        ("https://e.example/a%2Fb", "https://e.example/a/b"),
        ("https://e.example/a%3Fb", "https://e.example/a?b"),
        ("https://e.example/a?q=%E9", "https://e.example/a?q=%E8"),
        ("https://e.example/a?q=1%262", "https://e.example/a?q=1&2"),
    ],
)
def test_addresses_of_two_pages_have_two_keys(one, other):
    assert address_key(one) != address_key(other)


@pytest.mark.parametrize(
    ("address", "key"),
    [
        ("https://e.example", "e.example/"),
        ("https://e.example/index.php?p=12", "e.example/?p=12"),
        ("https://e.example/a?b=2&a=1&b=1", "e.example/a?a=1&b=1&b=2"),
        ("https://e.example/café", "e.example/caf%C3%A9"),
        ("https://e.example/caf%c3%a9", "e.example/caf%C3%A9"),
        ("https://bücher.example/", "xn--bcher-kva.example/"),
        ("https://xn--bcher-kva.example/", "xn--bcher-kva.example/"),
        ("http://[2001:DB8::1]:8080/a", "[2001:db8::1]:8080/a"),
        ("https://e.example/100%", "e.example/100%25"),
    ],
)
def test_keys(address, key):
    assert address_key(address) == key


@pytest.mark.parametrize(
    "address",
    ["", "bridge.html", "/2011/03/bridge/", "mailto:desk@packet.example", "data:,x", "https://"],
)
def test_what_is_no_web_address_in_full_has_no_key(address):
    assert address_key(address) == ""


LINKS = {
    "in full": ("https://e.example/a?b=1#c", "https://e.example/a?b=1#c"),
    "without a path": ("https://e.example", "https://e.example/"),
    "beside the page": ("pier.html", f"{PAGE}pier.html"),
    "above the page": ("../pier/", "https://packet.example/2011/03/pier/"),
    "from the root": ("/about", "https://packet.example/about"),
    "a query": ("?page=2", f"{PAGE}?page=2"),
    "a place in the page": ("#notes", f"{PAGE}#notes"),
    "of the same scheme": ("//e.example/a", "https://e.example/a"),
    "with a port": ("http://e.example:8080/", "http://e.example:8080/"),
    "with the usual port": ("http://e.example:80/", "http://e.example/"),
    "with a password": ("https://reader:secret@e.example/", "https://e.example/"),
    "white space": ("  https://e.example/a b\n", "https://e.example/a%20b"),
    "quotes": ("/a\"b'c", "https://packet.example/a%22b%27c"),
    "brackets": ("/a(b)<c>[d]", "https://packet.example/a%28b%29%3Cc%3E%5Bd%5D"),
    "other scripts": ("/café", "https://packet.example/caf%C3%A9"),
    "already in percent": ("/caf%C3%A9", "https://packet.example/caf%C3%A9"),
    "one slash": ("http:/e.example/a", "http://e.example/a"),
    "five slashes": ("https://///e.example/a", "https://e.example/a"),
    "backslashes": (r"\\e.example\a", "https://e.example/a"),
    "a mailbox": ("mailto:desk@packet.example", "mailto:desk@packet.example"),
    "a subject": ("MAILTO:a@e.example?subject=Two words", "mailto:a@e.example?subject=Two%20words"),
    "a telephone": ("tel:+1-555-0100", "tel:+1-555-0100"),
}


@pytest.mark.parametrize(("href", "link"), LINKS.values(), ids=LINKS.keys())
def test_links(href, link):
    assert safe_link(href, PAGE) == link


NEVER = {
    "a script": "javascript:alert(1)",
    "a script in capitals": "JaVaScRiPt:alert(1)",
    "a script behind spaces": " \t\njavascript:alert(1)",
    "a script behind a control character": "\x01\x1fjavascript:alert(1)",
    "a script with line breaks": "java\nscr\r\nipt\t:alert(1)",
    "a script that looks like an address": "javascript://e.example/%0aalert(1)",
    "an older script": "vbscript:msgbox(1)",
    "a page of its own": "data:text/html,<script>alert(1)</script>",
    "a file": "file:///etc/passwd",
    "what a page made": "blob:https://e.example/1",
    "a scheme nobody knows": "x-launch:calculator",
    "no host": "https://",
    "dots for a host": "https://.../",
    "a host with spaces": "https://e example/",
    "a host with a quote": 'https://e"onclick="alert(1)/',
    "a host with NUL": "https://e%00.example/",
    "half an IPv6 host": "https://[::1/",
    "a port beyond all": "https://e.example:99999/",
    "a port of letters": "https://e.example:http/",
    "a host too long": f"https://{'e' * 300}.example/",
    "an endless address": f"https://e.example/{'a' * LONGEST}",
    "an endless mailbox": f"mailto:{'a' * LONGEST}",
    "an empty mailbox": "mailto:",
    "nothing": " \n",
}


@pytest.mark.parametrize("href", NEVER.values(), ids=NEVER.keys())
def test_never_linked(href):
    assert safe_link(href, PAGE) == ""


@pytest.mark.parametrize("href", ["pier.html", "/pier.html", "#notes", "?page=2"])
def test_an_address_relative_to_nothing_is_not_linked(href):
    assert safe_link(href) == ""


SIGNS = st.text(st.sampled_from(string.printable + "é“\x00\x01\u2028\uff0f\u202e"), max_size=40)
HREFS = SIGNS | st.builds(
    "".join, st.tuples(st.sampled_from(["https://", "http:", "//", "java\tscript:", "/"]), SIGNS)
)
HARMLESS = re.compile(
    r"https?://[^\s\"'()<>\x00-\x20`\\/?#]+/[!#-&*-;=?-Z_a-z~]*|(?:mailto|tel):[!#-&*-;=?-Z_a-z~]+"
)


@unhurried
@given(HREFS)
def test_a_link_is_harmless_whatever_it_is_made_of(href):
    link = safe_link(href, PAGE)
    assert not link or HARMLESS.fullmatch(link)


@unhurried
@given(HREFS)
def test_a_link_is_the_same_when_it_is_read_again(href):
    link = safe_link(href, PAGE)
    assert safe_link(link) == link
    if link.startswith("http"):
        assert address_key(link) == address_key(safe_link(link))


@unhurried
@given(HREFS)
def test_a_key_is_the_key_of_itself(href):
    key = address_key(href)
    assert not key or address_key(f"https://{key}") == key


@pytest.mark.parametrize("part", [":", "/", "\\", "%2e%2e/", "a&", "\n", "//", "[", "é."])
def test_an_address_of_a_million_signs_is_no_trouble(part):
    assert safe_link(f"https://e.example/{part * 1_000_000}") == "" or part == "\n"
    assert address_key(part * 1_000_000) == ""


IN_FULL = [
    ("a.jpg", PAGE, f"{PAGE}a.jpg"),
    ("/a.jpg", PAGE, "https://packet.example/a.jpg"),
    ("//cdn.example/a.jpg", PAGE, "https://cdn.example/a.jpg"),
    (" \n a b.jpg\t", PAGE, f"{PAGE}a b.jpg"),
    ("mailto:desk@packet.example", PAGE, "mailto:desk@packet.example"),
    ("a.jpg", "", "a.jpg"),
    ("", PAGE, ""),
    ("https://[bro/ken", PAGE, ""),
    ("a.jpg", "https://[bro/ken", ""),
]


@pytest.mark.parametrize(("address", "base", "full"), IN_FULL)
def test_an_address_is_read_as_its_page_means_it(address, base, full):
    assert resolved(address, base) == full


@pytest.mark.parametrize(
    ("address", "base", "full"),
    [
        ("../bridge", PAGE, "https://packet.example/2011/03/bridge"),
        (" https://packet.example/a ", "", "https://packet.example/a"),
        ("HTTPS://Packet.example/A?b#c", "", "HTTPS://Packet.example/A?b#c"),
        ("mailto:desk@packet.example", PAGE, ""),
        ("https:///bridge", "", ""),
        ("bridge", "", ""),
        ("https://packet.example/a b", "", ""),
        ('https://packet.example/"a"', "", ""),
        ("https://[bro/ken", "", ""),
    ],
)
def test_an_address_of_the_web_stays_as_it_is_spelled(address, base, full):
    assert web_address(address, base) == full
