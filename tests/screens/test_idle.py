"""What an idle second costs, counted rather than timed."""

import gc
import sys
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from situations import NOW, procedure, state_of
from watching import watching

from cockpit.domain.readings import Answered, Asked, Readings
from cockpit.domain.situation import Situation
from cockpit.panes import wrap
from cockpit.panes.pane import Pane
from cockpit.screens.deeds import PIECES
from cockpit.view.cells import Cell, Row, Sheet

SOURCE = "somebody"


async def test_a_source_that_goes_on_answering_has_nothing_drawn(tmp_path: Path) -> None:
    async with watching(tmp_path) as watch:
        told: list[str] = []
        desk, now = watch.seat.desk, watch.seat.clock.now()
        desk.listen(lambda: told.append("told"))
        for second, good in enumerate((True, True, True, False, True, True)):
            desk.note(Asked(source=SOURCE, at=now + timedelta(seconds=second)))
            desk.note(Answered(source=SOURCE, at=now + timedelta(seconds=second), good=good))

    assert len(told) == 3, "the first answer, the failure, and the first answer after it"


async def test_what_keys_open_is_there_as_soon_as_the_first_frame_is(tmp_path: Path) -> None:
    async with watching(tmp_path) as watch:
        await watch.settle()

        assert set(PIECES) <= set(sys.modules)


async def test_rubbish_is_looked_for_again_after_the_first_frame(tmp_path: Path) -> None:
    gc.disable()
    try:
        async with watching(tmp_path) as watch:
            await watch.settle()

            assert gc.isenabled()
            assert gc.get_freeze_count() > 0
    finally:
        gc.unfreeze()
        gc.enable()


def test_what_several_views_ask_is_worked_out_once_until_something_comes() -> None:
    asked: list[datetime] = []

    def counted(_situation: Situation, now: datetime) -> int:
        asked.append(now)
        return len(asked)

    here = Situation(state=state_of(), readings=Readings(), procedure=procedure(), zone=UTC)
    answers = [here.once(counted, NOW), here.once(counted, NOW)]
    here.readings.take(Asked(source=SOURCE, at=NOW))
    answers.append(here.once(counted, NOW))

    assert answers == [1, 1, 2]


def test_a_row_that_stays_is_broken_into_lines_once() -> None:
    sheet = Sheet("long", (Row((Cell("a sentence that is longer than its pane", grow=True),)),))
    first = wrap.wrapped(sheet, 13)

    before = wrap._broken.cache_info().misses
    assert wrap.wrapped(sheet, 13) == first
    assert wrap._broken.cache_info().misses == before


@pytest.mark.parametrize("kind", Pane.__mro__)
def test_no_pane_has_parts_of_its_own_to_be_styled_anew_with_every_class(kind: type) -> None:
    assert not vars(kind).get("COMPONENT_CLASSES")
