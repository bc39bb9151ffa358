"""The customer steps: the org that was looked up, who called for it, and what may be done there."""

from datetime import datetime

from cockpit.domain import http_actions
from cockpit.domain.customers import CALLER_WORDS, LookedUp, Org, Search, standing
from cockpit.domain.decide_customer import obstacle
from cockpit.domain.dispatch import asks_a_person
from cockpit.domain.dispatch import standing as standing_of
from cockpit.domain.effects_http import CallHttp
from cockpit.domain.http_actions import HttpAction
from cockpit.domain.situation import Situation
from cockpit.domain.state import Case, Parcel, Phase
from cockpit.view.cells import Cell, Row, Sheet, Space, Tone, text
from cockpit.view.choices import digit
from cockpit.view.words import moment

_LABEL = 10
"""Cells of a label."""
ORG, VERIFY, ACT = "org:", "verify:", "act:"
"""How the ids of rows begin: one of several orgs, who called, an act."""


def sheet(
    situation: Situation, now: datetime, _space: Space, said: tuple[str, Tone] = ("", Tone.PLAIN)
) -> Sheet:
    """Everything about the customer of the incident; `said` is what the last look-up came to."""
    case = situation.case
    if case is None:
        return Sheet("Customer", (text("no incident is on screen", Tone.DIM),))
    rows = [text(said[0], said[1]), text("")] if said[0] else []
    search = case.search
    if search is None:
        rows += _nobody()
    elif search.org is None:
        rows += _matches(situation, search)
    else:
        found = case.orgs[search.org.id]
        rows += _card(situation, found)
        rows += [text(""), *_caller(situation, case, found.org)]
    rows += [text(""), *_acts(situation, case, now)]
    title = f"Customer of #{case.incident.number} {case.incident.title}"
    return Sheet(title, tuple(rows))


def choices(situation: Situation) -> tuple[str, ...]:
    """The ids of everything that can be chosen, in the order of their keys."""
    case = situation.case
    if case is None:
        return ()
    acts = tuple(f"{ACT}{a.id}" for a in http_actions.acts(situation.procedure.http_actions))
    search = case.search
    if search is None:
        return acts
    if search.org is None:
        return (*(f"{ORG}{org.id}" for org in search.found), *acts)
    return (VERIFY, *acts)


def org_of(case: Case) -> str:
    """The org that acts are about now: what the last look-up means; empty: none."""
    org = case.search.org if case.search else None
    return org.id if org else ""


def _nobody() -> list[Row]:
    return [
        text("Nobody is looked up yet.", Tone.STRONG),
        text(
            "Write an org's id, or its Owner's e-mail address, and press Enter. "
            "The look-up is on record; nothing is changed by it.",
            Tone.DIM,
        ),
    ]


def _matches(situation: Situation, search: Search) -> list[Row]:
    if not search.found:
        words = f'Nothing fits "{search.query}".'
        if search.total:
            words = f'{search.total} orgs fit "{search.query}", and none of them can be shown.'
        return [text(words, Tone.WARN), _looked(situation, search)]
    rows = [text(f'{search.total} orgs fit "{search.query}": choose one', Tone.STRONG)]
    if search.total == 1:
        words = f'What was found has neither the id nor the Owner "{search.query}".'
        rows = [text(f"▲ {words} Choose it only if it is meant.", Tone.WARN)]
    for place, org in enumerate(search.found, start=1):
        access = "" if org.allows else "▲"
        cells = (
            _key(place),
            Cell(access, Tone.WARN, width=1),
            Cell(org.name or org.id, grow=True),
            Cell(org.owner, Tone.DIM),
            Cell(org.id, Tone.DIM),
        )
        rows.append(Row(cells, id=f"{ORG}{org.id}"))
    if search.total > len(search.found):
        rows.append(text(f"and {search.total - len(search.found)} more: be more exact", Tone.WARN))
    return [*rows, _looked(situation, search)]


def _card(situation: Situation, found: LookedUp) -> list[Row]:
    org = found.org
    rows = [Row((Cell(org.name or org.id, Tone.STRONG, grow=True), Cell(org.id, Tone.ACCENT)))]
    mark, tone = ("✔", Tone.GOOD) if org.allows else ("▲", Tone.BAD)
    rows.append(_line("Access", f"{mark} {standing(org)}", tone))
    if not org.allows:
        rows.append(_line("", "to be entered only with their Owner", Tone.BAD))
    rows.append(_line("Owner", org.owner or "not said", Tone.PLAIN))
    rows += [_line(name, value, Tone.PLAIN) for name, value in org.more]
    return [*rows, _looked(situation, found)]


def _looked(situation: Situation, found: Search | LookedUp) -> Row:
    at = moment(found.at, situation.zone)
    return _line("Looked up", f'{at} by {found.author}, for "{found.query}"', Tone.DIM)


def _caller(situation: Situation, case: Case, org: Org) -> list[Row]:
    caller = case.callers.get(org.id)
    said = "not verified yet" if caller is None else ""
    rows = [Row((Cell("Caller", Tone.TITLE), Cell(said, Tone.WARN, grow=True)))]
    if caller is not None:
        at = moment(caller.at, situation.zone)
        words = f"✔ verified by {CALLER_WORDS[caller.way]}, {caller.ref}"
        rows.append(text(f"{words} ({at}, {caller.author})", Tone.GOOD))
    words = "verify the caller" if caller is None else "verify by something else"
    return [*rows, Row((_key(1), Cell(words, grow=True)), id=VERIFY)]


def _acts(situation: Situation, case: Case, now: datetime) -> list[Row]:
    acts = http_actions.acts(situation.procedure.http_actions)
    if not acts:
        return [text("The profile has no acts for customers.", Tone.DIM)]
    first = len(choices(situation)) - len(acts) + 1
    rows = [text("Then", Tone.TITLE)]
    for place, action in enumerate(acts, start=first):
        why = obstacle(situation.state, case, action, org_of(case), situation.procedure)
        tone = Tone.DIM if why else Tone.PLAIN
        row_id = f"{ACT}{action.id}"
        rows.append(Row((_key(place), Cell(action.title, tone, grow=True)), id=row_id))
        rows += [Row((Cell("", width=1), Cell(why, Tone.WARN, grow=True)))] if why else []
        rows += [
            Row((Cell("", width=1), Cell(_became(situation, p, now), _tone(p), grow=True)))
            for p in _done(situation, case, action)
        ]
    return rows


def _done(situation: Situation, case: Case, action: HttpAction) -> list[Parcel]:
    """What became of this act in this incident, whatever the org."""
    return [
        p
        for p in situation.state.parcels.values()
        if isinstance(p.effect, CallHttp)
        and (p.effect.incident_id, p.effect.action) == (case.incident.id, action.id)
    ]


def _became(situation: Situation, parcel: Parcel, now: datetime) -> str:
    effect = parcel.effect
    org = effect.org_id if isinstance(effect, CallHttp) else ""
    at = moment(parcel.done_at or parcel.requested_at, situation.zone)
    said = "done" if parcel.phase is Phase.DONE else standing_of(situation.state, parcel, now)
    if asks_a_person(parcel):
        said = "unclear whether it happened"
    kept = "".join(f", {name} {value}" for name, value in parcel.kept)
    warning = f"; {parcel.warning}" if parcel.warning else ""
    return f"{at} {parcel.author}, {org}: {said}{kept}{warning}"


def _tone(parcel: Parcel) -> Tone:
    if parcel.phase is Phase.DONE and not parcel.warning:
        return Tone.GOOD
    return Tone.BAD if asks_a_person(parcel) else Tone.WARN


def _key(place: int) -> Cell:
    return Cell(digit(place), Tone.ACCENT, width=1)


def _line(label: str, words: str, tone: Tone) -> Row:
    return Row((Cell(label, Tone.DIM, width=_LABEL), Cell(words, tone, grow=True)))
