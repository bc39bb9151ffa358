"""Decide on who has to be told, and what is said to them; pure."""

from typing import assert_never

from cockpit.domain.actions_talk import UNTAGGED, SayTold, Tell, TellSecurity
from cockpit.domain.chat import Mention
from cockpit.domain.decisions import Decision, Ground, Refusal
from cockpit.domain.demands import Telling, Way
from cockpit.domain.effects import Effect, PostMessage, Purpose
from cockpit.domain.effects_outward import PublishStatus, SendMail
from cockpit.domain.facts import TellingRequested
from cockpit.domain.obligations import level_of, named, telling_of
from cockpit.domain.state import Case, Phase, State
from cockpit.domain.talk import Stage
from cockpit.domain.thread_post import has_thread, in_thread, too_long

SECURITY = "security"
"""The name under which it is on record that the security channel was told (I6)."""
_ELSEWHERE = {
    Way.DECLARE: "the declaration tells them: d declares it",
    Way.UPDATE: "updates tell them: u writes one",
    Way.COPY: "copy the text to where they read it, then say that it was done",
    Way.PERSON: "tell them, then say that it was done",
}
"""How somebody is told whom nothing is sent to from here."""


def decide_telling(
    state: State, case: Case, action: Tell | SayTold | TellSecurity, ground: Ground
) -> Decision:
    """The facts that this action amounts to, or why it is refused."""
    match action:
        case Tell():
            return _tell(state, case, action, ground)
        case SayTold():
            return _say(case, action, ground)
        case TellSecurity():
            return _security(case, action, ground)
        case _:
            assert_never(action)


def _tell(state: State, case: Case, action: Tell, ground: Ground) -> Decision:
    telling = telling_of(case, ground.procedure, action.telling)
    if telling is None:
        return _unknown(case, action.telling, ground)
    if telling.way in _ELSEWHERE:
        return Refusal(reason=f"{telling.who}: {_ELSEWHERE[telling.way]}")
    text = action.text.strip()
    if not text:
        return Refusal(reason="an empty text tells nobody anything")
    request = ground.new_id()
    effects: tuple[Effect, ...] | Refusal
    match telling.way:
        case Way.EMAIL:
            effects = _mail(case, telling, action, (request, ground))
        case Way.STATUS:
            effects = (_status(state, case, telling, action, request),)
        case _:
            effects = _post(state, case, (telling, action, request), ground)
    if isinstance(effects, Refusal):
        return effects
    return (_fact(case, request, named(telling), text, effects),)


def _fact(
    case: Case, request: str, telling: str, text: str, effects: tuple[Effect, ...]
) -> TellingRequested:
    return TellingRequested(
        id=request, incident_id=case.incident.id, telling=telling, words=text, effects=effects
    )


def _unknown(case: Case, key: str, ground: Ground) -> Refusal:
    level = level_of(case, ground.procedure)
    if level is None:
        return Refusal(reason="no severity is set, so nobody has to be told yet: s sets it")
    known = ", ".join(named(telling) for telling in level.tells)
    mend = f"{level.name} tells {known}" if known else f"{level.name} tells nobody"
    return Refusal(reason=f"nobody is called {key.strip() or '(empty)'} there: {mend}")


# --- by e-mail, on the status page -----------------------------------------------------------


def _mail(
    case: Case, telling: Telling, action: Tell, told: tuple[str, Ground]
) -> tuple[Effect, ...] | Refusal:
    request, ground = told
    subject = " ".join(action.subject.split())
    people = ground.procedure.mailed(telling.to)
    if not people:
        names = ", ".join(telling.to)
        mend = f"[procedure.addresses] {names}" if names else "add `to` to it in the profile"
        return Refusal(reason=f"no address of {telling.who} is set: {mend}")
    if not subject:
        return Refusal(reason="an e-mail without a subject is not read: give it one")
    mail = SendMail(
        id=f"{request}.mail",
        incident_id=case.incident.id,
        to=people,
        subject=subject,
        text=action.text.strip(),
    )
    return (mail,)


def _status(
    state: State, case: Case, telling: Telling, action: Tell, request: str
) -> PublishStatus:
    opened = (
        p.effect.id
        for p in state.parcels.values()
        if isinstance(p.effect, PublishStatus)
        and p.effect.incident_id == case.incident.id
        and not p.effect.incident_of
        and p.phase not in (Phase.FAILED, Phase.DISCARDED)
    )
    status = status_of(case)
    return PublishStatus(
        id=f"{request}.status",
        incident_id=case.incident.id,
        incident_of=next(opened, ""),
        title=" ".join(action.subject.split()) or case.incident.title,
        status=status,
        text=action.text.strip(),
        components=telling.to,
        component_status="operational" if status == "resolved" and telling.to else "",
    )


def status_of(case: Case) -> str:
    """What the status page calls the state that the incident is in."""
    if not case.incident.is_open:
        return "resolved"
    if case.relief is not None:
        return "monitoring"
    doing = any(m.stage in (Stage.ANNOUNCED, Stage.STARTED) for m in case.mitigations)
    is_known = any(u.phase in ("identified", "mitigating") for u in case.updates)
    return "identified" if doing or is_known else "investigating"


# --- in the chat -----------------------------------------------------------------------------


def _post(
    state: State, case: Case, told: tuple[Telling, Tell, str], ground: Ground
) -> tuple[Effect, ...] | Refusal:
    telling, action, request = told
    untagged = _untagged(telling.groups, action.mentions, action.accepted)
    if untagged is not None:
        return untagged
    text = tagged(action.text.strip(), action.mentions)
    long = too_long(text)
    if long is not None:
        return long
    about = (("telling", named(telling)),)
    effect = f"{request}.tell"
    if not telling.to:
        if not has_thread(state, case):
            number = case.incident.number
            return Refusal(reason=f"#{number} has no thread yet: d declares it, opening one")
        return in_thread(
            state,
            case,
            effect,
            text,
            purpose=Purpose.TELLING,
            about=about,
            mentions=action.mentions,
        )
    channel = ground.procedure.channels.of(telling.to[0])
    if not channel:
        return Refusal(reason=f"no channel is set for {telling.to[0]}: see [procedure.channels]")
    post = PostMessage(
        id=effect,
        incident_id=case.incident.id,
        channel=channel,
        text=text,
        mentions=action.mentions,
        purpose=Purpose.TELLING,
        about=about,
    )
    return (post,)


def _security(case: Case, action: TellSecurity, ground: Ground) -> Decision:
    """Into the security channel, its groups tagged (I6); nothing of it goes to the thread."""
    channel, text = ground.procedure.channels.security, action.text.strip()
    if not channel:
        return Refusal(reason="no security channel: set [procedure.channels] security")
    if not text:
        return Refusal(reason="say what was seen: an empty message helps nobody")
    untagged = _untagged(ground.procedure.security_groups, action.mentions, action.accepted)
    if untagged is not None:
        return untagged
    text = tagged(text, action.mentions)
    request = ground.new_id()
    post = PostMessage(
        id=f"{request}.security",
        incident_id=case.incident.id,
        channel=channel,
        text=text,
        mentions=action.mentions,
        purpose=Purpose.TELLING,
        about=(("telling", SECURITY),),
    )
    return too_long(text) or (_fact(case, request, SECURITY, text, (post,)),)


def _untagged(
    groups: tuple[str, ...], mentions: tuple[Mention, ...], accepted: tuple[str, ...]
) -> Refusal | None:
    """Groups that ought to be notified, and are not among those whom the chat knows."""
    names = {m.name.removeprefix("@").casefold() for m in mentions}
    missing = [g for g in groups if g.removeprefix("@").casefold() not in names]
    if not missing or UNTAGGED in accepted:
        return None
    listed = ", ".join(f"@{group.removeprefix('@')}" for group in missing)
    return Refusal(
        reason=f"{listed} would not be notified: the chat knows no such group, or did not say so",
        confirmable=True,
        finding=UNTAGGED,
    )


def tagged(text: str, mentions: tuple[Mention, ...]) -> str:
    """The text with everybody who is to be notified named in it, so that it is seen before."""
    missing = [f"@{m.name}" for m in mentions if f"@{m.name}" not in text]
    return "\n".join((*((" ".join(missing),) if missing else ()), text))


# --- in another way --------------------------------------------------------------------------


def _say(case: Case, action: SayTold, ground: Ground) -> Decision:
    telling, how = telling_of(case, ground.procedure, action.telling), action.how.strip()
    if telling is None:
        return _unknown(case, action.telling, ground)
    if not how:
        return Refusal(reason=f"say how {telling.who} heard of it: the review will ask")
    return (_fact(case, ground.new_id(), named(telling), how, ()),)
