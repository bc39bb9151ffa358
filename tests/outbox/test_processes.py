"""Which processes live: a claim of a dead one is not waited for, one of a living one is."""

import os
import socket
import subprocess
import sys

from cockpit.adapters.processes import alive, process_id

SAY_ID = "from cockpit.adapters.processes import process_id; print(process_id(), flush=True); "


def test_this_process_lives() -> None:
    host, pid, start = process_id().rsplit(":", 2)

    assert (host, pid) == (socket.gethostname(), str(os.getpid()))
    assert start
    assert alive(process_id())


def test_another_process_lives_until_it_is_killed_also_while_nobody_has_buried_it() -> None:
    child = subprocess.Popen(
        [sys.executable, "-c", SAY_ID + "input()"],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
        env={**os.environ, "PYTHONPATH": os.pathsep.join(sys.path)},
    )
    assert child.stdout is not None
    assert child.stdin is not None
    name = child.stdout.readline().strip()
    assert alive(name)
    child.kill()
    os.waitid(os.P_PID, child.pid, os.WEXITED | os.WNOWAIT)
    assert not alive(name), "a zombie sends nothing"
    child.wait()
    child.stdout.close()
    child.stdin.close()

    assert not alive(name)


def test_a_number_used_again_is_another_process() -> None:
    host, pid, start = process_id().rsplit(":", 2)

    assert not alive(f"{host}:{pid}:{start}9")


def test_without_a_start_time_the_number_decides() -> None:
    assert alive(f"{socket.gethostname()}:{os.getpid()}:")
    assert not alive(f"{socket.gethostname()}:{2**22 + 5}:")


def test_what_cannot_be_known_counts_as_alive() -> None:
    assert alive("elsewhere:1:0")
    assert alive("no sense at all")
    assert alive("")
