"""The stand-ins as tests use them: a process on free ports, with a frozen clock."""

import json
import subprocess
import sys
from collections.abc import Sequence
from datetime import datetime
from pathlib import Path
from types import TracebackType
from typing import Self

import httpx
from forked import Forked
from patience import PATIENCE_S

START = "2026-04-21T08:44:10+00:00"
"""A Tuesday; the page of `bad-deploy` is two minutes old."""

MEDIA_TYPE = "application/vnd.pagerduty+json;version=2"


class Started:
    """A process of stand-ins that Python was started for."""

    def __init__(self, options: Sequence[str]) -> None:
        self.popen = subprocess.Popen(
            [sys.executable, "-m", "cockpit.standins", *options],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
            cwd=Path(__file__).parent.parent,
        )
        assert self.popen.stdout is not None
        self.line = self.popen.stdout.readline()

    def kill(self) -> None:
        """End it as `kill -9` does."""
        self.popen.kill()

    def close(self, patience_s: float) -> None:
        """Let it end, and wait for that; kill it when it does not."""
        if self.popen.stdin:
            self.popen.stdin.close()
        try:
            self.popen.wait(timeout=patience_s)
        finally:
            if self.popen.poll() is None:
                self.popen.kill()
                self.popen.wait()
            if self.popen.stdout:
                self.popen.stdout.close()


class Stand:
    """A running process of stand-ins; use it with `with`, or call `close()`.

    `pagerduty`, `slack`, `product`, `statuspage`, `sentry`, `control` are base addresses (`slack`
    ends in `/api/`, `statuspage` in `/v1`, `sentry` in `/api/0/`), `mail` is `smtp://host:port`,
    `config` is the path of a configuration that points at them. With `anew` Python starts for
    them, as it does for the demo, and `process` is how; else they are forked.
    """

    def __init__(
        self,
        folder: Path,
        *,
        scenario: str = "bad-deploy",
        start: str = START,
        frozen: bool = True,
        speed: float = 1.0,
        anew: bool = False,
    ) -> None:
        self.folder = folder
        options = [f"--dir={folder}", f"--scenario={scenario}", f"--speed={speed}"]
        options += [f"--start={start}", *(["--frozen"] if frozen else [])]
        options.append("--until-stdin-closes")
        self._process = Started(options) if anew else Forked(options)
        line = self._process.line
        assert line, "the stand-ins did not start; see their standard error"
        self.ready: dict[str, object] = json.loads(line)
        self.pagerduty = str(self.ready["pagerduty"])
        self.slack = str(self.ready["slack"])
        self.product = str(self.ready["product"])
        self.statuspage = str(self.ready["statuspage"])
        self.sentry = str(self.ready["sentry"])
        self.mail = str(self.ready["mail"])
        self.control = str(self.ready["control"])
        self.config = Path(str(self.ready["config"]))
        self._http = httpx.Client(base_url=self.control, trust_env=False, timeout=PATIENCE_S)

    @property
    def process(self) -> subprocess.Popen[str]:
        """The process, where it was started anew."""
        assert isinstance(self._process, Started)
        return self._process.popen

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.close()

    def close(self) -> None:
        """End the process and wait for it."""
        self._http.close()
        self._process.close(PATIENCE_S)

    def kill(self) -> None:
        """End the process as `kill -9` does."""
        self._process.kill()
        self.close()

    def order(self, path: str, /, **given: object) -> dict:
        """`POST` an order to the control port; see `cockpit/standins/control.py`."""
        answer = self._http.post(path, json=given)
        assert answer.status_code == 200, answer.text
        return answer.json()

    def reset(self) -> None:
        """Begin the scenario anew: the same start, no faults, nothing received."""
        self.order("/reset")

    def now(self) -> datetime:
        """What the stand-ins' clock shows."""
        return datetime.fromisoformat(self._http.get("/clock").json()["now"])

    def advance(self, seconds: float) -> datetime:
        """Let time pass: all that is due happens, at its own time. Gives the new time."""
        return datetime.fromisoformat(self.order("/clock", advance_s=seconds)["now"])

    def fault(self, service: str, kind: str, /, **more: object) -> None:
        """The next matching requests fail.

        `service`: pagerduty, slack, product, statuspage, sentry. `kind`: delay (`seconds`), drop,
        hang, status (`status`, `body`, `location`), rate_limit (`retry_after`), garbage, truncate.
        More: `method`, `path` (a prefix), `times` (0: for ever), `act=True` (carry it out
        first, and lose the answer).
        """
        self.order("/fault", service=service, kind=kind, **more)

    def wait_for_silence(self) -> None:
        """Block until a request has met a `hang` since a fault was ordered, and has acted."""
        assert self._http.get("/silent").status_code == 200

    def clear_faults(self) -> None:
        """Take back all faults that still wait."""
        assert self._http.delete("/fault").status_code == 200

    def received(self) -> dict:
        """`requests` (every write), `counts` (by "service METHOD path"), and all
        `messages` and `notes` that exist."""
        return self._http.get("/received").json()

    def writes(self, service: str, path: str = "") -> list[dict]:
        """The writes that arrived at a service under a path."""
        return [
            request
            for request in self.received()["requests"]
            if request["service"] == service and request["path"].startswith(path)
        ]

    def messages(self, channel: str = "novavms-incident-live") -> list[dict]:
        """The messages that exist in a channel (by name), oldest first, threads too."""
        found = self.received()["messages"]
        return [message for message in found if message["channel_name"] == channel]

    def notes(self) -> list[dict]:
        """The notes that exist on all incidents."""
        return self.received()["notes"]

    def mail_fault(self, step: str, kind: str = "answer", /, **more: object) -> None:
        """What goes wrong when a letter is handed over; see `cockpit/standins/letters.py`."""
        self.order("/mail/fault", step=step, kind=kind, **more)

    def mails(self) -> list[dict]:
        """The letters that the mail server took, oldest first."""
        return self.received()["mails"]

    def page(self) -> list[dict]:
        """The incidents on the status page, as its API shows them, oldest first."""
        return self.received()["page"]

    def pd(self, key: str = "standin-key-ana", sender: str = "") -> httpx.Client:
        """A plain HTTP client for the PagerDuty stand-in; close it."""
        headers = {"Authorization": f"Token token={key}", "Accept": MEDIA_TYPE}
        if sender:
            headers["From"] = sender
        return httpx.Client(
            base_url=self.pagerduty, headers=headers, trust_env=False, timeout=PATIENCE_S
        )

    def incident(self, name: str = "4217") -> dict:
        """An incident as the PagerDuty stand-in shows it now."""
        with self.pd() as client:
            return client.get(f"/incidents/{name}").json()["incident"]
