"""The command line of the stand-ins: `python -m cockpit.standins --dir DIR`."""

import argparse
import json
import sys
from datetime import UTC, datetime
from pathlib import Path

from cockpit.standins.library import summaries
from cockpit.standins.run import Wish, run


def main() -> int:
    """Parse the arguments, and run."""
    parser = argparse.ArgumentParser(
        prog="python -m cockpit.standins",
        description="Loopback stand-ins for PagerDuty, Slack and the product.",
    )
    parser.add_argument("--list", action="store_true", help="the scenarios, as JSON")
    parser.add_argument("--dir", type=Path, default=None, help="where its world lives")
    parser.add_argument("--profile", default="", help="instead of the scenario's own")
    parser.add_argument("--scenario", default="bad-deploy", help="a name, or a TOML file")
    parser.add_argument("--speed", type=float, default=1.0, help="times as fast as real time")
    parser.add_argument("--start", type=_instant, help="ISO 8601; the clock starts there")
    parser.add_argument("--seed", type=int, default=0, help="of the chance in it; 0: none")
    parser.add_argument("--frozen", action="store_true", help="time moves only on order")
    parser.add_argument(
        "--until-stdin-closes", action="store_true", help="end when standard input closes"
    )
    given = parser.parse_args()
    if given.list:
        sys.stdout.write(json.dumps(summaries()) + "\n")
        return 0
    if given.dir is None:
        parser.error("--dir is needed")
    if given.speed <= 0:
        parser.error("--speed must be greater than zero")
    return run(
        Wish(
            given.dir,
            given.scenario,
            given.speed,
            given.start,
            given.frozen,
            given.until_stdin_closes,
            given.seed,
            given.profile,
        )
    )


def _instant(text: str) -> datetime:
    at = datetime.fromisoformat(text)
    return at if at.tzinfo else at.replace(tzinfo=UTC)


if __name__ == "__main__":
    raise SystemExit(main())
