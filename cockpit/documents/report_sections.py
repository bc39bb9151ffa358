"""The sections of on-call reports and summaries, each a function of what they are made of."""

from collections.abc import Callable, Mapping
from datetime import datetime

from cockpit.documents import plots
from cockpit.documents.markdown import inert
from cockpit.documents.paper import Section, bullets, table
from cockpit.documents.report_figures import incident as data_of
from cockpit.documents.report_figures import trend
from cockpit.documents.report_ground import Ground
from cockpit.documents.spans import counted, span
from cockpit.domain.action_items import ActionItem, ItemState, age_words, due_words, in_order
from cockpit.domain.case import Case
from cockpit.domain.page_kinds import PageKind
from cockpit.domain.page_load import LOOK_BACK, Returning, Times, is_page, resolved_at
from cockpit.domain.shift_book import NoteKind, ShiftNote

MOST = 50
"""Incidents and kinds that a section lists; what is left out is counted, and is in the JSON."""

_NOTES = (NoteKind.NOTE, NoteKind.NOISY, NoteKind.SILENCE)


def in_short(ground: Ground) -> Section:
    """The figures, in sentences."""
    it = ground.load
    others = f"; {counted(len(it.others), 'incident')} that paged nobody" if it.others else ""
    paged = f"{counted(len(it.pages), 'page')}: {it.out_of_hours:,} out of hours"
    lines = [
        f"{paged}, {it.at_night:,} of them at night{others}",
        f"{span(it.in_incidents_s)} in incidents that paged",
        *_took("acknowledged", it.acknowledging),
        *_took("resolved", it.resolving),
    ]
    if it.merged:
        lines.append(f"{counted(len(it.merged), 'incident')} merged into others, and part of them")
    if it.late_acknowledgements:
        lines.append(f"{counted(it.late_acknowledgements, 'page')} acknowledged too late, or never")
    if it.unknown_answers:
        words = "nobody looked when they ended, so whether they were acknowledged is not known"
        lines.append(f"{counted(it.unknown_answers, 'page')}: {words}")
    if it.late_updates:
        lines.append(f"{counted(it.late_updates, 'outward update')} came late, or not at all")
    if it.open_at_end:
        lines.append(f"{counted(len(it.open_at_end), 'incident')} open {_when(ground)}")
    return Section(id="in-short", title="In short", body=bullets(lines))


def _when(ground: Ground) -> str:
    return "at the end" if ground.is_over else "now"


def _took(what: str, times: Times) -> list[str]:
    if not times.count:
        return []
    median, most = span(times.median_s), span(times.p90_s)
    return [f"{what} after {median} in the median, nine of ten within {most}"]


def against_before(ground: Ground) -> Section:
    """Beside the span before."""
    return Section(id="trend", title="Against the span before", body=trend(ground))


def pages(ground: Ground) -> Section:
    """When it paged, by day and by hour."""
    it = ground.load
    if not it.pages:
        return Section(id="pages", title="Pages by day and hour", body="Nobody was paged.")
    body = f"```text\n{plots.by_time(it)}\n\n{plots.by_hour(it)}\n```"
    return Section(id="pages", title="Pages by day and hour", body=body, figure=plots.picture(it))


def budget(ground: Ground) -> Section:
    """The alert budget, kept or broken (G6)."""
    it, allowed = ground.load, ground.procedure.page_budget
    title = "Alert budget"
    if not allowed.is_set:
        words = "None is set: `[procedure.page_budget]` says how many pages a week may have."
        return Section(id="budget", title=title, body=words)
    limits = [counted(allowed.week, "page")] if allowed.week else []
    if allowed.out_of_hours:
        limits.append(
            f"{allowed.out_of_hours} of them out of hours"
            if allowed.week
            else f"{counted(allowed.out_of_hours, 'page')} out of hours"
        )
    broken = [week for week in it.weeks if not week.kept]
    kept = "Kept" if ground.is_over else "Kept so far"
    verdict = f"**Broken** in {counted(len(broken), 'week')}" if broken else kept
    lines = [f"{verdict}. A week may have {', '.join(limits)}."]
    told = broken if len(it.weeks) > 1 else it.weeks
    rows = [
        f"from {w.week.start.astimezone(ground.zone):%Y-%m-%d}: {counted(w.pages, 'page')},"
        f" {w.out_of_hours} out of hours"
        for w in told[-MOST:]
    ]
    body = "\n\n".join((lines[0], bullets(rows))) if rows else lines[0]
    body += _left_out(len(told), "week")
    return Section(id="budget", title=title, body=body)


def incidents(ground: Ground) -> Section:
    """What happened: the incidents that began in the span."""
    it = ground.load
    found = sorted((*it.pages, *it.others, *it.merged), key=_began, reverse=True)
    body = _incident_table(ground, found) if found else "There was none."
    return Section(
        id="incidents", title="Incidents", body=body, items=tuple(data_of(case) for case in found)
    )


def ongoing(ground: Ground) -> Section:
    """What goes on, and how it stands."""
    found = sorted(ground.load.open_at_end, key=_began)
    body = _incident_table(ground, found) if found else "None is open."
    return Section(
        id="ongoing", title="Ongoing", body=body, items=tuple(data_of(case) for case in found)
    )


def noisy(ground: Ground) -> Section:
    """Which alerts paged most, and which of them nobody had to act on."""
    found = [kind for kind in ground.load.kinds if len(kind.cases) > 1 or kind.unattended]
    whole = len(ground.load.pages)
    rows = [
        (
            kind.title,
            kind.service,
            str(len(kind.cases)),
            f"{len(kind.cases) / whole:.0%}",
            str(kind.unattended),
        )
        for kind in found[:MOST]
    ]
    heads = ("Alert", "Service", "Pages", "Share", "Over before anybody took it")
    body = table(heads, rows) if rows else "None paged more than once."
    body += _left_out(len(found), "kind")
    noted = _notes(ground, NoteKind.NOISY)
    if noted:
        body += "\n\nNoted as noisy:\n\n" + bullets(_noted(ground, note) for note in noted)
    return Section(id="noisy", title="Noisiest alerts", body=body)


def recurring(ground: Ground) -> Section:
    """What keeps coming back, and whether it has become a task (A7)."""
    found = sorted(ground.load.returning, key=lambda r: len(r.kind.cases), reverse=True)
    lines = [_returning(ground, back) for back in found[:MOST]]
    body = bullets(lines) if lines else "Nothing came back."
    return Section(id="recurring", title="Recurring", body=body + _left_out(len(found), "kind"))


def _returning(ground: Ground, back: Returning) -> str:
    kind = back.kind
    before = len(kind.cases) - back.here
    often = counted(back.here, "time")
    more = f", and {before} in the {LOOK_BACK.days} days before" if before else ""
    tasks = [f"#{item.number}" for item in _items_of(ground, kind)]
    task = f"task {', '.join(tasks)}" if tasks else "**no task yet**"
    of = f" ({inert(kind.service)})" if kind.service else ""
    return f"{inert(kind.title)}{of}: {often}{more}; {task}"


def _items_of(ground: Ground, kind: PageKind) -> list[ActionItem]:
    ids = {case.incident.id for case in kind.cases}
    return [i for i in ground.state.items.values() if i.is_open and i.incident_id in ids]


def improvements(ground: Ground) -> Section:
    """What was made better in quiet time (I8, I11)."""
    found = _notes(ground, NoteKind.IMPROVEMENT)
    done = [
        item
        for item in ground.state.items.values()
        if item.over_at and item.state is ItemState.DONE and ground.interval.holds(item.over_at)
    ]
    lines = [_noted(ground, note) for note in found]
    lines += [f"action item {item.number} done: {inert(item.title)}" for item in done]
    body = bullets(lines) if lines else "None was noted: `cockpit shift note --kind improvement`."
    return Section(id="improvements", title="Improvements", body=body)


def notes(ground: Ground) -> Section:
    """What was written down."""
    found = _notes(ground, *_NOTES)
    body = bullets(_noted(ground, note) for note in found) if found else "Nothing was noted."
    return Section(id="notes", title="Notes", body=body)


def lessons(ground: Ground) -> Section:
    """What was hard to find, and was written down (A8, A9)."""
    found = [x for x in ground.state.lessons if ground.interval.holds(x.at)]
    lines = [inert(x.line) for x in found]
    body = bullets(lines) if lines else "Nothing was written down."
    return Section(id="lessons", title="Learnt", body=body)


def items(ground: Ground) -> Section:
    """Action items that are open, with their age."""
    found = in_order((i for i in ground.state.items.values() if i.is_open), ground.today)
    rows = [
        (
            str(item.number),
            item.title,
            item.owner.name if item.owner else "nobody",
            due_words(item, ground.today),
            age_words(item, ground.now),
            item.ticket.key if item.ticket else item.link,
        )
        for item in found[:MOST]
    ]
    heads = ("No.", "Action item", "Owner", "Due", "Age", "Ticket")
    body = table(heads, rows) if rows else "None is open."
    return Section(id="items", title="Open action items", body=body + _left_out(len(found), "item"))


SECTIONS: Mapping[str, Callable[[Ground], Section]] = {
    "in-short": in_short,
    "trend": against_before,
    "pages": pages,
    "budget": budget,
    "incidents": incidents,
    "ongoing": ongoing,
    "noisy": noisy,
    "recurring": recurring,
    "improvements": improvements,
    "notes": notes,
    "lessons": lessons,
    "items": items,
}
"""By the ids that a profile names them by."""


# --- what they share -------------------------------------------------------------------------


def _incident_table(ground: Ground, found: list[Case]) -> str:
    rows = [
        (
            f"#{case.incident.number}",
            f"{_began(case).astimezone(ground.zone):%a %Y-%m-%d %H:%M}",
            case.severity or case.incident.priority,
            case.incident.title,
            _lasted(ground, case),
            "yes" if is_page(case) else "no",
        )
        for case in found[:MOST]
    ]
    heads = ("No.", "Began", "Severity", "Incident", "Lasted", "Paged")
    return table(heads, rows) + _left_out(len(found), "incident")


def _lasted(ground: Ground, case: Case) -> str:
    over = resolved_at(case)
    if case.incident.merged_into:
        return _merged(ground, case)
    if over is None:
        return (
            f"{case.incident.status.value} for {span((ground.now - _began(case)).total_seconds())}"
        )
    return span((over - _began(case)).total_seconds())


def _merged(ground: Ground, case: Case) -> str:
    into = ground.state.cases.get(case.incident.merged_into)
    return f"merged into #{into.incident.number}" if into else "merged into another"


def _began(case: Case) -> datetime:
    return case.asked_at


def _left_out(count: int, what: str) -> str:
    return f"\n\nAnd {counted(count - MOST, f'more {what}')}: see the JSON." if count > MOST else ""


def _notes(ground: Ground, *kinds: NoteKind) -> list[ShiftNote]:
    """Of the shift, or of the span where it is nobody's."""
    span = ground.interval
    return [*ground.state.shifts.written(ground.shift, span.start, span.end, *kinds)]


def _noted(ground: Ground, note: ShiftNote) -> str:
    when = f"{note.at.astimezone(ground.zone):%a %H:%M}"
    kind = "" if note.kind in (NoteKind.NOTE, NoteKind.IMPROVEMENT) else f"{note.kind.value}: "
    until = f" (until {note.until.astimezone(ground.zone):%a %Y-%m-%d %H:%M})" if note.until else ""
    return f"{when}, {inert(note.author)}: {kind}{inert(note.text)}{until}"
