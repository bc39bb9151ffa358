"""An incident from the page to the update, by keys in a real terminal; also when it is killed."""

import signal

from flight import Flight, until
from pty_terminal import PtyTerminal


def paged(flight: Flight, **more) -> PtyTerminal:
    """The full screen, as soon as it shows the page."""
    terminal = flight.screen(**more)
    terminal.wait_for("TRIGGERED")
    terminal.wait_for("#4217")
    return terminal


def declare(terminal: PtyTerminal) -> None:
    """Declare with the text that is offered."""
    terminal.press("d")
    terminal.wait_for("Hypothesis")
    terminal.press("ctrl+s")


def test_acknowledge_declare_update_and_quit(flight: Flight):
    with paged(flight) as terminal:
        terminal.press("a")
        terminal.wait_for("acknowledged by Ana")
        declare(terminal)
        until(lambda: len(flight.posted()) == 1, terminal)
        terminal.wait_for("✔ 2 Declare")
        terminal.press("u")
        terminal.wait_for("Trying")
        for _ in range(4):  # the draft has a line more once a probe is known to be bad
            terminal.press("ctrl+a", "ctrl+k")
            terminal.type("\x7f")
        terminal.type("5xx & <slow> reads")
        terminal.press("ctrl+s")
        until(lambda: len(flight.posted()) == 2, terminal)
        terminal.wait_for("#4217")
        terminal.press("q")
        terminal.wait_for("Quit?")
        terminal.press("y")
        code = terminal.exit_code()
        left = terminal.modes_left()

    first, second = flight.stand.messages()[-2:]
    assert (code, left) == (0, [])
    assert flight.stand.incident()["status"] == "acknowledged"
    assert len(flight.stand.writes("pagerduty", "/incidents")) == 1
    assert "#4217" in first["text"]
    assert second["thread_ts"] == first["ts"]
    assert "5xx &amp; &lt;slow&gt; reads" in second["text"]


def test_a_declaration_that_could_not_leave_before_the_kill_leaves_once_after_it(flight: Flight):
    flight.stand.fault("slack", "drop", path="/api/chat.postMessage", times=0)
    with paged(flight) as terminal:
        declare(terminal)
        until(lambda: bool(flight.stand.writes("slack", "/api/chat.postMessage")), terminal)
        terminal.signal(signal.SIGKILL)
        terminal.exit_code()
    recorded = flight.facts("declaration_requested")
    flight.stand.clear_faults()

    with flight.screen() as terminal:
        until(lambda: bool(flight.posted()), terminal)
        until(lambda: bool(flight.facts("effect_done")), terminal)

    assert len(flight.posted()) == 1
    assert len(recorded) == 1
    assert flight.facts("declaration_requested") == recorded


def test_a_message_whose_answer_was_lost_before_the_kill_is_not_posted_again(flight: Flight):
    flight.stand.fault("slack", "hang", path="/api/chat.postMessage", act=True)
    with paged(flight) as terminal:
        declare(terminal)
        until(lambda: bool(flight.posted()), terminal)
        terminal.signal(signal.SIGKILL)
        terminal.exit_code()

    with flight.screen() as terminal:
        until(lambda: bool(flight.facts("effect_done")), terminal)

    assert len(flight.posted()) == 1
    assert flight.facts("effect_done")[0]["found"] is True


def test_what_was_typed_is_there_after_a_kill(flight: Flight):
    with paged(flight) as terminal:
        terminal.press("n")
        terminal.wait_for("Note on #4217")
        terminal.type("the pool is too small")
        until(lambda: "too small" in flight.draft("note:"), terminal)
        terminal.signal(signal.SIGKILL)
        terminal.exit_code()

    with paged(flight) as terminal:
        terminal.press("n")
        terminal.wait_for("Note on #4217")
        terminal.wait_for("the pool is too small")

    assert flight.facts("note_requested") == []


def test_what_was_shown_as_recorded_is_shown_again_after_a_kill(flight: Flight):
    with paged(flight) as terminal:
        terminal.press("n")
        terminal.wait_for("Note on #4217")
        terminal.type("rolled back by hand")
        terminal.press("ctrl+s")
        terminal.wait_for("Ana: rolled back")
        terminal.signal(signal.SIGKILL)
        terminal.exit_code()
    flight.stand.close()

    with flight.screen() as terminal:
        terminal.wait_for("Ana: rolled back", "#4217")
