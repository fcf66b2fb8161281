"""Every language that the theme speaks, it speaks completely."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from babel.messages.pofile import read_po

from backfile.cli.translating import messages, missing, translate
from backfile.errors import UsageError

THEME = Path(__file__).parents[1] / "theme"
CATALOGUES = sorted((THEME / "translations").glob("*.po"))
PLACE = re.compile(r"%\(\w+\)s|\{\}")


@pytest.mark.parametrize("path", CATALOGUES, ids=lambda path: path.stem)
class TestCatalogue:
    def test_says_all_that_the_pages_say_and_no_more(self, path: Path) -> None:
        with path.open("rb") as file:
            catalogue = read_po(file, locale=path.stem, abort_invalid=True)
        wanted = {message.id for message in messages(THEME) if message.id}
        assert {message.id for message in catalogue if message.id} == wanted
        assert missing(catalogue) == []
        assert not catalogue.obsolete

    def test_keeps_every_place_for_a_fact(self, path: Path) -> None:
        with path.open("rb") as file:
            catalogue = read_po(file, locale=path.stem)
        for message in catalogue:
            if message.id:
                ids = [message.id] if isinstance(message.id, str) else list(message.id)
                said = [message.string] if isinstance(message.string, str) else message.string
                for one in said:
                    assert sorted(PLACE.findall(one)) == sorted(PLACE.findall(ids[-1])), one


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
