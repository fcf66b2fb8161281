"""A published site holds nothing of a draft: no page, word, name, picture, file or count."""

from __future__ import annotations

import gzip
import io
import json
import shutil
import zlib
from copy import copy
from pathlib import Path

import pytest
from PIL import Image

from tests.in_process import call

from .sites import MiniSite

ROOT = Path(__file__).parents[2]
ADDRESS = "https://archive.example"
SECRETS = {
    # What is written where, each with a word of its own.
    "stories/2011/03/quokka.md": "Title: quokka\nDate: 2011-03-04\nStatus: draft\n",
    "stories/2011/03/axolotl.md": "Title: axolotl\nDate: 2011-03-04\nStatus:  Draft  \n",
    "stories/2011/03/okapi.md": "Title: okapi\nStatus: draft\n",
    "stories/2011/03/open.fr.md": "Title: tapir\nDate: 2011-03-04\nLang: fr\nStatus: draft\n",
    "stories/2011/03/numbat.md": "Title: numbat\nDate: 2999-01-02\n",
    "pages/caracal.md": "Title: caracal\nStatus: draft\n",
    "pages/open.fr.md": "Title: fossa\nLang: fr\nSlug: about\nStatus: DRAFT\n",
}
FIELDS = (
    "Tags: {word}tag, Shared\nAuthors: {word} Author\nCategory: {word}desk\n"
    "Summary: The {word} summary.\nRedirect_From: /old/{word}/\n"
    "Original_URL: https://wire.example/{word}/\n"
)
BODY = "\nThe {word} was seen.\n\n## 6:20 p.m.\n\nMore of the {word}. [Here](https://x.example/{word})\n"
OPEN = (
    "Title: Open\nDate: 2011-03-04\nTags: Shared\n\n"
    "Everybody reads this. ![A]({static}/images/shared.jpg)\n"
)
POST = """\
<item><title>{word}</title><link>https://old.example/{word}/</link>
<dc:creator>ann</dc:creator><guid>https://old.example/?p={number}</guid>
<content:encoded><![CDATA[<p>The {word} was seen.</p>]]></content:encoded>
<wp:post_id>{number}</wp:post_id><wp:post_date_gmt>2011-03-04 10:00:00</wp:post_date_gmt>
<wp:post_date>2011-03-04 10:00:00</wp:post_date>
<wp:post_name>{word}</wp:post_name><wp:status>{status}</wp:status>
<wp:post_type>{kind}</wp:post_type><wp:post_password>{password}</wp:post_password></item>
"""
EXPORT = """\
<?xml version="1.0" encoding="UTF-8"?>
<rss version="2.0" xmlns:content="http://purl.org/rss/1.0/modules/content/"
 xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:wp="http://wordpress.org/export/1.2/">
<channel><title>Old</title><link>https://old.example</link>
<wp:wxr_version>1.2</wp:wxr_version><wp:base_blog_url>https://old.example</wp:base_blog_url>
{items}</channel></rss>
"""
POSTS = {
    "pangolin": ("private", "post", ""),
    "wombat": ("publish", "post", "opensesame"),
    "markhor": ("draft", "post", ""),
    "dugong": ("future", "post", ""),
    "saiga": ("pending", "page", ""),
    "serval": ("private", "page", ""),
}


def word_of(text: str) -> str:
    return text.splitlines()[0].removeprefix("Title: ")


WORDS = {word_of(text) for text in SECRETS.values()} | POSTS.keys()


def picture(seed: int) -> bytes:
    data = io.BytesIO()
    noise = Image.effect_noise((900, 500), 80 + seed).convert("RGB")
    noise.save(data, "JPEG", quality=80)
    return data.getvalue()


def export(*words: str) -> bytes:
    """Return a WordPress export of the posts that are called *words*."""
    items = []
    for number, word in enumerate(words, start=7):
        status, kind, password = POSTS[word]
        fields = {"word": word, "number": number, "status": status, "kind": kind}
        items.append(POST.format(**fields, password=password))
    return EXPORT.format(items="".join(items)).encode()


class Archive:
    """A copy of this project with drafts of every kind, and pictures that only they show."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        for name in ("tasks.py", "pelicanconf.py", "publishconf.py"):
            shutil.copy(ROOT / name, folder)
        for name in ("plugins", "theme"):
            (folder / name).symlink_to(ROOT / name)
        with (folder / "pelicanconf.py").open("a") as conf:
            conf.write("WITH_FUTURE_DATES = False\n")
        self.write("content/stories/2011/03/open.md", OPEN.encode())
        self.write("content/pages/about.md", b"Title: About\n\nAbout us.\n")
        self.write("content/images/shared.jpg", picture(1))
        self.pictures = []
        for name, head in SECRETS.items():
            word = word_of(head)
            pages = name.startswith("pages/")
            shown = (
                f"\n![The {word}]({{attach}}{word}/{word}.jpg)\n"
                f"![Listed]({{static}}/images/listed-{word}.jpg)\n"
                f'<img src="/images/plain-{word}.jpg" alt="Plain">\n'
                "![Shared]({static}/images/shared.jpg)\n"
                f"[Notes]({{static}}{word}/{word}.pdf)\n"
            )
            text = (
                head + ("" if pages else FIELDS.format(word=word)) + BODY.format(word=word) + shown
            )
            self.write(f"content/{name}", text.encode())
            for file in (
                f"{Path(name).parent}/{word}/{word}.jpg",
                f"images/listed-{word}.jpg",
                f"images/plain-{word}.jpg",
            ):
                self.pictures.append(picture(len(self.pictures) % 40 + 2))
                self.write(f"content/{file}", self.pictures[-1])
            self.pictures.append(f"%PDF-1.4 {word}".encode())
            self.write(f"content/{Path(name).parent}/{word}/{word}.pdf", self.pictures[-1])

    def write(self, name: str, data: bytes) -> None:
        path = self.folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(data)

    def run(self, *words: str, siteurl: str = ADDRESS) -> str:
        program, *rest = words
        done = call(program, rest, self.folder, {"BACKFILE_SITEURL": siteurl})
        assert done.returncode == 0, done.stdout + done.stderr
        return done.stdout + done.stderr

    def output(self) -> dict[str, bytes]:
        output = self.folder / "output"
        return {
            path.relative_to(output).as_posix(): path.read_bytes()
            for path in output.rglob("*")
            if path.is_file()
        }


@pytest.fixture(scope="module")
def imported(tmp_path_factory: pytest.TempPathFactory) -> Archive:
    made = Archive(tmp_path_factory.mktemp("archive"))
    made.write("export.xml", export(*POSTS))
    made.run("invoke", "import", "export.xml", "--private", "--timezone", "UTC")
    return made


@pytest.fixture
def archive(imported: Archive, tmp_path: Path) -> Archive:
    """A copy of the archive with the private posts, to be built."""
    made = copy(imported)
    made.folder = Path(shutil.copytree(imported.folder, tmp_path / "archive", symlinks=True))
    return made


def unpacked(data: bytes) -> bytes:
    """Return *data*, and what is packed in it: the search's files are gzip."""
    found = data
    for unpack in (gzip.decompress, zlib.decompress):
        try:
            found += unpack(data)
        except (OSError, EOFError, zlib.error):
            continue
    return found


@pytest.mark.parametrize(
    "command",
    [
        ("invoke", "build", "--production"),
        ("pelican", "content", "-s", "publishconf.py"),
    ],
    ids=" ".join,
)
def test_a_published_site_holds_nothing_of_a_draft(
    archive: Archive, command: tuple[str, ...]
) -> None:
    archive.run(*command)

    output = archive.output()
    found = {
        (name, word)
        for name, data in output.items()
        for word in WORDS
        if word in name.lower() or word.encode() in unpacked(data).lower()
    }
    assert found == set()
    assert not set(archive.pictures) & set(output.values())
    assert not [name for name in output if name.startswith("drafts")]
    assert "2011/03/open/index.html" in output
    assert "images/shared.jpg" in output


def test_an_editors_build_shows_drafts(archive: Archive) -> None:
    archive.run("invoke", "build", siteurl="")

    pages = "\n".join(
        data.decode() for name, data in archive.output().items() if name.endswith(".html")
    )
    assert {word for word in WORDS if word not in pages} == set()
    assert set(archive.pictures) <= set(archive.output().values())


def test_without_private_the_import_leaves_the_private_posts_out(tmp_path: Path) -> None:
    made = Archive(tmp_path)
    made.write("export.xml", export("pangolin", "wombat"))
    made.run("invoke", "import", "export.xml", "--timezone", "UTC")

    content = [path for path in (tmp_path / "content").rglob("*") if path.is_file()]
    kept = b"\n".join(path.read_bytes() for path in content)
    assert b"The pangolin was seen" not in kept
    assert b"The wombat was seen" not in kept


def test_an_imported_story_does_not_link_to_a_private_one(tmp_path: Path) -> None:
    made = Archive(tmp_path)
    link = '<p>See <a href="https://old.example/pangolin/">that</a>.</p>]]>'
    fields = {"word": "public", "number": 1, "status": "publish", "kind": "post", "password": ""}
    public = POST.format(**fields).replace("]]>", link, 1)
    for items in (public, public.replace("seen", "seen again")):  # with it, and after it
        export_file = export("pangolin").replace(b"</channel>", items.encode() + b"</channel>")
        made.write("export.xml", export_file)
        made.run("invoke", "import", "export.xml", "--private", "--timezone", "UTC")
        story = (tmp_path / "content/stories/2011/03/public.md").read_text("utf-8")
        assert "[that](https://old.example/pangolin/)" in story
    made.run("invoke", "build", "--production")


def test_a_link_to_a_draft_stops_a_site_that_would_name_it(tmp_path: Path) -> None:
    made = Archive(tmp_path)
    made.write(
        "content/stories/2011/03/links.md",
        b"Title: Links\nDate: 2011-03-05\n\n[It]({filename}quokka.md)\n",
    )
    done = call("invoke", ["build", "--production"], tmp_path, {"BACKFILE_SITEURL": ADDRESS})
    assert done.returncode == 1
    assert done.stderr.splitlines()[-1] == (
        "content/stories/2011/03/links.md:4: this link leads to content/stories/2011/03/quokka.md, "
        "a draft, which a published site does not have; publish the draft or remove the link"
    )


def test_a_story_that_continues_a_draft_stops_a_published_site_alone(tmp_path: Path) -> None:
    text = "Title: After\nDate: 2011-03-05\nContinues: quokka\n\nText.\n"
    draft = "Title: Quokka\nDate: 2011-03-04\nStatus: draft\n\nText.\n"
    site = MiniSite(tmp_path).write({"after.md": text, "quokka.md": draft})
    assert site.build().status == 0
    ended = site.build(BACKFILE_DRAFTS=False)
    assert ended.status == 1
    assert ended.said == (
        "content/after.md:3: this story continues content/quokka.md, a draft, which a published "
        "site does not have; publish the draft or delete the field\n"
    )


SHOWN = "Title: {title}\nDate: 2011-03-04\n{fields}\n{text}\n"
FILES = {
    # Where the draft and the published story name a file, and whether it is then on the site.
    "![A]({static}/images/pier.jpg)": ("", False),
    "![A]({static}../images/pier.jpg)": ("![A](/images/pier.jpg)", True),
    '<a href="/images/pier.jpg">A</a>': ("", False),
    "[A](https://archive.example/images/pier.jpg)": ("", False),
    "A.": ("", True),
    "![A]({attach}../images/pier.jpg)": ("![A]({static}/images/pier.jpg)", True),
    "![A]({static}/images/pier.jpg) ": ("![A](/images/2012/pier.jpg)", False),
}


@pytest.mark.parametrize("text", FILES)
def test_a_file_is_published_unless_drafts_alone_name_it(tmp_path: Path, text: str) -> None:
    other, expected = FILES[text]
    site = MiniSite(tmp_path).write(
        {
            "stories/plan.md": SHOWN.format(title="Plan", fields="Status: draft\n", text=text),
            "stories/open.md": SHOWN.format(title="Open", fields="", text=other or "Open."),
            "images/pier.jpg": "A picture",
            "images/2012/pier.jpg": "Another picture",
        }
    )
    built = site.build(BACKFILE_DRAFTS=False, ARTICLE_PATHS=["stories"], STATIC_PATHS=["images"])
    assert built.status == 0, built.said
    assert (tmp_path / "output/images/pier.jpg").exists() is expected
    assert (tmp_path / "output/images/2012/pier.jpg").exists()


def test_the_original_and_the_source_of_a_draft_are_no_files_to_copy(tmp_path: Path) -> None:
    digests = {"plan": "ab" + "0" * 62, "open": "ab" + "1" * 62}
    site = MiniSite(tmp_path)
    for name, digest in digests.items():
        status = "Status: draft\n" if name == "plan" else ""
        story = SHOWN.format(title=name, fields=status, text="Text.")
        ledger = json.dumps({"story": f"stories/{name}.md"})
        site.write(
            {
                f"stories/{name}.md": story,
                f"originals/ab/{digest}.txt": f"{name} as it came",
                f"originals/ab/{digest}.json": ledger,
            }
        )
    built = site.build(BACKFILE_DRAFTS=False, ARTICLE_PATHS=["stories"], STATIC_PATHS=[""])
    assert built.status == 0, built.said
    names = {path.name for path in (tmp_path / "output").rglob("*")}
    assert {f"{digests['open']}.txt", f"{digests['open']}.json"} <= names
    assert not names & {f"{digests['plan']}.txt", f"{digests['plan']}.json", "plan.md"}


def test_a_hidden_story_stays_at_its_address(tmp_path: Path) -> None:
    story = SHOWN.format(title="Hidden", fields="Status: Hidden\n", text="Text.")
    site = MiniSite(tmp_path).write({"stories/hidden.md": story})
    assert site.build(BACKFILE_DRAFTS=False, ARTICLE_PATHS=["stories"]).status == 0
    assert "hidden.html" in site.pages()
    assert "Hidden" not in site.page("index.html")
