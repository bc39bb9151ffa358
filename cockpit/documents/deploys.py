"""The deploys as text and as JSON, for the command line: the suspects first, each with why."""

from datetime import datetime

from cockpit.documents.spans import instant, short
from cockpit.domain.deploy_list import listed, suspected, unread
from cockpit.domain.evidence import DeployKind
from cockpit.domain.onset import onset
from cockpit.domain.releases import Release, in_flight
from cockpit.domain.situation import Situation
from cockpit.domain.suspects import Suspicion

_SHA = 10


def text(
    situation: Situation,
    now: datetime,
    limits: tuple[str, ...] = (),
    *,
    suspects_alone: bool = False,
) -> str:
    """The suspects with all reasons, then the others of the last day, then what is in flight.

    `limits` says what bounds the truth of it.
    """
    lines = [f"! {limit}" for limit in (*limits, *_unread(situation, limits))]
    suspects = suspected(situation, now)
    lines += _counted_from(situation)
    for one in suspects:
        lines += [_line(situation, one, now), *_reasons(one)]
    if situation.case and not suspects:
        lines.append("Nothing is suspected.")
    if not suspects_alone:
        others = [s for s in listed(situation, now) if not s.rank]
        lines += [_line(situation, one, now) for one in others]
        lines += [] if suspects or others or lines else ["No deploy in the last day."]
        lines += [_flight(release) for release in _releases(situation)]
    return "\n".join(lines) + "\n"


def _unread(situation: Situation, limits: tuple[str, ...]) -> list[str]:
    """Lists that were never read, unless it is said already why not."""
    names = [n for n in unread(situation) if not any(said.startswith(f"{n}: ") for said in limits)]
    return [f"{name} was never read: what was deployed there is not known" for name in names]


def _counted_from(situation: Situation) -> list[str]:
    case = situation.case
    if case is None or not case.incident.is_open:
        return []
    began = onset(situation.state, case, situation.procedure)
    return [f"#{case.incident.number}: {instant(began.at, situation.zone)}, {began.words}"]


def _line(situation: Situation, one: Suspicion, now: datetime) -> str:
    deploy = one.deploy
    when = short(deploy.at, situation.zone, now)
    is_change = deploy.kind is DeployKind.CHANGE
    name = "change" if is_change else f"{deploy.repository} {deploy.sha[:_SHA]}"
    tags = f" [{' '.join(deploy.tags)}]" if deploy.tags else ""
    rank = f"{one.rank:>2}." if one.rank else "   "
    return f"{rank} {when} {name}{tags} {deploy.subject} ({deploy.author})"


def _reasons(one: Suspicion) -> list[str]:
    return [f"      {reason.points:+4d}  {reason.words}" for reason in one.reasons]


def _releases(situation: Situation) -> list[Release]:
    known = situation.state.repositories
    names = [spec.name for spec in situation.repositories if spec.name in known]
    found = (in_flight(name, known[name]) for name in names)
    return [release for release in found if release is not None]


def _flight(release: Release) -> str:
    stages = (
        f"{one.ring} {one.ref or one.sha[:_SHA]}" + (f" (+{one.ahead})" if one.ahead else "")
        for one in release.stages
    )
    last = release.last
    return (
        f"In flight in {release.repository}: {', '.join(stages)}; "
        f"{last.ring} runs {last.ref or last.sha[:_SHA]}"
    )


def jsonable(
    situation: Situation, now: datetime, limits: tuple[str, ...] = ()
) -> dict[str, object]:
    """The same for scripts; instants are RFC 3339 in UTC.

    Keys, all always there: `at`, `incident_id` (empty: none), `began_at` (what suspicion counts
    from, or null), `began` (how that is known, in words), `limits`, `unread` (repositories that
    were never read), `suspects` and `others` (see `entry`), and `in_flight` (repository, stages,
    last; each ring with `ring`, `ref`, `sha`, `ahead`).
    """
    case = situation.case if situation.case and situation.case.incident.is_open else None
    began = onset(situation.state, case, situation.procedure) if case else None
    return {
        "at": now.isoformat(),
        "incident_id": case.incident.id if case else "",
        "began_at": began.at.isoformat() if began else None,
        "began": began.words if began else "",
        "limits": list(limits),
        "unread": unread(situation),
        "suspects": [entry(one) for one in suspected(situation, now)],
        "others": [entry(one) for one in listed(situation, now) if not one.rank],
        "in_flight": [
            {
                "repository": release.repository,
                "stages": [_ring(one) for one in release.stages],
                "last": _ring(release.last),
            }
            for release in _releases(situation)
        ],
    }


def _ring(one: object) -> dict[str, object]:
    return {name: getattr(one, name) for name in ("ring", "ref", "sha", "ahead")}


def entry(one: Suspicion) -> dict[str, object]:
    """One deploy: what it is, its rank (0: no suspect), whether it is prime, and its reasons."""
    deploy = one.deploy
    return {
        "rank": one.rank,
        "prime": one.prime,
        "score": one.score,
        "reasons": [
            {"ground": r.ground.value, "points": r.points, "words": r.words} for r in one.reasons
        ],
        "kind": deploy.kind.value,
        "repository": deploy.repository,
        "sha": deploy.sha,
        "at": deploy.at.isoformat(),
        "author": deploy.author,
        "subject": deploy.subject,
        "tags": list(deploy.tags),
        "rings": list(deploy.rings),
        "url": deploy.url,
    }
