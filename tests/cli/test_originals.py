"""`backfile originals`: asks a server on this computer, and proposes what to state."""

from __future__ import annotations

import csv
import io
import json
import socket
import threading
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from backfile.cli.originals import OriginalsOptions, ask_originals
from backfile.cli.table import TableOptions, run_table
from backfile.errors import UsageError
from backfile.link_check.guarded_http import Client, is_public
from backfile.link_check.verdict import Answer
from tests.sites.sites import CONF, MiniSite

if TYPE_CHECKING:
    from collections.abc import Iterator


@dataclass
class OldSite:
    """A server on this computer: its address, what it was asked, and who asked."""

    url: str
    asked: list[str] = field(default_factory=list)
    agents: set[str] = field(default_factory=set)


@pytest.fixture
def old_site() -> Iterator[OldSite]:
    """Serve an old site that has lost some of its pages."""

    class Handler(BaseHTTPRequestHandler):
        def do_HEAD(self) -> None:
            self.answer()

        def do_GET(self) -> None:
            self.answer()

        def answer(self) -> None:
            site.asked.append(f"{self.command} {self.path}")
            site.agents.add(self.headers["User-Agent"])
            path = self.path.partition("?")[0]
            status, body, location = {
                "/live.html": (200, "<h1>The ferry is live</h1>", ""),
                "/no-head.html": (405 if self.command == "HEAD" else 200, "<h1>No head</h1>", ""),
                "/taken.html": (200, "<h1>Casino</h1>", ""),
                "/moved.html": (301, "", "/"),
                "/round.html": (302, "", "/round.html"),
                "/inside.html": (302, "", "http://10.0.0.1/"),
                "/file.html": (302, "", "file:///etc/passwd"),
                "/busy.html": (503, "", ""),
                "/": (200, "<h1>Home</h1>", ""),
                "/available": (200, COPY, ""),
            }.get(path, (404, "", ""))
            self.send_response(status)
            if location:
                self.send_header("Location", location)
            self.send_header("Content-Type", "text/html; charset=utf-8")
            self.end_headers()
            if self.command == "GET":
                self.wfile.write(body.encode())

        def log_message(self, *_given: object) -> None:
            pass

    with ThreadingHTTPServer(("127.0.0.1", 0), Handler) as server:
        site = OldSite(f"http://127.0.0.1:{server.server_port}")
        thread = threading.Thread(target=server.serve_forever, args=(0.01,))
        thread.start()
        yield site
        server.shutdown()
        thread.join()


COPY = json.dumps(
    {
        "archived_snapshots": {
            "closest": {"available": True, "url": "http://archive.example/web/2011/http://a/"}
        }
    }
)
STORIES = {
    "live": ("The ferry is live", ""),
    "no-head": ("No head", "Original_Status: live\n"),
    "taken": ("The ferry was taken", ""),
    "moved": ("The ferry has moved", ""),
    "dead": ("The ferry is dead", "Archived_URL: https://copy.example/\n"),
    "was-live": ("The ferry was live", "Original_Status: live\n"),
    "busy": ("The ferry is busy", ""),
}


@pytest.fixture
def site(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, old_site: OldSite) -> MiniSite:
    monkeypatch.chdir(tmp_path)
    monkeypatch.delenv("CI", raising=False)
    settings = f"ARTICLE_PATHS = ['']\nCACHE_PATH = {str(tmp_path / 'cache')!r}\n"
    (tmp_path / "pelicanconf.py").write_text(f"{CONF}{settings}", "utf-8")
    files = {
        f"{name}.md": f"Title: {title}\nDate: 2011-03-04\n"
        f"Original_URL: {old_site.url}/{name}.html\n{more}\nText.\n"
        for name, (title, more) in STORIES.items()
    }
    files["none.md"] = "Title: None\nDate: 2011-03-04\n\nText.\n"
    return MiniSite(tmp_path).write(files)


def ask(**options: object) -> int:
    given = {"output": "o.csv", "wait": 0.0, "private": True, **options}
    return ask_originals("pelicanconf.py", options=OriginalsOptions(**given))  # type: ignore[arg-type]


def proposed() -> dict[str, tuple[str, str, str]]:
    """Return status, copy and remark by the names of the stories."""
    text = Path("o.csv").read_bytes().decode("utf-8-sig")
    rows = csv.DictReader(io.StringIO(text, newline=""))
    return {
        row["File"].removesuffix(".md"): (
            row["Original_Status"],
            row["Archived_URL"],
            row["Why?"],
        )
        for row in rows
    }


@pytest.mark.usefixtures("site")
class TestAsking:
    def test_it_proposes_what_has_changed_and_shows_what_it_cannot_tell(
        self, capsys, old_site
    ) -> None:
        assert ask() == 0

        assert proposed() == {
            "busy": ("", "", "it answers 503; ask again later"),
            "live": ("live", "", "the story is there"),
            "moved": ("redirects", "", f"it leads to {old_site.url}/"),
            "taken": (
                "",
                "",
                "it answers, and the title of the story is not on the page: live or hijacked?",
            ),
            "was-live": ("dead", "", "it answers 404"),
        }
        assert capsys.readouterr().err == (
            "7 originals, 7 asked now: 2 dead, 2 live, 1 redirects, 2 unsure\n"
        )
        (agent,) = old_site.agents
        assert agent.startswith("Backfile/")

    def test_its_table_takes_the_place_of_no_other_file(self) -> None:
        before = Path("pelicanconf.py").read_bytes()
        with pytest.raises(UsageError, match="it is a file that is no table"):
            ask(output="pelicanconf.py")
        assert Path("pelicanconf.py").read_bytes() == before

    def test_its_table_is_one_that_table_applies(self) -> None:
        ask()

        applied = run_table("pelicanconf.py", options=TableOptions(apply="o.csv"))

        assert applied == 0
        stories = {name: Path(f"content/{name}.md").read_text("utf-8") for name in STORIES}
        assert "\nOriginal_Status: live\n" in stories["live"]
        assert "\nOriginal_Status: redirects\n" in stories["moved"]
        assert "\nOriginal_Status: dead\n" in stories["was-live"]
        assert "Original_Status" not in stories["taken"]
        ask()
        assert proposed().keys() == {"busy", "taken"}

    def test_a_second_run_asks_only_what_was_not_settled(self, old_site) -> None:
        ask()
        first = proposed()
        old_site.asked.clear()

        ask()

        assert {one.partition(" ")[2] for one in old_site.asked} == {"/busy.html"}
        assert proposed() == first
        old_site.asked.clear()
        ask(days=0)
        assert len({one.partition(" ")[2] for one in old_site.asked}) >= len(STORIES)

    def test_a_run_that_is_stopped_goes_on_where_it_was(self, monkeypatch, old_site) -> None:
        true_ask = Client.ask
        calls: list[str] = []

        def stop_at_the_third(self: Client, url: str) -> object:
            calls.append(url)
            if len(calls) == 3:
                raise KeyboardInterrupt
            return true_ask(self, url)

        with monkeypatch.context() as patched:
            patched.setattr(Client, "ask", stop_at_the_third)
            with pytest.raises(KeyboardInterrupt):
                ask()
        known = {one.rpartition("/")[2] for one in calls[:2]} - {"busy.html"}
        old_site.asked.clear()

        ask()

        asked = {one.rpartition("/")[2] for one in old_site.asked}
        assert known
        assert not asked & known
        assert len(proposed()) == 5

    def test_copies_of_what_is_gone_are_proposed(self, old_site) -> None:
        ask(archive=f"{old_site.url}/available")

        copy = "https://archive.example/web/2011/http://a/"
        found = proposed()
        assert {name for name, (_, one, _) in found.items() if one == copy} == {
            "moved",
            "was-live",
        }
        asked = [one for one in old_site.asked if "/available" in one]
        assert len(asked) == 2
        assert all(one.endswith("&timestamp=20110304") for one in asked)

    def test_copies_of_what_is_known_to_be_gone_are_proposed_too(self, old_site) -> None:
        ask()
        assert not any(one for _, one, _ in proposed().values())

        ask(archive=f"{old_site.url}/available")

        assert {name for name, (_, one, _) in proposed().items() if one} == {"moved", "was-live"}

    def test_an_archive_has_a_web_address(self) -> None:
        with pytest.raises(UsageError, match='--archive: "nonsense" is no web address'):
            ask(archive="nonsense")

    def test_servers_are_told_the_address_of_the_published_site(self, old_site) -> None:
        Path("publishconf.py").write_text(
            f'{Path("pelicanconf.py").read_text("utf-8")}SITEURL = "https://archive.example"\n',
            "utf-8",
        )
        ask()
        assert "(+https://archive.example/)" in next(iter(old_site.agents))

    def test_a_host_that_is_no_more_is_looked_up_once(self, monkeypatch) -> None:
        looked_up: list[object] = []

        def fail(host: object, *_given: object, **_more: object) -> None:
            if host != "example.com":
                looked_up.append(host)
                raise socket.gaierror(socket.EAI_NONAME, "no name")

        monkeypatch.setattr(socket, "getaddrinfo", fail)

        ask()

        assert len(looked_up) == 1
        assert proposed() == dict.fromkeys(
            ("no-head", "was-live"), ("dead", "", "its host is no more")
        )

    def test_an_address_that_others_have_taken_stays_what_a_person_has_seen(self, site) -> None:
        text = site.folder.joinpath("content/taken.md").read_text("utf-8")
        site.write({"taken.md": text.replace("\n\nText", "\nOriginal_Status: hijacked\n\nText")})

        ask()

        assert "taken" not in proposed()

    def test_addresses_of_the_site_itself_are_not_asked(self, site, old_site) -> None:
        conf = site.folder / "pelicanconf.py"
        conf.write_text(f"{conf.read_text('utf-8')}SITEURL = {old_site.url!r}\n", "utf-8")

        ask()

        assert (old_site.asked, proposed()) == ([], {})

    def test_a_host_that_does_not_answer_is_left_for_the_next_run(self, monkeypatch) -> None:
        asked: list[str] = []

        def time_out(_client: Client, url: str) -> Answer:
            asked.append(url)
            return Answer(failure="it cannot be asked: timed out")

        monkeypatch.setattr(Client, "ask", time_out)

        ask()

        assert len(asked) == 3
        assert len(proposed()) == len(STORIES)
        assert {why for _, _, why in proposed().values()} == {"it cannot be asked: timed out"}

    def test_addresses_of_private_networks_are_not_asked(self, old_site) -> None:
        ask(private=False)

        assert old_site.asked == []
        why = {one for _, _, one in proposed().values()}
        assert why == {"127.0.0.1, an address of a private network: it was not asked"}

    @pytest.mark.parametrize(("told", "status"), [(False, None), (True, 0)])
    def test_ci_asks_nobody_unless_it_is_told_to(self, monkeypatch, old_site, told, status) -> None:
        monkeypatch.setenv("CI", "true")

        if told:
            assert ask(in_ci=True) == status
            assert old_site.asked
        else:
            with pytest.raises(UsageError, match="add --in-ci"):
                ask()
            assert old_site.asked == []


class TestClient:
    @pytest.fixture
    def client(self) -> Client:
        return Client("Backfile", lambda _host: None, lambda address: address == "127.0.0.1")

    @pytest.mark.parametrize(
        ("path", "failure"),
        [
            ("/inside.html", "10.0.0.1, an address of a private network: it was not asked"),
            ("/round.html", "it leads through more than 10 redirects"),
            ("/file.html", "it leads to file:///etc/passwd, which is no web address"),
        ],
    )
    def test_a_redirect_leads_to_no_place_that_must_not_be_asked(
        self, client, old_site, path, failure
    ) -> None:
        assert client.ask(f"{old_site.url}{path}").failure == failure

    def test_a_server_that_knows_no_head_is_asked_by_get(self, client, old_site) -> None:
        answer = client.ask(f"{old_site.url}/no-head.html")

        assert (answer.status, answer.body) == (200, "<h1>No head</h1>")
        assert old_site.asked == ["HEAD /no-head.html", "GET /no-head.html"]

    def test_each_request_waits_for_its_turn(self, old_site) -> None:
        turns: list[str] = []
        client = Client("Backfile", turns.append, lambda _address: True)

        client.ask(f"{old_site.url}/moved.html")

        assert turns == ["127.0.0.1"] * len(old_site.asked)
        assert old_site.asked == ["HEAD /moved.html", "HEAD /", "GET /moved.html", "GET /"]

    def test_a_port_where_nobody_answers_is_a_failure(self, client) -> None:
        assert "cannot be asked" in client.ask("http://127.0.0.1:9/x").failure

    @pytest.mark.parametrize(
        ("number", "is_online", "is_gone"),
        [
            (socket.EAI_NONAME, True, True),
            (socket.EAI_NONAME, False, False),
            (socket.EAI_AGAIN, True, False),
        ],
    )
    def test_a_name_that_is_unknown_is_gone_if_others_can_be_looked_up(
        self, client, monkeypatch, number, is_online, is_gone
    ) -> None:
        def look_up(host: str, *_given: object, **_more: object) -> list[object]:
            if host == "example.com" and is_online:
                return []
            raise socket.gaierror(number, "no answer")

        monkeypatch.setattr(socket, "getaddrinfo", look_up)

        answer = client.ask("http://packet.example/x")

        assert (answer.status, answer.is_gone) == (0, is_gone)
        assert answer.failure


@pytest.mark.parametrize(
    ("address", "public"),
    [
        ("93.184.216.34", True),
        ("2606:2800:220:1::1", True),
        ("127.0.0.1", False),
        ("10.1.2.3", False),
        ("172.16.0.1", False),
        ("192.168.1.1", False),
        ("169.254.169.254", False),
        ("100.64.0.1", False),
        ("0.0.0.0", False),  # noqa: S104 (none to listen on)
        ("224.0.0.1", False),
        ("::1", False),
        ("fe80::1", False),
        ("fd00::1", False),
        ("::ffff:127.0.0.1", False),
    ],
)
def test_only_addresses_of_the_internet_are_public(address, public):
    assert is_public(address) is public
