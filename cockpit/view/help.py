"""The help screen: the keys, and what the symbols mean."""

from cockpit.view.cells import Cell, Row, Sheet, Tone, text

_SYMBOLS = (
    ("●", Tone.GOOD, "good; in the footer: the source answered within ten seconds"),
    ("✖", Tone.BAD, "bad, failed, or not to be reached"),
    ("?", Tone.WARN, "could not look: neither good nor bad"),
    ("○", Tone.DIM, "old: how old stands beside it; in the checklist: a step that may not apply"),
    ("◆", Tone.WARN, "a deploy that may well be the cause"),
    ("▲", Tone.WARN, "wants attention: late, unsent, or another page"),
    ("✔", Tone.GOOD, "done, confirmed by the other side or by evidence"),
    ("-", Tone.WARN, "a step that was skipped, with a reason; a message that was given up"),
    ("▶", Tone.ACCENT, "the next step; the incident that is on screen"),
)


def sheet(keys: tuple[tuple[str, str], ...]) -> Sheet:
    """All keys as they are bound now, each with what it does."""
    rows = [text("Keys", Tone.TITLE)]
    rows += [Row((Cell(key, Tone.ACCENT, width=12), Cell(does, grow=True))) for key, does in keys]
    rows += [text(""), text("Symbols", Tone.TITLE)]
    rows += [
        Row((Cell(symbol, tone, width=12), Cell(words, grow=True)))
        for symbol, tone, words in _SYMBOLS
    ]
    return Sheet("Help", tuple(rows), note="Esc back")
