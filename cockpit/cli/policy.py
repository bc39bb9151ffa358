"""`cockpit policy check|rotate`: the escalation policy as it is, as it is wanted, and put right."""

import argparse
import asyncio
import json
from datetime import timedelta

from cockpit.cli.asked import carried_out
from cockpit.cli.outcome import DONE, FAILED, Failed, Misused
from cockpit.cli.people import person
from cockpit.cli.sitting import LOOK_S, look, sitting
from cockpit.cli.speech import put, say
from cockpit.desk.desk import Desk
from cockpit.documents import policy as document
from cockpit.domain.actions import RotatePolicy
from cockpit.domain.model import EscalationPolicy
from cockpit.domain.policy_check import (
    check,
    concerned,
    rotated,
    unkept,
)
from cockpit.ports.plain import plain
from cockpit.settings.load import Settings

_LIMIT = 1_000_000


def act(options: argparse.Namespace, settings: Settings) -> int:
    """Do it; returns the exit code. Raises `Failed`, `Misused`, `JournalError`."""
    return asyncio.run(_act(options, settings))


async def _act(options: argparse.Namespace, settings: Settings) -> int:
    async with sitting(settings) as desk:
        if options.part == "check":
            await look(desk)
            return await _check(desk, options)
        reason = await desk.look(LOOK_S)
        if reason:
            raise Failed(f"{reason} A policy is changed only when it was read just now.")
        return await _rotate(desk, options)


async def _check(desk: Desk, options: argparse.Namespace) -> int:
    """Compare; exit code 1 when something is not as wanted, or is not known."""
    people = {
        level: await person(desk, word)
        for level, word in enumerate((options.primary, options.secondary), start=1)
        if word
    }
    checks = tuple(
        check(policy, desk.state.on_call, desk.procedure, people)
        for policy in _policies(desk, options.policy)
    )
    told = unkept(desk.state, desk.now())
    if options.json:
        put(json.dumps(document.jsonable(checks, told), ensure_ascii=True, indent=2) + "\n")
    else:
        put(plain(document.text(checks, told), _LIMIT, lines=True))
    return DONE if all(one.is_well for one in checks) and not told else FAILED


async def _rotate(desk: Desk, options: argparse.Namespace) -> int:
    """Show what would change, ask, write it, read it back."""
    policies = _policies(desk, options.policy)
    if len(policies) > 1:
        known = ", ".join(f"{p.id} ({p.name})" for p in policies)
        raise Misused(f"say which policy: {known}")
    (policy,) = policies
    primary = await person(desk, options.primary)
    secondary = await person(desk, options.secondary)
    if primary.id == secondary.id:
        raise Misused(f"{primary.name} cannot be primary and secondary at once")
    levels = rotated(policy, desk.procedure, primary, secondary)
    action = RotatePolicy(policy_id=policy.id, levels=levels)
    await carried_out(desk, action, yes=options.yes)
    reason = await desk.look(LOOK_S)
    told = () if reason else unkept(desk.state, desk.now(), timedelta())
    if reason or told:
        raise Failed(f"written, but {reason or '; '.join(told)}")
    say(f"{policy.name} reads back as it was written: {primary.name}, then {secondary.name}")
    return DONE


def _policies(desk: Desk, wanted: str) -> tuple[EscalationPolicy, ...]:
    """The policy of this id or name; without one, all that are in use here.

    Raises:
        Failed: none is known.
    """
    known = concerned(desk.state)
    found = tuple(p for p in known if not wanted or wanted in (p.id, p.name))
    if found:
        return found
    if known:
        names_ = ", ".join(f"{p.id} ({p.name})" for p in known)
        raise Failed(f"no policy {wanted} is known here; known: {names_}")
    raise Failed("no escalation policy is known: [pagerduty] policy_ids names yours")
