"""Announced work is found where it may explain an incident, and hardly anywhere else (A5)."""

import time
from datetime import UTC, datetime, timedelta

import pytest
from far_side import incident
from hypothesis import given, settings
from hypothesis import strategies as st

from cockpit.domain.announced_times import window
from cockpit.domain.announcements import MOST, explanations, words
from cockpit.domain.chat import Heard

AT = datetime(2026, 4, 21, 13, 40, tzinfo=UTC)
"""A Tuesday; the moment at which a message is written."""


def heard(text: str, at: datetime = AT, **changes: object) -> Heard:
    ts = f"{int(at.timestamp())}.000100"
    return Heard(channel="C1", ts=ts, at=at, author="Bo", text=text, **changes)


def page(after_min: float = 5, service: str = "Cloud API", title: str = "Cloud API answers 5xx"):
    at = AT + timedelta(minutes=after_min)
    return incident(created_at=at, changed_at=at, service=service, title=title)


EXPLAINS = [
    ("Shipping cloud v2026.16.2 now. Small one: pool sizes and an index.", 5),
    ("Deploying cloud in 10 minutes", 12),
    ("heads-up: going to restart the cloud api workers", 5),
    ("Maintenance: cloud, 13:30 to 14:30 UTC. Nothing to do.", 5),
    ("Maintenance of the cloud databases between 14:00 and 15:00", 40),
    ("We are migrating cloud to the new postgres until 15:00", 60),
    ("I'll upgrade cloud at 2pm UTC for 2 hours", 100),
    ("Planned downtime for everything tonight at 22:00-23:00 UTC", 8 * 60 + 30),
    ("Cloud failover drill starts at 14:00 UTC", 25),
    ("failing over the cloud database now", 3),
    ("cloud v2026.16.2 deployed, all pods green", 20),
    ("Just rolled out cloud v31", 3),
    ("Tomorrow 09:00-10:00 we reboot the cloud hosts", 20 * 60),
    ("Scheduled maintenance on Wednesday 09:00-10:00 UTC: cloud hosts", 19 * 60 + 50),
    ("The cloud cluster is being restarted", 1),
    ("Restarting cloud, ping me if anything looks odd", 1),
    ("cloud rollback in progress now", 2),
    ("Upgrading all services, 13:00-17:00", 30),
    ("deploy of cloud started by kofi", 5),
    ("The cloud maintenance is under way", 5),
]

DOES_NOT = [
    "Anyone deploying cloud?",
    "Did somebody restart cloud just now?",
    "No cloud deploys today, please",
    "We are not restarting cloud now",
    "Please don't deploy cloud until 15:00",
    "Should we restart cloud now?",
    "Maybe we should upgrade cloud tomorrow",
    "After the cloud deploy the error rate went up",
    "Since the restart of cloud it is slow",
    "cloud deploy failed, looking",
    "cloud errors started during the maintenance",
    "I will look at the cloud deploy of last week",
    "the cloud deploy pipeline is broken now",
    "Maintenance of cloud today is cancelled",
    "The cloud maintenance is postponed",
    "cloud maintenance next week",
    "Cloud upgrade on Friday 14:00-15:00",
    "Cloud maintenance tomorrow 14:00-15:00",
    "Maintenance of cloud 2026-05-02 13:30-14:30",
    "Maintenance: Gateways, 13:30 to 14:30 UTC. We rotate certificates in Frankfurt.",
    "Deploying ingest now",
    "Two customers say that cloud is slow. Known?",
    "cloud: pod restarts: 14 in 10 minutes",
    "I see the page for cloud, at my desk now",
    "Somebody has to restart cloud",
    "Lunch at 14:00?",
    "the cloud team meets at 14:00",
    "Release notes of cloud are in the wiki",
    "Can you roll back cloud",
    "Everything is fine now",
    "",
    "   \n\n ",
]


@pytest.mark.parametrize(("text", "after_min"), EXPLAINS)
def test_work_that_names_the_service_at_its_time_may_explain_it(text: str, after_min: int) -> None:
    (found,) = explanations(page(after_min), [heard(text)], UTC)

    assert found.quote
    assert found.shared


@pytest.mark.parametrize("text", DOES_NOT)
def test_what_announces_nothing_or_something_else_explains_nothing(text: str) -> None:
    assert explanations(page(), [heard(text)], UTC) == ()


def test_it_says_why() -> None:
    text = "restart db-2, 14:00-14:20"
    (found,) = explanations(page(25, "Storage", "db-2 lags"), [heard(f"Going to {text}")], UTC)

    assert words(found, "#ops", UTC) == (
        "#ops: Bo announced “Going to restart db-2, 14:00-14:20” 13:40, names db-2, "
        "14:00-14:20, zone not named: may explain it"
    )


def test_work_long_over_or_announced_after_the_page_explains_nothing() -> None:
    assert explanations(page(6 * 60), [heard("Shipping cloud now")], UTC) == ()
    assert explanations(page(-5), [heard("Restarting cloud now")], UTC) == ()


def test_our_own_words_explain_nothing() -> None:
    assert explanations(page(), [heard("Restarting cloud now", ours="r1.post")], UTC) == ()


def test_the_likeliest_come_first_and_few_are_shown() -> None:
    many = [heard("Deploying cloud now", AT - timedelta(minutes=n)) for n in range(1, 9)]
    best = heard("Migrating the cloud pool storage now")
    found = explanations(page(5, title="cloud pool storage is full"), [*many, best], UTC)

    assert len(found) == MOST
    assert found[0].heard == best


def test_a_service_of_general_words_alone_is_known_by_them() -> None:
    assert explanations(page(5, "API", "API down"), [heard("Restarting the api now")], UTC)


# --- times -----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "start", "end"),
    [
        ("14:00-15:00 UTC", "21 14:00", "21 15:00"),
        ("from 14:00 to 15:30", "21 14:00", "21 15:30"),
        ("14:00 CEST until 15:00 CEST", "21 12:00", "21 13:00"),
        ("2pm for half an hour", "21 14:00", "21 14:30"),
        ("until 15:00", "21 13:40", "21 15:00"),
        ("23:30-00:30", "21 23:30", "22 00:30"),
        ("01:00-02:00", "22 01:00", "22 02:00"),
        ("in 20 minutes for 2 hours", "21 14:00", "21 16:00"),
        ("started 30 min ago", "21 13:10", "21 15:10"),
        ("tomorrow", "22 00:00", "23 00:00"),
        ("tomorrow 9am-10am", "22 09:00", "22 10:00"),
        ("on monday at 10:00", "27 10:00", "27 12:00"),
        ("2026-04-23 10:00 to 11:00", "23 10:00", "23 11:00"),
        ("now", "21 13:40", "21 15:40"),
        ("25:00 to 26:99", "21 13:40", "21 15:40"),
    ],
)
def test_a_window_is_read_from_its_words(text: str, start: str, end: str) -> None:
    found = window(text, AT, UTC)

    assert found is not None
    assert (f"{found.start:%d %H:%M}", f"{found.end:%d %H:%M}") == (start, end)


@pytest.mark.parametrize("text", ["next week", "9999-12-31 10:00", "2026-02-31", "2026-08-01"])
def test_what_is_far_or_no_date_has_no_window(text: str) -> None:
    assert window(text, AT, UTC) is None


# --- hostile -----------------------------------------------------------------------------------

PIECES = st.sampled_from(
    ["deploying ", "restart", "cloud ", "14:00", "-", " to ", "until ", "for 999 hours ", "in "]
).flatmap(
    lambda piece: st.sampled_from(
        [piece, "not ", "?", ".", "\n", "2026-99-99 ", "99pm ", "\u202e", "1" * 50, "db-", "2 "]
    )
)


@settings(max_examples=300, deadline=None)
@given(st.one_of(st.text(max_size=400), st.lists(PIECES, max_size=80).map("".join)))
def test_no_text_breaks_it(text: str) -> None:
    for at in (AT, datetime.min.replace(tzinfo=UTC), datetime.max.replace(tzinfo=UTC)):
        assert len(explanations(page(), [heard(text, AT)], UTC)) <= 1
        window(text, at, UTC)


@pytest.mark.parametrize(
    "piece",
    ["deploying ", "re", "a", "14:00-", "going to ", "db-1-", "1", " ", "n't ", "\n", "in "],
)
def test_a_hostile_message_costs_no_more_than_its_length(piece: str) -> None:
    def cost(length: int) -> float:
        best = float("inf")
        for attempt in range(3):
            text = (f"cloud restart{attempt} now " + piece * length)[:length]
            begun = time.perf_counter()
            explanations(page(), [heard(text)], UTC)
            best = min(best, time.perf_counter() - begun)
        return best

    assert cost(4000) < 1.0
