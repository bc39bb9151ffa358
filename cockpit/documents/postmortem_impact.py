"""What an incident cost: for how long, whom, and how much of what the service promises."""

import re
from collections.abc import Iterator
from datetime import datetime, timedelta

from cockpit.documents.markdown import inert
from cockpit.documents.paper import Section, bullets
from cockpit.documents.postmortem_material import Material
from cockpit.documents.spans import counted, instant, span
from cockpit.domain.catalogue import Service
from cockpit.domain.onset import failing

PERIOD = timedelta(days=30)
"""What an error budget is counted over."""
_WHO = r"users?|customers?|orgs?|organisations?|organizations?|tenants?|people|accounts?|gateways?"
_EXTENT = re.compile(
    rf"(?<![\w#])\d[\d,.' ]*(?:%|percent|k)?\s+(?:of\s+(?:the\s+|all\s+|our\s+)?)?(?:{_WHO})\b",
    re.IGNORECASE,
)
_MOST = 5
_ALL = 100


def impact(of: Material) -> Section:
    """Duration, users as far as anybody said, and the error budget."""
    lines = [*_times(of), *_levels(of), *_evidence(of), *_people(of), *_budget(of)]
    return Section(id="impact", title="Impact", body=bullets(lines), items=_data(of))


def hurt_s(of: Material) -> float:
    """For how long users were hurt, as far as anybody saw, seconds."""
    return ((of.relieved or of.now) - of.began).total_seconds()


def _times(of: Material) -> Iterator[str]:
    zone = of.zone
    yield f"Began: {instant(of.began, zone)} ({inert(of.onset.words)})"
    if of.relieved is None:
        yield "Ended: it has not, as far as anybody said"
        yield f"Duration: {span(hurt_s(of))} so far"
        return
    by_page = "users were no longer hurt" if of.case.relief else ""
    why = by_page or ("something worked" if of.relieved != of.until else "it was resolved")
    yield f"Ended: {instant(of.relieved, zone)} ({why})"
    yield f"Duration: **{span(hurt_s(of))}**"


def _levels(of: Material) -> Iterator[str]:
    case = of.case
    if case.severities:
        yield f"Severity: {inert(' → '.join(case.severities))}"
    else:
        yield f"Severity: nobody set one (priority at the pager: {inert(_priority(of))})"
    service = failing(case, of.procedure)
    name = service.name if service else case.incident.service
    yield f"Service: {inert(name) or 'the pager names none'}"


def _priority(of: Material) -> str:
    return of.case.incident.priority or "none"


def _evidence(of: Material) -> Iterator[str]:
    """Paging criteria that were met while it ran, by their own evidence."""
    for criterion in of.procedure.criteria:
        known = of.state.criteria.get(criterion.id)
        spans = [
            s
            for s in (known.met if known else ())
            if s.since <= of.until and (s.until is None or s.until >= of.began)
        ]
        for one in spans[:1]:
            until = f"{one.until:%H:%M:%S}" if one.until else f"at least {one.seen_until:%H:%M:%S}"
            words = f": {inert(one.words)}" if one.words else ""
            what = f"Criterion ({inert(criterion.id)}), {inert(criterion.words)}"
            yield f"{what}: met from {one.since:%H:%M:%S} to {until} UTC{words}"


def _people(of: Material) -> Iterator[str]:
    said = _said(of)
    orgs = [found.org.called for found in of.case.orgs.values()]
    if orgs:
        listed = "" if of.roles else f": {inert(', '.join(orgs))}"
        yield f"Customers who were looked up: {counted(len(orgs), 'org')}{listed}"
    for at, words in said[:_MOST]:
        yield f"Said of its extent at {at:%H:%M} UTC: {inert(of.names.words(words))}"
    if not said and not orgs:
        yield "Users: nobody recorded how many. How many were there, and how do you know?"


def _said(of: Material) -> list[tuple[datetime, str]]:
    """What updates and notes say in numbers of people, the newest first."""
    told = [(update.at, update.known) for update in of.case.updates]
    told += [(m.at, m.text) for m in of.case.moments if m.kind == "note"]
    found: dict[str, datetime] = {}
    for at, text in sorted(told, key=lambda one: one[0], reverse=True):
        for line in re.split(r"\n|(?<=[.;!?])\s", text):
            if _EXTENT.search(line):
                found.setdefault(line.strip(), at)
    return [(at, words) for words, at in found.items()]


def _budget(of: Material) -> Iterator[str]:
    service = failing(of.case, of.procedure)
    if service is None or not service.objective:
        yield "Error budget: the service states no objective"
        return
    allowed, spent = budget_s(service), bad_s(of, service)
    share = spent / allowed * 100
    promised = f"{service.objective * 100:g} % over {PERIOD.days} days allow {span(allowed)}"
    gone = "all of it and more" if share > _ALL else f"{share:.0f} %"
    yield (
        f"Error budget: {promised}; {span(spent)} of this incident are **{gone}**, "
        "if it counts in full"
    )


def budget_s(service: Service) -> float:
    """For how long a service may be down within `PERIOD`, seconds."""
    return (1 - service.objective) * PERIOD.total_seconds()


def bad_s(of: Material, service: Service) -> float:
    """For how long its probes were bad while it ran; where none looks, while users were hurt."""
    end = of.relieved or of.now
    spans = sorted(
        (max(s.since, of.began), min(s.until or end, of.until))
        for probe in service.probes
        for s in of.spells(probe)
    )
    total, reached = timedelta(0), of.began
    for since, until in spans:
        since_ = max(since, reached)
        if until > since_:
            total += until - since_
            reached = until
    return total.total_seconds() if spans else hurt_s(of)


def _data(of: Material) -> tuple[dict[str, object], ...]:
    service = failing(of.case, of.procedure)
    objective = service.objective if service else 0.0
    one: dict[str, object] = {
        "began": of.began.isoformat(),
        "ended": of.relieved.isoformat() if of.relieved else None,
        "seconds": hurt_s(of),
        "severities": list(of.case.severities),
        "service": service.name if service else of.case.incident.service or None,
        "objective": objective or None,
        "budget_seconds": budget_s(service) if service and objective else None,
        "budget_spent_seconds": bad_s(of, service) if service and objective else None,
        "said": [words for _, words in _said(of)][:_MOST],
    }
    return (one,)
