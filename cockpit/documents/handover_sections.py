"""The sections of a handover note, each a function of what the note is made of (N3, A4, A9).

An empty section says that there is none; where nobody could look, it says that instead.
"""

from collections.abc import Callable, Mapping
from datetime import datetime

from cockpit.documents.handover_ground import Ground
from cockpit.documents.handover_incidents import incidents
from cockpit.documents.handover_quiet import silences
from cockpit.documents.markdown import inert, link
from cockpit.documents.paper import Section, bullets
from cockpit.documents.spans import counted
from cockpit.domain import rota_words
from cockpit.domain.action_items import ItemState, due_words, in_order
from cockpit.domain.customers import Org
from cockpit.domain.evidence import Running
from cockpit.domain.model import Person
from cockpit.domain.releases import Release, in_flight
from cockpit.domain.shift_book import NoteKind, ShiftNote
from cockpit.domain.shift_watch import watch
from cockpit.domain.tracked_errors import ErrorStatus, ErrorVerdict
from cockpit.domain.watch import ERRORS, repository_source

MOST = 15
"""Entries of a section; what is left out is counted."""
_NOISE = 2
"""Pages of a kind in a shift; once is no noise."""


def deploys(it: Ground) -> Section:
    """What is in an earlier ring and not yet in the last one."""
    title = "Deploys in flight"
    specs = it.situation.repositories
    if not specs:
        words = "Could not look: no repository is watched here."
        return Section(id="deploys", title=title, body=words)
    lines: list[str] = []
    for spec in specs:
        known = it.state.repositories.get(spec.name)
        why = it.unread(repository_source(spec.name))
        if known is None or why:
            why = f" ({inert(why)})" if why else ", it was never read"
            lines.append(f"{inert(spec.name)}: could not look{why}")
        if known is None:
            continue
        if not known.rings and spec.rings:
            lines.append(f"{inert(spec.name)}: could not look, no ring of it was read")
        release = in_flight(spec.name, known)
        if release is not None:
            lines += _release(it, release)
    body = bullets(lines) if lines else "None: every ring runs what the last one runs."
    if not any(spec.rings for spec in specs):
        body = "\n\n".join(
            (*((bullets(lines),) if lines else ()), "No repository here says what its rings run.")
        )
    return Section(id="deploys", title=title, body=body)


def _release(it: Ground, release: Release) -> list[str]:
    last = f"{inert(release.last.ring)} runs {_runs(release.last)}"
    return [
        f"**{inert(release.repository)}**: {inert(stage.ring)} runs {_runs(stage)}"
        f"{_since(it, stage)}{_ahead(stage)}; {last}"
        for stage in release.stages
    ]


def _runs(stage: Running) -> str:
    return inert(stage.ref or stage.sha[:10])


def _since(it: Ground, stage: Running) -> str:
    return f" since {_when(it, stage.at)}" if stage.at is not None else ""


def _ahead(stage: Running) -> str:
    return f", {counted(stage.ahead, 'commit')} ahead" if stage.ahead else ""


def noisy(it: Ground) -> Section:
    """Which alerts are known to page for nothing."""
    lines = [_note(it, note) for note in it.notes(NoteKind.NOISY)]
    for kind in it.load.kinds:
        if len(kind.cases) < _NOISE and not kind.unattended:
            continue
        often = f"paged {counted(len(kind.cases), 'time')} in this shift"
        alone = f", {kind.unattended} over before anybody took it" if kind.unattended else ""
        of = f" ({inert(kind.service)})" if kind.service else ""
        lines.append(f"{inert(kind.title)}{of}: {often}{alone}")
    return _listed("noisy", "Noisy alerts to watch", lines, "None is known.")


def forbidding(it: Ground) -> Section:
    """Customers that cannot be entered without their Owner (N3)."""
    title, looks = "Orgs that forbid impersonation", it.looks
    if looks.orgs is None:
        why = inert(looks.orgs_why)
        words = f"Could not look: {why}. Look an org up before you enter it."
        return Section(id="forbidding", title=title, body=words)
    closed = [org for org in looks.orgs if org.allows is False]
    unsaid = [org for org in looks.orgs if org.allows is None]
    lines = [f"{_org(org)}: only with their Owner, {_owner(org)}" for org in closed]
    lines += [f"{_org(org)}: the service does not say, so only with their Owner" for org in unsaid]
    body = bullets(lines) if lines else "None: every org lets the platform in."
    if looks.orgs_more:
        body += f"\n\nAnd {looks.orgs_more} more that were not read: look an org up first."
    items: tuple[dict[str, object], ...] = tuple(
        {"id": org.id, "name": org.name, "owner": org.owner} for org in (*closed, *unsaid)
    )
    return Section(id="forbidding", title=title, body=body, items=items)


def _org(org: Org) -> str:
    return inert(org.called)


def _owner(org: Org) -> str:
    return inert(org.owner) or "whom the service does not name"


def learnt(it: Ground) -> Section:
    """What was hard to find, and whatever else was written down (A8, A9)."""
    lessons = [x for x in it.state.lessons if it.interval.start <= x.at <= it.now]
    lines = [inert(x.line) for x in lessons]
    lines += [_note(it, note) for note in it.notes(NoteKind.NOTE)]
    return _listed("learnt", "Learnt, and worth knowing", lines, "Nothing was written down.")


def items(it: Ground) -> Section:
    """Action items that are open, the overdue ones first."""
    found = in_order((i for i in it.state.items.values() if i.is_open), it.today)
    lines = []
    for item in found:
        owner = inert(item.owner.name) if item.owner else "nobody owns it"
        key = item.ticket.key if item.ticket else ""
        where = f", {link(item.link, key)}" if item.link or key else ""
        due = due_words(item, it.today)
        due = f"**{due}**" if item.is_overdue(it.today) else due
        lines.append(f"no. {item.number}, {inert(item.title)}: {owner}, {due}{where}")
    return _listed("items", "Open action items", lines, "None is open.")


def absences(it: Ground) -> Section:
    """Who is away, and which of their turns that meets (A4)."""
    missed = {note.id: turn for note, turn in watch(it.situation, it.now).away}
    lines = []
    for note in it.state.shifts.standing(NoteKind.ABSENCE):
        if note.since is None or note.until is None or note.until <= it.now:
            continue
        who = inert(note.person.name if note.person else note.author)
        span = f"{_when(it, note.since)} to {_when(it, note.until)}"
        turn = missed.get(note.id)
        meets = f"; **{turn.role} then, from {_when(it, turn.start)}: not swapped**" if turn else ""
        why = f" ({inert(note.text)})" if note.text != "away" else ""
        lines.append(f"{who} is away {span}{why}{meets}")
    return _listed("absences", "Absences", lines, "None was announced.")


def errors(it: Ground) -> Section:
    """Errors that were judged to be a ticket and no incident, and that are not resolved (I7)."""
    title = "Errors that wait as tickets"
    if it.situation.tracker is None:
        words = "No error tracker is followed here."
        return Section(id="errors", title=title, body=words)
    why = it.unread(ERRORS)
    if it.state.errors is None:
        said = f" ({inert(why)})" if why else ", it was never read"
        return Section(id="errors", title=title, body=f"Could not look{said}.")
    lines = [f"could not look again: {inert(why)}; this is as of before"] if why else []
    for key, judged in it.state.judged_errors.items():
        known = it.state.errors.errors.get(key)
        if judged.verdict is not ErrorVerdict.TICKET or known is None:
            continue
        error = known.error
        if error.status is ErrorStatus.UNRESOLVED:
            reason = f": {inert(judged.reason)}" if judged.reason else ""
            lines.append(f"{link(error.url, error.short_id)} {inert(error.title)}{reason}")
    return _listed("errors", title, lines, "None.")


def improvements(it: Ground) -> Section:
    """What was made better in quiet time (I8)."""
    lines = [_note(it, note) for note in it.notes(NoteKind.IMPROVEMENT)]
    lines += [
        f"action item {item.number} done: {inert(item.title)}"
        for item in it.state.items.values()
        if item.state is ItemState.DONE and item.over_at and it.interval.start <= item.over_at
    ]
    return _listed("improvements", "Improvements", lines, "None was noted.")


SECTIONS: Mapping[str, Callable[[Ground], Section]] = {
    "incidents": incidents,
    "deploys": deploys,
    "noisy": noisy,
    "silences": silences,
    "forbidding": forbidding,
    "learnt": learnt,
    "items": items,
    "absences": absences,
    "errors": errors,
    "improvements": improvements,
}
"""By the ids that a profile names them by."""


# --- what they share -------------------------------------------------------------------------


def _listed(name: str, title: str, lines: list[str], nothing: str) -> Section:
    body = bullets(lines[:MOST]) if lines else nothing
    if len(lines) > MOST:
        body += f"\n\nAnd {len(lines) - MOST} more."
    return Section(id=name, title=title, body=body)


def _note(it: Ground, note: ShiftNote) -> str:
    person: Person | None = it.situation.me
    author = "" if person and person.name == note.author else f" ({inert(note.author)})"
    return f"{inert(note.text)}{author}"


def _when(it: Ground, at: datetime) -> str:
    return rota_words.when(at, it.situation.zone, it.now)
