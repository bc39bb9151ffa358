"""That somebody made sure of being ready for the shift, in the past tense; see `domain.facts`."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class ReadinessChecked:
    """Person and machine were looked over (A3): by whom, when and where says the record."""

    passed: int
    warned: int
    failed: int
    unseen: int
    """Checks that could not look."""
    skipped: int
    """Checks of what is not configured."""
    failures: tuple[str, ...] = ()
    """The titles of those that failed."""
