"""Checks of this machine: clock, time zone, settings, state folder, disk, journal (A3)."""

from datetime import datetime, tzinfo

from cockpit.domain.readiness import Found, Group, Topic
from cockpit.domain.readiness_wanted import ReadinessWanted
from cockpit.ports.outside import Pager, PortError, Refused
from cockpit.ports.readiness import Machine, StateFolder
from cockpit.readiness.check import (
    HERE_S,
    Check,
    Look,
    Said,
    always,
    failed,
    passed,
    skipped,
    unseen,
    warned,
)

_HARDLY_S = 2.0
"""Dates are told in whole seconds: less is nothing."""
CLOCK_FAILS_S = 120.0
"""So far off, certificates and sign-ins begin to fail, seconds."""
_MB, _GB = 1_000_000, 1_000_000_000
_DISK_FAILS = 50 * _MB
"""So little free, the journal will not hold a night, bytes."""


def checks(
    machine: Machine,
    wanted: ReadinessWanted,
    pager: Pager | None,
    zone: tzinfo,
    now: datetime,
) -> list[Check]:
    """All of them; `zone` is the one that times are shown in."""
    return [
        Check(topic=_topic("clock", "clock"), look=_clock(pager, wanted.skew_s)),
        Check(topic=_topic("zone", "time zone"), look=_zone(machine, zone, now), timeout_s=HERE_S),
        Check(
            topic=_topic("state", "state folder"),
            look=_state(machine),
            timeout_s=HERE_S,
            meaning="what you do may be read by others, or not be kept at all",
        ),
        Check(
            topic=_topic("disk", "disk space"),
            look=_disk(machine, wanted.disk_bytes),
            timeout_s=HERE_S,
            meaning="when it is full, nothing is recorded, and so nothing is sent",
        ),
        Check(
            topic=_topic("journal", "journal"),
            look=_journal(machine),
            timeout_s=HERE_S,
            meaning="what was recorded until now may be lost",
        ),
    ]


def settings(warnings: tuple[tuple[str, str], ...], *, read_only: bool) -> Check:
    """The configuration: it was read, or we would not be here; what is odd about it is told.

    `warnings`: what is odd, and its mend.
    """
    said = passed("read, and nothing is odd about it")
    if warnings:
        more = f", and {len(warnings) - 1} more: cockpit config check" if warnings[1:] else ""
        said = warned(f"{warnings[0][0]}{more}", mend=warnings[0][1])
    if read_only:
        mend = "unset COCKPIT_READ_ONLY, and screen.read_only in the configuration"
        said = warned("read only", "nothing can be acknowledged or told from here", mend)
    return Check(topic=_topic("settings", "configuration"), look=always(said))


def _topic(name: str, title: str) -> Topic:
    return Topic(id=name, group=Group.MACHINE, title=title)


def _clock(pager: Pager | None, skew_s: float) -> Look:
    async def look() -> Said:
        if pager is None:
            words = "nobody to compare it with: no pager is configured"
            return skipped(words, "timedatectl says whether it is synchronised")
        try:
            await pager.me()
        except Refused:
            pass  # An answer that says no has a date too.
        except PortError:
            return unseen("the pager did not say what time it is", mend="see the pager's token")
        heard = pager.heard()
        if heard is None:
            return unseen("the pager's answer has no date", mend="timedatectl says more")
        return _judged(heard.low_s, heard.high_s, skew_s)

    return look


def _judged(low_s: float, high_s: float, skew_s: float) -> Said:
    """The server's clock minus this one lies between the two."""
    off = 0.0 if low_s <= 0 <= high_s else low_s if low_s > 0 else high_s
    if abs(off) < _HARDLY_S:
        return passed("agrees with the pager's")
    side = "behind" if off > 0 else "ahead of"
    words = f"{abs(off):.0f} s {side} the pager's"
    if abs(off) <= skew_s:
        return passed(words)
    mend = "sudo timedatectl set-ntp true; or sudo chronyc makestep"
    if abs(off) >= CLOCK_FAILS_S:
        meaning = "certificates, sign-ins and the times of other tools go wrong"
        return failed(words, meaning, mend)
    return warned(words, "cockpit corrects its own times; your other tools do not", mend)


def _zone(machine: Machine, zone: tzinfo, now: datetime) -> Look:
    async def look() -> Said:
        trouble = await machine.zone_trouble()
        local = now.astimezone(zone)
        shown = f"times are shown in {local:%Z}, where it is {local:%H:%M}"
        if trouble:
            meaning = "hand-over times may be shown in a zone that is not yours"
            mend = "sudo timedatectl set-timezone Europe/Lisbon, or set screen.time_zone"
            return warned(trouble, meaning, mend)
        return passed(shown)

    return look


def _state(machine: Machine) -> Look:
    async def look() -> Said:
        place = await machine.state_folder()
        folder = place.folder
        if not folder.may_write:
            mend = f"make {folder.path} yours: sudo chown -R $USER {folder.path}"
            return failed("nothing can be written there", "nothing is recorded or sent", mend)
        if not folder.exists:
            return passed("will be made at the first start")
        others = [one for one in (folder, *place.files) if one.open_to_others]
        if others:
            names = f"{others[0].path} is open to others (mode {others[0].mode:04o})"
            mend = f"chmod 700 {folder.path}; chmod 600 {folder.path}/*"
            return failed(names, "who shares this machine can read your incidents", mend)
        strangers = [one for one in (folder, *place.files) if not one.is_mine]
        if strangers:
            mend = f"sudo chown -R $USER {folder.path}"
            return failed(f"{strangers[0].path} belongs to somebody else", mend=mend)
        return passed("yours alone")

    return look


def _disk(machine: Machine, wanted: int) -> Look:
    async def look() -> Said:
        place: StateFolder = await machine.state_folder()
        free = place.free_bytes
        words = f"{_size(free)} free"
        mend = f"make room on the disk of {place.folder.path}: df -h {place.folder.path}"
        if free < _DISK_FAILS:
            return failed(f"only {words}", mend=mend)
        if free < wanted:
            return warned(
                f"{words}, wanted {_size(wanted)}", "it may fill up in a long night", mend
            )
        return passed(words)

    return look


def _journal(machine: Machine) -> Look:
    async def look() -> Said:
        try:
            trouble = await machine.journal()
        except Refused as error:
            if error.code == "none":
                return passed("will be made at the first start")
            raise
        if trouble:
            mend = "start cockpit: it saves what can be read, and keeps the damaged file"
            return Said(found=Found.FAILED, words=trouble, mend=mend)
        return passed("a quick look finds it sound")

    return look


def _size(number: int) -> str:
    return f"{number / _GB:.1f} GB" if number >= _GB else f"{number // _MB} MB"
