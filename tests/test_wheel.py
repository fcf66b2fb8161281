"""The package: what is in the wheel, and that it works where nothing of this repository is."""

from __future__ import annotations

import email
import http.client
import os
import re
import subprocess
import sys
import tomllib
import venv
from pathlib import Path
from zipfile import ZipFile

import pytest

from backfile import __version__

pytestmark = pytest.mark.slow

ROOT = Path(__file__).parents[1]
CONF = """\
from backfile.defaults import *

SITENAME = "Harbour Archive"
TIMEZONE = "America/Halifax"
BACKFILE_TAG_AUTHORITY = "harbour.example,2026"
"""
OF_ITS_OWN = """\
SITENAME = "Old Site"
SITEURL = "https://old.example"
TIMEZONE = "Europe/London"
THEME = "notmyidea"
"""
STORY = """\
Title: Ice in the harbour
Date: 2014-06-16
Partner: harbor-wire

The pilots stay at home.

## 6:20 p.m.

The basin is closed.

## 3:31 p.m.

Ice has reached the mole.
"""
RECEIVED = "Snow in the harbour\n\nThe lamps are lit.\n\n6:20 p.m.: The basin is closed.\n"


@pytest.fixture(scope="module")
def wheel(tmp_path_factory) -> Path:
    """The wheel, built without any network."""
    folder = tmp_path_factory.mktemp("dist")
    subprocess.run(
        [sys.executable, "-m", "hatchling", "build", "-t", "wheel", "-d", str(folder)],
        cwd=ROOT,
        check=True,
        capture_output=True,
    )
    (built,) = folder.iterdir()
    return built


@pytest.fixture(scope="module")
def metadata(wheel) -> email.message.Message:
    with ZipFile(wheel) as files:
        return email.message_from_bytes(files.read(f"backfile-{__version__}.dist-info/METADATA"))


class Environment:
    """An environment with the packages that this one has, and the wheel: no file of ours else.

    The packages are links. `pelican` is a folder, since plugins are installed into it.
    """

    def __init__(self, folder: Path, wheel: Path) -> None:
        venv.create(folder, with_pip=False)
        self.bin = folder / "bin"
        (packages,) = folder.glob("lib/python*/site-packages")
        for path in [Path(one) for one in sys.path if one.endswith("site-packages")]:
            for package in path.iterdir():
                if package.name != "pelican" and not (packages / package.name).exists():
                    (packages / package.name).symlink_to(package)
        (packages / "pelican" / "plugins").mkdir(parents=True)
        (source,) = (one for one in sys.path if Path(one, "pelican/__init__.py").is_file())
        for below in ("pelican", "pelican/plugins"):
            for file in Path(source, below).iterdir():
                if file.name not in ("plugins", "__pycache__"):
                    (packages / below / file.name).symlink_to(file)
        install = ["pip", "install", "--offline", "--no-cache", "--no-deps", "--quiet"]
        into = ["--python", str(self.bin / "python"), str(wheel)]
        subprocess.run([sys.executable, "-m", "uv", *install, *into], check=True)

    def run(self, folder: Path, *words: str, **env: str) -> subprocess.CompletedProcess[str]:
        """Run a command of this environment in *folder*; it must end well."""
        done = subprocess.run(
            [self.bin / words[0], *words[1:]],
            cwd=folder,
            env={"PATH": f"{self.bin}:/usr/bin:/bin", "COLUMNS": "200", **env},
            capture_output=True,
            text=True,
            check=False,
        )
        assert done.returncode == 0, done.stdout + done.stderr
        return done


@pytest.fixture(scope="module")
def environment(wheel, tmp_path_factory) -> Environment:
    return Environment(tmp_path_factory.mktemp("environment"), wheel)


def write(folder: Path, files: dict[str, str]) -> Path:
    for name, text in files.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, "utf-8")
    return folder


def below(folder: Path) -> set[str]:
    """Return the names of all files below *folder* that are not made by Python itself."""
    files = (path.relative_to(folder) for path in folder.rglob("*") if path.is_file())
    return {path.as_posix() for path in files if "__pycache__" not in path.parts}


class TestContents:
    def test_each_file_of_the_plugin_and_the_theme_is_in_it_and_nothing_else(self, wheel):
        expected = {f"backfile/{name}" for name in below(ROOT / "plugins" / "backfile")}
        expected |= {f"backfile/theme/{name}" for name in below(ROOT / "theme")}
        expected |= {"pelican/plugins/backfile/__init__.py", "backfile/requirements.txt"}
        with ZipFile(wheel) as files:
            held = {name for name in files.namelist() if ".dist-info/" not in name}
        assert held == expected
        kinds = {Path(name).suffix for name in held}
        assert kinds >= {".html", ".css", ".js", ".svg", ".po", ".json", ".py"}

    def test_the_licence_and_the_command_are(self, wheel, metadata):
        info = f"backfile-{__version__}.dist-info"
        with ZipFile(wheel) as files:
            assert files.read(f"{info}/licenses/LICENSE") == (ROOT / "LICENSE").read_bytes()
            assert b"backfile = backfile.cli.main:main" in files.read(f"{info}/entry_points.txt")
        assert metadata["License-Expression"] == "AGPL-3.0-or-later"

    def test_it_asks_for_all_that_it_needs(self, metadata):
        project = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]

        def names(requirements: list[str]) -> set[str]:
            # Spelled as PyPA's "Names and normalization" has it.
            stated = (re.match(r"[\w.-]+", one)[0] for one in requirements)
            return {re.sub(r"[-_.]+", "-", name).lower() for name in stated}

        optional = [one for group in project["optional-dependencies"].values() for one in group]
        wanted = names(project["dependencies"]) | names(optional)
        assert names(metadata.get_all("Requires-Dist")) == wanted
        assert metadata["Requires-Python"] == project["requires-python"]


class TestArchive:
    """An archive in a folder of its own, with nothing but the installed package."""

    @pytest.fixture
    def archive(self, tmp_path) -> Path:
        return write(
            tmp_path,
            {
                "pelicanconf.py": CONF,
                "publishconf.py": "import sys\nsys.path.insert(0, '.')\n"
                "from pelicanconf import *\nfrom backfile.production import *\n",
                "content/partners/harbor-wire.md": "Title: Harbor Wire\n",
                "content/stories/2014/06/ice.md": STORY,
            },
        )

    def test_the_command_says_what_it_is(self, environment, tmp_path):
        said = environment.run(tmp_path, "backfile", "--version").stdout
        assert said == f"backfile {__version__}\n"
        assert "import" in environment.run(tmp_path, "backfile", "--help").stdout

    def test_everything_works(self, environment, archive):
        write(archive, {"snow.txt": RECEIVED})
        environment.run(archive, "backfile", "import", "snow.txt", "--date", "2014-06-17")
        environment.run(archive, "backfile", "new", "Fog", "--date", "2014-06-18")
        assert "2 stories" in environment.run(archive, "backfile", "verify").stderr
        said = environment.run(archive, "backfile", "check").stderr
        assert said.startswith("3 stories read: 0 errors")
        env = {"BACKFILE_SITEURL": "https://harbour.example"}
        environment.run(archive, "backfile", "build", "--production", **env)
        pages = below(archive / "output")
        assert pages >= {
            "2014/06/ice/index.html",
            "2014/06/snow-in-the-harbour/index.html",
            "feeds/all.atom.xml",
            "search/index.html",
            "sitemap.xml",
            "theme/css/base.css",
        }

    def test_is_served(self, environment, archive):
        serving = subprocess.Popen(
            [environment.bin / "backfile", "serve", "--port", "8700"],
            cwd=archive,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.PIPE,
            text=True,
        )
        try:
            lines = iter(serving.stderr.readline, "")
            address = next(
                found for line in lines if (found := re.search(r"http://([\d.:]+)/", line))
            )
            connection = http.client.HTTPConnection(address[1])
            connection.request("GET", "/2014/06/ice/")
            assert b"The basin is closed" in connection.getresponse().read()
            connection.close()
        finally:
            serving.terminate()
            serving.communicate()


NAMED = {
    "not named": "",
    "by its short name": 'PLUGINS = ["backfile"]\n',
    "by its whole name": 'PLUGINS = ["pelican.plugins.backfile"]\n',
    "twice": 'PLUGINS = ["backfile", "pelican.plugins.backfile"]\n',
}


class TestPelicanSite:
    """A site that has its own configuration and theme, built by `pelican content`."""

    def test_is_the_same_however_the_plugin_is_named(self, environment, tmp_path):
        pages = {}
        for number, (how, line) in enumerate(NAMED.items()):
            files = {
                "pelicanconf.py": OF_ITS_OWN + line,
                "content/ice.md": STORY,
                "content/partners/harbor-wire.md": "Title: Harbor Wire\n",
            }
            site = write(tmp_path / str(number), files)
            environment.run(site, "python", "-m", "pelican", "content", "-s", "pelicanconf.py")
            pages[how] = (site / "output" / "ice-in-the-harbour.html").read_text("utf-8")
        page = pages["by its short name"]
        assert page.count('<section class="update"') == 2
        assert page.index("The basin is closed") < page.index("Ice has reached the mole")
        assert "Harbor Wire" in page
        assert set(pages.values()) == {page}

    def test_has_the_commands(self, environment, tmp_path):
        site = write(tmp_path, {"pelicanconf.py": OF_ITS_OWN, "content/ice.md": STORY})
        write(site, {"content/partners/harbor-wire.md": "Title: Harbor Wire\n"})
        write(site, {".venv/lib/README.md": "Not a story.\n", "snow.txt": RECEIVED})
        said = environment.run(site, "backfile", "check").stderr
        assert said.splitlines()[-1].startswith("1 story read: 0 errors")
        environment.run(site, "backfile", "import", "snow.txt", "--date", "2014-06-17")
        environment.run(site, "backfile", "new", "Fog", "--date", "2014-06-18")
        environment.run(site, "backfile", "build")
        assert "snow-in-the-harbour.html" in below(site / "output")


def test_the_sources_are_packed_with_all_that_the_wheel_is_made_of(tmp_path):
    command = [sys.executable, "-m", "hatchling", "build", "-t", "sdist", "-d", str(tmp_path)]
    subprocess.run(command, cwd=ROOT, check=True, capture_output=True, env={**os.environ})
    (packed,) = tmp_path.iterdir()
    subprocess.run(["tar", "-xzf", packed], cwd=tmp_path, check=True)
    (sources,) = (one for one in tmp_path.iterdir() if one.is_dir())
    assert below(sources / "plugins") == below(ROOT / "plugins")
    assert below(sources / "theme") == below(ROOT / "theme")
    assert {"LICENSE", "README.md", "CHANGELOG.md", "pyproject.toml"} <= below(sources)
    assert not {"node_modules", "content", "output"} & {one.name for one in sources.iterdir()}


def test_an_archive_of_ones_own_brings_the_wheel_that_wrote_it(environment, wheel, tmp_path):
    environment.run(tmp_path, "backfile", "init", "mine", "--url", "https://packet.org")

    mine = tmp_path / "mine"
    assert (mine / "wheels" / wheel.name).read_bytes() == wheel.read_bytes()
    line = (mine / "requirements-backfile.txt").read_text("utf-8").splitlines()[-1]
    assert re.fullmatch(rf"\./wheels/{re.escape(wheel.name)} --hash=sha256:[0-9a-f]{{64}}", line)
    assert "\npelican==" in (mine / "requirements.txt").read_text("utf-8")
    environment.run(mine, "backfile", "check", "--strict")
    environment.run(mine, "backfile", "build", "--production")
    assert (mine / "output/2009/03/lift-bridge/index.html").is_file()
