"""Stems: what forms of a word have in common, by language."""

from __future__ import annotations

import pytest
from Stemmer import algorithms

from backfile.outputs.search.stems import _NAMES, stemmer_of


@pytest.mark.parametrize(
    ("lang", "forms", "stem"),
    [
        ("en", ["mine", "mines", "mined", "mining"], "mine"),
        ("en-GB", ["bridge", "bridges"], "bridg"),
        ("es", ["canción", "canciones"], "cancion"),
        ("de", ["brücke", "brücken"], "bruck"),
        ("tlh", ["mines"], "mines"),  # no algorithm
        ("en", ["747s"], "747s"),  # figures
        ("en", ["京都"], "京都"),
        ("ar", ["مُعلّم"], "معلم"),
    ],
)
def test_forms_have_a_stem_in_common(lang: str, forms: list[str], stem: str) -> None:
    assert {stemmer_of(lang)(form) for form in forms} == {stem}


@pytest.mark.parametrize("name", sorted(set(_NAMES.values())))
def test_snowball_has_the_algorithm(name: str) -> None:
    assert name in algorithms()
