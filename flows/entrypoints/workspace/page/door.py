"""The doors of the page: its three kinds of files, what a visitor sees and does, and the news that something changed."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from importlib.resources import files
from types import MappingProxyType

from aiohttp import ClientConnectionResetError, web
from pydantic import ValidationError

from flows.entrypoints.workspace.delivery.courier import Courier
from flows.entrypoints.workspace.errors import UserError
from flows.entrypoints.workspace.file_door import attachment
from flows.entrypoints.workspace.page.acts import ACTS
from flows.entrypoints.workspace.page.picture import picture
from flows.entrypoints.workspace.page.wording import words
from flows.entrypoints.workspace.payload import Payload, read_object
from flows.entrypoints.workspace.person.form import FieldError
from flows.entrypoints.workspace.person.human import Human
from flows.entrypoints.workspace.state import State

#: Nothing from elsewhere, nothing inline, nobody may frame it.
_POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; connect-src 'self';"
    " base-uri 'none'; form-action 'none'; frame-ancestors 'none'"
)
_HEADERS: Mapping[str, str] = MappingProxyType(
    {
        "Content-Security-Policy": _POLICY,
        "X-Content-Type-Options": "nosniff",
        "Referrer-Policy": "no-referrer",
        "Cache-Control": "no-store",
        "Cross-Origin-Resource-Policy": "same-origin",
    }
)
_FILE = re.compile(r"[a-z]+\.(html|css|js|svg)")
_TYPES = {"html": "text/html", "css": "text/css", "js": "text/javascript", "svg": "image/svg+xml"}
_PICTURES = {
    b"\x89PNG": "image/png",
    b"\xff\xd8\xff": "image/jpeg",
    b"GIF8": "image/gif",
    b"RIFF": "image/webp",
}
_NEWS_AT_LEAST_EVERY = 20.0
_LARGEST_FILE = 16 << 20


@dataclass(slots=True)
class Page:
    """Serves the page to visitors of this machine."""

    state: State
    courier: Courier
    visitors: set[web.WebSocketResponse] = field(default_factory=set)

    def routes(self) -> list[web.RouteDef]:
        """Return everything that the page answers."""
        return [
            web.get("/", self.show),
            web.get("/archives/{channel}/{stamp}", self.find_message),
            web.get("/page/words", self.tell_words),
            web.get("/page/picture", self.tell_picture),
            web.get("/page/live", self.tell_news),
            web.get("/page/file/{file}", self.show_file),
            web.get("/page/{name}", self.show),
            web.post("/page/act", self.act),
            web.post("/page/attach", self.attach),
        ]

    async def show(self, request: web.Request) -> web.Response:
        """Return one of the page's own files."""
        name = request.match_info.get("name", "page.html")
        source = files("flows.entrypoints.workspace.page").joinpath(name)
        if not _FILE.fullmatch(name) or not source.is_file():
            return web.Response(status=404)
        content_type = _TYPES[name.rpartition(".")[2]]
        return web.Response(text=source.read_text("utf-8"), content_type=content_type, headers=_HEADERS)

    async def find_message(self, request: web.Request) -> web.Response:
        """Lead from the address of a message to its channel."""
        channel = request.match_info["channel"]
        known = channel in self.state.directory.channels
        return web.Response(status=302, headers={"Location": f"/?channel={channel}" if known else "/"})

    async def tell_words(self, _request: web.Request) -> web.Response:
        """Return the words of the page in all languages."""
        return web.json_response(words(), headers=_HEADERS)

    async def tell_picture(self, request: web.Request) -> web.Response:
        """Return what a visitor sees."""
        shown = picture(
            self.state,
            visitor=request.query.get("as", ""),
            channel_id=request.query.get("channel", ""),
            connected=self.courier.reaches_app,
        )
        return web.json_response(shown, headers=_HEADERS)

    async def tell_news(self, request: web.Request) -> web.WebSocketResponse:
        """Say whenever something changed, until the visitor leaves."""
        socket = web.WebSocketResponse(heartbeat=_NEWS_AT_LEAST_EVERY)
        await socket.prepare(request)
        self.visitors.add(socket)
        self.courier.send_soon(self._tell(socket))
        async for _ in socket:
            continue
        self.visitors.discard(socket)
        return socket

    async def _tell(self, socket: web.WebSocketResponse) -> None:
        changes = self.state.changes
        while not socket.closed:
            seen = changes.count
            try:
                await socket.send_json({"version": seen})
            except ClientConnectionResetError:
                return
            if changes.count == seen:
                await changes.wait(_NEWS_AT_LEAST_EVERY)

    async def show_file(self, request: web.Request) -> web.Response:
        """Return a file: pictures to be looked at, everything else to be kept."""
        upload = self.state.uploads.by_id.get(request.match_info["file"])
        if upload is None or upload.content is None:
            return web.Response(status=404)
        content = upload.content
        kind = next((kind for start, kind in _PICTURES.items() if content.startswith(start)), None)
        if kind is None:
            return attachment(upload.name, content)
        return web.Response(body=content, content_type=kind, headers=_HEADERS)

    async def act(self, request: web.Request) -> web.Response:
        """Do what a visitor wants."""
        wish = read_object(await request.text()) if request.content_type == "application/json" else None
        human = self._visitor(str((wish or {}).pop("as", "")))
        if human is None:
            return web.json_response({"ok": False}, status=400, headers=_HEADERS)
        try:
            done = await ACTS.validate_python(wish).carry_out(human)
        except ValidationError:
            return web.json_response({"ok": False}, status=400, headers=_HEADERS)
        except UserError as error:
            return web.json_response(_refusal(error), headers=_HEADERS)
        return web.json_response({"ok": True, **done}, headers=_HEADERS)

    def _visitor(self, user_id: str) -> Human | None:
        member = self.state.directory.members.get(user_id)
        return None if member is None or member.bot else Human(self.state, self.courier, user_id)

    async def attach(self, request: web.Request) -> web.Response:
        """Take a file that a visitor chose in a form."""
        human = self._visitor(request.query.get("as", ""))
        content = await request.read()
        if human is None or len(content) > _LARGEST_FILE:
            return web.json_response({"ok": False}, status=400, headers=_HEADERS)
        file_id = human.attach(request.query.get("name", "file")[:255], content)
        return web.json_response({"ok": True, "id": file_id}, headers=_HEADERS)

    async def close(self) -> None:
        """Let the visitors go."""
        for socket in list(self.visitors):
            await socket.close()


def _refusal(error: UserError) -> Payload:
    block = error.block_id if isinstance(error, FieldError) else ""
    return {"ok": False, "error": error.text.model_dump(), "trouble": error.trouble, "block": block}
