"""What the full screen does unasked: it notes that one is there, asks at zero, and rings."""

from dataclasses import replace
from datetime import timedelta
from pathlib import Path

from desks import bad_deploy, page
from far_side import BEN
from watching import watching

from cockpit.desk.crew import Watch
from cockpit.domain.facts import IncidentSeen
from cockpit.domain.model import Assignment, PendingAction, Status, Upcoming
from cockpit.domain.watch import CHAT, PAGER
from cockpit.screens.attention import Attention


async def _never() -> None:
    return


class Asked:
    """The names of the sources that were nudged."""

    def __init__(self, *names: str) -> None:
        self.names: list[str] = []
        self.watches = tuple(
            Watch(run=_never, nudge=lambda name=name: self.names.append(name), name=name)
            for name in names
        )


async def test_that_somebody_has_it_on_their_screen_is_noted_once(tmp_path: Path) -> None:
    async with watching(tmp_path, *bad_deploy()) as watch:
        case = watch.seat.desk.state.cases["Q1"]
        seq = watch.seat.desk.state.seq
        watch.seat.clock.advance(60)
        await watch.seat.tell(page(title="Cloud API answers 5xx, still"))
        await watch.settle()
        again = watch.seat.desk.state

    assert case.online_at is not None
    assert again.cases["Q1"].online_at == case.online_at
    assert again.seq == seq + 1


async def test_an_incident_that_is_over_needs_nobody_online(tmp_path: Path) -> None:
    over = replace(page().incident, status=Status.RESOLVED, assignments=())
    story = [f for f in bad_deploy() if not isinstance(f, IncidentSeen)]
    async with watching(tmp_path, *story, IncidentSeen(incident=over)) as watch:
        watch.seat.desk.choose("Q1")
        await watch.settle()

        assert watch.seat.desk.state.cases["Q1"].online_at is None


async def test_a_screen_on_the_wall_is_nobody(tmp_path: Path) -> None:
    async with watching(tmp_path, *bad_deploy()) as watch:
        noted: list[object] = []
        attention = Attention(watch.seat.desk, (), lambda work: (noted.append(work), work.close()))
        fresh = replace(watch.seat.desk.state.cases["Q1"], online_at=None)
        state = replace(watch.seat.desk.state, cases={"Q1": fresh})
        wall = replace(watch.seat.desk.situation(), state=state, read_only=True)
        attention.look(wall, watch.seat.clock.now())
        assert not noted
        attention.look(replace(wall, read_only=False), watch.seat.clock.now())
        attention.look(replace(wall, read_only=False), watch.seat.clock.now())

    assert len(noted) == 1


async def test_at_zero_the_pager_is_asked_and_nobody_else(tmp_path: Path) -> None:
    async with watching(tmp_path, *bad_deploy()) as watch:
        asked = Asked(PAGER, CHAT)
        watch.seat.desk._watches = asked.watches
        attention = Attention(watch.seat.desk, (), lambda work: work.close())
        watch.seat.clock.advance(779)
        attention.tick()
        assert asked.names == []
        for _ in range(7):
            watch.seat.clock.advance(1)
            attention.tick()

        assert asked.names == [PAGER] * 4


async def test_g_asks_everybody(tmp_path: Path) -> None:
    async with watching(tmp_path, *bad_deploy()) as watch:
        asked = Asked(PAGER, CHAT)
        watch.seat.desk._watches = asked.watches
        await watch.pilot.press("g")
        await watch.settle()

        assert asked.names == [PAGER, CHAT]


async def test_the_bell_rings_for_what_is_wanted(tmp_path: Path) -> None:
    async with watching(tmp_path, *bad_deploy()) as watch:
        watch.seat.fresh()
        now = watch.seat.clock.now()
        wants = {
            names: Attention(watch.seat.desk, names, lambda work: work.close())
            for names in (("escalation",), ("page",), ())
        }
        held = Assignment(person=BEN, at=now)
        later = (PendingAction(kind=Upcoming.ESCALATE, at=now + timedelta(seconds=300)),)
        situation = watch.seat.desk.situation()
        state = situation.state
        seen = {
            "theirs": replace(page().incident, assignments=(held,)),
            "mine": page().incident,
            "soon": replace(page().incident, pending=later),
        }

        def rings(name: str, at: int) -> dict[tuple[str, ...], bool]:
            case = replace(state.cases["Q1"], incident=seen[name])
            shown = replace(situation, state=replace(state, cases={"Q1": case}))
            return {
                names: one.look(shown, now + timedelta(seconds=at)) for names, one in wants.items()
            }

        assert not any(rings("theirs", 0).values())
        assert not any(rings("mine", 0).values()), "it listens once a second"
        assert rings("mine", 1) == {("escalation",): False, ("page",): True, (): False}
        assert rings("soon", 2) == {("escalation",): True, ("page",): False, (): False}
