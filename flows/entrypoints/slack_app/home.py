"""The app's Home tab: what waits on me, with a button each, and what waits for others."""

import asyncio
from collections.abc import Iterable, Iterator

from slack_bolt.async_app import AsyncAck, AsyncApp

from flows.entrypoints.slack_app import wording as w
from flows.entrypoints.slack_app.door import Door
from flows.entrypoints.slack_app.inbox import Item, Membership, items, memberships
from flows.entrypoints.slack_app.payload import Body, account, word
from playbooks.model.gates.wording import brief
from playbooks.model.text import Language
from playbooks.model.waiting import WaitingFor
from tasks.adapters.render.voice import Voice
from tasks.adapters.slack.blocks import TITLE, Block, button, context, divider, header, plain, section
from tasks.adapters.slack.directory import Account
from tasks.adapters.slack.poster import message_id
from tasks.adapters.store.messages import MessageKind, SentMessage

#: A view has room for a hundred blocks; an item takes two.
SHOWN = 20
OPEN = "home_open"
CARDS = {WaitingFor.SIGN_OFF: MessageKind.GATE, WaitingFor.DECISION: MessageKind.PHASE_GATE}


def listen(app: AsyncApp, door: Door) -> None:
    """Register the Home tab."""

    @app.event("app_home_opened")
    async def visited(body: dict[str, object], event: dict[str, object]) -> None:
        who = Account(word(body, "team_id"), word(event, "user"))
        door.handover.take(published(door, who))

    @app.action(OPEN)
    async def chosen(ack: AsyncAck, body: dict[str, object], action: dict[str, object]) -> None:
        await ack()
        door.handover.take(shown(door, body, action))


async def published(door: Door, who: Account) -> None:
    """Publish somebody's Home tab."""
    view = await asyncio.to_thread(home, door, who)
    await door.client.views_publish(user_id=who.user, view=view)


async def shown(door: Door, body: Body, action: Body) -> None:
    """Show the card of an item in a form of its own, with its buttons; the same card stands in the messages."""
    rollout, _, about = word(action, "value").partition(" ")
    message = await asyncio.to_thread(_card, door, account(body), rollout=rollout, about=about)
    if message is None:
        await published(door, account(body))
        return
    drawing = await asyncio.to_thread(door.slack.cards.drawing, message)
    language = _language(memberships(door, account(body)))
    view = {
        "type": "modal",
        "callback_id": "look",
        "title": plain(w.LOOK.to(language), TITLE),
        "close": plain(w.CLOSE.to(language), TITLE),
        "blocks": list(drawing.blocks),
    }
    await door.client.views_open(trigger_id=word(body, "trigger_id"), view=view)


def home(door: Door, who: Account) -> Block:
    """Return the Home tab of an account; a stranger's is empty."""
    found = memberships(door, who)
    language = _language(found)
    waits = items(door, found)
    now = door.office.clock.now()
    late = {id(item) for item in waits if item.waiting.due and item.waiting.due < now}
    mine = [_mine(item, language, late=id(item) in late) for item in waits if item.mine]
    others = [_others(item, language, late=id(item) in late) for item in waits if not item.mine]
    blocks = [
        header(w.HOME_MINE.to(language)),
        *_most(mine, w.HOME_NOTHING.to(language), language),
        divider(),
        header(w.HOME_OTHERS.to(language)),
        *_most(others, w.HOME_NO_OTHERS.to(language), language),
    ]
    return {"type": "home", "blocks": [*blocks]}


def _most(entries: list[tuple[Block, Block]], nothing: str, language: Language) -> Iterator[Block]:
    for entry in entries[:SHOWN]:
        yield from entry
    if not entries:
        yield section(nothing)
    if len(entries) > SHOWN:
        yield context(w.HOME_MORE.to(language).format(count=len(entries) - SHOWN))


def _mine(item: Item, language: Language, *, late: bool) -> tuple[Block, Block]:
    text = section(brief(item.waiting.what.to(language), 600), accessory=_look(item, language))
    return text, context(_line(item, language, late=late))


def _others(item: Item, language: Language, *, late: bool) -> tuple[Block, Block]:
    # Who may sign without having been asked finds the card here.
    text = section(brief(item.waiting.what.to(language), 300), accessory=_look(item, language))
    people = Voice(language, item.rollout).people(item.waiting.people[:5]) or "–"
    return text, context(f"{_line(item, language, late=late)} · {people}")


def _look(item: Item, language: Language) -> Block | None:
    value = f"{item.rollout.key} {item.waiting.about}"
    card = item.waiting.kind in CARDS
    return button(w.LOOK.to(language), OPEN, value=value) if card else None


def _line(item: Item, language: Language, *, late: bool) -> str:
    voice = Voice(language, item.rollout)
    due = voice.day(item.waiting.due) + (f" {voice.say(w.LATE)}" if late else "")
    kind = voice.say(voice.words.kinds[item.waiting.kind])
    title = brief(voice.say(item.rollout.title), 60)
    return voice.say(w.HOME_LINE, rollout=title, kind=kind, due=due)


def _card(door: Door, who: Account, *, rollout: str, about: str) -> SentMessage | None:
    """Return the card of something that waits, made if it is not there; None if nothing waits any more."""
    for item, member in _waiting(door, who):
        kind = CARDS.get(item.waiting.kind)
        if kind is None or (item.rollout.key, item.waiting.about) != (rollout, about):
            continue
        number = item.rollout.version
        wanted = SentMessage(
            id=message_id("home", rollout, about, member.person.key, number),
            kind=kind,
            rollout=rollout,
            about=about,
            recipient=member.person.key,
            team=who.team,
        )
        return door.slack.channel.ask(member.person, wanted)
    return None


def _waiting(door: Door, who: Account) -> Iterator[tuple[Item, Membership]]:
    for member in memberships(door, who):
        yield from ((item, member) for item in items(door, (member,)))


def _language(found: Iterable[Membership]) -> Language:
    return next((member.person.language for member in found), Language.ZH)
