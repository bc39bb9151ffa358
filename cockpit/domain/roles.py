"""Who does what in an incident (G1): roles, who holds them, and who is nudged; pure."""

from cockpit.domain.model import Person, Reply
from cockpit.domain.people import holders, names, wrote
from cockpit.domain.persons import is_same
from cockpit.domain.procedure import Procedure, Role
from cockpit.domain.state import Case

DEFAULT = (
    Role(id="commander", title="Incident commander", short="IC"),
    Role(id="communications", title="Communications", short="comms", nudged=True),
    Role(id="investigators", title="Investigators", short="inv"),
    Role(id="scribe", title="Scribe", short="scribe"),
)
"""Where the profile names none; the first one commands."""
ALL = "all"
"""Said instead of a role: every one of them, for a team that is small."""


def roles_of(procedure: Procedure) -> tuple[Role, ...]:
    """The roles of this organisation, the commander first."""
    return procedure.roles or DEFAULT


def role_named(procedure: Procedure, word: str) -> Role | None:
    """The role that somebody means: by id, title or short name, however it is capitalised."""
    said = word.strip().casefold()
    for role in roles_of(procedure):
        if said and said in (role.id.casefold(), role.title.casefold(), role.short.casefold()):
            return role
    return None


def title_of(procedure: Procedure, role_id: str) -> str:
    """What a role is called; one that the profile does not know, by its id."""
    return next((r.title for r in roles_of(procedure) if r.id == role_id), role_id)


def held_by(case: Case, person: Person) -> tuple[str, ...]:
    """The ids of the roles that this person holds."""
    return tuple(role for role, held in case.roles.items() if is_same(held.person, person))


def spoke_for_it(case: Case, reply: Reply) -> bool:
    """Whether whoever wrote this held a role at that moment."""
    return any(spell.covers(reply.at) and wrote(spell.person, reply) for spell in case.tenures)


def suggested(case: Case, procedure: Procedure) -> Person | None:
    """Who might command: whoever acknowledged it, while nobody commands; never made so silently."""
    if roles_of(procedure)[0].id in case.roles or not case.incident.is_open:
        return None
    first = sorted(case.incident.acknowledgements, key=lambda a: a.at)
    return first[0].person if first else None


def nudged(case: Case, procedure: Procedure) -> tuple[Person, ...]:
    """Who is reminded of outward updates: whoever holds a role made for it, else who commands,
    else with whom the incident rests."""
    role = _nudged_role(case, procedure)
    return (case.roles[role.id].person,) if role else _holding(case)


def _holding(case: Case) -> tuple[Person, ...]:
    """With whom it rests; who acknowledged it once and handed it over since is out of it (A14)."""
    assigned = {a.person.id for a in case.incident.assignments}
    held = holders(case.incident)
    return tuple(p for p in held if p.id in assigned) or held


def _nudged_role(case: Case, procedure: Procedure) -> Role | None:
    roles = roles_of(procedure)
    wanted = (*(role for role in roles if role.nudged), roles[0])
    return next((role for role in wanted if role.id in case.roles), None)


def nudge_goes_to(case: Case, procedure: Procedure, me: Person | None) -> str:
    """Who else is reminded, as "comms: Ben Ode"; empty: it is oneself, or nobody can say who."""
    found = nudged(case, procedure)
    if me is None or not found or any(is_same(person, me) for person in found):
        return ""
    role = _nudged_role(case, procedure)
    return f"{role.short or role.title}: {found[0].name}" if role else names(found)
