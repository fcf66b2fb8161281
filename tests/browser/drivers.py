"""Firefox and WebKit, driven as the W3C's WebDriver says, without programs from other places.

Firefox answers WebDriver's commands itself, over Marionette (a socket; each message is its length
and JSON). Debian's WebKitWebDriver answers them over HTTP and starts WebKit's MiniBrowser, which
paints on GTK's Broadway, as it needs no screen.
"""

from __future__ import annotations

import json
import os
import shutil
import socket
import subprocess
import time
import urllib.error
import urllib.request
from contextlib import ExitStack, contextmanager, suppress
from pathlib import Path
from typing import TYPE_CHECKING, Any, Protocol

from tests.npm_tools import lacking

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

ENTER, ESCAPE = "\ue007", "\ue00c"  # as WebDriver writes these keys
_ELEMENT = "element-6066-11e4-a52e-4f735466cecf"  # the name by which it tells an element
_PATIENCE = 30  # seconds
_MINIBROWSER = "/usr/lib/*/webkit2gtk-4.1/MiniBrowser"
_PREFERENCES = {
    "browser.shell.checkDefaultBrowser": False,
    "browser.startup.homepage_override.mstone": "ignore",
    "datareporting.policy.dataSubmissionEnabled": False,
    "app.update.disabledForTesting": True,
    "toolkit.telemetry.reportingpolicy.firstRun": False,
    "network.captive-portal-service.enabled": False,
    "network.connectivity-service.enabled": False,
}
# What a browser is told: Marionette's name of the command; method and path of the HTTP request.
_COMMANDS = {
    "go": ("WebDriver:Navigate", "POST", "url"),
    "back": ("WebDriver:Back", "POST", "back"),
    "forward": ("WebDriver:Forward", "POST", "forward"),
    "find": ("WebDriver:FindElement", "POST", "element"),
    "type": ("WebDriver:ElementSendKeys", "POST", "element/{id}/value"),
    "clear": ("WebDriver:ElementClear", "POST", "element/{id}/clear"),
    "script": ("WebDriver:ExecuteScript", "POST", "execute/sync"),
    "end": ("Marionette:Quit", "DELETE", ""),
}


class Wire(Protocol):
    """What takes a command of WebDriver to a browser, and brings its answer back."""

    def tell(self, command: str, **said: Any) -> Any:
        """Return the answer to *command*, one of _COMMANDS. Raises AssertionError for a refusal."""


class Driven:
    """A page in a browser that is driven over *wire*."""

    def __init__(self, wire: Wire) -> None:
        self._wire = wire

    def go(self, address: str) -> None:
        """Open *address*."""
        self._wire.tell("go", url=address)

    def back(self) -> None:
        """Go back, as by the browser's own button."""
        self._wire.tell("back")

    def forward(self) -> None:
        """Go forward, as by the browser's own button."""
        self._wire.tell("forward")

    def script(self, code: str, *arguments: Any) -> Any:
        """Return what *code*, the body of a function, returns in the page."""
        return self._wire.tell("script", script=code, args=list(arguments))

    def type(self, selector: str, text: str) -> None:
        """Press the keys of *text* in the element that *selector* names."""
        self._wire.tell("type", id=self._find(selector), text=text)

    def clear(self, selector: str) -> None:
        """Empty the field that *selector* names."""
        self._wire.tell("clear", id=self._find(selector))

    def click(self, selector: str) -> None:
        """Click on the element that *selector* names, wherever it is on the page."""
        # WebKit takes nothing to be within reach on a screen that nobody looks at.
        self.script("document.querySelector(arguments[0]).click()", selector)

    def wait_for(self, code: str, *arguments: Any) -> Any:
        """Return what the expression *code* comes to, as soon as that is true."""
        answer = self.script(f"return {code}", *arguments)
        end = time.monotonic() + _PATIENCE
        while not answer and time.monotonic() < end:
            time.sleep(0.05)
            answer = self.script(f"return {code}", *arguments)
        assert answer, f"it did not come to be: {code} {arguments}; {self.script(_STATE)}"
        return answer

    def _find(self, selector: str) -> str:
        found = self._wire.tell("find", using="css selector", value=selector)
        id_: str = found.get("value", found)[_ELEMENT]
        return id_


_STATE = "return [location.href, document.body.innerText.slice(0, 2000)]"


@contextmanager
def firefox(folder: Path) -> Iterator[Driven]:
    """Start Firefox without a window, its profile in *folder*."""
    program = shutil.which("firefox-esr") or shutil.which("firefox")
    if program is None:
        lacking("Firefox", "apt-get install firefox-esr")
    port = _free_port()
    preferences = {**_PREFERENCES, "marionette.port": port}
    lines = [f'user_pref("{name}", {json.dumps(value)});\n' for name, value in preferences.items()]
    (folder / "user.js").write_text("".join(lines), "utf-8")
    command = [program, "--headless", "--marionette", "--no-remote", "--profile", str(folder)]
    with _running(command, {"HOME": str(folder)}):
        wire = _eventually(lambda: _Marionette(port))
        try:
            yield Driven(wire)
        finally:
            with suppress(OSError, ValueError, AssertionError):
                wire.tell("end", flags=["eForceQuit"])
            wire.close()


@contextmanager
def webkit(folder: Path) -> Iterator[Driven]:
    """Start WebKit's MiniBrowser, which keeps what it keeps in *folder*."""
    minibrowser = next(iter(Path("/").glob(_MINIBROWSER.lstrip("/"))), None)
    programs = [shutil.which("WebKitWebDriver"), shutil.which("broadwayd"), minibrowser]
    if None in programs:
        lacking("WebKit", "apt-get install webkit2gtk-driver libgtk-3-bin")
    port, display = _free_port(), _free_port()
    home = {
        "HOME": str(folder),
        "GDK_BACKEND": "broadway",
        "BROADWAY_DISPLAY": f":{display % 10_000}",
        "WEBKIT_DISABLE_SANDBOX_THIS_IS_DANGEROUS": "1",  # it needs rights that a container lacks
    }
    screen = ["broadwayd", f"--port={display}", home["BROADWAY_DISPLAY"]]
    with _running(screen, home), _running(["WebKitWebDriver", f"--port={port}"], home):
        wire = _eventually(lambda: _Http(port, str(minibrowser)))
        try:
            yield Driven(wire)
        finally:
            wire.tell("end")


class _Marionette:
    """Firefox's own socket: messages are `length:[kind, number, command or error, …]`."""

    def __init__(self, port: int) -> None:
        self._socket = socket.create_connection(("127.0.0.1", port), timeout=_PATIENCE)
        self._file = self._socket.makefile("rb")
        self._read()  # it greets
        self._send("WebDriver:NewSession", {"pageLoadStrategy": "normal"})

    def tell(self, command: str, **said: Any) -> Any:
        answer = self._send(_COMMANDS[command][0], said)
        return answer["value"] if isinstance(answer, dict) and "value" in answer else answer

    def close(self) -> None:
        self._file.close()
        self._socket.close()

    def _send(self, command: str, said: dict[str, Any]) -> Any:
        message = json.dumps([0, 1, command, said]).encode()
        self._socket.sendall(b"%d:%b" % (len(message), message))
        _, _, error, answer = self._read()
        assert error is None, f"{command}: {error}"
        return answer

    def _read(self) -> Any:
        length = b""
        while (letter := self._file.read(1)) != b":":
            if not letter:
                raise ConnectionError("Firefox has gone")
            length += letter
        return json.loads(self._file.read(int(length)))


class _Http:
    """A session of WebKitWebDriver, which listens at *port*, with the browser *binary*."""

    def __init__(self, port: int, binary: str) -> None:
        self._base = f"http://127.0.0.1:{port}/session"
        options = {"webkitgtk:browserOptions": {"binary": binary, "args": ["--automation"]}}
        made = _request("POST", self._base, {"capabilities": {"alwaysMatch": options}})
        self._base += f"/{made['sessionId']}/"

    def tell(self, command: str, **said: Any) -> Any:
        _, method, path = _COMMANDS[command]
        address = self._base + path.format(id=said.pop("id", ""))
        return _request(method, address.rstrip("/"), said)


def _request(method: str, address: str, said: dict[str, Any]) -> Any:
    data = json.dumps(said).encode() if method == "POST" else None
    request = urllib.request.Request(address, data, method=method)  # noqa: S310 (our own driver)
    try:
        with urllib.request.urlopen(request, timeout=4 * _PATIENCE) as answer:  # noqa: S310
            return json.load(answer)["value"]
    except urllib.error.HTTPError as error:
        raise AssertionError(f"{method} {address}: {error.read().decode()}") from None


def _eventually(start: Callable[[], Any]) -> Any:
    """Return what *start* returns, once there is somebody who answers."""
    end = time.monotonic() + _PATIENCE
    while True:
        try:
            return start()
        except OSError:
            if time.monotonic() > end:
                raise
            time.sleep(0.1)


@contextmanager
def _running(command: list[str], more: dict[str, str]) -> Iterator[None]:
    """Run *command* until the end, with *more* in its environment."""
    with ExitStack() as stack:
        process = stack.enter_context(
            subprocess.Popen(
                command,
                env={**os.environ, **more},
                stdout=subprocess.DEVNULL,
                stderr=subprocess.DEVNULL,
            )
        )
        stack.callback(process.kill)
        yield


def _free_port() -> int:
    with socket.socket() as one:
        one.bind(("127.0.0.1", 0))
        port: int = one.getsockname()[1]
        return port


STARTED = {"firefox": firefox, "webkit": webkit}
