"""What the tests of several processes run in the others, and how they run it.

As a program: COMMAND PATH [ARGUMENTS].
"""

import asyncio
import os
import resource
import signal
import subprocess
import sys
import tempfile
from contextlib import closing
from datetime import timedelta
from pathlib import Path

from clocks import START, ManualClock
from records import new_record, ticked

from cockpit.domain.facts import EffectClaimed, Fact, NoteRequested
from cockpit.domain.state import State
from cockpit.journal.opening import open_journal
from cockpit.journal.sqlite import SqliteJournal
from cockpit.ports.journal import JournalError
from cockpit.store import Store

HERE = Path(__file__).parent


def start(*args: object) -> subprocess.Popen[str]:
    """A child process whose output is piped."""
    return subprocess.Popen(
        [sys.executable, __file__, *map(str, args)],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        env={**os.environ, "PYTHONPATH": os.pathsep.join(map(str, (HERE, HERE.parent)))},
    )


def run(*args: object) -> list[str]:
    """The lines that a child process prints; it must end well."""
    with start(*args) as child:
        out, err = child.communicate()
    assert child.returncode == 0, err
    assert not err, err
    return out.splitlines()


def _journal(path: str) -> SqliteJournal:
    return open_journal(Path(path), ManualClock(), patience_s=20.0)


def append(path: str, name: str, count: str) -> None:
    """Append so many records, and say each one's id once it is durable."""
    with closing(_journal(path)) as journal:
        for i in range(int(count)):
            (record,) = journal.append([new_record(f"{name}-{i}")])
            print(record.id, flush=True)


def order(path: str) -> None:
    """Say what is there, in order."""
    with closing(_journal(path)) as journal:
        print(*(record.id for record in journal.since(0, 1_000_000)))


def order_at_once(path: str) -> None:
    """The same, at the moment that the parent gives the sign to all."""
    print("ready", flush=True)
    sys.stdin.readline()
    order(path)


def spill_and_die(path: str) -> None:
    """Die with half of a transaction in the file, and the other half in its rollback journal."""
    journal = _journal(path)
    journal._conn.execute("PRAGMA cache_size=2")
    journal._conn.execute("BEGIN IMMEDIATE")
    for i in range(200):
        journal._conn.execute(
            "INSERT INTO record (id, at, noted_at, author, host, kind, body)"
            " VALUES (?, '', '', '', '', '', ?)",
            (f"never-{i}", "x" * 1000),
        )
    os.kill(os.getpid(), signal.SIGKILL)


def fill(path: str, spare: str) -> None:
    """Append until the system says that the file may grow no more; say how that was told."""
    with closing(_journal(path)) as journal:
        limit = Path(path).stat().st_size + int(spare)
        resource.setrlimit(resource.RLIMIT_FSIZE, (limit, limit))
        try:
            for i in range(1000):
                journal.append([new_record(f"{i}-{half}", ticked("x" * 500)) for half in "ab"])
                print(f"{i}-a", f"{i}-b", flush=True)
        except JournalError as error:
            print(type(error).__name__, flush=True)


def as_nobody(path: str) -> None:
    """Open and append as a user who owns the place but may not write; say how that was told."""
    status = Path(path).parent.stat()
    with tempfile.TemporaryDirectory() as elsewhere:
        # Everything that Python imports late is in before the right to read it is given up.
        open_journal(Path(elsewhere) / "journal.db", ManualClock()).close()
    if os.getuid() == 0:
        os.setgid(status.st_gid)
        os.setuid(status.st_uid)
    try:
        with closing(open_journal(Path(path), ManualClock())) as journal:
            journal.append([new_record("never")])
    except JournalError as error:
        print(type(error).__name__, error.reason, error.mend, sep="\n")


def claim(path: str, name: str, count: str) -> None:
    """Claim every effect that nobody else has claimed, and say which these were."""
    asyncio.run(_claim(path, name, int(count)))


async def _claim(path: str, name: str, count: int) -> None:
    store = Store(lambda: _journal(path), ManualClock(), name, "pluto")
    await store.open()

    def decide(state: State) -> tuple[Fact, ...]:
        parcel = state.parcels[f"e{i}"]
        if parcel.claimed_by:
            return ()
        until = START + timedelta(minutes=1)
        return (EffectClaimed(effect=f"e{i}", attempt=name, process=name, until=until),)

    for i in range(count):
        if await store.append_if(decide):
            print(f"e{i}", flush=True)
    await store.close()


def note(path: str, text: str) -> None:
    """Append one note, as the command line would."""
    with closing(_journal(path)) as journal:
        journal.append([new_record(text, NoteRequested(id=text, incident_id="", text=text))])


COMMANDS = {
    function.__name__: function
    for function in (
        append, order, order_at_once, spill_and_die, fill, as_nobody, claim, note,
    )
}  # fmt: skip

if __name__ == "__main__":
    COMMANDS[sys.argv[1]](*sys.argv[2:])
