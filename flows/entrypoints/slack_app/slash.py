"""The slash command: status, inbox, gates, help; about rollouts one takes part in, and nothing of any other."""

import asyncio
from collections.abc import Iterable

from slack_bolt.async_app import AsyncAck, AsyncApp

from flows.entrypoints.slack_app import wording as w
from flows.entrypoints.slack_app.door import Door
from flows.entrypoints.slack_app.home import home
from flows.entrypoints.slack_app.inbox import Membership, memberships
from flows.entrypoints.slack_app.payload import Body, word
from playbooks.model.gates.wording import brief
from playbooks.model.text import Language
from tasks.adapters.render.gate_rows import gate_rows, score
from tasks.adapters.render.voice import Voice
from tasks.adapters.slack.blocks import Block, header, section
from tasks.adapters.slack.directory import Account

COMMAND = "/phasegate"
SHOWN = 40


def listen(app: AsyncApp, door: Door) -> None:
    """Register the command."""

    @app.command(COMMAND)
    async def asked(ack: AsyncAck, command: dict[str, object]) -> None:
        blocks = await asyncio.to_thread(answer, door, command)
        await ack(text=COMMAND, blocks=list(blocks))


def answer(door: Door, command: Body) -> tuple[Block, ...]:
    """Return the answer to what was typed; only the person who typed it sees it."""
    account = Account(word(command, "team_id"), word(command, "user_id"))
    verb, _, rest = word(command, "text").strip().partition(" ")
    found = memberships(door, account)
    language = next((member.person.language for member in found), Language.ZH)
    match verb.lower():
        case "" | "help":
            return (section(w.HELP.to(language)),)
        case "status":
            return _status(door, found, language)
        case "inbox":
            return _inbox(door, account)
        case "gates":
            return _gates(door, found, rest.strip(), language=language)
        case _:
            said = w.UNKNOWN_WORD.to(language)
            return (section(said.format(word=brief(verb, 40), help=w.HELP.to(language))),)


def _status(door: Door, found: tuple[Membership, ...], language: Language) -> tuple[Block, ...]:
    if not found:
        return (section(w.NO_ROLLOUTS.to(language)),)
    return tuple(section(_state(door, member)) for member in found[:SHOWN])


def _state(door: Door, member: Membership) -> str:
    rollout, phase = member.rollout, member.rollout.current
    voice = Voice(member.person.language, rollout)
    figure = f"{score(rollout, phase, door.office.clock.now())}%" if phase else "–"
    return voice.say(
        w.STATUS_LINE,
        title=brief(voice.say(rollout.title), 100),
        key=rollout.key,
        phase=voice.say(phase.label) if phase else "–",
        status=voice.say(rollout.status.label),
        score=figure,
    )


def _inbox(door: Door, account: Account) -> tuple[Block, ...]:
    """Return the Home tab's blocks as far as a message has room."""
    blocks = home(door, account)["blocks"]
    parts: Iterable[object] = blocks if isinstance(blocks, list) else ()
    return tuple(part for part in parts if isinstance(part, dict))[:SHOWN]


def _gates(door: Door, found: tuple[Membership, ...], key: str, *, language: Language) -> tuple[Block, ...]:
    member = next((each for each in found if each.rollout.key == key or (not key and len(found) == 1)), None)
    phase = member.rollout.current if member else None
    if member is None or phase is None:
        return (section(w.NO_ROLLOUT.to(language).format(key=brief(key, 40))),)
    voice = Voice(member.person.language, member.rollout)
    rows = gate_rows(member.rollout, phase, door.office.clock.now())
    lines = [
        voice.say(
            w.GATE_LINE,
            symbol=row.symbol,
            gate=brief(voice.say(row.rule.title), 80),
            outcome=voice.say(row.word),
            reason=brief(voice.say(row.reason), 150),
        )
        for row in rows[:SHOWN]
    ]
    return (header(voice.say(phase.label)), *(section(line) for line in lines))
