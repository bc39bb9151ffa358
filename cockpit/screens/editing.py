"""The dialogs by which an incident is called something, rests, is merged, or ends."""

from cockpit.desk.desk import Desk
from cockpit.domain import snoozes
from cockpit.domain.actions import Action, Merge, Prioritise, Rename, Resolve, Snooze
from cockpit.domain.incident_list import Order, arranged
from cockpit.domain.instants import upcoming
from cockpit.domain.likeness import likenesses
from cockpit.domain.model import Incident
from cockpit.domain.state import Case
from cockpit.domain.texts import day_time
from cockpit.ports.outside import PortError
from cockpit.screens.asking import Field
from cockpit.screens.dialog import Dialog
from cockpit.screens.wish import Choice, Wish
from cockpit.view.cells import Tone
from cockpit.view.choices import Entry, digit

_NONE = "none"
_OTHER = "other"


def name(case: Case) -> str:
    """The incident that a dialog is about, for its title."""
    return f"#{case.incident.number} {case.incident.title}"


def names(cases: tuple[Case, ...]) -> str:
    """The incidents that a dialog is about, for its title."""
    return name(cases[0]) if len(cases) == 1 else f"{len(cases)} incidents"


def numbers(cases: tuple[Case, ...]) -> str:
    """The same, for a line."""
    return f"#{cases[0].incident.number}" if len(cases) == 1 else f"{len(cases)} incidents"


def resolve(desk: Desk, cases: tuple[Case, ...]) -> Dialog:
    """End it, and say how."""

    def make(choice: Choice) -> tuple[Action, ...]:
        said = choice.values["resolution"]
        return tuple(Resolve(incident_id=c.incident.id, resolution=said) for c in cases)

    return Dialog(
        title=f"Resolve {names(cases)}",
        draft=f"resolve:{cases[0].incident.id}",
        verb="resolve",
        wish=Wish(desk, make),
        done=f"resolving {numbers(cases)}",
        fields=(Field(name="resolution", label="How it was resolved", value=""),),
    )


def rename(desk: Desk, case: Case) -> Dialog:
    """Give it a title that says what it is (A12)."""

    def make(choice: Choice) -> tuple[Action, ...]:
        return (Rename(incident_id=case.incident.id, title=choice.values["title"]),)

    return Dialog(
        title=f"Rename #{case.incident.number}",
        draft=f"rename:{case.incident.id}",
        verb="rename",
        wish=Wish(desk, make),
        done=f"renaming #{case.incident.number}",
        fields=(Field(name="title", label="Title", value=case.incident.title),),
    )


def snooze(desk: Desk, cases: tuple[Case, ...]) -> Dialog:
    """Presets of one key each, which send at once, or a time of one's own (A5)."""
    presets = snoozes.presets(desk.now(), desk.zone, desk.procedure.working_hours)

    def entries(_words: str) -> tuple[Entry, ...]:
        return (
            *(
                Entry(
                    id=preset.key,
                    key=preset.key,
                    words=preset.title,
                    beside=f"until {day_time(preset.until, desk.now(), desk.zone)}",
                )
                for preset in presets
            ),
            Entry(id=_OTHER, words="until another time", beside="Tab, then write it"),
        )

    def make(choice: Choice) -> tuple[Action, ...]:
        found = [preset.until for preset in presets if (preset.key,) == choice.ids]
        written = choice.values["until"].strip()
        if not found and not written:
            raise ValueError("write until when: 90 for minutes, or 09:30")
        until = found[0] if found else upcoming(written, desk.now(), desk.zone)
        return tuple(Snooze(incident_id=c.incident.id, until=until) for c in cases)

    return Dialog(
        title=f"Snooze {names(cases)}",
        draft=f"snooze:{cases[0].incident.id}",
        verb="snooze",
        wish=Wish(desk, make),
        done=f"snoozing {numbers(cases)}",
        heading="For how long",
        entries=entries,
        at_once=True,
        fields=(Field(name="until", label="Another time: 90 for minutes, or 09:30", value=""),),
    )


class Priorities:
    """The pager's priorities; until it has answered, those that it and the profile have named."""

    def __init__(self, desk: Desk, cases: tuple[Case, ...]) -> None:
        self._desk = desk
        self._held = {case.incident.priority for case in cases}
        used = {c.incident.priority for c in desk.state.cases.values()} - {""}
        levels = {level.name for level in desk.procedure.levels}
        self._known = tuple(sorted(used | levels, key=desk.ranking.key()))

    def entries(self, _words: str) -> tuple[Entry, ...]:
        """All of them, and none."""
        listed = (
            Entry(id=title, key=digit(place), words=title, beside=self._beside(title))
            for place, title in enumerate(self._known, start=1)
        )
        return (*listed, Entry(id=_NONE, key="0", words="no priority"))

    def _beside(self, title: str) -> str:
        level = self._desk.procedure.level(title)
        said = "has it now" if self._held == {title} else ""
        return said or (level.title if level else "")

    async def find(self, _words: str) -> str:
        """Ask the pager; returns why that was not possible, or ""."""
        try:
            self._known = await self._desk.book.priorities() or self._known
        except PortError as error:
            return f"the priorities that are known here: {error.advice}"
        return ""


def priority(desk: Desk, cases: tuple[Case, ...]) -> Dialog:
    """One key of the pager's list, or another name."""
    known = Priorities(desk, cases)

    def make(choice: Choice) -> tuple[Action, ...]:
        chosen = choice.ids[0] if choice.ids else _NONE
        said = choice.values["name"].strip() or ("" if chosen == _NONE else chosen)
        return tuple(Prioritise(incident_id=c.incident.id, priority=said) for c in cases)

    return Dialog(
        title=f"Priority of {names(cases)}",
        draft=f"priority:{cases[0].incident.id}",
        verb="set it",
        wish=Wish(desk, make),
        done=f"setting the priority of {numbers(cases)}",
        heading="Priority",
        entries=known.entries,
        find=known.find,
        at_once=True,
        fields=(Field(name="name", label="Another one, by its name at the pager", value=""),),
    )


def merge(desk: Desk, cases: tuple[Case, ...]) -> Dialog:
    """Others into the first of these; what is like it comes first, in groups (A12)."""
    target = cases[0].incident
    running = [c.incident for c in desk.state.cases.values() if c.incident.is_open]
    others = [
        incident
        for _, some in arranged(running, Order.PRESSING, desk.me, desk.ranking)
        for incident in some
        if incident.id != target.id
    ]
    listed = _listed(target, others)

    def entries(words: str) -> tuple[Entry, ...]:
        wanted = words.casefold().split()
        return tuple(e for e in listed if all(w in e.words.casefold() for w in wanted))

    def make(choice: Choice) -> tuple[Action, ...]:
        title = choice.values["title"]
        return (Merge(incident_id=target.id, sources=choice.ids, title=title),)

    return Dialog(
        title=f"Merge into {name(cases[0])}",
        draft=f"merge:{target.id}",
        verb="merge",
        wish=Wish(desk, make),
        done=f"merging into #{target.number}",
        heading="What to merge into it",
        entries=entries,
        many=True,
        marked=tuple(c.incident.id for c in cases[1:]),
        is_long=True,
        fields=(Field(name="title", label="Title of the whole", value=target.title),),
    )


def _listed(target: Incident, others: list[Incident]) -> tuple[Entry, ...]:
    """Groups that suggest themselves, then every incident, those that are alike first."""
    groups = [
        Entry(
            id=f"group:{place}",
            key=digit(place),
            words=f"alike: {group.reason}",
            beside=f"{len(group.ids) - 1} of them",
            tone=Tone.ACCENT,
            group=tuple(key for key in group.ids if key != target.id),
        )
        for place, group in enumerate(likenesses(target, (target, *others)), start=1)
    ]
    alike = {key: place for place, entry in enumerate(groups) for key in reversed(entry.group)}
    ordered = sorted(others, key=lambda i: alike.get(i.id, len(groups)))
    each = [
        Entry(id=i.id, words=f"#{i.number} {i.title}", beside=i.service or "no service")
        for i in ordered
    ]
    return (*groups[:9], *each)
