"""A message of a followed channel: read in full, and answered in its thread (I9)."""

from typing import ClassVar

from textual.binding import Binding, BindingType

from cockpit.desk.desk import Desk
from cockpit.domain.actions import Action
from cockpit.domain.actions_talk import AnswerMessage
from cockpit.domain.chat import Heard
from cockpit.domain.watch import ChannelSpec
from cockpit.screens.asking import Field
from cockpit.screens.dialog import Dialog
from cockpit.screens.reader import Reader
from cockpit.screens.wish import Choice, Wish

_WORDS = 60


class HeardReader(Reader):
    """Says "answer" when it is left for that."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("r", "answer", "Answer", show=False),
    ]

    def hints(self) -> tuple[tuple[str, str], ...]:
        """What can be done about it."""
        return (("Esc", "back"), ("r", "answer in its thread"), ("PgUp PgDn", "scroll"))

    def action_answer(self) -> None:
        """The person wants to answer."""
        self.dismiss("answer")


def answering(desk: Desk, spec: ChannelSpec, message: Heard) -> Dialog:
    """An answer in the thread of this very message, however many come after it."""

    def make(choice: Choice) -> tuple[Action, ...]:
        return (
            AnswerMessage(
                channel=spec.id, ts=message.ts, text=choice.values["text"], author=message.author
            ),
        )

    words = " ".join(message.text.split())
    short = words if len(words) <= _WORDS else words[: _WORDS - 1].rstrip() + "…"
    return Dialog(
        title=f"Answer {message.author} in {spec.name}",
        draft=f"answer:{spec.id}:{message.ts}",
        verb="post",
        wish=Wish(desk, make),
        done="the answer is on its way",
        fields=(Field(name="text", label=f"To: {short}", value="", rows=3),),
    )
