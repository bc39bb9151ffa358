"""What cockpit needs from outside: small Protocols, three errors, `plain()`; no client library.

PortError
├── Unreachable   no answer; `maybe_sent` says whether a write may have happened all the same
├── Refused       an answer that says no; trying the same again does not help by itself
└── Garbled       an answer that makes no sense (HTML, broken JSON); for a write: unclear
"""

import re
import unicodedata
from dataclasses import dataclass
from datetime import datetime
from functools import lru_cache
from typing import Protocol

from cockpit.domain.effects import PagerChange
from cockpit.domain.model import (
    Deploy,
    EscalationPolicy,
    Incident,
    LogEntry,
    OnCall,
    Person,
    Reply,
    Report,
    Sample,
)
from cockpit.domain.watch import ProbeSpec, ReportFolderSpec, RepositorySpec

PLAIN_LIMIT = 500
"""Code points that a foreign string may have where nobody says otherwise."""

_MARKS = 4
"""Combining marks kept on one base character."""

_CLEAN = re.compile(
    "[\n -~\u00a1-\u00ac\u00ae-\u02ff\u0391-\u03a1\u03a3-\u03ff\u0400-\u0482\u048a-\u052f"
    "\u2010-\u2015\u2018-\u2027\u20a0-\u20bf\u2190-\u21ff\u3041-\u3096\u30a1-\u30fa\u4e00-\u9fff\uac00-\ud7a3]*"
)
"""Text that needs no second look: visible characters in which nothing can hide."""

_SEQUENCE = re.compile(
    r"(?:\x1b\[|\x9b)[0-?]*[ -/]*[@-~]?"
    r"|(?:\x1b[\]PX^_]|[\x90\x98\x9d-\x9f])[^\x07\x18\x1a\x1b\x9c\r\n]*(?:\x07|\x1b\\|\x9c)?"
    r"|\x1b[ -/]*[0-~]?"
)
"""Whole terminal sequences: CSI; OSC, DCS, SOS, PM, APC with their text; every other escape."""

_BREAK = re.compile("\r\n|[\r\n\v\f\x85\u2028\u2029]")
_ZWJ = "\u200d"
_PICTURE_PARTS = frozenset("\ufe0f\U0001f3fb\U0001f3fc\U0001f3fd\U0001f3fe\U0001f3ff")
_NOTHING = re.compile(
    "[\u034f\u115f\u1160\u17b4\u17b5\u3164\uffa0\ufdd0-\ufdef\ufffe\uffff"
    "\U0001fffe\U0001ffff\U000e0000-\U0010ffff]"
)
"""Characters of visible categories that show nothing: fillers, tags, no characters at all."""


def plain(text: str, limit: int = PLAIN_LIMIT, *, lines: bool = False) -> str:
    """Foreign text, harmless to show: no control, no escape sequence, nothing invisible.

    Doing it twice changes nothing more. The result has `limit` code points at most; a "…" shows
    that something was cut off. With `lines`, line breaks of every kind stay, as newlines; else
    they become spaces, and space at both ends goes.
    """
    if len(text) <= limit and _CLEAN.fullmatch(text):
        return text if lines else text.replace("\n", " ").strip()
    much = 8 * limit + 1024
    kept = _BREAK.sub("\n" if lines else " ", _SEQUENCE.sub("", text[:much]))
    kept = _visible(kept) if lines else _visible(kept).strip()
    if len(kept) <= limit and len(text) <= much:
        return kept
    return kept[: max(limit - 1, 0)].rstrip(f" {_ZWJ}") + "…"


def _visible(text: str) -> str:
    kept: list[str] = []
    marks = _MARKS
    for place, char in enumerate(text):
        if char == _ZWJ:
            if kept and _joins(kept[-1], text[place + 1 : place + 2]):
                kept.append(char)
            continue
        shown = _shown(char)
        if not shown:
            continue
        if unicodedata.category(shown).startswith("M"):
            marks += 1
        else:
            marks = _MARKS if shown in " \n" else 0
        if marks <= _MARKS:
            kept.append(shown)
    return "".join(kept)


@lru_cache(maxsize=4096)
def _shown(char: str) -> str:
    """What stands for one character: itself, a space, a "�", or nothing."""
    if char in "\n\t":
        return char.replace("\t", " ")
    kind = unicodedata.category(char)
    if kind == "Zs":
        return " "
    if kind == "Cs":
        return "\ufffd"
    return "" if kind in {"Cc", "Cf", "Co"} or _NOTHING.match(char) else char


def _joins(before: str, after: str) -> bool:
    """Whether a zero width joiner between these two makes one picture of them."""
    joinable = unicodedata.category(before) == "So" or before in _PICTURE_PARTS
    return joinable and after != "" and unicodedata.category(after) == "So"


class PortError(Exception):
    """Something outside did not work.

    `reason` says what happened and what it means, `mend` what to do; both are harmless to show.
    """

    def __init__(self, reason: str, mend: str = "") -> None:
        super().__init__(reason)
        self.reason = reason
        self.mend = mend


class Unreachable(PortError):  # noqa: N818 - the domain's word; an error by its base
    """No answer came."""

    def __init__(self, reason: str, mend: str = "", *, maybe_sent: bool = False) -> None:
        super().__init__(reason, mend)
        self.maybe_sent = maybe_sent
        """A write may have reached the other side: look before sending again."""


class Refused(PortError):  # noqa: N818 - the domain's word; an error by its base
    """The other side answered, and said no."""

    def __init__(
        self,
        reason: str,
        mend: str = "",
        *,
        code: str = "",
        credentials: bool = False,
        retry_after_s: float | None = None,
    ) -> None:
        super().__init__(reason, mend)
        self.code = code
        """The other side's own word for it ("channel_not_found", "1001", "404")."""
        self.credentials = credentials
        """The token is wrong, revoked, or may not do this."""
        self.retry_after_s = retry_after_s
        """It said "later", and how many seconds (a rate limit); None: not a matter of time."""


MISCONFIGURED = "misconfigured"
"""`Refused.code` when what is configured cannot be right: no such folder, no such branch."""


class Garbled(PortError):  # noqa: N818 - the domain's word; an error by its base
    """The answer makes no sense."""


class Clock(Protocol):
    """This machine's clocks; corrected time is the store's business."""

    def now(self) -> datetime:
        """The wall clock, aware, UTC."""
        ...

    def monotonic(self) -> float:
        """Seconds that only ever grow; for time-outs, never for deadlines."""
        ...


@dataclass(frozen=True, slots=True, kw_only=True)
class ServerTime:
    """What one answer's Date header says of the server's clock.

    The server's clock minus this machine's lies between `low_s` and `high_s` seconds.
    """

    low_s: float
    high_s: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Changed:
    """A change that was made at the pager."""

    ref: str = ""
    """The other side's id of what was made, where it has one."""
    at: datetime | None = None
    """By the other side's clock, where it says."""
    incident: Incident | None = None
    """The incident as the answer describes it."""


class Pager(Protocol):
    """The pager, naming nothing of any vendor. Every method may raise the three errors."""

    async def me(self) -> Person:
        """Who the pager thinks that this person is."""
        ...

    async def open_incidents(self) -> tuple[Incident, ...]:
        """Open incidents that the person may see, newest first, bounded."""
        ...

    async def incident(self, incident_id: str) -> Incident:
        """One incident, read now."""
        ...

    async def log(self, incident_id: str) -> tuple[LogEntry, ...]:
        """The pager's own log of an incident, oldest first, bounded."""
        ...

    async def policy(self, policy_id: str) -> EscalationPolicy:
        """An escalation policy as it stands now."""
        ...

    async def on_call(self, policy_ids: tuple[str, ...]) -> tuple[OnCall, ...]:
        """Who is on call now at each level of these policies."""
        ...

    async def acknowledge(self, incident_id: str) -> Incident:
        """Acknowledge as this person; sends once. Reads the status first: resolved is `Refused`."""
        ...

    async def add_note(self, incident_id: str, text: str, marker: str) -> str:
        """Write a note, once; returns its id. `marker` is findable in it afterwards."""
        ...

    async def find_note(self, incident_id: str, marker: str) -> str | None:
        """The id of the note that carries this marker, or None when there certainly is none."""
        ...

    async def change(self, change: PagerChange) -> Changed:
        """Change something at the pager, as this person; sends once.

        Reads the status first where the change depends on it: `Refused` says what it found. What
        the answer does not confirm is `Garbled`.
        """
        ...

    async def find_change(self, change: PagerChange, since: datetime) -> Changed | None:
        """Whether this change happened at or after `since`; None when it certainly did not."""
        ...

    def heard(self) -> ServerTime | None:
        """The newest word on the server's clock, if any answer came."""
        ...


@dataclass(frozen=True, slots=True, kw_only=True)
class Posted:
    """A message that stands in a channel."""

    ts: str
    at: datetime
    warning: str = ""


class Chat(Protocol):
    """The chat. Every method may raise the three errors."""

    async def check(self) -> None:
        """Whether the chat can be reached and takes the token: raises what is in the way."""
        ...

    async def post(self, channel: str, text: str, thread: str, marker: str) -> Posted:
        """Post, once; `thread` is the parent's ts or empty; the adapter escapes `text`."""
        ...

    async def find(self, channel: str, thread: str, marker: str, since: datetime) -> Posted | None:
        """The message that carries this marker, or None when there certainly is none."""
        ...

    async def replies(self, channel: str, thread: str, after: str) -> tuple[Reply, ...]:
        """Messages of a thread later than the ts `after`, oldest first, the parent left out."""
        ...


@dataclass(frozen=True, slots=True, kw_only=True)
class RepositoryReading:
    """What a look into a repository found."""

    deploys: tuple[Deploy, ...]
    """Newest first, bounded."""
    more: int = 0
    fingerprint: str = ""
    """Changes whenever refs change: equal means that nothing need be read again."""
    warning: str = ""
    """What limits the truth of this reading (a shallow clone, say)."""


class Repositories(Protocol):
    """Local git repositories."""

    async def scan(
        self, spec: RepositorySpec, since: datetime, limit: int, fingerprint: str
    ) -> RepositoryReading | None:
        """Commits and tags since then; None when `fingerprint` still holds."""
        ...


class Reports(Protocol):
    """Folders of reliability reports."""

    async def scan(
        self, spec: ReportFolderSpec, fingerprint: str
    ) -> tuple[tuple[Report, ...], str] | None:
        """All reports, newest first, with a fingerprint; None when `fingerprint` still holds."""
        ...

    async def read(self, spec: ReportFolderSpec, path: str) -> str:
        """The text of one report, harmless and bounded."""
        ...


class Prober(Protocol):
    """Looks at addresses."""

    async def look(self, spec: ProbeSpec) -> Sample:
        """One look; never raises: what went wrong is the sample's detail."""
        ...
