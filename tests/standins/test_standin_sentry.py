"""The Sentry of the demo, as a client that is not ours sees it: strict where Sentry is."""

from collections.abc import Iterator

import httpx
import pytest
from patience import PATIENCE_S
from stand import Stand

ISSUES = "organizations/novavms/issues/"


@pytest.fixture
def sentry(stand: Stand) -> Iterator[httpx.Client]:
    """Sentry as whoever has the token sees it."""
    headers = {"Authorization": "Bearer sntryu_standin_cockpit"}
    with httpx.Client(
        base_url=stand.sentry, headers=headers, trust_env=False, timeout=PATIENCE_S
    ) as http:
        yield http


def names(answer: httpx.Response) -> list[str]:
    assert answer.status_code == 200, answer.text
    return [issue["shortId"] for issue in answer.json()]


def test_what_happened_last_comes_first_and_only_what_is_unresolved(
    stand: Stand, sentry: httpx.Client
) -> None:
    before = names(sentry.get(ISSUES, params={"statsPeriod": "24h"}))
    stand.advance(700)
    after = names(sentry.get(ISSUES, params={"statsPeriod": "24h"}))
    resolved = names(sentry.get(ISSUES, params={"query": "is:resolved"}))

    assert "GATEWAY-5" in before
    assert "GATEWAY-5" not in after
    assert resolved == ["GATEWAY-5"]


def test_errors_grow_while_they_happen_and_stop_when_they_are_over(
    stand: Stand, sentry: httpx.Client
) -> None:
    def events() -> int:
        (issue,) = [i for i in sentry.get(ISSUES).json() if i["shortId"] == "CLOUD-1"]
        return int(issue["lifetime"]["count"])

    first = events()
    stand.advance(600)
    second = events()
    stand.advance(7200)
    third = events()
    stand.advance(600)

    assert first < second < third
    assert events() == third


def test_pages_are_linked_in_both_directions_also_where_there_is_nothing(
    sentry: httpx.Client,
) -> None:
    first = sentry.get(ISSUES, params={"limit": "3"})
    links = first.links
    second = sentry.get(ISSUES, params={"limit": "3", "cursor": links["next"]["cursor"]})

    assert (links["previous"]["results"], links["next"]["results"]) == ("false", "true")
    assert second.links["next"]["results"] == "false"
    assert len({*names(first), *names(second)}) == 5


@pytest.mark.parametrize(
    ("given", "words"),
    [
        ({"query": "is:unresolved project:nobody"}, "project"),
        ({"query": "is:unresolved (("}, "parsing"),
        ({"query": "is:asleep"}, "is:asleep"),
        ({"cursor": "next please"}, "cursor"),
        ({"statsPeriod": "a day"}, "statsPeriod"),
        ({"groupStatsPeriod": "1h"}, "stats_period"),
        ({"sort": "mood"}, "sort"),
        ({"project": "cloud"}, "project"),
        ({"limit": "all"}, "limit"),
        ({"lmit": "3"}, "lmit"),
    ],
)
def test_what_sentry_does_not_take_is_refused(
    sentry: httpx.Client, given: dict[str, str], words: str
) -> None:
    answer = sentry.get(ISSUES, params=given)

    assert answer.status_code == 400
    assert words in answer.json()["detail"]


@pytest.mark.parametrize(
    ("token", "status"), [("Bearer nobody", 401), ("Bearer sntryu_standin_narrow", 403)]
)
def test_who_may_not_read_is_refused(sentry: httpx.Client, token: str, status: int) -> None:
    assert sentry.get(ISSUES, headers={"Authorization": token}).status_code == status


def test_every_answer_says_how_much_of_the_rate_limit_is_left(sentry: httpx.Client) -> None:
    left = [int(sentry.get(ISSUES).headers["X-Sentry-Rate-Limit-Remaining"]) for _ in range(2)]

    assert left[0] == left[1] + 1
