"""Notes that are told to others besides (A6): into the incident's thread, else the log channel."""

from cockpit.domain.effects import PostMessage, Purpose
from cockpit.domain.procedure import Procedure
from cockpit.domain.state import Case, State
from cockpit.domain.texts import LIMIT
from cockpit.domain.thread_post import in_thread

MIRRORS = "note"
"""In `Procedure.mirror`."""


def mirrored(
    state: State, case: Case | None, procedure: Procedure, note: tuple[str, str, str]
) -> tuple[PostMessage, ...]:
    """The message that tells a note; none where that is not wanted, or has no place to go to.

    Args:
        state: as it is now.
        case: the incident that it is about; None: it belongs to the shift.
        procedure: says whether notes are told.
        note: the request's id, who writes, and the text.
    """
    request, author, text = note
    if MIRRORS not in procedure.mirror:
        return ()
    whole = f"Note by {author}: {text}"
    told = whole if len(whole) <= LIMIT else whole[: LIMIT - 2] + " …"
    effect = f"{request}.mirror"
    if case is not None:
        posts = in_thread(state, case, effect, told, purpose=Purpose.NOTE)
        if posts:
            return posts
    if not procedure.channels.log:
        return ()
    named = f"#{case.incident.number} " if case is not None else ""
    return (
        PostMessage(
            id=effect,
            incident_id=case.incident.id if case is not None else "",
            channel=procedure.channels.log,
            text=f"{named}{told}"[:LIMIT],
            purpose=Purpose.NOTE,
        ),
    )
