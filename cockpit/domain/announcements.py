"""Announced work that may explain an incident (A5): a reason to ask, never a verdict; pure.

A message counts as an announcement when one of its sentences says of some work that it is, will be
or was just done: no question, no denial, no wish. It may explain an incident when it names what
the incident names, and its time is the incident's.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta, tzinfo
from functools import lru_cache

from cockpit.domain import likeness
from cockpit.domain.announced_times import Window, window
from cockpit.domain.chat import Heard
from cockpit.domain.model import Incident

MOST = 3
"""Announcements that are shown for one incident."""
LEAD_S, TAIL_S = 600, 1800
"""An incident this long before the work, or after it, may still come of it, seconds."""

_READ = 1200
"""Characters of a message that are looked at."""
_QUOTE = 80
_PLURAL = 4
"""A word longer than this that ends in s may be a plural."""
_SHORT = 3
"""Words before what was done, where a sentence says no more than that: "cloud v31 deployed"."""
_LEAST_TITLE = 2
"""Words that must be shared where none of them names the service."""

_SENTENCE = re.compile(r"(?<=[.!?;])\s+|\n+")
_WORK = re.compile(
    r"\b(?:maintenance|downtime|(?:re)?deploy(?:ing|ed|ment)?|restart(?:ing|ed)?"
    r"|reboot(?:ing|ed)?|upgrad(?:e|ing|ed)|migrat(?:e|ing|ed|ion)"
    r"|fail(?:ing|ed)?[ -]?over|switch(?:ing|ed)?[ -]?over|roll(?:ing|ed)?[ -]?(?:out|back)"
    r"|releas(?:e|ing|ed)|shipp(?:ing|ed)|patch(?:ing|ed)?|drain(?:ing|ed)?|rotat(?:e|ing|ed))\b"
)
_PUT_OFF = re.compile(r"\b(?:cancell?ed|postponed|called off|aborted|no longer)\b")
_STOPPED = re.compile(
    r"\b(?:cancell?ed|postponed|called off|aborted|failed|failing|fails|broke|broken|stuck"
    r"|blocked)\b"
)
_DENIED = re.compile(r"\b(?:no|not|never|without|nobody|neither|nor|\w{2,6}n['\u2019]?t)\b")
_DOUBTED = re.compile(
    r"\b(?:should|could|would|might|may|maybe|perhaps|if|unless|please|wonder|anyone|anybody"
    r"|someone should|somebody should|need to|have to|has to|want to|wants to|how to|let me know"
    r"|can you|can we|can i|look(?:ing)? (?:at|into|for)|check(?:ing)?|investigating)\b"
)
_LOOKING_BACK = re.compile(
    r"\b(?:after|since|because of|due to|caused by|during|before|last|yesterday|previous)\b"
)
_COMING = re.compile(
    r"\b(?:going to|gonna|will|i['\u2019]ll|we['\u2019]ll|about to|planned|scheduled|planning"
    r"|starting|start(?:s|ed)?|under ?way|in progress|ongoing"
    r"|begins?|now|today|tonight|tomorrow|heads[- ]?up|until|till|monday|tuesday"
    r"|wednesday|thursday|friday|saturday|sunday"
    r"|in (?:about )?\d{1,3} ?(?:m|min|mins|minutes?|h|hours?)"
    r"|\d{1,2}:\d\d|\d{1,2} ?[ap]m)\b"
)
_DONE = re.compile(
    r"\b(?:done|finished|completed?|is out|is over|is live|just|has been|have been)\b"
)
_NOUN = ("maintenance", "downtime")
_EVERYTHING = re.compile(
    r"\b(?:everything|(?:all|every|whole|entire) (?:services?|systems?|clusters?|platform|hosts?"
    r"|nodes?|databases?))\b"
)
_NAME = re.compile(r"\b[a-z]{1,20}(?:-[a-z0-9]{1,20}){0,4}-?\d{1,4}\b")
"""A thing with a number: db-2, eu-west-1, node17."""
_NO_NAME = re.compile(r"[pv]\d+|http\d|[a-z]*[45]\d\d")
_GENERAL = frozenset(
    (
        "api", "app", "apps", "service", "services", "server", "servers", "backend",
        "frontend", "system", "systems", "platform", "prod", "production", "main", "core",
        "cluster", "team", "answer", "error", "high", "low", "rate", "latency", "slow",
        "down", "failing", "failed", "failure", "timeout", "alert", "check", "health",
        "status", "request", "new", "customer", "user", "the", "and", "for", "with", "not",
        "from", "has", "have", "was", "are", "over", "above", "than", "that",
    )
)  # fmt: skip
"""Words that name nothing in particular."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Explanation:
    """An announcement that may explain an incident, and what makes one think so."""

    heard: Heard
    quote: str
    window: Window
    shared: tuple[str, ...]
    """What both name."""
    is_over: bool
    """It speaks of work that was done."""


@dataclass(frozen=True, slots=True)
class _Work:
    quote: str
    is_over: bool


def explanations(
    incident: Incident, messages: Iterable[Heard], zone: tzinfo
) -> tuple[Explanation, ...]:
    """The announcements among these messages that may explain it, the likeliest first."""
    found: list[Explanation] = []
    for message in messages:
        explanation = _explained(incident, message, zone)
        if explanation is not None:
            found.append(explanation)
    found.sort(key=lambda e: (-len(e.shared), abs(e.window.start - incident.created_at)))
    return tuple(found[:MOST])


def words(found: Explanation, channel: str, zone: tzinfo) -> str:
    """In words: who announced what when, and why it may explain the incident."""
    said = found.heard.at
    time = _clock(said, said, zone)
    verb = "told of" if found.is_over else "announced"
    shared = ", ".join(found.shared)
    return (
        f"{channel}: {found.heard.author} {verb} “{found.quote}” {time}, "
        f"names {shared}, {_when(found, zone)}: may explain it"
    )


def _when(found: Explanation, zone: tzinfo) -> str:
    if found.window.is_guessed:
        return "just before the page" if found.is_over else "no time named"
    start, end = (_clock(x, found.heard.at, zone) for x in (found.window.start, found.window.end))
    taken = ", zone not named" if found.window.no_zone else ""
    return f"{start}-{end}{taken}"


def _clock(at: datetime, near: datetime, zone: tzinfo) -> str:
    local = at.astimezone(zone)
    same = local.date() == near.astimezone(zone).date()
    return f"{local:%H:%M}" if same else f"{local:%d %b %H:%M}"


def _explained(incident: Incident, message: Heard, zone: tzinfo) -> Explanation | None:
    text = message.text[:_READ]
    work = _work(text)
    if work is None or message.ours:
        return None
    shared = _shared(incident.service, incident.title, text)
    if not shared:
        return None
    span = window(text, message.at, zone, is_over=work.is_over)
    if span is None or not _is_then(incident.created_at, span):
        return None
    return Explanation(
        heard=message, quote=work.quote, window=span, shared=shared, is_over=work.is_over
    )


def _is_then(paged: datetime, span: Window) -> bool:
    lead = timedelta(seconds=0 if span.is_guessed else LEAD_S)
    return span.start - lead <= paged <= span.end + timedelta(seconds=TAIL_S)


@lru_cache(maxsize=2048)
def _work(text: str) -> _Work | None:
    """The first sentence that announces work; None: none does."""
    for sentence in _SENTENCE.split(text):
        low = " ".join(sentence.casefold().split())
        if low.endswith("?"):
            continue
        for found in _WORK.finditer(low):
            is_over = _tense(low, found)
            if is_over is not None:
                return _Work(_quoted(sentence), is_over)
    return None


def _tense(low: str, found: re.Match[str]) -> bool | None:
    """Whether the work named there is over; None: it is not announced."""
    before, word = low[: found.start()], found[0]
    near = " ".join(before.split(" ")[-5:])
    after = " ".join(low[found.end() :].split(" ")[:7])
    if _DENIED.search(near) or _LOOKING_BACK.search(near) or _DOUBTED.search(before):
        return None
    if _STOPPED.search(after) or _PUT_OFF.search(before):
        return None
    first = len(before.split()) <= 1
    if word in _NOUN:
        return False if first or _COMING.search(low) else None
    if word.endswith("ed"):
        passive = re.search(r"\b(?:be|being|getting|gets?)(?: \w{1,20})?\s*$", before)
        if passive:
            return False if _COMING.search(low) or "being" in near else None
        short = len(before.split()) <= _SHORT
        return True if short or _DONE.search(low) or re.search(r"\b(?:i|we)\b", near) else None
    if _DONE.search(low):
        return True
    if word.endswith("ing"):
        acting = re.search(r"\b(?:i['\u2019]m|i am|we['\u2019]re|we are)\b", before)
        return False if first or acting or _COMING.search(low) else None
    return False if _COMING.search(low) else None


def _quoted(sentence: str) -> str:
    words_ = " ".join(sentence.split()).rstrip(".;!")
    return words_ if len(words_) <= _QUOTE else words_[: _QUOTE - 1].rstrip() + "…"


@lru_cache(maxsize=4096)
def _shared(service: str, title: str, text: str) -> tuple[str, ...]:
    """What makes one think that it is about the same thing; nothing: no reason to."""
    low = text.casefold()
    said = _bare(low)
    named = _bare(service.casefold())
    telling = (named - _GENERAL or named) & said
    things = {n for n in _NAME.findall(f"{service} {title}".casefold()) if not _NO_NAME.match(n)}
    both = things & set(_NAME.findall(low))
    topics = (_bare(title.casefold()) - _GENERAL) & said
    topics |= likeness.shared(title, text) - _GENERAL if topics else frozenset()
    if telling or both or len(topics) >= _LEAST_TITLE:
        return tuple(sorted(telling | both | topics))
    everything = _EVERYTHING.search(low)
    return (everything[0],) if everything else ()


@lru_cache(maxsize=4096)
def _bare(low: str) -> frozenset[str]:
    """The words of a text, plurals as one."""
    found = re.findall(r"[^\W\d_]{3,40}", low)
    return frozenset(w[:-1] if len(w) > _PLURAL and w.endswith("s") else w for w in found)
