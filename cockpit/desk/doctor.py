"""Has person and machine looked over before the shift, and puts on record what was found (A3)."""

from collections.abc import Awaitable, Callable
from datetime import datetime

from cockpit.domain.facts import Fact, Record
from cockpit.domain.facts_readiness import ReadinessChecked
from cockpit.domain.readiness import EVERYTHING, Found, Result, count
from cockpit.domain.terminal_facts import TerminalFacts
from cockpit.ports.readiness import Checkup, Groups, MakesCheckups

Append = Callable[[Fact], Awaitable[tuple[Record, ...]]]


class Doctor:
    """Makes check-ups for whoever sits at the desk.

    Args:
        make: makes one.
        append: records a fact.
        now: the corrected time.
    """

    def __init__(
        self,
        make: MakesCheckups,
        append: Append,
        now: Callable[[], datetime],
    ) -> None:
        self._make = make
        self._append = append
        self._now = now

    def checkup(self, facts: TerminalFacts, groups: Groups = EVERYTHING) -> Checkup:
        """A new one, to be run once and closed."""
        return self._make(facts, self._now(), groups)

    async def record(self, results: tuple[Result, ...]) -> None:
        """Put what was found on record. Raises `JournalError`."""
        failures = tuple(r.topic.title for r in results if r.found is Found.FAILED)
        fact = ReadinessChecked(
            passed=count(results, Found.PASSED),
            warned=count(results, Found.WARNED),
            failed=len(failures),
            unseen=count(results, Found.UNSEEN),
            skipped=count(results, Found.SKIPPED),
            failures=failures,
        )
        await self._append(fact)
