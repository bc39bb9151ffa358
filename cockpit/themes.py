"""The four themes, each a palette of meanings, and where the stylesheet lies; no widget.

A calm base without hue, one accent, and signal colours that only ever mean something. All panes
share one background: a change of background costs bytes in every cell of a slow line.
"""

from dataclasses import dataclass
from pathlib import Path
from typing import Any

from textual.app import App
from textual.theme import Theme


@dataclass(frozen=True, slots=True, kw_only=True)
class Palette:
    """The colours of one theme, as Textual writes them."""

    background: str
    selection: str
    """Behind the selected row."""
    plain: str
    dim: str
    strong: str
    accent: str
    literal: str
    good: str
    warn: str
    bad: str
    alarm: str
    alarm_background: str
    frame: str
    """Lines, which carry no text."""


DARK = Palette(
    background="#111418",
    selection="#233042",
    plain="#cdd2d9",
    dim="#949da9",
    strong="#f4f6f8",
    accent="#82b4f5",
    literal="#c3a6e8",
    good="#7fc48d",
    warn="#e3b55b",
    bad="#ff8279",
    alarm="#1c0605",
    alarm_background="#ff8279",
    frame="#414a56",
)
LIGHT = Palette(
    background="#fbfaf8",
    selection="#e0e8f2",
    plain="#2b3138",
    dim="#59626d",
    strong="#0b0d10",
    accent="#0b54ad",
    literal="#6d2f94",
    good="#17632f",
    warn="#7f4c00",
    bad="#b0161f",
    alarm="#ffffff",
    alarm_background="#b0161f",
    frame="#b9bfc6",
)
CONTRAST = Palette(
    background="#000000",
    selection="#16345c",
    plain="#ffffff",
    dim="#d0d0d0",
    strong="#ffffff",
    accent="#7fd7ff",
    literal="#e6b8ff",
    good="#6dff9c",
    warn="#ffe066",
    bad="#ffb0a8",
    alarm="#000000",
    alarm_background="#ffb0a8",
    frame="#ffffff",
)
ANSI = Palette(
    background="ansi_default",
    selection="ansi_default",
    plain="ansi_default",
    dim="ansi_default",
    strong="ansi_default",
    accent="ansi_cyan",
    literal="ansi_magenta",
    good="ansi_green",
    warn="ansi_yellow",
    bad="ansi_red",
    alarm="ansi_red",
    alarm_background="ansi_default",
    frame="ansi_default",
)

ANSI_WIDGETS = {
    "ansi-background": "ansi_black",
    "ansi-foreground": "ansi_white",
    "block-cursor-background": "ansi_cyan",
    "block-cursor-foreground": "ansi_black",
    "input-selection-background": "ansi_cyan",
    "input-selection-foreground": "ansi_black",
}
"""What Textual's own widgets ask of a theme of 16 colours."""

DEFAULT = "cockpit-dark"


def stylesheet() -> Path:
    """`cockpit.tcss`: inside the package when installed, beside it in a checkout."""
    package = Path(__file__).parent
    places = (package / "cockpit.tcss", package.parent / "cockpit.tcss")
    return next(place for place in places if place.is_file())


def register(app: App[Any], chosen: str = DEFAULT) -> None:
    """Give the app these themes and no others, and put on the chosen one."""
    for theme in THEMES:
        app.register_theme(theme)
    app.theme = chosen if chosen in NAMES else DEFAULT
    for name in set(app.available_themes) - set(NAMES):
        app.unregister_theme(name)


def variables(palette: Palette, *, ansi: bool = False) -> dict[str, str]:
    """The palette under the names that the stylesheet uses."""
    tones = ("plain", "dim", "strong", "accent", "literal", "good", "warn", "bad", "alarm", "frame")
    return {
        **{f"tone-{tone}": getattr(palette, tone) for tone in tones},
        "tone-alarm-background": palette.alarm_background,
        "tone-selection": palette.selection,
        "style-dim": "dim" if ansi else "none",
        "style-alarm": "bold reverse" if ansi else "bold",
        "style-selected": "reverse" if ansi else "none",
        "style-frame": "dim" if ansi else "none",
        "block-cursor-background": palette.selection,
        "block-cursor-foreground": palette.strong,
        "footer-background": palette.background,
        "footer-foreground": palette.plain,
        "footer-description-foreground": palette.dim,
        "footer-key-foreground": palette.accent,
        **(ANSI_WIDGETS if ansi else {"input-selection-background": palette.selection}),
    }


def _theme(name: str, palette: Palette, *, dark: bool = True, ansi: bool = False) -> Theme:
    return Theme(
        name=name,
        primary=palette.accent,
        secondary=palette.accent,
        accent=palette.accent,
        success=palette.good,
        warning=palette.warn,
        error=palette.bad,
        foreground=palette.plain,
        background=palette.background,
        surface=palette.background,
        panel=palette.background,
        boost=palette.background,
        dark=dark,
        ansi=ansi,
        text_alpha=1.0,
        variables=variables(palette, ansi=ansi),
    )


THEMES = (
    _theme("cockpit-dark", DARK),
    _theme("cockpit-light", LIGHT, dark=False),
    _theme("cockpit-contrast", CONTRAST),
    _theme("cockpit-ansi", ANSI, ansi=True),
)

NAMES = tuple(theme.name for theme in THEMES)
