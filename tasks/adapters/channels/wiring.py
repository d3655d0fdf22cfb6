"""From the channels file to the switchboard: every channel with its secrets, its links and its limits."""

from collections.abc import Mapping

from tasks.adapters.channels.apprise_address import AppriseChannel
from tasks.adapters.channels.dingtalk import DingTalkChannel
from tasks.adapters.channels.feishu import FeishuChannel
from tasks.adapters.channels.mail import MailChannel, MailServer
from tasks.adapters.channels.message import LinkMaker, no_links
from tasks.adapters.channels.robot import PER_MINUTE
from tasks.adapters.channels.specification import (
    EMAIL,
    AddressEntry,
    Channels,
    MailEntry,
    Reach,
    RobotEntry,
    RobotKind,
)
from tasks.adapters.channels.switchboard import Line, Switchboard
from tasks.adapters.channels.wecom import WeComChannel
from tasks.adapters.ports import Channel


def switchboard(
    channels: Channels,
    *,
    environment: Mapping[str, str],
    link: LinkMaker = no_links,
    more: Mapping[str, Channel] | None = None,
) -> Switchboard:
    """Return the switchboard a channels file describes; `more` are channels built elsewhere, by kind (slack, file)."""
    lines = [Line(channel, kind) for kind, channel in (more or {}).items()]
    lines += [_robot(entry, environment, link=link) for entry in channels.robots]
    lines += [_address(entry, environment, link=link) for entry in channels.others]
    if channels.email is not None:
        lines.append(Line(MailChannel(_server(channels.email, environment), link), EMAIL))
    return Switchboard(tuple(lines), channels.order, channels.people, channels.working_hours)


def _robot(entry: RobotEntry, environment: Mapping[str, str], *, link: LinkMaker) -> Line:
    webhook, own = entry.webhook.found(environment), _own(entry, link)
    secret = entry.secret.found(environment) if entry.secret else None
    channel: Channel
    match entry.kind:
        case RobotKind.DINGTALK:
            channel = DingTalkChannel(entry.key, webhook, secret, own)
        case RobotKind.FEISHU | RobotKind.LARK:
            channel = FeishuChannel(entry.key, webhook, secret, own)
        case RobotKind.WECOM:
            channel = WeComChannel(entry.key, webhook, own)
    return Line(channel, entry.kind, entry, PER_MINUTE)


def _address(entry: AddressEntry, environment: Mapping[str, str], *, link: LinkMaker) -> Line:
    return Line(AppriseChannel(entry.key, entry.url.found(environment), _own(entry, link)), entry.key, entry)


def _own(reach: Reach, link: LinkMaker) -> LinkMaker:
    # Whoever opens a link decides in the person's name: a group must never see one.
    return link if reach.person is not None else no_links


def _server(entry: MailEntry, environment: Mapping[str, str]) -> MailServer:
    return MailServer(
        host=entry.host,
        port=entry.port,
        sender=entry.sender,
        security=entry.security,
        user=entry.user.found(environment) if entry.user else None,
        password=entry.password.found(environment) if entry.password else None,
    )
