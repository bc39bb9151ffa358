"""Runbooks: which fit, what in them is a command, and what happened before (N8.3, A7, A8)."""

from dataclasses import replace
from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st
from situations import ANA, INCIDENT, NOW, PAGED, incident, record, running, state_of

from cockpit.documents.timeline import markdown
from cockpit.domain.actions_evidence import EndCommand, RunOne, WriteLesson
from cockpit.domain.actions_talk import SayArrived
from cockpit.domain.catalogue import Runbook, Service
from cockpit.domain.decide import decide
from cockpit.domain.decisions import Ground, Refusal
from cockpit.domain.dispatch import IN_DOUBT, asks_a_person, standing
from cockpit.domain.evidence import Health
from cockpit.domain.facts import (
    CommandEndAsked,
    EffectClaimed,
    EffectDiscarded,
    EffectDone,
    EffectFailed,
    Fact,
    IncidentSeen,
    LessonWritten,
    ProbeTurned,
)
from cockpit.domain.fold import fold
from cockpit.domain.model import Status
from cockpit.domain.recurrence import is_alike, recurrence, words_of
from cockpit.domain.runbooks import PartKind, lessons, parts, runbooks
from cockpit.domain.situation import Situation
from cockpit.domain.state import State
from cockpit.view import timeline as timeline_view
from cockpit.view.cells import Space
from cockpit.view.runbooks import page


def commands(text: str) -> list[str]:
    return [part.text for part in parts(text) if part.kind is PartKind.COMMAND]


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("```sh\nls\n# why\n\nps ax | grep api\n```", ["ls", "ps ax | grep api"]),
        (
            "```bash\nfor h in a b; do\n  ssh $h uptime\ndone\n```",
            ["for h in a b; do\n  ssh $h uptime\ndone"],
        ),
        ("```sh\ncat <<END\nx\nEND\n```", ["cat <<END\nx\nEND"]),
        ("```sh\na \\\n  b\nc\n```", ["a \\\n  b", "c"]),
        ("```sh\na \\\n```", ["a \\"]),
        ("```console\n$ uptime\n up 3 days\n$ w\n```", ["uptime", "w"]),
        ("```console\n> dir\n> ver\n```", ["dir", "ver"]),
        ("```console\n$ a \\\n    b\n$ c\n```", ["a \\\n    b", "c"]),
        (
            "```console\n# for p in a b; do\n>   rm -r /data/$p\n> done\ngone\n# w\n```",
            ["for p in a b; do\nrm -r /data/$p\ndone", "w"],
        ),
        (
            "```bash\n$ kubectl get pods\nNAME READY\n# as root:\n$ w\n```",
            ["kubectl get pods", "w"],
        ),
        ("```bash\ncat <<END\n$ x\nEND\n```", ["cat <<END\n$ x\nEND"]),
        ("```\nrm -rf /\n```", []),
        ("```text\nrm -rf /\n```", []),
        ("~~~sh\nls\n~~~", ["ls"]),
        (
            "1. So:\n\n    ```sh\n    if w; then\n      ls\n    fi\n    ```",
            ["if w; then\n  ls\nfi"],
        ),
        ("- So:\n\t```sh\n\tls\n\t```\n\n\n      ```sh\n   w\n```", ["ls", "w"]),
        ("````sh\n```\nls\n````", ["```", "ls"]),
        ("Say `ls` aloud.", []),
        ("```sh\nnever closed", []),
    ],
)
def test_what_in_a_runbook_is_a_command(text: str, found: list[str]) -> None:
    assert commands(text) == found


@given(st.text(alphabet="`~sh\n$ #ab\\<{", max_size=80))
def test_no_text_at_all_breaks_the_reading_and_numbers_count_up(text: str) -> None:
    numbers = [part.number for part in parts(text) if part.kind is PartKind.COMMAND]

    assert numbers == list(range(1, len(numbers) + 1))


BOOKS = (
    Runbook(title="anything", url="https://wiki/any"),
    Runbook(title="search", url="https://wiki/search", service="Search"),
    Runbook(title="api", file="/books/api.md", service="Cloud API"),
    Runbook(title="5xx", file="/books/5xx.md", criterion="a"),
    Runbook(title="drop", file="/books/drop.md", criterion="b"),
)


def shelved(situation: Situation) -> list[tuple[str, str]]:
    return [(f.runbook.title, f.why) for f in runbooks(situation, NOW)]


def test_those_of_the_failing_service_come_before_those_for_anything() -> None:
    situation = running()
    service = Service(name="Cloud API", aliases=(situation.case.incident.service,))
    procedure = replace(situation.procedure, runbooks=BOOKS, services=(service,), criteria=())

    assert shelved(replace(situation, procedure=procedure)) == [
        ("api", "for Cloud API"),
        ("anything", ""),
        ("search", ""),
        ("5xx", ""),
        ("drop", ""),
    ]


def test_the_incidents_own_service_comes_before_others_that_fail_and_needs_no_criterion() -> None:
    situation = running()
    own, other = situation.case.incident.service, "Gateways"
    services = (Service(name=own), Service(name=other, probes=("gateways",)))
    bad = ProbeTurned(probe="gateways", health=Health.BAD, detail="0", since=NOW)
    books = (
        Runbook(title="other", url="https://wiki/o", service=other),
        Runbook(title="own", url="https://wiki/x", service=own, criterion="b"),
    )
    procedure = replace(situation.procedure, runbooks=books, services=services, criteria=())
    state = state_of((NOW, IncidentSeen(incident=incident())), (NOW, bad))

    assert shelved(replace(situation, procedure=procedure, state=state)) == [
        ("own", f"for {own}"),
        ("other", f"for {other}"),
    ]


def test_with_no_incident_nothing_is_said_to_fit() -> None:
    situation = running()
    procedure = replace(situation.procedure, runbooks=BOOKS, services=(), criteria=())
    quiet = replace(situation, procedure=procedure, incident_id="")

    assert [why for _, why in shelved(quiet)] == [""] * 5


# --- commands --------------------------------------------------------------------------------


def ground() -> Ground:
    return Ground(
        me=ANA,
        procedure=running().procedure,
        zone=running().zone,
        now=NOW,
        new_id=lambda: "r1",
    )


Asked = RunOne | EndCommand | WriteLesson | SayArrived


def decided(action: Asked, state: State | None = None) -> object:
    return decide(state or running().state, action, ground())


def test_a_command_is_requested_exactly_as_it_was_seen() -> None:
    (fact,) = decided(RunOne(incident_id=INCIDENT, command=" ls | wc -l\n", runbook="api"))

    assert fact.command == "ls | wc -l"
    assert [e.command for e in fact.effects] == ["ls | wc -l"]
    assert fact.effects[0].timeout_s == 60


def after(*outcomes: Fact) -> State:
    """A command was asked for, and this came of it."""
    (asked,) = decided(RunOne(incident_id=INCIDENT, command="false"))
    return state_of(
        *((NOW, fact) for fact in (IncidentSeen(incident=incident()), asked, *outcomes))
    )


def test_a_command_in_doubt_is_settled_by_a_person_and_never_run_again_by_itself() -> None:
    doubt = EffectFailed(effect="r1.run", reason=f"{IN_DOUBT}: it was begun", final=True)
    state = after(doubt)
    (yes,) = decided(SayArrived(effect="r1.run", arrived=True), state)
    (no,) = decided(SayArrived(effect="r1.run", arrived=False), state)

    parcel = state.parcels["r1.run"]
    assert asks_a_person(parcel)
    assert "nobody can look whether it happened" in standing(state, parcel, NOW)
    assert isinstance(yes, EffectDone)
    assert isinstance(no, EffectDiscarded)


CLAIMED = EffectClaimed(
    effect="r1.run", attempt="a1", process="host:1:0", until=NOW + timedelta(minutes=2)
)
ASKED = CommandEndAsked(incident_id=INCIDENT, effect="r1.run")


def test_a_command_that_runs_can_be_ended_once() -> None:
    end = EndCommand(incident_id=INCIDENT, effect="r1.run")
    (fact,) = decided(end, after(CLAIMED))
    twice = decided(end, after(CLAIMED, ASKED))

    assert fact == ASKED
    assert isinstance(twice, Refusal)
    assert "is ending it already" in twice.reason


@pytest.mark.parametrize(
    ("outcomes", "reason"),
    [
        ((), "it has not begun"),
        ((CLAIMED, EffectDone(effect="r1.run", ref="exit 0", done_at=NOW)), "does not run"),
    ],
)
def test_what_does_not_run_is_not_ended(outcomes: tuple[Fact, ...], reason: str) -> None:
    refusal = decided(EndCommand(incident_id=INCIDENT, effect="r1.run"), after(*outcomes))

    assert isinstance(refusal, Refusal)
    assert reason in refusal.reason


def test_that_a_person_ended_a_command_is_on_the_timeline() -> None:
    odd = "ended by Ana after 12 s"
    done = EffectDone(effect="r1.run", ref="exit -15", done_at=NOW, warning=odd)
    state = after(CLAIMED, ASKED, done)
    row = timeline_view.sheet(replace(running(), state=state), NOW, Space(80, 20)).rows[-1]

    assert [cell.text for cell in row.cells][1] == f"▲ {odd}:"
    assert f"(run {NOW:%H:%M:%S}, {odd})" in markdown(
        state, state.cases[INCIDENT], NOW, running().zone
    )


def test_the_full_timeline_tells_what_commands_printed_bounded_and_without_markup() -> None:
    output = "# no heading\n" + "\n".join(f"line {n}" for n in range(400))
    state = after(EffectDone(effect="r1.run", ref="exit 0", done_at=NOW, output=output))
    case = state.cases[INCIDENT]
    told = markdown(state, case, NOW, running().zone, full=True)

    assert "no heading" not in markdown(state, case, NOW, running().zone)
    assert "\n    $ false\n    # no heading\n    line 0\n" in told
    assert "\n    [201 lines are left out here]\n" in told
    assert "line 399" in told


def test_a_command_that_was_changed_stands_below_its_step_with_what_ran() -> None:
    asked = RunOne(incident_id=INCIDENT, command="ls -l /x", runbook="api", written="ls /x")
    (fact,) = decided(asked)
    done = EffectDone(effect="r1.run", ref="exit 0", done_at=NOW, output="a file\n")
    state = state_of(*((NOW, f) for f in (IncidentSeen(incident=incident()), fact, done)))
    sheet = page(replace(running(), state=state), "book:api", "```sh\nls /x\n```\n", NOW)

    lines = [" ".join(cell.text for cell in row.cells).split() for row in sheet.rows]
    assert ["▶", "ls", "/x"] in lines
    assert ["changed,", "this", "ran:", "ls", "-l", "/x"] in lines
    assert ["a", "file"] in lines


def test_a_command_is_changed_only_where_its_words_are() -> None:
    (fact,) = decided(RunOne(incident_id=INCIDENT, command=" ls\n", runbook="api", written="ls"))

    assert fact.effects[0].written == ""


@pytest.mark.parametrize(("ref", "short"), [("exit 1", "exit 1"), ("exit -15", "was ended")])
def test_how_a_command_ended_stands_wherever_it_is_told(ref: str, short: str) -> None:
    odd = "it ended with exit status 1"
    state = after(EffectDone(effect="r1.run", ref=ref, done_at=NOW, warning=odd))
    case = state.cases[INCIDENT]
    row = timeline_view.sheet(replace(running(), state=state), NOW, Space(80, 20)).rows[-1]

    told = markdown(state, case, NOW, running().zone)
    assert f"(run {NOW:%H:%M:%S}, it ended with exit status 1)" in told
    assert [cell.text for cell in row.cells][1::2] == [f"▲ {short}:", "run: false"]


@pytest.mark.parametrize(
    ("command", "reason"),
    [
        ("  ", "there is no command to run"),
        ("ls \u202e fdp.exe", "characters that cannot be seen"),
        ("ls\u200b", "characters that cannot be seen"),
        ("ls \x1b[8m; rm -rf /", "characters that cannot be seen"),
        ("x" * 5000, "at most 4000"),
        ("curl -H 'Authorization: Bearer abcdefghij0123456789xyz'", "secret"),
    ],
)
def test_what_is_not_run(command: str, reason: str) -> None:
    refusal = decided(RunOne(incident_id=INCIDENT, command=command))

    assert isinstance(refusal, Refusal)
    assert reason in refusal.reason


def test_a_lesson_stands_on_the_timeline_and_beside_the_runbooks() -> None:
    (fact,) = decided(WriteLesson(incident_id=INCIDENT, service="api prod", text=" look at X "))
    situation = running()
    state = fold((record(fact, NOW),), situation.state)
    again = fold((record(fact, NOW),), state)

    assert [lesson.text for lesson in state.lessons] == ["look at X"]
    assert again.lessons == state.lessons
    assert state.cases[INCIDENT].moments[-1].text == "learnt about api prod: look at X"


def test_lessons_of_what_fails_come_first_and_the_newest_before_older_ones() -> None:
    situation = running()
    service = situation.case.incident.service
    written = [
        LessonWritten(id=f"l{n}", incident_id="", service=name, text=f"{n}")
        for n, name in enumerate(("other", service, "", service.upper()))
    ]
    state = fold([record(fact, NOW) for fact in written], situation.state)

    assert [x.text for x in lessons(replace(situation, state=state))] == ["3", "1", "2", "0"]


def test_an_empty_lesson_is_refused() -> None:
    assert isinstance(decided(WriteLesson(incident_id="", service="", text=" ")), Refusal)


# --- seen before -----------------------------------------------------------------------------


def earlier(number: int, days: float, title: str, **more: object) -> IncidentSeen:
    at = PAGED - timedelta(days=days)
    return IncidentSeen(
        incident=replace(
            incident(f"E{number}", status=Status.RESOLVED, **more),
            number=number,
            title=title,
            created_at=at,
            changed_at=at,
        )
    )


def test_an_incident_that_comes_back_is_recognised_whatever_its_numbers() -> None:
    now = IncidentSeen(incident=replace(incident(), title="gateway 17 offline for 12 min"))
    state = state_of(
        earlier(1, 40, "gateway 3 offline for 10 min"),
        earlier(2, 20, "Gateway 4 offline for 7 min"),
        earlier(3, 2, "search is slow"),
        earlier(4, 1, "gateway 9 offline for 1 min"),
        now,
    )

    found = recurrence(state, state.cases[INCIDENT])

    assert [e.case.incident.number for e in found.earlier] == [4, 2, 1]
    assert found.lately == 2
    assert words_of(found, PAGED) == "3 times in 30 d: last #4 1 d ago"


def test_another_service_is_another_kind_and_so_is_what_comes_later() -> None:
    mine = replace(incident(), title="gateway 17 offline", service_id="S1", service="x")
    other = replace(mine, id="Q9", service_id="S2")
    later = earlier(5, -1, "gateway 17 offline")
    state = state_of(IncidentSeen(incident=mine), IncidentSeen(incident=other), later)

    assert not is_alike(mine, other)
    assert recurrence(state, state.cases[INCIDENT]).earlier == ()
    assert words_of(recurrence(state, state.cases[INCIDENT]), NOW) == ""


def test_titles_without_a_telling_word_are_alike_only_when_they_are_the_same() -> None:
    one = replace(incident(), title="503")
    assert is_alike(one, replace(one, title="502"))
    assert not is_alike(one, replace(one, title="p99 > 2 s"))


@given(st.text(max_size=40), st.text(max_size=40))
def test_being_alike_works_both_ways(first: str, second: str) -> None:
    one, two = replace(incident(), title=first), replace(incident(), title=second)

    assert is_alike(one, two) is is_alike(two, one)
    assert is_alike(one, one)
