"""The handover note that is meant for whoever looks: the first page of the watch screen (N4)."""

from collections.abc import Iterator
from datetime import datetime

from cockpit.domain.handover_watch import Stage, handovers, stage
from cockpit.domain.handover_words import for_incoming, how_to_take
from cockpit.domain.handovers import Handover
from cockpit.domain.situation import Situation
from cockpit.view.cells import Cell, Row, Sheet, Tone, text

TITLE = "Handover"


def received(situation: Situation, now: datetime) -> Sheet | None:
    """The note that is meant for this person, in full; None: there is none."""
    handover = handovers(situation, now).received
    if handover is None:
        return None
    rows = [*page(situation, now), text("")]
    return Sheet(f"{TITLE} of {handover.outgoing.name}", tuple(rows))


def page(situation: Situation, now: datetime) -> tuple[Row, ...]:
    """What whoever comes next must know, for the first page of the watch screen; () for nobody.

    Every line can be selected, so that the pane can be read through; Enter opens it in full.
    """
    handover = handovers(situation, now).received
    if handover is None:
        return ()
    found = stage(situation.state, handover, now)
    rows = [text(for_incoming(situation, handover, now), TONES.get(found, Tone.STRONG))]
    if handover.is_pending:
        words = f"{how_to_take(situation, handover)}: V, then o copies its link"
        rows.append(text(words, Tone.ACCENT))
    if found is not Stage.DELETED:
        rows += _said(handover)
    return tuple(rows)


TONES = {
    Stage.TAKEN: Tone.GOOD,
    Stage.TAKEN_BACK: Tone.BAD,
    Stage.DELETED: Tone.BAD,
    Stage.LOST: Tone.BAD,
    Stage.HELD: Tone.BAD,
    Stage.UNANSWERED: Tone.BAD,
    Stage.WAITING: Tone.WARN,
}


def _said(handover: Handover) -> Iterator[Row]:
    """The note's own lines: its headings stand out; who hands over to whom stands above them."""
    yield text("")
    for place, one in list(enumerate(handover.text.splitlines()))[_known(handover) :]:
        is_heading = one.endswith(":") and not one.startswith(("•", " "))
        tone = Tone.TITLE if is_heading else Tone.PLAIN
        yield line(one, tone, f"handover:{place}" if one.strip() else "")


def _known(handover: Handover) -> int:
    """How many lines say nothing new: the title, and whom it goes to as it is written for all."""
    begins = f"{handover.outgoing.name} hands over to {handover.incoming.name}"
    head = handover.text.splitlines()[:3]
    is_plain = len(head) > 1 and head[1].startswith(begins) and head[1].endswith(_ENDS)
    return len(head) if is_plain and not head[-1].strip() else 0


_ENDS = "stays responsible."


def line(words: str, tone: Tone = Tone.PLAIN, name: str = "") -> Row:
    """A line; what is listed hangs beside its sign."""
    bare = words.lstrip(" ")
    sign = bare[:1]
    if sign not in ("•", "◦") or not bare[1:2].isspace():
        return Row((Cell(words, tone, grow=True),), id=name)
    deep = len(words) - len(bare)
    mark = Cell(f"{' ' * deep}{sign}", Tone.DIM, width=deep + 1)
    return Row((mark, Cell(bare[2:], tone, grow=True)), id=name)
