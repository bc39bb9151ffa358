"""Which errors matter for the trouble at hand, and why (I7); pure.

What belongs to the failing service comes first, then what is new since the trouble or its prime
suspect, then what rises or is back, then what happened last. What somebody found nothing to act on
comes after all of these.
"""

import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta

from cockpit.domain.catalogue import Service
from cockpit.domain.evidence import Deploy, DeployKind
from cockpit.domain.onset import failing, onset
from cockpit.domain.situation import Situation
from cockpit.domain.suspects import Suspicion, recent
from cockpit.domain.timeline import LEAD_S
from cockpit.domain.tracked_errors import (
    ErrorCount,
    ErrorStatus,
    ErrorTurn,
    ErrorVerdict,
    JudgedError,
    TrackedError,
)

_LEAST_SHA = 7
"""Characters of a commit's id from which on it names the commit."""
_HEX = re.compile(r"[0-9a-f]+")


@dataclass(frozen=True, slots=True, kw_only=True)
class Since:
    """The instant from which on an error counts as new."""

    at: datetime
    counted_from: datetime
    """What it is measured by; the page comes some time after the trouble."""
    words: str
    """What happened then: "the first bad sample", "v2.31.0 of cloud"."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ErrorFinding:
    """An error with what speaks for its being part of the trouble."""

    error: TrackedError
    count: ErrorCount | None = None
    """None: it was not in the list that was read last."""
    judged: JudgedError | None = None
    is_new: bool = False
    """It began since the trouble, or since its prime suspect; without trouble: the tracker says."""
    suspect: Suspicion | None = None
    """The deploy of whose release it was first seen."""
    services: tuple[Service, ...] = ()
    """Whose it is, by project and words."""
    concerns: bool = False
    """It belongs to the failing service."""

    @property
    def is_open(self) -> bool:
        """Whether it is unresolved at the tracker."""
        return self.error.status is ErrorStatus.UNRESOLVED

    @property
    def is_urgent(self) -> bool:
        """It is new, and nobody has judged it."""
        return self.is_open and self.is_new and self.judged is None


def since(situation: Situation, suspicions: Iterable[Suspicion]) -> Since | None:
    """From when on an error is new: from the prime suspect that came first, else the trouble."""
    case = situation.case
    if case is None or not case.incident.is_open:
        return None
    began = onset(situation.state, case, situation.procedure)
    before = timedelta(0) if began.is_sample else timedelta(seconds=LEAD_S)
    found = Since(at=began.at - before, counted_from=began.at, words=began.name)
    for suspicion in (s for s in suspicions if s.rank == 1):
        deploy = suspicion.deploy
        if suspicion.prime and deploy.at < found.at:
            found = Since(at=deploy.at, counted_from=deploy.at, words=_called(deploy))
    return found


def _called(deploy: Deploy) -> str:
    if deploy.kind is DeployKind.CHANGE:
        return f"“{deploy.subject}”"
    return f"{called_release(deploy)} of {deploy.repository}"


def called_release(deploy: Deploy) -> str:
    """What people call the release that a deploy is."""
    return deploy.tags[0] if deploy.tags else deploy.sha[:_LEAST_SHA]


def findings(situation: Situation, now: datetime) -> tuple[ErrorFinding, ...]:
    """All unresolved errors, and those resolved since the incident on screen, ranked."""
    state, case = situation.state, situation.case
    if state.errors is None:
        return ()
    suspicions = recent(state, case, situation.procedure, now)
    began = since(situation, suspicions)
    own = failing(case, situation.procedure) if case else None
    tell, came_with = _belonging(situation.procedure.services), releases(suspicions)
    paged = case.incident.created_at if case else now
    found = []
    for known in state.errors.errors.values():
        error = known.error
        if error.status is not ErrorStatus.UNRESOLVED and known.noted_at < paged:
            continue
        services = tell(error)
        found.append(
            ErrorFinding(
                error=error,
                count=situation.readings.error_count(error.id),
                judged=state.judged_errors.get(error.id),
                is_new=_is_new(error, began),
                suspect=came_with(error),
                services=services,
                concerns=own is not None and own in services,
            )
        )
    return tuple(sorted(found, key=_order))


def finding(situation: Situation, error_id: str, now: datetime) -> ErrorFinding | None:
    """One of them by its id; None: it is not known any more."""
    return next((f for f in findings(situation, now) if f.error.id == error_id), None)


def releases(suspicions: tuple[Suspicion, ...]) -> Callable[[TrackedError], Suspicion | None]:
    """Says with which deploy's release an error was first seen, by its tag or its commit."""
    tagged = {_bare(tag): s for s in reversed(suspicions) for tag in s.deploy.tags}
    known: dict[str, Suspicion | None] = {"": None}

    def found(release: str) -> Suspicion | None:
        names = _names(release)
        by_tag = next((tagged[name] for name in names if name in tagged), None)
        commits = [name for name in names if len(name) >= _LEAST_SHA and _HEX.fullmatch(name)]
        if by_tag is not None or not commits:
            return by_tag
        return next((s for s in suspicions if s.deploy.sha.startswith(tuple(commits))), None)

    def tell(error: TrackedError) -> Suspicion | None:
        release = error.first_release
        if release not in known:
            known[release] = found(release)
        return known[release]

    return tell


def _names(release: str) -> set[str]:
    """What a release may be called: "shop@2.3.1+45" is also 2.3.1+45 and 2.3.1."""
    after = release.rpartition("@")[2]
    return {_bare(name) for name in (release, after, after.partition("+")[0]) if name.strip()}


def _bare(name: str) -> str:
    return name.strip().casefold().removeprefix("v")


def _is_new(error: TrackedError, began: Since | None) -> bool:
    if began is not None:
        return error.first_seen >= began.at
    return error.turn in (ErrorTurn.NEW, ErrorTurn.REGRESSED)


def _belonging(services: tuple[Service, ...]) -> Callable[[TrackedError], tuple[Service, ...]]:
    """Says which services an error is of: by the project's name, else by words in what it says."""
    homes = [(s, {h.repository.casefold() for h in s.homes} | _all_names(s)) for s in services]
    words = [(s, _any_of((s.name, *s.aliases, *s.words))) for s in services]

    def tell(error: TrackedError) -> tuple[Service, ...]:
        project = error.project.casefold()
        said = f"{error.project} {error.title} {error.culprit}".casefold()
        spoken = tuple(s for s, pattern in words if pattern and pattern.search(said))
        return spoken or tuple(s for s, names in homes if project in names)

    return tell


def _all_names(service: Service) -> set[str]:
    return {name.casefold() for name in (service.name, *service.aliases)}


def _any_of(words: Iterable[str]) -> "re.Pattern[str] | None":
    known = [re.escape(word.casefold()) for word in words if word.strip()]
    return re.compile(rf"(?<!\w)(?:{'|'.join(known)})(?!\w)") if known else None


def _order(found: ErrorFinding) -> tuple[object, ...]:
    last = found.count.last_seen if found.count else None
    ignored = found.judged is not None and found.judged.verdict is ErrorVerdict.IGNORE
    at = last or found.error.first_seen
    return (
        not found.is_open,
        ignored,
        not found.concerns,
        not found.is_new,
        found.error.turn not in (ErrorTurn.ESCALATING, ErrorTurn.REGRESSED),
        -at.timestamp(),
        found.error.id,
    )
