"""Files that come with a form: fetched, kept under their digest, and attached by name, digest and size.

A form has to be answered within three seconds; a file that takes longer goes on coming in, and the person presses
again. Files are fetched from Slack's own hosts alone, over no redirect, up to the size that evidence may have.
"""

import asyncio
from hashlib import sha256
from urllib.parse import urlsplit

import aiohttp
from slack_sdk.errors import SlackApiError
from slack_sdk.web.async_client import AsyncWebClient

from flows.entrypoints.slack_app import wording as w
from flows.entrypoints.slack_app.field_error import FieldError
from flows.entrypoints.slack_app.payload import part, word
from playbooks.model.attachment import Attachment, cleaned_name
from playbooks.model.errors import InputError, RolloutError
from playbooks.model.gates.wording import bounded
from playbooks.model.text import Text
from tasks.adapters.catalogues import in_both
from tasks.adapters.slack.errors import code
from tasks.adapters.store import SqlStore

PATIENCE = 1.5
TOTAL = aiohttp.ClientTimeout(total=60)
HOSTS = frozenset({"files.slack.com"})
LONGEST_REASON = 300


class Files:
    """Fetches files, each once."""

    def __init__(
        self, client: AsyncWebClient, store: SqlStore, *, limit: int, patience: float = PATIENCE
    ) -> None:
        self._client = client
        self._store = store
        self._limit = limit
        self._patience = patience
        self._coming: dict[str, asyncio.Task[Attachment]] = {}

    async def attached(
        self, ids: tuple[str, ...], field: str, *, patience: float | None = None
    ) -> tuple[Attachment, ...]:
        """Return the files of a form; raises FieldError while one is still coming in, or cannot be taken."""
        tasks = [self._task(file) for file in dict.fromkeys(ids)]
        if not tasks:
            return ()
        _, pending = await asyncio.wait(tasks, timeout=patience or self._patience)
        if pending:
            raise FieldError(field, w.FILES_COMING)
        try:
            return tuple(task.result() for task in tasks)
        except (RolloutError, SlackApiError, aiohttp.ClientError, OSError) as error:
            for file in ids:
                self._coming.pop(file, None)
            raise FieldError(field, _refused(error)) from error

    def _task(self, file: str) -> asyncio.Task[Attachment]:
        if file not in self._coming:
            self._coming[file] = asyncio.get_running_loop().create_task(self._fetched(file))
        return self._coming[file]

    async def _fetched(self, file: str) -> Attachment:
        found = part((await self._client.files_info(file=file)).data, "file")
        address = word(found, "url_private_download") or word(found, "url_private")
        self.require_slack(address)
        content = await self._read(address)
        digest = sha256(content).hexdigest()
        await asyncio.to_thread(self._store.keep, digest, content)
        return Attachment(name=cleaned_name(word(found, "name")), digest=digest, size=len(content))

    async def _read(self, address: str) -> bytes:
        headers = {"Authorization": f"Bearer {self._client.token}"}
        async with (
            aiohttp.ClientSession(timeout=TOTAL, headers=headers) as session,
            session.get(address, allow_redirects=False) as answer,
        ):
            if answer.status != 200:  # noqa: PLR2004  # as HTTP has it
                raise InputError("Slack answers {status} for the file.", status=answer.status)
            content = bytearray()
            async for chunk in answer.content.iter_chunked(2**16):
                content += chunk
                if len(content) > self._limit:
                    raise InputError("it is larger than {limit} bytes", limit=self._limit)
        if not content:
            raise InputError("it is empty")
        return bytes(content)

    def require_slack(self, address: str) -> None:
        """Refuse any place but Slack's; the bot's token goes along with the question."""
        given, own = urlsplit(address), urlsplit(self._client.base_url)
        home = given.scheme == "https" and given.netloc in HOSTS
        if not home and (given.scheme, given.netloc) != (own.scheme, own.netloc):
            raise InputError("it does not lie with Slack")


def _refused(error: Exception) -> Text:
    reason = _reason(error)
    return Text(zh=w.FILE_REFUSED.zh.format(reason=reason.zh), en=w.FILE_REFUSED.en.format(reason=reason.en))


def _reason(error: Exception) -> Text:
    match error:
        case RolloutError():
            return in_both(error, LONGEST_REASON)
        case SlackApiError():
            said = code(error)
        case _:
            said = str(error) or type(error).__name__
    return bounded(said, said, LONGEST_REASON)
