"""`cockpit replay`: an incident of the past, on the same panes, or line by line into a pipe."""

import argparse
import sys
import time
from collections.abc import Sequence
from pathlib import Path

from cockpit.cli.outcome import DONE, Failed
from cockpit.cli.speech import aside, say
from cockpit.documents import replay as document
from cockpit.documents import scenario
from cockpit.domain.facts import IncidentSeen, Record
from cockpit.domain.film import Film
from cockpit.settings.load import Settings
from cockpit.settings.profiles import shipped

_LATELY = 10


def tell(options: argparse.Namespace, settings: Settings) -> int:
    """Play it; returns the exit code. Raises `Failed`, `JournalError`."""
    from cockpit.past import records

    found = records(settings)
    film = Film(found, _wanted(found, options.incident))
    if options.as_scenario:
        return _record(options, settings, film)
    from cockpit.terminal.device import refusal

    if refusal():
        return _print(film, settings, options.speed)
    return _show(film, settings, options.speed or 1.0)


def _wanted(records: Sequence[Record], name: str) -> str:
    """The id of the incident of this number or id. Raises `Failed` when none is known."""
    seen = (record.fact.incident for record in records if isinstance(record.fact, IncidentSeen))
    known = {incident.id: incident for incident in seen}
    wanted = name.removeprefix("#")
    for incident in known.values():
        if wanted in (incident.id, str(incident.number)):
            return incident.id
    last = ", ".join(f"#{one.number}" for one in list(known.values())[-_LATELY:])
    raise Failed(f"no incident {name} is in the journal; the last ones there: {last or 'none'}")


def _show(film: Film, settings: Settings, speed: float) -> int:
    from cockpit.domain.reel import begun
    from cockpit.past import stage
    from cockpit.replaying import Replaying
    from cockpit.screens.replay import ReplayScreen

    reel, around = begun(film, speed), stage(settings)
    app = Replaying(
        lambda seconds: ReplayScreen(reel, around, seconds), settings.config.screen.theme
    )
    return app.run_to_end(mouse=settings.config.screen.mouse == "on")


def _print(film: Film, settings: Settings, speed: float | None) -> int:
    """One line after the other; with a speed, each when its time has come."""
    from cockpit.past import stage

    say(document.head(film))
    before = None
    for at, line in document.lines(film, stage(settings).zone):
        if speed and before is not None and at > before:
            time.sleep((at - before).total_seconds() / speed)
        before = max(before, at) if before else at
        say(line)
    return DONE


def _record(options: argparse.Namespace, settings: Settings, film: Film) -> int:
    """Write it down as a scenario. Raises `Failed`."""
    from cockpit.past import stage

    own = settings.config.profile
    profile = own if own in shipped() else ""
    text, left = scenario.recorded(film, stage(settings), profile)
    if options.as_scenario == "-":
        sys.stdout.write(text)
        return DONE
    file = Path(options.as_scenario).expanduser()
    try:
        with file.open("x", encoding="utf-8") as stream:
            stream.write(text)
    except FileExistsError:
        raise Failed(f"{file} is there already: name another file") from None
    except OSError as error:
        raise Failed(f"{file} cannot be written ({error.strerror}): name another") from None
    aside(f"{file} is written. Read it before you give it to anybody: {left}")
    aside(f"`cockpit drill --scenario {file}` plays it.")
    return DONE
