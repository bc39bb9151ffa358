"""E-mails and the status page through the outbox, killed anywhere: told once, or a person asked."""

import asyncio
from collections.abc import Iterator
from pathlib import Path

import pytest
from mail_rig import post_office, to_all
from outbox_rig import Killer, Process, Rig, Word, known_incident, run
from patience import PATIENCE_S
from stand import Stand

from cockpit.adapters.statuspage import Statuspage
from cockpit.domain.effects import Effect
from cockpit.domain.effects_outward import PublishStatus
from cockpit.domain.state import Parcel, Phase

ASKS = "unclear whether it happened"
MAIL = Word(lambda request, _thread: (to_all(f"{request}.mail"),))


def texts(request: str, _thread: str) -> tuple[Effect, ...]:
    """Three texts of one incident of the page."""
    opened = f"{request}.status"
    words = ("investigating", "identified", "resolved")
    return tuple(
        PublishStatus(
            id=opened if n == 0 else f"{request}.{n}.status",
            incident_id="Q1",
            incident_of="" if n == 0 else opened,
            title="Errors",
            status=status,
            text=f"Text {n}.",
        )
        for n, status in enumerate(words)
    )


PAGE = Word(texts)


def the_mail(process: Process) -> Parcel:
    """The one e-mail that was asked for."""
    return next(p for p in process.state.parcels.values() if p.effect.id.endswith(".mail"))


def asks_a_person(parcel: Parcel) -> bool:
    """Whether it waits for a person to look, and for nothing else."""
    return parcel.phase is Phase.FAILED and ASKS in parcel.reason and parcel.retry_at is None


async def until_struck(process: Process, killer: Killer) -> bool:
    """Work until all is done, or the blow falls; whether it fell."""
    work = asyncio.create_task(process.settle())
    blow = asyncio.create_task(killer.struck.wait())
    await asyncio.wait({work, blow}, return_when=asyncio.FIRST_COMPLETED)
    struck = killer.struck.is_set()
    for task in (work, blow):
        task.cancel()
    await asyncio.gather(work, blow, return_exceptions=True)
    return struck


# --- e-mails -----------------------------------------------------------------------------------


def test_an_e_mail_is_sent_once(tmp_path: Path) -> None:
    async def story(rig: Rig) -> None:
        async with post_office() as post:
            rig.mail = post.mail()
            one = await rig.process()
            await known_incident(one)
            await one.act(MAIL)
            await one.settle()

            assert (the_mail(one).phase, len(post.letters)) == (Phase.DONE, 1)
            assert the_mail(one).ref == post.letters[0]["headers"]["Message-ID"]

    run(tmp_path, story)


def test_a_kill_at_any_moment_sends_it_at_most_once_and_else_asks(tmp_path: Path) -> None:
    struck, moments, seen = True, 0, set[str]()
    while struck:
        moments += 1
        folder = tmp_path / str(moments)
        folder.mkdir()

        async def story(rig: Rig, at: int = moments) -> None:
            nonlocal struck
            async with post_office() as post:
                rig.mail = post.mail()
                killer = Killer(at)
                one = await rig.process(killer)
                await known_incident(one)
                await one.act(MAIL)
                struck = await until_struck(one, killer)
                await rig.kill(one)
                heir = await rig.process()
                await heir.settle()

                parcel, count = the_mail(heir), len(post.letters)
                assert count <= 1
                assert asks_a_person(parcel) or (parcel.phase is Phase.DONE and count == 1)
                seen.add(f"{parcel.phase.value} {count}")

        run(folder, story)

    assert moments > 3
    assert len(seen) > 1


@pytest.mark.parametrize("taken", [True, False])
def test_a_kill_around_the_last_dot_asks_a_person_and_sends_nothing_again(
    tmp_path: Path, taken: bool
) -> None:
    async def story(rig: Rig) -> None:
        async with post_office() as post:
            rig.mail = post.mail()
            post.fault("dot", "hang", act=taken)
            one = await rig.process()
            await known_incident(one)
            await one.act(MAIL)
            work = asyncio.create_task(one.outbox.drain())
            async with asyncio.timeout(PATIENCE_S):
                while post.office.faults:
                    await asyncio.sleep(0)
            work.cancel()
            await rig.kill(one)
            heir = await rig.process()
            await heir.settle()

            assert asks_a_person(the_mail(heir))
            assert len(post.letters) == taken
            await heir.release(the_mail(heir).effect.id)
            await heir.settle()
            assert the_mail(heir).phase is Phase.DONE
            assert len(post.letters) == taken + 1, "a person has said so"

    run(tmp_path, story)


@pytest.mark.parametrize("taken", [True, False])
def test_a_receipt_that_is_lost_asks_a_person(tmp_path: Path, taken: bool) -> None:
    async def story(rig: Rig) -> None:
        async with post_office() as post:
            rig.mail = post.mail()
            post.fault("dot", "drop", act=taken)
            one = await rig.process()
            await known_incident(one)
            await one.act(MAIL)
            await one.settle()

            assert asks_a_person(the_mail(one))
            assert len(post.letters) == taken

    run(tmp_path, story)


@pytest.mark.parametrize("step", ["greet", "ehlo", "mail", "rcpt", "data"])
@pytest.mark.parametrize("kind", ["drop", "answer"])
def test_what_was_certainly_not_sent_is_sent_later_without_asking(
    tmp_path: Path, step: str, kind: str
) -> None:
    async def story(rig: Rig) -> None:
        async with post_office() as post:
            rig.mail = post.mail()
            post.fault(step, kind, times=2)
            one = await rig.process()
            await known_incident(one)
            await one.act(MAIL)
            await one.settle(120)

            assert (the_mail(one).phase, len(post.letters)) == (Phase.DONE, 1)

    run(tmp_path, story)


def test_a_refusal_for_good_stays_visible_and_is_not_tried_again(tmp_path: Path) -> None:
    async def story(rig: Rig) -> None:
        async with post_office() as post:
            rig.mail = post.mail()
            post.fault("rcpt", code=550, text="5.7.1 not from here", times=0)
            one = await rig.process()
            await known_incident(one)
            await one.act(MAIL)
            await one.settle()

            assert the_mail(one).phase is Phase.FAILED
            assert "550 5.7.1 not from here" in the_mail(one).reason
            assert post.office.commands.count("RCPT") == 1

    run(tmp_path, story)


def test_whom_the_server_refused_is_on_record(tmp_path: Path) -> None:
    async def story(rig: Rig) -> None:
        async with post_office() as post:
            rig.mail = post.mail()
            post.fault("rcpt", address="b@example.com", code=550, text="5.1.1 gone")
            people = ("a@example.com", "b@example.com")
            one = await rig.process()
            await known_incident(one)
            await one.act(Word(lambda r, _thread: (to_all(f"{r}.mail", to=people),)))
            await one.settle()

            assert the_mail(one).phase is Phase.DONE
            assert "b@example.com (550 5.1.1 gone)" in the_mail(one).warning

    run(tmp_path, story)


# --- the status page ---------------------------------------------------------------------------


@pytest.fixture(scope="module")
def process(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Stand]:
    with Stand(tmp_path_factory.mktemp("stand")) as stand:
        yield stand


@pytest.fixture
def stand(process: Stand) -> Stand:
    process.reset()
    return process


def the_page(stand: Stand) -> Statuspage:
    """The port."""

    async def token() -> str:
        return "standin-statuspage-token"

    return Statuspage(
        api_url=stand.statuspage,
        page_id="standinpage1",
        token=token,
        timeout_s=PATIENCE_S,
        notify=True,
    )


async def told_once(rig: Rig, stand: Stand) -> None:
    """Whoever takes over brings it to its end: three texts on one incident, in order."""
    heir = await rig.process()
    await heir.settle(120)

    (shown,) = stand.page()
    assert [said["body"] for said in reversed(shown["incident_updates"])] == [
        "Text 0.",
        "Text 1.",
        "Text 2.",
    ]
    assert all(p.phase is Phase.DONE for p in heir.state.parcels.values())


def test_a_kill_at_any_moment_tells_customers_everything_once(tmp_path: Path, stand: Stand) -> None:
    struck, moments = True, 0
    while struck:
        moments += 1
        folder = tmp_path / str(moments)
        folder.mkdir()
        stand.reset()

        async def story(rig: Rig, at: int = moments) -> None:
            nonlocal struck
            port = rig.page = the_page(stand)
            rig.clock.set_wall(stand.now())
            killer = Killer(at)
            one = await rig.process(killer)
            await known_incident(one)
            await one.act(PAGE)
            struck = await until_struck(one, killer)
            await rig.kill(one)
            await told_once(rig, stand)
            await port.close()

        run(folder, story)

    assert moments > 9


@pytest.mark.parametrize("method", ["POST", "PATCH"])
@pytest.mark.parametrize("acted", [True, False])
def test_a_kill_while_the_page_is_silent_tells_customers_everything_once(
    tmp_path: Path, stand: Stand, method: str, acted: bool
) -> None:
    async def story(rig: Rig) -> None:
        port = rig.page = the_page(stand)
        rig.clock.set_wall(stand.now())
        stand.fault("statuspage", "hang", method=method, act=acted)
        one = await rig.process()
        await known_incident(one)
        await one.act(PAGE)
        work = asyncio.create_task(one.outbox.drain())
        async with asyncio.timeout(PATIENCE_S):
            await asyncio.to_thread(stand.wait_for_silence)
        work.cancel()
        await rig.kill(one)
        await told_once(rig, stand)
        await port.close()

    run(tmp_path, story)


@pytest.mark.parametrize("method", ["POST", "PATCH"])
@pytest.mark.parametrize("kind", ["drop", "garbage", "status"])
@pytest.mark.parametrize("acted", [True, False])
def test_a_lost_answer_tells_customers_everything_once(
    tmp_path: Path, stand: Stand, method: str, kind: str, acted: bool
) -> None:
    async def story(rig: Rig) -> None:
        port = rig.page = the_page(stand)
        rig.clock.set_wall(stand.now())
        stand.fault("statuspage", kind, method=method, act=acted, status=503)
        one = await rig.process()
        await known_incident(one)
        await one.act(PAGE)
        await one.settle(120)
        await rig.kill(one)
        await told_once(rig, stand)
        await port.close()

    run(tmp_path, story)
