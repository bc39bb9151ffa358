"""What a refusal may mean, and what to do instead, where the other side has no words for it."""

from cockpit.domain.effects import Effect, OverrideSchedule


def instead(effect: Effect) -> str:
    """What to do about an effect that was refused for good; empty: nothing that is known."""
    if isinstance(effect, OverrideSchedule):
        return (
            "if it is a schedule of shifts, the newer kind, it takes no override from outside: "
            "put yourself in it in the pager's own app, and say so in the on-call channel"
        )
    return ""
