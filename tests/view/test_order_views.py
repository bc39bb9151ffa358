"""Roles, mitigations, relief and tellings at a glance: in the header and in the update pane."""

from dataclasses import replace

import pytest
from orders import NOVA, announced, chose, holds, moved, told
from situations import ANA, BO, INCIDENT, after, declared, held, incident, running, state_of

from cockpit.domain.demands import Telling, Way
from cockpit.domain.facts import IncidentSeen, MeIdentified, ReliefNoted
from cockpit.domain.model import Status
from cockpit.keys import table as keys
from cockpit.keys.key import offered
from cockpit.view import order, tellings
from cockpit.view.cells import Space, Tone
from cockpit.view.header import sheet as header
from cockpit.view.updates import sheet as updates

TAKEN = IncidentSeen(
    incident=incident(status=Status.ACKNOWLEDGED, acknowledgements=(held(at=after(3)),))
)
DECLARED = (TAKEN, *declared(after(4)))
TELLS = (
    Telling(id="channel", who="the channel", way=Way.DECLARE),
    Telling(id="all", who="everybody", way=Way.EMAIL, within_s=1800),
    Telling(id="board", who="the board", way=Way.PERSON),
)


def situation(*more, base=DECLARED, procedure=NOVA):
    state = state_of(MeIdentified(person=ANA), *base, *more)
    return replace(running(), state=state, me=ANA, procedure=procedure)


def obliged(*more):
    levels = tuple(replace(x, tells=TELLS) if x.name == "P1" else x for x in NOVA.levels)
    return situation(*more, procedure=replace(NOVA, levels=levels))


def words(sheet):
    return [" ".join(cell.text for cell in row.cells if cell.text) for row in sheet.rows]


def roles(found, width=80):
    return order.roles(found, found.state.cases[INCIDENT], width)


def test_the_header_names_who_commands_and_who_speaks_also_when_nobody_does():
    assert roles(situation()) == "IC –  comms –"
    assert roles(situation(holds("commander", ANA, after(5)))) == "IC Ana  comms –"
    both = (holds("commander", ANA, after(5)), holds("scribe", BO, after(5)))
    assert roles(situation(*both)) == "IC Ana  comms –  scribe Bo"


@pytest.mark.parametrize(
    ("width", "shown"), [(80, "IC Ana  comms –"), (14, "IC Ana"), (6, "IC Ana"), (5, ""), (-3, "")]
)
def test_only_what_fits_is_shown(width, shown):
    assert roles(situation(holds("commander", ANA, after(5))), width) == shown


def test_before_anybody_has_said_anything_no_roles_are_missed():
    assert roles(situation(base=(TAKEN,))) == ""


@pytest.mark.parametrize("size", [Space(80, 1), Space(120, 2), Space(200, 2)])
def test_the_roles_stand_in_the_header_at_every_size(size):
    found = situation(holds("commander", ANA, after(5)))

    assert "IC Ana  comms –" in " ".join(words(header(found, after(6), size)))


def test_a_header_without_room_keeps_what_is_urgent():
    found = situation(holds("commander", ANA, after(5)))
    (row,) = words(header(found, after(6), Space(40, 1)))

    assert "IC" not in row
    assert "acknowledged by" in row


def test_what_is_being_done_stands_in_the_header_and_in_the_update_pane():
    doing = situation(announced("m1", after(6)))
    assert "rollback cloud announced 10:48" in words(header(doing, after(7), Space(120, 2)))[1]

    doing = situation(announced("m1", after(6)), moved("m1", "started", after(7)))
    assert "m rollback cloud since 10:49" in words(updates(doing, after(8), Space(60, 20)))

    over = situation(announced("m1", after(6)), moved("m1", "worked", after(7)))
    assert not [
        line for line in words(updates(over, after(8), Space(60, 20))) if "rollback" in line
    ]


def test_relief_is_a_line_of_its_own():
    noted = (after(9), ReliefNoted(id="f1", incident_id=INCIDENT, since=after(8)))
    shown = words(updates(situation(noted), after(10), Space(60, 20)))

    assert "✔ users no longer hurt since 10:50" in shown


def test_the_choice_about_the_nudges_is_in_the_update_pane():
    shown = updates(situation(chose(after(5), every_s=0, reason="asleep")), after(6), Space(60, 20))

    assert shown.note == "nudges off"
    assert any("asleep" in line for line in words(shown))


def test_how_many_were_told_and_who_is_next():
    assert tellings.summary(obliged(), after(6)) == ("1 of 3 told, next 11:12 e-mail", Tone.DIM)
    near, late = tellings.summary(obliged(), after(27)), tellings.summary(obliged(), after(31))
    assert near == ("1 of 3 told, next 11:12 e-mail", Tone.WARN)
    assert late == ("1 of 3 told, ▲ 11:12 e-mail is late", Tone.BAD)
    done = obliged(*told("all", after(6)))
    assert tellings.summary(done, after(31)) == ("2 of 3 told", Tone.DIM)


def test_without_a_severity_the_list_says_why_it_is_empty():
    plain = replace(incident(status=Status.ACKNOWLEDGED), priority="")
    (line,) = words(
        tellings.sheet(situation(base=(IncidentSeen(incident=plain),)), after(6), Space(80, 24))
    )

    assert "No severity is set" in line


def test_the_list_says_of_each_how_it_stands():
    shown = words(tellings.sheet(obliged(*told("board", after(6))), after(31), Space(80, 24)))

    assert shown[0].startswith("✔ the channel")
    assert shown[2] == "▲ everybody e-mail"
    assert shown[3].strip() == "not told yet, due 11:12, late by 01:00"
    assert "by phone" in shown[5]


def test_the_footer_does_not_offer_what_is_done():
    ids = ("acknowledge", "declare", "update", "mitigate", "quit")
    fresh, done = running(), situation()

    assert [k for k, _ in offered(keys.TABLE, ids, fresh)] == ["a", "d", "u", "m", "q"]
    assert [k for k, _ in offered(keys.TABLE, ids, done)] == ["u", "m", "q"]
    assert [k for k, _ in offered(keys.TABLE, ids, replace(done, incident_id=""))] == ["q"]
