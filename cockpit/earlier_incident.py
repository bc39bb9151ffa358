"""What the demo's cockpit has on record before it begins: an incident that is over and not closed.

It was resolved two days ago; one of its action items is overdue by now.
"""

from collections.abc import Iterator
from datetime import datetime, timedelta

from cockpit.domain.action_items import ItemKind, ItemState
from cockpit.domain.facts import Fact, IncidentSeen, ReliefNoted, SeveritySet
from cockpit.domain.facts_items import ItemAdded, ItemMoved
from cockpit.domain.model import Incident, Person, Status, Urgency

INCIDENT = "QDEMOEARLIER"
NUMBER = 4198
_TITLE = "Recordings cannot be played back"
_TOOK = timedelta(minutes=47)


def facts(me: Person, level: str, now: datetime) -> Iterator[tuple[datetime, Fact]]:
    """The facts, each with its time; `level` is the profile's worst severity."""
    began = now - timedelta(days=2, hours=3)
    over = began + _TOOK
    incident = Incident(
        id=INCIDENT,
        number=NUMBER,
        title=_TITLE,
        status=Status.ACKNOWLEDGED,
        urgency=Urgency.HIGH,
        created_at=began,
        changed_at=began + timedelta(minutes=3),
        service="Playback",
    )
    yield began, IncidentSeen(incident=incident)
    if level:
        yield began + timedelta(minutes=6), SeveritySet(incident_id=INCIDENT, level=level)
    yield (
        began + timedelta(minutes=31),
        ReliefNoted(
            id="demo-relief",
            incident_id=INCIDENT,
            since=began + timedelta(minutes=30),
            words="the queue was drained by hand",
        ),
    )
    yield over, IncidentSeen(incident=_resolved(incident, over))
    yield from _items(me, over, now)


def _resolved(incident: Incident, at: datetime) -> Incident:
    return Incident(
        id=incident.id,
        number=incident.number,
        title=incident.title,
        status=Status.RESOLVED,
        urgency=incident.urgency,
        created_at=incident.created_at,
        changed_at=at,
        service=incident.service,
    )


def _items(me: Person, over: datetime, now: datetime) -> Iterator[tuple[datetime, Fact]]:
    noted = over + timedelta(minutes=20)
    yield (
        noted,
        ItemAdded(
            id="demo-item-1",
            incident_id=INCIDENT,
            number=1,
            title="Alert on the age of the playback queue",
            detail="It had grown for twenty minutes before anybody was paged.",
            owner=me,
            due=(now - timedelta(days=1)).date().isoformat(),
        ),
    )
    yield (
        noted,
        ItemAdded(
            id="demo-item-2",
            incident_id=INCIDENT,
            number=2,
            title="Make the warning about slow disks wait for working hours",
            kind=ItemKind.NOISE,
            owner=Person(id="", name="Ben Okafor"),
            due=(now + timedelta(days=5)).date().isoformat(),
        ),
    )
    started = ItemMoved(item="demo-item-2", state=ItemState.IN_PROGRESS)
    yield noted + timedelta(hours=18), started
