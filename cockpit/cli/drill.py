"""`cockpit drill`: an incident that is not real, to practise on, and a debrief at its end (P3)."""

import argparse
import json
import os
import secrets
from datetime import tzinfo
from pathlib import Path

from cockpit.cli.outcome import DONE, WRONG, Failed
from cockpit.cli.speech import aside, put, say
from cockpit.cli.staging import ended_by_signals, folder, scenarios, standins, stay_here
from cockpit.documents import debrief
from cockpit.domain.debriefing import Debriefing, Exercise, debriefing
from cockpit.ports.plain import plain

_FIRST = "bad-deploy"
_SEEDS = 9999
_LIMIT = 1_000_000


def drill(options: argparse.Namespace) -> int:
    """List the scenarios, or play one; returns the exit code. Raises `Failed`."""
    if options.list:
        return _list(json_wanted=options.json)
    from cockpit.terminal.device import refusal

    if words := refusal():
        aside(words.removeprefix("cockpit: "), lines=True)
        return WRONG
    seed = options.seed if options.seed is not None else secrets.randbelow(_SEEDS) + 1
    wanted = ["--scenario", options.scenario or _fitting(options.profile)]
    wanted += ["--speed", str(options.speed), "--seed", str(seed)]
    wanted += ["--profile", _from_here(options.profile)] if options.profile else []
    with ended_by_signals(), folder(options.dir) as world, standins(world, wanted) as line:
        told = json.loads(line)
        os.environ["COCKPIT_CONFIG"] = told["config"]
        os.environ.pop("COCKPIT_STATE_DIR", None)
        stay_here()
        code, found, zone = _play(options, str(told["control"]))
    if found is not None:
        text = debrief.markdown(found, zone)
        if options.json:
            text = json.dumps(debrief.jsonable(found), ensure_ascii=True, indent=2) + "\n"
        _give(plain(text, _LIMIT, lines=True), options.output)
    return code


def _play(options: argparse.Namespace, control: str) -> tuple[int, Debriefing | None, tzinfo]:
    """Show it until the person leaves: exit code, what is to be said afterwards, whose times."""
    from cockpit.drilling import build_drill
    from cockpit.keys.clashes import clashes
    from cockpit.keys.table import TABLE
    from cockpit.practice import Practice, drilled
    from cockpit.settings.faults import ConfigurationError, NoConfiguration
    from cockpit.settings.load import load

    try:
        settings = load(actions=[key.id for key in TABLE], clashes=clashes)
    except (ConfigurationError, NoConfiguration) as error:
        raise Failed(str(error)) from None
    desk, steering = build_drill(settings, control, options.speed)
    app = Practice(desk, steering)
    code = app.run_to_end(mouse="SSH_TTY" not in os.environ)
    found, case = app.debriefing, drilled(desk.state, desk.incident_id)
    if found is None and case is not None:
        exercise = Exercise(scenario=steering.scenario)
        found = debriefing(desk.state, case, desk.procedure, desk.now(), exercise)
    return code, found, desk.zone


def _give(text: str, output: str) -> None:
    if not output or output == "-":
        put(text)
        return
    file = Path(output).expanduser()
    try:
        file.write_text(text, encoding="utf-8")
    except OSError as error:
        put(text)
        raise Failed(f"{file} cannot be written ({error.strerror}): it is above instead") from None
    aside(f"the debrief is in {file}")


def _list(*, json_wanted: bool) -> int:
    found = scenarios()
    if json_wanted:
        put(json.dumps(found, ensure_ascii=True, indent=2) + "\n")
        return DONE
    width = max(len(one["name"]) for one in found)
    for one in found:
        say(f"{one['name']:<{width}}  {one['profile']:<10}  {one['title']}")
    return DONE


def _from_here(profile: str) -> str:
    """A profile of one's own is named by its path, which is looked for from here."""
    is_path = "/" in profile or profile.endswith(".toml")
    return str(Path(profile).expanduser().absolute()) if is_path else profile


def _fitting(profile: str) -> str:
    """The first scenario of this organisation, else the first of all."""
    found = scenarios()
    fitting = [one["name"] for one in found if one["profile"] == profile]
    return fitting[0] if fitting else _FIRST
