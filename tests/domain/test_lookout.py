"""Where to look, for which time, and whom to ask: in order, encoded, and honest about gaps."""

from dataclasses import replace
from datetime import timedelta
from urllib.parse import parse_qs, unquote, urlsplit

import pytest
from hypothesis import given
from hypothesis import strategies as st
from situations import LATER, NOW, PAGED, after, idle, incident, record, running

from cockpit.domain.catalogue import Contact, Look, LookKind, Service
from cockpit.domain.facts import IncidentSeen
from cockpit.domain.fold import apply
from cockpit.domain.lookout import encoded, filled, lookout
from cockpit.domain.model import Status
from cockpit.domain.situation import Situation


def look(kind: LookKind = LookKind.METRICS, url: str = "https://x.example/{since_s}") -> Look:
    return Look(kind=kind, title=f"the {kind.value}", url=url)


def contact(level: str, url: str = "") -> Contact:
    return Contact(level=level, who=f"who is {level}", reach="#there", url=url)


API = Service(
    name="cloud api",
    looks=(look(LookKind.TRACES), look(LookKind.OTHER), look(), look(LookKind.LOGS)),
    contacts=(contact("L3", "https://vendor.example/"), contact("L2")),
    depends_on=("postgres", "nobody knows it"),
)
POSTGRES = Service(name="Postgres", looks=(look(url="https://pg.example/"),), depends_on=("disk",))
DISK = Service(name="Disk")


def with_services(plain: Situation, *services: Service) -> Situation:
    return replace(plain, procedure=replace(plain.procedure, services=services))


def at_work(*services: Service) -> Situation:
    return with_services(running(), *(services or (API, POSTGRES, DISK)))


def test_metrics_come_first_then_logs_then_traces_however_they_are_configured() -> None:
    first = lookout(at_work(), NOW).outlooks[0]

    assert [s.kind.value for s in first.spots] == ["metrics", "logs", "traces", "other"]
    assert [c.level for c in first.contacts] == ["L2", "L3"]


def test_what_it_needs_follows_and_what_the_catalogue_lacks_is_named() -> None:
    found = lookout(at_work(), NOW)

    assert [o.name for o in found.outlooks] == ["cloud api", "Postgres", "Disk", "nobody knows it"]
    assert [o.service is None for o in found.outlooks] == [False, False, False, True]
    assert {o.needed_by for o in found.outlooks[1:]} == {"cloud api"}


def test_services_that_need_one_another_end() -> None:
    one = Service(name="cloud api", depends_on=("two",))
    two = Service(name="two", depends_on=("cloud api", "two"))

    assert [o.name for o in lookout(at_work(one, two), NOW).outlooks] == ["cloud api", "two"]


def test_the_window_begins_before_the_first_bad_sample_and_ends_now() -> None:
    span = lookout(at_work(), NOW + timedelta(seconds=5)).window

    assert span.since == after(-2 - 15).replace(second=0)
    assert span.until == NOW.replace(second=0) + timedelta(minutes=1)
    assert span.is_open
    assert span.words == "from 15 min before the first bad sample"


def test_the_window_of_an_incident_that_is_over_ends_a_little_after_it() -> None:
    plain = at_work()
    over = incident(status=Status.RESOLVED, changed_at=after(30))
    state = apply(plain.state, record(IncidentSeen(incident=over), LATER, seq=plain.state.seq + 1))
    span = lookout(replace(plain, state=state), PAGED + timedelta(days=2)).window

    assert not span.is_open
    assert span.until == after(45).replace(second=0) + timedelta(minutes=1)


def test_an_address_stays_the_same_for_a_minute() -> None:
    at = NOW.replace(second=1)
    urls = {lookout(at_work(), at + timedelta(seconds=s)).addresses for s in range(50)}

    assert len(urls) == 1


def test_without_an_incident_every_service_is_shown_over_the_last_hour() -> None:
    found = lookout(with_services(idle(), API, POSTGRES), NOW)

    assert [o.name for o in found.outlooks] == ["cloud api", "Postgres"]
    assert found.window.until - found.window.since >= timedelta(hours=1)


def test_a_service_that_is_named_is_looked_at_whatever_is_on_screen() -> None:
    assert [o.name for o in lookout(at_work(), NOW, "POSTGRES").outlooks] == ["Postgres", "Disk"]


def test_a_service_that_the_catalogue_does_not_know_is_said_to_be_unknown() -> None:
    found = lookout(at_work(POSTGRES), NOW)

    assert (found.outlooks, found.wanted) == ((), "cloud api")


def test_addresses_are_numbered_in_the_order_in_which_they_are_shown() -> None:
    found = lookout(at_work(), NOW).addresses

    assert [urlsplit(url).hostname for url in found] == [
        *(["x.example"] * 4),
        "vendor.example",
        "pg.example",
    ]


@pytest.mark.parametrize(
    ("blank", "value"),
    [
        ("since", "2026-04-21T08:25:00Z"),
        ("until", "2026-04-21T08:45:00Z"),
        ("since_s", "1776759900"),
        ("until_ms", "1776761100000"),
        ("incident", "4217"),
        ("service", "cloud api"),
    ],
)
def test_every_blank_is_filled_with_the_incidents_own_value(blank: str, value: str) -> None:
    service = replace(API, looks=(look(url=f"https://x.example/?v={{{blank}}}"),), contacts=())
    url = lookout(at_work(service), NOW).addresses[0]

    assert parse_qs(urlsplit(url).query) == {"v": [value]}


@given(st.text())
def test_a_value_is_one_value_whatever_stands_in_it(value: str) -> None:
    url = filled("https://x.example/{service}/y?a={service}&b=1#{service}", {"service": value})
    parts = urlsplit(url)
    meant = value.encode("utf-8", "replace").decode()

    assert url.isascii()
    assert parts.netloc == "x.example"
    assert [unquote(part) for part in parts.path.split("/")] == ["", meant, "y"]
    assert parts.query == f"a={encoded(value)}&b=1"
    assert unquote(parts.fragment) == meant


@given(st.text(max_size=20))
def test_a_value_with_braces_is_not_filled_a_second_time(value: str) -> None:
    said = {"service": "{since}" + value, "since": "NOW"}

    assert "NOW" not in filled("https://x.example/{service}", said).replace(encoded(value), "")
