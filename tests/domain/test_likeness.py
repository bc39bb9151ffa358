"""Which incidents belong together, and why."""

from dataclasses import replace

from hypothesis import given
from hypothesis import strategies as st
from situations import incident

from cockpit.domain.likeness import likenesses, suggestions


def titled(number, title, service="gateways"):
    return replace(incident(f"Q{number}", number=number, title=title), service=service)


STORM = (
    titled(1, "Gateway gw-1 in cluster eu-1 lost its connection"),
    titled(2, "Gateway gw-2 in cluster eu-1 lost its connection"),
    titled(3, "Gateway gw-3 in cluster us-2 lost its connection"),
    titled(4, "Certificate of cluster eu-1 expires", service="tls"),
    titled(5, "Disk full", service=""),
)


def groups(number):
    found = likenesses(STORM[number - 1], STORM)
    return {group.reason: set(group.ids) for group in found}


def test_the_same_cluster_the_same_words_the_same_service():
    assert groups(1) == {
        "eu-1 in the title": {"Q1", "Q2", "Q4"},
        "the same words in the title": {"Q1", "Q2", "Q3"},
    }
    assert groups(5) == {}


def test_a_group_that_another_reason_already_gave_is_not_given_twice():
    two = (titled(1, "Search is slow"), titled(2, "Search is slow"))

    assert len(likenesses(two[0], two)) == 1


def test_a_service_alone_is_a_reason_to_look_and_none_to_merge():
    two = (titled(1, "Disk is full"), titled(2, "Queue grows"))

    assert [group.reason for group in likenesses(two[0], two)] == ["the same service, gateways"]
    assert suggestions(two) == ()


def test_the_largest_group_is_suggested_first_and_nobody_twice():
    found = suggestions(
        (*STORM, titled(6, "Search query is slow"), titled(7, "Search query is very slow"))
    )

    assert [set(group.ids) for group in found] == [{"Q1", "Q2", "Q3"}, {"Q6", "Q7"}] or [
        set(group.ids) for group in found
    ] == [{"Q1", "Q2", "Q4"}, {"Q6", "Q7"}]


def test_regions_are_places_too():
    two = (titled(1, "Reads fail in us-east-1"), titled(2, "Disk of us-east-1 full", "disks"))

    assert likenesses(two[0], two)[0].reason == "us-east-1 in the title"


titles = st.text(
    st.sampled_from("abc eu-1:/=\u0301\u200f日クラ[]()0123"), max_size=40
) | st.sampled_from(("cluster cluster cluster", "region=", "x" * 500))


@given(titles=st.lists(titles, max_size=8))
def test_every_group_holds_its_incident_and_no_stranger(titles):
    some = tuple(titled(n, title) for n, title in enumerate(titles, start=1))
    ids = {i.id for i in some}
    for one in some:
        for group in likenesses(one, some):
            assert one.id in group.ids
            assert set(group.ids) <= ids
            assert len(group.ids) > 1
    taken = [key for group in suggestions(some) for key in group.ids]
    assert len(taken) == len(set(taken))
