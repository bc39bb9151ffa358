"""What each phase says when nobody types, and which phase fits."""

from dataclasses import replace

import pytest
from situations import (
    ANA,
    INCIDENT,
    NOW,
    ZONE,
    after,
    case_of,
    declared,
    deploy,
    incident,
    procedure,
    state_of,
    turned,
    updated,
)

from cockpit.domain import templates
from cockpit.domain.actions import PostUpdate
from cockpit.domain.decide import decide
from cockpit.domain.decisions import Ground
from cockpit.domain.evidence import Health
from cockpit.domain.facts import (
    DeploysFound,
    EffectFailed,
    IncidentSeen,
    MitigationAnnounced,
    MitigationMoved,
    ReliefNoted,
)
from cockpit.domain.model import Status
from cockpit.domain.procedure import Procedure, Template
from cockpit.domain.talk import Stage
from cockpit.domain.texts import drafted

SEEN = IncidentSeen(incident=incident())
BARE = Procedure(name="bare")
ROLLING = MitigationAnnounced(id="m1", incident_id=INCIDENT, kind="rollback", target="cloud")
WORKED = MitigationMoved(
    id="m2", incident_id=INCIDENT, mitigation="m1", stage=Stage.WORKED, words="cloud is at v2.30"
)
BETTER = ReliefNoted(id="rel", incident_id=INCIDENT, since=after(9))
OVER = IncidentSeen(incident=incident(status=Status.RESOLVED, assignments=()))
TOLD = updated("u1", after(5), done_at=after(5))


def _fits(*told):
    state = state_of(SEEN, *declared(after(1)), *told)
    return templates.fitting(state, case_of(state))


@pytest.mark.parametrize(
    ("told", "phase"),
    [
        ((), "investigating"),
        (TOLD, "no change"),
        ((*TOLD, (after(6), ROLLING)), "mitigating"),
        (((after(6), ROLLING), (after(8), WORKED)), "investigating"),
        ((*TOLD, (after(6), ROLLING), (after(9), BETTER)), "monitoring"),
        (((after(9), BETTER), (after(12), ROLLING)), "mitigating"),
        ((*TOLD, (after(9), BETTER), (after(10), OVER)), "resolved"),
        ((*TOLD, EffectFailed(effect="u1.post", reason="x", final=True)), "no change"),
    ],
)
def test_the_state_suggests_the_phase(told, phase):
    assert _fits(*told) == phase


def test_an_update_that_nobody_got_leaves_the_phase_to_be_told():
    failed = EffectFailed(effect="u1.post", reason="archived", final=True)

    assert _fits(*updated("u1", after(5)), failed) == "investigating"


def test_a_phase_that_was_told_is_not_suggested_again():
    (at, fact), done = TOLD
    monitoring = ((at, replace(fact, phase="monitoring")), done)

    assert _fits((after(4), BETTER), *monitoring) == "no change"
    assert _fits((after(4), BETTER), *monitoring, (after(12), ROLLING)) == "mitigating"


EVERYTHING = (
    turned("api", Health.BAD, after(-2)),
    DeploysFound(repository="cloud", found=(deploy(at=after(-40)),)),
    (after(6), ROLLING),
    (after(8), WORKED),
    (after(9), BETTER),
)


@pytest.mark.parametrize("told", [(), EVERYTHING, (*TOLD, *EVERYTHING)])
@pytest.mark.parametrize("by", [BARE, procedure()], ids=["bare", "profile"])
@pytest.mark.parametrize("phase", [t.phase for t in templates.DEFAULTS])
def test_every_phase_posts_with_no_typing(phase, by, told):
    state = state_of(SEEN, *declared(after(1)), *told)
    known, trying, next_s = drafted(state, case_of(state), by, phase)
    action = PostUpdate(
        incident_id=INCIDENT,
        known=known,
        trying=trying,
        next_at=None if next_s == 0 else after(60),
        phase=phase,
    )
    ground = Ground(procedure=by, me=ANA, now=after(20), zone=ZONE, new_id=iter(("id1",)).__next__)

    assert known
    assert trying
    assert "{" not in known + trying
    assert isinstance(decide(state, action, ground), tuple)


def _drafted(phase, *told, by=BARE):
    state = state_of(SEEN, *declared(after(1)), *told)
    return drafted(state, case_of(state), by, phase)


def test_blanks_are_filled_from_the_state():
    assert _drafted("investigating", *EVERYTHING)[0] == (
        "api: 503 since 08:40 UTC\napi 5xx above 5 %, since 08:42 UTC."
    )
    assert "the change in cloud: cache live-view tokens" in _drafted("identified", *EVERYTHING)[0]
    assert _drafted("mitigating", (after(6), ROLLING))[1] == "rollback cloud"
    assert _drafted("monitoring", *EVERYTHING)[0] == (
        "cloud is at v2.30\nUsers are no longer hurt since 08:51 UTC."
    )
    assert _drafted("resolved")[2] == 0


def test_no_change_says_what_was_said_last():
    assert _drafted("no change", *TOLD)[:2] == (
        "No change. 5xx since the deploy of 08:02",
        "rolling cloud back",
    )
    assert _drafted("no change", *TOLD, by=procedure())[0] == "No change in customer impact."


def test_the_profile_goes_before_what_is_built_in():
    own = Template(phase="identified", known="We know: {title}", trying="{x}", next_s=600)
    by = replace(BARE, templates=(own,))

    assert _drafted("identified", by=by) == (
        "We know: api 5xx above 5 %",
        "looking for the cause",
        600,
    )
    assert [t.phase for t in templates.templates(by)] == [t.phase for t in templates.DEFAULTS]
    assert templates.template(by, "Identified") is own


def test_a_phase_without_a_template_says_what_the_state_knows():
    assert _drafted("tea") == ("api 5xx above 5 %", "looking for the cause", None)


def test_without_a_phase_the_one_that_fits_is_drafted():
    assert _drafted("", (NOW, ROLLING)) == _drafted("mitigating", (NOW, ROLLING))
