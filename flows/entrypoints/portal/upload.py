"""Reading a form with files: nothing of a file is read before the form has proven where it comes from.

- All files of a form share one limit, which is watched while they come in, whatever length was announced.
- Only whole parts of plain bytes are taken; nothing is unpacked, and no name leads to a place.
"""

from collections.abc import AsyncIterator, Callable
from dataclasses import dataclass

from aiohttp import BodyPartReader, ClientError, MultipartReader, web
from aiohttp.http_exceptions import HttpProcessingError

from flows.entrypoints.portal.form import FILES, MOST_FIELDS, Form, Upload, typed
from playbooks.model.attachment import MOST

KIND = "multipart/form-data"
#: A form holds a few texts of 2,000 signs; percent signs triple them.
MOST_BYTES = 96 * 1024
_CHUNK = 64 * 1024
_MOST_PARTS = MOST_FIELDS + 2 * MOST
#: What aiohttp makes of a body that is no form, or breaks off.
_NONSENSE = (
    HttpProcessingError,
    ClientError,
    web.RequestPayloadError,
    OSError,
    LookupError,
    RuntimeError,
    AssertionError,
    TypeError,
    RuntimeWarning,  # where warnings are errors
)


@dataclass(frozen=True, slots=True)
class Rules:
    """How much may come in, and whether the fields read so far prove where the form was made."""

    room: int
    proven: Callable[[Form], bool]

    def require_announced(self, request: web.Request) -> None:
        """Refuse at once what says itself that it is too large."""
        if (request.content_length or 0) > self.room + MOST_BYTES:
            raise web.HTTPRequestEntityTooLarge(self.room)


async def read_upload(request: web.Request, rules: Rules) -> Form:
    """Return the fields and files; raises ValueError where it is no form of ours, or what answers it."""
    rules.require_announced(request)
    fields: dict[str, str] = {}
    files: list[Upload] = []
    try:
        async for part in _parts(await request.multipart()):
            if part.name == FILES:
                _require_proven(Form(fields), rules)
                files += await _file(part, rules.room - sum(len(file.content) for file in files))
            else:
                left = MOST_BYTES - sum(len(text) for text in fields.values())
                # The first of two fields of one name counts, as everywhere.
                fields.setdefault(part.name or "", typed(await _bounded(part, left)))
    except _NONSENSE as broken:
        raise ValueError from broken
    return Form(fields, tuple(files))


async def _parts(reader: MultipartReader) -> AsyncIterator[BodyPartReader]:
    """Yield as many parts as a form of ours can have; forms within forms are none of ours."""
    for _ in range(_MOST_PARTS):
        part = await reader.next()
        if part is None:
            return
        if not isinstance(part, BodyPartReader):
            raise TypeError
        yield part
    raise ValueError


def _require_proven(form: Form, rules: Rules) -> None:
    if not rules.proven(form):
        raise web.HTTPForbidden


async def _file(part: BodyPartReader, room: int) -> list[Upload]:
    content = await _bounded(part, room)
    # A browser sends an empty part where no file was chosen.
    return [Upload(part.filename or "", content)] if content or part.filename else []


async def _bounded(part: BodyPartReader, room: int) -> bytes:
    content = bytearray()
    while chunk := await part.read_chunk(_CHUNK):
        content += chunk
        if len(content) > room:
            raise web.HTTPRequestEntityTooLarge(room)
    return bytes(content)
