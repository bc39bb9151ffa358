"""Who is on call, on a screen of its own and on the watch screen, by keys alone."""

from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest
from clocks import START
from desks import LEA, bad_deploy
from far_side import ANA, BEN
from textshot import assert_text_snapshot
from watching import watching

from cockpit.domain.facts import Fact, IncidentSeen, OnCallSeen, RotaRead, SourceChanged
from cockpit.domain.model import OnCall, Person, Place, SourceStatus
from cockpit.domain.watch import PAGER_ROTA, calendar_source

MIA = Person(id="PMIA", name="Mia")
CALENDAR = calendar_source("support")
UNREAD = SourceChanged(
    source=CALENDAR,
    status=SourceStatus.UNREACHABLE,
    since=START,
    reason="no answer within 20 s",
    mend="check its url",
)


def shift(person: Person, level: int, first_day: int, days: int, **more: object) -> OnCall:
    start = START + timedelta(days=first_day)
    plain = OnCall(
        policy_id="POL",
        policy="Cloud",
        level=level,
        person=person,
        start=start,
        end=start + timedelta(days=days),
    )
    return replace(plain, **more)


def rota() -> RotaRead:
    """Ana and Ben in turn, a week each; in the third week the second level is nobody's."""
    turns = [(ANA, BEN), (BEN, ANA), (ANA, None), (BEN, ANA)]
    shifts = [
        shift(person, level, 7 * week - 2, 7)
        for week, people in enumerate(turns)
        for level, person in enumerate(people, start=1)
        if person is not None
    ]
    return RotaRead(
        source=PAGER_ROTA,
        since=START,
        until=START + timedelta(days=26),
        shifts=(
            *shifts,
            shift(MIA, 1, -2, 7, shadow=True),
            shift(LEA, 3, 0, 0, start=None, end=None),
        ),
        places=tuple(Place(policy_id="POL", policy="Cloud", level=n) for n in (1, 2, 3)),
    )


def story() -> list[Fact]:
    now = [OnCall(policy_id="POL", level=n, person=p) for n, p in enumerate((ANA, BEN, LEA), 1)]
    looks_on = OnCall(policy_id="POL", level=1, person=MIA, shadow=True)
    on_call = OnCallSeen(entries=(*now, looks_on), policy_ids=("POL",))
    return [*bad_deploy(), on_call, rota(), UNREAD]


@pytest.mark.parametrize("size", [(80, 24), (120, 36)])
async def test_now_next_gaps_and_mine_at_any_size(tmp_path: Path, size: tuple[int, int]) -> None:
    async with watching(tmp_path, *story(), size=size) as watch:
        text = await watch.press("w")
        assert_text_snapshot(f"oncall-{size[0]}x{size[1]}", text)

        end = await watch.press("end")
        assert "in 19 d     secondary, Cloud" in end
        assert "TRIGGERED" in await watch.press("escape")


async def test_the_watch_screen_says_who_is_on_call_and_when_it_is_my_turn(tmp_path: Path) -> None:
    quiet = [fact for fact in story() if not isinstance(fact, IncidentSeen)]
    async with watching(tmp_path, *quiet) as watch:
        text = watch.text()

    for words in ("1  Ana", "Mia, shadow", "you: primary, 5 d more", "next: secondary in 5 d"):
        assert words in text
    assert "calendar support" in text
