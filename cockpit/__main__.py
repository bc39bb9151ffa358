"""The command `cockpit`: arguments in, an exit code out; what each command does is in `cli`."""

import sys
from collections.abc import Sequence

from cockpit.cli.command import run


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the command line; gives the exit code: 0 done, 1 not done, 2 wrong usage."""
    return run(sys.argv[1:] if arguments is None else list(arguments))


if __name__ == "__main__":
    raise SystemExit(main())
