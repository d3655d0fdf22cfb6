"""What the app was allowed and registered when it was installed: scopes, events, commands."""

from dataclasses import dataclass

from flows.entrypoints.workspace.payload import Payload

EVERY_SCOPE = frozenset(
    {
        "app_mentions:read",
        "bookmarks:write",
        "channels:history",
        "channels:join",
        "channels:manage",
        "channels:read",
        "chat:write",
        "commands",
        "files:read",
        "files:write",
        "groups:history",
        "groups:read",
        "groups:write",
        "im:history",
        "im:read",
        "im:write",
        "mpim:write",
        "pins:write",
        "reactions:write",
        "usergroups:read",
        "users:read",
        "users:read.email",
    }
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Installation:
    """Where events or commands are None, all of them are registered."""

    app_name: str = "Phasegate"
    scopes: frozenset[str] = EVERY_SCOPE
    events: frozenset[str] | None = None
    commands: frozenset[str] | None = None

    def hears(self, event: str) -> bool:
        """Tell whether the app subscribed to an event."""
        return self.events is None or event in self.events

    def knows(self, command: str) -> bool:
        """Tell whether the app registered a slash command."""
        return self.commands is None or command in self.commands


def install(manifest: Payload) -> Installation:
    """Install an app as its manifest says: what is not asked for there is not granted."""
    features = manifest.get("features", {})
    subscribed = manifest.get("settings", {}).get("event_subscriptions", {}).get("bot_events", [])
    return Installation(
        app_name=manifest["display_information"]["name"],
        scopes=frozenset(manifest["oauth_config"]["scopes"]["bot"]),
        events=frozenset(subscribed),
        commands=frozenset(command["command"] for command in features.get("slash_commands", [])),
    )
