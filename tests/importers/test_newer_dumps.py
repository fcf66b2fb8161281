"""What is imported again stays as it is; a newer dump changes only what is new in it."""

from __future__ import annotations

import zipfile

import pytest

from tests.cli.test_commands import Project

pytestmark = pytest.mark.slow

STORIES = {
    "Ice": "The harbour froze over night, and nobody sailed.",
    "Snow": "Snow fell on the pier until noon, and lay there for a week.",
}


def feed(stories: dict[str, str]) -> str:
    items = "".join(
        f"<item><title>{title}</title><guid>{title}</guid>"
        "<pubDate>Fri, 04 Mar 2011 18:05:00 GMT</pubDate>"
        f"<description>&lt;p&gt;{text}&lt;/p&gt;</description></item>\n"
        for title, text in stories.items()
    )
    return f'<?xml version="1.0"?><rss version="2.0"><channel>{items}</channel></rss>'


def table(stories: dict[str, str]) -> str:
    rows = "".join(f'{title},"{text}",2011-03-04,{title}\n' for title, text in stories.items())
    return f"Title,Text,Date,ID\n{rows}"


def saved(title: str, text: str) -> str:
    """A page that the Wayback Machine showed."""
    copy = "https://web.archive.org/web/20120302114000"
    return (
        f'<!DOCTYPE html><html><head><title>{title}</title><link rel="canonical" '
        f'href="{copy}/http://packet.example/{title}"><meta property="article:published_time" '
        'content="2011-03-04"></head><body><!-- BEGIN WAYBACK TOOLBAR INSERT --><div>12 captures'
        f"</div><!-- END WAYBACK TOOLBAR INSERT --><article><h1>{title}</h1><p>{text}</p>"
        f"<p>{text} It said so twice.</p></article></body></html>"
    )


def write(project: Project, name: str, stories: dict[str, str]) -> None:
    if name == "dump.zip":
        with zipfile.ZipFile(project.folder / name, "w") as archive:
            for title, text in stories.items():
                archive.writestr(f"{title}.html", saved(title, text))
    else:
        project.write(name, (feed if name.endswith("xml") else table)(stories))


@pytest.mark.parametrize("name", ["feed.xml", "table.csv", "dump.zip"])
def test_a_newer_dump_changes_only_what_is_new_in_it(tmp_path, name):
    project = Project(tmp_path)
    write(project, name, STORIES)
    assert project.run("import", name).returncode == 0
    before = project.files("content")
    stories = [one for one in before if one.endswith(".md")]
    assert len(stories) == len(STORIES)

    assert project.run("import", name).returncode == 0
    assert project.files("content") == before

    text = STORIES["Snow"].replace("noon", "one o’clock")
    write(project, name, {"Fog": "Nobody saw the lighthouse all day.", **STORIES, "Snow": text})
    assert project.run("import", name).returncode == 0
    after = project.files("content")
    changed = {one for one in before if before[one] != after.get(one) and "imports/" not in one}
    assert {one for one in changed if one.endswith(".md")} == {
        one for one in stories if one.endswith("/snow.md")
    }
    assert len(changed) == 2  # and the ledger of the older version, which says so
    assert [one for one in after if one.endswith("/fog.md")]

    assert project.run("build").returncode == 0
    assert "3 stories proved" in project.run("verify").stderr


def test_a_copy_says_when_it_was_captured(tmp_path):
    project = Project(tmp_path)
    project.write("ice.html", saved("Ice", STORIES["Ice"]))
    done = project.run("import", "ice.html")
    assert done.returncode == 0
    story = project.read("content/stories/2011/03/ice.md")
    assert "Date: 2011-03-04\nCaptured: 2012-03-02T11:40:00Z\n" in story
    assert "Original_URL: http://packet.example/Ice\n" in story
    assert "captures" not in story
    assert "a copy by the Wayback Machine of http://packet.example/Ice" in done.stdout
