"""Languages as Open Graph writes them."""

from __future__ import annotations

import pytest

from backfile.outputs.structured_data.social import og_locale


@pytest.mark.parametrize(
    ("tag", "locale"),
    [
        ("en-GB", "en_GB"),
        ("pt-br", "pt_BR"),
        ("zh-Hant-TW", "zh_TW"),
        ("en", ""),
        ("zh-Hant", ""),
        ("es-419", ""),  # Latin America is no territory that Open Graph could name
        ("tlh", ""),
        ("", ""),
        ("not a tag", ""),
        ('"><script>', ""),
    ],
)
def test_a_territory_is_told_and_never_invented(tag, locale):
    assert og_locale(tag) == locale
