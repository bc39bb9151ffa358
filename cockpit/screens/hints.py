"""The line of keys at the foot of a dialog: it breaks between two hints, never within one."""

from textual.content import Content
from textual.widgets import Static

from cockpit.panes.layout import width_of

BETWEEN = " · "


def broken(hints: str, width: int) -> str:
    """The hints in lines of at most `width` cells, as far as each of them fits into one."""
    lines: list[str] = []
    for hint in hints.split(BETWEEN):
        joined = f"{lines[-1]}{BETWEEN}{hint}" if lines else hint
        if lines and width_of(joined) <= width:
            lines[-1] = joined
        else:
            lines.append(hint)
    return "\n".join(lines)


class Keys(Static):
    """Shows hints such as "Enter send · Esc back", broken anew at every size."""

    def __init__(self, hints: str = "") -> None:
        super().__init__(Content(hints), markup=False, classes="keys")
        self._hints = hints

    def tell(self, hints: str) -> None:
        """Show these."""
        self._hints = hints
        self._fit()

    def on_resize(self) -> None:
        """There is more room, or less."""
        self._fit()

    def _fit(self) -> None:
        width = self.content_size.width
        words = broken(self._hints, width) if width else self._hints
        if words != str(self.content):
            self.update(Content(words))
