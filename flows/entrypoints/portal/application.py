"""The web application: a few routes, one way to answer, and the same headers on all of it."""

import asyncio
import sys
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field

from aiohttp import web

from flows.entrypoints.portal.deciding import Sent, acted
from flows.entrypoints.portal.downloads import NotKeptError, download
from flows.entrypoints.portal.form import Form
from flows.entrypoints.portal.guard import (
    COOKIE,
    form_proof,
    headers,
    origin_of,
    proven,
    sent_from_here,
    visitor,
)
from flows.entrypoints.portal.pages import Terms, message_page
from flows.entrypoints.portal.showing import Answered, Look, shown
from flows.entrypoints.portal.upload import KIND, MOST_BYTES, Rules, read_upload
from playbooks.model.errors import InputError, NotFoundError, RolloutError
from playbooks.model.text import Language, Text
from tasks.adapters.invitations import PATH, Invitations
from tasks.adapters.office import Office
from tasks.adapters.render.portal_wording import PORTAL as W

_FORM = "application/x-www-form-urlencoded"
#: How much may be attached to one wish, unless the settings say otherwise.
ROOM = 20 * 2**20
#: Digits of a ledger number.
_LONGEST_ENTRY = 15
_COOKIE_AGE = 24 * 3600
Handler = Callable[[web.Request], Awaitable[web.StreamResponse]]


@dataclass(slots=True)
class Portal:
    """The decision page of one office."""

    office: Office
    invitations: Invitations
    url: str
    room: int = ROOM
    deliver: bool = True
    _errands: set[asyncio.Task[None]] = field(default_factory=set)

    def application(self) -> web.Application:
        """Return the application, ready to be served."""
        application = web.Application(client_max_size=MOST_BYTES, middlewares=[self._answering])
        application.router.add_get("/", self._home)
        application.router.add_get("/healthz", self._healthy)
        application.router.add_get(f"{PATH}{{token}}", self._look)
        application.router.add_post(f"{PATH}{{token}}", self._act)
        application.router.add_get(f"{PATH}{{token}}/files/{{digest}}/{{name}}", self._hand_out)
        application.on_response_prepare.append(self._strict)
        application.on_shutdown.append(self._finish)
        return application

    async def _home(self, request: web.Request) -> web.Response:  # noqa: ARG002  # a handler
        return page(message_page(W.p_home_head, W.p_missing))

    async def _healthy(self, request: web.Request) -> web.Response:  # noqa: ARG002  # a handler
        return web.Response(text="ok")

    async def _look(self, request: web.Request) -> web.Response:
        """Show how the question stands; nothing changes, whoever follows the link."""
        token, cookie = request.match_info["token"], visitor(request)
        terms = Terms(form_proof(self.invitations.key, cookie, token), self.room)
        look = Look(token, _language(request), terms, _entry(request))
        answered = await asyncio.to_thread(shown, self.invitations, look)
        response = page(answered.body, status=answered.status)
        secure = self.url.startswith("https:")
        response.set_cookie(
            COOKIE, cookie, max_age=_COOKIE_AGE, httponly=True, samesite="Lax", secure=secure, path="/"
        )
        return response

    async def _act(self, request: web.Request) -> web.Response:
        """Carry out what a form of this page asks for."""
        if request.content_type not in (_FORM, KIND) or "Content-Encoding" in request.headers:
            return _message(W.p_wrong_head, W.p_wrong, status=415)
        token = request.match_info["token"]
        terms = Terms(form_proof(self.invitations.key, request.cookies.get(COOKIE, ""), token), self.room)
        try:
            form = await self._form(request, terms)
        except ValueError:  # more fields than any form of ours, or none at all
            return _message(W.p_wrong_head, W.p_wrong, status=400)
        sent = Sent(token, form, _language(request), terms)
        answered = await asyncio.to_thread(acted, self.office, self.invitations, sent)
        self._deliver(answered)
        if answered.onward:
            # Relative, so that a path in front of ours in a proxy stays where it is.
            where = f"{answered.onward}{_query(request, answered.entry)}"
            return web.Response(status=303, headers={"Location": where})
        return page(answered.body, status=answered.status)

    async def _form(self, request: web.Request, terms: Terms) -> Form:
        """Return a form that was sent from this page; of any other one no file is read."""
        here = sent_from_here(request, origin_of(self.url))
        rules = Rules(self.room, lambda form: here and proven(form.said("csrf"), terms.csrf))
        if request.content_type == KIND:
            form = await read_upload(request, rules)
        else:
            form = Form.read(await request.read())
        if not rules.proven(form):
            raise web.HTTPForbidden
        return form

    async def _hand_out(self, request: web.Request) -> web.Response:
        """Hand a file out as bytes to be kept."""
        wanted = {name: request.match_info[name] for name in ("token", "digest", "name")}
        found = await asyncio.to_thread(
            download, self.invitations, wanted["token"], digest=wanted["digest"], name=wanted["name"]
        )
        return web.Response(body=found.content, headers=found.headers)

    def _deliver(self, answered: Answered) -> None:
        """Send the letters of a decision off at once; what does not leave now is the sweep's."""
        if answered.recorded and self.deliver:
            errand = asyncio.create_task(asyncio.to_thread(self._send_letters))
            self._errands.add(errand)
            errand.add_done_callback(self._errands.discard)

    def _send_letters(self) -> None:
        try:
            self.office.dispatcher.deliver()
        except RolloutError as error:
            sys.stderr.write(f"Letters wait for the sweep: {error}\n")

    async def _finish(self, application: web.Application) -> None:  # noqa: ARG002  # as aiohttp calls it
        await asyncio.gather(*self._errands)

    async def _strict(self, request: web.Request, response: web.StreamResponse) -> None:  # noqa: ARG002  # as aiohttp calls it
        response.headers.update(headers(secure=self.url.startswith("https:")))

    @web.middleware
    async def _answering(self, request: web.Request, handler: Handler) -> web.StreamResponse:
        """Turn whatever goes wrong into a page that says the way on."""
        try:
            return await handler(request)
        except web.HTTPException as refused:
            return _refusal(refused)
        except NotKeptError:
            return _message(W.p_not_kept_head, W.p_not_kept, status=404)
        except NotFoundError:
            return _message(W.p_missing_head, W.p_missing, status=404)
        except InputError as error:  # the record or the set-up is wrong, and stays so however often one tries
            sys.stderr.write(f"The decision page cannot answer: {error}\n")
            return _message(W.p_fault_head, W.p_fault, status=500)
        except RolloutError as error:
            sys.stderr.write(f"The decision page could not answer: {error}\n")
            return _message(W.p_busy_head, W.p_busy, status=503)


def page(body: str, *, status: int = 200) -> web.Response:
    """Return a page."""
    return web.Response(text=body, status=status, content_type="text/html", charset="utf-8")


#: What is said of a request by its status; of any other one that it cannot be handled.
_REFUSALS = {
    403: (W.p_forbidden_head, W.p_forbidden),
    404: (W.p_missing_head, W.p_missing),
    413: (W.p_large_head, W.p_large),
}


def _refusal(refused: web.HTTPException) -> web.Response:
    head, text = _REFUSALS.get(refused.status, (W.p_wrong_head, W.p_wrong))
    response = _message(head, text, status=refused.status)
    if "Allow" in refused.headers:
        response.headers["Allow"] = refused.headers["Allow"]
    return response


def _message(head: Text, text: Text, *, status: int) -> web.Response:
    return page(message_page(head, text), status=status)


def _language(request: web.Request) -> Language | None:
    wanted = request.query.get("lang")
    return Language(wanted) if wanted in list(Language) else None


def _entry(request: web.Request) -> int | None:
    """Return which entry of the ledger the page was led to after, if any."""
    said = request.query.get("entry", "")
    return int(said) if said.isascii() and said.isdecimal() and len(said) <= _LONGEST_ENTRY else None


def _query(request: web.Request, entry: int | None) -> str:
    language = _language(request)
    pairs = {"lang": language.value if language else None, "entry": entry}
    told = "&".join(f"{name}={value}" for name, value in pairs.items() if value is not None)
    return f"?{told}" if told else ""
