"""Arbitrary stories: facts of every kind about few enough things that they meet one another."""

import dataclasses
from datetime import datetime, timedelta
from enum import StrEnum
from types import NoneType
from typing import get_args, get_origin, get_type_hints

from hypothesis import strategies as st
from situations import (
    ANA,
    BO,
    PAGED,
    deploy,
    escalates,
    held,
    incident,
    journal,
    message,
    on_call,
    policy,
    report,
    source,
)

from cockpit.domain.effects import AcknowledgeIncident, AddNote
from cockpit.domain.evidence import Health, Related, Standing, Verdict
from cockpit.domain.facts import (
    AcknowledgementRequested,
    ChangesFound,
    ChangesRelated,
    CriterionTurned,
    DeclarationRequested,
    DeploysFound,
    EffectClaimed,
    EffectDiscarded,
    EffectDone,
    EffectFailed,
    EffectReleased,
    EffectUnclear,
    Fact,
    IncidentLogRead,
    IncidentSeen,
    JournalSalvaged,
    MeIdentified,
    NoteRequested,
    OnCallSeen,
    PersonFound,
    PolicySeen,
    ProbeTurned,
    Record,
    ReplySeen,
    ReportsFound,
    ServerClockRead,
    SourceChanged,
    StepLookedAt,
    StepTicked,
    UnknownFact,
    UpdateRequested,
)
from cockpit.domain.model import (
    LogEntry,
    PendingAction,
    Person,
    Reply,
    SourceStatus,
    Status,
    Upcoming,
    Urgency,
)

INCIDENTS = ("Q1", "Q2", "never seen")
REQUESTS = ("r1", "r2", "r3", "r4")

instants = st.integers(-7200, 7200).map(lambda s: PAGED + timedelta(seconds=s))
people = st.sampled_from((ANA, BO, Person(id="P?", name=" ")))
words = st.sampled_from(("", "x", "{title}", "[red]x[/]", "a\nb", "日本語"))
_incidents = st.sampled_from(INCIDENTS)
_effects = st.sampled_from(
    ("lost", *(f"{r}.{kind}" for r in REQUESTS for kind in ("ack", "post", "note")))
)
_maybe_instants = st.none() | instants


@st.composite
def _seen_incidents(draw: st.DrawFn) -> IncidentSeen:
    status = draw(st.sampled_from(Status))
    holders = draw(st.lists(people, max_size=2).map(tuple))
    at = draw(instants)
    pending = draw(
        st.sampled_from(
            ((), (escalates(at),), (PendingAction(kind=Upcoming.UNACKNOWLEDGE, at=at),))
        )
    )
    return IncidentSeen(
        incident=incident(
            draw(st.sampled_from(("Q1", "Q2"))),
            title=draw(words),
            status=status,
            urgency=draw(st.sampled_from(Urgency)),
            changed_at=at,
            direct=draw(st.booleans()),
            assignments=tuple(held(p, at) for p in holders),
            acknowledgements=tuple(held(p, at) for p in holders)
            if status is Status.ACKNOWLEDGED
            else (),
            pending=pending,
        )
    )


@st.composite
def _logs(draw: st.DrawFn) -> IncidentLogRead:
    where = draw(_incidents)
    entries = tuple(
        LogEntry(
            id=draw(st.sampled_from(("L1", "L2", "L3"))),
            incident_id=where,
            at=draw(instants),
            kind=draw(st.sampled_from(("trigger", "acknowledge", "annotate", "escalate"))),
            text=draw(words | _effects),
            person_id=draw(st.sampled_from(("", ANA.id))),
        )
        for _ in range(draw(st.integers(0, 2)))
    )
    return IncidentLogRead(incident_id=where, entries=entries)


@st.composite
def _requests(draw: st.DrawFn) -> Fact:
    name, where = draw(st.sampled_from(REQUESTS)), draw(_incidents)
    post = message(f"{name}.post", thread_of=draw(st.sampled_from(("", "r1.post"))))
    match draw(st.integers(0, 3)):
        case 0:
            ack = AcknowledgeIncident(id=f"{name}.ack", incident_id=where)
            return AcknowledgementRequested(id=name, incident_id=where, effects=(ack,))
        case 1:
            return DeclarationRequested(
                id=name,
                incident_id=where,
                started_at=draw(instants),
                paged_by=draw(words),
                hypothesis=draw(words),
                effects=(post,),
            )
        case 2:
            return UpdateRequested(
                id=name,
                incident_id=where,
                known=draw(words),
                trying=draw(words),
                next_at=draw(_maybe_instants),
                effects=(post,),
            )
        case _:
            note = AddNote(id=f"{name}.note", incident_id=where, text=draw(words))
            return NoteRequested(
                id=name,
                incident_id=draw(st.sampled_from((where, ""))),
                text=draw(words),
                effects=draw(st.sampled_from(((), (note,)))),
            )


_replies = st.builds(
    Reply,
    channel=st.just("C1"),
    thread=st.just("1.0"),
    ts=st.sampled_from(("2.0", "3.0")),
    at=instants,
    author=words,
    text=words,
    ours=st.just("") | _effects,
    is_deleted=st.booleans(),
)
_deploys = st.builds(
    deploy, st.sampled_from(("aa", "bb", "cc")), at=instants, author=words, subject=words
)
_reports = st.builds(report, st.sampled_from(("a.md", "b.md")), verdict=st.sampled_from(Verdict))

outcomes: st.SearchStrategy[Fact] = st.one_of(
    st.builds(EffectClaimed, effect=_effects, attempt=words, process=words, until=instants),
    st.builds(EffectDone, effect=_effects, ref=words, done_at=_maybe_instants),
    st.builds(
        EffectFailed, effect=_effects, reason=words, final=st.booleans(), retry_at=_maybe_instants
    ),
    st.builds(EffectUnclear, effect=_effects, reason=words, look_at=_maybe_instants),
    st.builds(EffectReleased, effect=_effects),
    st.builds(EffectDiscarded, effect=_effects, reason=words),
)

_told: st.SearchStrategy[Fact] = st.one_of(
    _seen_incidents(),
    _requests(),
    outcomes,
    _logs(),
    st.builds(ReplySeen, incident_id=_incidents, reply=_replies),
    st.builds(
        SourceChanged,
        source=st.sampled_from(("PagerDuty", "Slack", "repository cloud")),
        status=st.sampled_from(SourceStatus),
        since=instants,
        reason=words,
        mend=words,
    ),
    st.builds(
        ProbeTurned,
        probe=st.sampled_from(("api", "web")),
        health=st.sampled_from(Health),
        since=instants,
        detail=words,
    ),
    st.builds(
        CriterionTurned,
        criterion=st.sampled_from(("a", "b")),
        standing=st.sampled_from(Standing),
        since=instants,
        words=words,
        probe=st.sampled_from(("", "api")),
        level=st.sampled_from((None, 1368.0)),
    ),
    st.builds(
        DeploysFound,
        repository=st.just("cloud"),
        found=st.lists(_deploys, max_size=2).map(tuple),
        gone=st.lists(st.sampled_from(("aa", "bb")), max_size=1).map(tuple),
    ),
    st.builds(
        ChangesFound,
        found=st.lists(_deploys, max_size=2).map(tuple),
        gone=st.lists(st.sampled_from(("aa", "bb")), max_size=1).map(tuple),
        more=st.booleans(),
    ),
    st.builds(
        ChangesRelated,
        incident_id=_incidents,
        changes=st.lists(st.builds(Related, change=_deploys, reason=words), max_size=2).map(tuple),
    ),
    st.builds(
        ReportsFound,
        folder=st.just("soaks"),
        found=st.lists(_reports, max_size=2).map(tuple),
        gone=st.lists(st.just("a.md"), max_size=1).map(tuple),
    ),
    st.builds(StepTicked, incident_id=_incidents, step=st.sampled_from(("declare", "x"))),
    st.builds(StepLookedAt, incident_id=_incidents, step=st.just("health"), what=words),
    st.builds(ServerClockRead, offset_s=st.floats(-900, 900)),
    st.builds(MeIdentified, person=people),
    st.builds(PersonFound, person=people),
    st.sampled_from(
        (
            PolicySeen(policy=policy()),
            PolicySeen(policy=policy(5, loops=2)),
            OnCallSeen(entries=on_call(ANA, BO)),
            OnCallSeen(entries=()),
            source("Slack", SourceStatus.LATE, PAGED),
            UnknownFact(kind="of tomorrow", body="{}"),
            JournalSalvaged(set_aside="old.db", kept=3, lost="the last page"),
        )
    ),
)


_PLAIN = {
    str: words,
    int: st.integers(0, 9),
    float: st.floats(0, 900),
    bool: st.booleans(),
    datetime: instants,
    NoneType: st.none(),
}


def _any(hint: object) -> st.SearchStrategy[object]:
    """Any value of a type that facts are made of, no more extreme than life."""
    if hint in _PLAIN:
        return _PLAIN[hint]
    if get_origin(hint) is tuple:
        if ... not in get_args(hint):
            return st.tuples(*(_any(member) for member in get_args(hint)))
        return st.lists(_any(get_args(hint)[0]), max_size=2).map(tuple)
    if get_args(hint):
        return st.one_of([_any(member) for member in get_args(hint)])
    if issubclass(hint, StrEnum):
        return st.sampled_from(hint)
    assert dataclasses.is_dataclass(hint), hint
    given = {"incident_id": _incidents, "effect": _effects}
    hints = get_type_hints(hint)
    return st.builds(hint, **{n: given[n] if n in given else _any(hints[n]) for n in hints})


facts: st.SearchStrategy[Fact] = _told | _any(Fact)
"""Facts that meet one another, and now and then any fact at all, of any kind there is."""

journals: st.SearchStrategy[tuple[Record, ...]] = st.lists(
    st.tuples(instants, facts), max_size=25
).map(journal)
"""Whole journals of any facts in any order."""
