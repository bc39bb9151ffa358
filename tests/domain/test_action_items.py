"""Action items: how they are said, changed and listed, and what becomes of them in a tracker."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st
from situations import ANA, BO, PAGED, ZONE, incident, procedure, state_of

from cockpit.domain.action_items import (
    ItemKind,
    ItemState,
    due_words,
    in_order,
    lacks,
    of_incident,
    overdue,
)
from cockpit.domain.actions_items import (
    AddItem,
    AssignItem,
    FileItem,
    LinkItem,
    MoveItem,
    ScheduleItem,
)
from cockpit.domain.closing_points import TicketTarget
from cockpit.domain.decide import decide
from cockpit.domain.decisions import Ground, Refusal
from cockpit.domain.effects_outward import FileTicket
from cockpit.domain.facts import EffectDone, EffectFailed, IncidentSeen
from cockpit.domain.facts_items import (
    ItemAdded,
    ItemAssigned,
    ItemLinked,
    ItemMoved,
    ItemReworded,
    ItemScheduled,
    TicketRequested,
    TicketSeen,
)
from cockpit.domain.lanes import Side, side
from cockpit.domain.model import Person
from cockpit.domain.timeline import of_case, of_shift

TODAY = date(2026, 4, 24)
SEEN = IncidentSeen(incident=incident())
JIRA = TicketTarget(tracker="Jira", project="OPS", issue_type="Task", labels=("incident",))


def _added(id="i1", number=1, **more):  # noqa: A002 - the field's own name
    return ItemAdded(id=id, incident_id=more.pop("incident_id", "Q1"), number=number,
                     title=more.pop("title", "Add a canary"), **more)  # fmt: skip


def _ground(tickets=JIRA):
    counted = iter(f"id{n}" for n in range(1, 99))
    return Ground(
        procedure=replace(procedure(), tickets=tickets),
        me=ANA,
        now=PAGED,
        zone=ZONE,
        new_id=lambda: next(counted),
    )


def _decide(action, *facts, tickets=JIRA):
    return decide(state_of(*facts), action, _ground(tickets))


def _item(*facts, id="i1"):  # noqa: A002
    return state_of(SEEN, *facts).items[id]


# --- what is kept ------------------------------------------------------------------------------


def test_an_item_outlives_its_incident_and_stands_on_its_timeline():
    state = state_of(SEEN, _added(owner=BO, due="2026-04-28", kind=ItemKind.NOISE))

    (item,) = of_incident(state.items.values(), "Q1")
    assert (item.number, item.owner, item.due) == (1, BO, date(2026, 4, 28))
    assert item.created_by == "Ana Ortiz"
    assert of_case(state, state.cases["Q1"])[-1].text == "item 1 added: Add a canary"


def test_an_item_without_an_incident_belongs_to_the_shift():
    state = state_of(_added(incident_id=""))

    assert of_shift(state)[-1].text == "item 1 added: Add a canary"


def test_a_number_is_never_given_twice():
    """Two cockpits may have added an item at once."""
    state = state_of(_added("i1", 1), _added("i2", 1), _added("i3", 0))

    assert [item.number for item in state.items.values()] == [1, 2, 3]


def test_every_change_is_kept_with_who_said_it():
    item = _item(
        _added(),
        ItemAssigned(item="i1", owner=BO),
        ItemScheduled(item="i1", due="2026-05-01"),
        ItemReworded(item="i1", title="Two canaries", detail="why", kind=ItemKind.TASK),
        ItemMoved(item="i1", state=ItemState.DONE),
        ItemMoved(item="i1", state=ItemState.OPEN, reason="it came back"),
    )

    assert [c.words for c in item.changes] == [
        "added: Add a canary",
        "owned by Bo Lindqvist",
        "due 1 May",
        "reworded: Two canaries",
        "done",
        "open: it came back",
    ]
    assert {c.author for c in item.changes} == {"Ana Ortiz"}
    assert (item.over_at, item.is_open) == (None, True)


def test_an_item_that_is_done_keeps_the_age_that_it_had():
    done = (PAGED + timedelta(days=3), ItemMoved(item="i1", state=ItemState.DONE))

    item = _item(_added(), done)

    assert item.age(PAGED + timedelta(days=30)) == timedelta(days=3)


# --- questions ---------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("due", "words"),
    [
        ("2026-04-23", "overdue since 23 Apr (1 d)"),
        ("2026-04-24", "due today"),
        ("2026-04-25", "due tomorrow"),
        ("2026-05-04", "due 4 May, in 10 d"),
        ("2027-01-04", "due 4 Jan 2027, in 255 d"),
        ("", "no due date"),
        ("the day after", "no due date"),
    ],
)
def test_when_it_is_due_is_said_in_words(due, words):
    assert due_words(_item(_added(due=due)), TODAY) == words


def test_the_day_on_which_it_is_due_counts_whole():
    item = _item(_added(due="2026-04-24"))

    assert not overdue([item], TODAY)
    assert overdue([item], TODAY + timedelta(days=1)) == (item,)


def test_what_is_done_is_never_overdue():
    item = _item(_added(due="2026-04-01"), ItemMoved(item="i1", state=ItemState.DONE))

    assert not item.is_overdue(TODAY)


def test_overdue_ones_stand_first_and_what_is_over_last():
    state = state_of(
        _added("a", 1, due="2026-05-04"),
        _added("b", 2),
        _added("c", 3, due="2026-04-02"),
        _added("d", 4, due="2026-04-01"),
        ItemMoved(item="d", state=ItemState.DROPPED, reason="x"),
    )

    assert [item.id for item in in_order(state.items.values(), TODAY)] == ["c", "a", "b", "d"]


@given(st.lists(st.tuples(st.none() | st.dates(), st.sampled_from(ItemState)), max_size=12))
def test_the_order_holds_every_item_once(drawn):
    plain = _item(_added())
    items = [
        replace(plain, id=str(n), number=n, due=due, state=state, over_at=PAGED)
        for n, (due, state) in enumerate(drawn)
    ]

    found = in_order(items, TODAY)

    assert sorted(item.number for item in found) == list(range(len(items)))
    assert [item.is_open for item in found] == sorted((i.is_open for i in found), reverse=True)


@pytest.mark.parametrize(
    ("owner", "mine"),
    [
        (ANA, True),
        (Person(id="", name="somebody", email="ANA@example.com"), True),
        (Person(id="", name="ana ortiz"), True),
        (BO, False),
        (Person(id="PBO", name="Ana Ortiz"), False),
        (None, False),
    ],
)
def test_mine_is_what_i_own(owner, mine):
    assert _item(_added(owner=owner)).is_owned_by(ANA) is mine


def test_what_an_item_lacks_is_said_until_it_is_over():
    assert lacks(_item(_added())) == ("an owner", "a due date", "a ticket")
    assert lacks(_item(_added(owner=BO, due="2026-04-28", link="https://t.example/1"))) == ()
    assert lacks(_item(_added(), ItemMoved(item="i1", state=ItemState.DROPPED))) == ()


# --- what is asked for -------------------------------------------------------------------------


def test_an_item_is_added_with_the_next_number():
    (fact,) = _decide(AddItem(incident_id="Q1", title=" Add  a canary "), SEEN, _added(number=7))

    assert isinstance(fact, ItemAdded)
    assert (fact.number, fact.title) == (8, "Add a canary")


@pytest.mark.parametrize(
    ("action", "why"),
    [
        (AddItem(incident_id="", title="  "), "needs a title"),
        (AddItem(incident_id="", title="x" * 201), "too many for a title"),
        (AddItem(incident_id="Q9", title="x"), "not known here"),
        (AddItem(incident_id="", title="x", link="javascript:alert(1)"), "begins with https://"),
        (MoveItem(item="i1", state=ItemState.OPEN), "is open already"),
        (MoveItem(item="i1", state=ItemState.DROPPED), "say why"),
        (MoveItem(item="i9", state=ItemState.DONE), "no such action item"),
        (LinkItem(item="i1", link="https://a b"), "has no spaces"),
    ],
)
def test_what_will_not_do_is_refused_in_words(action, why):
    refusal = _decide(action, SEEN, _added())

    assert isinstance(refusal, Refusal)
    assert why in refusal.reason


def test_what_is_so_already_is_nothing_to_do():
    known = _added(owner=BO, due="2026-04-28", link="https://t.example/1")

    assert _decide(AssignItem(item="i1", owner=BO), SEEN, known) == ()
    assert _decide(ScheduleItem(item="i1", due=date(2026, 4, 28)), SEEN, known) == ()
    assert _decide(LinkItem(item="i1", link="https://t.example/1"), SEEN, known) == ()


# --- the work tracker --------------------------------------------------------------------------


def _filed(*more):
    (fact,) = _decide(FileItem(item="i1", title="Add a canary", text="Why"), SEEN, _added())
    assert isinstance(fact, TicketRequested)
    return (SEEN, _added(), fact, *more)


def test_a_ticket_goes_to_the_tracker_with_all_that_the_item_says():
    known = _added(owner=ANA, due="2026-04-28")
    (fact,) = _decide(FileItem(item="i1", title="Add a canary", text="Why"), SEEN, known)

    (effect,) = fact.effects
    assert isinstance(effect, FileTicket)
    assert (effect.project, effect.due, effect.owner_email) == ("OPS", "2026-04-28", ANA.email)
    assert effect.labels == ("incident",)
    assert side(effect) is Side.TRACKER


def test_a_ticket_is_asked_for_once():
    again = FileItem(item="i1", title="Add a canary", text="Why")

    assert "on its way" in _decide(again, *_filed()).reason
    failed = EffectFailed(effect="id1.ticket", reason="no such project", final=True)
    assert "on its way" in _decide(again, *_filed(failed)).reason
    done = EffectDone(effect="id1.ticket", ref="OPS-12")
    assert "has a ticket already: OPS-12" in _decide(again, *_filed(done)).reason


def test_without_a_tracker_nothing_is_filed():
    refusal = _decide(FileItem(item="i1", title="x", text="y"), SEEN, _added(), tickets=None)

    assert "no work tracker is configured" in refusal.reason


def test_the_ticket_comes_back_with_its_key_and_address():
    kept = (("url", "https://jira.example.com/browse/OPS-12"), ("status", "To Do"))
    item = state_of(*_filed(EffectDone(effect="id1.ticket", ref="OPS-12", kept=kept))).items["i1"]

    assert item.link == "https://jira.example.com/browse/OPS-12"
    assert item.ticket is not None
    assert (item.ticket.key, item.ticket.status, item.is_tracked) == ("OPS-12", "To Do", True)


def test_what_the_tracker_says_is_told_and_decides_nothing():
    done = EffectDone(effect="id1.ticket", ref="OPS-12")
    seen = TicketSeen(item="i1", key="OPS-12", status="Done", is_done=True)

    item = state_of(*_filed(done, seen, seen)).items["i1"]

    assert item.state is ItemState.OPEN
    assert item.ticket is not None
    assert item.ticket.is_done
    assert [c.words for c in item.changes].count('OPS-12 says "Done"') == 1


def test_a_ticket_that_was_replaced_says_nothing_any_more():
    done = EffectDone(effect="id1.ticket", ref="OPS-12")
    other = ItemLinked(item="i1", link="https://t.example/9")
    late = TicketSeen(item="i1", key="OPS-12", status="Done", is_done=True)

    item = state_of(*_filed(done, other, late)).items["i1"]

    assert (item.ticket, item.link) == (None, "https://t.example/9")


def test_a_secret_goes_to_no_tracker():
    token = "xoxb-" + "1234567890-abcdefABCDEF123456"
    refusal = _decide(FileItem(item="i1", title="Rotate", text=f"it was {token}"), SEEN, _added())

    assert isinstance(refusal, Refusal)
    assert "looks like a secret" in refusal.reason


def test_days_are_of_whoever_looks():
    """Late in the evening of Lisbon it is tomorrow in Tokyo; the day is handed in."""
    item = _item(_added(due="2026-04-24"))
    evening = datetime(2026, 4, 24, 23, 30, tzinfo=UTC)

    assert not item.is_overdue(evening.date())
    assert item.is_overdue(evening.astimezone(ZONE).date())
