"""Whether somebody who was asked to take an incident has agreed (A14); from what was seen alone.

Until they have, whoever was paged stays responsible: a reply that could mean anything else counts
for nothing.
"""

import re

from cockpit.domain.facts import HandOverAccepted
from cockpit.domain.people import wrote
from cockpit.domain.state import Case, HandOver, State

_YES = re.compile(
    r"\b(?:i(?:['\u2019]?m|\s+am)?\s+(?:now\s+)?)?taking\s+(?:it|this|over)\b"
    r"|\bi(?:['\u2019]ll|\s+will|\s+can)?\s+take\s+(?:it|this|over)\b"
    r"|\bi(?:['\u2019]ve|\s+have)\s+(?:got\s+)?(?:it|this)\b"
    r"|\bi\s+took\s+(?:it|over)\b",
    re.IGNORECASE,
)
_NO = re.compile(
    r"\b(?:not|no|never|cannot|unable|if|unless|should|could|would|who|later|after|when|once"
    r"|tomorrow|soon)\b|n['\u2019]t\b|\?",
    re.IGNORECASE,
)


def agrees(text: str) -> bool:
    """Whether these words say that somebody takes it, now and without a condition."""
    return bool(_YES.search(text)) and not _NO.search(text)


def accepted(state: State) -> tuple[HandOverAccepted, ...]:
    """What has been agreed to and is not on record yet, for every incident."""
    found = (_of_case(case) for case in state.cases.values() if case.hand_over is not None)
    return tuple(fact for fact in found if fact is not None)


def _of_case(case: Case) -> HandOverAccepted | None:
    offer = case.hand_over
    if offer is None or offer.accepted_at is not None or not case.incident.is_open:
        return None
    how = _by_acknowledging(case, offer) or _by_replying(case, offer)
    if not how:
        return None
    return HandOverAccepted(incident_id=case.incident.id, person_id=offer.person.id, how=how)


def _by_acknowledging(case: Case, offer: HandOver) -> str:
    for held in case.incident.acknowledgements:
        if held.person.id == offer.person.id:
            return f"{offer.person.name} acknowledged it at {held.at:%H:%M} UTC"
    return ""


def _by_replying(case: Case, offer: HandOver) -> str:
    replies = sorted(case.replies.values(), key=lambda reply: reply.at)
    for reply in replies:
        if reply.at >= offer.at and wrote(offer.person, reply) and agrees(reply.text):
            return f"{offer.person.name} wrote at {reply.at:%H:%M} UTC that they take it"
    return ""
