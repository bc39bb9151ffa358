"""Decide on what may have left, and what only a person can tell: whether it arrived; pure."""

from cockpit.domain.actions_talk import SayArrived
from cockpit.domain.decisions import Decision, Ground, Refusal
from cockpit.domain.dispatch import asks_a_person
from cockpit.domain.effects_http import CallHttp
from cockpit.domain.effects_local import RunCommand
from cockpit.domain.facts import EffectDiscarded, EffectDone, EffectFailed
from cockpit.domain.state import Phase, State

AskedAnew = CallHttp | RunCommand
"""What is not sent again by itself once a person has said that it did not happen."""


def decide_unclear(state: State, action: SayArrived, ground: Ground) -> Decision:
    """Both answers stand on record: it arrived, or it did not and is sent again.

    An act at a service is asked for anew: what it gives is for whoever waits for it then. So is a
    command: it is run after another look at it.
    """
    parcel = state.parcels.get(action.effect)
    if parcel is None or parcel.is_over:
        return Refusal(reason="nothing is in doubt there any more")
    if parcel.phase is Phase.CLAIMED:
        return Refusal(reason="it is being sent at this moment: wait for the outcome")
    if not asks_a_person(parcel):
        return Refusal(reason="whether it arrived is looked up: nobody has to say so")
    who = ground.me.name
    if action.arrived:
        warning = f"whether it arrived could not be looked up: {who} said that it did"
        return (EffectDone(effect=action.effect, done_at=ground.now, warning=warning),)
    reason = f"it did not arrive, says {who}"
    if isinstance(parcel.effect, AskedAnew):
        return (EffectDiscarded(effect=action.effect, reason=reason),)
    return (EffectFailed(effect=action.effect, reason=reason, retry_at=ground.now),)
