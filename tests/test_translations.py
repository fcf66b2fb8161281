"""Every language that the theme speaks, it speaks completely."""

from __future__ import annotations

import gettext
import itertools
import re
from collections import Counter, defaultdict
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from babel.core import Locale
from babel.messages.pofile import read_po

from backfile.cli.translating import messages, missing, translate
from backfile.errors import UsageError
from backfile.render.language import Languages

if TYPE_CHECKING:
    from babel.messages.catalog import Catalog

ROOT = Path(__file__).parents[1]
THEME = ROOT / "theme"
GUIDE = ROOT / "docs" / "translations.md"
CATALOGUES = sorted((THEME / "translations").glob("*.po"))
LANGUAGES = ["ar", "de", "es", "fr", "ja", "pt"]
PLACE = re.compile(r"%\(\w+\)s|\{\d*\}")
# How many of something there are; a form that is said of one number alone need not name it.
COUNTS = Counter(["%(num)s", "%(count)s"])


@pytest.mark.parametrize("path", CATALOGUES, ids=lambda path: path.stem)
class TestCatalogue:
    def test_says_all_that_the_pages_say_and_no_more(self, path: Path) -> None:
        catalogue = _read(path)
        wanted = {message.id for message in messages(THEME) if message.id}
        assert {message.id for message in catalogue if message.id} == wanted
        assert missing(catalogue) == []
        assert not catalogue.obsolete

    def test_keeps_every_place_for_a_fact(self, path: Path) -> None:
        catalogue = _read(path)
        for message in catalogue:
            if not message.id:
                continue
            ids = [message.id] if isinstance(message.id, str) else list(message.id)
            said = [message.string] if isinstance(message.string, str) else message.string
            for form, one in enumerate(said):
                wanted, found = _places(ids[-1]), _places(one)
                if len(said) > 1 and _is_of_one_number(catalogue, form):
                    wanted, found = wanted - COUNTS, found - COUNTS
                assert found == wanted, one

    def test_has_the_plural_forms_of_unicode_for_its_language(self, path: Path) -> None:
        catalogue = _read(path)
        plural = Locale.parse(path.stem).plural_form
        categories: dict[int, set[str]] = defaultdict(set)
        # Beyond a million, some languages have a form that catalogues of gettext leave out.
        for n in range(1000):
            categories[_form_of(catalogue, n)].add(plural(n))
        assert set(categories) == set(range(catalogue.num_plurals))
        assert all(len(one) == 1 for one in categories.values())
        assert len({one.pop() for one in categories.values()}) == catalogue.num_plurals

    def test_is_marked_in_the_guide_as_it_is_in_its_header(self, path: Path) -> None:
        row = re.search(
            rf"^\| `{path.stem}` \|.*\| (yes|no) \|$", GUIDE.read_text("utf-8"), re.MULTILINE
        )
        assert row, f"docs/translations.md does not list {path.stem}"
        unreviewed = "not yet reviewed by a native reader" in path.read_text("utf-8")
        assert unreviewed == (row[1] == "no")


def test_the_theme_has_the_languages_that_are_promised() -> None:
    assert [path.stem for path in CATALOGUES] == LANGUAGES


PLURALS = [
    ("ar", 0, "لا تحديثات"),
    ("ar", 1, "تحديث واحد"),
    ("ar", 2, "تحديثان"),
    ("ar", 3, "3 تحديثات"),
    ("ar", 10, "10 تحديثات"),
    ("ar", 11, "11 تحديثًا"),
    ("ar", 99, "99 تحديثًا"),
    ("ar", 100, "100 تحديث"),
    ("ar", 103, "103 تحديثات"),
    ("de", 0, "0 Aktualisierungen"),
    ("de", 1, "1 Aktualisierung"),
    ("de", 2, "2 Aktualisierungen"),
    ("es", 0, "0 actualizaciones"),
    ("es", 1, "1 actualización"),
    ("fr", 0, "0 mise à jour"),
    ("fr", 1, "1 mise à jour"),
    ("fr", 2, "2 mises à jour"),
    ("ja", 0, "更新0件"),
    ("ja", 1, "更新1件"),
    ("ja", 5, "更新5件"),
    ("pt", 0, "0 atualização"),
    ("pt", 1, "1 atualização"),
    ("pt", 2, "2 atualizações"),
]


@pytest.mark.parametrize(("lang", "n", "said"), PLURALS)
def test_each_number_has_its_form(lang: str, n: int, said: str) -> None:
    words = Languages("en", THEME / "translations").speak(lang).words
    assert words.ngettext("%(num)s update", "%(num)s updates", n) % {"num": n} == said


# language, what no message in it may contain, as its newspapers print
TYPOGRAPHY = [
    ("fr", r"(?<!\u202f)[:;!?»]|«(?!\u202f)"),
    ("fr", r"[\"'“”]"),
    ("de", r"[\"'”«»]"),
    ("de", r"[ \u00a0\u202f][:;!?]"),
    ("es", r"[\"'“”]"),
    ("ja", r"[:;?!()“”\"']"),
    ("pt", r"[\"'„«»]"),
    ("ar", r"[,;?\"'“”„]"),
]


@pytest.mark.parametrize(("lang", "wrong"), TYPOGRAPHY)
def test_words_are_set_as_newspapers_of_the_language_set_them(lang: str, wrong: str) -> None:
    for message in _read(THEME / "translations" / f"{lang}.po"):
        said = [message.string] if isinstance(message.string, str) else message.string
        for one in said if message.id else ():
            # Neither places for facts, nor tags, nor what is typed as it is.
            plain = re.sub(r"%\(\w+\)s|<[^>]*>|Status: draft", "x", one)
            assert not re.search(wrong, plain), one


def _read(path: Path) -> Catalog:
    with path.open("rb") as file:
        return read_po(file, locale=path.stem, abort_invalid=True)


def _places(text: str) -> Counter[str]:
    """Count the places for facts in *text*, those without a name by their numbers."""
    numbers = itertools.count()
    return Counter(f"{{{next(numbers)}}}" if one == "{}" else one for one in PLACE.findall(text))


def _form_of(catalogue: Catalog, n: int) -> int:
    return gettext.c2py(catalogue.plural_expr)(n)


def _is_of_one_number(catalogue: Catalog, form: int) -> bool:
    """Tell whether a plural *form* is used for a single number."""
    return [_form_of(catalogue, n) for n in range(1000)].count(form) == 1


def _theme(folder: Path, template: str) -> Path:
    (folder / "templates").mkdir(exist_ok=True)
    (folder / "templates" / "page.html").write_text(template, "utf-8")
    return folder


def test_a_new_language_begins_with_every_message_empty(tmp_path: Path, capsys) -> None:
    theme = _theme(tmp_path, "{{ _('A new word') }}")
    assert translate(theme, "eo") == 1
    assert "not translated: A new word\n" in capsys.readouterr().out
    assert 'msgid "A new word"\nmsgstr ""\n' in (tmp_path / "translations" / "eo.po").read_text()


def test_what_was_translated_stays_and_what_is_no_longer_said_is_kept_apart(
    tmp_path: Path,
) -> None:
    theme = _theme(tmp_path, "{{ _('Old word') }}{{ _('Kept word') }}")
    translate(theme, "eo")
    path = tmp_path / "translations" / "eo.po"
    text = path.read_text("utf-8")
    for word, said in (("Old word", "Malnova"), ("Kept word", "Restanta")):
        text = text.replace(f'msgid "{word}"\nmsgstr ""', f'msgid "{word}"\nmsgstr "{said}"')
    path.write_text(text, "utf-8")
    translate(_theme(tmp_path, "{{ _('Kept word') }}"), "eo")
    after = path.read_text("utf-8")
    assert 'msgid "Kept word"\nmsgstr "Restanta"' in after
    assert '#~ msgid "Old word"\n#~ msgstr "Malnova"' in after


def test_a_second_run_changes_nothing(tmp_path: Path) -> None:
    theme = _theme(tmp_path, "{{ ngettext('%(num)s story', '%(num)s stories', 2) }}")
    translate(theme, "eo")
    first = (tmp_path / "translations" / "eo.po").read_bytes()
    translate(theme, "eo")
    assert (tmp_path / "translations" / "eo.po").read_bytes() == first


def test_a_language_that_does_not_exist_is_refused(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match='"zz" is not a language'):
        translate(_theme(tmp_path, ""), "zz")
