"""Identifiers of stories: which forms are read, and what is made of them."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from backfile.text.identifiers import (
    Identifier,
    IdentifierError,
    Scheme,
    known_identifiers,
    read_identifiers,
)

ARK = Identifier(Scheme.ARK, "ark:/12345/x6np1wh8k", "https://n2t.net/ark:/12345/x6np1wh8k")
DOI = Identifier(Scheme.DOI, "doi:10.12345/Ferry.1", "https://doi.org/10.12345/Ferry.1")
READ = {
    "": (),
    "ark:/12345/x6np1wh8k": (ARK,),
    "ARK:/12345/x6np1wh8k": (ARK,),
    # Without a slash, as the draft has it since 2018.
    "ark:99999/fk4-x.2": (
        Identifier(Scheme.ARK, "ark:99999/fk4-x.2", "https://n2t.net/ark:99999/fk4-x.2"),
    ),
    # At a resolver of its own.
    "https://id.packet.example/ark:/12345/x6np1wh8k": (
        Identifier(
            Scheme.ARK, "ark:/12345/x6np1wh8k", "https://id.packet.example/ark:/12345/x6np1wh8k"
        ),
    ),
    "doi:10.12345/Ferry.1": (DOI,),
    "DOI: 10.12345/Ferry.1": (DOI,),
    "10.12345/Ferry.1": (DOI,),
    "https://doi.org/10.12345/Ferry.1": (DOI,),
    "http://dx.doi.org/10.12345/Ferry.1": (DOI,),
    # What an address cannot hold is encoded there alone.
    "10.1002/(SICI)1<9::A>3.0.CO;2-#": (
        Identifier(
            Scheme.DOI,
            "doi:10.1002/(SICI)1<9::A>3.0.CO;2-#",
            "https://doi.org/10.1002/(SICI)1%3C9::A%3E3.0.CO;2-%23",
        ),
    ),
    "https://doi.org/10.1002/a%3Cb": (
        Identifier(Scheme.DOI, "doi:10.1002/a<b", "https://doi.org/10.1002/a%3Cb"),
    ),
    "https://hdl.handle.net/2027/812": (
        Identifier(
            Scheme.URL, "https://hdl.handle.net/2027/812", "https://hdl.handle.net/2027/812"
        ),
    ),
    "AP-1912.04/15": (Identifier(Scheme.OWN, "AP-1912.04/15"),),
    "urn:nbn:de:101:1-2011": (Identifier(Scheme.OWN, "urn:nbn:de:101:1-2011"),),
    "ark:/12345/x6np1wh8k doi:10.12345/Ferry.1": (ARK, DOI),
    # The same, spelled in another way.
    "doi:10.12345/Ferry.1 https://doi.org/10.12345/FERRY.1": (DOI,),
    "ark:/12345/x6np1wh8k ark:12345/x6-np1-wh8k": (ARK,),
}


@pytest.mark.parametrize("text", READ)
def test_what_is_read(text: str) -> None:
    assert read_identifiers(text) == READ[text]


REFUSED = {
    "ark:/12/x": '"ark:/12/x" is no ARK; write one such as ark:/12345/x6np1wh8k',
    "ark:/12345": '"ark:/12345" is no ARK; write one such as ark:/12345/x6np1wh8k',
    # No vowels in the number of an authority.
    "ark:/1234a/x": '"ark:/1234a/x" is no ARK; write one such as ark:/12345/x6np1wh8k',
    "https://n2t.net/ark:/1/x": (
        '"https://n2t.net/ark:/1/x" is no ARK; write one such as ark:/12345/x6np1wh8k'
    ),
    "doi:10.12345/a,": '"doi:10.12345/a,": put a space between identifiers, and no ","',
    "doi:11.1234/x": '"doi:11.1234/x" is no DOI; write one such as doi:10.12345/ferry',
    "10.12/x": '"10.12/x" is no DOI; write one such as doi:10.12345/ferry',
    "https://doi.org/ferry": (
        '"https://doi.org/ferry" is no DOI; write one such as doi:10.12345/ferry'
    ),
    "https://": '"https://" is no web address; write it in full',
    "https://x.example/<b>": '"https://x.example/<b>" is no web address; write it in full',
    "n°12": (
        '"n°12" is no identifier; use letters, digits and . _ : / ~ ( ) + - alone, beginning with '
        "a letter or a digit"
    ),
    "javascript:alert('x')": (
        "\"javascript:alert('x')\" is no identifier; use letters, digits and . _ : / ~ ( ) + - "
        "alone, beginning with a letter or a digit"
    ),
    "x" * 401: "an identifier has at most 400 characters",
}


@pytest.mark.parametrize("text", REFUSED)
def test_what_is_refused(text: str) -> None:
    with pytest.raises(IdentifierError) as raised:
        read_identifiers(text)
    assert str(raised.value) == REFUSED[text]
    assert known_identifiers(text) == ()


def test_how_each_is_shown() -> None:
    own = Identifier(Scheme.OWN, "AP-1")
    assert [one.shown for one in (ARK, DOI, own)] == [
        "ark:/12345/x6np1wh8k",
        "https://doi.org/10.12345/Ferry.1",
        "AP-1",
    ]
    assert [one.value for one in (ARK, DOI, own)] == [
        "ark:/12345/x6np1wh8k",
        "10.12345/Ferry.1",
        "AP-1",
    ]


@given(st.text(alphabet="ark:/doi10.<x ()%#é-", max_size=30))
def test_what_is_read_is_read_again(text: str) -> None:
    found = known_identifiers(text)
    for one in found:
        (again,) = read_identifiers(one.text)
        assert (again.key, again.text) == (one.key, one.text)
        assert one.url == "" or one.url.startswith(("http://", "https://"))
