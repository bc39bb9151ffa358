"""How files get into a channel: a place for one, the bytes, and the word that shares it."""

import secrets
from datetime import datetime

from cockpit.standins.http import Request, Response
from cockpit.standins.slack.call import ApiError, Call, Json, Method, bad_argument
from cockpit.standins.slack.chat import open_room, parent_in
from cockpit.standins.slack.model import File, Message
from cockpit.standins.slack.workspace import Workspace

UPLOADS = "/upload/v1/"
SIZE_LIMIT = 1_000_000


def place(call: Call) -> Json:
    """`files.getUploadURLExternal`: where the bytes go; nobody sees anything yet."""
    name, length = call.text("filename"), call.number("length", 0, SIZE_LIMIT + 1)
    if not name or "length" not in call.args:
        raise ApiError("invalid_arguments")
    if length > SIZE_LIMIT:
        raise ApiError("file_upload_size_restricted")
    file = File(call.workspace.new_id("F"), name, secrets.token_urlsafe(12), length)
    call.workspace.memory.files.append(file)
    return {
        "ok": True,
        "upload_url": f"http://{call.host}{UPLOADS}{file.ticket}",
        "file_id": file.id,
    }


def take(workspace: Workspace, request: Request) -> Response:
    """The bytes themselves: whoever knows the address may send them, once, and no token."""
    ticket = request.path.removeprefix(UPLOADS)
    file = next((f for f in workspace.memory.files if f.ticket == ticket), None)
    if file is None or file.uploaded or request.method != "POST":
        return Response(404, b"not here")
    if "authorization" in request.headers:
        return Response(400, b"a token has no business here")
    if len(request.body) != file.length:
        return Response(400, b"that is not the length that was named")
    file.text, file.uploaded = request.body.decode("utf-8", "replace"), True
    return Response(200, f"OK - {file.length}".encode())


def complete(call: Call) -> Json:
    """`files.completeUploadExternal`: shares what was uploaded, in a channel or a thread."""
    wanted = call.structure("files")
    if not isinstance(wanted, list) or not wanted:
        raise bad_argument("files", "array")
    found = [_file(call, item) for item in wanted]
    if "channel_id" in call.args:
        _share(call, found, call.at)
    return {"ok": True, "files": [{"id": file.id, "title": file.title} for file in found]}


def _file(call: Call, item: object) -> File:
    if not isinstance(item, dict) or not isinstance(item.get("id"), str):
        raise bad_argument("files", "array")
    file = call.workspace.file(item["id"])
    if file is None or not file.uploaded or file.shared:
        raise ApiError("file_not_found")
    file.title = str(item.get("title", file.name))
    return file


def _share(call: Call, found: list[File], at: datetime) -> None:
    room = open_room(call, "channel_id")
    message = Message(
        ts="",
        user=call.user,
        text=call.text("initial_comment"),
        bot_id=call.workspace.slack.bot_id if call.by_bot else "",
        thread_ts=parent_in(call, room),
        files=[file.id for file in found],
    )
    for file in found:
        file.shared = True
    call.workspace.say(room, at, message)


METHODS = {
    "files.getUploadURLExternal": Method(place, "files:write", 100, writes=True, form_only=True),
    "files.completeUploadExternal": Method(complete, "files:write", 100, writes=True),
}
