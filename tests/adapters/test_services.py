"""The organisation's own services on real HTTP: look-ups, acts, bad answers, and where the token is
not.
"""

from collections.abc import AsyncIterator, Callable
from dataclasses import replace
from datetime import UTC, datetime

import pytest
from customers import FLAG, LINDAU, LOOKUP, MERIDIAN, MINT, ROOT, TOKEN, TRACED, asked, services
from customers import minting as minting_of
from patience import PATIENCE_S
from scripted import Scripted, Told
from stand import Stand

from cockpit.adapters.services import HttpServices
from cockpit.domain.effects_http import CallHttp
from cockpit.domain.http_actions import HttpService, OrgPaths
from cockpit.ports.outside import Garbled, PortError, Refused, Unreachable
from cockpit.ports.services import Called, Found

START = datetime(2026, 4, 21, 8, 44, 10, tzinfo=UTC)
CANARY = "canary-81f2-platform-token"

Make = Callable[..., HttpServices]


@pytest.fixture
async def make(stand: Stand) -> AsyncIterator[Make]:
    """Makes ports that are closed in the end."""
    made: list[HttpServices] = []

    def one(token: str = TOKEN, **more: object) -> HttpServices:
        made.append(services(str(more.pop("url", stand.product)), token, **more))
        return made[-1]

    yield one
    for port in made:
        await port.close()


@pytest.fixture
def port(make: Make) -> HttpServices:
    return make()


async def _told(doing: object) -> PortError:
    """What was raised, by something that is awaited."""
    with pytest.raises(PortError) as raised:
        await doing
    return raised.value


# --- looking up --------------------------------------------------------------------------------


async def test_an_org_is_found_by_its_id(port: HttpServices) -> None:
    found = await port.look_up(LOOKUP, asked(MERIDIAN))

    (org,) = found.orgs
    assert (found.total, org.id, org.name) == (1, MERIDIAN, "Meridian Retail")
    assert (org.owner, org.allows) == ("ines@meridian.example", True)
    assert org.more == (("plan", "enterprise"), ("cameras", "1840"), ("state", "active"))


async def test_an_owner_may_have_several_orgs(port: HttpServices) -> None:
    found = await port.look_up(LOOKUP, asked("SAM@harbour.example"))

    assert [org.name for org in found.orgs] == ["Harbour Logistics", "Harbour Cold Storage"]


async def test_nobody_is_found_where_nobody_is(port: HttpServices) -> None:
    assert await port.look_up(LOOKUP, asked("nobody@example.com")) == Found(orgs=(), total=0)


async def test_what_forbids_is_told_and_what_is_not_said_is_not_made_up(
    port: HttpServices,
) -> None:
    elsewhere = replace(LOOKUP, org=replace(LOOKUP.org, allows="settings.platform"))

    assert (await port.look_up(LOOKUP, asked(LINDAU))).orgs[0].allows is False
    assert (await port.look_up(elsewhere, asked(LINDAU))).orgs[0].allows is None


async def test_a_hostile_name_is_harmless(port: HttpServices) -> None:
    (org,) = (await port.look_up(LOOKUP, asked("org_c0ffee"))).orgs

    assert org.name == '[bold red]Acme[/] "},{ & Söhne'


@pytest.mark.parametrize("query", ["a&limit=1", "x#y", "../../tokens", "ä/ö?query=org_7f3a91"])
async def test_what_is_looked_for_ends_no_part_of_the_address(
    stand: Stand, port: HttpServices, query: str
) -> None:
    found = await port.look_up(LOOKUP, asked(query))

    assert found.total == 0
    assert stand.received()["counts"].get(f"product GET {ROOT}/orgs") == 1


async def test_a_value_that_would_lead_elsewhere_is_refused(port: HttpServices) -> None:
    by_path = replace(LOOKUP, path=f"{ROOT}/orgs/{{query}}", org=OrgPaths())

    error = await _told(port.look_up(by_path, asked("..")))

    assert (type(error), error.reason) == (
        Refused,
        "that cannot be looked up: query cannot stand in an address: ..",
    )


async def test_an_address_that_is_not_there_is_no_org_where_the_address_names_it(
    port: HttpServices,
) -> None:
    by_path = replace(LOOKUP, path=f"{ROOT}/orgs/{{query}}", org=OrgPaths())

    assert await port.look_up(by_path, asked("org_none")) == Found(orgs=(), total=0)


# --- acting ------------------------------------------------------------------------------------


async def test_a_token_is_minted_with_reason_and_ticket(stand: Stand, port: HttpServices) -> None:
    called = await port.call(minting_of())

    (minted,) = stand.received()["minted"]
    (token,) = stand.received()["tokens"]
    assert (minted["org_id"], minted["reason"]) == (MERIDIAN, "P1 incident Q1")
    assert minted["ticket_ref"] == "Q1"
    assert called.secret is not None
    assert called.secret.reveal() == token
    assert called.changed.kept == (("expires", "2026-04-21T09:44:10Z"),)
    assert token not in repr(called)


async def test_a_kept_value_that_holds_the_token_is_not_kept(stand: Stand, make: Make) -> None:
    nosy = replace(MINT, keep=(replace(MINT.keep[0], path="token"),))
    called = await make(actions=(nosy,)).call(minting_of())

    assert called.changed.kept == (("expires", "***"),)


async def test_another_act_needs_no_token_of_its_own(stand: Stand, port: HttpServices) -> None:
    call = CallHttp(
        id="r2.http",
        incident_id="Q1",
        action=FLAG.id,
        title=FLAG.title,
        service="platform",
        method="PUT",
        path=f"{ROOT}/orgs/{MERIDIAN}/flags/live-wall-v2",
        body='{"enabled": false}',
    )

    called = await port.call(call)

    assert called.secret is None
    assert called.changed.kept == (("flag", "live-wall-v2"),)
    assert stand.received()["disabled"] == [f"{MERIDIAN}/live-wall-v2"]


async def test_the_platform_itself_refuses_an_org_that_forbids(port: HttpServices) -> None:
    error = await _told(port.call(minting_of(LINDAU)))

    assert isinstance(error, Refused)
    assert error.reason == (
        "platform says that you may not: this org forbids platform impersonation"
    )


async def test_an_act_that_left_the_profile_is_not_sent(stand: Stand, make: Make) -> None:
    error = await _told(make(actions=(LOOKUP,)).call(minting_of()))

    assert error.reason == "the profile has no act impersonate any more: nothing was sent"
    assert stand.writes("product") == []


async def test_an_answer_without_the_token_is_told_and_is_no_failure(make: Make) -> None:
    elsewhere = replace(MINT, secret="data.token")

    called = await make(actions=(elsewhere,)).call(minting_of())

    assert called.secret is None
    assert called.changed.warning == (
        "platform did it, and its answer has nothing usable at data.token"
    )


# --- whether it happened -----------------------------------------------------------------------


async def test_an_act_whose_answer_was_lost_is_found_where_the_profile_says(
    stand: Stand, make: Make
) -> None:
    port = make(actions=(TRACED,))
    stand.fault("product", "drop", method="POST", act=True)
    lost = await _told(port.call(minting_of(trace=True)))
    found = await port.trace(minting_of(trace=True), START)

    assert isinstance(lost, Unreachable)
    assert lost.maybe_sent
    assert found is not None
    assert found.at == START


async def test_an_earlier_act_is_not_taken_for_this_one(stand: Stand, make: Make) -> None:
    port = make(actions=(TRACED,))
    await port.call(minting_of(trace=True))
    since = stand.advance(60)

    assert await port.trace(minting_of(trace=True), since) is None


# --- bad answers -------------------------------------------------------------------------------

BAD = {
    "html": (
        {"kind": "status", "status": 200, "body": "<html>Sign in</html>"},
        Garbled,
        "platform answered with something else than was asked for (HTTP 200)",
    ),
    "a proxy": (
        {"kind": "status", "status": 502},
        Unreachable,
        "platform has a fault of its own (HTTP 502)",
    ),
    "elsewhere": (
        {"kind": "status", "status": 302, "location": "https://login.example.com/"},
        Refused,
        "platform leads elsewhere (HTTP 302); nothing was sent there, no token either",
    ),
    "a limit": (
        {"kind": "rate_limit", "retry_after": 7},
        Refused,
        "platform asks to wait: too many questions; again in 7 s",
    ),
    "not there": (
        {"kind": "status", "status": 404, "body": "{}"},
        Refused,
        "platform has nothing there (HTTP 404)",
    ),
    "half an answer": (
        {"kind": "truncate", "act": True},
        Unreachable,
        "the connection to platform broke before it answered",
    ),
    "another shape": (
        {"kind": "status", "status": 200, "body": '{"orgs": {"id": "org_1"}}'},
        Garbled,
        "platform answered with something else than was asked for (HTTP 200)",
    ),
    "nothing that is an org": (
        {"kind": "status", "status": 200, "body": '{"orgs": [{"id": {}}, 3]}'},
        Garbled,
        "platform answered with something else than was asked for (HTTP 200)",
    ),
}


@pytest.mark.parametrize(("fault", "kind", "words"), BAD.values(), ids=BAD)
async def test_a_bad_answer_to_a_look_up_is_told_in_words(
    stand: Stand, port: HttpServices, fault: dict, kind: type[PortError], words: str
) -> None:
    given = dict(fault)
    stand.fault("product", given.pop("kind"), path=ROOT, **given)

    error = await _told(port.look_up(LOOKUP, asked(MERIDIAN)))

    assert (type(error), error.reason) == (kind, words)
    assert not getattr(error, "maybe_sent", False)


async def test_an_answer_that_does_not_end_is_given_up(stand: Stand, make: Make) -> None:
    huge = '{"orgs": [' + '{"id": "org_1"},' * 5000 + '{"id": "org_1"}]}'
    stand.fault("product", "status", status=200, body=huge, path=ROOT)

    error = await _told(make(max_answer=4096).look_up(LOOKUP, asked(MERIDIAN)))

    assert error.reason == "platform sends more than 4096 bytes: it was not read further"


async def test_no_answer_in_time_leaves_open_whether_an_act_happened(
    stand: Stand, make: Make
) -> None:
    stand.fault("product", "hang", path=ROOT, times=2)
    port = make(timeout_s=0.5)
    asked_for = await _told(port.look_up(LOOKUP, asked(MERIDIAN)))
    done = await _told(port.call(minting_of()))

    assert asked_for.reason == done.reason == "platform did not answer within 0.5 s"
    assert isinstance(done, Unreachable)
    assert done.maybe_sent


async def test_a_fault_after_acting_leaves_open_whether_it_happened(
    stand: Stand, port: HttpServices
) -> None:
    stand.fault("product", "status", status=500, method="POST", act=True)
    error = await _told(port.call(minting_of()))

    assert isinstance(error, Unreachable)
    assert error.maybe_sent


async def test_a_service_without_an_address_says_how_to_give_it_one(port: HttpServices) -> None:
    error = await _told(port.look_up(replace(LOOKUP, service="billing"), asked("x")))

    assert error.reason == "no address of billing is configured here"
    assert error.mend.startswith('add [[http]] with name = "billing"')


# --- the token of the service ------------------------------------------------------------------


async def test_a_wrong_token_is_told_and_fetched_anew(stand: Stand) -> None:
    tokens = iter((CANARY, TOKEN))

    async def found() -> str:
        return next(tokens)

    service = HttpService(name="platform", url=stand.product)
    port = HttpServices((service,), {"platform": found}, (LOOKUP,))
    error = await _told(port.look_up(LOOKUP, asked(MERIDIAN)))
    again = await port.look_up(LOOKUP, asked(MERIDIAN))
    await port.close()

    assert isinstance(error, Refused)
    assert error.credentials
    assert error.reason == "platform does not accept the token: the token is not valid"
    assert again.total == 1


async def test_the_token_is_in_no_error(stand: Stand, make: Make) -> None:
    port = make(CANARY, timeout_s=PATIENCE_S)
    echo = f'{{"error": "bad token {CANARY}"}}'
    errors = []
    for status in (200, 302, 401, 403, 404, 422, 500):
        stand.fault("product", "status", status=status, body=echo, path=ROOT)
        errors.append(await _told(port.call(minting_of()) if status != 200 else _bad(port)))
    errors.append(await _told(make(CANARY, url="http://127.0.0.1:9").call(minting_of())))

    for error in errors:
        chain = (error, error.__cause__, error.__context__)
        assert not any(CANARY in f"{one!r}{vars(one)}" for one in chain if one is not None)


async def _bad(port: HttpServices) -> Called | Found:
    return await port.look_up(LOOKUP, asked(MERIDIAN))


async def test_an_org_that_is_told_twice_is_one() -> None:
    org = {"id": MERIDIAN, "name": "Meridian Retail"}
    with Scripted(lambda _: Told({"orgs": [org, {**org, "id": "org_2"}, org]})) as server:
        service = HttpService(name="platform", url=server.url)
        port = HttpServices((service,), {}, (LOOKUP,))
        found = await port.look_up(LOOKUP, asked(MERIDIAN))
        await port.close()

    assert ([o.id for o in found.orgs], found.total) == ([MERIDIAN, "org_2"], 2)
