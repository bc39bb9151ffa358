"""Updates written, split, corrected; logs shared; and what their words are refused for."""

import dataclasses
from dataclasses import replace
from itertools import count
from typing import get_args

import pytest
from situations import ANA, INCIDENT, NOW, ZONE, after, declared, incident, procedure, state_of

from cockpit.domain.actions import (
    Declare,
    Discard,
    Escalate,
    Insist,
    PostUpdate,
    Release,
    WriteNote,
)
from cockpit.domain.actions_talk import SECRET, TONE, EditUpdate, ShareLog
from cockpit.domain.chat import Mention, Reach
from cockpit.domain.checked import words_of
from cockpit.domain.decide import decide
from cockpit.domain.decisions import Ground, Refusal, insisting
from cockpit.domain.effects import Effect, PostMessage, Purpose
from cockpit.domain.effects_chat import EditMessage, ShareSnippet
from cockpit.domain.facts import (
    ChangeRequested,
    EditRequested,
    EffectClaimed,
    EffectDiscarded,
    EffectDone,
    EffectFailed,
    EffectReleased,
    IncidentSeen,
    UpdateRequested,
)
from cockpit.domain.model import Status
from cockpit.domain.parts import weight

SEEN = IncidentSeen(incident=incident())
DECLARED = (SEEN, *declared(after(1)))
SOON = after(20)
TOKEN = "ghp_" + "0123456789abcdefghijABCDEFGHIJ012345"
OPS = Mention(reach=Reach.GROUP, name="ops", id="S1", people=7)
LONG = "\n\n".join(f"{word} " + "and more " * 190 for word in ("first", "second", "third"))


def _decide(action, *told, now=NOW):
    ids = count(1)
    ground = Ground(
        procedure=procedure(), me=ANA, now=now, zone=ZONE, new_id=lambda: f"id{next(ids)}"
    )
    return decide(state_of(*told), action, ground)


def _update(known="5xx", **more):
    more = {"trying": "rolling back", "next_at": SOON} | more
    return PostUpdate(incident_id=INCIDENT, known=known, **more)


def _edit(known="5xx on reads", **more):
    more = {"trying": "rolling back", "next_at": SOON} | more
    return EditUpdate(incident_id=INCIDENT, known=known, **more)


def _sent(action, ref="2.0"):
    """The facts after which this update stands in the channel."""
    (fact,) = _decide(action, *DECLARED)
    assert isinstance(fact, UpdateRequested)
    return (fact, *(EffectDone(effect=e.id, ref=f"{ref}{e.id}") for e in fact.effects))


# --- parts -----------------------------------------------------------------------------------


def test_a_long_update_is_one_update_of_several_messages_in_order():
    (fact,) = _decide(_update(LONG, mentions=(OPS,), phase="identified"), *DECLARED)

    assert [e.id for e in fact.effects] == ["id1.post", "id1.post2"]
    assert all(isinstance(e, PostMessage) for e in fact.effects)
    assert {e.thread_of for e in fact.effects} == {"decl.post"}
    assert {e.purpose for e in fact.effects} == {Purpose.UPDATE}
    assert [e.text[:6] for e in fact.effects] == ["(1/2) ", "(2/2) "]
    assert [e.mentions for e in fact.effects] == [(OPS,), ()]
    assert fact.phase == "identified"
    assert fact.known == LONG.strip()


def test_the_limit_counts_what_escaping_makes_of_it():
    (fact,) = _decide(_update("<&>" * 900), *DECLARED)

    assert len(fact.effects) > 1
    assert all(weight(e.text) <= 3500 for e in fact.effects)


def test_a_log_is_no_update():
    refusal = _decide(_update("line\n" * 19_000), *DECLARED)

    assert isinstance(refusal, Refusal)
    assert "as a snippet" in refusal.reason


# --- corrections -----------------------------------------------------------------------------


def test_the_last_update_is_corrected_and_the_record_keeps_both():
    told = (*DECLARED, *_sent(_update()))
    (fact,) = _decide(_edit(), *told)

    assert isinstance(fact, EditRequested)
    assert fact.effects == (
        EditMessage(
            id="id1.edit",
            incident_id=INCIDENT,
            channel="C1",
            message_of="id1.post",
            text="Known: 5xx on reads\nTrying: rolling back\nNext update: 09:02 UTC (11:02 CEST)",
        ),
    )
    (update,) = state_of(*told, fact).cases[INCIDENT].updates
    assert update.known == "5xx"
    assert [(e.known, e.next_at) for e in update.edits] == [("5xx on reads", SOON)]


def test_what_says_the_same_is_no_correction_also_while_the_last_one_is_on_its_way():
    told = (*DECLARED, *_sent(_update()))
    first = _decide(_edit("twice"), *told)
    again = [replace(f, id="e", effects=(replace(f.effects[0], id="e.edit"),)) for f in first]

    assert "nothing is changed" in _decide(_edit("5xx"), *told).reason
    assert "nothing is changed" in _decide(_edit("twice"), *told, *again).reason
    assert isinstance(_decide(_edit("5xx"), *told, *again), tuple)
    failed = EffectFailed(effect="e.edit", reason="too late", final=True)
    assert isinstance(_decide(_edit("twice"), *told, *again, failed), tuple)


@pytest.mark.parametrize(
    ("outcome", "words"),
    [
        ((), "not sent yet"),
        ((EffectFailed(effect="id1.post", reason="offline", retry_at=SOON),), "not sent yet"),
        ((EffectFailed(effect="id1.post", reason="archived", final=True),), "not sent yet"),
        (
            (EffectClaimed(effect="id1.post", attempt="1", process="p", until=SOON),),
            "on its way",
        ),
        ((EffectDiscarded(effect="id1.post", reason="x"),), "given up"),
    ],
)
def test_only_what_stands_in_the_channel_is_corrected(outcome, words):
    fact, *_ = _sent(_update())
    refusal = _decide(_edit(), *DECLARED, fact, *outcome)

    assert isinstance(refusal, Refusal)
    assert words in refusal.reason


def test_there_has_to_be_an_update_of_this_name():
    assert "no such update" in _decide(_edit(), *DECLARED).reason
    assert "no such update" in _decide(_edit(update="x"), *DECLARED, *_sent(_update())).reason
    assert "not declared" in _decide(_edit(), SEEN).reason


def test_of_a_long_update_only_the_parts_that_change_are_edited():
    told = (*DECLARED, *_sent(_update(LONG)))
    (fact,) = _decide(_edit(LONG.replace("third", "final")), *told)

    assert [e.message_of for e in fact.effects] == ["id1.post2"]


def test_a_correction_that_needs_fewer_messages_takes_the_others_back():
    told = (*DECLARED, *_sent(_update(LONG)))
    (fact,) = _decide(_edit("short"), *told)

    assert [e.message_of for e in fact.effects] == ["id1.post", "id1.post2"]
    assert fact.effects[0].text.startswith("Known: short")
    assert "taken back" in fact.effects[1].text


def test_a_correction_that_needs_more_messages_is_refused_plainly():
    refusal = _decide(_edit(LONG), *DECLARED, *_sent(_update()))

    assert "needs 2 messages, and the update has 1" in refusal.reason


def test_whom_the_update_named_the_correction_names_too():
    told = (*DECLARED, *_sent(_update("@ops look", mentions=(OPS,))))
    (fact,) = _decide(_edit("@ops do look"), *told)
    (without,) = _decide(_edit("nobody"), *told)

    assert fact.effects[0].mentions == (OPS,)
    assert without.effects[0].mentions == ()


def test_a_promise_that_has_passed_may_stand_but_not_be_made():
    told = (*DECLARED, *_sent(_update()))

    assert isinstance(_decide(_edit(), *told, now=after(30)), tuple)
    assert "is past already" in _decide(_edit(next_at=after(25)), *told, now=after(30)).reason


# --- logs ------------------------------------------------------------------------------------


def test_a_log_goes_to_the_thread_as_a_snippet():
    (fact,) = _decide(ShareLog(incident_id=INCIDENT, title=" api\nlog ", text="a\nb\n"), *DECLARED)

    assert isinstance(fact, ChangeRequested)
    assert fact.words == "shared a snippet: api log, 2 lines"
    assert fact.effects == (
        ShareSnippet(
            id="id1.snippet",
            incident_id=INCIDENT,
            channel="C1",
            thread_of="decl.post",
            title="api log",
            text="a\nb",
        ),
    )


@pytest.mark.parametrize(
    ("text", "told", "words"),
    [
        (" \n", DECLARED, "says nothing"),
        ("x" * 1_000_001, DECLARED, "1,000,001 characters are too many"),
        ("x", (SEEN,), "not declared yet"),
        (f"a\nAuthorization: {TOKEN}", DECLARED, "a GitHub token in line 2"),
    ],
)
def test_a_log_that_cannot_be_shared_says_why(text, told, words):
    refusal = _decide(ShareLog(incident_id=INCIDENT, title="log", text=text), *told)

    assert isinstance(refusal, Refusal)
    assert words in refusal.reason


# --- tone and secrets ------------------------------------------------------------------------


def test_blame_is_said_once_and_may_be_insisted_on():
    blaming = _update("Ana forgot the migration")
    refusal = _decide(blaming, *DECLARED)

    assert (refusal.finding, refusal.confirmable) == (TONE, True)
    assert '"Ana forgot"' in refusal.reason
    assert isinstance(_decide(replace(blaming, accepted=(TONE,)), *DECLARED), tuple)
    assert isinstance(_decide(insisting(blaming, TONE), *DECLARED), tuple)


def test_an_update_owes_a_next_time_while_it_goes_on():
    over = IncidentSeen(incident=incident(status=Status.RESOLVED, assignments=()))
    silent = _update(next_at=None)

    assert _decide(silent, *DECLARED).finding == TONE
    assert isinstance(_decide(replace(silent, phase="resolved"), *DECLARED), tuple)
    assert isinstance(_decide(silent, *DECLARED, over), tuple)
    assert _decide(_edit(next_at=None), *DECLARED, *_sent(_update())).finding == TONE


@pytest.mark.parametrize(
    "action",
    [
        _update(f"key {TOKEN}"),
        Declare(incident_id=INCIDENT, started_at=NOW, paged_by="", hypothesis=TOKEN),
        WriteNote(incident_id=INCIDENT, text=TOKEN, to_pager=True),
        Escalate(incident_id=INCIDENT, level=4, reason=f"nobody answers, {TOKEN}, since 08:42 UTC"),
        Insist(wish=_update(f"key {TOKEN}"), on=(TONE,)),
    ],
    ids=lambda a: type(a).__name__,
)
def test_a_secret_leaves_by_no_way_without_a_second_step_of_another_kind(action):
    told = (SEEN,) if isinstance(action, Declare) else DECLARED
    refusal = _decide(action, *told)

    assert isinstance(refusal, Refusal)
    assert (refusal.finding, refusal.confirmable) == (SECRET, False)
    assert TOKEN not in refusal.reason
    assert TOKEN[8:14] not in refusal.reason
    assert isinstance(_decide(insisting(action, SECRET), *told), tuple)


def test_a_note_that_stays_here_may_hold_anything():
    assert isinstance(_decide(WriteNote(incident_id="", text=TOKEN), SEEN), tuple)


def test_accepting_one_finding_accepts_no_other():
    both = _update(f"Ana forgot {TOKEN}")

    assert _decide(both, *DECLARED).finding == SECRET
    assert _decide(insisting(both, SECRET), *DECLARED).finding == TONE
    assert isinstance(_decide(insisting(insisting(both, SECRET), TONE), *DECLARED), tuple)


WORDLESS = {
    "id", "incident_id", "channel", "thread", "thread_of", "message_of", "room_of", "incident_of",
    "priority", "schedule_id", "person_id", "policy_id", "group_id", "group", "status",
    "component_status",
    # An act at a service: the profile's own words, and ids that are not told to people.
    "action", "title", "service", "method", "path", "body", "org_id", "trace", "process",
    # Which file a command stands in, and how it stood there.
    "runbook", "written",
    # Which paper is filed, under which name, over which version.
    "paper", "paper_kind", "name", "version",
    # Where a ticket goes, and for whom.
    "item", "project", "issue_type", "due", "owner_email",
}  # fmt: skip


def _kinds(union):
    return [k for part in get_args(union) for k in (_kinds(part) if get_args(part) else [part])]


@pytest.mark.parametrize("kind", _kinds(Effect), ids=lambda k: k.__name__)
def test_every_word_of_every_effect_is_looked_over(kind):
    """An effect that is new, or has a new text, is either looked over or named here."""
    given = {
        f.name: f.name.upper() if f.type in (str, "str") else () for f in dataclasses.fields(kind)
    }
    said = set(words_of(kind(**given)))

    assert said >= {name.upper() for name, v in given.items() if v and name not in WORDLESS}


# --- what is stuck, as a whole -----------------------------------------------------------------


def test_all_parts_of_an_update_are_released_or_given_up_together():
    fact, *_ = _sent(_update(LONG))
    failed = EffectFailed(effect="id1.post", reason="archived", final=True)

    assert _decide(Release(effect="id1.post2"), *DECLARED, fact, failed) == (
        EffectReleased(effect="id1.post"),
        EffectReleased(effect="id1.post2"),
    )
    assert _decide(Discard(effect="id1.post", reason="x"), *DECLARED, fact, failed) == (
        EffectDiscarded(effect="id1.post", reason="x"),
        EffectDiscarded(effect="id1.post2", reason="x"),
    )


def test_a_part_that_stands_in_the_channel_is_not_taken_back_with_the_others():
    fact, done, _ = _sent(_update(LONG))

    assert _decide(Discard(effect="id1.post2", reason="x"), *DECLARED, fact, done) == (
        EffectDiscarded(effect="id1.post2", reason="x"),
    )
