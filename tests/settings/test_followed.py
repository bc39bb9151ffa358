"""Which channels are followed: those of the procedure, and more by id, each once."""

import pytest

from cockpit.domain.watch import ChannelSpec
from cockpit.settings.load import load

SLACK = '[slack]\ntoken_env = "SLACK_TOKEN"\n'


def test_the_procedures_channels_and_more_are_followed(write):
    write(
        SLACK + 'follow = ["C9", "#alerts", "incident"]\n'
        '[slack.channels]\nalerts = "C1"\noperations = "C2"\nincident = "C3"\n'
        '[procedure.channels]\nalerts = "#alerts"\n'
    )

    assert load().channels == (
        ChannelSpec(id="C1", name="#alerts", alerts=True),
        ChannelSpec(id="C2", name="operations", operations=True),
        ChannelSpec(id="C9", name="C9"),
        ChannelSpec(id="C3", name="#novavms-incident-live"),
    )


def test_one_channel_for_both_is_followed_once(write):
    write(SLACK + '[slack.channels]\nalerts = "C1"\noperations = "C1"\n')

    assert load().channels == (ChannelSpec(id="C1", name="alerts", alerts=True, operations=True),)


@pytest.mark.parametrize("text", ["", SLACK, '[procedure.channels]\nalerts = "#alerts"\n'])
def test_without_channels_or_a_chat_nothing_is_followed(write, text):
    write(text)

    assert load().channels == ()


def test_more_than_slack_can_answer_for_are_refused(faults):
    channels = ", ".join(f'"C{n}"' for n in range(11))
    (fault,) = faults(f"{SLACK}follow = [{channels}]\n")

    assert "slack.follow" in fault
    assert "10" in fault
