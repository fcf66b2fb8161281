"""Asks for the originals of stories: several hosts at a time, each with one request at a time."""

from __future__ import annotations

import json
from collections import defaultdict
from concurrent.futures import ThreadPoolExecutor, as_completed
from dataclasses import dataclass, field
from threading import Event, Lock
from typing import TYPE_CHECKING
from urllib.parse import quote, urlsplit

from backfile.link_check.asked import Answered
from backfile.link_check.verdict import Verdict, verdict_on
from backfile.partners.original import OriginalStatus

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable
    from datetime import date

    from backfile.link_check.asked import Asked
    from backfile.link_check.guarded_http import Client

_HOSTS_AT_A_TIME = 8
_PATIENCE = 3  # addresses in a row at which a host does not answer, before the others are left
_NO_MORE = frozenset({OriginalStatus.DEAD, OriginalStatus.REDIRECTS})


@dataclass(frozen=True, slots=True)
class StatedOriginal:
    """What a story states of its original: its address, the status and the copy that it names.

    `path` and `digest` are those of the story file; `day` is `20110304`, empty where it has none.
    """

    path: str
    digest: str
    title: str
    url: str
    status: str = ""
    archived_url: str = ""
    day: str = ""


@dataclass
class Questions:
    """A run: the `client` that asks, what was `asked` before, and the day of today.

    `archive` is the address of a service that knows copies, as
    https://archive.org/help/wayback_api.php describes it; empty where none is asked. `watch` is
    called with the number of addresses that are done.
    """

    client: Client
    asked: Asked
    today: date
    archive: str = ""
    watch: Callable[[int], None] = lambda _done: None
    _stopped: Event = field(default_factory=Event)
    _lock: Lock = field(default_factory=Lock)
    _done: int = 0

    def ask(self, originals: Iterable[StatedOriginal]) -> None:
        """Ask for all *originals*, and keep each answer at once, so that a stop loses none."""
        by_host: dict[str, list[StatedOriginal]] = defaultdict(list)
        for one in originals:
            by_host[urlsplit(one.url).netloc.lower()].append(one)
        with ThreadPoolExecutor(_HOSTS_AT_A_TIME) as pool:
            waiting = [pool.submit(self._ask_host, group) for _, group in sorted(by_host.items())]
            try:
                for future in as_completed(waiting):
                    future.result()
            except BaseException:
                self._stopped.set()
                pool.shutdown(wait=False, cancel_futures=True)
                raise

    def _ask_host(self, originals: list[StatedOriginal]) -> None:
        """Ask for the *originals* at one host, until it is clear that it does not answer."""
        given_up: Verdict | None = None
        silent = 0
        for one in originals:
            if self._stopped.is_set():
                break
            verdict = given_up
            if verdict is None:
                answer = self.client.ask(one.url)
                verdict = verdict_on(answer, one.url, one.title)
                silent = 0 if answer.status else silent + 1
                given_up = verdict if answer.is_gone or silent == _PATIENCE else None
            self._note(one, verdict)

    def is_due(self, one: StatedOriginal, days: int) -> bool:
        """Tell whether *one* is to be asked: not in the last *days*, or for its copy not at all."""
        if not self.asked.is_fresh(one.url, self.today, days):
            return True
        found = self.asked.found[one.url]
        return self._wants_copy(one, found.verdict) and not found.archived_url

    def _wants_copy(self, one: StatedOriginal, verdict: Verdict) -> bool:
        return bool(self.archive) and not one.archived_url and verdict.status in _NO_MORE

    def _note(self, one: StatedOriginal, verdict: Verdict) -> None:
        copy = self._copy_of(one) if self._wants_copy(one, verdict) else ""
        self.asked.note(one.url, Answered(verdict, copy, self.today))
        with self._lock:
            self._done += 1
            self.watch(self._done)

    def _copy_of(self, one: StatedOriginal) -> str:
        """Return the address of the copy nearest to the day of the story, empty for none."""
        when = f"&timestamp={one.day}" if one.day else ""
        answer = self.client.request("GET", f"{self.archive}?url={quote(one.url, safe='')}{when}")
        try:
            closest = json.loads(answer.body)["archived_snapshots"]["closest"]
            url = str(closest["url"]) if closest["available"] else ""
        except (ValueError, LookupError, TypeError):
            return ""
        return f"https://{url.partition('://')[2]}" if url.startswith("http") else ""
