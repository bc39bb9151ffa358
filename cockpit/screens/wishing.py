"""A dialog over a wish: all that would leave is read first, and a doubt is asked about once."""

from abc import abstractmethod
from collections.abc import Mapping

from textual.content import Content
from textual.widgets import Static

from cockpit.screens.asking import Drafting
from cockpit.screens.doubts import settle
from cockpit.screens.wish import Choice, Prospect, Wish


class Wishing(Drafting):
    """Previews, keeps and records a wish; what there is to choose is not its business."""

    def __init__(self, wish: Wish, draft: str, silent: str, kept: Mapping[str, str]) -> None:
        """`draft` is the key of what is kept; `silent` is said of what nobody would be sent."""
        super().__init__(kept)
        self._wish = wish
        self._draft = draft
        self._silent = silent
        self._problem = ""
        self._is_possible = False

    @abstractmethod
    def choice(self) -> Choice:
        """What stands in the dialog now."""

    def preview(self) -> None:
        """Everything that would leave, and to whom."""
        prospect = self._wish.look(self.choice())
        said = _said(prospect) or Content(self._silent if prospect.is_possible else "")
        self.query_one(".preview", Static).update(said)
        self._problem, self._is_possible = prospect.problem, prospect.is_possible
        self.tell(prospect.problem)

    async def keep(self, body: str) -> str:
        """Keep it under the dialog's own key."""
        return await self._wish.keep(self._draft, body)

    async def record(self) -> str:
        """Send what was chosen and written; where a person may insist, they are asked."""
        problem = await self._wish.send(self.choice(), self._draft)
        if problem and self._wish.doubt is not None:
            settle(self.app, self._wish.doubt, self._insist)
        return problem

    async def _insist(self) -> None:
        self._wish.insist(self.choice())
        await self.action_send()


def _said(prospect: Prospect) -> Content:
    parts: list[Content | tuple[str, str]] = []
    target = ""
    for sending in prospect.sendings:
        if sending.target != target:
            target = sending.target
            parts.append((f"To {target}\n", "dim"))
        parts.append(Content(f"{sending.text}\n"))
    return Content.assemble(*parts).rstrip()
