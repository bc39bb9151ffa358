"""The outbox on screen: what has not left, in full; sent again, given up, said to have arrived."""

from pathlib import Path

import pytest
from declared import declared, flat, posted
from textshot import assert_text_snapshot
from watching import Watching

from cockpit.domain.effects_outward import SendMail
from cockpit.domain.facts import EffectFailed, Record
from cockpit.domain.overtaken import STALE
from cockpit.domain.state import Parcel, Phase


async def with_a_mail_in_doubt(watch: Watching) -> Parcel:
    """An e-mail of which nobody knows whether it arrived."""
    await watch.press("t", "down")
    watch.seat.far.faults = ["lost after"]
    await watch.press("enter")
    await watch.press("ctrl+s")
    await watch.press("escape")
    (parcel,) = (p for p in watch.seat.desk.state.unsent() if isinstance(p.effect, SendMail))
    assert parcel.phase is Phase.UNCLEAR
    return parcel


async def with_an_update_refused(watch: Watching) -> None:
    """An update that the chat did not take, with another one behind it."""
    watch.seat.far.faults = ["no"]
    await watch.press("U")
    await watch.press("y")


async def test_everything_unsent_is_listed_with_its_target_its_words_and_its_standing(
    tmp_path: Path,
) -> None:
    async with declared(tmp_path) as watch:
        await with_an_update_refused(watch)
        listed = flat(await watch.press("x"))

    assert "1 unsent, 1 for you to decide" in listed
    assert "#4217 to #novavms-incident-live, in the thread" in listed
    assert "Known: No change in customer impact." in listed
    assert "not sent: channel_not_found" in listed
    assert "▸ check the channel" in listed


async def test_t_tries_again_and_the_list_empties_itself(tmp_path: Path) -> None:
    async with declared(tmp_path) as watch:
        await with_an_update_refused(watch)
        text = await watch.press("x", "t")

        assert "Everything has left." in text
        assert len(posted(watch)) == 1


async def test_x_asks_before_it_gives_anything_up(tmp_path: Path) -> None:
    async with declared(tmp_path) as watch:
        await with_an_update_refused(watch)
        asked = await watch.press("x", "x")
        assert "Give up a message?" in asked
        assert "No change in customer impact." in asked

        await watch.press("n")
        assert len(watch.seat.desk.state.unsent()) == 1

        await watch.press("x", "y")
        assert watch.seat.desk.state.unsent() == ()
        assert posted(watch) == []


async def test_enter_reads_one_in_full_and_its_keys_act_on_it(tmp_path: Path) -> None:
    async with declared(tmp_path) as watch:
        await with_an_update_refused(watch)
        shown = await watch.press("x", "enter")
        assert "goes to" in shown
        assert "Trying: Still investigating." in shown

        await watch.press("t")
        assert len(posted(watch)) == 1


async def test_an_overtaken_update_is_offered_and_not_sent(tmp_path: Path) -> None:
    async with declared(tmp_path) as watch:
        await with_an_update_refused(watch)
        watch.seat.clock.advance(STALE.total_seconds())
        await watch.press("u")
        await watch.press("ctrl+s")
        assert len(posted(watch)) == 1

        listed = flat(await watch.press("x"))
        assert "overtaken by a newer update: x leaves it, t sends it all the same" in listed

        await watch.press("x", "y")
        (gone,) = (p for p in watch.seat.desk.state.parcels.values() if p.phase is Phase.DISCARDED)
        assert gone.reason == "overtaken by a newer update"


async def test_a_mail_in_doubt_is_asked_about_and_never_sent_again_by_itself(
    tmp_path: Path,
) -> None:
    async with declared(tmp_path) as watch:
        mail = await with_a_mail_in_doubt(watch)
        listed = flat(await watch.press("x"))
        assert "nobody can look whether it arrived" in listed
        assert "to mend" not in flat(await watch.press("enter"))
        assert len(watch.seat.far.mails) == 1

        await watch.press("escape", "y")
        done = watch.seat.desk.state.parcels[mail.effect.id]
        assert done.phase is Phase.DONE
        assert "Ana said that it did" in done.warning
        assert len(watch.seat.far.mails) == 1


async def test_a_mail_that_did_not_arrive_is_sent_again_once_that_was_said(
    tmp_path: Path,
) -> None:
    async with declared(tmp_path) as watch:
        mail = await with_a_mail_in_doubt(watch)
        heard: list[Record] = []
        watch.seat.store.listen(heard.extend)
        await watch.press("x", "n")

        assert watch.seat.desk.state.parcels[mail.effect.id].phase is Phase.DONE
        assert len(watch.seat.far.mails) == 2
        (said,) = (r.fact for r in heard if isinstance(r.fact, EffectFailed))
        assert said.reason == "it did not arrive, says Ana"


@pytest.mark.parametrize("size", [(80, 24), (120, 36), (200, 60)])
async def test_the_outbox_looks_like_this(tmp_path: Path, size: tuple[int, int]) -> None:
    async with declared(tmp_path, size=size) as watch:
        await with_an_update_refused(watch)
        await with_a_mail_in_doubt(watch)
        shown = await watch.press("x")

    assert_text_snapshot(f"outbox-{size[0]}x{size[1]}", shown)
