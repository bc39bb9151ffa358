"""What is changed at Slack besides posting: edits, snippets, user groups; rooms live elsewhere."""

import re
from datetime import datetime, timedelta

from cockpit.adapters import slack_text, slack_words
from cockpit.adapters.loose_json import Node
from cockpit.adapters.slack_channels import Channels
from cockpit.adapters.slack_people import People
from cockpit.adapters.slack_reading import Reading
from cockpit.adapters.slack_rooms import Rooms
from cockpit.adapters.slack_wire import Wire
from cockpit.domain.effects_chat import ChatChange, EditMessage, SetUserGroup, ShareSnippet
from cockpit.ports.outside import Changed, Garbled, PortError, Refused
from cockpit.ports.plain import plain

EARLIER = timedelta(seconds=60)
"""Looking starts this much before it can have happened: clocks differ."""
_GROUP = "usergroups.users.update"
_TITLE_LIMIT = 120
_NOT_IN_NAMES = re.compile(r"[^a-z0-9]+")


class Changes:
    """Changes to one workspace."""

    def __init__(self, wire: Wire, channels: Channels, people: People, reading: Reading) -> None:
        self._wire = wire
        self._channels = channels
        self._people = people
        self._reading = reading
        self._rooms = Rooms(wire, channels, people)

    async def alter(self, change: ChatChange, ref: str, thread: str) -> Changed:
        """As the port has it."""
        match change:
            case EditMessage():
                return await self._edit(change, ref)
            case ShareSnippet():
                return await self._share(change, thread)
            case SetUserGroup():
                return await self._set_group(change)
            case _:
                return await self._rooms.alter(change, ref)

    async def find(
        self, change: ChatChange, ref: str, thread: str, since: datetime
    ) -> Changed | None:
        """As the port has it."""
        match change:
            case EditMessage():
                return await self._find_edit(change, ref)
            case ShareSnippet():
                return await self._find_snippet(change, thread, since)
            case SetUserGroup(group_id=group, user_ids=users):
                stands = await self._group(group) == set(users)
                return Changed(ref=group) if stands else None
            case _:
                return await self._rooms.find(change, ref, since)

    async def _edit(self, change: EditMessage, ref: str) -> Changed:
        """Slack keeps the metadata of a message as long as none is sent with the new text.

        Its marks for bold and the like are read in the new text whatever the first one was posted
        with: `chat.update` takes no `mrkdwn`. Blocks of plain text would stay plain, but Slack
        leaves "(edited)" away over them, and that something was changed has to show.
        """
        if not ref:
            raise Refused("the message that is to be changed was never posted")
        check_length(change.text)
        arguments = {
            "ts": ref,
            "text": slack_text.composed(change.text, change.mentions),
            "parse": "none",  # else Slack makes mentions of typed names
            "link_names": False,
        }
        body = await self._channels.ask(change.channel, "chat.update", arguments, write=True)
        if body.raw("ts") != ref:
            raise Garbled("Slack does not confirm the change", "look in the channel")
        return Changed(ref=ref)

    async def _find_edit(self, change: EditMessage, ref: str) -> Changed | None:
        message = await self._reading.message(change.channel, ref)
        if not message:
            reason, mend = slack_words.words("message_not_found", "chat.update")
            raise Refused(reason, mend, code="message_not_found")
        wanted = slack_text.composed(change.text, change.mentions)
        stands = slack_text.gist(message.raw("text")) == slack_text.gist(wanted)
        return Changed(ref=ref) if stands else None

    async def _share(self, change: ShareSnippet, thread: str) -> Changed:
        """Nobody sees anything before the last of the three steps."""
        data = change.text.encode("utf-8", "replace")
        if not data:
            raise Refused("there is nothing in the snippet", "write something")
        if thread:
            await self._reading.need(change.channel, thread)
        arguments: dict[str, object] = {"filename": _file_name(change), "length": len(data)}
        place = await self._wire.ask("files.getUploadURLExternal", arguments)
        file = place.raw("file_id")
        if not file:
            raise Refused("Slack names no place for the file", "try again", code="no_upload")
        await self._wire.upload(place.raw("upload_url"), data)
        title = plain(change.title, _TITLE_LIMIT) or _file_name(change)
        arguments = {"files": [{"id": file, "title": title}]}
        if thread:
            arguments["thread_ts"] = thread
        method = "files.completeUploadExternal"
        body = await self._channels.ask(
            change.channel, method, arguments, write=True, key="channel_id"
        )
        if file not in [one.raw("id") for one in body.nodes("files")]:
            raise Garbled("Slack does not confirm the snippet", "look in the channel")
        return Changed(ref=file)

    async def _find_snippet(
        self, change: ShareSnippet, thread: str, since: datetime
    ) -> Changed | None:
        oldest = slack_text.ts_at(since - EARLIER)
        name = _file_name(change)

        def ours(message: Node) -> list[str]:
            return [f.raw("id") for f in message.nodes("files") if f.raw("name") == name]

        message = await self._reading.first(
            change.channel, thread, oldest, lambda message: bool(ours(message))
        )
        if not message:
            return None
        return Changed(ref=ours(message)[0], at=slack_text.instant(message.raw("ts")))

    async def _set_group(self, change: SetUserGroup) -> Changed:
        """Replaces everybody; what was not so when the person looked is not overwritten."""
        wanted = set(change.user_ids)
        if not wanted:
            reason, mend = slack_words.words("no_users_provided", _GROUP)
            raise Refused(reason, mend, code="no_users_provided")
        now = await self._group(change.group_id)
        if now == wanted:
            return Changed(ref=change.group_id)
        if change.before and now != set(change.before):
            words = f"@{plain(change.group, 80)} has changed since: {await self._named(now)}"
            raise Refused(words, "look at it, and set it again", code="changed_meanwhile")
        arguments = {"usergroup": change.group_id, "users": ",".join(change.user_ids)}
        body = await self._wire.ask(_GROUP, arguments, write=True)
        try:
            now = await self._group(change.group_id)
        except PortError:
            now = set(body.node("usergroup").texts("users"))
        if now != wanted:
            words = f"@{plain(change.group, 80)} was set, and yet is now: {await self._named(now)}"
            raise Refused(words, "look at it, and set it again", code="changed_meanwhile")
        return Changed(ref=change.group_id)

    async def _group(self, group: str) -> set[str]:
        body = await self._wire.ask("usergroups.users.list", {"usergroup": group})
        if not body.is_list("users"):
            raise Garbled("Slack does not say who is in the group", "look in Slack")
        return set(body.texts("users"))

    async def _named(self, users: set[str]) -> str:
        await self._people.learn(sorted(users))
        return ", ".join(sorted(self._people.name(user) for user in users)) or "nobody"


def check_length(text: str) -> None:
    """Raises `Refused` for a text that Slack would not keep in one message."""
    if len(text) > slack_text.TEXT_LIMIT:
        words = f"{len(text)} characters are more than Slack keeps ({slack_text.TEXT_LIMIT})"
        raise Refused(words, "shorten it, or send it in two", code="msg_too_long")


def _file_name(change: ShareSnippet) -> str:
    """Carries the effect's id, by which it is found again."""
    title = _NOT_IN_NAMES.sub("-", change.title.lower()).strip("-")[:40].strip("-") or "text"
    return f"{title}-{change.id}.txt"
