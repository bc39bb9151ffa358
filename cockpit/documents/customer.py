"""The customer of an incident as text and as JSON, for the command line."""

from cockpit.documents.spans import instant
from cockpit.domain import http_actions
from cockpit.domain.customers import CALLER_WORDS, LookedUp, Org, standing
from cockpit.domain.decide_customer import obstacle
from cockpit.domain.forbidding import forbidding
from cockpit.domain.situation import Situation
from cockpit.domain.state import Case

_LABEL = 10


def text(situation: Situation, case: Case) -> str:
    """What the last look-up found, who called, and what stands in the way of each act."""
    search = case.search
    if search is None:
        return f"Nobody is looked up for #{case.incident.number} yet.\n"
    if search.org is None:
        count = f"{search.total} orgs fit" if search.total else "Nothing fits"
        if search.total == 1:
            count = "What was found has neither the id nor the Owner"
        lines = [f'{count} "{search.query}"']
        lines += [f"  {org.id}  {org.name}  {org.owner}".rstrip() for org in search.found]
    else:
        lines = _card(situation, case, case.orgs[search.org.id])
    for action in http_actions.acts(situation.procedure.http_actions):
        org_id = search.org.id if search.org else ""
        why = obstacle(situation.state, case, action, org_id, situation.procedure)
        lines.append(f"  {action.id:<{_LABEL}}  {why or 'can be asked for'}")
    return "\n".join(lines) + "\n"


def forbidding_text(situation: Situation) -> str:
    """The orgs that were found to forbid impersonation, for the handover (N3)."""
    found = forbidding(situation.state)
    if not found:
        return "No org that was looked up here forbids platform impersonation.\n"
    lines = [
        f"{one.org.called}: only with their Owner, {one.org.owner or 'whose address is not known'} "
        f"(looked up {instant(one.at, situation.zone)})"
        for one in found
    ]
    return "\n".join(lines) + "\n"


def jsonable(case: Case) -> dict[str, object]:
    """The same for scripts."""
    search = case.search
    org = search.org if search else None
    caller = case.callers.get(org.id) if org else None
    return {
        "incident": case.incident.number,
        "query": search.query if search else None,
        "looked_up_at": search.at.isoformat() if search else None,
        "looked_up_by": search.author if search else None,
        "total": search.total if search else 0,
        "found": [_jsonable(one) for one in search.found] if search else [],
        "org": org.id if org else None,
        "caller": None if caller is None else {"way": caller.way.value, "ref": caller.ref},
    }


def _jsonable(org: Org) -> dict[str, object]:
    return {
        "id": org.id,
        "name": org.name,
        "owner": org.owner,
        "allows": org.allows,
        "more": dict(org.more),
    }


def _card(situation: Situation, case: Case, found: LookedUp) -> list[str]:
    org = found.org
    caller = case.callers.get(org.id)
    said = "not verified yet"
    if caller is not None:
        said = f"verified by {CALLER_WORDS[caller.way]}, {caller.ref}"
    pairs = (
        ("Org", org.called),
        ("Access", standing(org)),
        ("Owner", org.owner or "not said"),
        *org.more,
        ("Looked up", f"{instant(found.at, situation.zone)} by {found.author}"),
        ("Caller", said),
    )
    return [f"{name:<{_LABEL}}  {value}" for name, value in pairs]
