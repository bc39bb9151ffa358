"""The bad deploy, taken and declared, under a procedure that has somebody to tell and to tag."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import replace
from pathlib import Path

from desks import bad_deploy, procedure
from watching import Watching, watching

from cockpit.domain.demands import Telling, Way
from cockpit.domain.facts import Fact
from cockpit.domain.procedure import Procedure

TELLS = (
    Telling(id="channel", who="the incident channel", way=Way.DECLARE, within_s=600),
    Telling(
        id="everybody",
        who="everybody here",
        way=Way.EMAIL,
        to=("all@example.com",),
        within_s=1800,
        subject="{severity}: {title}",
        text="{title} since {since}.",
    ),
    Telling(
        id="leads", who="the leads", way=Way.POST, to=("noise",), groups=("payments",), within_s=900
    ),
    Telling(id="customers", who="customers", way=Way.STATUS, within_s=2400),
    Telling(id="reporter", who="whoever reported it", way=Way.COPY, text="We know, since {since}."),
    Telling(id="board", who="the board", way=Way.PERSON, how="by phone"),
)


def strict() -> Procedure:
    """The shipped profile with more to tell, a security channel and an on-call group."""
    plain = procedure()
    levels = tuple(replace(x, tells=TELLS) if x.name == "P1" else x for x in plain.levels)
    channels = replace(plain.channels, noise="C2", security="C9")
    return replace(
        plain,
        levels=levels,
        channels=channels,
        security_groups=("payments",),
        oncall_group="payments",
    )


@asynccontextmanager
async def declared(
    folder: Path,
    *more: Fact,
    size: tuple[int, int] = (120, 36),
    declare: bool = True,
    by: Procedure | None = None,
) -> AsyncIterator[Watching]:
    """The bad deploy on screen, acknowledged, and declared unless told otherwise."""
    async with watching(folder, *bad_deploy(), *more, size=size, by=by or strict()) as watch:
        await watch.press("a")
        if declare:
            await watch.press("d")
            await watch.press("ctrl+s")
        yield watch


def posted(watch: Watching) -> list[str]:
    """What stands in the chat after the declaration."""
    return [message.text for message in watch.seat.far.messages[1:]]


def dialog(text: str) -> str:
    """The dialog alone, without what stands behind it."""
    lines = text.splitlines()
    top = next(number for number, line in enumerate(lines) if "╭" in line)
    left, right = lines[top].index("╭"), lines[top].index("╮")
    bottom = next(number for number, line in enumerate(lines) if line[left : left + 1] == "╰")
    return "".join(f"{line[left : right + 1]}\n" for line in lines[top : bottom + 1])


def flat(text: str) -> str:
    """The words of a screen without its lines and frames."""
    return " ".join(text.replace("│", " ").split())
