"""Decide on mitigations, and on the moment when users are no longer hurt (G2, G4); pure."""

from datetime import timedelta
from typing import assert_never

from cockpit.domain.actions_talk import AnnounceMitigation, MoveMitigation, NoteRelief
from cockpit.domain.decisions import Decision, Ground, Refusal
from cockpit.domain.effects import PostMessage, Purpose
from cockpit.domain.facts import MitigationAnnounced, MitigationMoved, ReliefNoted
from cockpit.domain.state import Case, State
from cockpit.domain.talk import Mitigation, Stage
from cockpit.domain.texts import clock_time
from cockpit.domain.thread_post import BY, About, has_thread, in_thread, too_long

NEAR = timedelta(minutes=15)
"""For so long, a colleague's mitigation of the same kind is asked about, whatever its target."""
MIRRORS = "mitigation"
"""In `Procedure.mirror`: mitigations are told in the log channel besides (A6)."""

_AFTER: dict[Stage, tuple[Stage, ...]] = {
    Stage.ANNOUNCED: (Stage.STARTED, Stage.WORKED, Stage.FAILED, Stage.CALLED_OFF),
    Stage.STARTED: (Stage.WORKED, Stage.FAILED, Stage.UNDONE),
    Stage.WORKED: (Stage.FAILED, Stage.UNDONE),
    Stage.FAILED: (Stage.WORKED, Stage.UNDONE),
    Stage.UNDONE: (),
    Stage.CALLED_OFF: (),
}
"""What may follow upon what; an outcome that turns out otherwise is said again."""
_SAID = {
    Stage.STARTED: "Started",
    Stage.WORKED: "It worked",
    Stage.FAILED: "It did not help",
    Stage.UNDONE: "Taken back",
    Stage.CALLED_OFF: "Called off, not done",
}


def decide_mitigation(
    state: State,
    case: Case,
    action: AnnounceMitigation | MoveMitigation | NoteRelief,
    ground: Ground,
) -> Decision:
    """The facts that this action amounts to, or why it is refused."""
    match action:
        case AnnounceMitigation():
            return _announce(state, case, action, ground)
        case MoveMitigation():
            return _move(state, case, action, ground)
        case NoteRelief():
            return _relief(state, case, action, ground)
        case _:
            assert_never(action)


def following(stage: Stage) -> tuple[Stage, ...]:
    """What may be said next of a mitigation that stands so."""
    return _AFTER[stage]


# --- before it is done -----------------------------------------------------------------------


def _announce(state: State, case: Case, action: AnnounceMitigation, ground: Ground) -> Decision:
    number, target = case.incident.number, " ".join(action.target.split())
    if not case.incident.is_open:
        return Refusal(reason=f"#{number} is resolved: there is nothing to mitigate")
    kinds = {kind.casefold(): kind for kind in ground.procedure.mitigations}
    kind = kinds.get(action.kind.strip().casefold())
    if kind is None:
        known = ", ".join(ground.procedure.mitigations) or "none: set [procedure] mitigations"
        said = action.kind.strip() or "(empty)"
        return Refusal(reason=f"there is no mitigation {said}: they are {known}")
    if not target:
        return Refusal(reason=f"say what you {kind}: others must know what to leave alone")
    asked = () if action.sure else _asked(state, case, kind, target, ground)
    if asked:
        return Refusal(reason="; ".join(asked), confirmable=True)
    words, request = action.words.strip(), ground.new_id()
    text = f"About to: {kind} {target}" + (f"\nWhy: {words}" if words else "")
    text += f"\nBy {ground.me.name}, now. Say so here if it clashes with what you do."
    about = (
        *(("id", request), ("kind", kind), ("target", target)),
        *(("stage", Stage.ANNOUNCED.value), ("words", words), (BY, ground.me.name)),
    )
    return too_long(text) or (
        MitigationAnnounced(
            id=request,
            incident_id=case.incident.id,
            kind=kind,
            target=target,
            words=words,
            effects=_posts(state, case, ground, (request, text, about)),
        ),
    )


def _asked(state: State, case: Case, kind: str, target: str, ground: Ground) -> tuple[str, ...]:
    """What is asked about before it is announced, in words: a clash, or that nobody will hear."""
    found = clash(state, kind, target, ground)
    words = (_clash_words(found, ground),) if found else ()
    if has_thread(state, case):
        return words
    number = case.incident.number
    silent = f"#{number} is not declared, so nobody hears of it: d declares it, then announce it"
    return (*words, silent)


def clash(state: State, kind: str, target: str, ground: Ground) -> Mitigation | None:
    """What this would fight: something under way on the same target, of whatever incident, or of
    the same kind by a colleague a short while ago; the newest."""
    found = [
        m
        for case in state.cases.values()
        if case.incident.is_open
        for m in case.mitigations
        if not m.stage.is_over and _fights(m, kind, target, ground)
    ]
    return max(found, key=lambda m: m.at, default=None)


def _fights(one: Mitigation, kind: str, target: str, ground: Ground) -> bool:
    if " ".join(one.target.split()).casefold() == target.casefold():
        return True
    is_theirs = one.is_elsewhere or one.author.casefold() != ground.me.name.casefold()
    return is_theirs and one.kind.casefold() == kind.casefold() and ground.now - one.at <= NEAR


def _clash_words(one: Mitigation, ground: Ground) -> str:
    mine = not one.is_elsewhere and one.author.casefold() == ground.me.name.casefold()
    when = clock_time(one.started_at or one.at, ground.zone)
    does = "began" if one.stage is Stage.STARTED else "announced"
    mend = "say first how that went" if mine else "talk to them first"
    return f"{'you' if mine else one.author} {does} {one.kind} {one.target} at {when}: {mend}"


# --- while it is done, and after -------------------------------------------------------------


def _move(state: State, case: Case, action: MoveMitigation, ground: Ground) -> Decision:
    known = next((m for m in case.mitigations if m.id == action.mitigation), None)
    if known is None:
        return Refusal(reason=f"no such mitigation of #{case.incident.number} is known here")
    what, allowed = f"{known.kind} {known.target}", _AFTER[known.stage]
    if action.stage not in set(Stage) or (stage := Stage(action.stage)) not in allowed:
        if not allowed:
            return Refusal(reason=f"{what} is over ({known.stage}): announce it anew")
        ways = ", ".join(allowed)
        return Refusal(reason=f"{what} is {known.stage}: what can be said now is {ways}")
    words, request = action.words.strip(), ground.new_id()
    text = f"{_SAID[stage]}: {what}" + (f"\n{words}" if words else "") + f"\nBy {ground.me.name}."
    about = (
        *(("id", known.id), ("kind", known.kind), ("target", known.target)),
        *(("stage", stage.value), ("words", words), (BY, ground.me.name)),
    )
    return too_long(text) or (
        MitigationMoved(
            id=request,
            incident_id=case.incident.id,
            mitigation=known.id,
            stage=stage.value,
            words=words,
            effects=_posts(state, case, ground, (request, text, about)),
        ),
    )


def _posts(
    state: State, case: Case, ground: Ground, said: tuple[str, str, About]
) -> tuple[PostMessage, ...]:
    """Into the thread, and where it is wanted into the log channel (A6)."""
    request, text, about = said
    posts = in_thread(
        state, case, f"{request}.mitigation", text, purpose=Purpose.MITIGATION, about=about
    )
    log = ground.procedure.channels.log
    if log and MIRRORS in ground.procedure.mirror:
        named = f"#{case.incident.number} {text}"
        posts += (
            PostMessage(
                id=f"{request}.log",
                incident_id=case.incident.id,
                channel=log,
                text=named,
                purpose=Purpose.NOTE,
            ),
        )
    return posts


# --- users are no longer hurt ----------------------------------------------------------------


def _relief(state: State, case: Case, action: NoteRelief, ground: Ground) -> Decision:
    incident, since, words = case.incident, action.since, action.words.strip()
    started = case.declaration.started_at if case.declaration else incident.created_at
    begun = min(started, incident.created_at)
    when = clock_time(since, ground.zone)
    if since > ground.now:
        return Refusal(reason=f"{when} has not come yet: note it when users are no longer hurt")
    if since < begun:
        first = clock_time(begun, ground.zone)
        return Refusal(reason=f"{when} is before it began ({first})")
    before = case.relief
    if before is not None and (before.at, before.words) == (since, words):
        return ()
    request = ground.new_id()
    text = f"Users are no longer hurt since {when}." + (f"\nSeen by: {words}" if words else "")
    text += f"\nSays {ground.me.name}."
    about = (("since", since.isoformat()), ("words", words), (BY, ground.me.name))
    effects = in_thread(state, case, f"{request}.relief", text, purpose=Purpose.RELIEF, about=about)
    return too_long(text) or (
        ReliefNoted(id=request, incident_id=incident.id, since=since, words=words, effects=effects),
    )
