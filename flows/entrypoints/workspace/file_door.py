"""The doors of files: an announced upload is sent here, and a shared file is fetched with the app's token."""

from dataclasses import dataclass

from aiohttp import web

from flows.entrypoints.workspace.state import State


@dataclass(frozen=True, slots=True)
class FileDoor:
    """Answers `/upload/<id>` and `/files/<id>`."""

    state: State

    async def take(self, request: web.Request) -> web.Response:
        """Take the bytes of an announced file, of exactly the announced size."""
        upload = self.state.uploads.by_id.get(request.match_info["file"])
        if upload is None or upload.content is not None:
            return web.Response(status=404)
        content = await _sent(request)
        if len(content) != upload.size:
            return web.Response(status=400, text="the length is not as announced")
        upload.content = content
        return web.Response(text=f"OK - {len(content)}")

    async def give(self, request: web.Request) -> web.Response:
        """Return a file to the app; others are sent to a login page, as Slack does."""
        if request.headers.get("Authorization") != f"Bearer {self.state.bot_token}":
            return web.Response(status=302, headers={"Location": "/login"})
        upload = self.state.uploads.by_id.get(request.match_info["file"])
        if upload is None or upload.content is None:
            return web.Response(status=404)
        return attachment(upload.name, upload.content)


def attachment(name: str, content: bytes) -> web.Response:
    """Return a file that no browser shows or runs."""
    safe = "".join(sign if sign.isascii() and (sign.isalnum() or sign in "._-") else "_" for sign in name)
    headers = {"Content-Disposition": f'attachment; filename="{safe}"', "X-Content-Type-Options": "nosniff"}
    return web.Response(body=content, content_type="application/octet-stream", headers=headers)


async def _sent(request: web.Request) -> bytes:
    if request.content_type != "multipart/form-data":
        return await request.read()
    parts = (await request.post()).values()
    files = (part.file.read() for part in parts if isinstance(part, web.FileField))
    return next(files, b"")
