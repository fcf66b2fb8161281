"""A recipe says where a source has things; what it cannot say is refused with a remedy."""

from __future__ import annotations

import pickle
from pathlib import Path

import pytest

from backfile.errors import UsageError
from backfile.importers.recipe import HtmlRecipe, JsonRecipe, Recipe, read_recipe

WHOLE = """
format = "html"
timezone = "America/Halifax"
partner = "amity-packet"
lang = "en"
day_first = true
encoding = "windows-1252"
media = ["pictures"]

[html]
body = "div.story"
drop = [".share", "p.advert"]

[json]
title = "headline"
body = "content.rendered"
body_format = "text"
authors = "authors.0.name"

[wordpress]
types = ["bulletin"]

[warc]
story = '/\\d{4}/'
"""


def read(tmp_path, text: str) -> Recipe:
    file = tmp_path / "recipe.toml"
    file.write_text(text, "utf-8")
    return read_recipe(file)


def test_reads_what_a_recipe_says(tmp_path):
    recipe = read(tmp_path, WHOLE)
    assert recipe.html == HtmlRecipe(body="div.story", drop=(".share", "p.advert"))
    assert recipe.json == JsonRecipe(
        title="headline", body="content.rendered", body_format="text", authors="authors.0.name"
    )
    assert (recipe.timezone, recipe.day_first) == ("America/Halifax", True)
    assert recipe.wordpress.types == ("bulletin",)
    assert recipe.warc.story == r"/\d{4}/"


def test_takes_folders_from_where_the_recipe_lies(tmp_path):
    assert read(tmp_path, WHOLE).media == (str(tmp_path / "pictures"),)
    assert read(tmp_path, 'media = "/mnt/pictures"').media == ("/mnt/pictures",)


def test_an_empty_file_is_an_empty_recipe(tmp_path):
    assert read(tmp_path, "") == Recipe()


def test_can_be_handed_to_another_process(tmp_path):
    recipe = read(tmp_path, WHOLE)
    assert pickle.loads(pickle.dumps(recipe)) == recipe  # noqa: S301 (our own bytes)


@pytest.mark.parametrize(
    ("text", "said"),
    [
        pytest.param('[html]\nboddy = "p"', '[html] unknown key "boddy"; did you mean "body"?'),
        pytest.param('fromat = "html"', 'unknown key "fromat"; did you mean "format"?'),
        pytest.param('format = "htlm"', 'format: "htlm" is none of auto, text, html, wxr, warc'),
        pytest.param('timezone = "America/Halifx"', 'did you mean "America/Halifax"?'),
        pytest.param('[html]\nbody = "div:::"', '[html] body: "div:::" is not a CSS selector'),
        pytest.param('[html]\ndrop = ["p", ">>"]', '[html] drop: ">>" is not a CSS selector'),
        pytest.param("[html]\nbody = 3", "[html] body is 3; write a text in quotes"),
        pytest.param('[html]\nbody = ""', "[html] body is ''; write a text in quotes"),
        pytest.param('day_first = "yes"', "day_first is 'yes'; write true or false"),
        pytest.param("media = [1]", "media is [1]; write a list of texts"),
        pytest.param('html = "p"', "html is a table; write [html]"),
        pytest.param('[json]\ntitle = "a..b"', '[json] title: "a..b" is not a path'),
        pytest.param('[json]\nbody_format = "rtf"', '"rtf" is none of html, text, markdown'),
        pytest.param('[warc]\nstory = "(2014"', '"(2014" is not a regular expression'),
        pytest.param("format = html", "is not TOML: Invalid value (at line 1, column 10)"),
    ],
)
def test_says_what_is_wrong_and_what_to_write(tmp_path, text, said):
    with pytest.raises(UsageError) as refused:
        read(tmp_path, text)
    assert str(refused.value).startswith(str(tmp_path / "recipe.toml"))
    assert said in str(refused.value)


def test_names_a_recipe_that_is_not_there(tmp_path):
    with pytest.raises(UsageError, match=r"recipe\.toml: cannot be read: No such file"):
        read_recipe(tmp_path / "recipe.toml")


def test_refuses_what_is_not_utf8(tmp_path):
    (tmp_path / "recipe.toml").write_bytes(b'partner = "caf\xe9"')
    with pytest.raises(UsageError, match="is not UTF-8"):
        read_recipe(tmp_path / "recipe.toml")


def test_the_recipe_in_the_docs_can_be_followed(tmp_path):
    docs = Path(__file__).parents[2] / "docs" / "importing-html.md"
    example = docs.read_text("utf-8").partition("```toml\n")[2].partition("```")[0]
    assert read(tmp_path, example).html.update == "div.live-entry"
