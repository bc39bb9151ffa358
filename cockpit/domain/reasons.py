"""Whether a sentence says why somebody further up is paged (procedure N10); words only.

Above whom one is due, and of which shape, is the profile's to say.
"""

import re

from cockpit.domain.procedure import Procedure
from cockpit.domain.rungs import PagingUp, backup

_BACKUP_LEVEL = 2
"""Above it a reason is due where the profile names a role that is on no ladder, or none."""
_LONGEST = 300
"""Characters: one sentence."""
_SHOWN = 40

_WORD = re.compile(r"[^\W_]+(?:['\u2019-][^\W_]+)*")
_WHEN = re.compile(
    r"\b\d{1,2}:\d{2}\b|\b\d+\s*(?:s|sec|seconds?|m|min|minutes?|h|hours?|%)(?!\w)", re.IGNORECASE
)

_PLEAS = frozenset(
    """a an and again all am any are as asap at be been but by call called can come could do does
    escalate escalated escalates escalating escalation even for from fyi get going got guys hand has
    have hello help helping hey hi i i'm i've immediately important in incident is issue it it's
    just kindly let look looking make me more my need needed needs now of ok on one or our p1 page
    paged pager paging people please pls prio priority problem quick quickly really right same seems
    so some somebody someone something soon support take test thanks thank that the their them then
    there they thing this to too up urgent urgently us very want wants was we what when who will
    with would you your""".split()  # noqa: SIM905 - words read best as words
)
"""Words that say no more than the page itself does."""

_STATES = frozenset(
    """absent abuse abused affected asleep attack attacked blackout blocked breach breached broke
    broken burning compromised corrupt corrupted crash crashed crashes crashing critical
    customer customer-facing customers cut damage damaged data dead decide decision declined
    decreasing degraded deleted denied died disappeared down dropped dropping drops
    emergency empty error errors escaped exceeded exhausted expired expiring exposed fail failed
    failing fails failure failures fire flapping flooded full frozen gone grows growing hang hanging
    hangs impact impacted inaccessible incorrect increasing injured intruder leak leaked leaking
    legal lock locked loses losing loss losses lost malicious missing needed nobody offline orgs out
    outage outages overdue overloaded overwhelmed paused phishing ransomware refused
    refuses rejected rejecting rising rollback sick silent since sleeping slow slower spreading
    stalled stolen stopped stops stuck suspended timed-out timeout timeouts timing unable
    unacknowledged unanswered unauthorised unauthorized unavailable unclear unknown unpaid
    unreachable unresponsive unstable unusable users vanished violated wrong
    worse worsening""".split()  # noqa: SIM905 - the same
)
"""Words that say how things are, or who is hurt."""
_NEGATIONS = frozenset(
    """no not none cannot can't couldn't doesn't don't didn't hasn't haven't isn't aren't won't
    wasn't without""".split()  # noqa: SIM905 - the same
)


def is_due(level: int, procedure: Procedure) -> bool:
    """Whether paging this level (from 1) needs a reason."""
    named, roles = procedure.paging_up.above.casefold(), _roles(procedure)
    highest = roles.index(named) + 1 if named in roles else _BACKUP_LEVEL
    return bool(named) and level > highest


def above(procedure: Procedure) -> str:
    """Above whom a reason is due; empty: it never is."""
    named = procedure.paging_up.above
    return named if named.casefold() in ("", *_roles(procedure)) else backup(procedure.ladder)


def _roles(procedure: Procedure) -> list[str]:
    return [rung.role.casefold() for rung in procedure.ladder]


def why_not(reason: str, wanted: PagingUp) -> str:
    """Why this sentence will not do, and what would, for people; empty when it will.

    It has to say who or what, and how that is or since when: the shape of the example.
    """
    said = " ".join(reason.split())
    if not said:
        return f"say why in one sentence, as: {wanted.example}"
    if len(said) > _LONGEST:
        return f"one sentence will do: {len(said)} characters are more than {_LONGEST}"
    words = [word.casefold().replace("\u2019", "'") for word in _WORD.findall(said)]
    substance = [w for w in words if w not in _PLEAS and not w.isdecimal()]
    if not substance:
        short = said if len(said) <= _SHOWN else f"{said[:_SHOWN]}…"
        return f"“{short}” says no more than the page does; say what is wrong, as: {wanted.example}"
    says_when = bool(_WHEN.search(said))
    if wanted.since and not says_when:
        return f"say since when, as: {wanted.example}"
    if not says_when and not any(w in _STATES or w in _NEGATIONS for w in words):
        return f"say how things are, or since when, as: {wanted.example}"
    if len(substance) < wanted.least:
        return f"say who or what, and how that is or since when, as: {wanted.example}"
    return ""
