"""Who is on call on the screen: honest at every size, shadows apart, gaps loud."""

from dataclasses import replace
from datetime import UTC

import pytest
from drawn import lines
from hypothesis import given
from rotas import ANA, BEN, CLEO, NOW, after, any_shifts, known, place, shift

from cockpit.domain.effects_chat import SetUserGroup
from cockpit.domain.model import EscalationPolicy, PolicyLevel, SourceStatus
from cockpit.domain.procedure import Procedure
from cockpit.domain.readings import Answered, Readings
from cockpit.domain.rungs import Rung
from cockpit.domain.shift_group import group_to_take
from cockpit.domain.situation import Situation
from cockpit.domain.state import EMPTY, Parcel, Phase
from cockpit.domain.watch import PAGER, PAGER_ROTA
from cockpit.domain.watched import SourceState
from cockpit.view import header, oncall
from cockpit.view.cells import Sheet, Space, Tone

PROCEDURE = Procedure(
    name="p", ladder=(Rung(role="primary", after_s=900), Rung(role="secondary", after_s=0))
)
PRIMARY = place(1)
WIDE, NARROW = Space(100, 12), Space(40, 8)


def situation(*shifts, places=(PRIMARY,), me=ANA, **more) -> Situation:
    state = replace(EMPTY, rotas={PAGER_ROTA: known(*shifts, places=places)}, **more)
    return Situation(state=state, readings=Readings(), procedure=PROCEDURE, zone=UTC, me=me)


def drawn(it: Situation, space: Space = WIDE) -> list[str]:
    return lines(oncall.sheet(it, NOW, space))


def glanced(it: Situation, room: int = 9) -> list[str]:
    return lines(Sheet("", oncall.glance(it, NOW, room)))


def live(it: Situation) -> Situation:
    it.readings.take(Answered(source=PAGER, at=NOW, good=True))
    return it


def test_now_next_and_mine():
    rows = drawn(situation(shift(ANA, -5, 5), shift(BEN, 5, 15), shift(ANA, 30, 40, level=2)))

    level = rows.index("1 primary Ana Ribeiro, until 17:00 UTC")
    assert rows[level - 1 : level + 2] == ["Platform", rows[level], "then Ben Okafor"]
    assert rows[:2] == ["you: primary until 17:00 UTC", "your next shift: secondary in 1 d 6 h"]
    own = rows.index("Your shifts")
    assert rows[own + 1] == "now primary, Platform, until 17:00 UTC"
    assert rows[own + 2].startswith("in 1 d 6 h secondary, Platform, Wed 25 Mar 18:00 UTC to ")


def test_who_takes_over_after_a_break_is_said_with_the_time():
    rows = drawn(situation(shift(BEN, -5, 5), shift(CLEO, 7, 15)))

    assert "then Cleo, from 19:00 UTC" in rows


def test_a_shadow_stands_apart_and_a_level_without_anybody_else_is_nobodys():
    both = situation(shift(ANA, -5, 5), shift(CLEO, -5, 5, shadow=True))
    alone = situation(shift(CLEO, -5, 5, shadow=True))

    assert "shadow: Cleo, until 17:00 UTC" in drawn(both)
    assert "1 primary Ana Ribeiro, until 17:00 UTC" in drawn(both)
    assert "1 primary ▲ nobody on call" in drawn(alone)
    assert glanced(both)[:2] == ["1 Ana Ribeiro", "Cleo, shadow"]
    assert glanced(alone)[:2] == ["1 ▲ nobody", "Cleo, shadow"]


def test_my_own_shadowing_is_called_so():
    it = situation(shift(BEN, -5, 5), shift(ANA, -5, 5, shadow=True), shift(ANA, 5, 15))

    assert drawn(it)[:2] == [
        "you: shadow of the primary until 17:00 UTC",
        "your next shift: primary in 5 h",
    ]
    assert lines(header.sheet(it, NOW, WIDE))[0].split("  ")[-1].endswith("you: shadow 12:00 UTC")


def test_a_gap_now_and_gaps_to_come_stand_with_their_level():
    now = oncall.sheet(situation(shift(BEN, 5, 700)), NOW, WIDE)
    later = drawn(situation(*(shift(BEN, 7 * n, 7 * n + 5) for n in range(5))))

    assert "1 primary ▲ nobody on call until 17:00 UTC" in lines(now)
    row = next(r for r in now.rows if "▲ nobody on call" in r.cells[-1].text)
    assert row.cells[-1].tone is Tone.BAD
    level = next(n for n, words in enumerate(later) if words.startswith("1 primary Ben"))
    assert later[level + 2 : level + 6] == [
        "▲ nobody from 17:00 UTC to 19:00 UTC",
        "▲ nobody from Wed 25 Mar 00:00 UTC to Wed 25 Mar 02:00 UTC",
        "▲ nobody from Wed 25 Mar 07:00 UTC to Wed 25 Mar 09:00 UTC",
        "▲ and 2 more gaps",
    ]


def test_one_person_at_two_levels_is_said():
    rows = drawn(situation(shift(BEN, -5, 5), shift(BEN, -5, 5, level=2)))

    assert any("Ben Okafor is primary and secondary of Platform at once" in row for row in rows)


def test_not_known_is_not_nobody():
    it = Situation(state=EMPTY, readings=Readings(), procedure=PROCEDURE, zone=UTC, me=ANA)
    old = situation(shift(ANA, None, None))
    over = replace(old, state=replace(old.state, rotas={PAGER_ROTA: known(since=-9, until=-1)}))

    for one in (it, over):
        assert "who is on call is not known yet" in drawn(one)
        assert "not known yet" in glanced(one)
        assert not any("nobody" in row for row in (*drawn(one), *glanced(one)))


def test_without_a_shift_of_mine_it_is_said_how_far_that_is_known():
    words = "no shift of yours is planned until Mon 22 Jun 12:00 UTC"

    assert words in drawn(situation(shift(BEN, -5, None)))
    assert words in glanced(situation(shift(BEN, -5, None)))


@pytest.mark.parametrize(
    ("rotas", "kept"),
    [
        ({}, "▸ nothing is known of it"),
        ({"calendar team": known()}, "▸ shown is what it said at 12:00 UTC"),
        ({"calendar team": known(until=-1)}, "▸ what it said at 12:00 UTC is over"),
    ],
)
def test_what_could_not_be_read_says_so_and_what_stands_there_instead(rotas, kept):
    source = SourceState(
        status=SourceStatus.UNREACHABLE, since=NOW, reason="no connection", mend="check the network"
    )
    it = situation(shift(ANA, -5, None), sources={"calendar team": source})
    it = replace(it, state=replace(it.state, rotas={**it.state.rotas, **rotas}))

    assert drawn(it)[:3] == [
        "▲ calendar team could not be read since 12:00 UTC: no connection",
        "▸ check the network",
        kept,
    ]
    assert any(row.startswith("1 primary Ana Ribeiro") for row in drawn(it))


def test_who_is_on_call_now_is_the_pagers_newest_word():
    pager = (replace(shift(CLEO, -1, 1), person=replace(CLEO, id="PCLEO")),)
    it = situation(
        shift(ANA, -5, 5), shift(BEN, 5, 15), on_call=pager, on_call_of=(PRIMARY.policy_id,)
    )

    assert "1 primary Cleo, until 13:00 UTC" in drawn(it)
    assert glanced(it)[0] == "1 Cleo"


def test_a_level_that_the_pager_names_nobody_for_is_nobodys_only_while_it_answers():
    it = situation(shift(ANA, -5, 5), on_call_of=(PRIMARY.policy_id,))

    assert glanced(it)[0] == "1 Ana Ribeiro"
    assert glanced(live(it))[0] == "1 ▲ nobody"


def test_a_shift_that_is_just_over_at_the_pager_makes_nobody_of_no_level():
    over = situation(
        shift(ANA, -5, 5), on_call=(shift(BEN, -9, -0.001),), on_call_of=(PRIMARY.policy_id,)
    )

    assert glanced(live(over))[0] == "1 Ana Ribeiro"


def test_before_the_rota_is_read_the_pager_alone_tells_who_is_on_call():
    policy = EscalationPolicy(
        id=PRIMARY.policy_id,
        name="Platform",
        levels=(PolicyLevel(delay_s=60, targets=("x",)), PolicyLevel(delay_s=60, targets=("y",))),
    )
    state = replace(
        EMPTY,
        policies={policy.id: policy},
        on_call=(shift(ANA, None, None),),
        on_call_of=(policy.id,),
    )
    it = Situation(state=state, readings=Readings(), procedure=PROCEDURE, zone=UTC, me=BEN)

    assert glanced(live(it)) == ["1 Ana Ribeiro", "2 ▲ nobody"]


def test_what_has_no_room_is_counted_and_my_shift_stays_in_sight():
    shifts = [shift(BEN, -5, None, level=n) for n in range(1, 9)]
    rows = glanced(situation(*shifts, shift(ANA, 2, 5, level=1)), room=5)

    assert rows == ["1 Ben Okafor", "2 Ben Okafor", "3 Ben Okafor", "and 5 more", rows[-1]]
    assert rows[-1] == "next: primary in 2 h"


@pytest.mark.parametrize(
    ("shifts", "words"),
    [
        ((shift(ANA, -5, 5, level=2), shift(ANA, -5, 5)), ("you: primary, 5 h more",)),
        ((shift(ANA, 30, 40), shift(ANA, 5, 6, level=2)), ("next: secondary in 5 h",)),
        ((shift(ANA, 5, 6, shadow=True),), ("next: shadow of the primary in 5 h",)),
        ((shift(ANA, -5, -1), shift(ANA, None, None)), ("you: primary, always",)),
    ],
)
def test_my_shift_in_a_narrow_line(shifts, words):
    assert oncall.my_lines(situation(*shifts), NOW, brief=True) == words


@given(any_shifts())
def test_whatever_is_known_can_be_drawn_at_every_size(shifts):
    it = situation(*shifts, places=(), on_call=tuple(shifts[:2]))
    for space in (WIDE, NARROW, Space(1, 1)):
        assert oncall.sheet(it, NOW, space).rows
        assert oncall.glance(it, NOW, space.height)
        assert header.sheet(it, NOW, space).rows


def _taken(hours: float) -> dict[str, Parcel]:
    group = SetUserGroup(
        id="g", incident_id="", group_id="S1", group="OnCall", user_ids=("U1",), before=()
    )
    at = after(hours)
    done = Parcel(effect=group, request="r", author="Ana", requested_at=at, order=1)
    return {"g": replace(done, phase=Phase.DONE, done_at=at)}


def test_the_on_call_group_is_offered_until_it_was_taken_in_this_shift():
    """Procedure I10: at the start of a shift, and not again."""
    ours = replace(PROCEDURE, oncall_group="oncall")
    held, coming = (shift(ANA, -5, 5),), (shift(ANA, 2, 5),)
    asked = [
        group_to_take(replace(situation(*shifts, **more), procedure=ours), NOW)
        for shifts, more in (
            (held, {}),
            (held, {"parcels": _taken(-6)}),
            (held, {"parcels": _taken(-4)}),
            (coming, {}),
            ((shift(BEN, -5, 5),), {}),
            ((shift(ANA, -5, 5, level=2),), {}),
        )
    ]

    assert asked == ["oncall", "oncall", "", "", "", ""]
    assert any(
        "G: take over @oncall" in row for row in glanced(replace(situation(*held), procedure=ours))
    )
