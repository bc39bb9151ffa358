"""Questions over a wish: exactly what will leave, answered by one key; a doubt is asked about once.

What looks like a secret is asked about by a key of another kind.
"""

from textual.app import App

from cockpit.domain.actions_talk import SECRET
from cockpit.screens.dialogs import Say
from cockpit.screens.doubts import settle
from cockpit.screens.question import Question, if_yes
from cockpit.screens.wish import Choice, Prospect, Wish
from cockpit.view.cells import Tone

SILENT = "Recorded here; nothing is sent."


def told(prospect: Prospect, silent: str = SILENT) -> str:
    """Everything that would leave, and to whom, under what is doubted about it."""
    doubt = [f"▲ {prospect.problem}"] if prospect.problem else []
    sent = [f"To {s.target}\n{s.text}" for s in prospect.sendings]
    return "\n\n".join((*doubt, *(sent or [silent])))


class Confirming:
    """Asks whether something is wanted, under exactly what will leave; one key says yes."""

    def __init__(self, app: App[None], say: Say) -> None:
        self._app = app
        self._say = say

    def ask(self, title: str, wish: Wish, yes: str, done: str, silent: str = SILENT) -> None:
        """Ask; what cannot be done is said instead. `silent` is said of what nobody is sent."""
        prospect = wish.look(Choice())
        if not prospect.is_possible:
            self._say(prospect.problem or "it is so already: nothing was done", Tone.WARN)
            return
        question = Question(title, told(prospect, silent), yes)
        doubts = prospect.problem

        self._app.push_screen(question, if_yes(lambda: self.send(wish, done, doubts)))

    def send(self, wish: Wish, done: str, seen: str = "") -> None:
        """Do it now; a doubt that nobody has `seen` yet is asked about, a secret always is."""

        async def send() -> None:
            problem = await wish.send(Choice())
            while problem and (doubt := wish.doubt) is not None:
                if doubt.finding == SECRET or doubt.reason not in seen:
                    settle(self._app, doubt, sure)
                    return
                wish.insist(Choice())
                problem = await wish.send(Choice())
            self._say(problem or done, Tone.BAD if problem else Tone.ACCENT)

        def sure() -> None:
            wish.insist(Choice())
            self.send(wish, done, seen)

        self._app.run_worker(send(), group="acts")
