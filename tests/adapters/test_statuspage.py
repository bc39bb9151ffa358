"""The status page port on real HTTP: what customers read, what is refused, what is found again."""

from collections.abc import AsyncIterator, Callable
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import httpx
import pytest
from mail_rig import outcome, told
from patience import PATIENCE_S
from stand import Stand

from cockpit.adapters.statuspage import TEXT_LIMIT, TITLE_LIMIT, Statuspage
from cockpit.domain.effects_outward import PublishStatus
from cockpit.ports.outside import Changed, Garbled, Refused, Unreachable

SINCE = datetime(2026, 4, 21, 8, 44, 10, tzinfo=UTC)
TOKEN = "standin-statuspage-token"
CANARY = "canary-5512-token"
API = "cmpapi0001"
INCIDENTS = "/v1/pages/standinpage1/incidents"

OPENING = PublishStatus(
    id="r1.status",
    incident_id="Q1",
    incident_of="",
    title="Cloud API answers with errors",
    status="investigating",
    text="We are aware of a problem since 08:42 UTC.\n\nWe will say more by 09:00 — promised.",
    components=(API,),
    component_status="major_outage",
)


def later(effect: str, status: str = "identified", **more: object) -> PublishStatus:
    """One more text on the incident."""
    text = str(more.pop("text", f"{status}, by {effect}"))
    plain: dict[str, object] = {"components": (), "component_status": "", **more}
    return replace(OPENING, id=effect, incident_of="r1.status", status=status, text=text, **plain)


def page(
    url: str,
    token: str = TOKEN,
    *,
    page_id: str = "standinpage1",
    timeout_s: float = PATIENCE_S,
    notify: bool = True,
    asked: list[str] | None = None,
) -> Statuspage:
    """The port."""

    async def found() -> str:
        if asked is not None:
            asked.append("token")
        return token

    return Statuspage(api_url=url, page_id=page_id, token=found, timeout_s=timeout_s, notify=notify)


Make = Callable[..., Statuspage]


@pytest.fixture
async def make(stand: Stand) -> AsyncIterator[Make]:
    """Makes ports that are closed in the end."""
    made: list[Statuspage] = []

    def one(token: str = TOKEN, url: str = "", **more: object) -> Statuspage:
        made.append(page(url or stand.statuspage, token, **more))
        return made[-1]

    yield one
    for port in made:
        await port.close()


@pytest.fixture
def port(make: Make) -> Statuspage:
    return make()


# --- what customers read -----------------------------------------------------------------------


async def test_the_first_text_opens_an_incident_there(stand: Stand, port: Statuspage) -> None:
    changed = await port.publish(OPENING, "")

    (shown,) = stand.page()
    assert changed == Changed(ref=shown["id"], at=SINCE)
    assert (shown["name"], shown["status"]) == (OPENING.title, "investigating")
    assert [said["body"] for said in shown["incident_updates"]] == [OPENING.text]
    assert [(c["id"], c["status"]) for c in shown["components"]] == [(API, "major_outage")]
    assert shown["metadata"] == {"cockpit": {"ids": ["r1.status"]}}


async def test_more_texts_stand_on_the_same_incident(stand: Stand, port: Statuspage) -> None:
    ref = (await port.publish(OPENING, "")).ref
    stand.advance(60)
    await port.publish(later("r2.status"), ref)
    stand.advance(60)
    resolved = later("r3.status", "resolved", components=(API,), component_status="operational")
    changed = await port.publish(resolved, ref)

    (shown,) = stand.page()
    said = [text["status"] for text in shown["incident_updates"]]
    assert said == ["resolved", "identified", "investigating"]
    assert shown["name"] == OPENING.title
    assert [c["status"] for c in shown["components"]] == ["operational"]
    assert shown["metadata"]["cockpit"]["ids"] == ["r1.status", "r2.status", "r3.status"]
    assert changed.at == SINCE + timedelta(seconds=120)


async def test_components_that_nobody_named_are_left_alone(stand: Stand, port: Statuspage) -> None:
    ref = (await port.publish(OPENING, "")).ref
    await port.publish(later("r2.status"), ref)

    body = stand.writes("statuspage")[-1]["body"]
    assert "component" not in body
    assert [c["status"] for c in stand.page()[0]["components"]] == ["major_outage"]


@pytest.mark.parametrize("notify", [True, False])
async def test_subscribers_are_told_as_it_is_set(stand: Stand, make: Make, notify: bool) -> None:
    await make(notify=notify).publish(OPENING, "")

    (said,) = stand.page()[0]["incident_updates"]
    assert said["deliver_notifications"] is notify


async def test_what_others_have_put_into_the_metadata_stays(stand: Stand, port: Statuspage) -> None:
    ref = (await port.publish(OPENING, "")).ref
    theirs = {"jira": {"key": "OPS-1"}, "cockpit": {"ids": ["r1.status", "theirs.status"]}}
    _patch(stand, ref, metadata=theirs)
    await port.publish(later("r2.status"), ref)

    kept = stand.page()[0]["metadata"]
    assert kept["jira"] == {"key": "OPS-1"}
    assert kept["cockpit"]["ids"] == ["r1.status", "theirs.status", "r2.status"]


async def test_one_that_somebody_ended_there_is_not_opened_again(
    stand: Stand, port: Statuspage
) -> None:
    ref = (await port.publish(OPENING, "")).ref
    _patch(stand, ref, status="resolved", body="Over.")
    error = await outcome(port.publish(later("r2.status", "monitoring"), ref))

    assert isinstance(error, Refused)
    assert error.code == "over"
    assert stand.page()[0]["status"] == "resolved"


def _patch(stand: Stand, ref: str, **incident: object) -> None:
    """Somebody changes an incident on the page by hand."""
    answer = httpx.patch(
        f"{stand.statuspage}/pages/standinpage1/incidents/{ref}",
        json={"incident": incident},
        headers={"Authorization": f"OAuth {TOKEN}"},
        trust_env=False,
        timeout=PATIENCE_S,
    )
    assert answer.status_code == 200, answer.text


# --- what is found again -----------------------------------------------------------------------


@pytest.mark.parametrize("kind", ["drop", "garbage", "truncate", "status"])
@pytest.mark.parametrize("acted", [True, False])
async def test_an_opening_whose_answer_is_lost_is_found_if_it_stands(
    stand: Stand, port: Statuspage, kind: str, acted: bool
) -> None:
    stand.fault("statuspage", kind, method="POST", act=acted, status=502)
    error = await outcome(port.publish(OPENING, ""))
    found = await port.find(OPENING, "", SINCE)

    assert isinstance(error, Garbled) or (isinstance(error, Unreachable) and error.maybe_sent)
    assert (found is not None) == acted
    assert len(stand.page()) == acted


@pytest.mark.parametrize("acted", [True, False])
async def test_a_text_whose_answer_is_lost_is_found_if_it_stands(
    stand: Stand, port: Statuspage, acted: bool
) -> None:
    ref = (await port.publish(OPENING, "")).ref
    stand.fault("statuspage", "drop", method="PATCH", act=acted)
    error = await outcome(port.publish(later("r2.status"), ref))
    found = await port.find(later("r2.status"), ref, SINCE)

    assert isinstance(error, Unreachable)
    assert error.maybe_sent
    assert found == (Changed(ref=ref, at=SINCE) if acted else None)


async def test_a_mark_that_another_cockpit_has_overwritten_is_made_up_for_by_the_words(
    stand: Stand, port: Statuspage
) -> None:
    ref = (await port.publish(OPENING, "")).ref
    await port.publish(later("r2.status"), ref)
    _patch(stand, ref, metadata={"cockpit": {"ids": ["theirs.status"]}}, body="Theirs.")

    assert await port.find(later("r2.status"), ref, SINCE) == Changed(ref=ref, at=SINCE)
    assert await port.find(later("r3.status"), ref, SINCE) is None


async def test_the_same_words_from_long_ago_are_not_these(stand: Stand, port: Statuspage) -> None:
    ref = (await port.publish(OPENING, "")).ref
    await port.publish(later("r2.status", text="Nothing new."), ref)
    now = stand.advance(600)

    assert await port.find(later("r9.status", text="Nothing new."), ref, now) is None


async def test_another_cockpits_incident_with_the_same_words_is_not_ours(
    stand: Stand, port: Statuspage
) -> None:
    await port.publish(replace(OPENING, id="theirs.status"), "")

    assert await port.find(OPENING, "", SINCE) is None


async def test_an_incident_whose_metadata_is_gone_is_known_by_its_words(
    stand: Stand, port: Statuspage
) -> None:
    ref = (await port.publish(OPENING, "")).ref
    _patch(stand, ref, metadata={}, body="More.")

    assert (await port.find(OPENING, "", SINCE)) == Changed(ref=ref, at=SINCE)


async def test_one_that_is_over_already_is_found_too(stand: Stand, port: Statuspage) -> None:
    ref = (await port.publish(replace(OPENING, status="resolved"), "")).ref

    assert (await port.find(replace(OPENING, status="resolved"), "", SINCE)) == Changed(
        ref=ref, at=SINCE
    )


# --- what is refused ---------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("status", "words", "mend"),
    [
        (401, "does not accept the token", "[statuspage]"),
        (403, "may not do this", "token"),
        (404, "no such status page", "page_id"),
        (422, "does not take it as it is: Name is odd", "profile"),
        (409, "says no (HTTP 409): Name is odd", "see what it says"),
    ],
)
async def test_a_refusal_is_told_in_words(
    stand: Stand, port: Statuspage, status: int, words: str, mend: str
) -> None:
    body = '{"error": ["Name is \\u001b[2Jodd"]}'
    stand.fault("statuspage", "status", status=status, body=body)
    error = await outcome(port.publish(OPENING, ""))

    assert isinstance(error, Refused)
    assert (error.code, error.retry_after_s) == (str(status), None)
    assert words in error.reason
    assert mend in error.mend
    assert "\x1b" not in error.reason


@pytest.mark.parametrize("status", [420, 429])
async def test_a_rate_limit_says_when_it_is_tried_again(
    stand: Stand, port: Statuspage, status: int
) -> None:
    stand.fault("statuspage", "status", status=status, body='{"error": "Too many"}')
    error = await outcome(port.publish(OPENING, ""))
    stand.fault("statuspage", "rate_limit", retry_after=7)
    exact = await outcome(port.publish(OPENING, ""))

    assert isinstance(error, Refused)
    assert isinstance(exact, Refused)
    assert (error.retry_after_s, exact.retry_after_s) == (60, 7)


async def test_more_questions_than_its_limit_are_refused_by_the_page_itself(
    stand: Stand, port: Statuspage
) -> None:
    answers = [await outcome(port.find(OPENING, "", SINCE)) for _ in range(61)]

    assert answers[:60] == [None] * 60
    assert isinstance(answers[60], Refused)
    assert 0 < (answers[60].retry_after_s or 0) <= 60


async def test_an_incident_that_was_deleted_there(port: Statuspage) -> None:
    error = await outcome(port.publish(later("r2.status"), "gone"))

    assert isinstance(error, Refused)
    assert "no such incident" in error.reason


async def test_the_token_goes_nowhere_else(stand: Stand, make: Make) -> None:
    port = make(CANARY)
    place = f"{stand.slack}steal"
    stand.fault("statuspage", "status", status=302, location=place, body="{}", times=0)
    error = await outcome(port.publish(OPENING, ""))
    stand.clear_faults()

    assert isinstance(error, Refused)
    assert "leads elsewhere" in error.reason
    assert not [name for name in stand.received()["counts"] if "steal" in name]


@pytest.mark.parametrize(
    ("kind", "more"),
    [
        ("drop", {}),
        ("garbage", {}),
        ("status", {"status": 401, "body": f'{{"error": "{CANARY} is no token"}}'}),
        ("status", {"status": 500}),
    ],
)
async def test_the_token_is_shown_nowhere(
    stand: Stand, make: Make, kind: str, more: dict[str, object]
) -> None:
    port = make(CANARY)
    stand.fault("statuspage", kind, **more)
    error = await outcome(port.publish(OPENING, ""))

    assert isinstance(error, Refused | Garbled | Unreachable)
    assert CANARY not in told(error)
    assert CANARY not in repr(port)


async def test_a_token_that_no_header_can_hold_is_not_shown(make: Make) -> None:
    error = await outcome(make(f"{CANARY}\nX: y").publish(OPENING, ""))

    assert isinstance(error, Refused | Unreachable)
    assert CANARY not in told(error)


async def test_after_a_refusal_the_token_is_looked_up_anew(make: Make) -> None:
    asked: list[str] = []
    port = make("wrong", asked=asked)
    await outcome(port.publish(OPENING, ""))
    await outcome(port.publish(OPENING, ""))

    assert asked == ["token", "token"]


@pytest.mark.parametrize(
    "update",
    [
        replace(OPENING, text=" "),
        replace(OPENING, text="x" * (TEXT_LIMIT + 1)),
        replace(OPENING, title=""),
        replace(OPENING, title="x" * (TITLE_LIMIT + 1)),
    ],
)
async def test_what_is_too_long_or_empty_is_not_sent(
    stand: Stand, port: Statuspage, update: PublishStatus
) -> None:
    error = await outcome(port.publish(update, ""))

    assert isinstance(error, Refused)
    assert stand.writes("statuspage") == []


async def test_the_longest_that_may_be_is_taken(stand: Stand, port: Statuspage) -> None:
    long = replace(OPENING, text="x" * TEXT_LIMIT, title="x" * TITLE_LIMIT)

    assert (await port.publish(long, "")).ref
    assert stand.page()[0]["name"] == long.title


async def test_a_reference_that_is_no_id_goes_into_no_address(
    stand: Stand, port: Statuspage
) -> None:
    for call in (port.publish(later("r2"), "../x?y"), port.find(later("r2"), "a/b", SINCE)):
        assert isinstance(await outcome(call), Refused)
    assert not [name for name in stand.received()["counts"] if name.startswith("statuspage")]


# --- what breaks -------------------------------------------------------------------------------


async def test_nothing_listens_there(make: Make) -> None:
    error = await outcome(make(url="http://127.0.0.1:1/v1").publish(OPENING, ""))

    assert isinstance(error, Unreachable)
    assert not error.maybe_sent


async def test_a_page_that_hangs_is_given_up_and_may_have_taken_it(
    stand: Stand, make: Make
) -> None:
    stand.fault("statuspage", "hang", method="POST", act=True)
    error = await outcome(make(timeout_s=3).publish(OPENING, ""))

    assert isinstance(error, Unreachable)
    assert error.maybe_sent
    assert "within 3 s" in error.reason


async def test_a_look_that_fails_leaves_nothing_behind(stand: Stand, port: Statuspage) -> None:
    ref = (await port.publish(OPENING, "")).ref
    stand.fault("statuspage", "drop", method="GET")
    error = await outcome(port.publish(later("r2.status"), ref))

    assert isinstance(error, Unreachable)
    assert not error.maybe_sent


@pytest.mark.parametrize("body", ["[]", "{}", '{"id": 5}', '{"id": "a/b"}', "null", '"x"', "[" * 9])
async def test_an_answer_that_makes_no_sense_is_unclear(
    stand: Stand, port: Statuspage, body: str
) -> None:
    stand.fault("statuspage", "status", status=201, body=body)

    assert isinstance(await outcome(port.publish(OPENING, "")), Garbled)
