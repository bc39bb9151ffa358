"""`cockpit tell|room|group`: who has to hear of it, and where people meet."""

import argparse
import asyncio

from cockpit.cli.asked import carried_out
from cockpit.cli.order import accepted
from cockpit.cli.outcome import DONE, Failed, Misused
from cockpit.cli.sitting import do, look, require, sitting
from cockpit.cli.speech import aside, put, say
from cockpit.desk.desk import Desk
from cockpit.documents import order as document
from cockpit.documents.spans import short
from cockpit.domain.actions_talk import (
    UNTAGGED,
    CloseWarRoom,
    OpenWarRoom,
    SayTold,
    TakeGroup,
    Tell,
    TellSecurity,
)
from cockpit.domain.chat import Mention
from cockpit.domain.decide_rooms import guests_of
from cockpit.domain.decide_tellings import SECURITY
from cockpit.domain.decisions import Ground
from cockpit.domain.demands import Telling, Way
from cockpit.domain.facts import ChangeRequested
from cockpit.domain.obligations import Course, named, obligations, telling_of
from cockpit.domain.state import Case
from cockpit.domain.telling_texts import drafted
from cockpit.ports.outside import PortError
from cockpit.ports.plain import plain
from cockpit.settings.load import Settings

_LIMIT = 1_000_000


def act(options: argparse.Namespace, settings: Settings) -> int:
    """Do it; returns the exit code. Raises `Failed`, `Misused`, `JournalError`, `PortError`."""
    return asyncio.run(_act(options, settings))


async def _act(options: argparse.Namespace, settings: Settings) -> int:
    async with sitting(settings) as desk:
        await look(desk)
        match options.command:
            case "tell":
                await _tell(desk, require(desk, options.incident), options)
            case "room":
                await _room(desk, require(desk, options.incident), options)
            case _:
                await _group(desk, options)
    return DONE


# --- who has to be told ----------------------------------------------------------------------


async def _tell(desk: Desk, case: Case, options: argparse.Namespace) -> None:
    if not options.who:
        when = (desk.now(), desk.zone)
        put(plain(document.tellings(desk.state, case, desk.procedure, when), _LIMIT, lines=True))
        return
    if options.who.casefold() == SECURITY:
        await _security(desk, case, options)
        return
    if options.done:
        await do(
            desk,
            SayTold(incident_id=case.incident.id, telling=options.who, how=options.done),
        )
        say(f"on record: {options.who} was told")
        return
    telling = telling_of(case, desk.procedure, options.who)
    subject, text = options.subject, options.text
    if telling is not None:
        subject, text = _words(desk, case, telling, options)
        _remark(desk, case, telling)
        if telling.way in (Way.COPY, Way.PERSON):
            put(plain(f"{text}\n", _LIMIT, lines=True))
            aside(f"copy it to {telling.who}, then: cockpit tell {options.who} --done HOW")
            return
    action = Tell(
        incident_id=case.incident.id,
        telling=options.who,
        subject=subject,
        text=text,
        mentions=await _groups(desk, telling.groups if telling else ()),
        accepted=_accepted(options),
    )
    await carried_out(desk, action, yes=options.yes)
    say(f"told {telling.who if telling else options.who}")


def _remark(desk: Desk, case: Case, telling: Telling) -> None:
    """Say when they have heard already: a script that runs again would tell them twice."""
    for one in obligations(desk.state, case, desk.procedure):
        if one.id == named(telling) and one.at is not None and one.course is Course.DONE:
            when = short(one.at, desk.zone, desk.now())
            aside(f"{telling.who} was told {when} by {one.by}: this is one more")


def _words(
    desk: Desk, case: Case, telling: Telling, options: argparse.Namespace
) -> tuple[str, str]:
    ground = Ground(
        procedure=desk.procedure, me=desk.me, now=desk.now(), zone=desk.zone, new_id=lambda: ""
    )
    subject, text = drafted(desk.state, case, telling, ground)
    return options.subject or subject, options.text or text


async def _security(desk: Desk, case: Case, options: argparse.Namespace) -> None:
    action = TellSecurity(
        incident_id=case.incident.id,
        text=options.text,
        mentions=await _groups(desk, desk.procedure.security_groups),
        accepted=_accepted(options),
    )
    await carried_out(desk, action, yes=options.yes)
    say("told the security channel")


async def _groups(desk: Desk, handles: tuple[str, ...]) -> tuple[Mention, ...]:
    """Those of these groups that the chat knows; why it was not asked is said."""
    found = []
    try:
        for handle in handles:
            group = await desk.chat_book.group(handle)
            found += [group] if group is not None else []
    except PortError as error:
        aside(f"groups cannot be looked up: {error.reason}")
    return tuple(found)


def _accepted(options: argparse.Namespace) -> tuple[str, ...]:
    return (*accepted(options), *((UNTAGGED,) if options.accept_untagged else ()))


# --- where people meet -----------------------------------------------------------------------


async def _room(desk: Desk, case: Case, options: argparse.Namespace) -> None:
    if options.close:
        if options.name or options.invite or options.private:
            raise Misused("--close archives the channel: it takes nothing else")
        action: OpenWarRoom | CloseWarRoom = CloseWarRoom(incident_id=case.incident.id)
    else:
        guests = await (_people(desk, options.invite) if options.invite else _guests(desk, case))
        action = OpenWarRoom(
            incident_id=case.incident.id,
            name=options.name,
            user_ids=tuple(guest.id for guest in guests),
            names=tuple(guest.name for guest in guests),
            is_private=options.private,
        )
    for fact in await carried_out(desk, action, yes=options.yes):
        if isinstance(fact, ChangeRequested):
            say(f"done: {fact.words}")


async def _guests(desk: Desk, case: Case) -> tuple[Mention, ...]:
    """Whoever holds a role or the incident; that somebody is not found keeps no channel shut."""
    found = []
    for address in guests_of(desk.state, case):
        try:
            guest = await desk.chat_book.person(address)
        except PortError as error:
            aside(f"nobody is invited: people cannot be looked up: {error.reason}")
            return ()
        if guest is None:
            aside(f"{address} is not invited: nobody in the chat has that address")
        else:
            found.append(guest)
    return tuple(found)


async def _group(desk: Desk, options: argparse.Namespace) -> None:
    """Replace who is in it, and read it back: the chat takes the whole list and keeps no other."""
    handle = options.group or desk.procedure.oncall_group
    if not handle:
        raise Failed("say which group, --group HANDLE, or set [procedure] oncall_group")
    group = await desk.chat_book.group(handle)
    if group is None:
        raise Failed(f"the chat knows no group @{handle.removeprefix('@')}")
    if not options.who and not desk.me.email:
        raise Failed("your address is not known: set [person] email, or say whose it is")
    people = await _people(desk, options.who or [desk.me.email])
    before = await desk.chat_book.in_group(group.id)
    action = TakeGroup(
        group_id=group.id,
        group=group.name,
        user_ids=tuple(one.id for one in people),
        before=tuple(one.id for one in before),
        names=tuple(one.name for one in people),
        names_before=tuple(one.name for one in before),
    )
    was = ", ".join(one.name for one in before) or "nobody"
    aside(f"@{group.name} is {was}; it becomes {', '.join(one.name for one in people)}")
    await carried_out(desk, action, yes=options.yes)
    now = await desk.chat_book.in_group(group.id)
    if {one.id for one in now} != {one.id for one in people}:
        seen = ", ".join(one.name for one in now) or "nobody"
        raise Failed(f"the chat took it, and says now that @{group.name} is {seen}: look there")
    say(f"@{group.name} is {', '.join(one.name for one in now)}")


async def _people(desk: Desk, addresses: list[str]) -> tuple[Mention, ...]:
    found = []
    for address in addresses:
        person = await desk.chat_book.person(address)
        if person is None:
            raise Failed(f"nobody in the chat has the address {address}")
        found.append(person)
    return tuple(found)
