"""Checks of what is outside besides pager and chat: mail, trackers, papers, calendars, services."""

from collections.abc import Awaitable, Callable, Sequence
from datetime import datetime, timedelta, tzinfo

from cockpit.domain.evidence import Health
from cockpit.domain.papers import Place, Shelf
from cockpit.domain.probes import ConnectProbe
from cockpit.domain.readiness import Group, Topic
from cockpit.domain.watch import CalendarSpec
from cockpit.ports.errors import ErrorTracker
from cockpit.ports.outside import Calendars, Prober
from cockpit.ports.papers import Papers
from cockpit.ports.readiness import MailEntrance
from cockpit.readiness.check import Check, Look, Said, failed, passed, unseen, warned

Asked = Callable[[], Awaitable[None]]
"""Asks a service one harmless thing; may raise the three errors."""

_SHELVES = {Shelf.FOLDER: "folder", Shelf.GIT: "git", Shelf.NOTION: "Notion"}
_AHEAD = timedelta(days=14)


def mail(entrance: MailEntrance) -> Check:
    """Whether the mail server lets us in; no letter is sent."""

    async def look() -> Said:
        return passed(await entrance.enter())

    return Check(
        topic=_topic("mail", "mail server"),
        look=look,
        meaning="e-mails of the procedure will not leave: send them by hand",
        is_way=True,
    )


def status_page(ask: Asked) -> Check:
    """Whether the status page takes the token; nothing is published."""

    async def look() -> Said:
        await ask()
        return passed("takes the token")

    return Check(
        topic=_topic("statuspage", "status page"),
        look=look,
        meaning="customers will not read there what is going on",
        is_way=True,
    )


def errors(tracker: ErrorTracker) -> Check:
    """Whether the error tracker answers."""

    async def look() -> Said:
        reading = await tracker.unresolved()
        count = len(reading.errors)
        words = f"answers: {count} unresolved error{'' if count == 1 else 's'}"
        return warned(words, reading.warning) if reading.warning else passed(words)

    return Check(
        topic=_topic("errors", "error tracker"),
        look=look,
        meaning="new errors will not be seen here",
        is_way=True,
    )


def work(project: str, may_file: Callable[[str], Awaitable[bool]]) -> Check:
    """Whether tickets can be opened in the work tracker; none is."""

    async def look() -> Said:
        if await may_file(project):
            return passed(f"may open tickets in {project}")
        mend = f"have whoever keeps {project} let you create issues there"
        return failed(f"may not open tickets in {project}", mend=mend)

    return Check(
        topic=_topic("work", "work tracker"),
        look=look,
        meaning="action items cannot be filed from here",
        is_way=True,
    )


def papers(place: Place, port: Papers) -> Check:
    """Whether the place where papers are filed can be read; nothing is filed."""

    async def look() -> Said:
        await port.read(place, "check-up", "check-up.md")
        return passed("can be read")

    return Check(
        topic=_topic(f"papers-{place.shelf}", f"papers, {_SHELVES[place.shelf]}"),
        look=look,
        meaning="papers cannot be filed there; they are kept here",
        is_way=True,
    )


def service(name: str, at: ConnectProbe, prober: Prober, find_token: Asked | None) -> Check:
    """Whether one of the organisation's own services can be reached, and its token be read.

    What it would say to the token is not asked: whatever is asked there may leave a trace with a
    customer.
    """
    meaning = "customers cannot be looked up there"

    async def look() -> Said:
        if find_token is not None:
            await find_token()
        sample = await prober.look(at)
        if sample.health is Health.GOOD:
            known = "; the token is there, and was not tried" if find_token else ""
            return passed(f"reachable{known}")
        mend = "check its address in [[http]], the network, and the VPN"
        if sample.health is Health.BAD:
            return failed(sample.detail, mend=mend)
        return unseen(sample.detail, mend=mend)

    return Check(topic=_topic(f"service-{name}", name), look=look, meaning=meaning)


def calendars(
    port: Calendars, specs: Sequence[CalendarSpec], zone: tzinfo, now: datetime
) -> list[Check]:
    """Whether each calendar can be read, and says who is on call now."""
    return [
        Check(
            topic=_topic(f"calendar-{spec.name}", f"calendar {spec.name}"),
            look=_calendar(port, spec, zone, now),
            timeout_s=spec.timeout_s + 1.0,
            meaning="who is on call by this calendar is not known",
        )
        for spec in specs
    ]


def _calendar(port: Calendars, spec: CalendarSpec, zone: tzinfo, now: datetime) -> Look:
    async def look() -> Said:
        reading = await port.read(spec, now, now + _AHEAD, zone)
        held = [s for s in reading.shifts if (s.start or now) <= now < (s.end or now + _AHEAD)]
        names = ", ".join(dict.fromkeys(s.person.name for s in held))
        if reading.warning:
            return warned(reading.warning, "some shifts may be missing", "open it and look")
        if not held:
            return warned("readable, and says nobody is on call now", "a gap, or the wrong feed")
        return passed(f"readable: now {names}")

    return look


def _topic(name: str, title: str) -> Topic:
    return Topic(id=name.replace(" ", "-"), group=Group.SERVICES, title=title)
