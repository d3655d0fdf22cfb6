"""Everything that goes out to Slack, put together: one client, one directory, one poster for all of it."""

from collections.abc import Mapping
from dataclasses import dataclass

from slack_sdk import WebClient

from tasks.adapters.ports import Clock
from tasks.adapters.slack.cards import Cards
from tasks.adapters.slack.channel import SlackChannel
from tasks.adapters.slack.client import sending_client, web_client
from tasks.adapters.slack.directory import Directory
from tasks.adapters.slack.poster import Poster
from tasks.adapters.store import SqlStore
from tasks.adapters.store.messages import MessageRegister


@dataclass(frozen=True, slots=True, kw_only=True)
class Outbound:
    """The outbound side of Slack."""

    client: WebClient
    register: MessageRegister
    directory: Directory
    poster: Poster
    cards: Cards
    channel: SlackChannel


def outbound(store: SqlStore, clock: Clock, *, token: str, url: str, accounts: Mapping[str, str]) -> Outbound:
    """Return the outbound side; `accounts` maps Slack accounts to people's keys, before any e-mail address."""
    client, register = web_client(token, url), store.messages
    directory, poster = (
        Directory(client, accounts),
        Poster(client, sending_client(token, url), register, clock),
    )
    cards = Cards(store, register, poster, clock)
    channel = SlackChannel(directory, register, poster, cards)
    return Outbound(
        client=client, register=register, directory=directory, poster=poster, cards=cards, channel=channel
    )
