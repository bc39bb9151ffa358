"""Errors through the whole of cockpit: from Sentry over HTTP to the journal and the ranking."""

import asyncio
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from patience import PATIENCE_S
from stand import Stand

from cockpit.desk.desk import Desk
from cockpit.domain.actions_errors import JudgeError
from cockpit.domain.error_ranking import findings
from cockpit.domain.tracked_errors import ErrorStatus, ErrorVerdict
from cockpit.settings.load import load
from cockpit.wiring import build


@pytest.fixture
def stand(tmp_path: Path) -> Iterator[Stand]:
    with Stand(tmp_path) as running:
        yield running


async def until(desk: Desk, holds: Callable[[], bool]) -> None:
    """Wait for news until it holds."""
    changed = asyncio.Event()
    unsubscribe = desk.listen(changed.set)
    try:
        async with asyncio.timeout(PATIENCE_S):
            while not holds():
                await changed.wait()
                changed.clear()
    finally:
        unsubscribe()


async def test_a_new_error_is_read_ranked_judged_and_seen_resolved(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, stand: Stand
) -> None:
    monkeypatch.delenv("COCKPIT_STATE_DIR", raising=False)
    desk = build(load(stand.config))
    await desk.open()
    try:
        desk.start(sending=False)

        def first() -> str:
            found = findings(desk.situation(), desk.now())
            return found[0].error.first_release if found and desk.incident_id else ""

        await until(desk, lambda: bool(first()))
        await until(desk, lambda: findings(desk.situation(), desk.now())[0].suspect is not None)
        (new, *_) = findings(desk.situation(), desk.now())
        await desk.act(JudgeError(error_id=new.error.id, verdict=ErrorVerdict.INCIDENT))
        stand.advance(700)

        def resolved() -> bool:
            desk.nudge("Sentry")
            book = desk.state.errors
            return book is not None and any(
                s.error.status is ErrorStatus.RESOLVED for s in book.errors.values()
            )

        await until(desk, resolved)

        assert (new.error.short_id, new.error.first_release) == ("CLOUD-1", "v2026.16.2")
        assert new.suspect is not None
        assert new.suspect.rank
        assert new.is_urgent
        assert new.concerns
        assert desk.state.judged_errors[new.error.id].author == "Ana Ribeiro"
        assert (tmp_path / "secrets" / "sentry").read_text("utf-8").strip() in desk.tokens
    finally:
        await desk.close()
