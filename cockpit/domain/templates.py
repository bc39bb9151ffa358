"""What an update says in each phase of an incident, and which phase fits now; fills no blanks."""

from dataclasses import replace

from cockpit.domain.model import Status
from cockpit.domain.procedure import Procedure, Template
from cockpit.domain.state import Case, Phase, State, Update
from cockpit.domain.talk import Mitigation

DECLARE = "declare"
INVESTIGATING = "investigating"
IDENTIFIED = "identified"
MITIGATING = "mitigating"
MONITORING = "monitoring"
RESOLVED = "resolved"
NO_CHANGE = "no change"

BLANKS = (
    "incident",
    "title",
    "service",
    "severity",
    "since",
    "symptoms",
    "hypothesis",
    "suspect",
    "mitigation",
    "kind",
    "target",
    "outcome",
    "relief",
    "last_known",
    "last_trying",
    "person",
)
"""Blanks that a template may have; a line whose blanks are all empty is left out."""

DEFAULTS = (
    Template(
        phase=DECLARE,
        known="We are looking into {title}.\nSeen so far: {symptoms}.",
        trying="Finding out what is hit, and since when.",
    ),
    Template(
        phase=INVESTIGATING,
        known="{symptoms}\n{title}, since {since}.",
        trying="Looking for the cause.",
    ),
    Template(
        phase=IDENTIFIED,
        known="The likely cause is {suspect}.\nThe trouble began {since}.",
        trying="Choosing the fastest safe way to stop it.",
    ),
    Template(
        phase=MITIGATING,
        known="The trouble that began {since} still lasts.",
        trying="{mitigation}",
    ),
    Template(
        phase=MONITORING,
        known="{outcome}\nUsers are no longer hurt since {relief}.",
        trying="Watching whether it stays like that.",
    ),
    Template(
        phase=RESOLVED,
        known="It is over: {title}.\nUsers were no longer hurt from {relief} on.",
        trying="A written review follows.",
        next_s=0,
    ),
    Template(phase=NO_CHANGE, known="No change. {last_known}", trying="{last_trying}"),
)
"""What is said where the profile says nothing, in the order in which an incident goes."""


def templates(procedure: Procedure) -> tuple[Template, ...]:
    """The profile's templates, and for the phases that it leaves out those of this program."""
    own = {t.phase for t in procedure.templates}
    said = tuple(_in_own_words(t, procedure) for t in DEFAULTS if t.phase not in own)
    order = [t.phase for t in DEFAULTS]
    every = (*procedure.templates, *said)
    return tuple(sorted(every, key=lambda t: order.index(t.phase) if t.phase in order else -1))


def _in_own_words(template: Template, procedure: Procedure) -> Template:
    """A profile may say only what it says when nothing has changed (N8.8)."""
    if template.phase != NO_CHANGE:
        return template
    return replace(template, known=procedure.no_change_known or template.known)


def template(procedure: Procedure, phase: str) -> Template | None:
    """The template of this phase; None: there is none."""
    return next((t for t in templates(procedure) if t.phase == phase.casefold()), None)


def owes_a_next_word(procedure: Procedure, phase: str) -> bool:
    """Whether an update of this phase has to say when the next one comes."""
    found = template(procedure, phase)
    return phase.casefold() != RESOLVED and (found is None or found.next_s != 0)


def fitting(state: State, case: Case) -> str:
    """The phase that the state speaks for; where nothing new speaks, that nothing has changed."""
    told = standing(state, case)
    said = next((u.phase for u in reversed(told) if u.phase not in ("", NO_CHANGE)), "")
    shown = _shown(case)
    if shown == RESOLVED:
        return RESOLVED
    if told and shown in (said, INVESTIGATING):
        return NO_CHANGE
    return shown


def standing(state: State, case: Case) -> tuple[Update, ...]:
    """Updates that stand in the channel, or still may."""
    return tuple(u for u in case.updates if _may_stand(state, u.effect))


def running(case: Case) -> Mitigation | None:
    """The newest mitigation that is announced or under way."""
    return next((m for m in reversed(case.mitigations) if not m.stage.is_over), None)


def _shown(case: Case) -> str:
    if case.incident.status is Status.RESOLVED:
        return RESOLVED
    mitigation = running(case)
    if mitigation is not None and (case.relief is None or case.relief.at < mitigation.at):
        return MITIGATING
    return INVESTIGATING if case.relief is None else MONITORING


def _may_stand(state: State, effect: str) -> bool:
    parcel = state.parcels.get(effect)
    return parcel is not None and parcel.phase not in (Phase.FAILED, Phase.DISCARDED)
