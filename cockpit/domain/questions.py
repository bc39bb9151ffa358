"""What somebody looks for in the store: words, and what narrows it down (`by:ana #4217`)."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, tzinfo

from cockpit.domain.intervals import NoInterval, moment

_FILTER = re.compile(r"(by|kind|since|until):(\S+)", re.IGNORECASE)
_NUMBER = re.compile(r"#(\d+)")
_WORD = re.compile(r"\w")

HELP = "by:NAME  kind:note  since:7d  until:2026-11-30  #4217"
"""What narrows a search down, as it can be written among the words."""


class NotAQuestion(ValueError):
    """A part of it makes no sense; the words say which, and what would."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Question:
    """Every word has to be there, or begin a word that is; every filter has to fit."""

    words: tuple[str, ...] = ()
    number: int = 0
    """Of the incident; 0: any, and what belongs to none."""
    author: str = ""
    """The beginning of a part of the name of whoever noted it."""
    kind: str = ""
    """The beginning of a word of what it is."""
    since: datetime | None = None
    until: datetime | None = None
    """Not included."""

    @property
    def is_empty(self) -> bool:
        """There is nothing to look for."""
        return self == Question()

    @property
    def is_narrowed(self) -> bool:
        """It asks for more than words, so only the store can answer."""
        return self != Question(words=self.words)


@dataclass(frozen=True, slots=True, kw_only=True)
class Found:
    """A passage that answers, with the record that it is from."""

    seq: int
    at: datetime
    kind: str
    author: str
    incident_id: str
    """Empty: it belongs to none."""
    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Findings:
    """What was found in the store, the newest first."""

    found: tuple[Found, ...] = ()
    more: bool = False
    """There is more than this."""
    searched: int = 0
    """Passages that were looked through."""


def question(text: str, now: datetime, zone: tzinfo) -> Question:
    """What these words ask for; days are those of `zone`, and `until:` a day goes to its end.

    Raises:
        NotAQuestion: a time makes no sense.
    """
    words: list[str] = []
    asked: dict[str, str] = {}
    number = 0
    # What no text in the store can hold would only upset whoever looks.
    clean = text.encode("utf-8", "replace").decode("utf-8").replace("\0", " ")
    for part in clean.split():
        narrowed, numbered = _FILTER.fullmatch(part), _NUMBER.fullmatch(part)
        if narrowed:
            asked[narrowed[1].lower()] = narrowed[2]
        elif numbered:
            number = int(numbered[1])
        elif _WORD.search(part):
            words.append(part)
    since, until = asked.get("since"), asked.get("until")
    return Question(
        words=tuple(words),
        number=number,
        author=asked.get("by", ""),
        kind=asked.get("kind", ""),
        since=_instant(since, now, zone, last=False) if since else None,
        until=_instant(until, now, zone, last=True) if until else None,
    )


def _instant(text: str, now: datetime, zone: tzinfo, *, last: bool) -> datetime:
    try:
        return moment(text, now, zone, last=last)
    except NoInterval as error:
        raise NotAQuestion(str(error)) from None


def places(text: str, words: tuple[str, ...]) -> Iterator[tuple[int, int]]:
    """Where words of `text` begin with one of these: from and to, in order, never overlapping."""
    wanted = [re.escape(part) for word in words for part in re.findall(r"\w+", word)]
    if not wanted:
        return
    pattern = re.compile(rf"\b(?:{'|'.join(sorted(wanted, key=len, reverse=True))})", re.IGNORECASE)
    for match in pattern.finditer(text):
        yield match.span()
