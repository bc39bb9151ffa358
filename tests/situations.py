"""Values, records and whole situations with defaults: the bad deploy of 21 April 2026, 08:42 UTC.

`running()` is two minutes into the page with nothing done yet, `engaged()` a quarter of an hour
later, `idle()` a quiet shift, `drought()` the engaged incident with every source unreachable.
"""

from collections.abc import Iterable
from datetime import UTC, datetime, timedelta, timezone
from pathlib import Path

from cockpit.domain.effects import AcknowledgeIncident, Effect, PostMessage
from cockpit.domain.evidence import Deploy, Health, Report, Sample, Verdict
from cockpit.domain.facts import (
    AcknowledgementRequested,
    ChangesFound,
    DeclarationRequested,
    DeploysFound,
    EffectClaimed,
    EffectDone,
    EffectFailed,
    Fact,
    IncidentLogRead,
    IncidentSeen,
    MeIdentified,
    NoteRequested,
    OnCallSeen,
    PolicySeen,
    ProbeTurned,
    Record,
    ReplySeen,
    ReportsFound,
    SourceChanged,
    StepLookedAt,
    UpdateRequested,
)
from cockpit.domain.fold import fold
from cockpit.domain.model import (
    Assignment,
    EscalationPolicy,
    Incident,
    LogEntry,
    OnCall,
    PendingAction,
    Person,
    PolicyLevel,
    Reply,
    SourceStatus,
    Status,
    Upcoming,
    Urgency,
)
from cockpit.domain.probes import HttpProbe
from cockpit.domain.procedure import Procedure
from cockpit.domain.readings import Answered, Asked, Readings, Sampled
from cockpit.domain.situation import Situation
from cockpit.domain.state import Case, State
from cockpit.domain.watch import (
    CHAT,
    HEALTH,
    PAGER,
    PAGER_CHANGES,
    ReportFolderSpec,
    RepositorySpec,
    reports_source,
    repository_source,
)
from cockpit.settings.load import settings_of

PAGED = datetime(2026, 4, 21, 8, 42, 10, tzinfo=UTC)
"""When the pager created the incident."""
NOW = PAGED + timedelta(minutes=2)
LATER = PAGED + timedelta(minutes=17)
ZONE = timezone(timedelta(hours=2), "CEST")

ANA = Person(id="PANA", name="Ana Ortiz", email="ana@example.com")
BO = Person(id="PBO", name="Bo Lindqvist")
CLEO = Person(id="PCLEO", name="Cleo Marsh")
DAN = Person(id="PDAN", name="Dan Okoye")

INCIDENT = "Q1"
POLICY = "POL1"
MINUTE = 60

PROBES = (
    HttpProbe(name="api", url="https://api.example.com/health"),
    HttpProbe(name="web", url="https://www.example.com/"),
    HttpProbe(name="ingest", url="https://ingest.example.com/health", interval_s=10),
)
REPOSITORIES = (
    RepositorySpec(name="cloud", path="/src/cloud"),
    RepositorySpec(name="gateway", path="/src/gateway"),
)
FOLDERS = (ReportFolderSpec(name="soaks", path="docs/reliability-reports"),)
SOURCES = (
    PAGER,
    PAGER_CHANGES,
    CHAT,
    HEALTH,
    *(repository_source(r.name) for r in REPOSITORIES),
    *(reports_source(f.name) for f in FOLDERS),
)


def after(minutes: float, start: datetime = PAGED) -> datetime:
    """So long after the page."""
    return start + timedelta(minutes=minutes)


def procedure() -> Procedure:
    """The profile novavms, as a configuration without a word of its own gives it."""
    return settings_of('profile = "novavms"\n', Path("config.toml")).procedure


def held(person: Person = ANA, at: datetime = PAGED) -> Assignment:
    """It rests with this person since then."""
    return Assignment(person=person, at=at)


def escalates(at: datetime) -> PendingAction:
    """The pager will escalate then."""
    return PendingAction(kind=Upcoming.ESCALATE, at=at)


def incident(
    id: str = INCIDENT,  # noqa: A002 - the field's own name
    *,
    number: int = 4217,
    title: str = "api 5xx above 5 %",
    status: Status = Status.TRIGGERED,
    urgency: Urgency = Urgency.HIGH,
    created_at: datetime = PAGED,
    changed_at: datetime | None = None,
    policy_id: str = POLICY,
    direct: bool = False,
    assignments: tuple[Assignment, ...] | None = None,
    acknowledgements: tuple[Assignment, ...] = (),
    pending: tuple[PendingAction, ...] = (),
) -> Incident:
    """A P1 that pages Ana."""
    return Incident(
        id=id,
        number=number,
        title=title,
        status=status,
        urgency=urgency,
        created_at=created_at,
        changed_at=changed_at or created_at,
        service_id="SVC1",
        service="cloud api",
        priority="P1",
        policy_id=policy_id,
        url=f"https://example.pagerduty.com/incidents/{id}",
        direct=direct,
        assignments=(held(at=created_at),) if assignments is None else assignments,
        acknowledgements=acknowledgements,
        pending=pending,
    )


SEEN: tuple[datetime, Fact] = (PAGED, IncidentSeen(incident=incident()))
ACKED: tuple[datetime, Fact] = (
    after(3),
    IncidentSeen(
        incident=incident(
            status=Status.ACKNOWLEDGED,
            changed_at=after(3),
            acknowledgements=(held(at=after(3)),),
        )
    ),
)
"""Ana acknowledged it three minutes after she was paged."""


def policy(*delays_min: int, loops: int = 0) -> EscalationPolicy:
    """A policy of schedules named after their level."""
    levels = tuple(
        PolicyLevel(delay_s=minutes * MINUTE, targets=(f"level {place} schedule",))
        for place, minutes in enumerate(delays_min or (15, 15, 15, 30), start=1)
    )
    return EscalationPolicy(id=POLICY, name="cloud", levels=levels, loops=loops)


def on_call(*people: Person | None) -> tuple[OnCall, ...]:
    """These people at levels 1, 2, ...; None is a level with nobody."""
    return tuple(
        OnCall(policy_id=POLICY, level=level, person=person)
        for level, person in enumerate(people, start=1)
        if person is not None
    )


def record(fact: Fact, at: datetime = PAGED, *, seq: int = 0, author: str = "Ana Ortiz") -> Record:
    """A fact as the journal would hold it; without `seq`, one that is not written yet."""
    return Record(
        seq=seq,
        id=f"r{seq}" if seq else f"r-{at.isoformat()}",
        at=at,
        noted_at=at,
        author=author,
        host="jump",
        fact=fact,
    )


def journal(told: Iterable[tuple[datetime, Fact]]) -> tuple[Record, ...]:
    """Facts with their times, in the order given, as a journal that holds nothing else."""
    return tuple(record(fact, at, seq=seq) for seq, (at, fact) in enumerate(told, start=1))


def state_of(*facts: Fact | tuple[datetime, Fact]) -> State:
    """The state after these facts; those without a time happened when Ana was paged."""
    return fold(journal(f if isinstance(f, tuple) else (PAGED, f) for f in facts))


def case_of(state: State, incident_id: str = INCIDENT) -> Case:
    """The case of an incident that is known."""
    return state.cases[incident_id]


def requested(effect: Effect, *, text: str = "a note") -> NoteRequested:
    """The smallest request that carries an effect."""
    return NoteRequested(
        id=f"req-{effect.id}", incident_id=effect.incident_id, text=text, effects=(effect,)
    )


def message(id: str, *, text: str = "hello", thread_of: str = "") -> PostMessage:  # noqa: A002
    """A message about the incident."""
    return PostMessage(id=id, incident_id=INCIDENT, channel="C1", text=text, thread_of=thread_of)


def declared(at: datetime, *, done: bool = True) -> tuple[tuple[datetime, Fact], ...]:
    """The declaration, and unless told otherwise its message in the channel three seconds on."""
    fact = DeclarationRequested(
        id="decl",
        incident_id=INCIDENT,
        started_at=PAGED,
        paged_by="cloud api: api 5xx above 5 %",
        hypothesis="unknown",
        effects=(message("decl.post", text="declared"),),
    )
    on = at + timedelta(seconds=3)
    posted = ((on, EffectDone(effect="decl.post", ref="1776761110.000100", done_at=on)),)
    return ((at, fact), *(posted if done else ()))


def updated(
    name: str, at: datetime, *, next_at: datetime | None = None, done_at: datetime | None = None
) -> tuple[tuple[datetime, Fact], ...]:
    """An update, and when `done_at` is given its message in the thread."""
    effect = message(f"{name}.post", text="known", thread_of="decl.post")
    fact = UpdateRequested(
        id=name,
        incident_id=INCIDENT,
        known="5xx since the deploy of 08:02",
        trying="rolling cloud back",
        next_at=next_at,
        effects=(effect,),
    )
    if done_at is None:
        return ((at, fact),)
    return ((at, fact), (done_at, EffectDone(effect=effect.id, ref=f"ts {name}", done_at=done_at)))


def deploy(
    sha: str = "a1b2c3d4e5f6",
    *,
    at: datetime = PAGED,
    repository: str = "cloud",
    subject: str = "cache live-view tokens",
    author: str = "Dev Patel",
    tags: tuple[str, ...] = (),
) -> Deploy:
    """A commit of the cloud repository."""
    return Deploy(repository=repository, sha=sha, at=at, author=author, subject=subject, tags=tags)


def report(path: str = "2026-04-20-soak.md", *, verdict: Verdict = Verdict.FAILED) -> Report:
    """A report of yesterday's soak."""
    return Report(
        folder="soaks",
        path=path,
        title="Reconnect storm soak",
        day="2026-04-20",
        verdict=verdict,
        line="soak failed after 3 h",
    )


def source(name: str, status: SourceStatus, since: datetime, reason: str = "") -> SourceChanged:
    """How far a source can be believed; what to do is said when there is a reason."""
    mend = "check the network" if reason else ""
    return SourceChanged(source=name, status=status, since=since, reason=reason, mend=mend)


def turned(
    probe: str, health: Health, since: datetime, detail: str = "503"
) -> tuple[datetime, Fact]:
    """A probe changed its mind, noted as soon as it did."""
    return since, ProbeTurned(probe=probe, health=health, since=since, detail=detail)


BEFORE: tuple[tuple[datetime, Fact], ...] = (
    *((after(-60), source(name, SourceStatus.OK, after(-60))) for name in SOURCES),
    (after(-60), MeIdentified(person=ANA)),
    (after(-60), OnCallSeen(entries=on_call(ANA, BO, CLEO, DAN))),
    *(turned(p.name, Health.GOOD, after(-60), "200") for p in PROBES),
    (after(-59), ChangesFound()),
    (after(-59), ReportsFound(folder="soaks", found=(report(),))),
    (
        after(-58),
        DeploysFound(
            repository="gateway",
            found=(
                deploy(
                    "0f1e2d3c4b5a",
                    at=after(-11 * MINUTE),
                    repository="gateway",
                    subject="bump mqtt",
                ),
            ),
        ),
    ),
    (
        after(-39),
        DeploysFound(repository="cloud", found=(deploy(at=after(-40), tags=("v2.31.0",)),)),
    ),
)
"""A quiet shift, with a deploy at its end."""

PAGE: tuple[tuple[datetime, Fact], ...] = (
    turned("api", Health.BAD, after(-2)),
    (after(0.1), PolicySeen(policy=policy())),
    (after(0.1), IncidentSeen(incident=incident(pending=(escalates(after(15)),)))),
    (
        after(0.2),
        IncidentLogRead(
            incident_id=INCIDENT,
            entries=(
                LogEntry(id="L1", incident_id=INCIDENT, at=PAGED, kind="trigger", text="triggered"),
                LogEntry(
                    id="L2",
                    incident_id=INCIDENT,
                    at=after(1),
                    kind="assign",
                    text="assigned to Ana",
                ),
            ),
        ),
    ),
)
"""The bad deploy pages."""

WORK: tuple[tuple[datetime, Fact], ...] = (
    (
        after(3),
        AcknowledgementRequested(
            id="ack",
            incident_id=INCIDENT,
            effects=(AcknowledgeIncident(id="ack.ack", incident_id=INCIDENT),),
        ),
    ),
    (
        after(3),
        EffectClaimed(
            effect="ack.ack",
            attempt="a1",
            process="jump:1:1",
            until=after(4),
        ),
    ),
    (after(3.1), EffectDone(effect="ack.ack", done_at=after(3.1))),
    (
        after(3.2),
        IncidentSeen(
            incident=incident(
                status=Status.ACKNOWLEDGED,
                changed_at=after(3.1),
                acknowledgements=(held(ANA, after(3.1)),),
            )
        ),
    ),
    *declared(after(4)),
    (after(5), StepLookedAt(incident_id=INCIDENT, step="health", what="health: 1 bad")),
    (after(6), StepLookedAt(incident_id=INCIDENT, step="deploys", what="2 deploys, 1 prime")),
    (
        after(7),
        ReplySeen(
            incident_id=INCIDENT,
            reply=Reply(
                channel="C1",
                thread="1776761110.000100",
                ts="1776761250.000200",
                at=after(7),
                author="Bo Lindqvist",
                text="I can revert it",
            ),
        ),
    ),
    *updated("upd1", after(9), next_at=after(24), done_at=after(9.1)),
    *updated("upd2", after(16)),
    (after(16.5), EffectFailed(effect="upd2.post", reason="the channel is archived", final=True)),
)
"""What Ana does about it."""

STORY = (*BEFORE, *PAGE, *WORK)


def _situation(state: State, readings: Readings, incident_id: str) -> Situation:
    return Situation(
        state=state,
        readings=readings,
        procedure=procedure(),
        zone=ZONE,
        me=ANA,
        incident_id=incident_id,
        probes=PROBES,
        repositories=REPOSITORIES,
        folders=FOLDERS,
    )


def fresh_readings(now: datetime, *, bad: tuple[str, ...] = ("api",)) -> Readings:
    """Every source answered three seconds ago, and every probe has looked for a minute."""
    readings = Readings()
    for name in SOURCES:
        readings.take(Asked(source=name, at=now - timedelta(seconds=4)))
        readings.take(Answered(source=name, at=now - timedelta(seconds=3), good=True))
    for probe in PROBES:
        for look in range(12, 0, -1):
            readings.take(Sampled(probe=probe.name, sample=_sample(probe.name in bad, look, now)))
    return readings


def _sample(is_bad: bool, look: int, now: datetime) -> Sample:
    return Sample(
        at=now - timedelta(seconds=5 * look - 3),
        health=Health.BAD if is_bad else Health.GOOD,
        status=503 if is_bad else 200,
        latency_s=0.04 + 0.01 * look,
        detail="503" if is_bad else "200",
    )


def running(now: datetime = NOW) -> Situation:
    """Two minutes into the page: nothing is done yet, it escalates at 08:57:10."""
    return _situation(state_of(*BEFORE, *PAGE), fresh_readings(now), INCIDENT)


def engaged(now: datetime = LATER) -> Situation:
    """Acknowledged, declared, one update posted, a second one not sent."""
    return _situation(state_of(*STORY), fresh_readings(now), INCIDENT)


def idle(now: datetime = NOW) -> Situation:
    """Nothing is open, and every source has just said so."""
    return _situation(state_of(*BEFORE), fresh_readings(now, bad=()), "")


def drought(*, known: bool = True) -> Situation:
    """Every source is unreachable since the start; `known`: the journal remembers the incident."""
    lost = tuple(
        (LATER, source(name, SourceStatus.UNREACHABLE, after(-30), "no route to host"))
        for name in SOURCES
    )
    readings = Readings()
    for name in SOURCES:
        readings.take(Answered(source=name, at=LATER, good=False))
    state = state_of(*(STORY if known else ()), *lost)
    return _situation(state, readings, INCIDENT if known else "")
