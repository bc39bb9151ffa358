"""Who has to be told for which severity: the list that ticks itself, and what is sent for it."""

from dataclasses import replace
from datetime import timedelta

import pytest
from orders import NOVA, decided, ground, posts, severe, told
from situations import (
    INCIDENT,
    NOW,
    PAGED,
    ZONE,
    after,
    case_of,
    declared,
    incident,
    message,
    requested,
    state_of,
    updated,
)

from cockpit.documents import order
from cockpit.domain.actions_talk import UNTAGGED, SayTold, Tell, TellSecurity
from cockpit.domain.channels import Channels
from cockpit.domain.chat import Mention, Reach
from cockpit.domain.clocks import ClockId, clocks
from cockpit.domain.decide_tellings import status_of
from cockpit.domain.decisions import Refusal, insisting
from cockpit.domain.demands import Level, Telling, Way
from cockpit.domain.dispatch import IN_DOUBT
from cockpit.domain.effects import PostMessage, Purpose
from cockpit.domain.effects_outward import PublishStatus, SendMail
from cockpit.domain.facts import (
    EffectDiscarded,
    EffectDone,
    EffectFailed,
    IncidentSeen,
    ReliefNoted,
)
from cockpit.domain.model import Status
from cockpit.domain.obligations import Course, named, obligations
from cockpit.domain.telling_texts import drafted

SEEN = IncidentSeen(incident=incident())
OVER = IncidentSeen(incident=incident(status=Status.RESOLVED, assignments=()))
DECLARED = (SEEN, *declared(after(1)))
MAIL = Telling(
    id="company",
    who="the company",
    way=Way.EMAIL,
    within_s=1800,
    every_s=3600,
    to=("all@example.com",),
)
POST = Telling(who="Lead & Product", way=Way.POST, groups=("leads",), within_s=600)
NOISE = Telling(id="noise", who="noise", way=Way.POST, to=("noise",))
PAGE = Telling(id="page", who="customers", way=Way.STATUS, within_s=900, to=("COMP1",))
COPY = Telling(id="copy", who="the reporter", way=Way.COPY, within_s=300)
CTO = Telling(id="cto", who="the CTO", way=Way.PERSON)
BASE = (
    Telling(id="channel", who="the channel", way=Way.DECLARE, within_s=600),
    Telling(id="updates", who="everybody", way=Way.UPDATE, within_s=900, every_s=900),
)
OURS = replace(
    NOVA,
    channels=Channels(incident="C1", noise="C7", security="C8"),
    security_groups=("secops",),
    levels=(
        Level(name="P1", tells=(*BASE, MAIL, POST, NOISE, PAGE, COPY, CTO)),
        Level(name="P4", tells=()),
    ),
)
LEADS = Mention(reach=Reach.GROUP, name="leads", id="S1", people=4)


def _list(*facts, by=OURS):
    state = state_of(*facts)
    return {o.id: o for o in obligations(state, case_of(state), by)}


def _mail(name="mail"):
    return SendMail(id=name, incident_id=INCIDENT, to=MAIL.to, subject="s", text="t")


def _tell(telling, text="we are on it", subject="P1", **more):
    return Tell(incident_id=INCIDENT, telling=telling, subject=subject, text=text, **more)


def _reason(decision):
    assert isinstance(decision, Refusal), decision
    return decision.reason


def test_a_post_that_does_not_tag_the_groups_does_not_tell_them():
    both = Telling(id="both", who="leads", way=Way.POST, to=("incident",), groups=("leads",))
    ours = replace(OURS, levels=(Level(name="P1", tells=(both,)),))
    tagged = replace(
        message("t1"), channel="C1", text="x", mentions=(LEADS,), thread="", thread_of=""
    )
    posted = (requested(tagged), EffectDone(effect="t1", ref="9.1"))

    assert _list(*DECLARED, by=ours)["both"].course is Course.OPEN
    assert _list(*DECLARED, *posted, by=ours)["both"].course is Course.DONE


def test_an_address_may_have_a_name_and_an_empty_name_is_refused():
    named_ = replace(MAIL, to=("company", "cto@example.com"))
    levels = (Level(name="P1", tells=(named_,)),)
    ours = replace(OURS, levels=levels, addresses=(("company", ("all@example.com",)),))
    (fact,) = decided(_tell("company"), *DECLARED, by=ours)
    nobody = replace(OURS, levels=(Level(name="P1", tells=(replace(MAIL, to=("company",)),)),))
    refused = decided(_tell("company"), *DECLARED, by=replace(nobody, addresses=(("company", ()),)))

    assert fact.effects[0].to == ("all@example.com", "cto@example.com")
    assert "[procedure.addresses] company" in _reason(refused)


# --- the list ticks itself -------------------------------------------------------------------


def test_a_name_is_made_of_whom_it_tells():
    assert named(POST) == "lead-product"
    assert list(_list(SEEN)) == [
        "channel", "updates", "company", "lead-product", "noise", "page", "copy", "cto",
    ]  # fmt: skip


def test_the_severity_that_was_set_decides_else_the_pagers_priority():
    assert _list(SEEN, severe("P4", after(1))) == {}
    assert "company" in _list(SEEN)
    unknown = IncidentSeen(incident=replace(incident(), priority="whatever"))
    assert _list(unknown) == {}


def test_it_is_due_from_the_page_or_from_when_the_severity_was_set_if_that_was_later():
    assert _list(SEEN)["company"].due == after(30)
    assert _list(SEEN, severe("P1", after(12)))["company"].due == after(42)
    assert _list(SEEN)["cto"].due is None


def test_the_declaration_ticks_it_once_it_stands():
    waiting = _list(SEEN, *declared(after(1), done=False))["channel"]
    done = _list(*DECLARED)["channel"]

    assert (waiting.course, waiting.due) == (Course.SENDING, after(10))
    assert (done.course, done.by) == (Course.DONE, "Ana Ortiz")
    assert done.at == after(1) + timedelta(seconds=3)


def test_updates_tick_it_and_have_to_go_on():
    sent = _list(*DECLARED, *updated("u1", after(9), done_at=after(9)))["updates"]

    assert (sent.course, sent.at, sent.due) == (Course.AGAIN, after(9), after(24))


@pytest.mark.parametrize(
    ("outcome", "course"),
    [
        ((), Course.SENDING),
        ((EffectDone(effect="mail", done_at=after(5)),), Course.AGAIN),
        ((EffectFailed(effect="mail", reason="refused", final=True),), Course.FAILED),
        ((EffectFailed(effect="mail", reason=IN_DOUBT, final=True),), Course.DOUBT),
        ((EffectDiscarded(effect="mail", reason="wrong"),), Course.OPEN),
    ],
)
def test_what_is_sent_ticks_it_when_it_has_arrived(outcome, course):
    asked = told("company", after(4), _mail(), done=False)
    found = _list(*DECLARED, *asked, *outcome)["company"]

    assert found.course is course
    assert found.due == (after(65) if course is Course.AGAIN else after(30))


def test_whom_the_server_refused_stands_beside_the_tick():
    """A success that is not whole is not shown as one (section D3: success assumed)."""
    words = "not delivered to boss@example.com (550 no such user)"
    asked = told("company", after(4), _mail(), done=False)
    arrived = EffectDone(effect="mail", done_at=after(5), warning=words)
    story = (*DECLARED, *asked, (after(5), arrived))

    assert _list(*story)["company"].how.startswith(words)
    listed = order.tellings(state_of(*story), case_of(state_of(*story)), OURS, (NOW, ZONE))
    assert words in listed


def test_once_is_enough_where_nothing_else_is_said_and_over_is_over():
    done = told("page", after(4), PublishStatus(
        id="st", incident_id=INCIDENT, incident_of="", title="t", status="s", text="x",
    ))  # fmt: skip

    assert _list(*DECLARED, *done)["page"].course is Course.DONE
    mailed = _list(SEEN, *told("company", after(4), _mail()), OVER)["company"]
    assert (mailed.course, mailed.due) == (Course.DONE, None)


def test_what_only_a_person_can_know_a_person_says():
    found = _list(SEEN, *told("cto", after(4), words="rang her"))["cto"]

    assert (found.course, found.at, found.by, found.how) == (
        Course.DONE, after(4), "Ana Ortiz", "rang her",
    )  # fmt: skip


def test_a_line_in_the_channel_ticks_it_however_it_came_there():
    post = PostMessage(id="n1", incident_id=INCIDENT, channel="C7", text="a line")
    told_ = (requested(post), EffectDone(effect="n1", done_at=after(3)))

    assert _list(SEEN, *told_)["noise"].course is Course.DONE
    other = requested(message("n2"))
    assert _list(SEEN, other, EffectDone(effect="n2"))["noise"].course is Course.OPEN


def test_whoever_has_to_hear_next_has_a_clock_and_nobody_has_two():
    def clock(*facts):
        state = state_of(*facts)
        found = clocks(state, case_of(state), OURS)
        return next((c for c in found if c.id is ClockId.TELL), None)

    assert (clock(SEEN).due, clock(SEEN).name) == (after(5), "tell the reporter by")
    later = clock(SEEN, *told("copy", after(2)))
    assert (later.due, later.name) == (after(10), "tell Lead & Product by")
    assert clock(SEEN, severe("P4", after(1))) is None
    assert clock(OVER) is None


# --- what is sent ----------------------------------------------------------------------------


def test_an_e_mail_goes_to_the_profiles_addresses_with_the_text_that_was_seen():
    (fact,) = decided(_tell("company", subject="P1:\n 5xx"), *DECLARED, by=OURS)

    assert fact.telling == "company"
    assert fact.effects == (
        SendMail(
            id="id1.mail",
            incident_id=INCIDENT,
            to=("all@example.com",),
            subject="P1: 5xx",
            text="we are on it",
        ),
    )


def test_a_post_tags_its_groups_where_everybody_sees_it():
    (post,) = posts(decided(_tell("lead-product", mentions=(LEADS,)), *DECLARED, by=OURS))

    assert post.text == "@leads\nwe are on it"
    assert (post.mentions, post.thread_of) == ((LEADS,), "decl.post")
    assert (post.purpose, post.about) == (Purpose.TELLING, (("telling", "lead-product"),))


def test_a_group_that_would_not_be_notified_is_asked_about():
    action = _tell("lead-product")
    refusal = decided(action, *DECLARED, by=OURS)

    assert "@leads would not be notified" in _reason(refusal)
    assert (refusal.confirmable, refusal.finding) == (True, UNTAGGED)
    assert isinstance(decided(insisting(action, UNTAGGED), *DECLARED, by=OURS), tuple)


def test_a_post_with_a_channel_goes_there_and_needs_no_thread():
    (post,) = posts(decided(_tell("noise"), SEEN, by=OURS))

    assert (post.channel, post.thread_of) == ("C7", "")
    unset = replace(OURS, channels=Channels(incident="C1"))
    assert "no channel is set for noise" in _reason(decided(_tell("noise"), SEEN, by=unset))


def test_the_status_page_opens_its_incident_once_and_goes_on_with_it():
    first = decided(_tell("page"), *DECLARED, by=OURS)
    story = (*DECLARED, (NOW, first[0]), (NOW, EffectDone(effect="id1.status", ref="inc9")))
    relieved = (NOW, ReliefNoted(id="r", incident_id=INCIDENT, since=NOW))
    (second,) = decided(_tell("page", "better"), *story, relieved, by=OURS)
    (opened,), (later,) = first[0].effects, second.effects

    assert (opened.incident_of, opened.status) == ("", "investigating")
    assert opened.components == ("COMP1",)
    assert (later.incident_of, later.status) == ("id1.status", "monitoring")


def test_the_page_names_the_state_as_its_readers_do():
    def status(*facts):
        return status_of(case_of(state_of(*facts)))

    assert status(SEEN) == "investigating"
    assert status(OVER) == "resolved"


def test_an_opening_that_failed_is_no_incident_to_go_on_with():
    first = decided(_tell("page"), *DECLARED, by=OURS)
    failed = EffectFailed(effect="id1.status", reason="refused", final=True)
    (again,) = decided(_tell("page"), *DECLARED, (NOW, first[0]), failed, by=OURS)

    assert again.effects[0].incident_of == ""


@pytest.mark.parametrize(
    ("action", "words"),
    [
        (_tell("nobody"), "P1 tells channel, updates, company"),
        (_tell("channel"), "d declares it"),
        (_tell("updates"), "u writes one"),
        (_tell("copy"), "then say that it was done"),
        (_tell("cto"), "tell them, then say"),
        (_tell("company", " "), "an empty text"),
        (_tell("company", subject=" "), "without a subject"),
        (SayTold(incident_id=INCIDENT, telling="cto", how=" "), "say how the CTO heard"),
        (SayTold(incident_id=INCIDENT, telling="x", how="rang"), "nobody is called x"),
        (TellSecurity(incident_id=INCIDENT, text=" "), "say what was seen"),
    ],
)
def test_what_cannot_be_told_so_is_refused_with_a_way_out(action, words):
    assert words in _reason(decided(action, *DECLARED, by=OURS))


def test_the_thread_has_to_be_there_and_an_address_has_to_be_set():
    bare = replace(OURS, levels=(Level(name="P1", tells=(replace(MAIL, to=()),)),))

    assert "no thread yet" in _reason(
        decided(_tell("lead-product", mentions=(LEADS,)), SEEN, by=OURS)
    )
    assert "no address" in _reason(decided(_tell("company"), SEEN, by=bare))


def test_what_was_done_otherwise_is_on_record_and_sends_nothing():
    said = SayTold(incident_id=INCIDENT, telling="company", how="announced in the all-hands")
    (fact,) = decided(said, SEEN, by=OURS)

    assert (fact.telling, fact.words, fact.effects) == (
        "company", "announced in the all-hands", (),
    )  # fmt: skip


def test_security_hears_in_its_own_channel_with_its_group_tagged():
    action = TellSecurity(
        incident_id=INCIDENT,
        text="a token leaked",
        mentions=(Mention(reach=Reach.GROUP, name="secops", id="S2"),),
    )
    (post,) = posts(decided(action, *DECLARED, by=OURS))

    assert (post.channel, post.thread_of) == ("C8", "")
    assert post.text == "@secops\na token leaked"
    bare = replace(OURS, channels=Channels(incident="C1"))
    assert "no security channel" in _reason(decided(action, SEEN, by=bare))
    untagged = TellSecurity(incident_id=INCIDENT, text="a token leaked")
    assert "@secops would not be notified" in _reason(decided(untagged, SEEN, by=OURS))


# --- what is drafted -------------------------------------------------------------------------


def _draft(telling, *facts):
    state = state_of(*facts)
    return drafted(state, case_of(state), telling, ground(by=OURS))


def test_the_profiles_words_are_filled_from_the_state():
    own = replace(MAIL, subject="{severity} {service}", text="{title}\nsince {since}\n{next}")

    assert _draft(own, SEEN) == (
        "P1 cloud api",
        "api 5xx above 5 %\nsince 08:42 UTC (10:42 CEST)",
    )


def test_an_e_mail_and_a_post_need_no_typing():
    subject, text = _draft(MAIL, *DECLARED)

    assert subject == "[P1] api 5xx above 5 %"
    assert "Next word: 08:58 UTC (10:58 CEST)" in text
    assert text.endswith("Ana Ortiz, on call")
    assert _draft(POST, *DECLARED)[0] == ""


def test_customers_read_no_causes_and_no_names_unless_the_profile_says_them():
    for facts in ((SEEN,), DECLARED, (*DECLARED, OVER)):
        _, text = _draft(PAGE, *facts)
        assert "5xx" not in text
        assert "Ana" not in text
    relieved = (NOW, ReliefNoted(id="r", incident_id=INCIDENT, since=PAGED))
    assert "no longer affects" in _draft(COPY, *DECLARED, relieved)[1]
    assert "is over" in _draft(COPY, *DECLARED, OVER)[1]
