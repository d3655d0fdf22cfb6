"""App manifests: what must be in one, from docs.slack.dev/reference/app-manifest."""

from collections.abc import Iterator

from flows.entrypoints.workspace.payload import Payload, Payloads

_SECTIONS = {
    "_metadata",
    "display_information",
    "features",
    "oauth_config",
    "settings",
    "functions",
    "workflows",
}
_NAME, _DESCRIPTION, _LONG_DESCRIPTION = 35, 140, 4000
_COMMAND, _HINT, _COMMANDS = 32, 1000, 50


def check_manifest(manifest: object) -> Payloads:
    """Return the errors of a manifest, each with its message and JSON pointer."""
    if not isinstance(manifest, dict):
        return [{"message": "must be an object", "pointer": "/"}]
    checks = (_sections, _display, _commands, _scopes, _events)
    found = (pair for check in checks for pair in check(manifest))
    return [{"message": message, "pointer": pointer} for message, pointer in found]


def _part(manifest: Payload, *path: str) -> Payload:
    part: object = manifest
    for name in path:
        part = part.get(name) if isinstance(part, dict) else None
    return part if isinstance(part, dict) else {}


def _sections(manifest: Payload) -> Iterator[tuple[str, str]]:
    for name in sorted(set(manifest) - _SECTIONS):
        yield f"unknown property: {name}", f"/{name}"


def _display(manifest: Payload) -> Iterator[tuple[str, str]]:
    display, place = _part(manifest, "display_information"), "/display_information"
    if not display.get("name"):
        yield "missing required field: name", f"{place}/name"
    limits = {"name": _NAME, "description": _DESCRIPTION, "long_description": _LONG_DESCRIPTION}
    for name, limit in limits.items():
        if len(str(display.get(name, ""))) > limit:
            yield f"must be less than {limit + 1} characters", f"{place}/{name}"


def _commands(manifest: Payload) -> Iterator[tuple[str, str]]:
    commands = _part(manifest, "features").get("slash_commands", [])
    place = "/features/slash_commands"
    if len(commands) > _COMMANDS:
        yield f"no more than {_COMMANDS} items allowed", place
    for index, command in enumerate(commands):
        name = str(command.get("command", ""))
        if not name.startswith("/") or not 1 < len(name) <= _COMMAND or " " in name:
            yield "must start with / and have no spaces", f"{place}/{index}/command"
        if not command.get("description"):
            yield "missing required field: description", f"{place}/{index}/description"
        if len(str(command.get("usage_hint", ""))) > _HINT:
            yield f"must be less than {_HINT + 1} characters", f"{place}/{index}/usage_hint"


def _scopes(manifest: Payload) -> Iterator[tuple[str, str]]:
    granted = _part(manifest, "oauth_config", "scopes").get("bot", [])
    if _part(manifest, "features").get("slash_commands") and "commands" not in granted:
        yield "slash commands need the scope commands", "/oauth_config/scopes/bot"
    if _part(manifest, "features", "bot_user") and not granted:
        yield "a bot user needs at least one bot scope", "/oauth_config/scopes/bot"


def _events(manifest: Payload) -> Iterator[tuple[str, str]]:
    settings = _part(manifest, "settings")
    socket = bool(settings.get("socket_mode_enabled"))
    for name in ("event_subscriptions", "interactivity"):
        part = _part(settings, name)
        wanted = part.get("bot_events") or part.get("is_enabled")
        if wanted and not socket and not part.get("request_url"):
            yield "request_url is required without Socket Mode", f"/settings/{name}/request_url"
