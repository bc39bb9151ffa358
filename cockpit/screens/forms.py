"""The dialogs of the main screen as forms: declare and note; each bound to one incident."""

from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import datetime
from functools import partial

from cockpit.desk.desk import Desk
from cockpit.domain import texts
from cockpit.domain.actions import Action, Declare, WriteNote
from cockpit.domain.decisions import Refusal
from cockpit.domain.effects import AddNote, PostMessage
from cockpit.domain.facts import Request
from cockpit.domain.instants import past
from cockpit.domain.state import Case
from cockpit.ports.journal import JournalError
from cockpit.screens.asking import Field, Form, Preview
from cockpit.view.words import moment

Make = Callable[[Mapping[str, str]], Action]
"""Values into an action; raises ValueError with words when a value makes no sense."""


def declare(desk: Desk, case: Case) -> Form:
    """Declare with a text that needs no typing (procedure N8.2)."""
    incident = case.incident

    def make(values: Mapping[str, str]) -> Action:
        return Declare(
            incident_id=incident.id,
            started_at=past(values["started"], desk.now(), desk.zone),
            paged_by=values["paged"],
            hypothesis=values["hypothesis"],
        )

    started = _first_bad(desk, case)
    return _form(
        desk,
        title=f"Declare #{incident.number}",
        draft=f"declare:{incident.id}",
        fields=(
            Field(
                name="started",
                label="Started at",
                value=moment(started, desk.zone, seconds=False),
            ),
            Field(name="paged", label="What paged", value=texts.draft_paged_by(case)),
            Field(
                name="hypothesis",
                label="Hypothesis (unknown is a valid one)",
                value=desk.procedure.unknown_hypothesis,
                rows=2,
            ),
        ),
        make=make,
    )


def declare_first(desk: Desk, case: Case) -> Form:
    """An update has nowhere to go yet; what is typed for it is what the hypothesis begins with."""
    form = declare(desk, case)
    fields = tuple(
        replace(field, value="") if field.name == "hypothesis" else field for field in form.fields
    )
    lead = "not declared yet: this declares it and opens the thread"
    return replace(form, fields=fields, lead=lead, first="hypothesis")


def _first_bad(desk: Desk, case: Case) -> datetime:
    """When it began as far as anybody can tell: the page, or an earlier bad sample."""
    paged = case.incident.created_at
    bad = [p.since for p in desk.state.probes.values() if p.health == "bad" and p.since < paged]
    recent = [at for at in bad if (paged - at).total_seconds() < desk.procedure.call_secondary_s]
    return min(recent, default=paged)


def note(desk: Desk, case: Case | None, *, to_pager: bool = False) -> Form:
    """Write something down; with an incident it can go to the pager as well."""
    incident_id = case.incident.id if case else ""
    name = f"#{case.incident.number}" if case else "the shift"

    def make(values: Mapping[str, str]) -> Action:
        also = values.get("pager", "").strip().lower() in ("y", "yes")
        return WriteNote(incident_id=incident_id, text=values["text"], to_pager=also)

    fields = [Field(name="text", label="Note", value="", rows=3)]
    if case is not None:
        fields.append(
            Field(
                name="pager",
                label="On the incident at the pager too? (yes or no)",
                value="yes" if to_pager else "no",
            )
        )
    return _form(
        desk,
        title=f"Note on {name}",
        draft=f"note:{incident_id}",
        fields=tuple(fields),
        make=make,
        verb="record",
    )


def _form(
    desk: Desk,
    *,
    title: str,
    draft: str,
    fields: tuple[Field, ...],
    make: Make,
    verb: str = "post",
) -> Form:
    return Form(
        title=title,
        draft=draft,
        fields=fields,
        look=partial(_look, desk, make),
        send=partial(_send, desk, make, draft),
        keep=partial(keep_draft, desk),
        verb=verb,
    )


def _look(desk: Desk, make: Make, values: Mapping[str, str]) -> Preview:
    """The very text and target that the request would hold."""
    try:
        decision = desk.consider(make(values))
    except ValueError as error:
        return Preview(target="nobody yet", text="", problem=str(error))
    if isinstance(decision, Refusal):
        return Preview(target="nobody yet", text="", problem=decision.reason)
    for fact in decision:
        for effect in fact.effects if isinstance(fact, Request) else ():
            match effect:
                case PostMessage(channel=channel, text=text):
                    return Preview(target=desk.procedure.channels.name(channel), text=text)
                case AddNote(text=text):
                    return Preview(target="the timeline and the pager", text=text)
                case _:
                    continue
    return Preview(target="the timeline here", text=values.get("text", "").strip())


async def _send(desk: Desk, make: Make, draft: str, values: Mapping[str, str]) -> str:
    """Record it; the words say what was wrong, nothing when all is well."""
    try:
        result = await desk.act(make(values), draft)
    except ValueError as error:
        return str(error)
    return result.reason if isinstance(result, Refusal) else ""


async def keep_draft(desk: Desk, key: str, body: str) -> str:
    """Keep the draft; the words say why it could not be kept."""
    try:
        await desk.keep_draft(key, body)
    except JournalError as error:
        return f"the draft is not kept: {error.advice}"
    return ""
