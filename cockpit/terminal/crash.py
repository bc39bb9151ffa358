"""What a crash prints: what happened and where, for a bug report; never a variable or a secret."""

import re
import sys
import traceback
from collections.abc import Iterable
from pathlib import Path

from textual.worker import WorkerFailed

from cockpit.panes.layout import fit, showable, width_of

MASK = "********"
TOKEN = re.compile(r"(?i)\bxox[a-z]-[\w-]+|(\bbearer\s+|\btoken\s?[=:]\s?)[^\s'\"]+")
LONGEST_MESSAGE = 300
MOST_FRAMES = 20

CRASHED = (
    "cockpit stopped because of a defect in cockpit itself.\n"
    "What it said was recorded is recorded: start `cockpit` again to go on from there.\n"
    "Report the lines below; they hold no values of variables.\n\n"
)


def crash_report(error: BaseException, secrets: Iterable[str] = ()) -> str:
    """What happened and where, for a bug report: no variables, no secrets, nothing to obey."""
    if isinstance(error, WorkerFailed):
        error = error.error
    lines = [_summary(error, secrets)]
    frames = traceback.extract_tb(error.__traceback__)[-MOST_FRAMES:]
    lines += [f"  {_place(frame)} in {frame.name}" for frame in frames]
    if (cause := error.__cause__ or error.__context__) is not None:
        lines.append(f"after {_summary(cause, secrets)}")
    return CRASHED + "\n".join(lines)


def _summary(error: BaseException, secrets: Iterable[str]) -> str:
    message = showable(str(error))
    for secret in secrets:
        message = message.replace(secret, MASK)
    message = TOKEN.sub(lambda match: (match[1] or "") + MASK, message)
    if width_of(message) > LONGEST_MESSAGE:
        message = fit(message, LONGEST_MESSAGE)
    return f"{type(error).__name__}: {message}"


def _place(frame: traceback.FrameSummary) -> str:
    """The file inside its package, and the line."""
    path = Path(frame.filename)
    roots = (Path(root) for root in sys.path if root)
    inside = (path.relative_to(root) for root in roots if path.is_relative_to(root))
    shortest = min(inside, key=lambda place: len(place.parts), default=Path(path.name))
    return f"{shortest}:{frame.lineno}"
