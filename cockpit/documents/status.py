"""The incident as plain text, for a terminal without the full screen, and as one short line."""

from dataclasses import replace
from datetime import datetime, timedelta

from cockpit.documents import handover_status
from cockpit.documents.spans import instant, left, short, span
from cockpit.domain.checklist import Standing as StepStanding
from cockpit.domain.checklist import checklist
from cockpit.domain.clocks import clocks
from cockpit.domain.deploy_list import forbidden, listed, suspected, unread
from cockpit.domain.dispatch import standing
from cockpit.domain.effect_words import title
from cockpit.domain.escalation import Stage, countdown, pager_is_lost
from cockpit.domain.evidence import DeployKind, Health, Standing, Verdict
from cockpit.domain.focus import ranking
from cockpit.domain.model import Incident, SourceStatus, Status
from cockpit.domain.recurrence import recurrence, words_of
from cockpit.domain.situation import Situation
from cockpit.domain.state import Case, Phase
from cockpit.domain.suspects import Suspicion
from cockpit.domain.triage import assess
from cockpit.domain.watch import PAGER_CHANGES

FRESH_S = 60.0
"""Older than this, the line says how old it is, seconds."""
_WIDTH = 16
_WHY = 3
"""Reasons that a suspect is told with."""
_MOST = 3
"""Entries of a list that the text shows."""


def text(situation: Situation, now: datetime, answered_at: datetime | None) -> str:
    """What is broken, since when, whose turn it is, what was said, what comes next.

    `answered_at` is when the pager last answered any cockpit of this user.
    """
    situation = replace(situation, watched_at=answered_at)
    case = situation.case
    if case is None:
        lines = ["No incident is known to be open."]
    else:
        lines = [_headline(case.incident), *_incident(situation, case, now)]
    lines += _criteria(situation, now)
    lines += _around(situation, now)
    told = handover_status.lines(situation, now)
    lines += [_row("" if place else "Handover", words) for place, words in enumerate(told)]
    lines.append(_row("As of", _age(situation, now, answered_at)))
    return "\n".join(lines) + "\n"


def line(situation: Situation, now: datetime, answered_at: datetime | None) -> str:
    """One line for a status bar: "P1 #4217 esc 07:29 upd 12:10 !"; never an empty one.

    "no incident" where the pager has named none that is open, "pager not asked yet" where it was
    never asked, so that nobody can say.
    `esc`, `ack`, `upd` and `decl` are followed by the time that is left, negative once overdue; "!"
    says that something is overdue, stuck or wrong, "?3 h" that the data is that old, and "(a)" that
    this criterion is met and nobody is paged.
    """
    situation = replace(situation, watched_at=answered_at)
    case, triage = situation.case, assess(situation, now)
    words: list[str] = []
    alarm = bool(triage.alarms) or any(p.phase is Phase.FAILED for p in situation.state.unsent())
    if case is not None and case.incident.is_open:
        incident = case.incident
        words += [w for w in (incident.priority, f"#{incident.number}") if w]
        rise = countdown(situation.state, incident, situation.procedure, now)
        if rise.at is not None and (rise.is_escalating or rise.is_lapsing):
            words += ["esc" if rise.is_escalating else "ack", _signed(rise.at, now)]
        elif rise.stage is Stage.ACKNOWLEDGED:
            words.append("ack")
        for clock in clocks(situation.state, case, situation.procedure):
            if clock.key in _SHORT:
                words += [_SHORT[clock.key], _signed(clock.due, now)]
                alarm = alarm or (clock.due < now and not clock.whose)
    unpaged = [f"({name})" for name in triage.unpaged]
    return " ".join(
        (*_open(words, answered_at), *unpaged, *(("!",) if alarm else ()), *_old(answered_at, now))
    )


def _open(words: list[str], answered_at: datetime | None) -> list[str]:
    """What is open; that nothing is, only where the pager was asked."""
    return words or ["no incident" if answered_at else "pager not asked yet"]


def _old(answered_at: datetime | None, now: datetime) -> list[str]:
    """How old all that is, once it is too old to be taken for the present."""
    if answered_at is None:
        return ["?"]
    stale = now - answered_at > timedelta(seconds=FRESH_S)
    return [f"?{_coarse(answered_at, now)}"] if stale else []


_SHORT = {"u": "upd", "d": "decl"}
"""The clocks that fit into a line, by the key that answers them."""


def _headline(incident: Incident) -> str:
    name = " ".join(p for p in (incident.priority, f"#{incident.number}") if p)
    return f"{name} {incident.title}"


def _incident(situation: Situation, case: Case, now: datetime) -> list[str]:
    incident, zone = case.incident, situation.zone
    since = span((now - incident.created_at).total_seconds())
    status = "unknown" if incident.status is Status.OTHER else incident.status.value
    lines = [_row("Status", f"{status}, {since} since {instant(incident.created_at, zone)}")]
    if incident.service:
        lines.append(_row("Service", incident.service))
    before = words_of(recurrence(situation.state, case), now)
    lines += [_row("Recurring", before)] if before else []
    lines += _escalation(situation, incident, now)
    lines += [
        _row(
            clock.name.capitalize(),
            f"{left(clock.due, now)} ({short(clock.due, zone, now)})"
            + (f", for {clock.whose}" if clock.whose else ""),
        )
        for clock in clocks(situation.state, case, situation.procedure)
    ]
    steps = checklist(situation.state, case, situation.procedure, now)
    following = next((s for s in steps if s.standing is StepStanding.NEXT), None)
    done = sum(1 for s in steps if s.standing is StepStanding.DONE)
    if following is not None:
        late = ", late" if following.late else ""
        words = f"{following.place} {following.step.title}{late} ({done} of {len(steps)} done)"
        lines.append(_row("Next step", words))
    if case.updates:
        last = case.updates[-1]
        where = standing(situation.state, situation.state.parcels[last.effect], now)
        lines.append(_row("Last update", f"{last.known} ({where})"))
    if incident.url:
        lines.append(_row("Link", incident.url))
    return lines


def _escalation(situation: Situation, incident: Incident, now: datetime) -> list[str]:
    rise = countdown(situation.state, incident, situation.procedure, now)
    words = rise.why if rise.stage is Stage.NOBODY_LEFT else rise.stage.value
    if rise.at is not None and (rise.is_escalating or rise.is_lapsing):
        words = f"{left(rise.at, now)} ({short(rise.at, situation.zone, now)})"
        words = f"{_HELD[rise.stage]} {words}" if rise.stage in _HELD else words
        words += f" to {rise.next}" if rise.next else ""
    basis = f", {rise.basis.value}" if rise.basis.value.startswith("computed") else ""
    if pager_is_lost(situation.state) and rise.stage is not Stage.RESOLVED:
        how = "carried on" if rise.is_carried_on else "computed"
        basis = f", {how} from the pager's last word"
    why = f": {rise.why}" if rise.why and rise.why != words else ""
    lines = [_row("Escalation", f"{words}{why}{basis}")]
    if rise.chain:
        names = (
            f"[{r.paged or r.name}]" if r.now and rise.is_paging else r.name for r in rise.chain
        )
        lines.append(_row("Chain", " > ".join(names)))
    return lines


_HELD = {
    Stage.LAPSING: "acknowledged, lapses",
    Stage.SNOOZED: "snoozed, ends",
    Stage.RETRIGGERED: "triggered again,",
}


def _around(situation: Situation, now: datetime) -> list[str]:
    """What is the same whichever incident is looked at."""
    state = situation.state
    lines = [*_health(situation, now), *_deploys(situation, now), *_reports(situation)]
    others = [c for c in ranking(state, situation.me) if c.incident.id != situation.incident_id]
    lines += [_row("Also open", _headline(c.incident)) for c in others]
    for parcel in state.unsent():
        words = standing(state, parcel, now)
        mend = f" ({parcel.mend})" if parcel.mend else ""
        lines.append(_row("To be sent", f"{title(parcel.effect)}: {words}{mend}"))
    for name, source in state.sources.items():
        if source.status not in (SourceStatus.OK, SourceStatus.ASKING):
            mend = f": {source.mend}" if source.mend else ""
            lines.append(_row("Trouble", f"{name}: {source.reason or source.status.value}{mend}"))
    return lines


def _criteria(situation: Situation, now: datetime) -> list[str]:
    """What speaks for a page by its evidence, and what does not go together (N7)."""
    found = assess(situation, now)
    lines = [_row("Attention", alarm) for alarm in found.alarms]
    for finding in found.findings:
        if finding.standing is Standing.MET and not finding.by_person:
            since = f" since {short(finding.since, situation.zone, now)}" if finding.since else ""
            lines.append(_row("Criterion", f"({finding.criterion.id}) met{since}: {finding.words}"))
    return lines


def _health(situation: Situation, now: datetime) -> list[str]:
    """What is bad or unknown, then how many are good; nothing where nothing is looked at."""
    lines, good, unseen = [], 0, 0
    for spec in situation.probes:
        probe = situation.state.probes.get(spec.name)
        if probe is None:
            unseen += 1
        elif probe.health is Health.GOOD:
            good += 1
        else:
            since = short(probe.since, situation.zone, now)
            words = " ".join(w for w in (probe.health.value, probe.detail) if w)
            lines.append(_row("Health", f"{spec.name}: {words} since {since}"))
    if situation.probes:
        never = f", {unseen} never looked at" if unseen else ""
        lines.append(_row("Health", f"{good} of {len(situation.probes)} good{never}"))
    return lines


def _deploys(situation: Situation, now: datetime) -> list[str]:
    """The suspects while an incident is open, else the newest."""
    names = [n for n in unread(situation) if n != PAGER_CHANGES or not forbidden(situation)]
    lines = [_row("Deploys", f"{name} was not read yet") for name in names]
    found = suspected(situation, now)[:_MOST] or listed(situation, now)[:_MOST]
    return lines + [_deploy(situation, one, now) for one in found]


def _deploy(situation: Situation, one: Suspicion, now: datetime) -> str:
    deploy = one.deploy
    prime = ", prime suspect" if one.prime else ""
    name = "change" if deploy.kind is DeployKind.CHANGE else f"{deploy.repository} {deploy.sha[:7]}"
    why = ", ".join(r.short for r in one.reasons[:_WHY] if r.points > 0)
    what = f"{name} {deploy.subject} ({deploy.author}{prime}{f'; {why}' if why else ''})"
    label = f"Suspect {one.rank}" if one.rank else "Deploy"
    return _row(label, f"{short(deploy.at, situation.zone, now)} {what}")


def _reports(situation: Situation) -> list[str]:
    failed = [
        report
        for folder in situation.state.folders.values()
        for report in folder.reports
        if report.verdict is Verdict.FAILED
    ]
    newest = sorted(failed, key=lambda r: r.day, reverse=True)[:1]
    return [_row("Soak failed", f"{r.day} {r.title}".strip()) for r in newest]


def _age(situation: Situation, now: datetime, answered_at: datetime | None) -> str:
    if answered_at is None:
        return f"{instant(now, situation.zone)}; the pager has never answered here"
    ago = (now - answered_at).total_seconds()
    words = f"{instant(answered_at, situation.zone)}, when the pager last answered"
    return words if ago <= FRESH_S else f"{words}: {_coarse(answered_at, now)} ago, it may be old"


def _coarse(at: datetime, now: datetime) -> str:
    whole = max(int((now - at).total_seconds()), 0)
    for unit, size in (("d", 86_400), ("h", 3600), ("min", 60)):
        if whole >= size:
            return f"{whole // size} {unit}"
    return f"{whole} s"


def _signed(at: datetime, now: datetime) -> str:
    seconds = (at - now).total_seconds()
    return span(seconds) if seconds >= 0 else f"-{span(-seconds)}"


def _row(name: str, words: str) -> str:
    return f"  {name:<{_WIDTH}}{words}"
