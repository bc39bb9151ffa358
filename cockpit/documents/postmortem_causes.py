"""What may have contributed: the deploys that are suspected, and questions that the record asks.

A cause is for people to find; none is named here, and several are looked for (G7).
"""

from collections.abc import Iterator
from datetime import timedelta

from cockpit.documents.markdown import inert
from cockpit.documents.paper import Section, bullets, table
from cockpit.documents.postmortem_material import Material
from cockpit.documents.spans import span
from cockpit.domain.precedents import is_recent_failure
from cockpit.domain.recurrence import recurrence
from cockpit.domain.suspects import Suspicion, judged
from cockpit.domain.talk import Stage

_MOST = 10
_ASKED = 3
"""Suspects, errors and reports that a question is asked about, each."""
_LEAD = timedelta(minutes=15)
"""An error that was first seen this long before the trouble is asked about."""
_SOON_S = 60.0
"""Trouble that was seen this long before the page could have paged sooner, seconds."""
_SHA = 12


def changes(of: Material) -> Section:
    """The deploys that are suspected, the most suspected first, and why."""
    found = suspects(of)
    if not of.state.repositories and not of.case.changes:
        body = "No repository was read, so nobody knows here what was deployed before it."
    elif not found:
        body = "No deploy of that time is suspected, as far as the repositories are known here."
    else:
        by = () if of.roles else ("By",)
        heads = ("Rank", "When (UTC)", "What", *by, "Why it is suspected")
        body = table(heads, (_row(of, one) for one in found))
    return Section(
        id="changes",
        title="Changes before it",
        body=body,
        items=tuple(
            {
                "rank": one.rank,
                "at": one.deploy.at.isoformat(),
                "repository": one.deploy.repository,
                "sha": one.deploy.sha,
                "subject": of.names.words(one.deploy.subject),
                "author": of.names.call(one.deploy.author),
                "reasons": [of.names.words(reason.words) for reason in one.reasons],
            }
            for one in found
        ),
    )


def suspects(of: Material) -> list[Suspicion]:
    """The most suspected deploys, also of an incident that is over."""
    every = [s for s in judged(of.state, of.case, of.procedure, of.until) if s.rank]
    return sorted(every, key=lambda s: s.rank)[:_MOST]


def causes(of: Material) -> Section:
    """Questions, each about something that the record shows."""
    asked = [
        *_deploys(of),
        *_sooner(of),
        *_mitigations(of),
        *_errors(of),
        *_reports(of),
        *_again(of),
    ]
    lead = "Several things contribute, and rarely is it one. What the record asks:"
    more = "What else made it possible: in the code, in the tools, in how the work is done?"
    body = [lead, bullets([*asked, more])]
    return Section(
        id="causes",
        title="Contributing causes",
        body="\n\n".join(body),
        items=tuple({"question": line} for line in asked),
    )


def _row(of: Material, one: Suspicion) -> tuple[str, ...]:
    deploy = one.deploy
    by = () if of.roles else (deploy.author,)
    subject = of.names.words(deploy.subject)
    what = f"{deploy.repository} {deploy.sha[:_SHA]} {subject}"
    why = "; ".join(of.names.words(reason.words) for reason in one.reasons)
    return str(one.rank), f"{deploy.at:%Y-%m-%d %H:%M:%S}", what, *by, why


def _deploys(of: Material) -> Iterator[str]:
    for one in suspects(of)[:_ASKED]:
        deploy = one.deploy
        why = one.reasons[0].words if one.reasons else ""
        name = inert(f"{deploy.repository} {deploy.sha[:_SHA]}")
        subject = inert(of.names.words(deploy.subject))
        yield (
            f"Did {name} ({subject}) contribute? It came {inert(why)}. "
            "What would have shown it before it went out?"
        )


def _sooner(of: Material) -> Iterator[str]:
    before = (of.case.incident.created_at - of.onset.at).total_seconds()
    if of.onset.is_sample and before > _SOON_S:
        yield (
            f"{inert(of.onset.probe)} was bad {span(before)} before the page: "
            "what would have paged sooner?"
        )
    if of.onset.later:
        late = inert(of.onset.later)
        yield f"{late} was seen bad only after the page: should it look more often?"
    declared = of.case.declaration
    if declared and declared.hypothesis not in ("", of.procedure.unknown_hypothesis):
        said = inert(of.names.words(declared.hypothesis))
        yield f"The first hypothesis was: {said}. Was it right, and what spoke for it?"


def _mitigations(of: Material) -> Iterator[str]:
    for one in of.case.mitigations:
        what = inert(of.names.words(f"{one.kind} {one.target}".strip()))
        if one.stage is Stage.WORKED:
            yield f"{what} worked: what does that say of the cause?"
        elif one.stage in (Stage.FAILED, Stage.UNDONE):
            why = f" ({inert(of.names.words(one.outcome))})" if one.outcome else ""
            yield f"{what} did not help{why}: why was it expected to?"


def _errors(of: Material) -> Iterator[str]:
    book = of.state.errors
    if book is None:
        return
    since = of.began - _LEAD
    fresh = [e.error for e in book.errors.values() if since <= e.error.first_seen <= of.until]
    for error in sorted(fresh, key=lambda e: e.first_seen)[:_ASKED]:
        release = f" in {inert(error.first_release)}" if error.first_release else ""
        yield (
            f"{inert(error.short_id)} {inert(error.title)} was first seen at "
            f"{error.first_seen:%H:%M:%S} UTC{release}: is it a cause, or what came of one?"
        )


def _reports(of: Material) -> Iterator[str]:
    paged, recent = of.case.incident.created_at, of.procedure.soak_recent_s
    failed = [
        report
        for folder in of.state.folders.values()
        for report in folder.reports
        if is_recent_failure(report, paged, recent) and report.day <= f"{paged:%Y-%m-%d}"
    ]
    for report in failed[:_ASKED]:
        yield f"The soak of {inert(report.title)} ({report.day}) had failed: did it show this?"


def _again(of: Material) -> Iterator[str]:
    found = recurrence(of.state, of.case)
    for one in found.earlier[:1]:
        incident = one.case.incident
        helped = f", when {inert(of.names.words(one.helped))} helped" if one.helped else ""
        yield (
            f"It was like \\#{incident.number} of {incident.created_at:%Y-%m-%d}{helped}: "
            "what became of the actions from then?"
        )
