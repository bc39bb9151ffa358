"""The error tracker port on real HTTP: what is read, how far, and what is made of bad answers."""

import json
from dataclasses import replace
from datetime import timedelta

import pytest
from mail_rig import outcome
from sentry_rig import ORGANISATION, START, TOKEN, asking, error, page, serving
from stand import Stand

from cockpit.adapters.sentry import PART, PARTS
from cockpit.domain.tracked_errors import ErrorStatus, ErrorTurn
from cockpit.ports.outside import MISCONFIGURED, Garbled, Refused, Unreachable
from cockpit.standins.faults import drop, hang
from cockpit.standins.http import Response, json_response

HOSTILE = "\x1b]52;c;ZXZpbA==\x07[bold]boom[/]\u202egnp.exe\nsecond line"


# --- what is read ------------------------------------------------------------------------------


async def test_an_unresolved_error_is_read_with_how_often_it_happens() -> None:
    broken = error(title="TimeoutError: pool", culprit="db.pool", per_minute=12, users=40)
    async with serving(broken) as tracker, asking(tracker.url) as port:
        reading = await port.unresolved()

    (found,) = reading.errors
    count = reading.counts[found.id]
    assert (found.short_id, found.project) == ("CLOUD-1", "cloud")
    assert (found.title, found.culprit) == ("TimeoutError: pool", "db.pool")
    assert found.first_seen == START - timedelta(seconds=300)
    assert found.turn is ErrorTurn.NEW
    assert found.url == f"https://novavms.sentry.example/issues/{found.id}/"
    assert (count.events, count.users, len(count.hourly)) == (60, 40, 24)
    assert sum(count.hourly) == 60
    assert reading.whole


async def test_the_projects_and_environments_are_asked_for() -> None:
    everything = (error(project="cloud"), error(project="gateway"), error(environment="beta"))
    async with serving(*everything) as tracker:
        async with asking(tracker.url, projects=("gateway",)) as port:
            alone = await port.unresolved()
        async with asking(tracker.url, environments=("beta",)) as port:
            beta = await port.unresolved()

    assert [e.project for e in alone.errors] == ["gateway"]
    assert [e.short_id for e in beta.errors] == ["CLOUD-3"]


async def test_one_error_in_full_has_its_releases_and_its_fate() -> None:
    over = error(first_release="v2.30.0", last_release="v2.31.0", resolved=-10.0)
    async with serving(over) as tracker, asking(tracker.url) as port:
        listed = await port.unresolved()
        found = await port.error("5000001")
        missing = await port.error("77")

    assert listed.errors == ()
    assert found is not None
    assert (found.first_release, found.last_release) == ("v2.30.0", "v2.31.0")
    assert found.status is ErrorStatus.RESOLVED
    assert missing is None


async def test_what_is_no_id_is_not_asked_for() -> None:
    async with serving() as tracker, asking(tracker.url) as port:
        refused = await outcome(port.error("../../tokens"))

    assert isinstance(refused, Refused)
    assert tracker.asked == []


async def test_the_demo_has_an_error_that_began_with_the_bad_release(stand: Stand) -> None:
    async with asking(stand.sentry, "sntryu_standin_cockpit", environments=("production",)) as port:
        reading = await port.unresolved()
        newest = max(reading.errors, key=lambda e: e.first_seen)
        whole = await port.error(newest.id)

    assert whole is not None
    assert whole.first_release == "v2026.16.2"
    assert len(reading.errors) == 5


# --- paging ------------------------------------------------------------------------------------


async def test_the_list_is_read_to_its_end_by_cursors() -> None:
    many = tuple(error(-300 - n, f"error {n}") for n in range(PART + 30))
    async with serving(*many) as tracker, asking(tracker.url) as port:
        reading = await port.unresolved()

    assert len(reading.errors) == PART + 30
    assert reading.whole
    assert [r for r in map(tracker.query, range(2)) if r["sort"] == "date"][1][
        "cursor"
    ] == "100:100:0"
    assert len(tracker.asked) == 2


async def test_a_list_without_end_is_read_so_far_and_no_further_and_the_newest_are_in_it() -> None:
    many = [error(-50_000 - n, f"error {n}", per_minute=9) for n in range(PART * PARTS + 50)]
    many.append(error(-80, "the newest", until=-70))
    async with serving(*many) as tracker, asking(tracker.url) as port:
        reading = await port.unresolved()

    assert not reading.whole
    assert len(tracker.asked) == PARTS + 1
    assert "the newest" in {e.title for e in reading.errors}
    assert "not read" in reading.warning


@pytest.mark.parametrize(
    "link",
    [
        '<http://x/>; rel="next"; results="true"; cursor="100:100:0"',
        '<http://x/>; rel="next"; results="true"; cursor="\u00e9vil cursor&x=1"',
        '<http://x/>; rel="next"; results="true"',
        '<http://x/>; rel="next"; results="yes"; cursor="1:2:0"',
        "gibberish; rel=next",
    ],
)
async def test_a_cursor_that_leads_in_a_circle_or_nowhere_ends_the_paging(link: str) -> None:
    async with serving(error()) as tracker, asking(tracker.url) as port:
        body = tracker._api.answer

        def circle(request):
            answer = body(request, START)
            kept = tuple(h for h in answer.headers if h[0] != "Link")
            return replace(answer, headers=(*kept, ("Link", link)))

        tracker.answers = [circle] * 9
        reading = await port.unresolved()

    assert len(reading.errors) == 1
    assert len(tracker.asked) <= PARTS


async def test_the_address_of_the_next_page_is_never_followed() -> None:
    def elsewhere(_request):
        link = '<http://elsewhere.invalid/>; rel="next"; results="true"; cursor="100:100:0"'
        return json_response(200, []).header("Link", link)

    async with serving(error()) as tracker, asking(tracker.url) as port:
        tracker.answers = [elsewhere]
        await port.unresolved()

    assert [r.headers["host"] for r in tracker.asked] == [tracker.asked[0].headers["host"]] * 2


async def test_paging_stops_when_the_rate_limit_is_used_up() -> None:
    many = tuple(error(-300 - n, f"error {n}") for n in range(PART * 2 + 5))
    async with serving(*many, limit=2) as tracker, asking(tracker.url) as port:
        first = await outcome(port.unresolved())

    assert len(tracker.asked) == 3
    assert isinstance(first, Refused)
    assert first.retry_after_s is not None


# --- what says no ------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("headers", "wait"),
    [
        ((("Retry-After", "7"),), 7.0),
        ((("X-Sentry-Rate-Limit-Reset", str(int(START.timestamp()) + 12)),), 12.0),
        ((("X-Sentry-Rate-Limit-Reset", "soon"),), 60.0),
        ((("Retry-After", "999999999999"),), 300.0),
        ((), 60.0),
    ],
)
async def test_a_rate_limit_says_how_long_to_wait(headers, wait) -> None:
    async with serving() as tracker, asking(tracker.url) as port:
        tracker.answers = [lambda _: Response(429, b'{"detail": "too often"}', headers)]
        limited = await outcome(port.unresolved())

    assert isinstance(limited, Refused)
    assert limited.retry_after_s == wait
    assert not limited.credentials


@pytest.mark.parametrize(
    ("token", "words"), [("wrong", "does not accept the token"), ("narrow", "may not read")]
)
async def test_a_token_that_is_wrong_or_too_narrow_is_told_apart(token: str, words: str) -> None:
    async with serving() as tracker, asking(tracker.url, token) as port:
        refused = await outcome(port.unresolved())

    assert isinstance(refused, Refused)
    assert refused.credentials
    assert words in refused.reason
    assert token == "wrong" or "event:read" in refused.mend


@pytest.mark.parametrize(
    ("given", "words"),
    [
        ({"organisation": "nobody"}, "no organisation nobody"),
        ({"projects": ("cloud", "no-such")}, "no-such"),
    ],
)
async def test_an_unknown_organisation_or_project_is_a_matter_of_configuration(
    given: dict, words: str
) -> None:
    async with serving() as tracker, asking(tracker.url, **given) as port:
        refused = await outcome(port.unresolved())

    assert isinstance(refused, Refused)
    assert refused.code == MISCONFIGURED
    assert words in refused.reason


async def test_a_redirect_is_not_followed_and_the_token_stays_here() -> None:
    async with serving() as other, serving() as tracker, asking(tracker.url) as port:
        away = (("Location", f"{other.url}organizations/{ORGANISATION}/issues/"),)
        tracker.answers = [lambda _: Response(302, b"", away)]
        refused = await outcome(port.unresolved())

    assert isinstance(refused, Refused)
    assert refused.code == MISCONFIGURED
    assert "de.sentry.io" in refused.mend
    assert other.asked == []


@pytest.mark.parametrize(
    "answer",
    [
        page("<html>sign in</html>"),
        page("<html>forbidden</html>", 403),
        page('{"issues": [', kind="application/json"),
        page('{"detail": "an object, not a list"}', kind="application/json"),
        page("[" * 100_000, kind="application/json"),
        page("[" + " " * 9_000_000 + "]", kind="application/json"),
    ],
)
async def test_what_is_not_sentrys_is_no_reading(answer) -> None:
    async with serving() as tracker, asking(tracker.url) as port:
        tracker.answers = [answer]
        garbled = await outcome(port.unresolved())

    assert isinstance(garbled, Garbled)


@pytest.mark.parametrize("way", [drop, hang])
async def test_no_answer_is_unreachable(way) -> None:
    async with serving() as tracker, asking(tracker.url, timeout_s=0.5) as port:
        tracker.answers = [lambda _: way]
        lost = await outcome(port.unresolved())

    assert isinstance(lost, Unreachable)


async def test_a_fault_of_sentrys_own_is_unreachable() -> None:
    async with serving() as tracker, asking(tracker.url) as port:
        tracker.answers = [page('{"detail": "Internal Error"}', 500, "application/json")]
        lost = await outcome(port.unresolved())

    assert isinstance(lost, Unreachable)


async def test_no_message_holds_the_token() -> None:
    async with serving() as tracker, asking(tracker.url) as port:
        tracker.answers = [page(json.dumps({"detail": f"Bearer {TOKEN} is wrong"}), 400)]
        refused = await outcome(port.unresolved())

    assert isinstance(refused, Refused)
    assert TOKEN not in f"{refused.reason} {refused.mend} {refused.__cause__} {refused.__context__}"


# --- hostile and odd content -------------------------------------------------------------------


async def test_a_hostile_title_arrives_harmless() -> None:
    async with serving(error(title=HOSTILE, culprit=HOSTILE)) as tracker, asking(tracker.url) as p:
        (found,) = (await p.unresolved()).errors

    for said in (found.title, found.culprit):
        assert said == "[bold]boom[/]gnp.exe second line"


@pytest.mark.parametrize(
    "odd",
    [
        {"count": None, "userCount": -4, "stats": {"24h": [[1, float("nan")], [2, 1e300]]}},
        {"count": "many", "stats": {"24h": "none"}, "lifetime": [], "project": None},
        {"stats": {"24h": [[1], "x"]}, "permalink": "javascript:alert(1)", "level": {}},
        {"substatus": "unheard of", "status": 7, "shortId": None, "culprit": 5},
    ],
)
async def test_odd_fields_are_left_out_and_the_error_is_still_told(odd: dict) -> None:
    plain = {"id": "12", "title": "it breaks", "firstSeen": "2026-04-21T08:40:00Z"}
    body = json.dumps([plain | odd, {"id": "13"}, {"title": "no id"}, 5, None])
    async with serving() as tracker, asking(tracker.url) as port:
        tracker.answers = [page(body, kind="application/json")]
        reading = await port.unresolved()

    (found,) = reading.errors
    assert (found.id, found.title, found.url) == ("12", "it breaks", "")
    assert reading.counts["12"].users == 0
    assert not reading.counts["12"].is_whole
