"""The screen of one checklist step: read it, do it, tick it by hand, or skip it with a reason."""

from typing import ClassVar

from textual.binding import Binding, BindingType

from cockpit.screens.reader import Content, Reader


class StepReader(Reader):
    """Answers "do", "tick" or "skip"; empty when one only read."""

    OWN = frozenset("tk")
    """Letters that mean something else here than on the main screen."""
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("enter", "answer('do')", "Do it", show=False, priority=True),
        Binding("t", "answer('tick')", "Tick it", show=False),
        Binding("k", "answer('skip')", "Skip it", show=False, priority=True),
    ]

    def __init__(self, content: Content, doing: str) -> None:
        """`doing`: what Enter does, in words; empty when no key does it."""
        super().__init__(content)
        self._doing = doing

    def hints(self) -> tuple[tuple[str, str], ...]:
        """What can be done about it."""
        do = (("Enter", self._doing),) if self._doing else ()
        return (("Esc", "back"), *do, ("t", "tick it by hand"), ("k", "skip it, with a reason"))

    def action_answer(self, answer: str) -> None:
        """The person has decided."""
        if answer != "do" or self._doing:
            self.dismiss(answer)
