"""A decision page that really serves, over a small rollout in a real store, and a browser for it without scripts."""

import asyncio
import shutil
import threading
from collections.abc import Generator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import cache
from html.parser import HTMLParser
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import cast

import httpx

from flows.entrypoints.portal.application import Portal
from flows.entrypoints.portal.serving import serving
from playbooks.model import commands as c
from playbooks.model.calendar import Calendar
from playbooks.model.events import Event
from playbooks.model.phase import PhaseKey
from playbooks.model.playbook import Playbook
from playbooks.model.stakeholder import Team
from playbooks.model.text import Language
from tasks.adapters.desk import Desk
from tasks.adapters.dispatcher import Dispatcher
from tasks.adapters.identifiers import request_id
from tasks.adapters.invitations import PATH, Invitation, Invitations
from tasks.adapters.office import Office
from tasks.adapters.playbook_library import PlaybookLibrary
from tasks.adapters.portal_key import portal_key
from tasks.adapters.sources.specification import Sources
from tasks.adapters.store import SqlStore, open_store
from tests.simulators.facts import document, team, text
from tests.simulators.memory_store import MemoryStore
from tests.simulators.rollouts import Play, SetClock, playbook

SIGNED = "initiation.signed"
PAPER = "initiation.paper"
#: The first of the two who sign; the document is somebody else's work.
SIGNER, OTHER, SPONSOR = "wang_fang", "zhou_min", "lin_wei"


@dataclass(slots=True)
class House:
    """A company with one rollout, its office and its decision page."""

    play: Play
    store: SqlStore
    portal: Portal
    base: str = ""
    clients: list[httpx.Client] = field(default_factory=list)

    @property
    def invitations(self) -> Invitations:
        """Return who makes the links."""
        return self.portal.invitations

    def invitation(self, person: str = SIGNER, about: str = SIGNED) -> Invitation:
        """Return what a new link says."""
        return self.invitations.invitation(self.play.rollout, person, about, letter=request_id())

    def token(self, person: str = SIGNER, about: str = SIGNED) -> str:
        """Return a new link's token."""
        return self.invitations.token(self.invitation(person, about))

    def browser(self) -> "Browser":
        """Return a browser that has never been here."""
        self.clients.append(httpx.Client(base_url=self.base, timeout=30))
        return Browser(self.clients[-1], self.base)

    def events(self) -> tuple[Event, ...]:
        """Return everything on record."""
        return tuple(row.event for row in self.store.entries())

    def decisions(self) -> list[str]:
        """Return the decisions and refusals on record, by type."""
        told = ("sign_off.", "phase_gate.", "command.refused")
        return [
            event.type
            for event in self.events()
            if event.type.startswith(told) and event.type != "sign_off.requested"
        ]


class _Forms(HTMLParser):
    """Collects the hidden fields of each form of a page, its tags and its text."""

    def __init__(self) -> None:
        super().__init__()
        self.forms: list[dict[str, str]] = []
        self.tags: list[tuple[str, dict[str, str]]] = []
        self.text = ""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Note a tag."""
        given = {name: value or "" for name, value in attrs}
        self.tags.append((tag, given))
        if tag == "form":
            self.forms.append({})
        if tag == "input" and given.get("type") == "hidden":
            self.forms[-1][given["name"]] = given["value"]

    @property
    def hidden(self) -> dict[str, str]:
        """Return the hidden fields of the first form, which is the one that decides where there is one."""
        return self.forms[0] if self.forms else {}

    def form(self, action: str) -> dict[str, str]:
        """Return the hidden fields of the form for something; nothing where it is not offered."""
        return next((form for form in self.forms if form["action"] == action), {})

    def handle_data(self, data: str) -> None:
        """Note text, but not the style sheet."""
        if self.lasttag != "style":
            self.text += data


@dataclass(slots=True)
class Browser:
    """Follows links and sends the forms it was shown, as a browser does."""

    client: httpx.Client
    origin: str
    page: _Forms = field(default_factory=_Forms)
    query: str = ""

    def open(self, token: str, query: str = "") -> httpx.Response:
        """Follow a link."""
        self.query = query
        return self._shown(self.client.get(f"{PATH}{token}{query}"))

    def submit(self, token: str, /, **fields: str) -> httpx.Response:
        """Send the form of the page just seen, with these fields filled in, and follow where it leads."""
        return self.send(token, {}, **fields)

    def ask(
        self, token: str, action: str, files: Sequence[tuple[str, bytes]] = (), /, **fields: str
    ) -> httpx.Response:
        """Send the form for something, with files as a browser sends them, and follow where it leads."""
        sent = [("files", (name, content, "application/pdf")) for name, content in files]
        body = {**self.page.form(action), **fields}
        answer = self.client.post(
            f"{PATH}{token}{self.query}", data=body, files=sent or None, headers={"Origin": self.origin}
        )
        return self._led(answer)

    def send(self, token: str, headers: Mapping[str, str], /, **fields: str) -> httpx.Response:
        """Send the form as a browser does that says something else of itself."""
        where, body = f"{PATH}{token}{self.query}", {**self.page.hidden, **fields}
        sent = self.client.post(where, data=body, headers={"Origin": self.origin, **headers})
        return self._led(sent)

    def _led(self, sent: httpx.Response) -> httpx.Response:
        while sent.is_redirect:
            sent = self.client.get(str(sent.url.join(sent.headers["Location"])))
        return self._shown(sent)

    def _shown(self, response: httpx.Response) -> httpx.Response:
        self.page = _Forms()
        self.page.feed(response.text)
        return response

    def turn(self, response: httpx.Response) -> str:
        """Return the token of the page one was led to."""
        return response.url.path.removeprefix(PATH)


@contextmanager
def house(
    folder: Path, *, plan: Playbook | None = None, people: Team | None = None, ready: bool = True
) -> Generator[House]:
    """Serve the page of a rollout whose first phase is open; its gate can be signed when `ready`."""
    if plan is None and people is None:
        shutil.copytree(_begun().name, folder, dirs_exist_ok=True)
        store = store_in(folder)
        play = Play(store=cast("MemoryStore", store))
    else:
        store = store_in(folder)
        play = played_in(store, plan=plan, people=people)
    if ready:
        play.record(PAPER, document())
    made = House(play, store, portal_of(folder, store, play.clock))
    try:
        with _served(made.portal) as port:
            made.base = f"http://127.0.0.1:{port}"
            yield made
            for client in made.clients:
                client.close()
    finally:
        store.close()


@cache
def _begun() -> TemporaryDirectory[str]:
    """Return a folder with the store of the small rollout; made once, copied for each house."""
    folder = TemporaryDirectory(prefix="phasegate-house-")
    store = store_in(Path(folder.name))
    played_in(store)
    store.close()
    return folder


def store_in(folder: Path) -> SqlStore:
    """Open the store of a folder."""
    return open_store(
        f"sqlite:///{folder / 'phasegate.db'}", origin="phasegate.test/ledger", key=folder / "ledger.key"
    )


def played_in(store: SqlStore, *, plan: Playbook | None = None, people: Team | None = None) -> Play:
    """Return the small rollout, with its first phase open, in a real store."""
    # A play asks its store for what every store has.
    play = Play(store=cast("MemoryStore", store))
    start = c.StartRollout(
        title=text("CRM"), playbook=plan or playbook(), team=people or team(), calendar=Calendar()
    )
    play.granted(start, by="chen_hao")
    play.open(PhaseKey.INITIATION)
    return play


def portal_of(folder: Path, store: SqlStore, clock: SetClock, *, url: str = "http://127.0.0.1:0") -> Portal:
    """Return the decision page of an office over this store."""
    office = Office(
        desk=Desk(store=store, clock=clock),
        store=store,
        clock=clock,
        dispatcher=Dispatcher(store=store, clock=clock, channels=()),
        orchestrator=None,
        library=PlaybookLibrary(),
        sources=Sources(sources={}),
        sources_folder=folder,
        company=folder,
        home=folder,
        language=Language.EN,
    )
    return Portal(office, Invitations(store=store, clock=clock, key=portal_key(folder), url=url), url)


@contextmanager
def _served(portal: Portal) -> Generator[int]:
    """Serve in a thread of its own; the page's public address is the one it is served at."""
    begun, ended = threading.Event(), threading.Event()
    ports: list[int] = []

    async def run() -> None:
        async with serving(portal, port=0, linger=0.2) as port:
            portal.url = f"http://127.0.0.1:{port}"
            ports.append(port)
            begun.set()
            await asyncio.to_thread(ended.wait)

    thread = threading.Thread(target=asyncio.run, args=(run(),))
    thread.start()
    try:
        assert begun.wait(30)
        yield ports[0]
    finally:
        ended.set()
        thread.join()
