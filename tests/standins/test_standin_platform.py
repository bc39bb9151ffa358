"""The platform that stands in: strict about who asks, what is asked, and what an org allows."""

from collections.abc import Iterator

import httpx
import pytest
from customers import LINDAU, MERIDIAN, ROOT, TOKEN
from patience import PATIENCE_S
from stand import Stand


@pytest.fixture
def platform(stand: Stand) -> Iterator[httpx.Client]:
    client = httpx.Client(
        base_url=f"{stand.product}{ROOT}",
        headers={"Authorization": f"Bearer {TOKEN}"},
        trust_env=False,
        timeout=PATIENCE_S,
    )
    with client:
        yield client


def _mint(platform: httpx.Client, **changed: object) -> httpx.Response:
    body = {"org_id": MERIDIAN, "reason": "P1 incident Q1", "ticket_ref": "Q1", **changed}
    return platform.post("/impersonation-tokens", json=body)


def test_nobody_is_answered_without_the_token(platform: httpx.Client) -> None:
    answer = platform.get("/orgs?query=x", headers={"Authorization": "Bearer other"})

    assert (answer.status_code, answer.json()) == (401, {"error": "the token is not valid"})


def test_orgs_are_found_by_id_owner_and_name(platform: httpx.Client) -> None:
    for query, count in (("ORG_7f3a91", 1), ("sam@harbour.example", 2), ("harbour", 2), ("?", 0)):
        found = platform.get("/orgs", params={"query": query}).json()
        assert (found["total"], len(found["orgs"])) == (count, count)

    assert platform.get("/orgs").status_code == 400


def test_orgs_are_listed_by_whether_they_let_the_platform_in(platform: httpx.Client) -> None:
    closed = platform.get("/orgs?allow_platform_impersonation=false").json()

    assert [org["id"] for org in closed["orgs"]] == [LINDAU]
    assert platform.get("/orgs?allow_platform_impersonation=maybe").status_code == 400


def test_a_token_is_minted_each_time_that_it_is_asked_for(
    stand: Stand, platform: httpx.Client
) -> None:
    tokens = {_mint(platform).json()["token"] for _ in range(2)}

    assert set(stand.received()["tokens"]) == tokens
    assert len(tokens) == len(stand.received()["minted"]) == 2
    listed = platform.get("/impersonation-tokens", params={"ticket_ref": "Q1"}).json()["tokens"]
    assert [entry["org_id"] for entry in listed] == [MERIDIAN, MERIDIAN]
    assert not any("token" in entry for entry in listed)


@pytest.mark.parametrize(
    ("changed", "status"),
    [
        ({"org_id": LINDAU}, 403),
        ({"org_id": "org_none"}, 404),
        ({"reason": "P1"}, 422),
        ({"reason": None}, 422),
        ({"more": "x"}, 422),
    ],
)
def test_what_is_not_asked_properly_is_not_done(
    stand: Stand, platform: httpx.Client, changed: dict, status: int
) -> None:
    assert _mint(platform, **changed).status_code == status
    assert stand.received()["minted"] == []
