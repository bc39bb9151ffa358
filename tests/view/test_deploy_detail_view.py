"""What is said of one deploy, and its diff as rows."""

from dataclasses import replace
from datetime import timedelta

from changes import details
from drawn import said
from situations import BO, NOW, ZONE, after, deploy, idle, running, state_of
from tracked import TRACKER, counted, tracked

from cockpit.domain.deploy_details import FileChange
from cockpit.domain.deploy_list import listed, suspected
from cockpit.domain.diffs import DiffLine, Side
from cockpit.domain.evidence import DeployKind, Related, Running
from cockpit.domain.facts import (
    ChangesRelated,
    DeploysFound,
    ErrorsFound,
    OnCallSeen,
    RingsRead,
)
from cockpit.domain.fold import fold
from cockpit.domain.model import OnCall
from cockpit.domain.readings import Answered
from cockpit.domain.watch import ERRORS
from cockpit.view import deploy_detail, diff, in_flight
from cockpit.view.cells import Sheet, Space, Tone
from cockpit.view.deploy_detail import Reading
from cockpit.view.deploys import sheet

KEY = "cloud:a1b2c3d4e5f6"


def _more(situation, *facts):
    from situations import record

    records = [record(fact, NOW) for fact in facts]
    return replace(situation, state=fold(records, situation.state))


def _words(situation=None, key=KEY, reading=None, now=NOW):
    situation = situation or running()
    (found,) = [s for s in listed(situation, now) if s.key == key]
    return said(deploy_detail.facts(situation, found, reading or Reading(), now))


def test_it_says_why_it_is_suspected_and_how_to_undo_it():
    words = _words()

    assert "prime suspect: within 2 h before the first bad sample" in words
    assert "10:40:10 is the first bad sample: api, 503" in words
    assert "git revert a1b2c3d4e5f6" in words
    assert "reading what it changed…" in words


def test_without_an_incident_no_page_is_named():
    words = _words(idle())

    assert "the page" not in words
    assert "one of the last 2 h; no incident is open" in words


def test_a_commit_from_the_future_is_called_that():
    state = state_of(DeploysFound(repository="cloud", found=(deploy("ff", at=after(600)),)))
    words = _words(replace(idle(), state=state), "cloud:ff")

    assert "in the future" in words
    assert "0 s ago" not in words


def test_one_that_came_too_late_says_why_it_is_not_suspected():
    late = deploy("late", at=after(1))
    words = _words(_more(running(), DeploysFound(repository="cloud", found=(late,))), "cloud:late")

    assert "Why it is not suspected" in words
    assert "3 min after the first bad sample: it did not begin with it" in words


def test_an_author_on_call_is_named_with_the_role_and_one_asleep_is_said_to_be_by_a_guess():
    entry = OnCall(policy_id="POL1", level=2, person=BO, policy="Cloud")
    told = _more(running(), OnCallSeen(entries=(entry,), policy_ids=("POL1",)))
    read = Reading(details=details(author=BO.name, email="", utc_offset_m=-480))
    words = _words(told, reading=read)

    assert "now: secondary of Cloud, always" in words
    assert "00:44 (UTC-08:00), probably asleep: a guess by the commit's time zone" in words


def test_nobody_is_said_to_be_off_duty_where_nothing_has_said_who_is_on_call():
    found = DeploysFound(repository="cloud", found=(deploy(),))

    assert "not known: nothing has said who is on call" in _words(
        replace(idle(), state=state_of(found))
    )


def test_files_have_bars_and_what_could_not_be_counted_says_so():
    files = (
        FileChange(path="a.py", added=300, removed=20),
        FileChange(path="b.png"),
        FileChange(path="new.py", added=1, removed=0, was="old.py"),
    )
    words = _words(reading=Reading(details=details(files=files, more_files=9, added=301)))

    assert "12 files, +301 -1" in words
    assert "a.py 320 +++++++++++++++ -" in words
    assert "b.png binary, or too large to count" in words
    assert "new.py (was old.py) 1 +" in words
    assert "and 9 more that are not listed" in words


def test_a_change_of_the_pager_says_what_is_known_of_it():
    change = replace(
        deploy("C1", at=after(-30), repository="PagerDuty", subject="cloud v2", author="bot"),
        kind=DeployKind.CHANGE,
        url="https://ci.example.com/7",
    )
    related = Related(change=change, reason="the latest change before it")
    told = _more(running(), ChangesRelated(incident_id="Q1", changes=(related,)))
    words = _words(told, "PagerDuty:C1")

    assert "the pager relates it to the incident: the latest change before it" in words
    assert "https://ci.example.com/7" in words
    assert "git revert" not in words
    assert [s.key for s in suspected(told, NOW)] == ["PagerDuty:C1", KEY]
    assert "change" in said(sheet(told, NOW, Space(60, 20)))


def test_a_line_of_code_that_is_too_long_is_broken_and_at_last_cut():
    line = DiffLine(Side.ADDED, "x" * 500, "a.py", 7)
    rows = diff.rows(line, None, 40)
    code = ["".join(c.text for c in row.cells[2:]) for row in rows]

    assert len(rows) == 6
    assert code[0] == "x" * 32
    assert code[-1].endswith("…")
    assert all(row.cells[1].text == "+" for row in rows)


def test_wide_characters_never_make_a_row_too_wide():
    rows = diff.rows(DiffLine(Side.BOTH, "日本語" * 30, "a.py", 1), None, 40)

    assert all(sum(2 * len(c.text) for c in row.cells[2:]) <= 33 for row in rows)
    assert diff.rows(DiffLine(Side.BOTH, "日本", "a.py", 1), None, 1)


# --- what is in flight -------------------------------------------------------------------------


def _rings(*rings):
    told = _more(idle(), RingsRead(repository="cloud", rings=rings))
    return said(Sheet("", tuple(in_flight.rows(told, Space(80, 20)))))


def test_what_has_not_reached_production_is_one_line():
    words = _rings(
        Running(ring="beta", sha="b" * 40, ref="v2.32.0-rc1", ahead=7),
        Running(ring="staging", sha="a" * 40, ref="v2.31.1"),
        Running(ring="production", sha="a" * 40, ref="v2.31.1", ahead=0),
    )

    assert "▸ cloud beta v2.32.0-rc1 (+7), production v2.31.1" in words
    assert "staging" not in words


def test_a_ring_that_is_behind_is_no_release():
    old = Running(ring="staging", sha="c" * 40, ref="v2.30.0", ahead=0)

    assert "nothing is in flight" in _rings(old, Running(ring="production", sha="a" * 40))


def test_without_rings_nothing_is_said_of_them():
    assert in_flight.rows(running(), Space(80, 20)) == []
    assert "flight" not in said(sheet(running(), NOW, Space(80, 20)))
    assert ZONE.utcoffset(None) == timedelta(hours=2)
    assert Tone.LITERAL.value == "literal"


def test_errors_that_began_with_its_release_come_first_then_those_soon_after():
    own = [
        tracked(f"o{n}", age_s=0, now=after(-39 + n), first_release="v2.31.0", title=f"own {n}")
        for n in range(3)
    ]
    late = [tracked(f"l{n}", age_s=0, now=after(-35 + n), title=f"late {n}") for n in range(4)]
    old = tracked("old", age_s=0, now=after(-600), title="old one")
    situation = replace(_more(running(), ErrorsFound(found=(old, *late, *own))), tracker=TRACKER)
    situation.readings.take(Answered(source=ERRORS, at=NOW, good=True))
    situation.readings.take(counted(NOW, eo0=12))
    words = _words(situation)

    titles = [w for w in ("own 0", "own 1", "own 2", "late 0", "late 1") if w in words]
    assert len(titles) == 5
    assert words.index("own 2") < words.index("late 0") < words.index("late 1")
    assert "12 events" in words
    assert "10 users" in words
    assert "and 2 more: 9 lists the errors" in words
    assert "late 2" not in words
    assert "old one" not in words


def test_errors_that_were_not_read_are_not_none():
    unread = _words(replace(running(), tracker=TRACKER))
    none = _words()

    assert "not known: Sentry was not read" in unread
    assert "Errors that began" not in none


def test_during_an_incident_the_first_line_says_how_many_releases_are_in_flight_and_where():
    rings = (
        Running(ring="beta", sha="b" * 40, ref="v3", ahead=2),
        Running(ring="production", sha="c" * 40, ref="v2"),
    )
    busy = sheet(_more(running(), RingsRead(repository="cloud", rings=rings)), NOW, Space(42, 8))
    wide = sheet(_more(running(), RingsRead(repository="cloud", rings=rings)), NOW, Space(80, 8))
    calm = sheet(running(), NOW, Space(42, 8))

    assert "".join(cell.text for cell in busy.rows[0].cells) == "▸1 in flight: cloud"
    assert "1 in flight: cloud beta" in said(wide)
    assert "in flight" not in said(calm)
