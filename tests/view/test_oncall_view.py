"""Who is on call on the screen: honest at every size, shadows apart, gaps loud."""

from dataclasses import replace
from datetime import UTC

import pytest
from drawn import lines
from hypothesis import given
from rotas import ANA, BEN, CLEO, NOW, any_shifts, known, place, shift

from cockpit.domain.model import SourceStatus
from cockpit.domain.procedure import Procedure, Rung
from cockpit.domain.readings import Readings
from cockpit.domain.situation import Situation
from cockpit.domain.state import EMPTY, SourceState
from cockpit.domain.watch import PAGER_ROTA
from cockpit.view import oncall
from cockpit.view.cells import Space, Tone

PROCEDURE = Procedure(
    name="p", ladder=(Rung(role="primary", after_s=900), Rung(role="secondary", after_s=0))
)
PRIMARY = place(1)
WIDE, NARROW = Space(100, 12), Space(40, 8)


def situation(*shifts, places=(PRIMARY,), **more) -> Situation:
    state = replace(EMPTY, rotas={PAGER_ROTA: known(*shifts, places=places)}, **more)
    return Situation(state=state, readings=Readings(), procedure=PROCEDURE, zone=UTC, me=ANA)


def drawn(it: Situation, space: Space = WIDE) -> list[str]:
    return lines(oncall.sheet(it, NOW, space))


def test_now_next_and_mine():
    shifts = (shift(ANA, -5, 5), shift(BEN, 5, 15), shift(ANA, 30, 40, level=2))

    assert drawn(situation(*shifts))[:1] == ["1 Ana Ribeiro ▸ Ben Okafor 17:00 UTC"]
    assert "you: primary until 17:00 UTC" in drawn(situation(*shifts))
    assert "you: secondary from Wed 25 Mar 18:00 UTC" in drawn(situation(*shifts))
    assert drawn(situation(*shifts), NARROW)[0] == "1 Ana Ribeiro"


def test_a_shadow_is_called_one_and_a_level_without_anybody_else_is_nobodys():
    rows = drawn(situation(shift(ANA, -5, 5), shift(CLEO, -5, 5, shadow=True)))
    alone = oncall.sheet(situation(shift(CLEO, -5, 5, shadow=True)), NOW, WIDE)

    assert rows[0] == "1 Ana Ribeiro; Cleo (shadow)"
    assert lines(alone)[0] == "1 Cleo (shadow)"
    assert alone.rows[0].cells[1].tone is Tone.DIM


def test_a_gap_now_and_a_gap_to_come():
    now = oncall.sheet(situation(shift(BEN, 5, 700)), NOW, WIDE)
    later = drawn(situation(shift(BEN, -5, 5), shift(BEN, 7, 700)))

    assert lines(now)[0] == "1 ▲ nobody until 17:00 UTC"
    assert now.rows[0].cells[1].tone is Tone.BAD
    assert (
        "▲ nobody on call at level 1 of Platform (primary) from 17:00 UTC to 19:00 UTC"
    ) in later


def test_not_known_is_not_nobody():
    it = Situation(state=EMPTY, readings=Readings(), procedure=PROCEDURE, zone=UTC, me=ANA)
    old = situation(shift(ANA, None, None))
    over = replace(old.state, rotas={PAGER_ROTA: known(since=-9, until=-1)})

    for one in (it, replace(old, state=over)):
        assert lines(oncall.sheet(one, NOW, WIDE)) == ["who is on call is not known yet"]


def test_a_source_in_trouble_says_so_beside_what_was_known():
    source = SourceState(
        status=SourceStatus.UNREACHABLE, since=NOW, reason="no connection", mend="check the network"
    )
    rows = drawn(situation(shift(ANA, -5, None), sources={"calendar team": source}))

    assert rows[0] == "1 Ana Ribeiro"
    assert any("calendar team unreachable since 12:00: no connection" in row for row in rows)


@pytest.mark.parametrize(
    ("shifts", "words"),
    [
        ((shift(ANA, -5, 5, level=2), shift(ANA, -5, 5)), "primary until 17:00 UTC"),
        ((shift(ANA, 30, 40), shift(ANA, 5, 6, level=2)), "secondary in 5 h"),
        ((shift(ANA, 5, 6, shadow=True),), ""),
        ((shift(ANA, -5, -1), shift(BEN, 0, 5)), ""),
        ((shift(ANA, None, None),), "primary always"),
    ],
)
def test_my_shift_in_a_line(shifts, words):
    assert oncall.next_shift(situation(*shifts), NOW) == words


@given(any_shifts())
def test_whatever_is_known_can_be_drawn_at_every_size(shifts):
    it = situation(*shifts, places=())
    for space in (WIDE, NARROW, Space(1, 1)):
        assert oncall.sheet(it, NOW, space).rows
    assert isinstance(oncall.next_shift(it, NOW), str)
