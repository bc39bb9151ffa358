"""Whose turn it is to tell others: who is nudged, and what everybody else sees."""

from dataclasses import replace

from orders import NOVA, chose, holds, reply
from situations import ANA, BO, after, declared, held, incident, running, state_of, updated

from cockpit.documents.status import line
from cockpit.domain.facts import IncidentSeen, MeIdentified
from cockpit.domain.model import Status
from cockpit.view.bell import Bell, Ring
from cockpit.view.cells import Space, Tone
from cockpit.view.escalation import sheet as escalation
from cockpit.view.updates import sheet as updates

TAKEN = IncidentSeen(
    incident=incident(status=Status.ACKNOWLEDGED, acknowledgements=(held(at=after(3)),))
)
DECLARED = (TAKEN, *declared(after(4)))
SPACE = Space(60, 24)
DUE, LATE = after(18.5), after(25)


def _situation(*told, me=ANA):
    state = state_of(MeIdentified(person=me), *DECLARED, *told)
    return replace(running(), state=state, me=me, procedure=NOVA)


def _rings(situation, now):
    bell = Bell((Ring.UPDATE,))
    assert not bell.rings(replace(situation, state=state_of(MeIdentified(person=ANA))), after(1))
    return bell.rings(situation, now)


def _cells(sheet):
    return [cell for row in sheet.rows for cell in row.cells]


def test_the_holder_is_warned_and_rung_for():
    situation = _situation()
    note = updates(situation, LATE, SPACE)

    assert note.note.startswith("▲ was due")
    assert note.note_tone is Tone.BAD
    assert _rings(situation, LATE)
    assert line(situation, LATE, LATE).endswith("!")


def test_whoever_has_no_part_in_it_sees_the_clock_without_a_warning():
    situation = _situation(holds("communications", BO, after(5)))
    for now in (DUE, LATE):
        note = updates(situation, now, SPACE)
        shown = [c for c in _cells(escalation(situation, now, SPACE)) if "comms: Bo" in c.text]

        assert note.note.startswith("comms: Bo Lindqvist, ")
        assert note.note_tone is Tone.DIM
        assert shown
        assert not {c.tone for c in shown} & {Tone.WARN, Tone.BAD, Tone.ALARM}
    assert not _rings(situation, LATE)
    assert not line(situation, after(20), after(20)).endswith("!")


def test_whoever_speaks_for_it_is_warned_though_another_acknowledged():
    situation = _situation(holds("communications", BO, after(5)), me=BO)

    assert updates(situation, LATE, SPACE).note_tone is Tone.BAD
    assert _rings(situation, LATE)


def test_what_was_put_off_or_switched_off_is_said_where_one_looks():
    snoozed = _situation(chose(after(6), until=after(40), reason="vendor call"))
    off = _situation(chose(after(6), every_s=0, reason="one reader"))
    words = [c.text for c in _cells(updates(off, LATE, SPACE))]

    assert updates(snoozed, LATE, SPACE).note.startswith("snoozed until 11:22")
    assert updates(snoozed, after(41), SPACE).note_tone is Tone.BAD
    assert updates(off, LATE, SPACE).note == "nudges off"
    assert any("off since" in w and "one reader" in w for w in words)
    assert not _rings(off, after(90))


def test_updates_that_crowd_out_work_are_remarked_on_in_the_pane():
    told = [f for n in (5, 7, 9) for f in updated(f"u{n}", after(n), done_at=after(n))]
    words = [c.text for c in _cells(updates(_situation(*told), after(10), SPACE))]

    assert any("with nothing new" in w for w in words)


def test_a_colleagues_word_is_shown_as_theirs_and_ours_keeps_its_own_time():
    spoke = reply(after(9), "Bo Lindqvist", text="Postgres is out of connections")
    situation = _situation(holds("communications", BO, after(5)), spoke)
    fields = {row.cells[0].text: row.cells[-1].text for row in updates(situation, DUE, SPACE).rows}

    assert fields["Said"] == "unknown"
    assert fields["Sent"].endswith("14 min ago")
    assert fields["Then"].endswith("Bo Lindqvist: Postgres is out of connections")
