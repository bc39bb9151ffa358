"""Where a replay stands and how it runs: an instant, a pace, and what changes them; pure."""

from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from cockpit.domain.film import Film

SLOWEST, FASTEST = 0.25, 3600.0
"""As slow and as fast as it can be made to run."""


@dataclass(frozen=True, slots=True)
class Reel:
    """A film on a projector."""

    film: Film
    at: datetime
    speed: float = 1.0
    paused: bool = False

    @property
    def is_over(self) -> bool:
        """The end is reached."""
        return self.at >= self.film.ends

    def ran(self, seconds: float) -> "Reel":
        """After so many real seconds; at the end it stands still."""
        if self.paused:
            return self
        at = min(self.at + timedelta(seconds=seconds * self.speed), self.film.ends)
        return replace(self, at=at, paused=at >= self.film.ends)

    def paced(self, factor: float) -> "Reel":
        """So many times as fast, within bounds."""
        return replace(self, speed=min(max(self.speed * factor, SLOWEST), FASTEST))

    def toggled(self) -> "Reel":
        """Held, or running again; from the end it begins anew."""
        if self.is_over:
            return replace(self, at=self.film.begins, paused=False)
        return replace(self, paused=not self.paused)

    def stepped(self, events: int) -> "Reel":
        """So many events on, or back; whoever steps wants it held."""
        at = self.at
        for _ in range(abs(events)):
            at = self.film.after(at) if events > 0 else self.film.before(at)
        return replace(self, at=at, paused=True)

    def first(self) -> "Reel":
        """Back to the beginning."""
        return replace(self, at=self.film.begins)

    def last(self) -> "Reel":
        """To the end, where it stands still."""
        return replace(self, at=self.film.ends, paused=True)


def begun(film: Film, speed: float) -> Reel:
    """From its first event on, running."""
    return Reel(film, film.events[0], min(max(speed, SLOWEST), FASTEST))
