"""The door behind response URLs: what an app may still say after a click or a command."""

from dataclasses import dataclass

from aiohttp import web

from flows.entrypoints.workspace.errors import SlackError
from flows.entrypoints.workspace.payload import Payload, read_object
from flows.entrypoints.workspace.response_links import ResponseLink
from flows.entrypoints.workspace.state import State
from flows.entrypoints.workspace.web_api.chat import by_app
from flows.entrypoints.workspace.web_api.content import read_content


@dataclass(frozen=True, slots=True)
class ResponseDoor:
    """Answers posts to `/response/<token>`."""

    state: State

    async def answer(self, request: web.Request) -> web.Response:
        """Use a link once."""
        link = self.state.response_links.use(request.match_info["token"])
        if isinstance(link, str):
            return web.json_response({"ok": False, "error": link}, status=404)
        given = read_object(await request.text())
        if given is None:
            return web.json_response({"ok": False, "error": "invalid_payload"}, status=400)
        try:
            self._carry_out(link, given)
        except SlackError as error:
            return web.json_response({"ok": False, "error": error.code, **error.details}, status=400)
        self.state.changes.announce()
        return web.Response(text="ok")

    def _carry_out(self, link: ResponseLink, given: Payload) -> None:
        messages = self.state.messages
        if given.get("delete_original"):
            messages.remove(link.channel_id, link.stamp)
            return
        content = read_content(given)
        original = messages.find(link.channel_id, link.stamp)
        original = original or messages.find_ephemeral(link.user_id, link.stamp)
        if given.get("replace_original") and original is not None:
            original |= {"blocks": [], **content}
        elif given.get("response_type") == "in_channel":
            messages.add(link.channel_id, by_app(self.state) | content)
        else:
            messages.add_ephemeral(link.channel_id, link.user_id, by_app(self.state) | content)
