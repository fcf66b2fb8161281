"""The files of a new archive, and how they come into its folder: all of them, or none."""

from __future__ import annotations

import ast
import re
import subprocess
import tomllib
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
import yaml

from backfile.cli.starter import HOSTS, Answers, need_empty, starter_files, write_folder
from backfile.errors import UsageError
from backfile.link_check.asked import NAME

TODAY = date(2026, 11, 2)
INSTALLED = [
    "pip install --no-deps --require-hashes -r requirements.txt",
    "pip install --no-deps -r requirements-backfile.txt",
]
PLAIN = Answers("The Amity Packet", "America/Halifax", "en", "")
NAMES = [
    "The Amity Packet",
    'It\'s "quoted" \\ and \\n',
    "''' \"\"\"",
    "@lang@ & <b>",
    "Zeitung für Köln 🗞",
    "{name} %s $x",
]


def settings(text: str) -> dict[str, object]:
    """Return the plain values that a configuration sets."""
    found = {}
    for node in ast.parse(text).body:
        if isinstance(node, ast.Assign) and isinstance(node.value, ast.Constant):
            (target,) = node.targets
            assert isinstance(target, ast.Name)
            found[target.id] = node.value.value
    return found


@pytest.mark.parametrize("name", NAMES)
def test_every_name_is_written_safely(name):
    files = starter_files(Answers(name, "UTC", "en", ""), TODAY)

    set_ = settings(files["pelicanconf.py"].decode())
    shown = name.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
    assert set_["SITENAME"] == shown
    assert files["README.md"].decode().startswith(f"# {shown}\n")


def test_the_configuration_is_short():
    for address in ("", "https://packet.org"):
        files = starter_files(Answers("A", "UTC", "en", address), TODAY)
        assert files["pelicanconf.py"].count(b"\n") <= 15


def test_the_answers_are_the_settings():
    files = starter_files(
        Answers("A", "America/Halifax", "fr", "https://news.packet.org/old"), TODAY
    )

    set_ = settings(files["pelicanconf.py"].decode())
    assert set_["TIMEZONE"] == "America/Halifax"
    assert set_["DEFAULT_LANG"] == "fr"
    assert set_["SITEURL"] == ""
    assert set_["BACKFILE_TAG_AUTHORITY"] == "news.packet.org,2026"
    assert "BACKFILE_FEEDS" not in set_
    published = files["publishconf.py"].decode()
    assert 'SITEURL = SITEURL or "https://news.packet.org/old"' in published


@pytest.mark.parametrize("url", ["", "http://localhost:8000", "http://127.0.0.1", "http://intra"])
def test_without_a_domain_of_its_own_an_archive_has_no_feeds_yet(url):
    text = starter_files(Answers("A", "UTC", "en", url), TODAY)["pelicanconf.py"].decode()

    assert settings(text)["BACKFILE_FEEDS"] is False
    assert '# BACKFILE_TAG_AUTHORITY = "your-domain.example,2026"' in text


@pytest.mark.parametrize(("lang", "line"), [("en", 0), ("en-GB", 0), ("fr", 3)])
def test_the_english_examples_say_so_where_the_archive_is_in_another_language(lang, line):
    files = starter_files(Answers("A", "UTC", lang, ""), TODAY)

    assert sum(b"\nLang: en\n" in text for text in files.values()) == line


@pytest.mark.parametrize("host", HOSTS)
def test_no_place_is_left_to_fill_in(host):
    for name, data in starter_files(replace(PLAIN, host=host), TODAY).items():
        assert not re.search(r"@[a-z]+@", data.decode()), name
        assert not name.endswith(".in")


def test_the_workflow_is_pinned_and_runs_no_tests_of_the_tool():
    files = starter_files(PLAIN, TODAY)
    workflow = files[".github/workflows/publish.yml"].decode()
    originals = files[".github/workflows/originals.yml"].decode()

    for text, number in ((workflow, 7), (originals, 5)):
        actions = re.findall(r"uses: (\S+)(.*)", text)
        assert len(actions) == number
        for action, version in actions:
            assert re.fullmatch(r"actions/[a-z/-]+@[0-9a-f]{40}", action)
            assert re.fullmatch(r" # v\d+\.\d+\.\d+", version)
        assert text.count("persist-credentials: false") == 1
        assert "permissions: {}" in text
    assert "  # schedule:" in originals
    assert originals.count(f"path: cache/{NAME}\n") == 2
    assert re.findall(r"run: (.*)", workflow) == [
        *INSTALLED,
        "backfile check --format github",
        "backfile build",
        "backfile build --production --check-output",
        "backfile check --site --format github",
    ]
    assert re.findall(r"run: (.*)", originals) == [
        *INSTALLED,
        "backfile originals --in-ci --output originals.csv",
    ]


@pytest.mark.parametrize(
    ("host", "own", "hosts"),
    [
        ("github", {".github/workflows/publish.yml", ".github/workflows/originals.yml"}, ""),
        ("gitlab", {".gitlab-ci.yml"}, '["gitlab"]'),
        ("netlify", {"build.sh", "netlify.toml"}, '["netlify"]'),
        ("cloudflare", {"build.sh", ".python-version"}, '["cloudflare"]'),
        ("server", {"publish.sh"}, '["apache", "nginx"]'),
    ],
)
def test_a_host_gets_the_few_files_that_it_needs(host, own, hosts):
    files = starter_files(replace(PLAIN, host=host), TODAY)

    common = set.intersection(
        *(set(starter_files(replace(PLAIN, host=one), TODAY)) for one in HOSTS)
    )
    assert files.keys() - common == own
    conf = files["pelicanconf.py"].decode()
    assert f"\nBACKFILE_HOSTS = {hosts}\n" in conf if hosts else "BACKFILE_HOSTS" not in conf
    readme = files["README.md"].decode()
    assert all(one in readme for one in own - {".python-version"})


def test_the_files_of_gitlab_and_netlify_are_yaml_and_toml():
    of = {one: starter_files(replace(PLAIN, host=one), TODAY) for one in ("gitlab", "netlify")}
    gitlab = yaml.safe_load(of["gitlab"][".gitlab-ci.yml"])
    netlify = tomllib.loads(of["netlify"]["netlify.toml"].decode())

    assert gitlab["default"]["before_script"] == INSTALLED
    assert gitlab["pages"]["cache"]["paths"] == ["cache", "public"]
    assert gitlab["pages"]["artifacts"]["paths"] == ["public"]
    assert gitlab["pages"]["script"][-2].endswith("--check-output --output public")
    assert gitlab["pages"]["script"][-1] == "backfile check --site public"
    assert gitlab["preview"]["script"] == ["backfile check", "backfile build"]
    assert gitlab["originals"]["cache"]["paths"] == [f"cache/{NAME}"]
    assert netlify["build"] == {
        "command": "sh build.sh",
        "publish": "output",
        "environment": {"PYTHON_VERSION": "3.11"},
    }


@pytest.mark.parametrize(
    ("host", "name"),
    [("netlify", "build.sh"), ("cloudflare", "build.sh"), ("server", "publish.sh")],
)
def test_a_script_is_one_that_every_shell_reads(tmp_path, host, name):
    script = tmp_path / name
    script.write_bytes(starter_files(replace(PLAIN, host=host), TODAY)[name])

    done = subprocess.run(["sh", "-n", str(script)], capture_output=True, text=True, check=False)

    assert (done.returncode, done.stderr) == (0, "")


@pytest.mark.parametrize("target", ["", "/var/www/archive/", "user@host:/var/www/archive"])
def test_a_copy_to_a_server_names_a_folder_there(tmp_path, target):
    script = tmp_path / "publish.sh"
    script.write_bytes(starter_files(replace(PLAIN, host="server"), TODAY)["publish.sh"])

    done = subprocess.run(["sh", str(script), target], capture_output=True, text=True, check=False)

    assert (done.returncode, done.stderr) == (2, "usage: sh publish.sh ssh://user@host/folder\n")


@pytest.mark.parametrize(
    ("host", "env", "address"),
    [
        ("netlify", {"URL": "https://a.example"}, "https://a.example"),
        (
            "netlify",
            {
                "URL": "https://a.example",
                "CONTEXT": "deploy-preview",
                "DEPLOY_PRIME_URL": "https://p",
            },
            "https://p",
        ),
        ("netlify", {"URL": "https://a", "BACKFILE_SITEURL": "https://b"}, "https://b"),
        ("cloudflare", {"BACKFILE_SITEURL": "https://b", "CF_PAGES_URL": "https://c"}, "https://b"),
        (
            "cloudflare",
            {"BACKFILE_SITEURL": "https://b", "CF_PAGES_URL": "https://c", "CF_PAGES_BRANCH": "x"},
            "https://c",
        ),
    ],
)
def test_a_host_builds_for_the_address_at_which_it_will_be(tmp_path, host, env, address):
    script = tmp_path / "build.sh"
    script.write_bytes(starter_files(replace(PLAIN, host=host), TODAY)["build.sh"])
    for name in ("pip", "backfile"):
        command = tmp_path / name
        command.write_text(f'#!/bin/sh\necho "$BACKFILE_SITEURL {name} $*"\n', "utf-8")
        command.chmod(0o755)
    path = f"{tmp_path}:/usr/bin:/bin"

    done = subprocess.run(
        ["sh", str(script)], env={**env, "PATH": path}, capture_output=True, text=True, check=True
    )

    assert f"{address} backfile build --production" in done.stdout.splitlines()
    assert done.stdout.endswith(" backfile check --site\n")
    assert [line.partition(" ")[2] for line in done.stdout.splitlines()][:3] == [
        *INSTALLED,
        "backfile check",
    ]


FILES = {"a.txt": b"a", "b/c.txt": b"c", ".hidden/d": b"d"}


def tree(folder: Path) -> dict[str, bytes]:
    paths = [path for path in folder.rglob("*") if path.is_file()]
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in paths}


@pytest.mark.parametrize("name", ["new", "deep/down/new"])
def test_a_folder_is_made(tmp_path, name):
    write_folder(tmp_path / name, FILES)

    assert tree(tmp_path / name) == FILES
    assert [one.name for one in tmp_path.iterdir()] == [name.partition("/")[0]]


def test_an_empty_folder_is_filled_and_stays_the_same_folder(tmp_path):
    before = tmp_path.stat().st_ino

    write_folder(tmp_path, FILES)

    assert tree(tmp_path) == FILES
    assert tmp_path.stat().st_ino == before


def test_a_folder_that_is_not_empty_is_left_alone(tmp_path):
    (tmp_path / ".git").mkdir()
    for number in range(6):
        (tmp_path / f"{number}.txt").write_text("mine")
    before = tree(tmp_path)

    with pytest.raises(UsageError) as caught:
        write_folder(tmp_path, FILES)

    assert str(caught.value) == (
        f"{tmp_path} is not empty: it contains .git, 0.txt, 1.txt, 2.txt, 3.txt and 2 more; "
        "nothing was written. Name a new or an empty folder"
    )
    assert tree(tmp_path) == before


def test_a_file_or_a_broken_link_is_no_folder(tmp_path):
    (tmp_path / "file").touch()
    (tmp_path / "link").symlink_to("nowhere")

    for name in ("file", "link"):
        with pytest.raises(UsageError, match=r"is not a folder; name a new folder$"):
            need_empty(tmp_path / name)


@pytest.mark.parametrize("exists", [True, False])
@pytest.mark.parametrize("error", [OSError, KeyboardInterrupt])
def test_what_cannot_be_written_leaves_nothing(tmp_path, monkeypatch, exists, error):
    folder = tmp_path / "new"
    if exists:
        folder.mkdir()
    rename = Path.rename

    def full(self, target):
        if Path(target).name in {"b", "new"}:
            raise error
        return rename(self, target)

    monkeypatch.setattr(Path, "rename", full)

    with pytest.raises(error):
        write_folder(folder, FILES)

    assert tree(tmp_path) == {}
    assert [one.name for one in tmp_path.iterdir()] == (["new"] if exists else [])
