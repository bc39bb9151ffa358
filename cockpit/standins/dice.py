"""Chance by a seed: the same seed gives the same drill, and no seed (0) changes nothing."""

import zlib

_MOST = 0xFFFFFFFF
ARRIVAL = 0.25
"""By how much of a span somebody comes earlier or later."""


def share(seed: int, *about: object) -> float:
    """Something from 0 to 1, always the same for the same seed and the same things."""
    words = ":".join(str(thing) for thing in about)
    return zlib.crc32((f"{seed}:{words}" if seed else words).encode()) / _MOST


def jittered(seed: int, seconds: float, *about: object) -> float:
    """A span that somebody takes, a little more or less; of what is past, nothing moves."""
    if not seed or seconds <= 0:
        return seconds
    return seconds * (1 - ARRIVAL + 2 * ARRIVAL * share(seed, *about))
