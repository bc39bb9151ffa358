"""`cockpit oncall` as a process, against stand-ins whose rotations turn, over real HTTP."""

import json
from collections.abc import Iterator
from pathlib import Path

import icalendar
import pytest
from command import cockpit, offline, rewritten
from oncall_world import world
from stand import Stand

CALENDARS = Path(__file__).parent.parent / "calendars"


TEXT = """\
Platform on-call
  primary             Ana Ribeiro, until Mon 30 Mar 10:00 CEST (08:00 UTC)
                      then Ben Okafor
                      shadow: Mia Chen, until Mon 29 Jun 10:00 CEST (08:00 UTC) at least
  secondary           Ben Okafor, until Mon 30 Mar 10:00 CEST (08:00 UTC)
                      then Ana Ribeiro
  engineering lead    Lea Sandström, always
  CTO                 Kofi Mensah, always

Yours
  now                 primary, Platform on-call, until Mon 30 Mar 10:00 CEST (08:00 UTC)
  in 5 d 20 h         secondary, Platform on-call, \
Mon 30 Mar 10:00 CEST (08:00 UTC) to Mon 06 Apr 10:00 CEST (08:00 UTC)
  in 12 d 20 h        primary, Platform on-call, \
Mon 06 Apr 10:00 CEST (08:00 UTC) to Mon 13 Apr 10:00 CEST (08:00 UTC)

Mind
  ! nobody on call at level 2 of Platform on-call (secondary) from \
Mon 06 Apr 10:00 CEST (08:00 UTC) to Mon 13 Apr 10:00 CEST (08:00 UTC)
  ! Ben Okafor is primary and secondary of Platform on-call at once from \
Mon 13 Apr 10:00 CEST (08:00 UTC) to Sun 19 Apr 14:00 CEST (12:00 UTC): \
escalating pages nobody new
"""


@pytest.fixture(scope="module")
def shared(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Stand]:
    with world(Path(tmp_path_factory.mktemp("rota"))) as stand:
        rewritten(stand.config, "[state]", '[screen]\ntime_zone = "Europe/Berlin"\n\n[state]')
        rewritten(
            stand.config,
            'poll = "2s"\n',
            'poll = "2s"\nshadow_schedule_ids = ["PSCHED3"]\n',
        )
        yield stand


@pytest.fixture
def stand(shared: Stand) -> Iterator[Stand]:
    before = shared.config.read_text(encoding="utf-8")
    yield shared
    shared.clear_faults()
    shared.config.write_text(before, encoding="utf-8")


def calendar(stand: Stand, *lines: str) -> None:
    """Adds a calendar to the configuration."""
    table = "\n".join(("[[calendars]]", *lines, "", "[state]"))
    rewritten(stand.config, "[state]", table)


def test_now_next_mine_and_the_gap_over_the_change_of_clocks(stand: Stand) -> None:
    said = cockpit(stand.config, "oncall", "--days", "26")

    assert (said.code, said.err) == (0, "")
    assert said.out.rsplit("\nAs of", 1)[0] == TEXT


def test_my_shifts_as_a_calendar_file(stand: Stand) -> None:
    said = cockpit(stand.config, "oncall", "--ics", "--days", "90")

    events = icalendar.Calendar.from_ical(said.out).walk("VEVENT")
    told = json.loads(cockpit(stand.config, "oncall", "--json", "--days", "90").out)
    assert said.code == 0
    assert len(events) == len(told["mine"]) > 4
    starts = {e["DTSTART"].dt.isoformat() for e in events}
    assert starts == {shift["start"] for shift in told["mine"]}


def test_a_calendar_beside_the_pager(stand: Stand) -> None:
    calendar(stand, 'name = "support"', f'file = "{CALENDARS}/weekly-over-the-change.ics"')

    told = json.loads(cockpit(stand.config, "oncall", "--json").out)

    assert {s["policy"] for s in told["now"]} == {"Platform on-call", "support"}
    (support,) = [s for s in told["now"] if s["policy"] == "support"]
    assert support["person"]["name"] in {"Ana Ribeiro", "Ben Okafor"}


def test_a_calendar_that_cannot_be_read_is_told_and_the_rest_is_shown(stand: Stand) -> None:
    calendar(stand, 'name = "support"', f'file = "{CALENDARS}/sign-in.ics"')

    said = cockpit(stand.config, "oncall")

    assert said.code == 1
    assert "  primary             Ana Ribeiro" in said.out
    assert "  ! calendar support: calendar support is a web page and no calendar" in said.out
    assert said.err.startswith("cockpit: calendar support: calendar support is a web page")
    assert said.err.count("\n") == 1


def test_a_calendar_whose_file_is_gone_is_named_once(stand: Stand) -> None:
    calendar(stand, 'name = "support"', 'file = "no-such.ics"')

    said = cockpit(stand.config, "oncall")

    assert said.code == 1
    assert said.err.startswith("cockpit: calendar support: its file cannot be read")


def test_events_left_out_are_told_and_are_no_failure(stand: Stand) -> None:
    calendar(stand, 'name = "support"', f'file = "{CALENDARS}/broken-events.ics"')

    said = cockpit(stand.config, "oncall")

    assert said.code == 0
    assert "calendar support: 6 events make no sense" in said.out
    assert "calendar support: 6 events make no sense" in said.err


def test_without_the_pager_the_last_known_is_shown_as_such(stand: Stand) -> None:
    cockpit(stand.config, "oncall")
    offline(stand)

    said = cockpit(stand.config, "oncall")

    assert said.code == 1
    assert "  primary             Ana Ribeiro" in said.out
    assert "! PagerDuty: shifts: no connection to PagerDuty" in said.out
    assert "(shown as it was recorded at " in said.out
    assert "no connection to PagerDuty" in said.err


def test_a_hung_pager_is_unreachable_and_nothing_is_made_up(stand: Stand, tmp_path: Path) -> None:
    offline(stand)

    said = cockpit(stand.config, "oncall", COCKPIT_STATE_DIR=str(tmp_path / "empty"))

    assert (said.code, said.out) == (1, "")
    assert said.err.startswith("cockpit: who is on call is not known. PagerDuty: shifts: no conn")


def test_with_nothing_to_ask_it_is_wrong_configuration(tmp_path: Path) -> None:
    config = tmp_path / "config.toml"
    config.write_text('[state]\ndir = "state"\n')

    said = cockpit(config, "oncall")

    assert said.code == 2
    assert "add [pagerduty] or [[calendars]]" in said.err


@pytest.mark.parametrize("days", ["0", "91", "soon"])
def test_days_are_from_one_to_ninety(stand: Stand, days: str) -> None:
    said = cockpit(stand.config, "oncall", "--days", days)

    assert said.code == 2
    assert "--days" in said.err
