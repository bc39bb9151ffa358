"""Why a deploy is suspected, reason by reason, each with its weight and its words; pure."""

from dataclasses import dataclass
from datetime import timedelta
from enum import StrEnum

from cockpit.domain import touched
from cockpit.domain.catalogue import Service, called
from cockpit.domain.evidence import Deploy, DeployKind, Related
from cockpit.domain.onset import Onset
from cockpit.domain.procedure import Procedure


class Ground(StrEnum):
    """What a reason rests on."""

    RECENT = "recent"
    """It came within the time before the trouble in which a cause is looked for first (N8.4)."""
    OLDER = "older"
    AFTER = "after"
    """It came when the trouble was there already."""
    FUTURE = "future"
    HOME = "home"
    """It touches the failing service."""
    DEPENDENCY = "dependency"
    """It touches what the failing service needs."""
    ELSEWHERE = "elsewhere"
    """It touches neither."""
    RING = "ring"
    """It runs where it hurts."""
    OTHER_RING = "other ring"
    SIZE = "size"
    REVERT = "revert"
    CONFIG = "config"
    HARMLESS = "harmless"
    PAGER = "pager"
    """The pager relates it to the incident."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Reason:
    """One thing that speaks for or against a deploy as the cause."""

    ground: Ground
    points: int
    """How much it weighs; below 0: it speaks against."""
    words: str
    """In a sentence without a capital and a full stop."""
    short: str
    """The same where there is little room."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Inquiry:
    """What all deploys of one incident are judged by."""

    onset: Onset
    recent_s: float
    """How long before the trouble a cause is looked for first, seconds."""
    service: Service | None = None
    """The failing one."""
    needed: tuple[Service, ...] = ()
    """What it needs, directly or not."""
    related: tuple[Related, ...] = ()
    """What the pager relates to the incident."""


_LARGE = (500, 20)
_MIDDLING = (100, 5)
"""Lines or files from which on a deploy is large, or not small."""
_NEAREST = 20
"""Points for the deploy right before the trouble; a point less for every 6 minutes."""
_MINUTE = 60
_HOUR = 3600
_COARSE_H = 5
"""Hours from which on minutes do not matter."""


def reasons(deploy: Deploy, inquiry: Inquiry, *, is_ahead: bool = False) -> tuple[Reason, ...]:
    """All reasons, what weighs most first; never none: when it came always counts.

    `is_ahead`: it is dated in the future.
    """
    found = [
        _AHEAD if is_ahead else _timing(deploy, inquiry),
        *_place(deploy, inquiry),
        *_ring(deploy, inquiry.service),
        *_kind(deploy),
        *_pager(deploy, inquiry.related),
    ]
    return tuple(sorted(found, key=lambda r: (-r.points, r.ground.value)))


# --- when --------------------------------------------------------------------------------------


_AHEAD = Reason(
    ground=Ground.FUTURE,
    points=30,
    words="dated in the future: the clock that dated it is wrong, so it may be of any time",
    short="wrongly dated",
)


def _timing(deploy: Deploy, inquiry: Inquiry) -> Reason:
    onset = inquiry.onset
    before_s = (onset.at - deploy.at).total_seconds()
    if before_s < 0:
        gone = span(-before_s)
        words = f"{gone} after {onset.name}: it did not begin with it"
        return Reason(ground=Ground.AFTER, points=-100, words=words, short=f"{gone} after it began")
    gone = span(before_s)
    words, short = f"{gone} before {onset.name}", f"{gone} before"
    if before_s <= inquiry.recent_s:
        points = 40 + max(0, _NEAREST - int(before_s / (6 * _MINUTE)))
        return Reason(ground=Ground.RECENT, points=points, words=words, short=short)
    points = max(1, 10 - int(before_s / (2 * _HOUR)))
    return Reason(ground=Ground.OLDER, points=points, words=words, short=short)


def span(seconds: float) -> str:
    """A span in words to two figures: 40 s, 12 min, 1 h 20 min, 5 h."""
    whole = max(int(seconds), 0)
    if whole < _MINUTE:
        return f"{whole} s"
    hours, minutes = divmod(whole // _MINUTE, 60)
    if not hours:
        return f"{minutes} min"
    return f"{hours} h {minutes} min" if minutes and hours < _COARSE_H else f"{hours} h"


# --- what it touches ---------------------------------------------------------------------------


def _place(deploy: Deploy, inquiry: Inquiry) -> list[Reason]:
    service = inquiry.service
    if service is None:
        return []
    if deploy.kind is DeployKind.CHANGE:
        return _of_service(deploy, service, inquiry.needed)
    own = touched.home(deploy, service)
    if own is not None:
        return [_home(own, service)]
    for needed in inquiry.needed:
        found = touched.home(deploy, needed)
        if found is not None:
            where = found.path or f"the repository {deploy.repository}"
            words = f"touches {where}, which is {needed.name}: {service.name} needs it"
            short = f"touches {needed.name}, needed"
            return [Reason(ground=Ground.DEPENDENCY, points=15, words=words, short=short)]
    known = service.homes and (touched.is_whole(deploy) or not _lives_in(service, deploy))
    if not known:
        return []
    words = f"touches nothing of {service.name}, and nothing that it needs"
    return [Reason(ground=Ground.ELSEWHERE, points=-15, words=words, short="not its code")]


def _home(own: touched.Touch, service: Service) -> Reason:
    if not own.is_read:
        words = f"in {own.repository}, where {service.name} is; which files it touches is not known"
        return Reason(ground=Ground.HOME, points=12, words=words, short=f"in {own.repository}")
    if not own.path:
        words = f"in {own.repository}, all of which is {service.name}"
        return Reason(ground=Ground.HOME, points=25, words=words, short=f"in {own.repository}")
    words = f"touches {own.path}, which is {service.name}"
    return Reason(ground=Ground.HOME, points=30, words=words, short=f"touches {own.path}")


def _of_service(deploy: Deploy, service: Service, needed: tuple[Service, ...]) -> list[Reason]:
    """A change event touches no paths; the pager says whose it is."""
    if not deploy.services:
        return []
    if any(service.is_called(name) for name in deploy.services):
        words = f"a change of {service.name}, as the pager has it"
        return [Reason(ground=Ground.HOME, points=12, words=words, short=f"of {service.name}")]
    near = next((s for s in needed if any(s.is_called(name) for name in deploy.services)), None)
    if near is not None:
        words = f"a change of {near.name}, as the pager has it: {service.name} needs it"
        short = f"of {near.name}, needed"
        return [Reason(ground=Ground.DEPENDENCY, points=8, words=words, short=short)]
    whose = ", ".join(deploy.services)
    words = f"a change of {whose}, as the pager has it, which {service.name} does not need"
    return [Reason(ground=Ground.ELSEWHERE, points=-15, words=words, short=f"of {whose}")]


def _lives_in(service: Service, deploy: Deploy) -> bool:
    return any(home.repository == deploy.repository for home in service.homes)


def needs(services: tuple[Service, ...], service: Service) -> tuple[Service, ...]:
    """What the service needs, directly first, then what that needs; each once, itself never."""
    found: dict[str, Service] = {}
    asked = [service]
    while asked:
        for name in asked.pop(0).depends_on:
            needed = called(services, name)
            if needed is not None and needed.name not in {service.name, *found}:
                found[needed.name] = needed
                asked.append(needed)
    return tuple(found.values())


# --- where it runs -----------------------------------------------------------------------------


def _ring(deploy: Deploy, service: Service | None) -> list[Reason]:
    if service is None or not service.ring or not deploy.rings:
        return []
    if service.ring.casefold() in {ring.casefold() for ring in deploy.rings}:
        words = f"runs in {service.ring}, where it hurts"
        return [Reason(ground=Ground.RING, points=15, words=words, short=f"in {service.ring}")]
    where = ", ".join(deploy.rings)
    words = f"runs in {where}, and not in {service.ring}, where it hurts"
    return [Reason(ground=Ground.OTHER_RING, points=-30, words=words, short=f"only in {where}")]


# --- what kind of change it is -----------------------------------------------------------------


def _kind(deploy: Deploy) -> list[Reason]:
    found = []
    if touched.reverts(deploy):
        words = "takes back an earlier change"
        found.append(Reason(ground=Ground.REVERT, points=8, words=words, short="a revert"))
    config = touched.configuration(deploy)
    if config:
        words = f"changes configuration: {config}"
        found.append(Reason(ground=Ground.CONFIG, points=10, words=words, short="configuration"))
    if touched.is_harmless(deploy):
        words = "touches documentation or tests alone"
        found.append(
            Reason(ground=Ground.HARMLESS, points=-30, words=words, short="docs or tests alone")
        )
    return [*found, *_size(deploy)]


def _size(deploy: Deploy) -> list[Reason]:
    much = [f"{deploy.lines:,} lines"] if deploy.lines else []
    much += [f"{deploy.files:,} file{'' if deploy.files == 1 else 's'}"] if deploy.files else []
    words = " in ".join(much)
    for points, name, (lines, files) in ((8, "large", _LARGE), (4, "not small", _MIDDLING)):
        if deploy.lines >= lines or deploy.files >= files:
            said = f"{name}: {words}"
            return [Reason(ground=Ground.SIZE, points=points, words=said, short=said)]
    return []


# --- what the pager says -----------------------------------------------------------------------


def _pager(deploy: Deploy, related: tuple[Related, ...]) -> list[Reason]:
    for one in related:
        change = one.change
        if deploy.kind is DeployKind.CHANGE:
            if change.sha == deploy.sha:
                why = f": {one.reason}" if one.reason else ""
                words = f"the pager relates it to the incident{why}"
                return [Reason(ground=Ground.PAGER, points=25, words=words, short="pager says so")]
        elif touched.names(change.subject, deploy):
            by = f" by {change.author}" if change.author else ""
            words = f"named by a change that the pager knows: “{change.subject}”{by}"
            return [Reason(ground=Ground.PAGER, points=15, words=words, short="pager names it")]
    return []


def window(procedure: Procedure) -> timedelta:
    """How far back deploys are of interest."""
    return timedelta(seconds=procedure.deploy_window_s)
