"""Decide on updates for the thread: written, corrected, and long texts beside them; pure."""

from cockpit.domain import parts, texts
from cockpit.domain.actions import PostUpdate
from cockpit.domain.actions_talk import LONGEST_LOG, EditUpdate, ShareLog
from cockpit.domain.chat import Mention
from cockpit.domain.decisions import Decision, Ground, Refusal
from cockpit.domain.effects import PostMessage, Purpose
from cockpit.domain.effects_chat import EditMessage, ShareSnippet
from cockpit.domain.facts import ChangeRequested, EditRequested, UpdateRequested
from cockpit.domain.state import Case, Declaration, Parcel, Phase, State, Update

_WITHDRAWN = "(taken back: the update above was corrected, and is shorter now)"


def decide_update(state: State, case: Case, action: PostUpdate, ground: Ground) -> Decision:
    """One more outward update (G4): one message, or its parts in order."""
    declaration = _declared(state, case)
    if isinstance(declaration, Refusal):
        return declaration
    refusal = _wanting(action, ground)
    if refusal is not None:
        return refusal
    text = texts.update(case, action, ground.me, ground.procedure, ground.zone)
    messages = parts.split(text, action.mentions)
    if len(messages) > parts.MOST:
        return _too_long(text)
    request = ground.new_id()
    return (
        UpdateRequested(
            id=request,
            incident_id=case.incident.id,
            known=action.known.strip(),
            trying=action.trying.strip(),
            next_at=action.next_at,
            effects=_posts(request, case, declaration, messages),
            phase=action.phase,
        ),
    )


def _posts(
    request: str, case: Case, declaration: Declaration, messages: tuple[parts.Message, ...]
) -> tuple[PostMessage, ...]:
    return tuple(
        PostMessage(
            id=_part_id(f"{request}.post", place),
            incident_id=case.incident.id,
            channel=declaration.channel,
            text=part,
            thread_of=declaration.effect,
            mentions=mentions,
            purpose=Purpose.UPDATE,
        )
        for place, (part, mentions) in enumerate(messages, start=1)
    )


def _part_id(first: str, place: int) -> str:
    return first if place == 1 else f"{first}{place}"


def decide_correction(
    state: State, case: Case, action: EditUpdate | ShareLog, ground: Ground
) -> Decision:
    """The facts that this action amounts to, or why it is refused."""
    declaration = _declared(state, case)
    if isinstance(declaration, Refusal):
        return declaration
    if isinstance(action, ShareLog):
        return _shared(case, declaration, action, ground)
    update = _chosen(case, action.update)
    if update is None:
        return Refusal(reason="there is no such update to correct: u writes one")
    return (
        _unfit(state, update)
        or _wanting(action, ground, promised=update.next_at)
        or _corrected(state, case, action, update, ground)
    )


def _declared(state: State, case: Case) -> Declaration | Refusal:
    if case.declaration is None or not state.is_declared(case):
        return Refusal(
            reason=f"#{case.incident.number} is not declared yet: d declares it, opening the thread"
        )
    return case.declaration


def _wanting(
    action: PostUpdate | EditUpdate, ground: Ground, promised: object = None
) -> Refusal | None:
    """What is missing, or cannot be true."""
    if not action.known.strip():
        return Refusal(reason='say what is known; "no change" is an update too')
    next_at = action.next_at
    if next_at is not None and next_at <= ground.now and next_at != promised:
        when = texts.clock_time(next_at, ground.zone)
        return Refusal(reason=f"{when} is past already: say when the next word really comes")
    return None


def _too_long(text: str) -> Refusal:
    most = parts.MOST * parts.LIMIT
    return Refusal(
        reason=f"{parts.weight(text)} characters are too many for an update, which may have about "
        f"{most}: put the long part into the thread as a snippet"
    )


# --- corrections ----------------------------------------------------------------------------------


def _chosen(case: Case, effect: str) -> Update | None:
    if not effect:
        return case.updates[-1] if case.updates else None
    return next((u for u in case.updates if effect in u.effects), None)


def _unfit(state: State, update: Update) -> Refusal | None:
    """Why this update cannot be corrected; None when all of it stands in the channel."""
    parcels = [state.parcels[e] for e in update.effects if e in state.parcels]
    if any(p.phase is Phase.DISCARDED for p in parcels):
        return Refusal(reason="that update was given up, and never told: u writes a new one")
    if all(p.phase is Phase.DONE for p in parcels):
        return None
    if any(p.phase in (Phase.CLAIMED, Phase.UNCLEAR) for p in parcels):
        return Refusal(reason="that update is on its way: correct it once it stands in the channel")
    return Refusal(
        reason="that update is not sent yet, so there is nothing to correct: "
        "a new one (u) takes its place"
    )


def _corrected(
    state: State, case: Case, action: EditUpdate, update: Update, ground: Ground
) -> Decision:
    effects = [state.parcels[e].effect for e in update.effects]
    posts = [effect for effect in effects if isinstance(effect, PostMessage)]
    text = texts.update(case, action, ground.me, ground.procedure, ground.zone)
    messages = parts.split(text, _mentions(action, posts, text))
    if len(messages) > len(posts):
        return Refusal(
            reason=f"the corrected text needs {len(messages)} messages, and the update has "
            f"{len(posts)}: shorten it, or write a new update (u)"
        )
    request = ground.new_id()
    edits = _edits(state, request, posts, messages)
    if not edits:
        return Refusal(reason="nothing is changed: the update says just that already")
    return (
        EditRequested(
            id=request,
            incident_id=case.incident.id,
            update=update.effect,
            known=action.known.strip(),
            trying=action.trying.strip(),
            next_at=action.next_at,
            effects=edits,
        ),
    )


def _edits(
    state: State, request: str, posts: list[PostMessage], messages: tuple[parts.Message, ...]
) -> tuple[EditMessage, ...]:
    """One for each part that is to say something else; a part too many says that it is none."""
    gone: list[parts.Message] = [
        (f"({place}/{len(posts)}) {_WITHDRAWN}", ())
        for place in range(len(messages) + 1, len(posts) + 1)
    ]
    wanted = zip(posts, [*messages, *gone], strict=True)
    changed = [(post, new) for post, new in wanted if new[0] != says(state, post)]
    return tuple(
        EditMessage(
            id=_part_id(f"{request}.edit", place),
            incident_id=post.incident_id,
            channel=post.channel,
            message_of=post.id,
            text=text,
            mentions=mentions,
        )
        for place, (post, (text, mentions)) in enumerate(changed, start=1)
    )


def _mentions(action: EditUpdate, posts: list[PostMessage], text: str) -> tuple[Mention, ...]:
    """Those chosen now, and those chosen before whose names still stand in it."""
    before = (m for post in posts for m in post.mentions if parts.names(text, m))
    return tuple(dict.fromkeys((*action.mentions, *before)))


def says(state: State, post: PostMessage) -> str:
    """What a message says by now, or will once what is on its way has arrived."""
    edits: list[Parcel] = [
        p
        for p in state.parcels.values()
        if isinstance(p.effect, EditMessage)
        and p.effect.message_of == post.id
        and p.phase not in (Phase.FAILED, Phase.DISCARDED)
    ]
    newest = max(edits, key=lambda p: p.order, default=None)
    if newest is None or not isinstance(newest.effect, EditMessage):
        return post.text
    return newest.effect.text


# --- long texts -----------------------------------------------------------------------------------


def _shared(case: Case, declaration: Declaration, action: ShareLog, ground: Ground) -> Decision:
    text = action.text.strip("\n")
    if not text.strip():
        return Refusal(reason="an empty snippet says nothing")
    if len(text) > LONGEST_LOG:
        return Refusal(
            reason=f"{len(text):,} characters are too many for a snippet: at most {LONGEST_LOG:,}; "
            "take the part that matters"
        )
    title = " ".join(action.title.split())[:200] or "log"
    request = ground.new_id()
    effect = ShareSnippet(
        id=f"{request}.snippet",
        incident_id=case.incident.id,
        channel=declaration.channel,
        thread_of=declaration.effect,
        title=title,
        text=text,
    )
    lines = text.count("\n") + 1
    return (
        ChangeRequested(
            id=request,
            incident_id=case.incident.id,
            words=f"shared a snippet: {title}, {lines} {'line' if lines == 1 else 'lines'}",
            effects=(effect,),
        ),
    )
