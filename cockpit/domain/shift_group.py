"""Whether the on-call group of the chat is still to be taken over in this shift (I10); pure."""

from datetime import datetime

from cockpit.domain import rota
from cockpit.domain.effects_chat import SetUserGroup
from cockpit.domain.situation import Situation
from cockpit.domain.state import Phase


def group_to_take(situation: Situation, now: datetime) -> str:
    """The group's handle while one is primary and has not set it since the shift began; or empty.

    Who is in it is not read for this: it tells what was done from here, and nothing of the chat.
    """
    handle, me = situation.procedure.oncall_group, situation.me
    if not handle or me is None:
        return ""
    shifts = rota.mine(rota.all_shifts(situation.state.rotas), me, now)
    begun = [
        shift.start
        for shift in shifts
        if shift.level == 1 and not shift.shadow and shift.start and rota.is_held(shift, now)
    ]
    if not begun:
        return ""
    taken = (
        parcel.done_at or parcel.requested_at
        for parcel in situation.state.parcels.values()
        if isinstance(parcel.effect, SetUserGroup)
        and parcel.effect.group.casefold() == handle.casefold()
        and parcel.phase is Phase.DONE
    )
    return "" if any(at >= max(begun) for at in taken) else handle
