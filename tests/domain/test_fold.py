"""The fold: total, repeatable, and true to what each kind of fact says."""

from dataclasses import replace
from datetime import timedelta

import pytest
from any_facts import journals
from hypothesis import given, settings
from situations import (
    ANA,
    INCIDENT,
    NOW,
    PAGED,
    STORY,
    after,
    case_of,
    declared,
    deploy,
    held,
    incident,
    journal,
    message,
    record,
    report,
    requested,
    source,
    state_of,
    turned,
)

from cockpit.domain.effects import AcknowledgeIncident, AddNote
from cockpit.domain.evidence import Health, Running, Verdict
from cockpit.domain.facts import (
    AcknowledgementRequested,
    DeploysFound,
    EffectClaimed,
    EffectDone,
    IncidentLogRead,
    IncidentSeen,
    JournalSalvaged,
    MeIdentified,
    NoteRequested,
    ReplySeen,
    ReportsFound,
    RingsRead,
    StepLookedAt,
    StepTicked,
    UnknownFact,
)
from cockpit.domain.fold import apply, fold
from cockpit.domain.model import LogEntry, Reply, SourceStatus, Status
from cockpit.domain.state import EMPTY, Kind, Phase
from cockpit.domain.timeline import of_case

SEEN = IncidentSeen(incident=incident())


@given(journals)
def test_any_facts_in_any_order_give_a_state(records):
    state = fold(records)

    assert state.seq == len(records)


@given(journals)
def test_a_prefix_and_its_rest_give_the_same_as_the_whole(records):
    half = len(records) // 2

    assert fold(records[half:], fold(records[:half])) == fold(records)


@given(journals)
def test_records_that_come_twice_count_once(records):
    state = fold(records)

    assert fold(records, state) == state
    assert fold([r for r in records for _ in range(2)]) == state


@given(journals)
@settings(max_examples=50)
def test_folding_changes_no_state_that_was_given_away(records):
    half = fold(records[: len(records) // 2])
    before = repr(half)
    fold(records[len(records) // 2 :], half)

    assert repr(half) == before


@given(journals)
def test_parcels_keep_the_order_of_their_requests(records):
    orders = [p.order for p in fold(records).parcels.values()]

    assert orders == sorted(orders)


def test_a_fact_of_a_newer_version_changes_nothing_but_the_place():
    state = apply(EMPTY, record(UnknownFact(kind="of tomorrow", body="{}"), seq=7))

    assert state == replace(EMPTY, seq=7)


@pytest.mark.parametrize(
    "fact",
    [
        IncidentLogRead(incident_id="gone", entries=()),
        StepTicked(incident_id="gone", step="declare"),
        StepLookedAt(incident_id="gone", step="health", what="x"),
        ReplySeen(
            incident_id="gone",
            reply=Reply(channel="C1", thread="1", ts="2", at=PAGED, author="Bo", text="hi"),
        ),
        EffectDone(effect="gone"),
    ],
    ids=lambda fact: type(fact).__name__,
)
def test_a_fact_about_something_unknown_is_passed_over(fact):
    assert apply(EMPTY, record(fact)) == EMPTY


def test_a_request_about_an_incident_that_is_not_known_is_still_to_be_sent():
    state = state_of(requested(message("m1")))

    assert [p.effect.id for p in state.unsent()] == ["m1"]
    assert [m.text for m in state.shift] == ["a note"]


def test_a_request_that_is_recorded_twice_is_sent_once():
    state = state_of(SEEN, requested(message("m1")), EffectDone(effect="m1"))
    again = apply(state, record(requested(message("m1"))))

    assert again.parcels["m1"].phase is Phase.DONE


def test_an_incident_pages_once_however_often_it_is_described():
    state = state_of(SEEN, IncidentSeen(incident=incident(title="worse")))

    assert [m.text for m in case_of(state).moments] == ["paged: api 5xx above 5 %"]
    assert case_of(state).incident.title == "worse"


def test_the_first_acknowledgement_is_remembered():
    acknowledgements = (held(ANA, after(4)), held(ANA, after(2)))
    state = state_of(
        IncidentSeen(
            incident=incident(status=Status.ACKNOWLEDGED, acknowledgements=acknowledgements)
        ),
        IncidentSeen(incident=incident()),
    )

    assert case_of(state).acknowledged_at == after(2)
    assert case_of(state).acknowledged_by == "Ana Ortiz"


def test_our_own_acknowledgement_counts_as_soon_as_it_is_confirmed():
    ack = AcknowledgementRequested(
        id="a",
        incident_id=INCIDENT,
        effects=(AcknowledgeIncident(id="a.ack", incident_id=INCIDENT),),
    )
    state = state_of(SEEN, ack, EffectDone(effect="a.ack", done_at=after(1)))

    assert case_of(state).acknowledged_at == after(1)


def _logged(kind, text="acknowledged", person_id=ANA.id, at=NOW):
    entry = LogEntry(
        id="L9", incident_id=INCIDENT, at=at, kind=kind, text=text, person_id=person_id
    )
    return IncidentLogRead(incident_id=INCIDENT, entries=(entry,))


ACK = AcknowledgementRequested(
    id="a", incident_id=INCIDENT, effects=(AcknowledgeIncident(id="a.ack", incident_id=INCIDENT),)
)


@pytest.mark.parametrize(
    ("entry", "echo"),
    [
        (_logged("acknowledge"), True),
        (_logged("acknowledge", person_id="PBO"), False),
        (_logged("acknowledge", at=NOW + timedelta(minutes=10)), False),
        (_logged("escalate"), False),
    ],
)
def test_our_acknowledgement_is_not_told_a_second_time_by_the_pager(entry, echo):
    state = state_of(
        MeIdentified(person=ANA),
        SEEN,
        (NOW, ACK),
        (NOW, EffectDone(effect="a.ack", done_at=NOW)),
        (NOW, entry),
    )
    told = [m for m in case_of(state).moments if m.kind is Kind.PAGER]

    assert told == [] if echo else [m.text for m in told] == ["acknowledged"]


def _line(id_, kind, at, text=""):
    return LogEntry(id=id_, incident_id=INCIDENT, at=at, kind=kind, text=text or kind)


@pytest.mark.parametrize(
    ("lines", "tells"),
    [
        ([("resolve", 1), ("acknowledge", 1.1)], True),
        ([("acknowledge", 1), ("resolve", 1.1)], False),
        ([("resolve", 1), ("assign", 1.1), ("acknowledge", 2)], False),
        ([("acknowledge", 1)], False),
    ],
)
@pytest.mark.parametrize("at_once", [True, False])
def test_an_acknowledgement_that_opened_what_was_resolved_meanwhile_says_so(lines, tells, at_once):
    """It was resolved between the last look and the call: even our own echo is told then."""
    log = [_line(f"L{n}", kind, after(minutes)) for n, (kind, minutes) in enumerate(lines)]
    read = [log] if at_once else [[line] for line in log]
    state = state_of(
        MeIdentified(person=ANA),
        SEEN,
        (NOW, ACK),
        (NOW, EffectDone(effect="a.ack", done_at=after(1.1))),
        *(IncidentLogRead(incident_id=INCIDENT, entries=tuple(some)) for some in read),
    )
    told = [m.text for m in case_of(state).moments if "opened it again" in m.text]

    assert told == (["acknowledge: it had been resolved, and this opened it again"] * tells)


def test_an_echo_that_overtakes_the_answer_is_known_as_ours():
    claimed = EffectClaimed(effect="a.ack", attempt="1", process="p", until=after(9))
    state = state_of(
        MeIdentified(person=ANA), SEEN, (NOW, ACK), (NOW, claimed), (NOW, _logged("acknowledge"))
    )

    assert [m.kind for m in case_of(state).moments] == [Kind.PAGE, Kind.ACTION]
    assert case_of(state).acknowledged_at == NOW


def test_our_note_is_known_by_its_mark():
    note = NoteRequested(
        id="n",
        incident_id=INCIDENT,
        text="hi",
        effects=(AddNote(id="n.note", incident_id=INCIDENT, text="hi"),),
    )
    state = state_of(
        SEEN,
        note,
        EffectDone(effect="n.note"),
        _logged("annotate", text="hi [n.note]", person_id=""),
    )

    assert Kind.PAGER not in {m.kind for m in case_of(state).moments}


def test_a_log_entry_that_is_read_again_is_told_once():
    state = state_of(SEEN, _logged("escalate", "up"), _logged("escalate", "up"))

    assert [m.text for m in case_of(state).moments if m.kind is Kind.PAGER] == ["up"]


def _said(text, ts="2.0", ours=""):
    return ReplySeen(
        incident_id=INCIDENT,
        reply=Reply(channel="C1", thread="1.0", ts=ts, at=NOW, author="Bo", text=text, ours=ours),
    )


def test_an_edited_reply_replaces_what_it_said():
    state = state_of(SEEN, _said("revert?"), _said("also mine", ts="3.0"), _said("reverted"))
    texts = [m.text for m in case_of(state).moments if m.kind is Kind.CHAT]

    assert sorted(texts) == ["also mine", "reverted"]


def test_our_own_message_is_no_reply():
    state = state_of(SEEN, *declared(NOW), _said("declared", ours="decl.post"))

    assert Kind.CHAT not in {m.kind for m in case_of(state).moments}


def test_a_message_of_another_cockpit_is_a_reply():
    state = state_of(SEEN, _said("hello", ours="theirs.post"))

    assert [m.text for m in case_of(state).moments if m.kind is Kind.CHAT] == ["hello"]


def test_a_probe_that_begins_well_is_no_news():
    assert state_of(turned("api", Health.GOOD, PAGED, "200")).shift == ()


def test_two_processes_that_see_the_same_probe_fail_tell_it_once():
    state = state_of(turned("api", Health.BAD, PAGED), turned("api", Health.BAD, after(1), "502"))

    assert [m.text for m in state.shift] == ["api bad: 503"]
    assert (state.probes["api"].since, state.probes["api"].detail) == (PAGED, "502")


def test_what_failed_before_the_page_leads_the_story_of_the_incident():
    state = state_of(turned("api", Health.BAD, after(-2)), (after(0), SEEN))

    assert [m.kind for m in of_case(state, case_of(state))] == [Kind.HEALTH, Kind.PAGE]


def test_what_changed_in_a_repository_adds_and_takes_away():
    old, new = deploy("aa", at=after(-90)), deploy("bb", at=after(-5))
    state = state_of(
        DeploysFound(repository="cloud", found=(old, deploy("cc")), more=4),
        DeploysFound(repository="cloud", found=(new,), gone=("cc",)),
    )

    assert state.repositories["cloud"].deploys == (new, old)
    assert state.repositories["cloud"].more == 0


def test_what_runs_in_the_rings_stays_while_commits_come_and_go():
    beta, live = Running(ring="beta", sha="bb", ahead=1), Running(ring="production", sha="aa")
    state = state_of(
        RingsRead(repository="cloud", rings=(live,)),
        RingsRead(repository="cloud", rings=(beta, live)),
        DeploysFound(repository="cloud", found=(deploy("bb"),)),
    )

    assert state.repositories["cloud"].rings == (beta, live)


def test_a_commit_that_got_a_tag_replaces_itself():
    state = state_of(
        DeploysFound(repository="cloud", found=(deploy("aa"),)),
        DeploysFound(repository="cloud", found=(deploy("aa", tags=("v2",)),)),
    )

    assert [d.tags for d in state.repositories["cloud"].deploys] == [("v2",)]


def test_reports_are_replaced_by_path_and_forgotten_when_gone():
    state = state_of(
        ReportsFound(folder="soaks", found=(report("a.md"), report("b.md"))),
        ReportsFound(
            folder="soaks", found=(report("a.md", verdict=Verdict.PASSED),), gone=("b.md",)
        ),
    )

    assert [(r.path, r.verdict) for r in state.folders["soaks"].reports] == [
        ("a.md", Verdict.PASSED)
    ]


@pytest.mark.parametrize(
    ("statuses", "told"),
    [
        ([SourceStatus.OK], []),
        ([SourceStatus.OK, SourceStatus.LATE, SourceStatus.OK], []),
        ([SourceStatus.UNREACHABLE], ["Slack: down"]),
        ([SourceStatus.UNREACHABLE, SourceStatus.OK], ["Slack: down", "Slack answers again"]),
        ([SourceStatus.UNREACHABLE, SourceStatus.ASKING], ["Slack: down"]),
        ([SourceStatus.UNREACHABLE, SourceStatus.UNREACHABLE], ["Slack: down"]),
    ],
)
def test_the_shift_hears_of_a_source_that_fails_and_recovers(statuses, told):
    facts = [
        source("Slack", s, PAGED, "" if s in (SourceStatus.OK, SourceStatus.ASKING) else "down")
        for s in statuses
    ]

    assert [m.text for m in state_of(*facts).shift] == told


def test_a_step_is_ticked_and_looked_at_once():
    tick = StepTicked(incident_id=INCIDENT, step="customer")
    look = StepLookedAt(incident_id=INCIDENT, step="health", what="1 bad")
    state = state_of(SEEN, tick, (NOW, tick), look, (NOW, look))

    assert case_of(state).ticks["customer"].at == PAGED
    assert [m.kind for m in case_of(state).moments].count(Kind.STEP) == 2


def test_a_salvaged_journal_says_what_is_missing():
    fact = JournalSalvaged(set_aside="journal.damaged", kept=12, lost="3 records unreadable")
    (moment,) = state_of(fact).shift

    assert "12 records saved, 3 records unreadable" in moment.text
    assert "journal.damaged" in moment.text


def test_the_story_of_the_demo_folds_to_what_it_tells():
    state = fold(journal(STORY))
    case = case_of(state)

    assert case.declaration is not None
    assert state.thread(case) == "1776761110.000100"
    assert [p.effect.id for p in state.unsent()] == ["upd2.post"]


def test_there_is_no_thread_before_the_declaration_stands():
    state = state_of(SEEN, *declared(NOW, done=False))

    assert state.thread(case_of(state)) == ""
