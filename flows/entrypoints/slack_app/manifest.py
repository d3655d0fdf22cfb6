"""The app's manifest: what has to be allowed and registered in Slack, no more than is used."""

from pydantic import JsonValue

from flows.entrypoints.slack_app.slash import COMMAND
from playbooks.model.text import Language, Text

#: Each scope, and what it is for.
SCOPES = {
    "chat:write": Text(zh="发送卡片与通知", en="send cards and notices"),
    "commands": Text(zh="斜杠命令", en="the slash command"),
    "files:read": Text(zh="接收表单附件", en="take files from forms"),
    "im:history": Text(
        zh="接收卡片下的留言，核对已发消息", en="hear comments under cards, find what was sent"
    ),
    "im:write": Text(zh="与个人对话", en="write to people"),
    "users:read": Text(zh="核实账号", en="check accounts"),
    "users:read.email": Text(zh="按邮箱对应成员", en="know people by their address"),
}
EVENTS = ("app_home_opened", "message.im")
_DESCRIPTION = Text(
    zh="业务系统推行：逐关签核，全程留痕", en="Gated rollouts of business systems: sign-offs on record"
)


def manifest(*, language: Language, request_url: str | None = None) -> dict[str, JsonValue]:
    """Return the manifest, for Socket Mode unless there is an address for signed HTTP."""
    address: dict[str, JsonValue] = {"request_url": request_url} if request_url else {}
    command: dict[str, JsonValue] = {
        "command": COMMAND,
        "description": _DESCRIPTION.to(language),
        "usage_hint": "status | inbox | gates ROLLOUT | help",
        **({"url": request_url} if request_url else {}),
    }
    return {
        "display_information": {"name": "Phasegate", "description": _DESCRIPTION.to(language)},
        "features": {
            "app_home": {"home_tab_enabled": True, "messages_tab_enabled": True},
            "bot_user": {"display_name": "Phasegate", "always_online": True},
            "slash_commands": [command],
        },
        "oauth_config": {"scopes": {"bot": [*SCOPES]}},
        "settings": {
            "event_subscriptions": {"bot_events": [*EVENTS], **address},
            "interactivity": {"is_enabled": True, **address},
            "socket_mode_enabled": request_url is None,
            "org_deploy_enabled": False,
            "token_rotation_enabled": False,
        },
    }
