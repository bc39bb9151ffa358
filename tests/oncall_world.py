"""A world of stand-ins whose rotations are by the wall clock of Berlin, with a gap and a shadow."""

from pathlib import Path

from stand import Stand

from cockpit.standins.library import read_scenario

DELIVERED = Path(__file__).parent.parent / "cockpit" / "standins" / "scenarios"
PEOPLE_ID = 'id = "PSCHED1", name = "Platform primary", people = ["ana", "ben"]'
SECOND_ID = 'id = "PSCHED2", name = "Platform secondary", people = ["ben", "ana"]'
START = "2026-03-24T12:00:00+00:00"
"""A Tuesday; the clocks go forward on Sunday."""


def scenario(folder: Path) -> Path:
    """The delivered scenario with other schedules: the secondary's third week is nobody's."""
    text = (DELIVERED / "bad-deploy.toml").read_text(encoding="utf-8")
    berlin = 'zone = "Europe/Berlin", hour = 10'
    shadow = f'{{ id = "PSCHED3", name = "Platform shadow", people = ["mia"], {berlin} }},'
    changes = {
        PEOPLE_ID: f"{PEOPLE_ID}, {berlin}",
        SECOND_ID: f'{SECOND_ID.removesuffix("]")}, ""], {berlin}',
        'targets = ["schedule:PSCHED1"]': 'targets = ["schedule:PSCHED1", "schedule:PSCHED3"]',
    }
    for old, new in changes.items():
        assert old in text, old
        text = text.replace(old, new)
    head, _, rest = text.partition("policies = [")
    text = f"{head.rstrip().removesuffix(']')}  {shadow}\n]\npolicies = [{rest}"
    folder.mkdir(parents=True, exist_ok=True)
    path = folder / "rota.toml"
    path.write_text(text, encoding="utf-8")
    read_scenario(str(path))
    return path


def world(folder: Path) -> Stand:
    """Its stand-ins, with a clock that stands still."""
    return Stand(folder / "world", scenario=str(scenario(folder)), start=START)
