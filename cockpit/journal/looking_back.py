"""What probes found in a stretch of time, read from the journal itself; blocks, and writes nothing.

The state remembers so many turns of probes and no more; a paper about a long incident tells all.
"""

import sqlite3
from collections.abc import Iterator
from contextlib import closing
from datetime import datetime
from pathlib import Path

from cockpit.domain.facts import ProbeTurned
from cockpit.domain.looking_back import moments_of
from cockpit.domain.state import Moment
from cockpit.journal.codec import decode
from cockpit.ports.outside import Refused

_TURNS = "SELECT id, body FROM record WHERE kind = 'probe_turned' ORDER BY seq"


def found(journal: Path, since: datetime, until: datetime) -> tuple[Moment, ...]:
    """Every change of mind of a probe between two instants, oldest first.

    Raises:
        Refused: the journal cannot be read.
    """
    uri = f"{journal.absolute().as_uri()}?mode=ro"
    try:
        with closing(sqlite3.connect(uri, uri=True)) as conn:
            turns = _turns(conn.execute(_TURNS))
            return tuple(m for m in moments_of(turns) if since <= m.at <= until)
    except sqlite3.Error as error:
        words = f"the journal cannot be read back ({error}): what probes found earlier is missing"
        raise Refused(words, "run it again") from error


def _turns(rows: sqlite3.Cursor) -> Iterator[tuple[str, ProbeTurned]]:
    for name, body in rows:
        fact = decode("probe_turned", body)
        if isinstance(fact, ProbeTurned):
            yield name, fact
