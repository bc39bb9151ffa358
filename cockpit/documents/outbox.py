"""What has not left yet, as plain text and for scripts."""

from datetime import datetime

from cockpit.documents.spans import short
from cockpit.domain.changes import Scene, sending
from cockpit.domain.dispatch import BY_KEY, STALE_BY_KEY, asks_a_person, standing
from cockpit.domain.effect_words import title
from cockpit.domain.lanes import Side, side
from cockpit.domain.state import Parcel, State

_MOST = 70
"""Characters of what it says that are shown."""


def text(scene: Scene) -> str:
    """Each with its number, what it is, where it goes, how it stands, and what would help."""
    state, now, zone = scene.state, scene.now, scene.zone
    unsent = state.unsent()
    if not unsent:
        return "everything has left\n"
    lines = []
    for place, parcel in enumerate(unsent, start=1):
        asked = f"{short(parcel.requested_at, zone, now)} by {parcel.author}"
        words = _for_a_shell(standing(state, parcel, now), str(place))
        lines.append(f"{place}. {title(parcel.effect)}{_where(parcel)}: {words}")
        lines.append(f"   asked for {asked}{_about(state, parcel)}")
        told = sending(parcel.effect, scene)
        lines.append(f"   to {told.target}: {_begun(told.text)}")
        if parcel.mend and not asks_a_person(parcel):
            lines.append(f"   {parcel.mend}")
    return "\n".join(lines) + "\n"


def jsonable(state: State, now: datetime) -> list[dict[str, object]]:
    """The same; `effect` is the id that a release or a discarding takes."""
    return [
        {
            "number": place,
            "effect": parcel.effect.id,
            "what": title(parcel.effect),
            "to": side(parcel.effect).value,
            "incident_id": parcel.effect.incident_id,
            "phase": parcel.phase.value,
            "standing": standing(state, parcel, now),
            "reason": parcel.reason,
            "mend": parcel.mend,
            "author": parcel.author,
            "requested_at": parcel.requested_at.isoformat(),
            "attempts": parcel.attempts,
        }
        for place, parcel in enumerate(state.unsent(), start=1)
    ]


def _for_a_shell(words: str, number: str) -> str:
    """What the screen does with a key, and a shell with a command."""
    words = words.replace(BY_KEY, f"`cockpit outbox --arrived {number}`, or `--lost {number}`")
    stale = f"`cockpit outbox --discard {number}` leaves it, `--release {number}` sends it"
    return words.replace(STALE_BY_KEY, stale)


def _where(parcel: Parcel) -> str:
    """Where it goes, unless what it is says so."""
    where = side(parcel.effect)
    return f" for the {where}" if where in (Side.PAGER, Side.CHAT) else ""


def _begun(text: str) -> str:
    words = " ".join(text.split())
    return words if len(words) <= _MOST else f"{words[: _MOST - 1]}…"


def _about(state: State, parcel: Parcel) -> str:
    case = state.cases.get(parcel.effect.incident_id)
    return f", for #{case.incident.number}" if case else ""
