"""Roles: taken, given, merged, left, told in the thread, and read from colleagues' cockpits."""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st
from orders import NOVA, cockpit_says, decided, holds, leaves, posts, reply
from situations import (
    ANA,
    BO,
    CLEO,
    INCIDENT,
    NOW,
    after,
    case_of,
    declared,
    held,
    incident,
    message,
    state_of,
)

from cockpit.domain.actions_talk import AssignRole, ChooseCadence
from cockpit.domain.cadence import update_due
from cockpit.domain.decisions import Refusal
from cockpit.domain.effects import Purpose
from cockpit.domain.facts import CadenceChosen, IncidentSeen, MeIdentified, RoleAssigned
from cockpit.domain.model import Person, Status
from cockpit.domain.persons import is_same
from cockpit.domain.procedure import Role
from cockpit.domain.roles import held_by, nudge_goes_to, nudged, role_named, roles_of, suggested

SEEN = IncidentSeen(incident=incident())
TAKEN = incident(
    status=Status.ACKNOWLEDGED, acknowledgements=(held(BO, after(2)), held(at=after(3)))
)
NOBODY = Person(id="", name="")
DECLARED = (SEEN, *declared(after(1)))


def _take(role="commander", person=ANA):
    return AssignRole(incident_id=INCIDENT, role=role, person=person)


def _roles(*told):
    return {r: h.person.name for r, h in case_of(state_of(*told)).roles.items()}


# --- taken, given, left ----------------------------------------------------------------------


def test_a_role_is_told_in_the_thread_for_people_and_for_other_cockpits():
    decision = decided(_take("IC"), *DECLARED)
    (post,) = posts(decision)

    assert post.text == "Who does what in #4217, says Ana Ortiz:\nIncident commander: Ana Ortiz"
    assert (post.thread_of, post.purpose) == ("decl.post", Purpose.ROLE)
    assert dict(post.about) == {
        "role": "commander",
        "person": "Ana Ortiz",
        "email": "ana@example.com",
        "by": "Ana Ortiz",
    }


def test_before_the_declaration_it_is_recorded_and_nothing_leaves_then_or_later():
    (fact,) = decided(_take(), SEEN)

    assert isinstance(fact, RoleAssigned)
    assert fact.effects == ()


def test_a_role_that_somebody_else_holds_names_who_held_it():
    (post,) = posts(decided(_take("comms", CLEO), *DECLARED, holds("communications", BO, NOW)))

    assert post.text.splitlines()[1] == "Communications: Cleo Marsh (before: Bo Lindqvist)"


def test_a_small_team_merges_them_all_in_one_gesture_and_one_message():
    mine = holds("scribe", ANA, after(2), effects=(message("s1", thread_of="decl.post"),))
    decision = decided(_take("all"), *DECLARED, mine)

    assert [fact.role for fact in decision] == ["commander", "communications", "investigators"]
    assert len({post.id for post in posts(decision)}) == 1
    assert dict(posts(decision)[0].about)["role"] == "commander,communications,investigators"
    state = state_of(*DECLARED, *((NOW, fact) for fact in decision))
    assert held_by(case_of(state), ANA) == ("commander", "communications", "investigators")
    assert list(state.parcels) == ["decl.post", "id1.role"]


def test_what_one_holds_already_is_told_once():
    told = holds("commander", ANA, NOW, effects=(message("c1", thread_of="decl.post"),))

    assert decided(_take(), *DECLARED, told) == ()
    assert decided(_take(), *DECLARED, _said(NOW, "commander", ANA.name)) == ()
    assert decided(_take(), SEEN, holds("commander", ANA, NOW)) == ()
    (post,) = posts(decided(_take(), *DECLARED, holds("commander", ANA, NOW)))
    assert post.text.endswith("\nIncident commander: Ana Ortiz")


def test_leaving_is_told_too_and_all_means_all_of_ones_own():
    told = (*DECLARED, holds("commander", ANA, NOW), holds("scribe", BO, NOW))
    (post,) = posts(decided(_take("commander", NOBODY), *told))
    everything = decided(_take("all", NOBODY), *told)

    assert post.text.splitlines()[1] == ("Incident commander: nobody any more (before: Ana Ortiz)")
    assert [fact.role for fact in everything] == ["commander"]


@pytest.mark.parametrize(
    ("role", "person", "words"),
    [
        ("pilot", ANA, "there is no role pilot: they are commander, communications"),
        ("scribe", NOBODY, "nobody is scribe"),
        ("all", NOBODY, "you hold no role here"),
        ("scribe", Person(id="P9", name=""), "say a name"),
    ],
)
def test_what_cannot_be_is_refused_with_a_way_out(role, person, words):
    refusal = decided(_take(role, person), *DECLARED)

    assert isinstance(refusal, Refusal)
    assert words in refusal.reason


def test_a_resolved_incident_has_no_roles_to_take():
    over = IncidentSeen(incident=incident(status=Status.RESOLVED, assignments=()))

    assert isinstance(decided(_take(), over), Refusal)


def test_the_profiles_roles_replace_those_of_the_program():
    own = replace(NOVA, roles=(Role(id="lead", title="Lead", short="L"),))

    assert role_named(own, "l") == own.roles[0]
    assert role_named(own, "scribe") is None
    assert [r.id for r in roles_of(replace(NOVA, roles=()))] == [r.id for r in roles_of(NOVA)]


# --- who is suggested, who is nudged ---------------------------------------------------------


def test_whoever_acknowledged_first_is_suggested_and_never_made_commander():
    state = state_of(IncidentSeen(incident=TAKEN))
    case = case_of(state)

    assert suggested(case, NOVA) == BO
    assert case.roles == {}
    led = case_of(state_of(IncidentSeen(incident=TAKEN), holds("commander", CLEO, NOW)))
    assert suggested(led, NOVA) is None
    assert suggested(case_of(state_of(SEEN)), NOVA) is None


def test_reminders_go_to_communications_else_to_who_commands_else_to_the_holder():
    told = [IncidentSeen(incident=TAKEN)]

    assert nudged(case_of(state_of(*told)), NOVA) == (ANA,)
    told.append(holds("commander", CLEO, after(4)))
    assert nudged(case_of(state_of(*told)), NOVA) == (CLEO,)
    told.append(holds("communications", BO, after(5)))
    assert nudged(case_of(state_of(*told)), NOVA) == (BO,)


def test_others_read_whose_reminder_it_is():
    case = case_of(state_of(IncidentSeen(incident=TAKEN), holds("communications", BO, NOW)))

    assert nudge_goes_to(case, NOVA, ANA) == "comms: Bo Lindqvist"
    assert nudge_goes_to(case, NOVA, BO) == ""
    assert nudge_goes_to(case, NOVA, None) == ""


def test_people_are_one_by_id_by_address_by_name_in_this_order():
    assert is_same(ANA, Person(id="PANA", name="A."))
    assert not is_same(ANA, Person(id="PX", name="Ana Ortiz"))
    assert is_same(ANA, Person(id="", name="ana", email="ANA@example.com"))
    assert not is_same(ANA, Person(id="", name="Ana Ortiz", email="other@example.com"))
    assert is_same(BO, Person(id="", name="bo lindqvist", email="bo@example.com"))
    assert not is_same(NOBODY, NOBODY)


# --- from colleagues -------------------------------------------------------------------------


def _said(at, role="communications", person="Dan Okoye", **more):
    return cockpit_says(at, "role", role=role, person=person, by="Dan Okoye", **more)


def test_a_colleagues_cockpit_gives_roles_and_the_timeline_says_so():
    state = state_of(SEEN, _said(after(5), "commander,scribe", email="dan@example.com"))
    case = case_of(state)

    assert _roles(SEEN, _said(after(5), "commander,scribe")) == {
        "commander": "Dan Okoye",
        "scribe": "Dan Okoye",
    }
    assert case.roles["scribe"].person.email == "dan@example.com"
    assert case.roles["scribe"].author == "Dan Okoye"
    assert case.moments[-1].text == ("commander: Dan Okoye; scribe: Dan Okoye (told in the thread)")


def test_newer_words_win_over_older_ones_whatever_is_read_first():
    mine = holds("communications", ANA, after(6))

    assert _roles(SEEN, mine, _said(after(5))) == {"communications": "Ana Ortiz"}
    assert _roles(SEEN, mine, _said(after(7))) == {"communications": "Dan Okoye"}
    assert _roles(SEEN, mine, leaves("communications", after(8)), _said(after(7))) == {}
    assert _roles(SEEN, _said(after(5)), _said(after(6), person="")) == {}


def test_the_same_words_read_again_with_a_reaction_change_nothing():
    first = _said(after(5))
    again = (after(9), replace(first[1], reply=replace(first[1].reply, text="edited")))
    case = case_of(state_of(SEEN, first, leaves("communications", after(7)), again))

    assert case.roles == {}
    assert [m.text for m in case.moments if "Dan" in m.text] == [
        "communications: Dan Okoye (told in the thread)"
    ]


def test_our_own_message_read_back_gives_no_role_twice():
    decision = decided(_take(), *DECLARED)
    (post,) = posts(decision)
    back = reply(after(9), "app", ours=post.id, purpose="role", about=post.about)
    case = case_of(state_of(*DECLARED, (after(8), decision[0]), back))

    assert len(case.tenures) == 1
    assert case.roles["commander"].author == "Ana Ortiz"


@pytest.mark.parametrize(
    "about",
    [
        {},
        {"role": ""},
        {"role": "NOT A ROLE"},
        {"role": "a" * 90},
        {"role": "../etc,<b>"},
    ],
)
def test_what_has_the_wrong_shape_is_only_a_message(about):
    told = cockpit_says(after(5), "role", text="hello", person="Dan", **about)
    case = case_of(state_of(SEEN, told))

    assert case.roles == {}
    assert case.moments[-1].text == "hello"


def test_a_person_who_writes_the_same_words_gives_no_role():
    about = (("role", "scribe"), ("person", "Dan"))
    told = reply(after(5), "Mallory", "hello", purpose="role", about=about)

    assert case_of(state_of(SEEN, told)).roles == {}


def test_nobody_can_flood_an_incident_with_roles():
    told = [_said(after(5 + n), f"role-{n}") for n in range(40)]

    assert len(case_of(state_of(SEEN, *told)).roles) == 12


WORDS = st.text(max_size=12) | st.sampled_from(
    (
        "announced",
        "worked",
        "scribe",
        "a,b",
        "0001-01-01T00:00:00+23:59",
        "9999-12-31T23:59:59-23:59",
        "2026-04-21T08:50:00+00:00",
    )
)
NAMES = st.sampled_from(
    ("role", "person", "email", "id", "kind", "target", "stage", "since", "next")
)


@given(
    st.sampled_from(("role", "mitigation", "relief", "update", "declaration", "newer")),
    st.lists(st.dictionaries(NAMES, WORDS), max_size=4),
)
def test_whatever_anybody_puts_into_a_message_leaves_a_state_that_can_be_shown(purpose, said):
    told = [cockpit_says(after(9 + n), purpose, **about) for n, about in enumerate(said)]
    state = state_of(*DECLARED, *told)
    case = case_of(state)

    for at in (update_due(state, case, NOVA), case.relief and case.relief.at):
        assert at is None or after(-60 * 25) <= at <= after(60 * 25)
    assert len(case.moments) == len(case_of(state_of(*DECLARED)).moments) + len(said)


# --- the cadence is chosen -------------------------------------------------------------------


def _choose(**choice):
    return ChooseCadence(incident_id=INCIDENT, **choice)


def test_a_choice_stands_on_the_timeline_with_its_reason():
    (fact,) = decided(_choose(every_s=600, reason="a quiet channel"), SEEN)

    assert fact == CadenceChosen(incident_id=INCIDENT, every_s=600, reason="a quiet channel")
    moment = case_of(state_of(SEEN, (NOW, fact))).moments[-1]
    assert moment.text == "outward updates every 10 minutes: a quiet channel"
    assert moment.author == "Ana Ortiz"


def test_a_snooze_keeps_the_interval_that_was_chosen_before():
    told = (SEEN, (NOW, CadenceChosen(incident_id=INCIDENT, every_s=600, reason="r")))
    (fact,) = decided(_choose(until=after(30), reason="reading logs"), *told)

    assert (fact.every_s, fact.until) == (600, after(30))


@pytest.mark.parametrize(
    ("choice", "words"),
    [
        ({"every_s": 0}, "say why"),
        ({"until": after(30)}, "say why"),
        ({"until": after(1), "reason": "r"}, "is past already"),
        ({"until": after(60 * 30), "reason": "r"}, "24 hours at most"),
        ({"every_s": 30, "reason": "r"}, "from 1 minute to 24 hours"),
        ({"every_s": 0, "until": after(30), "reason": "r"}, "not both"),
        ({"reason": "r"}, "profile's cadence already"),
    ],
)
def test_a_choice_that_cannot_be_is_refused(choice, words):
    refusal = decided(_choose(**choice), SEEN, MeIdentified(person=ANA))

    assert isinstance(refusal, Refusal)
    assert words in refusal.reason


def test_what_is_off_is_not_snoozed_and_what_is_not_due_neither():
    off = (NOW, CadenceChosen(incident_id=INCIDENT, every_s=0, reason="r"))
    early = decided(_choose(until=after(5), reason="r"), *DECLARED)

    assert "switched off" in decided(_choose(until=after(30), reason="r"), SEEN, off).reason
    assert "nothing is due before" in early.reason
    assert isinstance(decided(_choose(until=after(30), reason="r"), *DECLARED), tuple)


def test_the_same_choice_twice_is_one_and_the_usual_comes_back():
    off = (NOW, CadenceChosen(incident_id=INCIDENT, every_s=0, reason="r"))

    assert decided(_choose(every_s=0, reason="r"), SEEN, off) == ()
    assert decided(_choose(reason="over"), SEEN, off) == (
        CadenceChosen(incident_id=INCIDENT, reason="over"),
    )
