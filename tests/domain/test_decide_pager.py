"""Every change at the pager: what it amounts to, word for word, and when it is refused."""

from dataclasses import replace
from datetime import timedelta
from itertools import count

import pytest
from situations import (
    ANA,
    BO,
    CLEO,
    DAN,
    INCIDENT,
    NOW,
    PAGED,
    POLICY,
    ZONE,
    after,
    declared,
    held,
    incident,
    on_call,
    policy,
    procedure,
    state_of,
)

from cockpit.domain.actions import (
    AcknowledgeMany,
    CallResponders,
    ConcludeHandOver,
    Escalate,
    Merge,
    OfferHandOver,
    OfferHelp,
    Prioritise,
    Reassign,
    Rename,
    Resolve,
    RotatePolicy,
    Snooze,
    TakePager,
)
from cockpit.domain.decide import decide
from cockpit.domain.decisions import Ground, Refusal
from cockpit.domain.effects import (
    AcknowledgeIncident,
    AddNote,
    AddResponders,
    EscalateIncident,
    MergeIncidents,
    OverrideSchedule,
    PostMessage,
    PrioritiseIncident,
    ReassignIncident,
    RenameIncident,
    ResolveIncident,
    RewritePolicy,
    SnoozeIncident,
)
from cockpit.domain.facts import (
    ChangeRequested,
    EffectDone,
    EffectFailed,
    HandOverAccepted,
    HandOverOffered,
    IncidentSeen,
    MeIdentified,
    OnCallSeen,
    PolicySeen,
)
from cockpit.domain.model import PolicyLevel, Status, Urgency

NOVA = procedure()
NOVA = replace(NOVA, channels=replace(NOVA.channels, oncall="#oncall"))
MUTE = replace(NOVA, channels=replace(NOVA.channels, oncall=""))
ABOVE = "primary unreachable, customer-facing outage since 08:42 UTC"
OTHER = "Q2"
LIVE = (
    MeIdentified(person=ANA),
    PolicySeen(policy=policy()),
    OnCallSeen(entries=on_call(ANA, BO, CLEO, DAN)),
    IncidentSeen(incident=incident()),
)


def seen(**changes):
    return (*LIVE[:3], IncidentSeen(incident=replace(incident(), **changes)))


ACKED = seen(status=Status.ACKNOWLEDGED, acknowledgements=(held(),))
RESOLVED = seen(status=Status.RESOLVED, assignments=())
THEIRS = seen(assignments=(held(BO),))


def decided(action, *told, by=NOVA, me=ANA, now=NOW):
    ids = count(1)
    ground = Ground(procedure=by, me=me, now=now, zone=ZONE, new_id=lambda: f"id{next(ids)}")
    return decide(state_of(*told), action, ground)


def changed(action, *told, **ground) -> ChangeRequested:
    decision = decided(action, *told, **ground)
    assert not isinstance(decision, Refusal), decision.reason
    (fact,) = decision
    assert isinstance(fact, ChangeRequested)
    assert all(effect.id.startswith(fact.id) for effect in fact.effects)
    return fact


def refused(action, *told, **ground) -> str:
    decision = decided(action, *told, **ground)
    assert isinstance(decision, Refusal), decision
    return decision.reason


def sent(*effects, request="sent"):
    return ChangeRequested(id=request, incident_id=INCIDENT, words="x", effects=effects)


# --- escalate -------------------------------------------------------------------------------


def test_escalating_pages_the_next_level_by_its_number_alone() -> None:
    fact = changed(Escalate(incident_id=INCIDENT), *LIVE)

    assert fact.effects == (EscalateIncident(id="id1.page", incident_id=INCIDENT, level=2),)
    assert fact.words == "escalate #4217 to level 2 (Bo Lindqvist)"


def test_escalating_passes_over_a_level_with_nobody() -> None:
    told = (*LIVE[:2], OnCallSeen(entries=on_call(ANA, None, CLEO)), LIVE[3])

    fact = changed(Escalate(incident_id=INCIDENT, reason=ABOVE), *told)

    assert fact.effects[1] == EscalateIncident(id="id1.page", incident_id=INCIDENT, level=3)


def test_above_the_secondary_the_reason_becomes_a_note_beside_the_page() -> None:
    fact = changed(Escalate(incident_id=INCIDENT, level=3, reason=f" {ABOVE}\n"), *LIVE)

    assert fact.effects == (
        AddNote(id="id1.note", incident_id=INCIDENT, text=ABOVE),
        EscalateIncident(id="id1.page", incident_id=INCIDENT, level=3),
    )
    assert fact.reason == ABOVE


@pytest.mark.parametrize("reason", ["", "escalating", "please help"])
def test_above_the_secondary_an_empty_reason_is_refused(reason: str) -> None:
    said = refused(Escalate(incident_id=INCIDENT, level=3, reason=reason), *LIVE)

    assert said.startswith("paging above the secondary needs a reason: ")
    assert ABOVE in said


@pytest.mark.parametrize(
    ("told", "level", "words"),
    [
        (RESOLVED, None, "#4217 is resolved: nobody is paged for it now"),
        (seen(urgency=Urgency.LOW), None, "low urgency and cannot be escalated at the pager"),
        (seen(direct=True), 2, "assigned directly and cannot be escalated at the pager"),
        (LIVE, 5, "there is no level 5: the policy of #4217 ends at level 4"),
        (LIVE, 0, "nobody is above"),
        (
            (*LIVE[:2], OnCallSeen(entries=on_call(ANA, None, CLEO)), LIVE[3]),
            2,
            "nobody is on call at level 2",
        ),
        (
            (*LIVE, sent(EscalateIncident(id="e", incident_id=INCIDENT, level=2))),
            2,
            "on its way already",
        ),
    ],
)
def test_an_escalation_that_cannot_be_is_refused_with_what_to_do(told, level, words) -> None:
    assert words in refused(Escalate(incident_id=INCIDENT, level=level, reason=ABOVE), *told)


def test_at_the_last_level_nobody_is_above() -> None:
    told = seen(assignments=(held(DAN, after(45)),))

    said = refused(Escalate(incident_id=INCIDENT, reason=ABOVE), *told, now=after(46))

    assert said.startswith("nobody is above the level that is paged now for #4217 (of 4)")


def test_an_escalation_that_failed_does_not_forbid_another() -> None:
    told = (
        *LIVE,
        sent(EscalateIncident(id="e", incident_id=INCIDENT, level=2)),
        EffectFailed(effect="e", reason="no", final=True),
    )

    assert changed(Escalate(incident_id=INCIDENT), *told).effects[0].level == 2


def test_without_any_policy_only_a_named_level_can_be_paged() -> None:
    bare = replace(NOVA, ladder=())
    told = IncidentSeen(incident=incident())

    assert "is not known yet" in refused(Escalate(incident_id=INCIDENT), told, by=bare)
    fact = changed(Escalate(incident_id=INCIDENT, level=2), told, by=bare)
    assert fact.words == "escalate #4217 to level 2 (whoever is on call)"


# --- re-assign, responders, policy ------------------------------------------------------------


def test_reassigning_without_a_name_gives_it_to_the_secondary() -> None:
    fact = changed(Reassign(incident_id=INCIDENT), *LIVE)

    effect = ReassignIncident(id="id1.assign", incident_id=INCIDENT, person_ids=("PBO",))
    assert fact.effects == (effect,)
    assert fact.words == "re-assign #4217 to Bo Lindqvist"


def test_reassigning_to_people_by_id_names_those_who_are_known() -> None:
    fact = changed(Reassign(incident_id=INCIDENT, person_ids=("PCLEO", "PNEW", "PCLEO")), *LIVE)

    assert fact.effects[0].person_ids == ("PCLEO", "PNEW")
    assert fact.words == "re-assign #4217 to Cleo Marsh, PNEW"


@pytest.mark.parametrize(
    ("told", "people", "words"),
    [
        (RESOLVED, (), "is resolved: nobody is paged"),
        (LIVE, ("PANA",), "#4217 is with Ana Ortiz already"),
        ((LIVE[0], LIVE[3]), (), "nobody is known to be the secondary of #4217"),
    ],
)
def test_a_reassignment_that_makes_no_sense_is_refused(told, people, words) -> None:
    assert words in refused(Reassign(incident_id=INCIDENT, person_ids=people), *told)


def test_calling_responders_takes_people_and_words() -> None:
    call = CallResponders(incident_id=INCIDENT, person_ids=("PCLEO",), message=" db is read-only ")

    fact = changed(call, *LIVE)

    assert fact.effects == (
        AddResponders(
            id="id1.responders",
            incident_id=INCIDENT,
            person_ids=("PCLEO",),
            message="db is read-only",
        ),
    )
    assert (fact.words, fact.reason) == ("call Cleo Marsh to #4217", "db is read-only")
    assert "say whom" in refused(replace(call, person_ids=()), *LIVE)
    assert "paged with your words" in refused(replace(call, message=" "), *LIVE)
    assert "too long" in refused(replace(call, message="x" * 4000), *LIVE)
    assert "resolved" in refused(call, *RESOLVED)


LEVELS = (
    PolicyLevel(delay_s=300, targets=("Bo Lindqvist",), target_ids=("user:PBO",)),
    PolicyLevel(delay_s=900, targets=("Ana Ortiz",), target_ids=("user:PANA",)),
)


def test_rotating_puts_exactly_these_levels_on_the_policy() -> None:
    fact = changed(RotatePolicy(policy_id=POLICY, levels=LEVELS), *LIVE)

    assert fact.effects == (
        RewritePolicy(id="id1.policy", incident_id="", policy_id=POLICY, levels=LEVELS),
    )
    assert fact.words == "put Bo Lindqvist (5 min), then Ana Ortiz (15 min) on the policy cloud"


@pytest.mark.parametrize(
    ("told", "levels", "words"),
    [
        ((), LEVELS, "not known here yet"),
        (LIVE, (), "a policy without levels pages nobody"),
        (LIVE, (PolicyLevel(delay_s=300, targets=("x",)),), "level 1 names nobody"),
        (LIVE, (replace(LEVELS[0], delay_s=90),), "whole minutes"),
        ((PolicySeen(policy=replace(policy(), levels=LEVELS)),), LEVELS, "is like that already"),
        (
            (*LIVE, sent(RewritePolicy(id="e", incident_id="", policy_id=POLICY, levels=LEVELS))),
            LEVELS,
            "on its way",
        ),
    ],
)
def test_a_rotation_that_makes_no_sense_is_refused(told, levels, words) -> None:
    assert words in refused(RotatePolicy(policy_id=POLICY, levels=levels), *told)


# --- resolve, snooze, name, merge -------------------------------------------------------------


def test_resolving_says_how() -> None:
    fact = changed(Resolve(incident_id=INCIDENT, resolution=" rolled back "), *LIVE)

    assert fact.effects == (
        ResolveIncident(id="id1.resolve", incident_id=INCIDENT, resolution="rolled back"),
    )
    assert "resolved already" in refused(Resolve(incident_id=INCIDENT), *RESOLVED)
    on_its_way = (*LIVE, sent(ResolveIncident(id="e", incident_id=INCIDENT)))
    assert "on its way already" in refused(Resolve(incident_id=INCIDENT), *on_its_way)


def test_a_snooze_of_what_is_acknowledged_is_one_effect() -> None:
    fact = changed(Snooze(incident_id=INCIDENT, until=after(62)), *ACKED)

    effect = SnoozeIncident(id="id1.snooze", incident_id=INCIDENT, until=after(62))
    assert fact.effects == (effect,)
    assert fact.words == "snooze #4217 until 09:44 UTC (11:44 CEST)"


def test_a_snooze_of_ones_own_page_acknowledges_it_first() -> None:
    tomorrow = after(24 * 60)

    fact = changed(Snooze(incident_id=INCIDENT, until=tomorrow), *LIVE)

    assert fact.effects == (
        AcknowledgeIncident(id="id1.ack", incident_id=INCIDENT),
        SnoozeIncident(id="id1.snooze", incident_id=INCIDENT, until=tomorrow),
    )
    assert fact.words.startswith("acknowledge and snooze #4217 until Wed 22 Apr 08:42 UTC")


@pytest.mark.parametrize(
    ("told", "until", "words"),
    [
        (RESOLVED, after(60), "resolved already"),
        (THEIRS, after(60), "is not acknowledged, and only what is can rest"),
        (ACKED, NOW, "past already"),
        (ACKED, NOW + timedelta(days=7, seconds=1), "7 days at most"),
    ],
)
def test_a_snooze_that_cannot_be_is_refused(told, until, words) -> None:
    assert words in refused(Snooze(incident_id=INCIDENT, until=until), *told)


@pytest.mark.parametrize("seconds", [1, 7 * 86400])
def test_the_shortest_and_the_longest_snooze(seconds: int) -> None:
    until = NOW + timedelta(seconds=seconds)

    assert changed(Snooze(incident_id=INCIDENT, until=until), *ACKED).effects[0].until == until


def test_a_new_title_is_one_line_of_some_length() -> None:
    fact = changed(Rename(incident_id=INCIDENT, title=" ingest\nis down "), *LIVE)

    assert fact.effects == (
        RenameIncident(id="id1.title", incident_id=INCIDENT, title="ingest is down"),
    )
    assert "empty title" in refused(Rename(incident_id=INCIDENT, title=" "), *LIVE)
    assert "called that already" in refused(
        Rename(incident_id=INCIDENT, title="api 5xx above 5 %"), *LIVE
    )
    assert "too many" in refused(Rename(incident_id=INCIDENT, title="x" * 501), *LIVE)


def test_a_priority_goes_by_name_and_can_be_taken_away() -> None:
    fact = changed(Prioritise(incident_id=INCIDENT, priority="P2"), *LIVE)
    none = changed(Prioritise(incident_id=INCIDENT, priority=""), *LIVE)

    assert fact.effects == (
        PrioritiseIncident(id="id1.priority", incident_id=INCIDENT, priority="P2"),
    )
    assert (none.effects[0].priority, none.words) == ("", "priority none for #4217")
    assert "has priority P1 already" in refused(
        Prioritise(incident_id=INCIDENT, priority="p1"), *LIVE
    )


SECOND = IncidentSeen(incident=incident(OTHER, number=4218))
OVER = IncidentSeen(incident=incident(OTHER, number=4218, status=Status.RESOLVED))


def test_merging_with_a_title_renames_too() -> None:
    merge = Merge(incident_id=INCIDENT, sources=(OTHER, INCIDENT, OTHER), title="eu-1 is down")

    fact = changed(merge, *LIVE, SECOND)

    assert fact.effects == (
        MergeIncidents(id="id1.merge", incident_id=INCIDENT, sources=(OTHER,)),
        RenameIncident(id="id1.title", incident_id=INCIDENT, title="eu-1 is down"),
    )
    assert fact.words == "merge #4218 into #4217, called: eu-1 is down"
    assert len(changed(replace(merge, title=""), *LIVE, SECOND).effects) == 1
    assert len(changed(replace(merge, title="api 5xx above 5 %"), *LIVE, SECOND).effects) == 1


@pytest.mark.parametrize(
    ("told", "sources", "words"),
    [
        ((*RESOLVED, SECOND), (OTHER,), "choose an open one to merge into"),
        (LIVE, (INCIDENT,), "choose what to merge into #4217"),
        (LIVE, (OTHER,), "not known here any more"),
        ((*LIVE, OVER), (OTHER,), "#4218: resolved by now"),
        (
            (*LIVE, SECOND, sent(MergeIncidents(id="e", incident_id=INCIDENT, sources=(OTHER,)))),
            (OTHER,),
            "on its way",
        ),
    ],
)
def test_a_merge_that_makes_no_sense_is_refused(told, sources, words) -> None:
    assert words in refused(Merge(incident_id=INCIDENT, sources=sources), *told)


# --- many at once -----------------------------------------------------------------------------


def test_many_are_acknowledged_in_one_request_and_what_is_left_out_is_named() -> None:
    told = (
        *LIVE,
        IncidentSeen(incident=incident("Q2", number=2)),
        IncidentSeen(incident=incident("Q3", number=3, status=Status.RESOLVED)),
        IncidentSeen(
            incident=incident(
                "Q4", number=4, status=Status.ACKNOWLEDGED, acknowledgements=(held(),)
            )
        ),
        IncidentSeen(incident=incident("Q5", number=5)),
        sent(AcknowledgeIncident(id="e", incident_id="Q5")),
    )

    fact = changed(AcknowledgeMany(incident_ids=(INCIDENT, "Q2", "Q3", "Q4", "Q5", "Q9")), *told)

    assert fact.effects == (
        AcknowledgeIncident(id="id1.ack1", incident_id=INCIDENT),
        AcknowledgeIncident(id="id1.ack2", incident_id="Q2"),
    )
    assert fact.words == (
        "acknowledge #4217, #2; left out: #3 is resolved, #4 is yours already, "
        "#5 is on its way already, Q9 is not known here"
    )
    assert fact.incident_id == ""


def test_a_storm_is_counted_where_it_cannot_be_named() -> None:
    storm = [IncidentSeen(incident=incident(f"S{n}", number=n)) for n in range(1, 301)]

    fact = changed(AcknowledgeMany(incident_ids=tuple(f"S{n}" for n in range(1, 301))), *storm)

    assert len(fact.effects) == len({e.id for e in fact.effects}) == 300
    assert fact.words == "acknowledge #1, #2, #3, #4, #5 and 295 more"


def test_somebody_elses_pages_ask_once_more() -> None:
    theirs = IncidentSeen(incident=incident("Q2", number=2, assignments=(held(BO),)))
    many = AcknowledgeMany(incident_ids=(INCIDENT, "Q2"))

    decision = decided(many, *LIVE, theirs)

    assert isinstance(decision, Refusal)
    assert decision.confirmable
    assert decision.reason.startswith("1 of 2 page Bo Lindqvist, not you (#2)")
    assert len(changed(replace(many, sure=True), *LIVE, theirs).effects) == 2


def test_nothing_at_all_is_not_acknowledged() -> None:
    assert "no incident is selected" in refused(AcknowledgeMany(incident_ids=()), *LIVE)
    assert "#4217 is resolved" in refused(AcknowledgeMany(incident_ids=(INCIDENT,)), *RESOLVED)
    ids = tuple(f"S{n}" for n in range(501))
    assert "at most 500" in refused(AcknowledgeMany(incident_ids=ids), *LIVE)


def test_what_is_asked_for_many_stands_on_the_timeline_of_each() -> None:
    fact = changed(AcknowledgeMany(incident_ids=(INCIDENT, OTHER)), *LIVE, SECOND)

    state = state_of(*LIVE, SECOND, fact)

    for key, effect in ((INCIDENT, "id1.ack1"), (OTHER, "id1.ack2")):
        last = state.cases[key].moments[-1]
        assert (last.text, last.effects) == ("acknowledge", (effect,))
    assert state.shift[-1].text == fact.words


# --- the pager, help, hand-over ---------------------------------------------------------------

TAKE = TakePager(schedule_id="SCHED", start=NOW, end=NOW + timedelta(hours=2), reason="migration")
NAMED = PolicySeen(
    policy=replace(
        policy(),
        levels=(PolicyLevel(delay_s=900, targets=("Primary",), target_ids=("schedule:SCHED",)),),
    )
)


def test_taking_the_pager_overrides_the_schedule_and_says_so() -> None:
    fact = changed(TAKE, *LIVE, NAMED)

    override, post = fact.effects
    assert override == OverrideSchedule(
        id="id1.override",
        incident_id="",
        schedule_id="SCHED",
        person_id="PANA",
        start=NOW,
        end=TAKE.end,
    )
    assert isinstance(post, PostMessage)
    assert post.channel == "#oncall"
    assert post.text == (
        "Ana Ortiz takes the pager (Primary) from 08:44 UTC (10:44 CEST) "
        "to 10:44 UTC (12:44 CEST).\nWhy: migration"
    )
    assert fact.incident_id == ""


def test_without_a_channel_the_pager_is_taken_and_that_nobody_is_told_is_said() -> None:
    fact = changed(TAKE, *LIVE, by=MUTE)

    assert len(fact.effects) == 1
    assert "nobody is told" in fact.words


def test_a_start_that_is_past_is_now() -> None:
    assert changed(replace(TAKE, start=PAGED), *LIVE).effects[0].start == NOW


@pytest.mark.parametrize(
    ("action", "me", "words"),
    [
        (TAKE, replace(ANA, id=""), "has not said yet who you are"),
        (replace(TAKE, end=NOW), ANA, "over before it begins"),
        (replace(TAKE, end=NOW + timedelta(days=15)), ANA, "14 days at most"),
        (replace(TAKE, schedule_id=""), ANA, "in which schedule"),
    ],
)
def test_the_pager_is_not_taken_so(action, me, words) -> None:
    assert words in refused(action, *LIVE, me=me)


def test_help_is_offered_in_the_on_call_channel_with_the_holder_named() -> None:
    fact = changed(OfferHelp(incident_id=INCIDENT), *THEIRS)

    (post,) = fact.effects
    assert post.channel == "#oncall"
    assert post.text.startswith("Ana Ortiz can help with #4217: api 5xx above 5 %\nIt is with Bo")
    assert fact.words == "offer Bo Lindqvist help with #4217"
    assert "is with you" in refused(OfferHelp(incident_id=INCIDENT), *LIVE)
    assert "no on-call channel" in refused(OfferHelp(incident_id=INCIDENT), *THEIRS, by=MUTE)
    assert "resolved" in refused(OfferHelp(incident_id=INCIDENT), *RESOLVED)


OFFER = OfferHandOver(incident_id=INCIDENT, person_id="PBO")


def offered(*told, **ground) -> HandOverOffered:
    (fact,) = decided(OFFER, *told, **ground)
    assert isinstance(fact, HandOverOffered)
    return fact


def test_a_hand_over_asks_in_the_thread_of_the_declaration() -> None:
    fact = offered(*LIVE, *declared(after(1)))

    (post,) = fact.effects
    assert (post.thread_of, post.channel) == ("decl.post", "C1")
    assert fact.person == BO
    assert post.text.startswith("Bo Lindqvist: can you take #4217 from Ana Ortiz?")
    assert 'reply "taking it" here' in post.text
    assert "Until then Ana Ortiz has it." in post.text


def test_without_a_thread_it_asks_in_the_on_call_channel_where_no_reply_is_read() -> None:
    (post,) = offered(*LIVE).effects

    assert (post.thread_of, post.channel) == ("", "#oncall")
    assert "reply" not in post.text
    assert "no on-call channel" in refused(OFFER, *LIVE, by=MUTE)


def test_a_declaration_that_was_not_sent_opens_no_thread() -> None:
    lost = EffectFailed(effect="decl.post", reason="no", final=True)

    (post,) = offered(*LIVE, *declared(after(1), done=False), lost).effects

    assert post.channel == "#oncall"


@pytest.mark.parametrize(
    ("told", "action", "words"),
    [
        (RESOLVED, OFFER, "resolved"),
        (LIVE, replace(OFFER, person_id="PANA"), "to yourself"),
        (LIVE, replace(OFFER, person_id="PNEW"), "not named that person"),
        (THEIRS, OFFER, "is with Bo Lindqvist already"),
        (seen(assignments=(held(CLEO),)), OFFER, "is with Cleo Marsh, not with you"),
    ],
)
def test_a_hand_over_that_makes_no_sense_is_refused(told, action, words) -> None:
    assert words in refused(action, *told)


def test_whoever_was_asked_is_not_asked_again_unless_it_never_reached_them() -> None:
    told = (*LIVE, (after(1), offered(*LIVE)))

    said = refused(OFFER, *told)
    lost = EffectFailed(effect="id1.post", reason="no", final=True)

    assert said == (
        "Bo Lindqvist was asked at 08:43 UTC (10:43 CEST) and has not agreed yet: "
        "#4217 stays with you"
    )
    assert isinstance(decided(OFFER, *told, lost), tuple)
    assert isinstance(decided(replace(OFFER, person_id="PCLEO"), *told), tuple)


def test_a_hand_over_is_concluded_once_they_agreed_and_not_before() -> None:
    conclude = ConcludeHandOver(incident_id=INCIDENT)
    asked = (*LIVE, (after(1), offered(*LIVE)))
    agreed = HandOverAccepted(incident_id=INCIDENT, person_id="PBO", how="they said so")

    assert "nobody was asked to take #4217" in refused(conclude, *LIVE)
    assert "has not agreed yet: #4217 stays with you" in refused(conclude, *asked)
    fact = changed(conclude, *asked, agreed)

    assert fact.effects == (
        ReassignIncident(id="id1.assign", incident_id=INCIDENT, person_ids=("PBO",)),
    )
    assert (fact.words, fact.reason) == ("hand #4217 over to Bo Lindqvist", "they said so")


def test_a_hand_over_that_the_pager_shows_already_needs_nothing_more() -> None:
    asked = (*LIVE, (after(1), offered(*LIVE)))
    agreed = HandOverAccepted(incident_id=INCIDENT, person_id="PBO", how="they said so")

    assert decided(ConcludeHandOver(incident_id=INCIDENT), *asked, agreed, THEIRS[3]) == ()
    on_its_way = sent(ReassignIncident(id="e", incident_id=INCIDENT, person_ids=("PBO",)))
    done = EffectDone(effect="e")
    conclude = ConcludeHandOver(incident_id=INCIDENT)
    assert "on its way" in refused(conclude, *asked, agreed, on_its_way)
    assert changed(conclude, *asked, agreed, on_its_way, done).effects


@pytest.mark.parametrize(
    "action",
    [Resolve(incident_id="QX"), Escalate(incident_id="QX"), OfferHelp(incident_id="QX")],
)
def test_an_unknown_incident_is_not_changed(action) -> None:
    assert "no incident is on screen" in refused(action, *LIVE)
