"""Channels by purpose, as names (`[procedure.channels]`) and as ids (`[slack.channels]`)."""

from collections.abc import Iterable
from typing import Annotated

from pydantic import AfterValidator

from cockpit.domain.channels import Channels
from cockpit.domain.watch import ChannelSpec
from cockpit.settings.kinds import Name, wrong
from cockpit.settings.table import Table

_MOST_FOLLOWED = 10


def _few(channels: tuple[str, ...]) -> tuple[str, ...]:
    if len(channels) > _MOST_FOLLOWED:
        mend = f"keep the {_MOST_FOLLOWED} that matter most: Slack answers so often and no more"
        raise wrong("names too many channels", mend)
    return channels


FollowedChannels = Annotated[tuple[Name, ...], AfterValidator(_few)]
"""Channels to follow besides, by id."""


class ChannelsTable(Table):
    """`[procedure.channels]`: channels as people call them; `[slack.channels]`: their ids."""

    incident: str = ""
    """Where an incident is declared and its thread lives."""
    oncall: str = ""
    """Where hand-overs are posted."""
    noise: str = ""
    """Where alerts go that do not page."""
    log: str = ""
    """Where traces of what was done are left."""
    alerts: str = ""
    """Where alerts arrive and are answered."""
    operations: str = ""
    """Where work is announced, and help offered."""
    security: str = ""
    """Where security issues go."""


def channels_of(names: ChannelsTable, ids: ChannelsTable) -> Channels:
    """Channels as the chat knows them: the id where there is one, else the name."""
    called = {purpose: getattr(names, purpose) for purpose in ChannelsTable.model_fields}
    known = {purpose: getattr(ids, purpose) for purpose in called}
    pairs = tuple(
        (known[purpose], name) for purpose, name in called.items() if name and known[purpose]
    )
    chosen = {purpose: known[purpose] or name for purpose, name in called.items()}
    return Channels(**chosen, names=pairs)


def followed(channels: Channels, more: Iterable[str]) -> tuple[ChannelSpec, ...]:
    """The channels to follow, each once: for alerts, for operations, then those named besides."""
    besides = (channels.of(word) for word in more)
    wanted = dict.fromkeys((channels.alerts, channels.operations, *besides))
    return tuple(_followed(channels, channel) for channel in wanted if channel)


def _followed(channels: Channels, channel: str) -> ChannelSpec:
    """One that has no name is called by its purpose."""
    alerts, operations = channel == channels.alerts, channel == channels.operations
    name = channels.name(channel)
    if name == channel and not name.startswith("#"):
        name = "alerts" if alerts else "operations" if operations else name
    return ChannelSpec(id=channel, name=name, alerts=alerts, operations=operations)
