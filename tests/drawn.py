"""Every view by its name, and what it drew as plain text."""

from cockpit.view import (
    checklist,
    deploys,
    escalation,
    footer,
    header,
    health,
    incidents,
    policy,
    reports,
    timeline,
    tiny,
    triage,
    updates,
)
from cockpit.view.cells import Space

SMALL, MIDDLE, LARGE = Space(28, 8), Space(46, 12), Space(90, 30)
SPACES = (SMALL, MIDDLE, LARGE)


def _footer(situation, now, space):
    return footer.sheet(situation, now, space, (("a", "ack"),), None)


VIEWS = {
    "header": header.sheet,
    "escalation": escalation.sheet,
    "health": health.sheet,
    "deploys": deploys.sheet,
    "reports": reports.sheet,
    "checklist": checklist.sheet,
    "timeline": timeline.sheet,
    "updates": updates.sheet,
    "incidents": incidents.sheet,
    "tiny": tiny.sheet,
    "footer": _footer,
}


SCREENS = {"triage": triage.sheet, "policy": policy.sheet}
"""What has a screen of its own."""


def draw(name, situation, now, space=MIDDLE):
    """The sheet of a view."""
    return (VIEWS | SCREENS)[name](situation, now, space)


def lines(sheet):
    """The rows of a sheet, cells that are there joined by a space, blanks at the ends cut."""
    rows = (" ".join(c.text for c in r.cells if c.text or c.width) for r in sheet.rows)
    return [row.strip() for row in rows]


def said(sheet):
    """Everything that a sheet says, in one text."""
    return "\n".join([sheet.title, sheet.note, *lines(sheet)])
