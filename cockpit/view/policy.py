"""The policy screen: the escalation policies at the pager against the ones that are wanted."""

from datetime import datetime

from cockpit.domain.policy_check import Check, check, concerned, minutes, unkept, wanted_levels
from cockpit.domain.situation import Situation
from cockpit.domain.watch import PAGER
from cockpit.view.cells import Cell, Row, Sheet, Space, Tone, text
from cockpit.view.words import freshness


def sheet(situation: Situation, now: datetime, _space: Space) -> Sheet:
    """Each policy with its levels, and what is not as wanted."""
    checks = [
        check(policy, situation.state.on_call, situation.procedure)
        for policy in concerned(situation.state)
    ]
    rows = [text(f"▲ {words}", Tone.ALARM) for words in unkept(situation.state, now)]
    if not checks:
        words = "no escalation policy was read yet: [pagerduty] policy_ids names yours"
        rows.append(text(words, Tone.WARN))
    for one in checks:
        rows += [*_policy(situation, one), text("")]
    rows += _wanted(situation)
    note, tone = freshness(situation, (PAGER,), now)
    return Sheet("Escalation policy", tuple(rows), note=note, note_tone=tone)


def _policy(situation: Situation, one: Check) -> list[Row]:
    policy, row_id = one.policy, f"policy:{one.policy.id}"
    rows = [Row((Cell(policy.name, Tone.STRONG, grow=True),), id=row_id)]
    for place, level in enumerate(policy.levels, start=1):
        now = dict.fromkeys(
            e.person.name
            for e in situation.state.on_call
            if (e.policy_id, e.level) == (policy.id, place)
            and not e.shadow
            and e.person.name not in level.targets
        )
        on_shift = f" (now {'/'.join(now)})" if now else ""
        words = f"{'/'.join(level.targets) or 'nobody'}{on_shift}, {minutes(level.delay_s)}"
        rows.append(Row((Cell(f"{place:>2}", Tone.DIM), Cell(words, grow=True)), id=row_id))
    rows += [_said("✖", words, Tone.BAD, row_id) for words in one.differences]
    rows += [_said("?", words, Tone.WARN, row_id) for words in one.unknown]
    if one.is_well:
        rows.append(_said("✔", "as the procedure wants it", Tone.GOOD, row_id))
    return rows


def _said(mark: str, words: str, tone: Tone, row_id: str) -> Row:
    return Row((Cell(mark, tone, width=1), Cell(words, tone, grow=True)), id=row_id)


def _wanted(situation: Situation) -> list[Row]:
    wanted = wanted_levels(situation.procedure)
    if not wanted:
        return [text("The profile says neither policy nor ladder: nothing to compare", Tone.DIM)]
    rows = [text("Wanted by the procedure", Tone.TITLE)]
    for place, level in enumerate(wanted, start=1):
        delay = f", {minutes(level.after_s)}" if level.after_s else ""
        target = f" ({level.target})" if level.target else ""
        words = f"{level.role}{target}{delay}"
        rows.append(Row((Cell(f"{place:>2}", Tone.DIM), Cell(words, Tone.DIM, grow=True))))
    return rows
