"""The note that is handed over to me, as the watch screen's first page."""

from dataclasses import replace

from situations import ANA, BO, NOW, idle, state_of

from cockpit.domain.facts import HandoverSeen
from cockpit.view.handover_page import page

LEAD = (
    "Bo Lindqvist hands over to Ana Ortiz as primary. Ana Ortiz: a thumbs-up on this message "
    "takes it; until then Bo Lindqvist stays responsible."
)
NOTE = HandoverSeen(
    handover="h1",
    channel="C0ONCALL",
    ts="1.0",
    at=NOW,
    role="primary",
    outgoing=BO,
    incoming=ANA,
    text="",
)


def shown(text: str) -> list[str]:
    """The rows behind how it stands and how it is taken."""
    situation = replace(idle(), state=state_of(replace(NOTE, text=text)), me=ANA)
    rows = page(situation, NOW)
    return [" ".join(cell.text for cell in row.cells) for row in rows][2:]


def test_the_page_begins_with_what_is_new_to_whoever_comes() -> None:
    body = "Open incidents:\n• #4217 Cloud API answers 5xx"

    assert shown(f"Handover, primary, Mon 10:00\n{LEAD}\n\n{body}") == [
        "",
        "Open incidents:",
        "• #4217 Cloud API answers 5xx",
    ]


def test_words_that_somebody_put_before_it_are_shown() -> None:
    text = f"Handover, primary, Mon 10:00\n{LEAD} Ring me before you touch the pool.\n\nNone."

    assert shown(text)[1:] == text.splitlines()
    more = f"Handover, primary, Mon 10:00\n{LEAD}\nRing me first.\n\nNone."
    assert shown(more)[1:] == more.splitlines()
