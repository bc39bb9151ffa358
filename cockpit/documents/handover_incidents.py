"""What goes on, in a handover note: open incidents, and resolved ones that are to close (N3)."""

from cockpit.documents.handover_ground import Ground
from cockpit.documents.markdown import inert, link
from cockpit.documents.paper import POSTMORTEM, Section
from cockpit.documents.spans import counted
from cockpit.domain import closing, rota_words
from cockpit.domain.effects_papers import FilePaper
from cockpit.domain.model import Status
from cockpit.domain.papers import HERE, PaperCopy
from cockpit.domain.state import Case, Phase
from cockpit.domain.watch import PAGER

MOST = 20
"""Incidents that are told of one by one; of a storm the rest is counted."""
_GIST = 200
"""Characters of an update."""


def incidents(it: Ground) -> Section:
    """The open ones, then those that are over and still to close."""
    cases = it.state.cases.values()
    opened = sorted((c for c in cases if c.incident.is_open), key=lambda c: c.incident.created_at)
    unread = _unread(it)
    lines = [line for case in opened[:MOST] for line in _open(it, case)]
    if len(opened) > MOST:
        lines.append(f"- and {counted(len(opened) - MOST, 'more incident')} that are open")
    left = closing.to_close(it.state, it.situation.procedure, it.now)
    lines += [line for case in left[:MOST] for line in _to_close(it, case)]
    if len(left) > MOST:
        lines.append(f"- and {counted(len(left) - MOST, 'more incident')} to close")
    if not opened:
        lines = ["None is known to be open." if unread else "None is open.", "", *lines]
    found: tuple[dict[str, object], ...] = tuple(
        {
            "id": case.incident.id,
            "number": case.incident.number,
            "title": case.incident.title,
            "status": case.incident.status.value,
        }
        for case in (*opened, *left)
    )
    return Section(
        id="incidents",
        title="Open incidents",
        body="\n".join([*unread, *lines]).strip(),
        items=found,
    )


def _unread(it: Ground) -> list[str]:
    if not it.situation.has_pager:
        return ["Could not look: no pager is asked here.", ""]
    why = it.unread(PAGER)
    return [f"Could not look again: {inert(why)}. This is as of before.", ""] if why else []


def _open(it: Ground, case: Case) -> list[str]:
    incident = case.incident
    level = case.severity or incident.priority
    said = [level] if level else []
    said.append(_stands(case))
    since = f"since {rota_words.when(incident.created_at, it.situation.zone, it.now)}"
    head = f"- {_named(case)}: {inert(', '.join((*said, since)))}{_link(case)}"
    return [head, *(f"  - {line}" for line in _more(it, case))]


def _stands(case: Case) -> str:
    if case.incident.status is Status.ACKNOWLEDGED and case.acknowledged_by:
        return f"acknowledged by {case.acknowledged_by}"
    return case.incident.status.value


def _more(it: Ground, case: Case) -> list[str]:
    lines = []
    if case.relief is not None:
        lines.append("customers are no longer hurt, by what was noted")
    if case.updates:
        last = case.updates[-1]
        at = rota_words.when(last.at, it.situation.zone, it.now)
        known = " ".join(last.known.split())
        cut = f"{known[:_GIST]}…" if len(known) > _GIST else known
        lines.append(f"last told {inert(at)}: {inert(cut)}")
    lines.append(_draft(it, case))
    return lines


def _to_close(it: Ground, case: Case) -> list[str]:
    views = closing.checklist(it.state, case, it.situation.procedure, it.now, it.situation.zone)
    lacks = ", ".join(view.point.title for view in closing.missing(views))
    at = rota_words.when(case.incident.changed_at, it.situation.zone, it.now)
    head = f"- {_named(case)}: resolved {inert(at)}, still to close{_link(case)}"
    lines = [f"lacks: {inert(lacks)}"] if lacks else []
    return [head, *(f"  - {line}" for line in (*lines, _draft(it, case)))]


def _named(case: Case) -> str:
    """The incident by number and title."""
    return f"\\#{case.incident.number} {inert(case.incident.title)}"


def _link(case: Case) -> str:
    """Where it stands at the pager."""
    url = case.incident.url
    return f", {link(url, PAGER)}" if url else ""


def _draft(it: Ground, case: Case) -> str:
    """Where the draft of the postmortem stands."""
    found = [
        copy
        for copies in it.state.papers.values()
        for copy in copies
        if copy.kind == POSTMORTEM and copy.incident_id == case.incident.id
    ]
    if not found:
        return "no postmortem draft yet"
    places = dict.fromkeys(_place(it, copy) for copy in sorted(found, key=lambda c: c.at))
    return f"postmortem draft: {'; '.join(places)}"


def _place(it: Ground, copy: PaperCopy) -> str:
    if not copy.effect:
        return "in the cockpit" if copy.place == HERE else inert(copy.place)
    parcel = it.state.parcels.get(copy.effect)
    if parcel is None or not isinstance(parcel.effect, FilePaper):
        return inert(copy.place)
    if parcel.ref.startswith("https://"):
        return link(parcel.ref)
    where = f"{parcel.effect.name}, {parcel.effect.place.words}"
    return inert(where if parcel.phase is Phase.DONE else f"{where} (not filed yet)")
