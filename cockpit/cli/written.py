"""A document to standard output, or to the file that somebody names."""

from pathlib import Path

from cockpit.cli.outcome import Failed
from cockpit.cli.speech import put


def write(text: str, output: str) -> None:
    """Write it. Raises `Failed` when the file cannot be written; empty or "-": standard output."""
    if not output or output == "-":
        put(text)
        return
    file = Path(output).expanduser()
    try:
        file.write_text(text, encoding="utf-8")
    except OSError as error:
        raise Failed(f"{file} cannot be written ({error.strerror}): name another file") from None
