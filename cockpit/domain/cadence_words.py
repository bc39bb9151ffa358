"""The cadence of updates in words: what was chosen for it, and that it is too much; pure."""

from datetime import datetime, timedelta, tzinfo

from cockpit.domain.cadence import confirmed, stood_at, usual_s
from cockpit.domain.procedure import Procedure
from cockpit.domain.state import Case, State
from cockpit.domain.texts import clock_time

OFTEN = 3
"""So many updates that follow one another too fast are remarked on."""


def chosen(case: Case, procedure: Procedure, now: datetime, zone: tzinfo) -> str:
    """What somebody chose for the nudges and is in force, in words; empty: nothing."""
    choice = case.cadence
    if choice is None:
        return ""
    why = f" ({choice.author}: {choice.reason})" if choice.reason else f" ({choice.author})"
    if choice.until is not None and choice.until > now:
        return f"snoozed until {clock_time(choice.until, zone)}{why}"
    if choice.every_s is None:
        return ""
    if not choice.every_s:
        return f"off since {clock_time(choice.at, zone)}{why}"
    if choice.every_s == usual_s(case, procedure):
        return ""
    return f"every {choice.every_s // 60} min{why}"


def remark(state: State, case: Case, procedure: Procedure, now: datetime) -> str:
    """That updates come so often that they crowd out work, in words; empty: they do not.

    Only those that say nothing new count, one right after the other.
    """
    last = confirmed(state, case)[-OFTEN:]
    if not procedure.quiet_s or len(last) < OFTEN:
        return ""
    times = [at for u in last if (at := stood_at(state, u.effects)) is not None]
    quiet = timedelta(seconds=procedure.quiet_s)
    pauses = zip(times, (*times[1:], now), strict=True)
    if any(after - before > quiet for before, after in pauses):
        return ""
    if len({" ".join(u.known.casefold().split()) for u in last}) > 1:
        return ""
    minutes = max(1, round((times[-1] - times[0]).total_seconds() / 60))
    return f"{OFTEN} updates in {minutes} min with nothing new: the next may wait until it is due"
