"""How papers that were written or filed change the state: what was generated for each place."""

from cockpit.domain.effects_papers import FilePaper
from cockpit.domain.facts import PaperRequested, PaperWritten, Record
from cockpit.domain.ledger import put
from cockpit.domain.papers import PaperCopy, copy_key
from cockpit.domain.parcels import Phase
from cockpit.domain.replacing import replace
from cockpit.domain.state import State


def copied(state: State, record: Record, fact: PaperWritten | PaperRequested) -> State:
    """The state that remembers what was generated, and for where."""
    if isinstance(fact, PaperWritten):
        return _kept(state, _copy(record, fact, fact.place, ""))
    for effect in fact.effects:
        if isinstance(effect, FilePaper):
            state = _kept(state, _copy(record, fact, effect.place.key, effect.id))
    return state


def generated(state: State, paper: str, place: str) -> PaperCopy | None:
    """What was generated for what stands there now, as far as is known here."""
    copies = state.papers.get(copy_key(paper, place), ())
    return next((copy for copy in reversed(copies) if _stands(state, copy)), None)


def requests(state: State) -> frozenset[str]:
    """The requests by which papers went out; they are no part of what papers tell."""
    return frozenset(copy.request for copies in state.papers.values() for copy in copies)


def _copy(
    record: Record, fact: PaperWritten | PaperRequested, place: str, effect: str
) -> PaperCopy:
    return PaperCopy(
        paper=fact.paper,
        kind=fact.kind,
        title=fact.title,
        incident_id=fact.incident_id,
        place=place,
        at=record.at,
        author=record.author,
        sections=fact.sections,
        request=fact.id,
        effect=effect,
    )


def _kept(state: State, copy: PaperCopy) -> State:
    """Those before the newest that stands there are not wanted any more."""
    key = copy_key(copy.paper, copy.place)
    copies = state.papers.get(key, ())
    newest = max((n for n, c in enumerate(copies) if _stands(state, c)), default=0)
    return replace(state, papers=put(state.papers, key, (*copies[newest:], copy)))


def _stands(state: State, copy: PaperCopy) -> bool:
    parcel = state.parcels.get(copy.effect)
    return not copy.effect or (parcel is not None and parcel.phase is Phase.DONE)
