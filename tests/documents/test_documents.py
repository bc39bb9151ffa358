"""Timeline and status: what they say, and that nothing foreign acts in them."""

import json
import re
from dataclasses import replace
from datetime import UTC, timedelta
from urllib.parse import unquote
from zoneinfo import ZoneInfo

from clocks import START
from far_side import ANA, BEN, incident
from hypothesis import example, given
from hypothesis import strategies as st

from cockpit.documents import status, status_json, timeline
from cockpit.documents.markdown import inert, link
from cockpit.documents.spans import instant, left, short, span
from cockpit.domain.criterion import Criterion, CriterionKind
from cockpit.domain.demands import Level
from cockpit.domain.effects import PostMessage
from cockpit.domain.evidence import Deploy, Health, Report, Standing, Verdict
from cockpit.domain.model import (
    Assignment,
    EscalationPolicy,
    OnCall,
    PendingAction,
    PolicyLevel,
    SourceStatus,
    Status,
    Upcoming,
)
from cockpit.domain.probes import HttpProbe
from cockpit.domain.procedure import Evidence, Procedure, Step
from cockpit.domain.readings import Readings
from cockpit.domain.situation import Situation
from cockpit.domain.state import (
    Case,
    Declaration,
    Kind,
    Moment,
    Parcel,
    Phase,
    State,
)
from cockpit.domain.watch import PAGER, RepositorySpec
from cockpit.domain.watched import (
    ChangeListState,
    CriterionState,
    FolderState,
    ProbeState,
    RepositoryState,
    SourceState,
)

LISBON = ZoneInfo("Europe/Lisbon")
NOW = START + timedelta(minutes=5)
WHY = "(Ana, prime suspect; 40 min before)"


def parcel(phase: Phase = Phase.DONE, **changes: object) -> Parcel:
    effect = PostMessage(id="r1.post", incident_id="Q1", channel="C1", text="x")
    plain = Parcel(
        effect=effect,
        request="r1",
        author="Ana",
        requested_at=START,
        order=1,
        phase=phase,
        done_at=START + timedelta(seconds=62) if phase is Phase.DONE else None,
    )
    return replace(plain, **changes)


def case(*moments: Moment, **changes: object) -> Case:
    return replace(Case(incident=incident(), seen_at=START, moments=moments), **changes)


def moment(text: str = "x", seconds: float = 0, **changes: object) -> Moment:
    plain = Moment(at=START + timedelta(seconds=seconds), kind=Kind.NOTE, text=text)
    return replace(plain, **changes)


def situation(state: State, incident_id: str = "Q1", **changes: object) -> Situation:
    plain = Situation(
        state=state,
        readings=Readings(),
        procedure=Procedure(name="test"),
        zone=UTC,
        me=ANA,
        incident_id=incident_id,
    )
    return replace(plain, **changes)


# --- timeline --------------------------------------------------------------------------------


def test_a_timeline_is_in_the_order_of_events_with_who_and_how_it_went_out() -> None:
    here = case(
        moment("second", 60, author="Ana", effects=("r1.post",)),
        moment("first", 10),
    )
    state = State(cases={"Q1": here}, parcels={"r1.post": parcel()})

    told = timeline.markdown(state, here, NOW, LISBON)

    rows = [line for line in told.splitlines() if line.startswith("| 2026")]
    assert rows == [
        "| 2026-03-04 02:17:10 UTC | - | first |",
        "| 2026-03-04 02:18:00 UTC | Ana | second (posted 02:18:02) |",
    ]
    assert told.startswith("# Timeline: P1 \\#4217 Cloud API answers 5xx\n")


def test_times_have_the_readers_zone_beside_them_where_it_differs() -> None:
    summer = START.replace(month=7)

    assert instant(START, LISBON) == "2026-03-04 02:17:00 UTC"
    assert instant(summer, LISBON) == "2026-07-04 02:17:00 UTC (03:17 WEST)"
    assert short(summer, LISBON, summer) == "02:17 UTC (03:17 WEST)"
    assert short(START, UTC, summer) == "2026-03-04 02:17 UTC"


def test_an_empty_timeline_says_so() -> None:
    assert "Nothing is recorded yet." in timeline.markdown(State(), None, NOW, UTC)


def test_the_timeline_for_programs_has_the_same_moments() -> None:
    here = case(moment("sent", effects=("r1.post", "lost")))
    state = State(cases={"Q1": here}, parcels={"r1.post": parcel(Phase.FAILED, reason="no")})

    told = json.loads(json.dumps(timeline.jsonable(state, here, NOW)))

    assert told["incident"]["number"] == 4217
    assert told["moments"][0]["effects"] == [
        {"id": "r1.post", "phase": "failed", "standing": "not sent: no", "ref": "", "done_at": None}
    ]
    assert timeline.jsonable(state, None, NOW)["incident"] is None


HOSTILE = st.text(alphabet="[]()<>|`*_#!&~\\:/.@w1-+= \nab$", max_size=40)
UNESCAPED = re.compile(r"(?<!\\)(?:\\\\)*[`*_\[\]<>#|~!&$]")


@given(HOSTILE)
@example("![x](http://evil)")
@example("a | b\n| c |")
@example("1. list")
@example("www.evil.example")
def test_markdown_from_outside_is_inert(text: str) -> None:
    shown = inert(text)

    assert "\n" not in shown
    assert UNESCAPED.search(shown) is None
    assert re.search(r"(?<!\\)://", shown) is None
    assert "www." not in shown
    assert re.match(r"\s*([-+=]|\d+[.)])", shown) is None


@given(HOSTILE.filter(lambda t: "\n" not in t))
def test_inert_markdown_still_says_the_same(text: str) -> None:
    assert re.sub(r"\\(.)", r"\1", inert(text)) == text.strip()


@given(st.one_of(HOSTILE, HOSTILE.map(lambda t: f"https://x.example/{t}")), HOSTILE)
@example("https://g.example/d?to=(now)", "graph")
@example("javascript:alert(1)", "click")
@example("https://x.example/) [y](https://evil.example", "pager")
def test_a_foreign_address_is_one_link_or_none(url: str, words: str) -> None:
    shown = link(url, words)

    found = re.search(r"(?<!\\)\[(?P<words>.*)\]\((?P<to>[^()]*)\)\Z|\A<(?P<own>[^<>]*)>\Z", shown)
    if found is None:
        assert shown == inert(words or url)
        return
    to = found["own"] or found["to"]
    assert unquote(to) == unquote(url)
    assert not set(to) & set(' <>\n\\"`|')
    assert found["words"] in (None, inert(words))


# --- status ----------------------------------------------------------------------------------


def test_status_without_an_incident_still_says_what_is_known() -> None:
    told = status.text(situation(State(), ""), NOW, None)

    assert told.splitlines() == [
        "No incident is known to be open.",
        "  Deploys         PagerDuty: changes was not read yet",
        "  As of           2026-03-04 02:22:00 UTC; the pager has never answered here",
    ]


def test_status_of_a_running_incident() -> None:
    climbing = incident(
        policy_id="P",
        pending=(PendingAction(kind=Upcoming.ESCALATE, at=NOW + timedelta(seconds=449)),),
    )
    policy = EscalationPolicy(
        id="P",
        name="p",
        levels=(
            PolicyLevel(delay_s=900, targets=("Ana",)),
            PolicyLevel(delay_s=900, targets=("Ben",)),
        ),
    )
    state = State(
        cases={"Q1": case(incident=climbing), "Q2": case(incident=incident(2))},
        policies={"P": policy},
        probes={
            "api": ProbeState(health=Health.BAD, since=START, detail="503", noted_at=START),
            "web": ProbeState(health=Health.GOOD, since=START, detail="", noted_at=START),
        },
        repositories={
            "cloud": RepositoryState(
                deploys=(
                    Deploy(
                        repository="cloud",
                        sha="a1b2c3d4e5",
                        at=START - timedelta(minutes=40),
                        author="Ana",
                        subject="Bump pool size",
                    ),
                ),
                more=0,
                noted_at=START,
            )
        },
        changes=ChangeListState(deploys=(), more=False, noted_at=START),
        folders={
            "soaks": FolderState(
                reports=(
                    Report(
                        folder="soaks",
                        path="a.md",
                        title="session record",
                        day="2026-03-01",
                        verdict=Verdict.FAILED,
                        line="",
                    ),
                ),
                noted_at=START,
            )
        },
        sources={
            "slack": SourceState(
                status=SourceStatus.CREDENTIALS, since=START, reason="wrong token", mend="mend it"
            )
        },
        parcels={"r1.post": parcel(Phase.FAILED, reason="no such channel", mend="invite the app")},
    )
    probes = tuple(HttpProbe(name=n, url="http://x") for n in ("api", "web", "new"))
    looked = situation(
        state,
        probes=probes,
        repositories=(RepositorySpec(name="cloud", path="."),),
        procedure=Procedure(
            name="test", steps=(Step(id="ack", title="Take it", evidence=Evidence.ACKNOWLEDGED),)
        ),
    )

    assert status.text(looked, NOW, NOW).splitlines() == [
        "P1 #4217 Cloud API answers 5xx",
        "  Status          triggered, 05:00 since 2026-03-04 02:17:00 UTC",
        "  Service         Cloud API",
        "  Escalation      in 07:29 (02:29 UTC) to Ben",
        "  Chain           [Ana] > Ben",
        "  Page secondary  in 25:00 (02:47 UTC)",
        "  Next step       1 Take it (0 of 1 done)",
        "  Health          api: bad 503 since 02:17 UTC",
        "  Health          1 of 3 good, 1 never looked at",
        f"  Suspect 1       01:37 UTC cloud a1b2c3d Bump pool size {WHY}",
        "  Soak failed     2026-03-01 session record",
        "  Also open       P1 #4218 Cloud API answers 5xx",
        "  To be sent      a message: not sent: no such channel (invite the app)",
        "  Trouble         slack: wrong token: mend it",
        "  As of           2026-03-04 02:22:00 UTC, when the pager last answered",
    ]


def test_status_says_how_old_it_is() -> None:
    told = status.text(situation(State(), ""), NOW, NOW - timedelta(hours=3))

    assert told.endswith("when the pager last answered: 3 h ago, it may be old\n")


def test_the_line_has_what_a_status_bar_has_room_for() -> None:
    declared = Declaration(
        at=START, author="Ana", channel="C1", effect="r1.post", started_at=START, paged_by="",
        hypothesis="",
    )  # fmt: skip
    climbing = incident(
        pending=(PendingAction(kind=Upcoming.ESCALATE, at=NOW + timedelta(seconds=449)),)
    )
    here = case(incident=climbing, declaration=declared)
    state = State(cases={"Q1": here}, parcels={"r1.post": parcel()})

    assert status.line(situation(state), NOW, NOW) == "P1 #4217 esc 07:29 upd 11:02"
    late = NOW + timedelta(minutes=12)
    assert status.line(situation(state), late, late) == "P1 #4217 esc -04:31 upd -00:58 !"
    assert status.line(situation(state), NOW, NOW - timedelta(hours=2)).endswith(" ?2 h")
    assert status.line(situation(state), NOW, None).endswith(" ?")


def test_the_line_says_that_nothing_is_open_only_when_the_pager_was_asked() -> None:
    resolved = State(cases={"Q1": case(incident=incident(status=Status.RESOLVED))})

    assert status.line(situation(State(), ""), NOW, None) == "pager not asked yet ?"
    assert status.line(situation(resolved), NOW, NOW) == "no incident"
    long_ago = NOW - timedelta(hours=2)
    assert status.line(situation(State(), ""), NOW, long_ago) == "no incident ?2 h"


FIVE_HUNDRED = Procedure(
    name="test",
    levels=(Level(name="P1", pages=True),),
    criteria=(
        Criterion(id="a", words="5xx", level="P1", kind=CriterionKind.STATUS, probes=("api",)),
    ),
)


def _judged(standing: Standing, state: State, incident_id: str = "Q1") -> Situation:
    """As a cockpit that runs has told it; `status` itself has looked at nothing."""
    known = CriterionState(
        standing=standing,
        since=START,
        words="api: 503 for 2 min",
        noted_at=NOW - timedelta(seconds=20),
    )
    return replace(
        situation(replace(state, criteria={"a": known}), incident_id),
        probes=(HttpProbe(name="api", url="http://x/"),),
        procedure=FIVE_HUNDRED,
    )


def test_a_met_criterion_that_pages_nobody_is_said_in_status_line_and_json() -> None:
    quiet = replace(_judged(Standing.MET, State(), ""), watched_at=NOW)
    alarm = "(a) is met, and nobody is paged: no incident is open"

    assert status.text(quiet, NOW, NOW).splitlines()[1:3] == [
        f"  Attention       {alarm}",
        "  Criterion       (a) met since 02:17 UTC: api: 503 for 2 min, told 20 s ago",
    ]
    assert status.line(quiet, NOW, NOW) == "no incident (a) !"
    assert status_json.jsonable(quiet, NOW, NOW)["alarms"] == [alarm]


def test_a_page_without_a_met_criterion_is_said_while_a_cockpit_is_at_work() -> None:
    page = _judged(Standing.NOT_MET, State(cases={"Q1": case()}))

    assert "  Attention       it paged, and no criterion is met: judge it" in (
        status.text(page, NOW, NOW)
    )
    assert status.line(page, NOW, NOW).endswith(" !")
    nobody_there = NOW - timedelta(minutes=5)
    assert "Attention" not in status.text(page, NOW, nobody_there)
    assert not status_json.jsonable(page, NOW, nobody_there)["alarms"]


def test_the_line_warns_of_what_was_not_sent() -> None:
    state = State(parcels={"r1.post": parcel(Phase.FAILED)})

    assert status.line(situation(state, ""), NOW, NOW) == "no incident !"


def test_the_json_holds_everything_under_stable_keys() -> None:
    here = case(moment(), log=frozenset({"L2", "L1"}))
    state = State(cases={"Q1": here}, me=BEN, parcels={"r1.post": parcel(Phase.UNCLEAR)})

    told = json.loads(json.dumps(status_json.jsonable(situation(state), NOW, None)))

    assert sorted(told) == [
        "alarms", "answered_at", "at", "checklist", "clocks", "escalation", "incident_id", "me",
        "state", "suspects", "unsent",
    ]  # fmt: skip
    assert told["at"] == "2026-03-04T02:22:00+00:00"
    assert told["state"]["cases"]["Q1"]["log"] == ["L1", "L2"]
    assert told["state"]["me"]["name"] == "Ben"
    assert told["unsent"][0]["standing"] == "unclear: looking whether it arrived"
    assert told["escalation"]["chain"] == []
    assert status_json.jsonable(situation(State(), ""), NOW, None)["escalation"] is None


def test_spans() -> None:
    assert [span(s) for s in (-5, 0, 449, 4049, 200_000)] == [
        "00:00", "00:00", "07:29", "1:07:29", "2 d 07:33",
    ]  # fmt: skip
    assert left(START, START + timedelta(seconds=31)) == "overdue by 00:31"


def test_a_status_that_nobody_knows_here_is_not_made_up_and_who_has_it_is_not_paged() -> None:
    policy = EscalationPolicy(
        id="POL", name="Cloud", levels=(PolicyLevel(delay_s=900, targets=("Primary",)),)
    )
    on_call = (OnCall(policy_id="POL", level=1, person=BEN),)

    def told(**changes: object) -> str:
        seen = replace(incident(), policy_id="POL", **changes)
        state = State(cases={"Q1": case(incident=seen)}, policies={"POL": policy}, on_call=on_call)
        return status.text(situation(state), NOW, NOW)

    assert "  Status          unknown, " in told(status=Status.OTHER)
    assert "  Chain           [Ana]\n" in told(assignments=(Assignment(person=ANA, at=START),))
    assert "  Chain           Ben\n" in told(status=Status.ACKNOWLEDGED)


def test_that_nobody_is_left_is_said_once() -> None:
    bare = EscalationPolicy(id="POL", name="cloud", levels=())
    lonely = incident(policy_id="POL", assignments=())
    state = State(cases={"Q1": case(incident=lonely)}, policies={"POL": bare})
    told = status.text(situation(state), NOW, NOW)

    assert "its escalation policy has no levels; call people yourself" in told
    assert "nobody left to escalate to" not in told
    assert told.count("call people yourself") == 1


def test_a_countdown_of_a_pager_that_cannot_be_asked_is_marked_as_computed() -> None:
    climbing = incident(
        pending=(PendingAction(kind=Upcoming.ESCALATE, at=NOW + timedelta(seconds=449)),)
    )
    lost = SourceState(status=SourceStatus.UNREACHABLE, since=NOW, reason="no network")
    known = State(cases={"Q1": case(incident=climbing)})
    asked = status.text(situation(known), NOW, NOW)
    alone = status.text(situation(replace(known, sources={PAGER: lost})), NOW, NOW)

    assert "from the pager's last word" not in asked
    assert "in 07:29 (02:29 UTC)" in alone
    assert ", computed from the pager's last word" in alone
