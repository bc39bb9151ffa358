"""The full screen over a real store and outbox: keys, panes, dialogs, honesty, thrift."""

import asyncio
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest
from clocks import START
from desks import bad_deploy, page
from far_side import ANA, BEN, incident
from patience import PATIENCE_S
from textshot import assert_text_snapshot
from watching import watching

from cockpit.domain.effects import PostMessage
from cockpit.domain.evidence import Deploy
from cockpit.domain.facts import (
    DeclarationRequested,
    DeploysFound,
    EffectDiscarded,
    IncidentSeen,
    ReplySeen,
    SourceChanged,
)
from cockpit.domain.model import Assignment, Reply, SourceStatus, Status
from cockpit.domain.state import Phase
from cockpit.domain.watch import PAGER, repository_source
from cockpit.panes.pane import Pane
from cockpit.screens.main import PANES


@pytest.mark.parametrize("size", [(80, 24), (120, 36), (200, 60), (100, 20), (60, 18), (20, 5)])
async def test_the_incident_is_read_at_a_glance_at_any_size(
    tmp_path: Path, size: tuple[int, int]
) -> None:
    async with watching(tmp_path, *bad_deploy(), size=size) as watch:
        assert_text_snapshot(f"bad-deploy-{size[0]}x{size[1]}", watch.text())


async def test_with_nothing_open_the_watch_screen_says_who_is_on_call(tmp_path: Path) -> None:
    story = [f for f in bad_deploy() if not isinstance(f, IncidentSeen)]
    async with watching(tmp_path, *story) as watch:
        assert_text_snapshot("watch-120x36", watch.text())


async def test_before_any_source_has_answered_the_last_known_state_is_shown_as_such(
    tmp_path: Path,
) -> None:
    async with watching(tmp_path, *bad_deploy(), fresh=False) as watch:
        text = watch.text()

    assert "#4217 Cloud API answers 5xx" in text
    assert "live" not in text.replace("incident-live", "")
    assert "last known" in text


async def test_a_key_acknowledges_once_and_the_outcome_is_on_the_timeline(tmp_path: Path) -> None:
    async with watching(tmp_path, *bad_deploy()) as watch:
        text = await watch.press("a")

        assert watch.seat.far.acknowledged == ["Q1"]
        assert "✔ Ana: acknowledge" in text
        assert "is yours already" in await watch.press("a")
        assert watch.seat.far.acknowledged == ["Q1"]


async def test_declare_and_update_post_the_text_that_was_previewed(tmp_path: Path) -> None:
    async with watching(tmp_path, *bad_deploy()) as watch:
        preview = await watch.press("d")
        await watch.press("ctrl+s")
        (declared,) = watch.seat.far.messages

        assert all(line in preview for line in declared.text.splitlines())
        assert "unknown" in declared.text

        await watch.press("u")
        await watch.press("ctrl+a", "delete", *"5xx since")
        await watch.press("ctrl+s")
        _, update = watch.seat.far.messages

        assert update.thread == declared.ts
        assert "5xx since" in update.text
        assert "Next update: 02:32 UTC" in update.text
        assert "✔ Ana: update:" in watch.text()


async def test_an_update_before_the_declaration_declares_first(tmp_path: Path) -> None:
    async with watching(tmp_path, *bad_deploy()) as watch:
        text = await watch.press("u", *"pool is full")
        await watch.press("ctrl+s")
        (declared,) = watch.seat.far.messages

    assert "not declared yet: this declares it and opens the thread" in text
    assert "Hypothesis: pool is full" in declared.text


async def test_an_update_after_a_declaration_that_was_given_up_declares_again(
    tmp_path: Path,
) -> None:
    post = PostMessage(id="r0.post", incident_id="Q1", channel="C1", text="declared")
    declared = DeclarationRequested(
        id="r0", incident_id="Q1", started_at=START, paged_by="x", hypothesis="y", effects=(post,)
    )
    given_up = EffectDiscarded(effect="r0.post", reason="given up")
    async with watching(tmp_path, *bad_deploy(), declared, given_up) as watch:
        text = await watch.press("u")

    assert "this declares it and opens the thread" in text


async def test_a_draft_survives_escape_and_is_offered_again(tmp_path: Path) -> None:
    async with watching(tmp_path, *bad_deploy()) as watch:
        await watch.press("n", *"look at the pool", "escape")
        again = await watch.press("n")

    assert "look at the pool" in again
    assert not watch.seat.desk.state.parcels


async def test_letters_do_not_act_while_a_text_field_has_the_focus(tmp_path: Path) -> None:
    async with watching(tmp_path, *bad_deploy()) as watch:
        await watch.press("n", "a", "q", "d", "i")

        assert watch.seat.far.acknowledged == []
        assert watch.seat.app.is_running


async def test_somebody_elses_page_asks_first(tmp_path: Path) -> None:
    other = page(assignments=(Assignment(person=BEN, at=START),))
    async with watching(tmp_path, *bad_deploy(), other) as watch:
        asked = await watch.press("a")

        assert "pages Ben, not you" in asked
        assert watch.seat.far.acknowledged == []

        await watch.press("n")
        assert watch.seat.far.acknowledged == []

        await watch.press("a")
        await watch.press("y")
        assert watch.seat.far.acknowledged == ["Q1"]


async def test_a_new_page_neither_switches_the_screen_nor_moves_the_selection(
    tmp_path: Path,
) -> None:
    async with watching(tmp_path, *bad_deploy()) as watch:
        await watch.press("3", "down")
        before = watch.seat.app.screen.query_one("#deploys", Pane).selected
        await watch.seat.tell(IncidentSeen(incident=incident(2, title="Ingest stalled")))
        newer = Deploy(
            repository="cloud", sha="f" * 40, at=START, author="Bo", subject="Newer still"
        )
        await watch.seat.tell(DeploysFound(repository="cloud", found=(newer,)))
        await watch.settle()

        text = watch.text()
        assert "#4217 Cloud API answers 5xx" in text.splitlines()[0]
        assert "also triggered: #4218 Ingest stalled" in text
        assert "Newer still" in text
        assert watch.seat.app.screen.query_one("#deploys", Pane).selected == before


async def test_an_action_goes_to_the_incident_that_was_on_screen_when_the_key_was_pressed(
    tmp_path: Path,
) -> None:
    async with watching(tmp_path, *bad_deploy()) as watch:
        watch.seat.far.incidents["Q2"] = incident(2)
        await watch.press("n", *"about 4217")
        await watch.seat.tell(IncidentSeen(incident=incident(2)))
        watch.seat.desk.choose("Q2")
        await watch.press("ctrl+s")

        cases = watch.seat.desk.state.cases
        notes = {key: [m.text for m in case.moments] for key, case in cases.items()}
        assert "about 4217" in notes["Q1"]
        assert "about 4217" not in notes["Q2"]


async def test_the_list_puts_another_incident_on_screen(tmp_path: Path) -> None:
    second = IncidentSeen(incident=incident(2, title="Ingest stalled"))
    async with watching(tmp_path, *bad_deploy(), second) as watch:
        listed = await watch.press("i")
        assert "#4217" in listed
        assert "#4218" in listed

        chosen = "Q2" if watch.seat.desk.incident_id == "Q1" else "Q1"
        watch.seat.app.screen.query_one("#sheet", Pane).select(f"incident:{chosen}")
        await watch.press("enter")

        assert watch.seat.desk.incident_id == chosen


async def test_an_unreachable_source_is_said_loudly_and_the_others_go_on(tmp_path: Path) -> None:
    async with watching(tmp_path, *bad_deploy()) as watch:
        await watch.seat.tell(
            SourceChanged(
                source=PAGER,
                status=SourceStatus.UNREACHABLE,
                since=START,
                reason="no answer within 10 s",
                mend="check the network",
            ),
            SourceChanged(
                source=repository_source("gateway"),
                status=SourceStatus.MISCONFIGURED,
                since=START,
                reason="there is no repository at /gateway",
                mend="mend [[repositories]] path",
            ),
        )
        watch.seat.clock.advance(240)
        watch.seat.fresh(repository_source("cloud"))
        await watch.settle()
        text = watch.text()

    assert "PagerDuty unreachable" in text
    assert "since" in text
    assert "check the" in text
    assert "there is no repository at" in text
    assert "✖ PagerDuty unreachable" in text.splitlines()[-1]
    assert "Bump the" in text


async def test_opening_the_evidence_ticks_the_step(tmp_path: Path) -> None:
    async with watching(tmp_path, *bad_deploy()) as watch:
        detail = await watch.press("3", "enter")
        assert "git revert a1b2c3d4a1b2" in detail

        text = await watch.press("escape")
        assert "✔ 4 Check deploys" in text

        report = await watch.press("4", "enter")
        assert "Result: FAILED after 6 h" in report

        text = await watch.press("escape")
        assert "✔ 5 Check reports" in text


async def test_a_step_that_only_a_person_can_know_is_ticked_by_hand(tmp_path: Path) -> None:
    async with watching(tmp_path, *bad_deploy()) as watch:
        await watch.press("5")
        watch.seat.app.screen.query_one("#checklist", Pane).select("step:customer")
        step = await watch.press("enter")
        assert "if a customer reported it" in step

        text = await watch.press("t")
        assert "✔ 6 Confirm customer" in text


async def test_quitting_with_an_open_incident_asks(tmp_path: Path) -> None:
    async with watching(tmp_path, *bad_deploy()) as watch:
        asked = await watch.press("q")
        assert "#4217 is still open" in asked

        await watch.press("n")
        assert watch.seat.app.is_running

        await watch.pilot.press("q")
        await watch.settle()
        await watch.pilot.press("y")
        async with asyncio.timeout(PATIENCE_S):
            while watch.seat.app.is_running:
                await asyncio.sleep(0)


async def test_a_stuck_effect_can_be_given_up_or_tried_again(tmp_path: Path) -> None:
    async with watching(tmp_path, *bad_deploy()) as watch:
        watch.seat.far.faults = ["no"]
        await watch.press("d")
        text = await watch.press("ctrl+s")
        assert "not sent" in text

        (parcel,) = watch.seat.desk.state.unsent()
        await watch.press("7")
        watch.seat.app.screen.query_one("#updates", Pane).select(f"effect:{parcel.effect.id}")
        shown = await watch.press("enter")
        assert "try again" in shown

        await watch.press("t")
        assert watch.seat.desk.state.parcels[parcel.effect.id].phase is Phase.DONE
        assert len(watch.seat.far.messages) == 1


HOSTILE = [
    "[P1] checkout down",
    "[@click=app.quit]x[/]",
    "path [/var/log] broken",
    "<!channel> & <http://evil|label>",
    "日本語のタイトル 🚨🚨",
    "{0.__class__} {incident}",
]


@pytest.mark.parametrize("words", HOSTILE)
async def test_text_from_outside_is_shown_as_it_is_and_obeyed_nowhere(
    tmp_path: Path, words: str
) -> None:
    reply = Reply(channel="C1", thread="1", ts="2.0", at=START, author=words, text=words)
    story = (
        *bad_deploy(),
        page(title=words, service=words),
        DeploysFound(
            repository="cloud",
            found=(
                Deploy(repository="cloud", sha="e" * 40, at=START, author=words, subject=words),
            ),
        ),
        ReplySeen(incident_id="Q1", reply=reply),
    )
    async with watching(tmp_path, *story, size=(200, 60)) as watch:
        text = watch.text()
        shown = await watch.press("i")
        await watch.press("escape")
        declared = await watch.press("d")

    assert text.count(words) >= 2
    assert words in shown
    assert words in declared


async def test_an_idle_second_repaints_only_what_changed(tmp_path: Path) -> None:
    async with watching(tmp_path, *bad_deploy()) as watch:
        panes = {name: watch.seat.app.screen.query_one(f"#{name}", Pane) for name, _ in PANES}
        before = {name: pane.sheet for name, pane in panes.items()}
        watch.seat.clock.advance(1)
        watch.seat.app._changed()
        await watch.settle()
        after = {name: pane.sheet for name, pane in panes.items()}

    changed = {name for name in before if before[name] != after[name]}
    assert changed == {"escalation", "health"}


async def test_a_thousand_facts_cause_few_redraws(tmp_path: Path) -> None:
    async with watching(tmp_path, *bad_deploy()) as watch:
        draws = 0
        draw = watch.seat.app._main.draw

        def counted(*args: object) -> None:
            nonlocal draws
            draws += 1
            draw(*args)  # type: ignore[arg-type]

        watch.seat.app._main.draw = counted  # type: ignore[method-assign]
        many = [
            IncidentSeen(incident=replace(incident(5), title=f"flapping {n}")) for n in range(1000)
        ]
        await watch.seat.tell(*many)
        await watch.settle()

    assert 0 < draws < 20


async def test_a_resolved_incident_stays_on_screen_and_cannot_be_acknowledged(
    tmp_path: Path,
) -> None:
    async with watching(tmp_path, *bad_deploy()) as watch:
        over = page(
            status=Status.RESOLVED,
            assignments=(),
            pending=(),
            changed_at=START + timedelta(seconds=60),
        )
        await watch.seat.tell(over)
        text = await watch.press("a")

    assert "✔ resolved" in text
    assert "is resolved already" in text.splitlines()[-1]
    assert watch.seat.far.acknowledged == []


async def test_the_header_says_whose_turn_it_is(tmp_path: Path) -> None:
    async with watching(tmp_path, *bad_deploy()) as watch:
        head = watch.text().splitlines()[0]

    assert "you: primary" in head
    assert ANA.name


async def test_a_form_never_promises_a_draft_that_is_not_kept(tmp_path: Path) -> None:
    async with watching(tmp_path, *bad_deploy()) as watch:
        before = await watch.press("n", "x")
        await watch.seat.store.close()
        after = await watch.press("y", "escape")

    assert "the draft is kept" in before
    assert "the draft is not kept:" in after
    assert "Esc back, the draft is NOT kept" in after
    assert "the draft is kept" not in after
