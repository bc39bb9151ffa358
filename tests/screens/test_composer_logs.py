"""Long texts in the composer: a log becomes a snippet in the thread, or text, and none is lost."""

import time
from pathlib import Path
from statistics import median

import pytest
from clocks import START
from composing import Composing, composing
from patience import PATIENCE_S
from textual._wrap import compute_wrap_offsets
from typing_fast import all_taken, at_once

from cockpit.domain.actions_talk import LONGEST_LOG, ShareLog
from cockpit.domain.effects_chat import ShareSnippet
from cockpit.domain.evidence import Health
from cockpit.domain.facts import ReplySeen
from cockpit.domain.model import Reply
from cockpit.domain.texts import LIMIT
from cockpit.screens.composer import ComposerScreen
from cockpit.screens.composer_asking import Asked

LOG = "\n".join(f"2026-03-04T02:16:{n % 60:02} worker {n} timed out" for n in range(10_000))
AMONG = 6
"""How many times as much a key may cost among messages: both are measured in turn."""
KEY_S = 0.1
"""What a key may cost behind a paste of ten thousand lines, seconds of the processor."""


async def pasted(composer: Composing, text: str) -> str:
    """Paste, and wait for the question."""
    await composer.paste(text)
    await composer.until(lambda _: isinstance(composer.seat.app.screen, Asked))
    return await composer.sees("That is a long text", "t keep it as text")


async def answered(composer: Composing, key: str) -> None:
    """Answer it, and wait until the composer is back."""
    await composer.watch.pilot.press(key)
    await composer.until(lambda _: isinstance(composer.seat.app.screen, ComposerScreen))
    await composer.watch.settle()


def shared(composer: Composing) -> list[ShareSnippet]:
    """The snippets that the chat got."""
    return [a[0] for a in composer.far.altered if isinstance(a[0], ShareSnippet)]


async def test_a_long_paste_goes_into_the_thread_as_a_snippet_by_one_key(tmp_path: Path) -> None:
    async with composing(tmp_path) as composer:
        asked = await pasted(composer, LOG)
        await answered(composer, "s")
        (snippet,) = shared(composer)

        assert "10,000 lines" in asked
        assert "to #novavms-incident-live at once" in asked
        assert snippet.text == LOG
        assert composer.written().endswith("(log attached: 10,000 lines)")
        assert composer.posted == []


@pytest.mark.parametrize("text", ["line\n" * 40, "x" * (LIMIT + 1)])
async def test_what_is_long_is_asked_about(tmp_path: Path, text: str) -> None:
    async with composing(tmp_path) as composer:
        await pasted(composer, text)
        await answered(composer, "t")

        assert text in composer.written()
        assert composer.far.altered == []


async def test_what_is_short_is_not_asked_about(tmp_path: Path) -> None:
    async with composing(tmp_path) as composer:
        await composer.paste("line\n" * 38)

        assert composer.written().count("line\n") == 38


async def test_what_is_left_out_is_left_out(tmp_path: Path) -> None:
    async with composing(tmp_path) as composer:
        before = composer.written()
        await pasted(composer, LOG)
        await answered(composer, "escape")

        assert composer.written() == before
        assert composer.far.altered == []


async def test_what_is_typed_on_behind_a_long_paste_answers_no_question(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("cockpit.screens.composer_asking.BURST_S", PATIENCE_S)
    async with composing(tmp_path) as composer:
        await composer.write("")
        await composer.paste(LOG)
        await composer.sees("That is a long text")
        at_once(composer, "space", "s", "t")
        await all_taken(composer)
        question = composer.seat.app.screen
        assert isinstance(question, Asked)
        question._ready()
        await answered(composer, "s")

        assert composer.written() == "(log attached: 10,000 lines) st"


async def test_a_log_with_a_secret_needs_a_second_step_of_another_kind(tmp_path: Path) -> None:
    secret = "ghp_" + "a1B2c3D4e5F6g7H8i9J0" * 2
    async with composing(tmp_path) as composer:
        await pasted(composer, f"{LOG[:3000]}\ntoken {secret}\n" + "more\n" * 40)
        await composer.watch.pilot.press("s")
        await composer.sees("Is that a secret?")
        await composer.watch.pilot.press("escape")
        again = await composer.sees("it holds what looks like a secret")
        assert shared(composer) == []
        await composer.watch.pilot.press("s")
        await composer.sees("Is that a secret?")
        await answered(composer, "ctrl+y")

        assert secret not in again
        assert len(shared(composer)) == 1


async def test_a_log_too_long_to_share_is_still_there_to_be_kept(tmp_path: Path) -> None:
    async with composing(tmp_path) as composer:
        await pasted(composer, f"{'0123456789' * 40}\n" * (LONGEST_LOG // 401 + 3))
        await composer.watch.pilot.press("s")
        told = await composer.sees("are too many for a snippet")
        await answered(composer, "t")

        assert "keep it as text" in told
        assert len(composer.written()) > LONGEST_LOG


async def test_an_update_of_a_whole_log_is_refused_in_words_and_stays(tmp_path: Path) -> None:
    async with composing(tmp_path) as composer:
        await pasted(composer, LOG)
        await answered(composer, "t")
        text = await composer.press("ctrl+s")

        assert "are too many for an update" in text
        assert LOG in composer.written()
        assert composer.posted == []


def test_a_pasted_log_is_shared_as_it_is() -> None:
    assert ShareLog(incident_id="Q1", title="log", text=LOG).text == LOG


# --- speed -------------------------------------------------------------------------------------


async def cost_of_keys(composer: Composing, keys: str) -> float:
    """What a key costs, seconds of this process: also on a busy machine the same."""
    began = time.process_time()
    for key in keys:
        await composer.watch.pilot.press(key)
    return (time.process_time() - began) / len(keys)


async def test_ten_thousand_lines_do_not_slow_the_keys_down(tmp_path: Path) -> None:
    async with composing(tmp_path) as composer:
        await pasted(composer, LOG)
        await answered(composer, "t")
        cost = await cost_of_keys(composer, "what was seen here")

        assert cost < KEY_S
        assert composer.written().endswith("what was seen here")


def said(number: int) -> tuple[ReplySeen, ...]:
    """Four replies of one look at the thread: at ten keys a second, forty messages a second."""
    return tuple(
        ReplySeen(
            incident_id="Q1",
            reply=Reply(
                channel="C1",
                thread="1000.000100",
                ts=f"{2000 + number}.00{place:04}",
                at=START,
                author="Bo",
                text="me too",
            ),
        )
        for place in range(4)
    )


async def test_ten_thousand_lines_are_wrapped_once_when_they_are_kept(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    wrapped = 0

    def counted(*given: object, **more: object) -> list[int]:
        nonlocal wrapped
        wrapped += 1
        return compute_wrap_offsets(*given, **more)

    monkeypatch.setattr("textual.document._wrapped_document.compute_wrap_offsets", counted)
    async with composing(tmp_path) as composer:
        wrapped = 0
        composer.area().insert_here(LOG)
        await composer.watch.settle()

        assert 10_000 <= wrapped < 11_000
        assert composer.area().show_vertical_scrollbar
        await composer.press("ctrl+z")
        assert not composer.area().show_vertical_scrollbar


async def test_forty_messages_a_second_leave_typing_smooth(tmp_path: Path) -> None:
    alone, among = [], []
    async with composing(tmp_path) as composer:
        for number, (one, other) in enumerate(["ab", "cd", "ef", "gh", "ij"] * 3):
            alone.append(await cost_of_keys(composer, one))
            began = time.process_time()
            await composer.seat.tell(*said(number))
            composer.seat.sample("api health", (Health.BAD, 0.05))
            await composer.watch.pilot.press(other)
            among.append(time.process_time() - began)

        assert composer.written().endswith("abcdefghij")
    assert median(among) < AMONG * median(alone)
