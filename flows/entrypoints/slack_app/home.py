"""The app's Home tab: what waits on me and on others, open phases, what I have decided, who stands in for whom."""

import asyncio
import json
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime
from functools import partial
from hashlib import sha256
from itertools import islice

from aiohttp import ClientError
from slack_bolt.async_app import AsyncAck, AsyncApp
from slack_sdk.errors import SlackApiError

from flows.entrypoints.slack_app import wording as w
from flows.entrypoints.slack_app.door import Door
from flows.entrypoints.slack_app.home_card import card, handle
from flows.entrypoints.slack_app.home_stand_ins import stand_ins
from flows.entrypoints.slack_app.homes import Shown
from flows.entrypoints.slack_app.inbox import Item, Membership, items, memberships
from flows.entrypoints.slack_app.payload import Body, account, word
from playbooks.model.entitlement import may_act
from playbooks.model.gates.wording import brief
from playbooks.model.readiness import readiness
from playbooks.model.rejection import Rejection
from playbooks.model.text import Language, Text
from playbooks.model.waiting import WaitingFor
from tasks.adapters.render.voice import Voice
from tasks.adapters.slack.blocks import TITLE, Block, button, context, divider, header, plain, section
from tasks.adapters.slack.directory import Account
from tasks.adapters.store.messages import MessageKind

#: A view has room for a hundred blocks; an item that waits takes two, any other one.
SHOWN, SHOWN_OWN = 13, 8
OPEN = "home_open"
CARDS = {
    WaitingFor.SIGN_OFF: MessageKind.GATE,
    WaitingFor.EVIDENCE: MessageKind.GATE,
    WaitingFor.DECISION: MessageKind.PHASE_GATE,
    WaitingFor.WAIVER: MessageKind.WAIVER,
    WaitingFor.OVERRIDE: MessageKind.OVERRIDE,
}


def listen(app: AsyncApp, door: Door) -> None:
    """Register the Home tab."""

    @app.event("app_home_opened")
    async def visited(body: dict[str, object], event: dict[str, object]) -> None:
        who = Account(word(body, "team_id"), word(event, "user"))
        door.homes.opened(who, door.office.clock.now())
        door.handover.take(published(door, who))

    @app.action(OPEN)
    async def chosen(ack: AsyncAck, body: dict[str, object], action: dict[str, object]) -> None:
        await ack()
        door.handover.take(shown(door, body, action))


async def published(door: Door, who: Account) -> None:
    """Publish somebody's Home tab."""
    await _put_up(door, who, await asyncio.to_thread(_tab, door, who))


async def homes_kept(door: Door, *rollouts: str) -> None:
    """Publish the open Home tabs anew that these rollouts have made untrue, and those that had to wait."""
    now = door.office.clock.now()
    door.homes.changed(rollouts, now)
    await door.homes.renewed(partial(_renewed, door), now)


async def _renewed(door: Door, who: Account) -> bool:
    """Publish somebody's tab if it shows something else by now; tell whether it was."""
    tab = await door.rounds.alone(partial(_tab, door, who))
    if not door.homes.differs(who, tab.shown):
        return False
    try:
        await _put_up(door, who, tab)
    except (SlackApiError, ClientError, OSError) as error:
        door.handover.noted("a Home tab could not be published: %s", error)
    return True


async def _put_up(door: Door, who: Account, tab: "_Tab") -> None:
    await door.client.views_publish(user_id=who.user, view=tab.view)
    door.homes.showing(who, tab.shown)


async def shown(door: Door, body: Body, action: Body) -> None:
    """Show the card of an item in a form of its own, with its buttons; the same card stands in the messages."""
    message = await asyncio.to_thread(card, door, account(body), value=word(action, "value"))
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


@dataclass(frozen=True, slots=True)
class _Tab:
    """A Home tab, and what is noted of it."""

    view: Block
    shown: Shown


def home(door: Door, who: Account) -> Block:
    """Return the Home tab of an account; a stranger's is empty."""
    return _tab(door, who).view


def _tab(door: Door, who: Account) -> _Tab:
    known = frozenset(door.office.store.rollouts())
    found = memberships(door, who)
    language = _language(found)
    waits = items(door, found)
    now = door.office.clock.now()
    late = {id(item) for item in waits if item.waiting.due and item.waiting.due < now}
    mine = [_mine(item, language, late=id(item) in late) for item in waits if item.mine]
    others = [_others(item, language, late=id(item) in late) for item in waits if not item.mine]
    own = [
        header(w.HOME_MINE.to(language)),
        *_most(mine, w.HOME_NOTHING.to(language), language=language),
    ]
    of_others = [
        divider(),
        header(w.HOME_OTHERS.to(language)),
        *_most(others, w.HOME_NO_OTHERS.to(language), language=language),
    ]
    more = [
        *_titled(w.HOME_PHASES, list(_phases(found, language, now=now)), language=language),
        *_titled(w.HOME_OWN, list(_words(found, language)), language=language),
        *_titled(w.HOME_WAIVERS, list(_waivers(found, language, now=now)), language=language),
        *_titled(w.HOME_STAND_INS, stand_ins(found, language, now=now), language=language),
    ]
    # What waits for others changes all the time; it is brought along when something of one's own changes.
    digest = sha256(json.dumps([own, more], sort_keys=True).encode()).hexdigest()
    rollouts = frozenset(member.rollout.key for member in found)
    view: Block = {"type": "home", "blocks": [*own, *of_others, *more]}
    return _Tab(view, Shown(digest, rollouts, known))


def _most(entries: list[tuple[Block, Block]], nothing: str, *, language: Language) -> Iterator[Block]:
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
    kind = CARDS.get(item.waiting.kind)
    value = handle(item.rollout.key, kind, about=item.waiting.about) if kind else ""
    return button(w.LOOK.to(language), OPEN, value=value) if kind else None


def _titled(title: Text, entries: Iterable[Block], *, language: Language) -> Iterator[Block]:
    """Yield a part of the tab, where there is something in it."""
    shown = tuple(islice(entries, SHOWN_OWN))
    if shown:
        yield from (divider(), header(title.to(language)), *shown)


def _look_at(voice: Voice, text: str, *, value: str) -> Block:
    return section(text, accessory=button(voice.say(w.LOOK), OPEN, value=value))


def _phases(found: tuple[Membership, ...], language: Language, *, now: datetime) -> Iterator[Block]:
    """Yield the open phases this person decides on, or may override gates of, whether or not they are ready."""
    for member in found:
        rollout, voice = member.rollout, Voice(language, member.rollout)
        for phase in rollout.open_phases:
            roles = (*rollout.plan(phase).decided_by, *rollout.playbook.overridden_by)
            if not may_act(rollout, member.person.key, roles=roles, now=now):
                continue
            unmet = len(readiness(rollout, phase, now).unmet)
            status = voice.say(w.HOME_PHASE_UNMET, count=unmet) if unmet else voice.say(w.HOME_PHASE_READY)
            named = {"rollout": _title(voice), "phase": voice.say(phase.label), "status": status}
            value = handle(rollout.key, MessageKind.PHASE_GATE, about=phase)
            yield _look_at(voice, voice.say(w.HOME_PHASE, **named), value=value)


def _words(found: tuple[Membership, ...], language: Language) -> Iterator[Block]:
    """Yield the yeses and noes of this person that can still be taken back."""
    for member in found:
        rollout, voice = member.rollout, Voice(language, member.rollout)
        for said in rollout.words:
            if (
                said.person == member.person.key
                and rollout.playbook.phase_of(said.gate) in rollout.open_phases
            ):
                line = w.HOME_OWN_NO if isinstance(said, Rejection) else w.HOME_OWN_YES
                gate, moment = brief(voice.gate(said.gate), 80), voice.moment(said.given_at)
                text = voice.say(line, rollout=_title(voice), gate=gate, moment=moment)
                yield _look_at(voice, text, value=handle(rollout.key, MessageKind.GATE, about=said.gate))


def _waivers(found: tuple[Membership, ...], language: Language, *, now: datetime) -> Iterator[Block]:
    """Yield the standing waivers this person answers for or has asked for: more time is asked for on the card."""
    for member in found:
        rollout, voice, me = member.rollout, Voice(language, member.rollout), member.person.key
        for gate, waiver in rollout.waivers.items():
            open_now = rollout.playbook.phase_of(gate) in rollout.open_phases
            if open_now and waiver.standing(now) and me in (waiver.owner, waiver.requested_by):
                parts = {"gate": brief(voice.gate(gate), 80), "day": voice.day(waiver.expires_at)}
                owner = voice.person(waiver.owner)
                text = voice.say(w.HOME_WAIVER, rollout=_title(voice), owner=owner, **parts)
                yield _look_at(voice, text, value=handle(rollout.key, kind=MessageKind.GATE, about=gate))


def _title(voice: Voice) -> str:
    return brief(voice.say(voice.rollout.title), 60)


def _line(item: Item, language: Language, *, late: bool) -> str:
    voice = Voice(language, item.rollout)
    line = w.HOME_LINE if item.waiting.due else w.HOME_LINE_OPEN
    due = voice.day(item.waiting.due) + (f" {voice.say(w.LATE)}" if late else "")
    kind = voice.say(voice.words.kinds[item.waiting.kind])
    title = _title(voice)
    return voice.say(line, rollout=title, kind=kind, due=due)


def _language(found: Iterable[Membership]) -> Language:
    return next((member.person.language for member in found), Language.ZH)
