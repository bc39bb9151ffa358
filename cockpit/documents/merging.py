"""A paper that is written again is merged with what people have made of it; nothing of theirs goes.

Three texts meet, section by section: what was last generated, what would be generated now, and what
stands there. What only one side has changed is taken from it. Where both have changed the same
lines, people's stay where they are, and what would stand there now is shown beneath, quoted; as
long as nobody touches that quotation, the next one takes its place.
"""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from difflib import SequenceMatcher

from cockpit.documents.paper import BYTE_ORDER, Paper, Part, checksum, made, parts, standing, text

Hunk = tuple[int, int, tuple[str, ...]]
"""Lines of the base from, to, and what stands there instead."""

_OPENS = "<!-- cockpit: both changed this, and here is how it is generated now "
_OPENING = re.compile(re.escape(_OPENS) + r"([0-9a-f]+) -->")
_CLOSES = "<!-- cockpit: until here -->"
_NOTHING = "> (nothing: it would be left out)"


@dataclass(frozen=True, slots=True, kw_only=True)
class Merged:
    """A paper together with what people have made of it."""

    text: str
    clashes: tuple[str, ...] = ()
    """Titles of the sections in which both sides are shown."""
    left_out: tuple[str, ...] = ()
    """Titles of the sections that people have taken out, and that stay out."""


def merged(now: Paper, stands: str, before: Iterable[tuple[str, str, str]] = ()) -> Merged:
    """What is to be written where a paper stands already.

    Args:
        now: as it is generated now.
        stands: the text there, whoever has written in it; empty: nothing stands there.
        before: id, title and body of each section as they were last generated for this place,
            without id the paper's own title and what follows it; none: that is not known, and each
            section is taken for edited that its checksum does not clear.
    """
    if not stands.strip():
        return Merged(text=text(now.id, parts(now)))
    there, bases = standing(stands), {name: made(name, *rest) for name, *rest in before}
    generated = {part.id: part for part in parts(now)}
    taken: set[str] = set()
    clashes: list[str] = []
    kept: list[Part] = []
    for place, part in enumerate(_found_again(there.parts, generated)):
        is_own = place > 0 and not part.id
        fresh = None if is_own or part.id in taken else generated.get(part.id)
        if fresh is None:
            if is_own or part.id in taken or not _is_stale(part, bases.get(part.id)):
                kept.append(replace(part, id="", made=""))
            continue
        taken.add(part.id)
        one, clash = _section(bases.get(part.id), fresh, part)
        kept.append(one)
        clashes += [one.title] if clash else []
    left_out = _added(kept, list(generated.values()), bases, taken)
    whole = text(now.id, kept)
    return Merged(text=_as_saved(whole, stands), clashes=tuple(clashes), left_out=tuple(left_out))


def _found_again(there: Sequence[Part], generated: Mapping[str, Part]) -> Iterator[Part]:
    """The parts, those that lost their mark on the way through another program by their title."""
    missing = {part.title: name for name, part in generated.items() if name}
    for part in there:
        if part.id in generated:
            missing.pop(generated[part.id].title, None)
    for place, part in enumerate(there):
        name = "" if part.id or not place else missing.pop(part.title, "")
        yield replace(part, id=name) if name else part


def _as_saved(whole: str, stands: str) -> str:
    """The text with the byte order mark and the line ends of the editor that saved it last."""
    if stands.count("\r\n") * 2 > stands.count("\n"):
        whole = whole.replace("\n", "\r\n")
    return f"{BYTE_ORDER}{whole}" if stands.startswith(BYTE_ORDER) else whole


def lines(base: Sequence[str], now: Sequence[str], theirs: Sequence[str]) -> tuple[list[str], bool]:
    """Three versions of some lines as one, and whether both sides had to be shown."""
    found: list[str] = []
    at, clashed = 0, False
    for start, end, ours, own in _regions(_hunks(base, now), _hunks(base, theirs)):
        found += base[at:start]
        at = end
        if own is None:
            found += _applied(base, start, end, ours or [])
        elif ours is None:
            found += _applied(base, start, end, own)
        else:
            fresh, kept = _applied(base, start, end, ours), _applied(base, start, end, own)
            if start == end:
                found += fresh if fresh == kept else [*fresh, *kept]
                continue
            both, clash = _both(fresh, kept)
            found += both
            if found and not found[-1] and end < len(base) and not base[end].strip():
                found.pop()
            clashed = clashed or clash
    return [*found, *base[at:]], clashed


def _section(base: Part | None, now: Part, there: Part) -> tuple[Part, bool]:
    """One section of which both sides know; True: both had to be shown."""
    if there.is_untouched:
        return now, False
    title = now.title if base and there.title == base.title else there.title or now.title
    mark = replace(now, title=title)
    if base is None:
        both, clash = _both(list(now.lines), list(there.lines))
        return replace(mark, lines=tuple(both)), clash
    result, clash = lines(base.lines, now.lines, there.lines)
    return replace(mark, lines=tuple(result)), clash


def _is_stale(part: Part, base: Part | None) -> bool:
    """Whether a section that is not generated any more stands as it once was."""
    same = base is not None and checksum(base.title, base.lines) == checksum(part.title, part.lines)
    return same or part.is_untouched or not (part.title or part.lines)


def _added(
    kept: list[Part], generated: list[Part], bases: dict[str, Part], taken: set[str]
) -> list[str]:
    """Put in what is new, each behind the section that it follows; returns what stays out."""
    left_out: list[str] = []
    for place, part in enumerate(generated):
        if part.id in taken:
            continue
        if part.id in bases:
            left_out.append(part.title)
            continue
        before = {p.id for p in generated[:place] if p.id}
        behind = [n for n, p in enumerate(kept) if p.id in before]
        kept.insert(behind[-1] + 1 if behind else min(1, len(kept)), part)
    return left_out


def _both(now: list[str], theirs: list[str]) -> tuple[list[str], bool]:
    """People's lines, and beneath them how it is generated now where that differs."""
    own = _without_quotations(theirs)
    if _said(own) == _said(now):
        return now, False
    return [*own, "", *_quotation(now), ""], True


def _quotation(now: list[str]) -> list[str]:
    quoted = [f"> {line}".rstrip() for line in now if line.strip() or len(now) > 1] or [_NOTHING]
    return [f"{_OPENS}{checksum('', quoted)} -->", *quoted, _CLOSES]


def _without_quotations(theirs: list[str]) -> list[str]:
    """The lines without what we have quoted beneath them earlier and nobody has touched."""
    kept: list[str] = []
    place = 0
    while place < len(theirs):
        end = _end_of_quotation(theirs, place)
        if end:
            place = end
            while kept and not kept[-1].strip():
                kept.pop()
            continue
        kept.append(theirs[place])
        place += 1
    while kept and not kept[-1].strip():
        kept.pop()
    return kept


def _end_of_quotation(theirs: list[str], start: int) -> int:
    """Behind the quotation that begins here; 0: none does, or somebody has written in it."""
    opening = _OPENING.fullmatch(theirs[start].strip())
    if not opening or _CLOSES not in theirs[start:]:
        return 0
    end = theirs.index(_CLOSES, start)
    return end + 1 if checksum("", theirs[start + 1 : end]) == opening[1] else 0


def _said(some: Iterable[str]) -> list[str]:
    return [line.rstrip() for line in some if line.strip()]


def _hunks(base: Sequence[str], other: Sequence[str]) -> list[Hunk]:
    """Where the other one differs from the base, in order."""
    head = 0
    least = min(len(base), len(other))
    while head < least and base[head] == other[head]:
        head += 1
    tail = 0
    while tail < least - head and base[-1 - tail] == other[-1 - tail]:
        tail += 1
    middle, others = base[head : len(base) - tail], other[head : len(other) - tail]
    return [
        (head + i, head + j, tuple(others[k:m]))
        for tag, i, j, k, m in SequenceMatcher(None, middle, others).get_opcodes()
        if tag != "equal"
    ]


def _regions(
    ours: list[Hunk], own: list[Hunk]
) -> Iterable[tuple[int, int, list[Hunk] | None, list[Hunk] | None]]:
    """Stretches of the base that one side has changed, or both; each with the hunks of the sides.

    Changes that only touch do not meet: what was added behind a changed line is no quarrel.
    """
    ours, own = list(ours), list(own)
    while ours or own:
        mine: list[Hunk] = []
        theirs: list[Hunk] = []
        first = min(ours[:1] + own[:1], key=lambda h: (h[0], h[1]))
        start, end = first[0], first[1]
        (mine if ours and ours[0] == first else theirs).append(first)
        (ours if mine else own).pop(0)
        grown = True
        while grown:
            grown = False
            for side, into in ((ours, mine), (own, theirs)):
                while side and _meet(start, end, side[0]):
                    into.append(side[0])
                    end = max(end, side.pop(0)[1])
                    grown = True
        yield start, end, mine or None, theirs or None


def _meet(start: int, end: int, hunk: Hunk) -> bool:
    if start == end:
        return hunk[0] == hunk[1] == start
    return start < hunk[0] < end or (hunk[0] == start and hunk[1] > start)


def _applied(base: Sequence[str], start: int, end: int, hunks: list[Hunk]) -> list[str]:
    """A stretch of the base as one side has changed it."""
    found: list[str] = []
    at = start
    for first, last, instead in hunks:
        found += [*base[at:first], *instead]
        at = last
    return [*found, *base[at:end]]
