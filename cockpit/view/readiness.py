"""The check-up before a shift: each check as it comes in, what is to be mended first (A3)."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from cockpit.domain.readiness import Found, Group, Result, Topic, summary
from cockpit.domain.situation import Situation
from cockpit.view.cells import Cell, Row, Sheet, Tone, text
from cockpit.view.words import day_moment

TITLE = "Ready for the shift?"
OLD = timedelta(days=7)
"""What was found so long ago says nothing of this shift."""

_MARKS: Mapping[Found, tuple[str, Tone]] = {
    Found.PASSED: ("✔", Tone.GOOD),
    Found.WARNED: ("▲", Tone.WARN),
    Found.FAILED: ("✖", Tone.BAD),
    Found.UNSEEN: ("?", Tone.WARN),
    Found.SKIPPED: ("-", Tone.DIM),
}
_URGENT = (Found.FAILED, Found.UNSEEN, Found.WARNED)
"""What is to be mended, in this order."""
_TITLE = 24
_LABEL = 8


@dataclass(frozen=True, slots=True, kw_only=True)
class Examined:
    """A check-up as far as it has come."""

    topics: tuple[Topic, ...] = ()
    results: Mapping[str, Result] = field(default_factory=dict)
    """By the topic's id."""
    unrecorded: str = ""
    """Why it is not on record; empty: it is, or will be."""

    @property
    def is_over(self) -> bool:
        """Everything was looked at."""
        return bool(self.topics) and len(self.results) == len(self.topics)


def sheet(examined: Examined) -> Sheet:
    """What is to be mended with its mend, then every check by group."""
    known = examined.results
    told = tuple(known[topic.id] for topic in examined.topics if topic.id in known)
    note = f"{len(told)} of {len(examined.topics)}"
    tone = Tone.DIM
    if examined.is_over:
        note = summary(told)
        ill = any(r.found in (Found.FAILED, Found.UNSEEN) for r in told)
        tone = Tone.BAD if ill else Tone.GOOD
    rows = [text(f"▲ not on record: {examined.unrecorded}", Tone.WARN)]
    rows = rows if examined.unrecorded else []
    for found in _URGENT:
        for result in (r for r in told if r.found is found):
            rows += [*_ill(result), text("")]
    width = min(max((len(t.title) for t in examined.topics), default=0), _TITLE)
    for group in Group:
        topics = [topic for topic in examined.topics if topic.group is group]
        if topics:
            rows.append(text(group.value.capitalize(), Tone.TITLE))
            rows += [_line(topic, known.get(topic.id), width) for topic in topics]
    return Sheet(TITLE, tuple(rows), note=note, note_tone=tone)


def detail(result: Result) -> Sheet:
    """One check in full."""
    mark, tone = _MARKS[result.found]
    rows = [text(f"{mark} {result.found.value}: {result.words}", tone), text("")]
    rows += _beneath(result, "")
    rows.append(text(f"looked at in {result.took_s:.1f} s", Tone.DIM))
    return Sheet(f"{result.topic.group.value}: {result.topic.title}", tuple(rows))


def glance(situation: Situation, now: datetime) -> tuple[Row, ...]:
    """For the watch screen: what the last check-up said, and when; nothing where it is too old."""
    last = situation.state.readiness
    if last is None or now - last.at > OLD:
        return ()
    at = day_moment(last.at, now, situation.zone)
    tone = Tone.PLAIN if last.is_ready else Tone.WARN
    words = f"{last.words}, checked {at}"
    return (Row((Cell("D", Tone.ACCENT, width=1), Cell(words, tone, grow=True))),)


def _ill(result: Result) -> list[Row]:
    """What is wrong, what it means for tonight, and how to mend it: one entry."""
    mark, tone = _MARKS[result.found]
    key = f"check:{result.topic.id}"
    head = f"{result.topic.group.value}, {result.topic.title}: {result.words}"
    rows = [Row((Cell(mark, tone, width=1), Cell(head, tone, grow=True)), id=key)]
    return rows + _beneath(result, key)


def _beneath(result: Result, key: str) -> list[Row]:
    pairs = (("tonight", result.meaning), ("mend", result.mend))
    return [
        Row(
            (
                Cell("", width=1),
                Cell(name, Tone.DIM, width=_LABEL),
                Cell(value, Tone.ACCENT if name == "mend" else Tone.PLAIN, grow=True),
            ),
            id=key,
        )
        for name, value in pairs
        if value
    ]


def _line(topic: Topic, result: Result | None, width: int) -> Row:
    """One that is ill stands above as well: the two are entries of their own."""
    kind = "line" if result and result.found in _URGENT else "check"
    mark, tone = _MARKS[result.found] if result else ("…", Tone.DIM)
    said = result.words if result else "looking"
    dim = result is None or result.found is Found.SKIPPED
    return Row(
        (
            Cell(mark, tone, width=1),
            Cell(topic.title, Tone.DIM if dim else Tone.PLAIN, width=width),
            Cell(said, Tone.DIM, grow=True),
        ),
        id=f"{kind}:{topic.id}",
    )
