"""Methods files.*: an upload is announced, sent, then completed."""

from flows.entrypoints.workspace.errors import SlackError
from flows.entrypoints.workspace.payload import Payload
from flows.entrypoints.workspace.state import State
from flows.entrypoints.workspace.uploads import Upload
from flows.entrypoints.workspace.web_api.access import own_channel
from flows.entrypoints.workspace.web_api.arguments import Arguments
from flows.entrypoints.workspace.web_api.chat import by_app
from flows.entrypoints.workspace.web_api.content import read_blocks


def get_upload_url(state: State, arguments: Arguments) -> Payload:
    """Announce a file and return where to send it."""
    size = arguments.number("length", 0)
    if not arguments.text("filename") or size < 1:
        raise SlackError("invalid_arguments")
    upload = state.uploads.announce(arguments.text("filename"), size, owner=state.app_user_id)
    return {"file_id": upload.id, "upload_url": f"{state.address}/upload/{upload.id}"}


def complete(state: State, arguments: Arguments) -> Payload:
    """Make files that were sent available, and share them where the app says."""
    given = arguments.raw("files")
    if not isinstance(given, list) or not given:
        raise SlackError("invalid_arguments")
    uploads = [_completed(state, one) for one in given]
    shown = [upload.as_file(state.address) for upload in uploads]
    for name in arguments.names("channels") or arguments.names("channel_id"):
        _share(state, Arguments({**arguments.given, "channel": name}), shown)
    return {"files": shown}


def _completed(state: State, given: Payload) -> Upload:
    upload = state.uploads.by_id.get(str(given.get("id")))
    if upload is None or upload.content is None:
        raise SlackError("file_not_found")
    upload.title = str(given.get("title") or upload.name)
    upload.shared = True
    return upload


def _share(state: State, arguments: Arguments, shown: list[Payload]) -> None:
    channel = own_channel(state, arguments)
    message: Payload = {"subtype": "file_share", "text": arguments.text("initial_comment"), "files": shown}
    if arguments.raw("blocks"):
        message["blocks"] = read_blocks(arguments.raw("blocks"))
    if arguments.text("thread_ts"):
        message["thread_ts"] = arguments.text("thread_ts")
    state.messages.add(channel.id, by_app(state) | message)


def info(state: State, arguments: Arguments) -> Payload:
    """Return one file."""
    upload = state.uploads.by_id.get(arguments.text("file"))
    if upload is None or upload.content is None:
        raise SlackError("file_not_found")
    return {"file": upload.as_file(state.address)}
