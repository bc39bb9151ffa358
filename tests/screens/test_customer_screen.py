"""The customer steps by keys: looked up, verified, and only then acted upon; what is shown once is
nowhere afterwards.
"""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import replace
from pathlib import Path

import pytest
from customers import CANARY, FLAG, LINDAU, MERIDIAN, FarServices, stored
from desks import bad_deploy, procedure
from patience import PATIENCE_S
from textshot import assert_text_snapshot
from watching import Watching, watching

from cockpit.domain.actions_customer import VerifyCaller
from cockpit.domain.customers import CallerWay
from cockpit.domain.http_actions import HttpAction
from cockpit.domain.state import Phase
from cockpit.ports.outside import Garbled, Refused, Unreachable
from cockpit.screens.shown_once import ShownOnce
from cockpit.terminal.crash import crash_report


@asynccontextmanager
async def customer(
    folder: Path, far: FarServices, *more: HttpAction, size: tuple[int, int] = (120, 36)
) -> AsyncIterator[Watching]:
    """The bad deploy on screen, and a platform."""
    plain = procedure()
    by = replace(plain, http_services=("platform",), http_actions=(*plain.http_actions, *more))
    async with watching(folder, *bad_deploy(), size=size, by=by, services=far) as watch:
        yield watch


async def looked_up(watch: Watching, query: str) -> str:
    """The screen once this was looked up by keys."""
    return await watch.press("k", *query, "enter")


async def known(watch: Watching, org: str = MERIDIAN, *, caller: bool = False) -> str:
    """The screen over an org that was looked up before, its caller verified or not."""
    desk = watch.seat.desk
    await desk.customers.look_up("Q1", org)
    if caller:
        who = VerifyCaller(incident_id="Q1", org_id=org, way=CallerWay.TICKET, ref="ZD-1182")
        await desk.act(who)
    return await watch.press("k", "tab")


async def verified(watch: Watching) -> str:
    """The screen over an org whose caller is verified."""
    return await known(watch, caller=True)


async def minted(watch: Watching) -> str:
    """The screen with the token on it."""
    await verified(watch)
    await watch.press("2")
    return await watch.press("y")


def parcels(watch: Watching) -> list[Phase]:
    """Where what was asked for stands."""
    return [p.phase for p in watch.seat.desk.state.parcels.values()]


# --- looking up --------------------------------------------------------------------------------


async def test_nothing_can_be_done_before_somebody_is_looked_up(tmp_path: Path) -> None:
    far = FarServices()
    async with customer(tmp_path, far) as watch:
        text = await watch.press("k")
        assert "Nobody is looked up yet." in text

        text = await watch.press("tab", "1")
        assert "no org is looked up yet" in text
        assert far.calls == []


async def test_an_org_is_shown_and_the_look_up_is_on_record(tmp_path: Path) -> None:
    far = FarServices()
    async with customer(tmp_path, far) as watch:
        text = await looked_up(watch, "org_1")
        assert "Harbour Logistics" in text
        assert "✔ allows platform impersonation" in text

        case = watch.seat.desk.state.cases["Q1"]
        assert case.moments[-1].text == (
            "looked up org_1: Harbour Logistics (org_1), allows platform impersonation"
        )
        assert case.moments[-1].author == "Ana"


async def test_of_several_orgs_one_is_chosen_and_looked_up_by_its_id(tmp_path: Path) -> None:
    far = FarServices()
    async with customer(tmp_path, far) as watch:
        text = await looked_up(watch, "sam@harbour.example")
        assert '2 orgs fit "sam@harbour.example": choose one' in text

        text = await watch.press("2")
        assert far.asked == ["sam@harbour.example", "org_2"]
        assert "Harbour Cold" in text
        assert "does not say whether it allows platform impersonation" in text


async def test_nobody_who_fits_is_said(tmp_path: Path) -> None:
    async with customer(tmp_path, FarServices()) as watch:
        assert 'Nothing fits "nobody".' in await looked_up(watch, "nobody")


async def test_an_answer_that_makes_no_sense_is_told_and_finds_nobody(tmp_path: Path) -> None:
    far = FarServices()
    far.wrong = [Garbled("platform answered with a web page", "check its url")]
    async with customer(tmp_path, far) as watch:
        text = await looked_up(watch, "x")

        assert "▲ platform answered with a web page; check its url" in text
        assert watch.seat.desk.state.cases["Q1"].search is None


async def test_letters_in_the_field_do_nothing_else(tmp_path: Path) -> None:
    async with customer(tmp_path, FarServices()) as watch:
        text = await watch.press("k", *"qkjadu1")

        assert "qkjadu1" in text
        assert watch.seat.desk.state.parcels == {}


# --- verified, confirmed, shown once -----------------------------------------------------------


async def test_an_org_that_forbids_is_entered_only_with_its_owner(tmp_path: Path) -> None:
    far = FarServices()
    async with customer(tmp_path, far) as watch:
        text = await known(watch, LINDAU, caller=True)
        assert "▲ FORBIDS platform impersonation" in text

        text = await watch.press("2")
        assert "only with their Owner, j.brandt@lindau.example" in text
        assert far.calls == []


async def test_a_caller_is_verified_before_a_token_is_minted(tmp_path: Path) -> None:
    far = FarServices()
    async with customer(tmp_path, far) as watch:
        await known(watch)
        text = await watch.press("2")
        assert "is not verified yet" in text

        await watch.press("1", "2")
        text = await watch.press("tab", *"#meridian", "enter")
        assert "✔ verified by a shared channel, #meridian" in text
        assert far.calls == []


async def test_the_question_names_org_and_consequence_and_enter_is_no_yes(tmp_path: Path) -> None:
    far = FarServices()
    async with customer(tmp_path, far) as watch:
        await verified(watch)
        asked = await watch.press("2")
        assert f"It lets you into Meridian Retail ({MERIDIAN}), and leaves an entry" in asked
        assert '"reason": "P1 incident Q1", "ticket_ref":' in asked

        await watch.press("enter")
        assert far.calls == []
        await watch.press("n")
        assert far.calls == []


async def test_a_token_is_shown_once_and_is_nowhere_afterwards(tmp_path: Path) -> None:
    far = FarServices()
    async with customer(tmp_path, far) as watch:
        text = await minted(watch)
        assert CANARY in text
        assert "expires: 09:44" in text
        assert CANARY not in repr(watch.seat.app.screen)
        assert CANARY not in crash_report(RuntimeError(CANARY), watch.seat.desk.tokens)

        assert "copied, if the terminal allows" in await watch.press("c")
        text = await watch.press("escape")
        app = watch.seat.app
        assert CANARY not in text
        assert CANARY not in app.export_screenshot()
        assert CANARY not in repr(app.screen_stack)
        assert CANARY not in app.clipboard
        assert watch.seat.desk.tokens == []
        assert "done, expires 09:44" in text
    assert CANARY.encode() not in stored(tmp_path)
    assert b"Mint an impersonation token" in stored(tmp_path)


async def test_the_act_is_on_the_timeline_and_ticks_the_steps(tmp_path: Path) -> None:
    async with customer(tmp_path, FarServices()) as watch:
        await minted(watch)
        text = await watch.press("escape", "escape")

        assert "✔ 6 Confirm customer" in text
        assert "✔ 7 Impersonate" in text
        assert watch.seat.desk.state.cases["Q1"].moments[-1].text == (
            f"Mint an impersonation token: Meridian Retail ({MERIDIAN})"
        )


# --- when it goes wrong ------------------------------------------------------------------------


async def test_a_screen_that_is_left_early_loses_the_token_and_says_so(tmp_path: Path) -> None:
    far = FarServices()
    far.gate.clear()
    async with customer(tmp_path, far) as watch:
        await verified(watch)
        await watch.press("2")
        await watch.pilot.press("y")
        async with asyncio.timeout(PATIENCE_S):
            while not isinstance(watch.seat.app.screen, ShownOnce) or not parcels(watch):
                await watch.pilot.pause()
            while parcels(watch) != [Phase.CLAIMED]:
                await watch.pilot.pause()
        await watch.pilot.press("escape")
        far.gate.set()
        await watch.settle()

        assert len(far.calls) == 1
        (parcel,) = watch.seat.desk.state.parcels.values()
        assert parcel.warning.endswith("nobody was there: it is lost")
        assert "nobody was there" in watch.text()
        assert watch.seat.desk.tokens == []
    assert CANARY.encode() not in stored(tmp_path)


async def test_a_refusal_is_told_where_the_token_would_be(tmp_path: Path) -> None:
    far = FarServices()
    async with customer(tmp_path, far) as watch:
        await verified(watch)
        far.wrong = [Refused("platform says that you may not", "ask its owner")]
        await watch.press("2")
        text = await watch.press("y")

        assert "not sent: platform says that you may not" in text
        assert "ask its owner" in text


async def test_what_was_not_asked_for_yet_is_given_up_with_the_screen(tmp_path: Path) -> None:
    far = FarServices()
    async with customer(tmp_path, far) as watch:
        await verified(watch)
        far.wrong = [Unreachable("no connection to platform", "check the network")]
        await watch.press("2")
        await watch.pilot.press("y")
        async with asyncio.timeout(PATIENCE_S):
            while "no connection to platform" not in watch.text():
                await watch.pilot.pause()
        await watch.pilot.press("escape")
        await watch.settle()

        assert parcels(watch) == [Phase.DISCARDED]
        assert far.calls == []


async def test_an_answer_that_was_lost_is_asked_about_and_not_repeated(tmp_path: Path) -> None:
    far = FarServices()
    async with customer(tmp_path, far) as watch:
        await verified(watch)
        far.wrong = [Unreachable("the connection broke", maybe_sent=True)]
        await watch.press("2")
        await watch.pilot.press("y")
        async with asyncio.timeout(PATIENCE_S):
            while parcels(watch) != [Phase.UNCLEAR]:
                await watch.pilot.pause()
        watch.seat.clock.advance(3)
        watch.seat.desk._outbox.wake()
        await watch.settle()
        assert "unclear whether it happened" in watch.text()

        text = await watch.press("escape", "2")
        assert "whether the last one happened is unclear: x settles it first" in text
        assert far.calls == []


# --- acts of one's own -------------------------------------------------------------------------


async def test_an_act_of_ones_own_asks_what_it_needs_and_sends_exactly_that(
    tmp_path: Path,
) -> None:
    far = FarServices()
    async with customer(tmp_path, far, FLAG) as watch:
        await known(watch)
        await watch.press("3")
        text = await watch.press(*"live-wall")
        assert f"PUT /api/v1/platform/orgs/{MERIDIAN}/flags/live-wall" in text

        asked = await watch.press("ctrl+s")
        assert "live-wall is off for everybody in Meridian Retail at once." in asked
        assert far.calls == []

        await watch.press("y")
        assert [call.path for call in far.calls] == [
            f"/api/v1/platform/orgs/{MERIDIAN}/flags/live-wall"
        ]


async def test_acts_are_in_the_palette(tmp_path: Path) -> None:
    far = FarServices()
    async with customer(tmp_path, far, FLAG) as watch:
        text = await watch.press("ctrl+p", *"disa")
        assert "Disable a feature flag" in text

        text = await watch.press("enter")
        assert "no org is looked up yet" in text


@pytest.mark.parametrize("size", [(80, 24), (40, 12), (20, 5)])
async def test_it_fits_where_there_is_little_room(tmp_path: Path, size: tuple[int, int]) -> None:
    async with customer(tmp_path, FarServices(), size=size) as watch:
        text = await verified(watch)
        if size == (80, 24):
            assert_text_snapshot("customer-80x24", text)
        await watch.press("2")
        text = await watch.press("y")

        assert CANARY[:12] in text.replace("\n", "")
