"""What makes a look of a probe good or bad besides whether it was answered; pure."""

import re
from dataclasses import dataclass
from datetime import datetime
from math import isfinite, isnan

_NUMBER = re.compile(r"[-+]?(?:\d+\.?\d*|\.\d+)(?:[eE][-+]?\d{1,3})?", re.ASCII)
_LONGEST_NUMBER = 40
_GOES_ON = re.compile(r"[.,_'\u2019x]?\d", re.ASCII)
"""What makes more of a number than what was read of it: 1,204 is not 1."""
_WHOLE = 1000
"""From here on no one reads what stands behind the point."""
_ALL_DIGITS = 1e15
"""From here on a float does not have all digits."""
_HOUR_S = 3600
_DAYS_FROM_H = 72


@dataclass(frozen=True, slots=True, kw_only=True)
class Bounds:
    """Values that are bad: those above the one bound, those below the other."""

    above: float | None = None
    below: float | None = None
    unit: str = ""
    """What is counted, as it stands behind the number: "s", "%", " online"."""

    def __bool__(self) -> bool:
        """Whether any value is bad."""
        return self.above is not None or self.below is not None

    def against(self, value: float) -> str:
        """Why a value is bad, in words: "below 1250"; empty when it is not."""
        if self.above is not None and value > self.above:
            return f"above {number(self.above)}{self.unit}"
        if self.below is not None and value < self.below:
            return f"below {number(self.below)}{self.unit}"
        return ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Words:
    """What a text must have in it, and what it must not."""

    contains: str = ""
    lacks: str = ""

    def __bool__(self) -> bool:
        """Whether anything is asked of a text."""
        return bool(self.contains or self.lacks)

    def against(self, text: str) -> str:
        """Why a text is bad, in words; empty when it is not."""
        if self.contains and self.contains not in text:
            return f'does not say "{self.contains}"'
        if self.lacks and self.lacks in text:
            return f'says "{self.lacks}"'
        return ""


ANY_VALUE = Bounds()
ANY_TEXT = Words()


class NotFoundInAnswerError(Exception):
    """There is no such value; the text says why, in a few words."""


def number(value: float) -> str:
    """A number as people read it: 1204, 0.042, 17.5; a very large one with its power of ten."""
    if abs(value) >= _ALL_DIGITS or (abs(value) < _WHOLE and value != int(value)):
        return f"{value:.3g}"
    return f"{value:.0f}"


def measured(value: object, what: str) -> float:
    """A value as a finite number. Raises `NotFoundInAnswerError` where it is none."""
    if isinstance(value, bool) or not isinstance(value, int | float | str):
        raise NotFoundInAnswerError(f"{what} is no number")
    try:
        found = float(value)
    except (ValueError, OverflowError):
        raise NotFoundInAnswerError(f"{what} is no number") from None
    if not isfinite(found):
        words = "is not a number (NaN)" if isnan(found) else "is infinite"
        raise NotFoundInAnswerError(f"{what} {words}")
    return found


def first_number(text: str, after: str = "") -> float:
    """The first number in a text, or after some words. Raises `NotFoundInAnswerError`."""
    _, found, rest = text.partition(after) if after else ("", True, text)
    if not found:
        raise NotFoundInAnswerError(f'does not say "{after}"')
    match = _NUMBER.search(rest)
    if match is None or len(match[0]) > _LONGEST_NUMBER:
        raise NotFoundInAnswerError("says no number")
    if more := _GOES_ON.match(rest, match.end()):
        shown = f"{match[0]}{more[0]}…"
        raise NotFoundInAnswerError(f'says "{shown}", which is no plain number')
    return measured(match[0], "what it says")


def as_text(value: object) -> str:
    """A value of JSON as it is compared with: true, 5, ok."""
    if isinstance(value, bool):
        return "true" if value else "false"
    return number(value) if isinstance(value, float) else str(value)


def left_s(expires_at: datetime | None, at: datetime) -> float | None:
    """How long a certificate is valid from `at` on, seconds; None: none was seen."""
    return None if expires_at is None else (expires_at - at).total_seconds()


def ending(left: float) -> str:
    """When a certificate ends, in words: "the certificate ends in 41 h"."""
    if left <= 0:
        return "the certificate has expired"
    hours = int(left // _HOUR_S)
    if hours > _DAYS_FROM_H:
        return f"the certificate ends in {hours // 24} days"
    return f"the certificate ends in {hours} h" if hours else "the certificate ends within the hour"
