"""Runs the programs that are probes, here or over SSH, and judges their exit and their output."""

import asyncio
import math
import shlex

from cockpit.adapters.programs import Endless, NotEnded, NotStarted, Ran, environment, run
from cockpit.domain.conditions import NotFoundInAnswerError, first_number, number
from cockpit.domain.evidence import Health, Sample
from cockpit.domain.probes import CommandProbe
from cockpit.domain.secrecy import masked
from cockpit.ports.outside import Clock
from cockpit.ports.plain import plain

_AT_ONCE = 16
"""Programs that run at the same time; the wait for a turn is part of a look's time-out."""
_SSH_FAILED = 255
"""The exit code by which ssh says that it did not get there (ssh(1))."""
_LONGEST_DETAIL = 120


class CommandProber:
    """An exit code that is not expected is bad; a program that could not run says nothing."""

    def __init__(self, clock: Clock) -> None:
        self._clock = clock
        self._turn = asyncio.Semaphore(_AT_ONCE)
        self._undead: dict[str, asyncio.Future[None]] = {}
        """Runs that were killed and are not gone, by the name of the probe."""

    async def look(self, spec: CommandProbe) -> Sample:
        """Run it once."""
        at, begun = self._clock.now(), self._clock.monotonic()
        health, value, latency = Health.UNKNOWN, None, None
        try:
            ran = await self._run(spec)
            latency = self._clock.monotonic() - begun
            health, detail, value = _judged(spec, ran)
        except NotEnded as error:
            self._undead[spec.name] = error.gone
            detail = f"did not end within {spec.timeout_s:g} s, and cannot be ended"
        except TimeoutError:
            detail = f"did not end within {spec.timeout_s:g} s"
        except Endless:
            detail = "prints without end, and was ended"
        except NotStarted as error:
            detail = str(error)
        return Sample(
            at=at, health=health, status=None, latency_s=latency, detail=detail, value=value
        )

    async def _run(self, spec: CommandProbe) -> Ran:
        """In its turn, and never beside an earlier run of its own that nothing can end."""
        gone = self._undead.get(spec.name)
        if gone is not None and not gone.done():
            raise NotStarted("an earlier run hangs, and cannot be ended")
        begun = self._clock.monotonic()
        try:
            async with asyncio.timeout(spec.timeout_s):
                await self._turn.acquire()
        except TimeoutError:
            words = f"waited {spec.timeout_s:g} s for other programs to end"
            raise NotStarted(words) from None
        try:
            left = spec.timeout_s - (self._clock.monotonic() - begun)
            env = environment(for_ssh=bool(spec.ssh))
            return await run(argv(spec), timeout_s=max(left, 0.0), env=env)
        finally:
            self._turn.release()


def argv(spec: CommandProbe) -> tuple[str, ...]:
    """What is run.

    ssh hands its arguments to a shell over there as one text, so they are quoted for that shell:
    each arrives as it is written here. It asks nobody anything, and knows when to give up.
    """
    if not spec.ssh:
        return spec.command
    patience = max(math.ceil(spec.timeout_s), 1)
    options = ("-o", "BatchMode=yes", "-o", f"ConnectTimeout={patience}", "-T", "-x", "-a")
    return ("ssh", *options, "--", spec.ssh, shlex.join(spec.command))


def _judged(spec: CommandProbe, ran: Ran) -> tuple[Health, str, float | None]:
    said = _last_line(ran.errors)
    if spec.ssh and ran.code == _SSH_FAILED and _SSH_FAILED not in spec.exit_codes:
        return Health.UNKNOWN, f"ssh does not get there{said}", None
    if ran.code < 0:
        return Health.BAD, f"was ended by signal {-ran.code}", None
    if ran.code not in spec.exit_codes:
        return Health.BAD, f"exit {ran.code}{said}", None
    text = ran.output.decode("utf-8", "replace")
    if against := spec.words.against(text):
        where = "" if ran.whole else " as far as it was read"
        return Health.BAD, plain(f"{against}{where}", _LONGEST_DETAIL), None
    if not (spec.bounds or spec.number_after):
        return Health.GOOD, f"exit {ran.code}", None
    try:
        value = first_number(text, spec.number_after)
    except NotFoundInAnswerError as error:
        return Health.UNKNOWN, plain(str(error), _LONGEST_DETAIL), None
    shown = f"{number(value)}{spec.bounds.unit}"
    if bad := spec.bounds.against(value):
        return Health.BAD, f"{shown}, {bad}", value
    return Health.GOOD, shown, value


def _last_line(errors: bytes) -> str:
    """The last thing that was complained of; programs say what went wrong at the end."""
    lines = errors.decode("utf-8", "replace").strip().splitlines()
    said = masked(plain(lines[-1], _LONGEST_DETAIL)) if lines else ""
    return f": {said}" if said else ""
