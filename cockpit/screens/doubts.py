"""What is asked when an act is refused that a person may insist on; a secret by another key."""

from collections.abc import Callable

from textual.app import App

from cockpit.domain.actions_talk import SECRET
from cockpit.domain.decisions import Refusal
from cockpit.screens import composer_asking
from cockpit.screens.question import Question


def settle(app: App[None], doubt: Refusal, sure: Callable[[], object]) -> None:
    """Ask about a doubt; `sure` is called when the person means it."""

    def answered(answer: object) -> None:
        if answer is True or answer == composer_asking.SEND:
            # The app goes on: a question that has left the stack hears of nothing any more.
            app.call_later(sure)

    if doubt.finding == SECRET:
        app.push_screen(composer_asking.secret(doubt.reason), answered)
    else:
        app.push_screen(Question("All the same?", f"▲ {doubt.reason}", "all the same"), answered)
