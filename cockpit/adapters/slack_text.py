"""Slack's way of writing text, both directions; pure."""

import re
from collections.abc import Callable, Sequence
from datetime import UTC, datetime, timedelta

from cockpit.domain.chat import Mention, Reach
from cockpit.ports.outside import Refused
from cockpit.ports.plain import plain

TEXT_LIMIT = 4000
"""Characters; Slack would post more, but neither edits it nor keeps it in one message."""

_SEQUENCE = re.compile(r"<([@#!]?)([^<>|]*)(?:\|([^<>]*))?>")
_ID = re.compile(r"[A-Z0-9]{2,30}")
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_TS = re.compile(r"(\d{1,12})(?:\.(\d{1,6}))?")


def escaped(text: str) -> str:
    """Text as Slack shows it literally: nobody is notified, nothing is a hidden link."""
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")


def composed(text: str, mentions: Sequence[Mention]) -> str:
    """The text as it is sent: each "@name" of the mentions notifies, everything else is literal.

    A mention that stands nowhere in the text gets a line of its own at the end. Slack notifies
    nobody who is named within code, so where there is a backtick they all stand in front instead.

    Raises:
        Refused: a mention has no id that Slack could know.
    """
    signs: dict[str, list[str]] = {}
    for mention in mentions:
        alike = signs.setdefault(mention.name, [])
        if (sign := _sign(mention)) not in alike:
            alike.append(sign)
    everybody = list(dict.fromkeys(sign for alike in signs.values() for sign in alike))
    if "`" in text and everybody:
        return f"{' '.join(everybody)}\n{escaped(text)}"
    names = sorted(filter(None, signs), key=len, reverse=True)
    if not names:
        return "\n".join(filter(None, (escaped(text), " ".join(everybody))))
    parts, last, used = [], 0, set()
    for found in _places(names).finditer(text):
        alike = signs[found[1]]
        sign = next((one for one in alike if one not in used), alike[-1])
        used.add(sign)
        parts += [escaped(text[last : found.start()]), sign]
        last = found.end()
    whole = "".join([*parts, escaped(text[last:])])
    return "\n".join(filter(None, (whole, " ".join(s for s in everybody if s not in used))))


def _places(names: Sequence[str]) -> re.Pattern[str]:
    """Where one of these names stands as a whole word; the longest is to come first."""
    return re.compile(rf"(?<![\w@])@({'|'.join(map(re.escape, names))})(?!\w|[.-]\w)")


def _sign(mention: Mention) -> str:
    match mention.reach:
        case Reach.HERE | Reach.CHANNEL:
            return f"<!{mention.reach.value}>"
        case _ if not _ID.fullmatch(mention.id):
            words = f"Slack cannot tell who @{plain(mention.name, 80)} is"
            raise Refused(words, "choose the name from the list again", code="no_such_mention")
        case Reach.GROUP:
            return f"<!subteam^{mention.id}>"
        case Reach.PERSON:
            return f"<@{mention.id}>"


def unescaped(text: str) -> str:
    """The way back from `escaped`."""
    return text.replace("&lt;", "<").replace("&gt;", ">").replace("&amp;", "&")


def gist(text: str) -> str:
    """What a text says in Slack's way of writing, to compare what was sent with what stands there.

    Slack turns addresses into links and may add names to mentions, which is left out here.
    """

    def bare(found: re.Match[str]) -> str:
        kind, what, label = found[1], found[2], found[3] or ""
        if kind:
            return f"{kind}{what}"
        what = what.removeprefix("mailto:").removeprefix("tel:")
        return label if label and what.endswith(label) else what

    return " ".join(unescaped(_SEQUENCE.sub(bare, text)).split())


def mentioned(text: str) -> set[str]:
    """Ids of the people that are named in it without their name."""
    found = _SEQUENCE.finditer(text)
    return {m[2] for m in found if m[1] == "@" and not m[3]}


def readable(text: str, name: Callable[[str], str]) -> str:
    """What a reader of Slack sees, harmless; `name` tells how a person's id is called."""

    def shown(found: re.Match[str]) -> str:
        kind, what, label = found[1], found[2], found[3] or ""
        if kind == "@":
            return f"@{label or name(what)}"
        if kind == "#":
            return f"#{label or what}"
        if kind == "!":
            return label or f"@{what.partition('^')[0]}"
        bare = what.removeprefix("mailto:").removeprefix("tel:")
        return f"{label} ({what})" if label and label not in {what, bare} else bare

    return plain(unescaped(_SEQUENCE.sub(shown, text)), TEXT_LIMIT, lines=True).strip()


def order_of(ts: str) -> tuple[int, int]:
    """For comparing: a ts is a text, and as a float it would lose its end."""
    found = _TS.fullmatch(ts)
    return (int(found[1]), int((found[2] or "0").ljust(6, "0"))) if found else (0, 0)


def instant(ts: str) -> datetime:
    """When, by Slack's clock."""
    seconds, micros = order_of(ts)
    try:
        return _EPOCH + timedelta(seconds=seconds, microseconds=micros)
    except OverflowError:
        return _EPOCH


def ts_at(at: datetime) -> str:
    """An instant as a bound for asking."""
    since = at - _EPOCH
    return f"{max(since // timedelta(seconds=1), 0)}.000000"
