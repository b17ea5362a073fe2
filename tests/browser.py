"""A Chromium without a head, to look at pages with: driven over a pipe, with nothing of the person's own.

It speaks the DevTools protocol (https://chromedevtools.github.io/devtools-protocol/).
"""

from __future__ import annotations

import base64
import json
import os
import select
import shutil
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import Any, Self

PROGRAM = next(filter(None, map(shutil.which, ("chromium", "chromium-browser"))), None)
FLAGS = (
    "--headless",
    "--no-sandbox",
    "--disable-gpu",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--disable-dev-shm-usage",
    "--hide-scrollbars",
    "--host-resolver-rules=MAP * ~NOTFOUND",
    "--remote-debugging-pipe",
)
PHONE, LAPTOP = (390, 844), (1366, 860)
A4 = {"paperWidth": 8.27, "paperHeight": 11.69, "preferCSSPageSize": True, "printBackground": True}

_START = """
import fcntl, os, sys
ends = [fcntl.fcntl(int(end), fcntl.F_DUPFD, 10) for end in sys.argv[1:3]]
os.dup2(ends[0], 3)
os.dup2(ends[1], 4)
os.execv(sys.argv[3], sys.argv[3:])
"""
"""Chromium reads from descriptor 3 and writes to descriptor 4."""


class Browser:
    """One browser with one page; leave the ``with`` block to end it."""

    def __init__(self, deadline: float = 60) -> None:
        self._deadline = deadline
        self._profile = tempfile.TemporaryDirectory(prefix="browser", ignore_cleanup_errors=True)
        self._number = 0
        self._rest = b""
        self.events: list[dict[str, Any]] = []
        read_end, self._to = os.pipe()
        self._from, write_end = os.pipe()
        self._process = subprocess.Popen(
            [
                *(sys.executable, "-c", _START, str(read_end), str(write_end), PROGRAM, *FLAGS),
                f"--user-data-dir={self._profile.name}",
                "about:blank",
            ],
            pass_fds=(read_end, write_end),
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            env={**os.environ, "HOME": self._profile.name},
        )
        os.close(read_end)
        os.close(write_end)
        (target,) = (
            each for each in self.ask("Target.getTargets")["targetInfos"] if each["type"] == "page"
        )
        attached = self.ask("Target.attachToTarget", targetId=target["targetId"], flatten=True)
        self._session = attached["sessionId"]
        for domain in ("Page", "Runtime", "Log", "Network"):
            self.tell(f"{domain}.enable")

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        os.close(self._to)
        try:
            self._process.wait(5)
        except subprocess.TimeoutExpired:
            self._process.kill()
            self._process.wait()
        os.close(self._from)
        self._profile.cleanup()

    def tell(self, method: str, **parameters: Any) -> dict[str, Any]:
        """Tell the page something; return its answer."""
        return self.ask(method, self._session, **parameters)

    def ask(self, method: str, session: str = "", **parameters: Any) -> dict[str, Any]:
        """Tell the browser something; return its answer."""
        self._number += 1
        message = {"id": self._number, "method": method, "params": parameters}
        if session:
            message["sessionId"] = session
        os.write(self._to, json.dumps(message).encode() + b"\0")
        while True:
            heard = self._hear()
            if heard.get("id") == self._number:
                if "error" in heard:
                    raise RuntimeError(f"{method}: {heard['error']}")
                return heard["result"]
            self.events.append(heard)

    def _hear(self) -> dict[str, Any]:
        until = time.monotonic() + self._deadline
        while b"\0" not in self._rest:
            left = until - time.monotonic()
            if left <= 0 or not select.select([self._from], [], [], left)[0]:
                raise TimeoutError("the browser says nothing")
            part = os.read(self._from, 1 << 20)
            if not part:
                raise RuntimeError("the browser has gone")
            self._rest += part
        line, _, self._rest = self._rest.partition(b"\0")
        return json.loads(line)

    def show(
        self, page: Path, size: tuple[int, int] = LAPTOP, *, dark: bool = False, media: str = ""
    ) -> None:
        """Open a file in a window of that size."""
        width, height = size
        self.tell(
            "Emulation.setDeviceMetricsOverride",
            width=width,
            height=height,
            deviceScaleFactor=1,
            mobile=width < 600,
        )
        scheme = {"name": "prefers-color-scheme", "value": "dark" if dark else "light"}
        self.tell("Emulation.setEmulatedMedia", media=media, features=[scheme])
        self.events.clear()
        self.tell("Page.navigate", url=page.as_uri())
        while not any(event["method"] == "Page.loadEventFired" for event in self.events):
            self.events.append(self._hear())

    def evaluate(self, script: str) -> Any:
        """Return what a piece of JavaScript, run from outside the page, makes of it."""
        answer = self.tell("Runtime.evaluate", expression=script, returnByValue=True)
        return answer["result"].get("value")

    def picture(self, *, whole: bool = True) -> bytes:
        """Return the page as a PNG: all of it, or what the window shows."""
        answer = self.tell("Page.captureScreenshot", format="png", captureBeyondViewport=whole)
        return base64.b64decode(answer["data"])

    def printed(self) -> bytes:
        """Return the page as it is printed on A4, as a PDF."""
        return base64.b64decode(self.tell("Page.printToPDF", **A4)["data"])
