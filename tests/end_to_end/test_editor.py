"""The person's own editor on a real terminal: the screen steps aside for it and comes back."""

from pathlib import Path

from flight import Flight


def edits(folder: Path) -> str:
    """An editor that waits for a line on the terminal, and writes it into the paper; or fails."""
    script = folder / "edit.sh"
    script.write_text(
        '#!/bin/sh\nprintf "EDITOR HAS THE TERMINAL\\n"\nread line\n'
        'case "$line" in no) exit 3;; empty) : > "$1"; exit 0;; esac\n'
        'printf "\\n%s\\n" "$line" >> "$1"\n'
    )
    script.chmod(0o755)
    return str(script)


def test_the_editor_gets_the_terminal_and_the_screen_comes_back_with_what_was_written(
    flight: Flight, tmp_path: Path
):
    with flight.screen((120, 36), env={"EDITOR": edits(tmp_path), "VISUAL": ""}) as terminal:
        terminal.wait_for("#4217")
        terminal.press("F")
        terminal.wait_for("as the record gives it")
        terminal.press("e")
        terminal.wait_for("EDITOR HAS THE TERMINAL")
        terminal.type("no\r")
        terminal.wait_for("edit.sh ended with code 3: nothing of it is taken over")
        terminal.press("e")
        terminal.wait_for("EDITOR HAS THE TERMINAL")
        terminal.type("empty\r")
        terminal.wait_for("the file came back empty: nothing of it is taken over")
        terminal.press("e")
        terminal.wait_for("EDITOR HAS THE TERMINAL")
        terminal.type("the pool was too large\r")
        terminal.wait_for("with what you wrote in it")
        terminal.press("escape")
        terminal.wait_for("First ten minutes")
        terminal.press("q")
        terminal.wait_for("Quit?")
        terminal.press("y")

        assert terminal.exit_code() == 0
        assert terminal.modes_left() == []

    told = flight.run("postmortem")
    assert "the pool was too large" in told.stdout
