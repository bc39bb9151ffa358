"""A storm of pages taken in one gesture: by a command, and by keys on the screen."""

import re

from flight import Flight, command
from patience import PATIENCE_S
from pty_terminal import PtyTerminal

STORM = 130
"""More than one page of the pager's list holds."""


def raging(flight: Flight, count: int) -> int:
    """So many more pages for Ana; returns how many are open."""
    for number in range(count):
        flight.stand.order("/pagerduty/trigger", title=f"gateway {number} is offline")
    return count + 1


def at_the_pager(flight: Flight) -> list[tuple[str, str, str]]:
    """Every open incident at the pager: its id, its status, and who has acknowledged it."""
    found: list[tuple[str, str, str]] = []
    with flight.stand.pd() as client:
        more = True
        while more:
            params = {"limit": 100, "offset": len(found), "include[]": "acknowledgers"}
            page = client.get("/incidents", params=params).json()
            for one in page["incidents"]:
                names = [a["acknowledger"]["summary"] for a in one["acknowledgements"]]
                found.append((one["id"], one["status"], ", ".join(names)))
            more = page["more"]
    return found


def assert_each_was_taken_once(flight: Flight, count: int, but: str = "") -> None:
    found = at_the_pager(flight)
    taken = {key for key, status, who in found if (status, who) == ("acknowledged", "Ana Ribeiro")}
    writes = [w["path"] for w in flight.stand.writes("pagerduty", "/incidents/")]
    written = [path for path in writes if path != f"/incidents/{but}"]

    assert len(found) == count
    assert taken == {key for key, _, _ in found} - {but}
    assert sorted(written) == sorted(f"/incidents/{key}" for key in taken)


def progress(terminal: PtyTerminal, total: int) -> list[int]:
    """How many were told to be acknowledged, in the order in which that was written."""
    told = re.findall(rf"(\d+) of {total}".encode(), bytes(terminal.raw))
    return list(dict.fromkeys(int(number) for number in told))


def test_one_command_acknowledges_all_each_once_and_tells_how_far_it_is(flight: Flight):
    count = raging(flight, STORM)

    with PtyTerminal(
        [*command(), "ack", "--all"], env=flight.environment(), cwd=flight.folder
    ) as terminal:
        code = terminal.exit_code(2 * PATIENCE_S)
        told = progress(terminal, count)
        text = terminal.text()

    assert code == 0, text
    assert f"acknowledged {count} of {count} incidents" in text
    assert len(told) > 3
    assert told == sorted(told)
    assert_each_was_taken_once(flight, count)


def test_what_was_refused_is_told_by_its_number_and_the_rest_is_done(flight: Flight):
    count = raging(flight, 20)
    made = flight.stand.order("/pagerduty/trigger", title="not yours to take")
    key = str(made["id"])
    body = '{"error": {"message": "Requester not authorized", "code": 1018}}'
    flight.stand.fault(
        "pagerduty",
        "status",
        method="PUT",
        path=f"/incidents/{key}",
        status=403,
        body=body,
        times=0,
    )

    said = flight.run("ack", "--all")

    number = flight.stand.incident(key)["incident_number"]
    assert said.returncode == 1
    assert said.stdout == f"acknowledged {count} of {count + 1} incidents\n"
    first, last = said.stderr.splitlines()
    assert first.startswith(f"cockpit: #{number}: ")
    assert "you may not act on this incident" in first
    assert last.startswith(f"cockpit: 1 of {count + 1} were not acknowledged")
    assert_each_was_taken_once(flight, count + 1, but=key)


def test_all_are_selected_on_the_screen_and_one_key_takes_each_once(flight: Flight):
    count = raging(flight, STORM)

    with flight.screen() as terminal:
        terminal.wait_for("TRIGGERED")
        terminal.press("i")
        terminal.wait_for(f"Incidents, {count} open")
        terminal.press("*")
        terminal.wait_for(f"{count} selected")
        terminal.press("a")
        terminal.wait_for(f"✔ acknowledged {count} of {count}", timeout=2 * PATIENCE_S)
        told = progress(terminal, count)

    assert len(told) > 3
    assert_each_was_taken_once(flight, count)
