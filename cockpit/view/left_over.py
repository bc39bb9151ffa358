"""What is left of incidents that are over, in a line or two: what is to close, what is to do."""

from datetime import datetime

from cockpit.domain.situation import Situation
from cockpit.view import closing, items
from cockpit.view.cells import Row, text


def lines(situation: Situation, now: datetime) -> tuple[Row, ...]:
    """Nothing where nothing is left; the keys are those of the main screen."""
    said = ((closing.summary(situation, now), "C"), (items.summary(situation, now), "I"))
    return tuple(text(f"{words}: {key}", tone) for (words, tone), key in said if words)
