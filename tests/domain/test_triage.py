"""Whether something is worth a page: evidence, answers, which of them counts, what is loud."""

from dataclasses import replace
from datetime import datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st
from situations import INCIDENT, NOW, PAGED, after, incident, procedure, state_of

from cockpit.domain.criterion import Criterion, CriterionKind
from cockpit.domain.demands import Level
from cockpit.domain.evidence import Health, Sample, Standing
from cockpit.domain.facts import (
    CriterionAnswered,
    CriterionTurned,
    Fact,
    IncidentSeen,
    Judged,
    ProbeTurned,
    SeveritySet,
)
from cockpit.domain.model import Status, Urgency
from cockpit.domain.probes import HttpProbe
from cockpit.domain.procedure import Procedure
from cockpit.domain.readings import Answered, Readings, Sampled
from cockpit.domain.situation import Situation
from cockpit.domain.triage import (
    Assessment,
    Verdict,
    assess,
    demands,
    reason_for,
)
from cockpit.domain.watch import PAGER
from cockpit.domain.watched import MetSpan

TWO_MINUTES = 120
PROBES = (HttpProbe(name="api", url="http://x/a"), HttpProbe(name="reads", url="http://x/r"))
OURS = Procedure(
    name="ours",
    levels=(
        Level(name="P1", pages=True, response_s=600),
        Level(name="P3", title="a ticket"),
    ),
    criteria=(
        Criterion(
            id="a",
            words="5xx",
            level="P1",
            kind=CriterionKind.BAD,
            probes=("api", "reads"),
            for_s=TWO_MINUTES,
        ),
        Criterion(id="d", words="a whole org is blind", level="P1"),
        Criterion(id="camera", words="one camera only", level="P3"),
    ),
)
SEEN = IncidentSeen(incident=incident())


def looked(
    readings: Readings, probe: str, *healths: Health, until: datetime = NOW, every_s: float = 5
) -> None:
    for place, health in enumerate(healths):
        at = until - timedelta(seconds=every_s * (len(healths) - 1 - place))
        detail = {Health.GOOD: "200", Health.BAD: "503", Health.UNKNOWN: "no route"}[health]
        sample = Sample(at=at, health=health, status=None, latency_s=None, detail=detail)
        readings.take(Sampled(probe=probe, sample=sample))


def situation(*told: Fact | tuple[datetime, Fact], readings: Readings | None = None) -> Situation:
    if readings is None:
        readings = Readings()
        for probe in PROBES:
            looked(readings, probe.name, *[Health.GOOD] * 3)
    return Situation(
        state=state_of(*told),
        readings=readings,
        procedure=OURS,
        zone=PAGED.tzinfo,
        incident_id=INCIDENT,
        probes=PROBES,
    )


def said(criterion: str, answer: str, at: datetime = NOW) -> tuple[datetime, Fact]:
    return at, CriterionAnswered(incident_id=INCIDENT, criterion=criterion, answer=answer)


def standings(found: Assessment) -> dict[str, Standing]:
    return {f.criterion.id: f.standing for f in found.findings}


def with_samples(api: list[Health], reads: list[Health], every_s: float = 5) -> Readings:
    readings = Readings()
    looked(readings, "api", *api, every_s=every_s)
    looked(readings, "reads", *reads, every_s=every_s)
    return readings


def test_bad_for_long_enough_is_met_and_says_which_probe_and_since_when():
    readings = with_samples([Health.BAD] * 30, [Health.GOOD] * 3)
    found = assess(situation(SEEN, readings=readings), NOW)
    first = found.findings[0]

    assert first.standing is Standing.MET
    assert first.since == NOW - timedelta(seconds=29 * 5)
    assert first.turned_at == NOW - timedelta(seconds=29 * 5 - TWO_MINUTES)
    assert "api: 503 for 2 min" in first.words
    assert found.verdict is Verdict.WORTHY
    assert found.words.startswith("page-worthy because (a) 5xx, api: 503")
    assert found.level == "P1"


def turned(standing: Standing, at: datetime, since: datetime) -> tuple[datetime, Fact]:
    return at, CriterionTurned(criterion="a", standing=standing, since=since, words="api: 503")


def test_what_another_cockpit_has_just_found_goes_on_here():
    readings = with_samples([Health.BAD], [Health.GOOD])
    told = turned(Standing.MET, NOW - timedelta(minutes=4), after(-3))
    found = assess(situation(SEEN, told, readings=readings), NOW).findings[0]

    assert found.standing is Standing.MET
    assert found.since == after(-3)
    assert found.words == "api: 503 for 5 min"


def test_what_was_found_long_ago_is_counted_anew_here():
    readings = with_samples([Health.BAD], [Health.GOOD])
    for told in (
        turned(Standing.MET, NOW - timedelta(minutes=20), after(-90)),
        (after(-3), ProbeTurned(probe="api", health=Health.BAD, since=after(-3), detail="503")),
    ):
        found = assess(situation(SEEN, told, readings=readings), NOW).findings[0]

        assert found.standing is Standing.UNKNOWN
        assert found.words == "api: 503, 0 of 120 s seen so far"


def test_one_good_look_here_outweighs_what_was_told():
    readings = with_samples([Health.GOOD], [Health.GOOD])
    told = turned(Standing.MET, NOW - timedelta(seconds=9), after(-3))

    found = assess(situation(SEEN, told, readings=readings), NOW).findings[0]

    assert found.standing is Standing.NOT_MET
    assert found.was is not None


def test_who_has_not_looked_believes_a_cockpit_that_is_at_work():
    none = Readings()
    met = situation(
        SEEN, turned(Standing.MET, NOW - timedelta(minutes=4), after(-3)), readings=none
    )
    long_ago = turned(Standing.NOT_MET, NOW - timedelta(hours=4), after(-300))
    not_met = situation(SEEN, long_ago, readings=none)

    assert assess(met, NOW).findings[0].words == "api: 503, told 4 min ago"
    assert assess(met, NOW).findings[0].standing is Standing.MET
    assert assess(met, NOW + timedelta(minutes=20)).findings[0].standing is Standing.UNKNOWN
    assert assess(not_met, NOW).findings[0].standing is Standing.UNKNOWN
    watched = replace(not_met, watched_at=NOW - timedelta(seconds=5))
    assert assess(watched, NOW).findings[0].standing is Standing.NOT_MET


def test_what_was_met_during_the_incident_stays_to_be_seen():
    readings = with_samples([Health.GOOD], [Health.GOOD])
    told = (
        turned(Standing.MET, after(-1), after(-3)),
        turned(Standing.NOT_MET, after(1), after(1)),
    )
    elsewhere = IncidentSeen(incident=incident(created_at=after(60)))
    found = assess(situation(SEEN, *told, readings=readings), NOW).findings[0]
    later = assess(situation(elsewhere, *told, readings=readings), NOW).findings[0]

    assert found.standing is Standing.NOT_MET
    assert found.was == MetSpan(
        since=after(-3), until=after(1), seen_until=after(-1), words="api: 503"
    )
    assert later.was is None


def test_bad_but_not_long_enough_is_not_known_yet():
    readings = with_samples([Health.GOOD, *[Health.BAD] * 20], [Health.GOOD])
    found = assess(situation(SEEN, readings=readings), NOW).findings[0]

    assert found.standing is Standing.UNKNOWN
    assert found.words == "api: 503, 95 of 120 s seen so far"


def test_a_look_that_could_not_look_neither_proves_nor_breaks_a_run():
    run = [Health.BAD] * 15 + [Health.UNKNOWN] + [Health.BAD] * 15
    readings = with_samples(run, [Health.GOOD])

    assert assess(situation(SEEN, readings=readings), NOW).verdict is Verdict.WORTHY


@pytest.mark.parametrize(
    ("api", "reads"),
    [
        ([], [Health.GOOD]),
        ([Health.UNKNOWN], [Health.GOOD]),
        ([Health.GOOD], []),
    ],
)
def test_could_not_look_is_not_known_and_never_not_met(api: list[Health], reads: list[Health]):
    found = assess(situation(SEEN, readings=with_samples(api, reads)), NOW)

    assert found.findings[0].standing is Standing.UNKNOWN
    assert found.verdict is Verdict.CANNOT_SAY
    assert "(a)" in found.words


def test_a_look_that_is_long_ago_proves_nothing():
    found = assess(situation(SEEN), NOW + timedelta(minutes=5)).findings[0]

    assert found.standing is Standing.UNKNOWN
    assert "not looked at for 5 min" in found.words


def test_a_criterion_whose_probes_nobody_configured_is_not_known():
    bare = replace(situation(SEEN), probes=())

    assert assess(bare, NOW).findings[0].words == "no probe looks: api, reads not configured"


def test_no_criterion_met_is_not_page_worthy():
    found = assess(situation(SEEN, said("d", "no")), NOW)

    assert found.verdict is Verdict.NOT_WORTHY
    assert found.words == "not page-worthy: no criterion is met"
    assert found.level == "P3"


def test_a_criterion_against_a_page_says_so_and_names_what_is_still_unknown():
    found = assess(situation(SEEN, said("camera", "yes")), NOW)

    assert found.verdict is Verdict.NOT_WORTHY
    assert found.words == "not page-worthy: one camera only; not known: (d)"


def test_one_for_a_page_outweighs_one_against():
    found = assess(situation(SEEN, said("camera", "yes"), said("d", "yes")), NOW)

    assert found.verdict is Verdict.WORTHY
    assert found.level == "P1"


@pytest.mark.parametrize(
    ("answer", "answered_at", "standing"),
    [
        ("no", NOW, Standing.NOT_MET),
        ("no", NOW - timedelta(minutes=9), Standing.MET),
        ("unknown", NOW, Standing.MET),
        ("yes", NOW, Standing.MET),
    ],
)
def test_the_newest_word_counts_and_unknown_is_none(
    answer: str, answered_at: datetime, standing: Standing
):
    readings = with_samples([Health.BAD] * 40, [Health.GOOD])
    told = situation(SEEN, said("a", answer, answered_at), readings=readings)

    assert assess(told, NOW).findings[0].standing is standing


def test_a_page_without_a_met_criterion_is_said_loudly_until_it_is_judged():
    quiet = situation(SEEN, said("d", "no"))
    judged = Judged(incident_id=INCIDENT, page_worthy=False, reason="a flapping test")

    assert "no criterion is met" in assess(quiet, NOW).alarms[0]
    assert not assess(situation(SEEN, said("d", "no"), judged), NOW).alarms


def test_a_page_is_not_blamed_while_its_evidence_is_incomplete_or_was_there():
    counting = with_samples([Health.GOOD, Health.BAD], [Health.GOOD])
    camera = said("camera", "yes"), said("d", "no")
    was = turned(Standing.MET, after(-1), after(-3)), turned(Standing.NOT_MET, NOW, NOW)

    assert not assess(situation(SEEN, *camera, readings=counting), NOW).alarms
    assert not assess(situation(SEEN, *was, said("d", "no")), NOW).alarms
    assert assess(situation(SEEN, *camera), NOW).alarms


def test_where_no_probe_speaks_for_a_page_people_are_asked():
    asked = "it paged, and no probe speaks for it: answer (d)"
    unseen = with_samples([Health.GOOD], [])

    assert assess(situation(SEEN), NOW).alarms == (asked,)
    assert not assess(situation(SEEN, readings=unseen), NOW).alarms
    assert not assess(situation(IncidentSeen(incident=incident(urgency=Urgency.LOW))), NOW).alarms


def test_what_somebody_said_of_an_incident_that_is_over_asks_for_no_page():
    over = IncidentSeen(incident=incident(status=Status.RESOLVED))

    found = assess(situation((PAGED, SEEN), said("d", "yes", after(3)), (after(5), over)), NOW)

    assert standings(found)["d"] is Standing.MET
    assert (found.alarms, found.unpaged) == ((), ())


def test_a_met_criterion_without_a_page_is_said_loudly():
    readings = with_samples([Health.BAD] * 40, [Health.GOOD])
    nothing = replace(situation(readings=readings), incident_id="")
    low = IncidentSeen(incident=incident(urgency=Urgency.LOW))
    over = IncidentSeen(incident=incident(status=Status.RESOLVED))

    unread = "(a) is met, and nobody is known to be paged: the pager is not read"
    assert assess(nothing, NOW).alarms == (unread,)

    readings.take(Answered(source=PAGER, at=NOW, good=True))
    assert assess(nothing, NOW).alarms == ("(a) is met, and nobody is paged: no incident is open",)
    assert assess(replace(nothing, has_pager=False), NOW).alarms == (unread,)
    assert "pages nobody" in assess(situation(low, readings=readings), NOW).alarms[0]
    assert "nobody is paged" in assess(situation(over, readings=readings), NOW).alarms[0]
    assert not assess(situation(SEEN, readings=readings), NOW).alarms
    elsewhere = IncidentSeen(incident=incident("Q2"))
    for told in ((over, elsewhere), (low, elsewhere)):
        assert not assess(situation(*told, readings=readings), NOW).alarms


def test_a_severity_that_does_not_go_with_the_criteria_is_said():
    readings = with_samples([Health.BAD] * 40, [Health.GOOD])
    ticket = SeveritySet(incident_id=INCIDENT, level="P3")
    page = SeveritySet(incident_id=INCIDENT, level="P1")

    assert assess(situation(SEEN, ticket, readings=readings), NOW).alarms == (
        "severity P3 does not page, but (a) is met",
    )
    assert "severity P1 pages, but no criterion is met" in (
        assess(situation(SEEN, page, said("d", "no")), NOW).alarms
    )


def test_without_criteria_nobody_can_say():
    bare = replace(situation(SEEN), procedure=Procedure(name="bare"))

    assert assess(bare, NOW).words == "cannot say yet: the profile has no criteria"


def test_the_criteria_give_a_reason_only_for_the_judgement_that_they_support():
    found = assess(situation(SEEN, said("d", "no")), NOW)

    assert reason_for(found, worthy=False) == found.words
    assert reason_for(found, worthy=True) == ""


def test_novavms_p1_says_what_it_demands():
    p1 = procedure().level("p1")

    assert p1 is not None
    assert demands(p1)[0] == "at work within 10 min"
    assert "tell #novavms-incident-live within 10 min (declare)" in demands(p1)


healths = st.lists(st.sampled_from(Health), max_size=60)
answers = st.dictionaries(
    st.sampled_from([c.id for c in OURS.criteria]),
    st.tuples(st.sampled_from(("yes", "no", "unknown")), st.integers(-900, 0)),
)


@given(healths, healths, answers)
def test_the_verdict_is_what_the_findings_say(api, reads, given_answers):
    told = [
        said(name, word, NOW + timedelta(seconds=when))
        for name, (word, when) in given_answers.items()
    ]
    found = assess(situation(SEEN, *told, readings=with_samples(api, reads)), NOW)
    stands = standings(found)
    for_page = [stands["a"], stands["d"]]

    assert (found.verdict is Verdict.WORTHY) == (Standing.MET in for_page)
    if found.verdict is Verdict.NOT_WORTHY:
        assert Standing.MET not in for_page
        assert stands["camera"] is Standing.MET or Standing.UNKNOWN not in for_page
    if found.verdict is Verdict.CANNOT_SAY:
        assert Standing.UNKNOWN in for_page
    assert all(f.words for f in found.findings)
