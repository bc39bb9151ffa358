"""The rule of texts with blanks; which blanks there are is the domain's business."""

import re

from cockpit.settings.kinds import wrong
from cockpit.settings.words import listed


class Blanks:
    """The rule of a text with blanks: braces are for known blanks, and for nothing else."""

    def __init__(self, known: tuple[str, ...]) -> None:
        self._known = known
        self._blank = re.compile(rf"\{{(?:{'|'.join(known)})\}}")

    def __call__(self, text: str) -> str:
        """The text itself; raises `PydanticCustomError` when a brace belongs to no known blank."""
        if set("{}") & set(self._blank.sub("", text)):
            blanks = listed(f"{{{name}}}" for name in self._known)
            raise wrong("has a blank that cannot be filled", f"the blanks are {blanks}")
        return text
