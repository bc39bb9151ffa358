"""How far a request has come that is many effects at once: done, not sent, still to go."""

from dataclasses import dataclass

from cockpit.domain.effect_words import done
from cockpit.domain.overtaken import overtaken
from cockpit.domain.state import Parcel, Phase, State

MANY = 3
"""From so many effects of one kind on, a request is told as one line, its failures one by one."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Progress:
    """The parcels of one request, counted."""

    request: str
    word: str
    """What has happened to those that are done ("acknowledged")."""
    total: int
    done: int
    given_up: int
    failed: tuple[Parcel, ...]
    """Those that wait for a person."""

    @property
    def left(self) -> int:
        """How many will still be worked on by themselves."""
        return self.total - self.done - self.given_up - len(self.failed)

    @property
    def is_running(self) -> bool:
        """Whether anything will still happen by itself."""
        return self.left > 0

    @property
    def words(self) -> str:
        """The count in a line: "47 of 300 acknowledged, 2 not sent"."""
        parts = [f"{self.done} of {self.total} {self.word}"]
        parts += [f"{len(self.failed)} not sent"] if self.failed else []
        parts += [f"{self.given_up} given up"] if self.given_up else []
        return ", ".join(parts)


def progress(state: State, request: str) -> Progress | None:
    """How far this request has come; None when it sends nothing."""
    return _counted(tuple(p for p in state.parcels.values() if p.request == request))


def bulks(state: State) -> tuple[Progress, ...]:
    """Every request of many effects of one kind that is not over yet, oldest first.

    Not an update that was overtaken: it waits for a person, as one.
    """
    grouped: dict[str, list[Parcel]] = {}
    stale = overtaken(state)
    for parcel in state.parcels.values():
        grouped.setdefault(parcel.request, []).append(parcel)
    many = (
        _counted(tuple(parcels))
        for parcels in grouped.values()
        if _is_bulk(parcels) and not stale & {p.effect.id for p in parcels}
    )
    return tuple(p for p in many if p is not None and (p.is_running or p.failed))


def _is_bulk(parcels: list[Parcel]) -> bool:
    return len(parcels) >= MANY and len({type(p.effect) for p in parcels}) == 1


def _counted(parcels: tuple[Parcel, ...]) -> Progress | None:
    if not parcels:
        return None
    return Progress(
        request=parcels[0].request,
        word=done(parcels[0].effect),
        total=len(parcels),
        done=sum(p.phase is Phase.DONE for p in parcels),
        given_up=sum(p.phase is Phase.DISCARDED for p in parcels),
        failed=tuple(p for p in parcels if p.phase is Phase.FAILED),
    )
