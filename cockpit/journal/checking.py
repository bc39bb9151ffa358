"""A quick look at a journal that changes nothing: is it one, is it sound, is it not too new?"""

import sqlite3
from contextlib import closing
from pathlib import Path

from cockpit.journal import schema
from cockpit.journal.faults import is_damage

_PATIENCE_S = 2.0


def trouble(path: Path) -> str:
    """What is wrong with the journal there, in words; empty: nothing that a quick look finds.

    It reads every page once, and no record. A writer that is at it is waited for, briefly.
    """
    address = f"{path.absolute().as_uri()}?mode=ro"
    try:
        with closing(sqlite3.connect(address, uri=True, timeout=_PATIENCE_S)) as conn:
            (application,) = conn.execute("PRAGMA application_id").fetchone()
            (version,) = conn.execute("PRAGMA user_version").fetchone()
            if application != schema.APPLICATION_ID or version < 1:
                return "it is not a journal of cockpit"
            if version > schema.VERSION:
                return "a newer cockpit wrote it: install that version"
            (found,) = conn.execute("PRAGMA quick_check(1)").fetchone()
    except sqlite3.Error as error:
        return "it is damaged" if is_damage(error) else f"it cannot be read ({error})"
    return "" if found == "ok" else "it is damaged"
