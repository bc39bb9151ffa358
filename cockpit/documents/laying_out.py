"""How papers are laid out alike: sections as the profile wants them, and a shift's own name."""

import re
from dataclasses import replace
from datetime import datetime, timedelta, tzinfo

from cockpit.documents.markdown import inert
from cockpit.documents.paper import Section, bullets
from cockpit.domain.papers import SectionPlan

_SHORT = timedelta(hours=20)
"""Of shifts shorter than this, several of one role may begin on one day."""


def laid_out(plan: SectionPlan, made: Section | None) -> Section:
    """A section under the profile's title, with what the profile asks there besides.

    Without `made`, it is one that the program does not know: people write it.
    """
    known = made or Section(id=plan.id, title=inert(plan.id.replace("-", " ").capitalize()))
    asked = bullets(f"*{inert(question)}*" for question in plan.questions)
    body = "\n\n".join(part for part in (known.body, asked) if part)
    return replace(known, title=inert(plan.title) or known.title, body=body)


def shift_name(begins: datetime, until: datetime | None, role: str, zone: tzinfo) -> str:
    """What stays the same however often a paper of this shift is written: "2026-04-20-primary".

    Args:
        begins: when it should have begun; without a shift, an instant of the day that counts.
        role: the role.
        shift: the shift, where one was begun.
        zone: that of the shift, so that colleagues elsewhere find the same name.
    """
    is_short = until is not None and until - begins < _SHORT
    at = begins.astimezone(zone)
    day = f"{at:%Y-%m-%d %H%M}" if is_short else f"{at:%Y-%m-%d}"
    return re.sub(r"[^a-z0-9]+", "-", f"{day} {role}".casefold()).strip("-")
