"""A message for the thread of an incident, and what it may not be; it decides on nothing else."""

from cockpit.domain.chat import Mention
from cockpit.domain.decisions import Refusal
from cockpit.domain.effects import PostMessage, Purpose
from cockpit.domain.state import Case, State
from cockpit.domain.texts import LIMIT

About = tuple[tuple[str, str], ...]

BY = "by"
"""The name under which a message tells other cockpits whose word it is: the chat knows the app."""


def has_thread(state: State, case: Case) -> bool:
    """Whether there is a thread, or will be one as soon as the declaration has left."""
    return case.declaration is not None and state.is_declared(case)


def in_thread(
    state: State,
    case: Case,
    effect: str,
    text: str,
    *,
    purpose: Purpose,
    about: About = (),
    mentions: tuple[Mention, ...] = (),
) -> tuple[PostMessage, ...]:
    """The message, under this id; none while the incident is not declared."""
    if case.declaration is None or not state.is_declared(case):
        return ()
    return (
        PostMessage(
            id=effect,
            incident_id=case.incident.id,
            channel=case.declaration.channel,
            text=text,
            thread_of=case.declaration.effect,
            mentions=mentions,
            purpose=purpose,
            about=about,
        ),
    )


def too_long(text: str) -> Refusal | None:
    """Why this cannot be one message; None: it can."""
    if len(text) <= LIMIT:
        return None
    return Refusal(reason=f"{len(text)} characters are too many for one message: at most {LIMIT}")
