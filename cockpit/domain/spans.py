"""Spans and measured numbers in words, as criteria and their evidence are told; pure."""


def span(seconds: float) -> str:
    """A span in words: 40 s, 5 min, 2 h."""
    whole = max(int(seconds), 0)
    for unit, size in (("h", 3600), ("min", 60)):
        if whole >= size:
            return f"{whole // size} {unit}"
    return f"{whole} s"


def number(value: float) -> str:
    """A measured number without more digits than anybody reads: 1368, 0.25, 12.5."""
    if value == int(value) or abs(value) >= _WHOLE:
        return f"{value:.0f}"
    return f"{value:.3g}"


_WHOLE = 1000
"""From here on nobody reads what stands behind the point."""
