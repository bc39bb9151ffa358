"""How a check-up before the shift changes the state: the newest one counts."""

from cockpit.domain.facts import Record
from cockpit.domain.facts_readiness import ReadinessChecked
from cockpit.domain.readiness import Readiness, named
from cockpit.domain.replacing import replace
from cockpit.domain.state import Kind, Moment, State
from cockpit.domain.timeline import remembered


def checked(state: State, record: Record, fact: ReadinessChecked) -> State:
    """The state with this check-up, which stands on the shift's timeline too (A3)."""
    known = state.readiness
    found = Readiness(
        at=record.at,
        author=record.author,
        host=record.host,
        passed=fact.passed,
        warned=fact.warned,
        failed=fact.failed,
        unseen=fact.unseen,
        skipped=fact.skipped,
        failures=fact.failures,
    )
    which = f" ({named(fact.failures)})" if fact.failures else ""
    moment = Moment(
        at=record.at,
        kind=Kind.SYSTEM,
        text=f"checked readiness on {record.host}: {found.words}{which}",
        author=record.author,
        id=record.id,
    )
    newest = found if known is None or known.at <= found.at else known
    return replace(state, readiness=newest, shift=remembered(state.shift, moment))
