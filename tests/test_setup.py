"""The set-up: the locks install what they name, whatever has been released since.

The packages are stand-ins without contents, with the names, versions and requirements of those that
the locks name. An index beside them offers a newer version of each.
"""

from __future__ import annotations

import ensurepip
import hashlib
import os
import re
import shutil
import subprocess
import sys
import sysconfig
from dataclasses import dataclass
from importlib import metadata
from pathlib import Path
from zipfile import ZipFile

import pytest
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

ROOT = Path(__file__).parents[1]
RUN, DEVELOP = "requirements.txt", "requirements-dev.txt"
NEWER = "9999.0"
PIN = re.compile(
    r"^(?P<pin>\S+==[^\s;]+(?: ; [^\\\n]+)?) \\\n(?: {4}--hash=\S+(?: \\)?\n)+", re.MULTILINE
)


def pins(lock: str) -> list[Requirement]:
    """Return what *lock* names, each with its version and the machines that it is for."""
    text = (ROOT / lock).read_text("utf-8")
    return [Requirement(found["pin"]) for found in PIN.finditer(text)]


def pinned(*locks: str) -> dict[str, str]:
    """Return the version of each package that *locks* install here."""
    return {
        pin.name: str(pin.specifier).removeprefix("==")
        for lock in locks
        for pin in pins(lock)
        if pin.marker is None or pin.marker.evaluate()
    }


def wheel(folder: Path, name: str, version: str) -> str:
    """Write a package without contents that requires what the real one does; return its hash."""
    try:
        real = metadata.metadata(name)
    except metadata.PackageNotFoundError:  # one for other machines
        real = {}
    fields = [f"Metadata-Version: 2.1\nName: {name}\nVersion: {version}"]
    for field in ("Provides-Extra", "Requires-Dist"):
        fields += [f"{field}: {value}" for value in (real and real.get_all(field)) or ()]
    stem = f"{name.replace('-', '_').replace('.', '_')}-{version}"
    path = folder / f"{stem}-py3-none-any.whl"
    files = {
        "METADATA": "\n".join(fields) + "\n",
        "WHEEL": "Wheel-Version: 1.0\nRoot-Is-Purelib: true\nTag: py3-none-any\n",
    }
    with ZipFile(path, "w") as archive:
        for file, text in files.items():
            archive.writestr(f"{stem}.dist-info/{file}", text)
        listed = "".join(f"{stem}.dist-info/{file},,\n" for file in [*files, "RECORD"])
        archive.writestr(f"{stem}.dist-info/RECORD", listed)
    return hashlib.sha256(path.read_bytes()).hexdigest()


@pytest.fixture(scope="module")
def pip(tmp_path_factory):
    """Return a folder with the pip that this Python brings with it."""
    folder = tmp_path_factory.mktemp("pip")
    folders = [
        sysconfig.get_config_var("WHEEL_PKG_DIR"),
        Path(ensurepip.__file__).parent / "_bundled",
    ]
    found = [path for one in folders if one for path in Path(one).glob("pip-*.whl")]
    with ZipFile(found[0]) as archive:
        archive.extractall(folder)
    return folder


@dataclass
class Clone:
    """A fresh clone whose locks name stand-ins, and an index of them; *pip* is a folder with it."""

    folder: Path
    pip: Path

    def stand_in(self, names: frozenset[str] = frozenset()) -> Clone:
        """Make stand-ins of *names* of the locks, or of all."""
        (self.folder / "bin").mkdir()
        (self.folder / "index").mkdir()
        shutil.copy(ROOT / "bin" / "setup-venv", self.folder / "bin")
        index = self.folder / "index"
        for lock in (RUN, DEVELOP):
            lines = []
            for pin in pins(lock):
                if not names or pin.name in names:
                    made = wheel(index, pin.name, str(pin.specifier).removeprefix("=="))
                    wheel(index, pin.name, NEWER)
                    lines.append(f"{pin} --hash=sha256:{made}\n")
            (self.folder / lock).write_text("".join(lines), "utf-8")
        return self

    def copied_to(self, folder: Path) -> Clone:
        """Copy it as it is, with its .venv."""
        shutil.copytree(self.folder, folder, symlinks=True, dirs_exist_ok=True)
        return Clone(folder, self.pip)

    def without(self, name: str) -> None:
        """Take *name* out of the lock that has it."""
        for lock in (RUN, DEVELOP):
            path = self.folder / lock
            lines = path.read_text("utf-8").splitlines(keepends=True)
            path.write_text("".join(one for one in lines if not one.startswith(f"{name}==")))

    def setup(self, *words: str) -> subprocess.CompletedProcess[str]:
        own = {
            "PYTHON": sys.executable,
            "PYTHONPATH": str(self.pip),
            "PIP_CONFIG_FILE": os.devnull,
            "PIP_NO_INDEX": "1",
            "PIP_FIND_LINKS": str(self.folder / "index"),
        }
        # Without bytecode, pip would be compiled each time that it is called.
        alien = ("PIP_", "PYTHONDONTWRITEBYTECODE")
        others = {name: at for name, at in os.environ.items() if not name.startswith(alien)}
        return subprocess.run(
            ["bin/setup-venv", *words],
            cwd=self.folder,
            env={**others, **own},
            capture_output=True,
            text=True,
            check=False,
        )

    def installed(self) -> dict[str, str]:
        (packages,) = self.folder.glob(".venv/lib/python*/site-packages")
        found = metadata.distributions(path=[str(packages)])
        return {canonicalize_name(one.name): one.version for one in found}


# Two packages run Backfile here and two develop it; one of each pair needs the other.
FEW = frozenset({"jinja2", "markupsafe", "hypothesis", "sortedcontainers"})


@pytest.fixture
def clone(tmp_path, pip):
    return Clone(tmp_path, pip).stand_in(FEW)


@pytest.fixture(scope="module")
def ready_to_run(tmp_path_factory, pip):
    """Return a clone that is set up to run Backfile."""
    clone = Clone(tmp_path_factory.mktemp("run"), pip).stand_in(FEW)
    assert clone.setup().returncode == 0
    return clone


@pytest.fixture(scope="module")
def ready_to_develop(tmp_path_factory, ready_to_run):
    """Return a clone that is set up to develop Backfile too."""
    clone = ready_to_run.copied_to(tmp_path_factory.mktemp("develop"))
    assert clone.setup("dev").returncode == 0
    return clone


def test_the_locks_are_read_whole():
    for lock in (RUN, DEVELOP):
        text = (ROOT / lock).read_text("utf-8")
        assert len(pins(lock)) == len(re.findall(r"^[a-z]", text, re.MULTILINE))


def test_no_package_is_named_by_both_locks():
    assert not {pin.name for pin in pins(RUN)} & {pin.name for pin in pins(DEVELOP)}


# What is only imported where it is asked for: optional parts, and what these bring along.
EXTRAS = {"boto3", "botocore", "distributed"}


def test_what_runs_backfile_needs_no_package_that_develops_it():
    owners = metadata.packages_distributions()
    files = [*(ROOT / "plugins").rglob("*.py"), *ROOT.glob("*.py")]
    imported = {
        (canonicalize_name(owner), file.stem, bool(indent))
        for file in files
        for indent, module in re.findall(
            r"^( *)(?:from|import) (\w+)", file.read_text("utf-8"), re.MULTILINE
        )
        for owner in owners.get(module, ())
    }
    lacking = {found for found in imported if found[0] not in {pin.name for pin in pins(RUN)}}
    assert {
        (name, file) for name, file, is_late in lacking if not (is_late and name in EXTRAS)
    } == set()


@pytest.mark.parametrize("lock", [RUN, DEVELOP])
def test_a_lock_leaves_it_to_the_machine_where_packages_come_from(lock):
    text = (ROOT / lock).read_text("utf-8")
    assert not re.search(r"://|^-|--(index|extra|find)", text, re.MULTILINE)


def test_what_is_pinned_is_installed_although_all_of_it_has_newer_versions(tmp_path, pip):
    clone = Clone(tmp_path, pip).stand_in()
    first = clone.setup()
    assert (first.returncode, first.stdout.count("\n"), first.stderr) == (0, 1, "")
    assert clone.installed() == pinned(RUN)
    second = clone.setup("dev")
    assert (second.returncode, second.stdout.count("\n"), second.stderr) == (0, 1, "")
    assert clone.installed() == pinned(RUN, DEVELOP)


def test_nothing_is_set_up_twice(ready_to_develop, tmp_path):
    clone = ready_to_develop.copied_to(tmp_path)
    for words in ([], ["dev"]):
        again = clone.setup(*words)
        assert (again.returncode, again.stdout, again.stderr) == (0, "", "")


def test_a_changed_lock_leaves_no_package_of_the_older_one(ready_to_develop, tmp_path):
    clone = ready_to_develop.copied_to(tmp_path)
    clone.without("hypothesis")
    assert clone.setup("dev").returncode == 0
    assert set(clone.installed()) == {"jinja2", "markupsafe", "sortedcontainers"}


def test_a_package_that_is_not_what_the_lock_names_is_refused(clone):
    with ZipFile(next((clone.folder / "index").glob("markupsafe-3*")), "a") as package:
        package.writestr("markupsafe.py", "")
    ended = clone.setup()
    assert ended.returncode
    assert "HASHES" in ended.stderr
    assert not (clone.folder / ".venv").exists()


def test_a_package_that_lacks_another_is_named(clone):
    clone.without("markupsafe")
    ended = clone.setup()
    assert ended.returncode == 1
    assert "requires markupsafe, which is not installed" in ended.stderr
    assert not (clone.folder / ".venv").exists()


def test_a_package_to_develop_with_that_lacks_another_is_named(ready_to_run, tmp_path):
    clone = ready_to_run.copied_to(tmp_path)
    clone.without("sortedcontainers")
    ended = clone.setup("dev")
    assert ended.returncode == 1
    assert "requires sortedcontainers, which is not installed" in ended.stderr
    assert not (clone.folder / ".venv").exists()


STOPS = """
import os, signal, sys
if "install" in sys.argv and {lock!r} in sys.argv:
    os.kill(os.getppid(), signal.SIGTERM)
"""


@pytest.mark.parametrize("lock", [RUN, DEVELOP])
def test_no_half_venv_is_left_by_an_interruption(clone, lock):
    clone.pip = clone.folder / "stopping"
    (clone.pip / "pip").mkdir(parents=True)
    (clone.pip / "pip" / "__init__.py").touch()
    (clone.pip / "pip" / "__main__.py").write_text(STOPS.format(lock=lock), "utf-8")
    assert clone.setup("dev").returncode == 130
    assert not (clone.folder / ".venv").exists()


RUNS = ["serve", "build", "import", "new", "check", "verify", "wheel", "clean"]
DEVELOPS = ["test", "explore", "lint", "golden", "bench", "translate", "lock"]


@pytest.mark.skipif(shutil.which("make") is None, reason="make is not installed")
@pytest.mark.parametrize(
    ("command", "expected"),
    [*((command, [""]) for command in RUNS), *((command, ["", " dev"]) for command in DEVELOPS)],
)
def test_a_command_sets_up_what_it_needs(clone, command, expected):
    shutil.copy(ROOT / "Makefile", clone.folder)
    said = subprocess.check_output(["make", "-n", command], cwd=clone.folder, text=True)
    assert re.findall(r"^bin/setup-venv(.*)$", said, re.MULTILINE) == expected
