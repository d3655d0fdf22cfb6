"""Chromium without a window, driven over its DevTools protocol: what the page looks like to a visitor."""

import asyncio
import itertools
import shutil
import tempfile
from collections.abc import AsyncGenerator
from contextlib import asynccontextmanager
from typing import Any

import aiohttp

CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
_OPTIONS = (
    "--headless",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--hide-scrollbars",
    "--remote-debugging-port=0",
    "--window-size=1300,900",
)


class Tab:
    """One page in the browser; `complaints` are errors of scripts and refusals of the security policy."""

    def __init__(self, socket: aiohttp.ClientWebSocketResponse) -> None:
        self.complaints: list[str] = []
        self._socket = socket
        self._numbers = itertools.count(1)

    async def command(self, method: str, **parameters: object) -> dict[str, Any]:
        """Give a command of the protocol and return its result."""
        number = next(self._numbers)
        await self._socket.send_json({"id": number, "method": method, "params": parameters})
        while True:
            said = await self._socket.receive_json()
            if said.get("id") == number:
                return dict(said.get("result") or {"error": said})
            if said["method"] in {"Runtime.exceptionThrown", "Log.entryAdded"}:
                self.complaints.append(str(said["params"]))

    async def run(self, script: str) -> Any:  # noqa: ANN401 (whatever the script returns)
        """Run a script in the page and return its value."""
        done = await self.command(
            "Runtime.evaluate", expression=script, awaitPromise=True, returnByValue=True
        )
        return done["result"].get("value")

    async def until(self, script: str) -> Any:  # noqa: ANN401
        """Return what a script finds as soon as it finds something."""
        looking = (
            "new Promise((found) => { const look = () => { const value = (() => " + script + ")();"
            " value ? found(value) : requestAnimationFrame(look); }; look(); })"
        )
        return await asyncio.wait_for(self.run(looking), 20)

    async def go(self, address: str) -> None:
        """Open an address and wait until it is drawn."""
        await self.command("Page.navigate", url=address)
        await self.until("document.querySelector('#sidebar .person')")

    async def click(self, text: str, within: str = "body") -> None:
        """Press the button with a text as soon as it is there."""
        wanted = f"[...document.querySelectorAll('{within} button')].find((one) => one.textContent.includes('{text}'))"
        await self.until(f"{{ const one = {wanted}; if (one) one.click(); return one ? 1 : 0; }}")


@asynccontextmanager
async def browsing() -> AsyncGenerator[Tab]:
    """Start the browser and open one tab."""
    with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as home:
        process = await asyncio.create_subprocess_exec(
            str(CHROMIUM),
            *_OPTIONS,
            f"--user-data-dir={home}",
            "about:blank",
            stderr=asyncio.subprocess.PIPE,
            stdout=asyncio.subprocess.DEVNULL,
        )
        try:
            address = await _debugger(process)
            async with (
                aiohttp.ClientSession() as session,
                session.ws_connect(address, max_msg_size=0) as socket,
            ):
                tab = Tab(socket)
                for part in ("Page", "Runtime", "Log"):
                    await tab.command(f"{part}.enable")
                yield tab
        finally:
            process.terminate()
            await process.communicate()


async def _debugger(process: asyncio.subprocess.Process) -> str:
    """Return the address of the first page's debugger."""
    assert process.stderr is not None
    line = ""
    while "DevTools listening on" not in line:
        line = (await asyncio.wait_for(process.stderr.readline(), 30)).decode()
        assert line, "the browser ended by itself"
    host = line.split("ws://")[1].split("/")[0]
    async with aiohttp.ClientSession() as session, session.get(f"http://{host}/json/list") as answer:
        pages = await answer.json()
    return str(next(page["webSocketDebuggerUrl"] for page in pages if page["type"] == "page"))
