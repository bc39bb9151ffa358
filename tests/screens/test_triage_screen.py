"""Triage, skipping and the policy by keys alone, over a real store and outbox."""

from dataclasses import replace
from pathlib import Path

import pytest
from clocks import START
from desks import Seat, bad_deploy, page
from far_side import ANA, incident
from textshot import assert_text_snapshot
from watching import Watching, watching

from cockpit.domain.action_items import ItemKind
from cockpit.domain.effects import RewritePolicy
from cockpit.domain.facts import IncidentSeen, PolicySeen
from cockpit.domain.model import Assignment, EscalationPolicy, Person, PolicyLevel, Status
from cockpit.panes.pane import Pane
from cockpit.screens.changing import ChangeScreen
from cockpit.screens.triage import TriageScreen


def select(watch: Watching, row_id: str) -> None:
    pane = watch.seat.app.screen.query_one("#sheet", Pane)
    pane.select(row_id)
    assert pane.selected == row_id


def case(seat: Seat):
    return seat.desk.state.cases["Q1"]


async def answer_all(watch: Watching, *names: str) -> None:
    for name in names:
        select(watch, f"criterion:{name}")
        await watch.press("n")


@pytest.mark.parametrize("size", [(80, 24), (120, 36), (200, 60)])
async def test_triage_at_three_sizes(tmp_path: Path, size: tuple[int, int]) -> None:
    async with watching(tmp_path, *bad_deploy(), size=size) as watch:
        text = await watch.press("s")

        assert_text_snapshot(f"triage-{size[0]}x{size[1]}", text)


async def test_enter_sets_the_level_that_follows_from_the_evidence(tmp_path: Path) -> None:
    async with watching(tmp_path, *bad_deploy()) as watch:
        text = await watch.press("s")
        assert "page-worthy because (a)" in text
        assert watch.seat.app.screen.query_one("#sheet", Pane).selected == "level:P1"

        text = await watch.press("enter")

        assert case(watch.seat).severity == "P1"
        assert "#4217 is P1" in text
        assert watch.seat.far.calls == 0


@pytest.mark.parametrize(("key", "sent"), [("y", 1), ("n", 0)])
async def test_a_priority_that_differs_at_the_pager_is_a_question_of_its_own(
    tmp_path: Path, key: str, sent: int
) -> None:
    async with watching(tmp_path, *bad_deploy()) as watch:
        await watch.press("s")
        select(watch, "level:P2")
        asked = await watch.press("enter")
        assert "At the pager #4217 is P1. Set the priority P2 there too?" in asked

        await watch.press(key)

        assert case(watch.seat).severity == "P2"
        assert len(watch.seat.desk.state.parcels) == sent


async def test_criteria_are_answered_with_single_keys_and_the_verdict_follows(
    tmp_path: Path,
) -> None:
    async with watching(tmp_path, *bad_deploy()) as watch:
        await watch.press("s")
        await answer_all(watch, "a", "b", "c", "d", "e")
        text = watch.text()

        assert {a.answer for a in case(watch.seat).answers.values()} == {"no"}
        assert "not page-worthy" in text.splitlines()[0]
        assert "▲ it paged, and no criterion is met" in text

        select(watch, "criterion:d")
        assert " page-worthy " in (await watch.press("y")).splitlines()[0]
        assert "cannot say yet" in (await watch.press("u")).splitlines()[0]


async def test_answers_go_nowhere_when_no_criterion_is_selected(tmp_path: Path) -> None:
    async with watching(tmp_path, *bad_deploy()) as watch:
        await watch.press("s")
        select(watch, "level:P2")
        text = await watch.press("y", "n", "u")

        assert not case(watch.seat).answers
        assert "y, n and u answer a criterion: move to one" in text


async def test_a_judgement_that_the_criteria_support_needs_no_typing(tmp_path: Path) -> None:
    async with watching(tmp_path, *bad_deploy()) as watch:
        await watch.press("s")
        select(watch, "judge:worthy")
        await watch.press("enter")
        judged = case(watch.seat).judgement

        assert judged is not None
        assert judged.page_worthy
        assert judged.reason.startswith("page-worthy because (a)")


async def test_a_judgement_against_the_criteria_wants_a_reason(tmp_path: Path) -> None:
    async with watching(tmp_path, *bad_deploy()) as watch:
        await watch.press("s")
        select(watch, "judge:not-worthy")
        asked = await watch.press("enter")
        assert "Why?" in asked
        assert case(watch.seat).judgement is None

        await watch.press(*"load test", "ctrl+s")
        judged = case(watch.seat).judgement

        assert judged is not None
        assert (judged.page_worthy, judged.reason) == (False, "load test")
        assert isinstance(watch.seat.app.screen, TriageScreen)


async def test_not_worth_a_page_leads_to_snooze_ticket_and_a_line(tmp_path: Path) -> None:
    held = page(
        status=Status.ACKNOWLEDGED,
        changed_at=START,
        acknowledgements=(Assignment(person=ANA, at=START),),
        pending=(),
    )
    async with watching(tmp_path, *bad_deploy(), held) as watch:
        watch.seat.far.incidents["Q1"] = held.incident
        await watch.press("s")
        await answer_all(watch, "a", "b", "c", "d", "e")

        select(watch, "then:ticket")
        text = await watch.press("enter")
        assert "# Cloud API answers 5xx" in text
        assert watch.seat.app.clipboard.startswith("# Cloud API answers 5xx")
        await watch.press("f")
        await watch.press("ctrl+s")
        (item,) = watch.seat.desk.state.items.values()
        assert (item.title, item.kind) == ("Cloud API answers 5xx", ItemKind.BUG)
        await watch.press("escape")

        select(watch, "then:noise")
        text = await watch.press("enter")
        assert "#novavms-oncall-noise" in text
        assert "#4217 Cloud API answers 5xx: not page-worthy: no criterion is met" in text
        await watch.press("ctrl+s")
        (message,) = watch.seat.far.messages
        assert message.channel == "#novavms-oncall-noise"

        select(watch, "then:snooze")
        await watch.press("enter")
        snoozes = [
            p for p in watch.seat.desk.state.parcels.values() if p.effect.id.endswith("snooze")
        ]
        assert [p.effect.until.hour for p in snoozes] == [9]


async def test_triage_stays_with_the_incident_that_it_was_opened_for(tmp_path: Path) -> None:
    async with watching(tmp_path, *bad_deploy()) as watch:
        await watch.press("s")
        await watch.seat.tell(IncidentSeen(incident=incident(2, title="Ingest stalled")))
        watch.seat.desk.choose("Q2")
        select(watch, "criterion:b")
        text = await watch.press("y")

        assert "Triage of #4217" in text
        assert case(watch.seat).answers["b"].answer == "yes"
        assert not watch.seat.desk.state.cases["Q2"].answers


async def open_step(watch: Watching, step: str) -> str:
    await watch.press("5")
    watch.seat.app.screen.query_one("#checklist", Pane).select(f"step:{step}")
    return await watch.press("enter")


async def test_a_step_is_skipped_with_a_reason_and_says_so(tmp_path: Path) -> None:
    async with watching(tmp_path, *bad_deploy()) as watch:
        assert "k skip it, with a reason" in await open_step(watch, "customer")
        asked = await watch.press("k")
        assert "Why is it left out?" in asked

        refused = await watch.press(*"later", "ctrl+s")
        assert "says too little" in refused
        assert not case(watch.seat).skips

        await watch.press("ctrl+u", *"support says nobody wrote", "ctrl+s")
        text = watch.text()

        assert case(watch.seat).skips["customer"].what == "support says nobody wrote"
        assert "- 6 Confirm customer" in text


async def test_the_policy_is_compared_and_rotated(tmp_path: Path) -> None:
    levels = tuple(
        PolicyLevel(delay_s=900, targets=(name,), target_ids=(f"schedule:{name}",))
        for name in ("1st", "2nd", "3rd", "4th")
    )
    live = PolicySeen(policy=EscalationPolicy(id="POL", name="Cloud", levels=levels))
    async with watching(tmp_path, *bad_deploy(), live) as watch:
        text = await watch.press("p")
        assert_text_snapshot("policy-120x36", text)

        text = await watch.press("r")
        assert "Rotate Cloud" in text
        assert "level 1: Ben, 15 min, was 1st, 15 min" in text
        assert "level 2: Ana, 15 min, was 2nd, 15 min" in text

        await watch.press("ctrl+s")
        effects = [p.effect for p in watch.seat.desk.state.parcels.values()]
        (effect,) = [e for e in effects if isinstance(e, RewritePolicy)]
        assert [level.targets for level in effect.levels] == [
            ("Ben",),
            ("Ana",),
            ("3rd",),
            ("4th",),
        ]


async def test_a_name_that_nobody_has_is_said_where_it_is_typed(tmp_path: Path) -> None:
    async with watching(tmp_path, *bad_deploy()) as watch:
        await watch.press("p", "r")
        text = await watch.press("ctrl+u", *"zoe", "ctrl+s")

        assert "primary: nobody is called zoe; known: Ana, Ben, Lea Moreau" in text
        assert not watch.seat.desk.state.parcels


async def test_whom_the_pager_has_not_mentioned_is_looked_up_by_name(tmp_path: Path) -> None:
    eva = Person(id="PEVA", name="Eva Novak", email="eva@example.com")
    levels = (
        PolicyLevel(delay_s=900, targets=("1st",), target_ids=("schedule:1st",)),
        PolicyLevel(delay_s=900, targets=("2nd",), target_ids=("schedule:2nd",)),
    )
    live = PolicySeen(policy=EscalationPolicy(id="POL", name="Cloud", levels=levels))
    async with watching(tmp_path, *bad_deploy(), live) as watch:
        watch.seat.far.users = (eva, replace(eva, id="PEV2", name="Evan Dale", email=""))
        await watch.press("p", "r")
        await watch.press("ctrl+u", *"eva")
        screen = watch.seat.app.screen
        assert isinstance(screen, ChangeScreen)
        await screen._learn()
        await watch.settle()
        assert "primary: eva may be Eva Novak, Evan Dale" in watch.text()

        await watch.press(*" n")
        await screen._learn()
        assert "level 1: Eva Novak, 15 min, was 1st" in await watch.press("left")

        await watch.press("ctrl+s")
        (effect,) = [p.effect for p in watch.seat.desk.state.parcels.values()]
        assert isinstance(effect, RewritePolicy)
        assert effect.levels[0].target_ids == ("user:PEVA",)


async def test_a_pager_that_cannot_be_asked_for_a_name_is_said_to_be_so(tmp_path: Path) -> None:
    async with watching(tmp_path, *bad_deploy()) as watch:
        watch.seat.far.blindness = ["unreachable"] * 9
        await watch.press("p", "r")
        await watch.press("ctrl+u", *"zoe")
        screen = watch.seat.app.screen
        assert isinstance(screen, ChangeScreen)
        await screen._learn()

        await watch.settle()
        assert "only people who are known here: connection refused" in watch.text()
