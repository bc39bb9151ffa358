"""The days of the week, as people write them: "thu", "thurs", "Thursday", "next thu"; no date."""

NAMES = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
_LEAST = 3
"""Letters of a name."""
_NEXT = "next "


def number(words: str) -> int | None:
    """The day meant, Monday is 0; None: it is none."""
    short = _plainly(words).removeprefix(_NEXT)
    if len(short) < _LEAST:
        return None
    return next((place for place, name in enumerate(NAMES) if name.startswith(short)), None)


def is_next(words: str) -> bool:
    """Whether it is one that comes after today, whatever day it is."""
    return _plainly(words).startswith(_NEXT)


def _plainly(words: str) -> str:
    return " ".join(words.casefold().split())
