"""A last look at the words that would leave: secrets in any of them, tone in public ones; pure."""

from collections.abc import Iterator

from cockpit.domain import tone
from cockpit.domain.actions_talk import SECRET, TONE
from cockpit.domain.decisions import Decision, Ground, Refusal
from cockpit.domain.effects import (
    AddNote,
    AddResponders,
    Effect,
    PostMessage,
    RenameIncident,
    ResolveIncident,
)
from cockpit.domain.effects_chat import (
    AddBookmark,
    EditMessage,
    OpenRoom,
    SetTopic,
    ShareSnippet,
)
from cockpit.domain.effects_local import RunCommand
from cockpit.domain.effects_outward import FileTicket, PublishStatus, SendMail
from cockpit.domain.effects_papers import FilePaper
from cockpit.domain.facts import EditRequested, Fact, Request, UpdateRequested
from cockpit.domain.state import Case, State
from cockpit.domain.templates import owes_a_next_word

_MOST = 3
"""Findings that are told at once."""


def checked(
    state: State, decision: Decision, accepted: tuple[str, ...], ground: Ground
) -> Decision:
    """The decision, or why its words should not leave like that.

    Args:
        accepted: findings that the person has overridden, `SECRET` or `TONE`.
    """
    if isinstance(decision, Refusal):
        return decision
    requests = [fact for fact in decision if isinstance(fact, Request)]
    if SECRET not in accepted:
        told = [w for fact in requests for effect in fact.effects for w in _secret(effect)]
        if told:
            return Refusal(reason=_revealed(told), finding=SECRET)
    if TONE not in accepted:
        for fact in requests:
            found = _tone(state, fact, ground)
            if found:
                return Refusal(reason="; ".join(found[:_MOST]), confirmable=True, finding=TONE)
    return decision


def _revealed(told: list[str]) -> str:
    listed = ", ".join(dict.fromkeys(told[:_MOST]))
    more = f" and {len(told) - _MOST} more" if len(told) > _MOST else ""
    return f"it holds what looks like a secret: {listed}{more}. Take it out; it was not sent"


def _secret(effect: Effect) -> Iterator[str]:
    for text in words_of(effect):
        yield from tone.secrets(text)


def _tone(state: State, fact: Fact, ground: Ground) -> list[str]:
    if not isinstance(fact, Request):
        return []
    case = state.cases.get(fact.incident_id)
    found = _missing(case, fact, ground)
    public = [text for effect in fact.effects for text in _public(effect)]
    if case is not None and public:
        people = tone.names(state, case)
        blames = dict.fromkeys(b for text in public for b in tone.blamed(text, people))
        found += [f'it seems to blame somebody: "{words}"' for words in blames]
    return found


def _missing(case: Case | None, fact: Request, ground: Ground) -> list[str]:
    """Whether it leaves people without a time at which they hear more, while it goes on (G4)."""
    if not isinstance(fact, UpdateRequested | EditRequested) or fact.next_at is not None:
        return []
    if case is None or not case.incident.is_open:
        return []
    if isinstance(fact, EditRequested):
        edited = next((u for u in case.updates if u.effect == fact.update), None)
        phase = edited.phase if edited else ""
    else:
        phase = fact.phase
    if not owes_a_next_word(ground.procedure, phase):
        return []
    return ["it does not say when the next word comes"]


def _public(effect: Effect) -> tuple[str, ...]:
    match effect:
        case PostMessage(text=text) | EditMessage(text=text):
            return (text,)
        case SendMail() | PublishStatus():
            return words_of(effect)
        case _:
            return ()


def words_of(effect: Effect) -> tuple[str, ...]:
    """Every text that would leave with it."""
    match effect:
        case PostMessage(text=text) | AddNote(text=text) | EditMessage(text=text):
            return (text,)
        case SendMail(subject=title, text=text):
            return (title, text)
        case PublishStatus() | ShareSnippet() | FileTicket() | FilePaper():
            return (effect.title, effect.text)
        case ResolveIncident(resolution=text) | AddResponders(message=text):
            return (text,)
        case RenameIncident(title=text) | SetTopic(topic=text) | OpenRoom(name=text):
            return (text,)
        case RunCommand(command=text):
            return (text,)
        case AddBookmark(title=title, url=url):
            return (title, url)
        case _:
            return ()
