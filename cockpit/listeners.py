"""Makes the sources that listen to the chat, from settings; asks nobody."""

from collections.abc import Callable

from cockpit.adapters.slack import Slack
from cockpit.domain.state import State
from cockpit.ports.outside import Clock
from cockpit.settings.load import Settings
from cockpit.sources.channels import ChannelSource
from cockpit.sources.handover import HandoverSource
from cockpit.sources.keeper import Note, Source
from cockpit.sources.thread import ThreadSource


def listeners(
    settings: Settings,
    chat: Slack | None,
    clock: Clock,
    *,
    state: Callable[[], State],
    focus: Callable[[], str],
    note: Note,
) -> list[Source]:
    """Whoever listens: to the incident's thread, to channels that are followed, to handovers.

    Args:
        settings: a configuration in force.
        chat: the chat; None: there is none, and nobody listens.
        clock: the corrected one.
        state: the state as it is now.
        focus: the id of the incident on screen, or empty.
        note: takes readings.
    """
    table, specs = settings.config.slack, settings.channels
    if chat is None or table is None:
        return []
    sources: list[Source] = [ThreadSource(chat, state, focus, clock, interval_s=table.poll)]
    sources += [
        ChannelSource(chat.workspace, spec, note, clock, interval_s=table.poll, among=len(specs))
        for spec in specs
    ]
    channel = settings.procedure.shift.channel
    if channel:
        sources.append(HandoverSource(chat, chat.workspace, state, channel, clock))
    return sources
