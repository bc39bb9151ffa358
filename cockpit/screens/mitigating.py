"""The dialogs of mitigation: announced before it is done, moved on, and when users are relieved."""

from collections.abc import Callable

from cockpit.desk.desk import Desk
from cockpit.domain.actions import Action
from cockpit.domain.actions_talk import AnnounceMitigation, MoveMitigation, NoteRelief
from cockpit.domain.decide_mitigation import following
from cockpit.domain.evidence import DeployKind
from cockpit.domain.instants import past
from cockpit.domain.state import Case
from cockpit.domain.suspects import ranked
from cockpit.domain.talk import Mitigation, Stage
from cockpit.screens.asking import Field
from cockpit.screens.dialog import Dialog, Other
from cockpit.screens.editing import name
from cockpit.screens.ordering import unheard
from cockpit.screens.wish import Choice, Wish
from cockpit.view.cells import Tone
from cockpit.view.choices import Entry, digit
from cockpit.view.words import moment

_SUGGESTED = 3
_ENDED = 2
"""Mitigations that are over and stay listed: what came of them may turn out otherwise."""
_SAID = {
    Stage.STARTED: "started",
    Stage.WORKED: "it worked",
    Stage.FAILED: "it did not help",
    Stage.UNDONE: "taken back",
    Stage.CALLED_OFF: "called off, not done",
}


class Mitigating:
    """Announces mitigations of one incident, says how they went, and when users are relieved."""

    def __init__(self, desk: Desk, case: Case, change: Callable[[Dialog], None]) -> None:
        self._desk = desk
        self._id = case.incident.id
        self._change = change

    @property
    def _case(self) -> Case:
        """The incident, as it is now."""
        return self._desk.state.cases[self._id]

    def dialog(self) -> Dialog:
        """While one is under way: how it goes; else: what is about to be done."""
        running = any(not one.stage.is_over for one in self._case.mitigations)
        return self.move() if running else self.announce()

    # --- before it is done ---------------------------------------------------------------------

    def announce(self) -> Dialog:
        """What is about to be done, to what, and why."""
        case, kinds = self._case, self._desk.procedure.mitigations
        first, *rest = (*self._targets(), "")
        also = f" (also: {', '.join(t for t in rest if t)})" if any(rest) else ""

        def make(choice: Choice) -> tuple[Action, ...]:
            kind = choice.ids[0] if choice.ids else ""
            target, words = choice.values["target"], choice.values["words"]
            return (
                AnnounceMitigation(incident_id=self._id, kind=kind, target=target, words=words),
            )

        others: tuple[Other, ...] = (
            Other("h", "users no longer hurt", lambda _choice: self._change(self.relief())),
        )
        if case.mitigations:
            how = Other("b", "how the last went", lambda _choice: self._change(self.move()))
            others = (*others, how)
        return Dialog(
            title=f"About to mitigate {name(case)}",
            draft=f"mitigate:{self._id}",
            verb="announce it",
            wish=Wish(self._desk, make),
            done="announced; m says how it goes",
            heading="What",
            entries=lambda _words: tuple(
                Entry(id=kind, key=digit(place), words=kind)
                for place, kind in enumerate(kinds, start=1)
            ),
            fields=(
                Field(name="target", label=f"What it is done to{also}", value=first),
                Field(name="words", label="Why, in a few words", value=""),
            ),
            others=others,
            silent=unheard(self._desk, case),
        )

    def _targets(self) -> tuple[str, ...]:
        """What it may be done to: the first suspects that can be undone, then the service."""
        found = ranked(self._desk.state, self._case, self._desk.procedure, self._desk.now())
        undone = [s.deploy for s in found if s.deploy.kind is not DeployKind.CHANGE]
        deploys = undone[:_SUGGESTED]
        named = [f"{d.repository} {d.tags[0] if d.tags else d.sha[:8]}" for d in deploys]
        return tuple(dict.fromkeys(t for t in (*named, self._case.incident.service) if t))

    # --- while it is done, and after -----------------------------------------------------------

    def move(self) -> Dialog:
        """What can be said of each that is under way, or of the last ones."""
        case = self._case
        ways = [(one, stage) for one in self._listed() for stage in following(one.stage)]

        def entries(_words: str) -> tuple[Entry, ...]:
            return tuple(
                self._entry(place, one, stage) for place, (one, stage) in enumerate(ways, start=1)
            )

        def make(choice: Choice) -> tuple[Action, ...]:
            if not choice.ids:
                raise ValueError("choose what is to be said of it")
            mitigation, _, stage = choice.ids[0].rpartition("/")
            words = choice.values["words"]
            return (
                MoveMitigation(
                    incident_id=self._id, mitigation=mitigation, stage=stage, words=words
                ),
            )

        return Dialog(
            title=f"How it goes with {name(case)}",
            draft=f"mitigation:{self._id}",
            verb="say so",
            wish=Wish(self._desk, make),
            done="recorded",
            heading="Mitigation",
            entries=entries,
            fields=(Field(name="words", label="What came of it; may stay empty", value=""),),
            others=(
                Other("h", "users no longer hurt", lambda _choice: self._change(self.relief())),
                Other("n", "announce another", lambda _choice: self._change(self.announce())),
            ),
            silent=unheard(self._desk, case),
        )

    def _listed(self) -> tuple[Mitigation, ...]:
        every = tuple(reversed(self._case.mitigations))
        over = [one for one in every if one.stage.is_over and following(one.stage)]
        return (*(one for one in every if not one.stage.is_over), *over[:_ENDED])

    def _entry(self, place: int, one: Mitigation, stage: Stage) -> Entry:
        at = moment(one.ended_at or one.started_at or one.at, self._desk.zone, seconds=False)
        return Entry(
            id=f"{one.id}/{stage}",
            key=digit(place),
            # What is said comes first: the rest is cut in a narrow terminal, and alike in each.
            words=f"{_SAID[stage]}: {one.kind} {one.target}",
            beside=f"{one.stage} {at}",
            tone=Tone.DIM if one.stage.is_over else Tone.PLAIN,
        )

    # --- users are no longer hurt --------------------------------------------------------------

    def relief(self) -> Dialog:
        """Since when users are no longer hurt, and by what sign (G2)."""
        case, desk = self._case, self._desk
        opened = desk.now()
        shown = moment(opened, desk.zone, seconds=False)

        def make(choice: Choice) -> tuple[Action, ...]:
            said = choice.values["since"].strip()
            # Nobody has touched it: it is the very moment, and not the minute's beginning.
            since = opened if said in ("", shown) else past(said, desk.now(), desk.zone)
            return (NoteRelief(incident_id=self._id, since=since, words=choice.values["words"]),)

        return Dialog(
            title=f"Users are no longer hurt by {name(case)}",
            draft=f"relief:{self._id}",
            verb="say so",
            wish=Wish(desk, make),
            done="noted: users are no longer hurt",
            fields=(
                Field(name="words", label="By what sign; may stay empty", value=""),
                Field(name="since", label="Since when", value=shown),
            ),
            silent=unheard(desk, case),
        )
