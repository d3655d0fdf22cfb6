"""The web application: three routes, one way to answer, and the same headers on all of it."""

import asyncio
import sys
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field

from aiohttp import web

from flows.entrypoints.portal.deciding import Sent, decided
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
from flows.entrypoints.portal.pages import message_page
from flows.entrypoints.portal.showing import Answered, shown
from playbooks.model.errors import NotFoundError, RolloutError
from playbooks.model.text import Language, Text
from tasks.adapters.invitations import PATH, Invitations
from tasks.adapters.office import Office
from tasks.adapters.render.portal_wording import PORTAL as W

#: A form holds a few texts of 2,000 signs; percent signs triple them.
MOST_BYTES = 96 * 1024
_FORM = "application/x-www-form-urlencoded"
_COOKIE_AGE = 24 * 3600
Handler = Callable[[web.Request], Awaitable[web.StreamResponse]]


@dataclass(slots=True)
class Portal:
    """The decision page of one office."""

    office: Office
    invitations: Invitations
    url: str
    deliver: bool = True
    _errands: set[asyncio.Task[None]] = field(default_factory=set)

    def application(self) -> web.Application:
        """Return the application, ready to be served."""
        application = web.Application(client_max_size=MOST_BYTES, middlewares=[self._answering])
        application.router.add_get("/", self._home)
        application.router.add_get("/healthz", self._healthy)
        application.router.add_get(f"{PATH}{{token}}", self._look)
        application.router.add_post(f"{PATH}{{token}}", self._decide)
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
        csrf = form_proof(self.invitations.key, cookie, token)
        answered = await asyncio.to_thread(
            shown, self.invitations, token, language=_language(request), csrf=csrf
        )
        response = page(answered.body, status=answered.status)
        secure = self.url.startswith("https:")
        response.set_cookie(
            COOKIE, cookie, max_age=_COOKIE_AGE, httponly=True, samesite="Lax", secure=secure, path="/"
        )
        return response

    async def _decide(self, request: web.Request) -> web.Response:
        """Carry out what a form of this page asks for."""
        token = request.match_info["token"]
        if request.content_type != _FORM:
            return _message(W.p_wrong_head, W.p_wrong, status=415)
        try:
            form = Form.read(await request.read())
        except ValueError:  # more fields than any form of ours
            return _message(W.p_wrong_head, W.p_wrong, status=400)
        csrf = form_proof(self.invitations.key, request.cookies.get(COOKIE, ""), token)
        if not (sent_from_here(request, origin_of(self.url)) and proven(form.said("csrf"), csrf)):
            return _message(W.p_forbidden_head, W.p_forbidden, status=403)
        answered = await asyncio.to_thread(
            decided, self.office, self.invitations, Sent(token, form, _language(request))
        )
        self._deliver(answered)
        if answered.onward:
            # Relative, so that a path in front of ours in a proxy stays where it is.
            query = f"?{request.query_string}" if request.query_string else ""
            return web.Response(status=303, headers={"Location": f"{answered.onward}{query}"})
        return page(answered.body, status=answered.status)

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
        except web.HTTPNotFound:
            return _message(W.p_missing_head, W.p_missing, status=404)
        except web.HTTPException as refused:
            allowed = {"Allow": refused.headers["Allow"]} if "Allow" in refused.headers else {}
            response = _message(W.p_wrong_head, W.p_wrong, status=refused.status)
            response.headers.update(allowed)
            return response
        except NotFoundError:
            return _message(W.p_missing_head, W.p_missing, status=404)
        except RolloutError as error:
            sys.stderr.write(f"The decision page could not answer: {error}\n")
            return _message(W.p_busy_head, W.p_busy, status=503)


def page(body: str, *, status: int = 200) -> web.Response:
    """Return a page."""
    return web.Response(text=body, status=status, content_type="text/html", charset="utf-8")


def _message(head: Text, text: Text, *, status: int) -> web.Response:
    return page(message_page(head, text), status=status)


def _language(request: web.Request) -> Language | None:
    wanted = request.query.get("lang")
    return Language(wanted) if wanted in list(Language) else None
