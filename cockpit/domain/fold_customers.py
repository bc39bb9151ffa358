"""How what was found out about a customer changes the state."""

from typing import assert_never

from cockpit.domain.customers import CALLER_WORDS, Caller, LookedUp, Search, standing
from cockpit.domain.facts import CallerVerified, Customer, CustomerSearched, Record
from cockpit.domain.ledger import put
from cockpit.domain.replacing import replace
from cockpit.domain.state import Case, Kind, Moment, State


def found_out(state: State, record: Record, fact: Customer) -> State:
    """The state after it; of an unknown incident it is passed over."""
    case = state.cases.get(fact.incident_id)
    if case is None:
        return state
    match fact:
        case CustomerSearched():
            case, words = _searched(case, record, fact)
        case CallerVerified(org_id=org, way=way, ref=ref):
            caller = Caller(at=record.at, author=record.author, way=way, ref=ref)
            case = replace(case, callers={**case.callers, org: caller})
            known = case.orgs.get(org)
            for_whom = known.org.called if known else org
            words = f"verified the caller for {for_whom}: {CALLER_WORDS[way]}, {ref}"
        case _:
            assert_never(fact)
    moment = Moment(at=record.at, kind=Kind.STEP, text=words, author=record.author, id=record.id)
    case = replace(case, moments=(*case.moments, moment))
    return replace(state, cases=put(state.cases, case.incident.id, case))


def _searched(case: Case, record: Record, fact: CustomerSearched) -> tuple[Case, str]:
    search = Search(
        at=record.at,
        author=record.author,
        query=fact.query,
        found=fact.found,
        total=fact.total,
    )
    case = replace(case, search=search)
    said = f"looked up {fact.query}"
    org = search.org
    if org is None:
        count = f"{fact.total} orgs" if fact.total else "no org"
        return case, f"{said}: {count}"
    found = LookedUp(org=org, at=record.at, author=record.author, query=fact.query)
    case = replace(case, orgs={**case.orgs, org.id: found})
    return case, f"{said}: {org.called}, {standing(org)}"
