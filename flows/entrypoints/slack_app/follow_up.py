"""What follows a wish on record: the receipt, the cards, the letters; none of it can undo the decision."""

from functools import partial

from flows.entrypoints.slack_app import wording as own
from flows.entrypoints.slack_app.door import Door
from flows.entrypoints.slack_app.home import homes_kept
from flows.entrypoints.slack_app.matter import Matter
from playbooks.model.errors import OutsideError
from playbooks.model.refusal import Refusal
from tasks.adapters.ports import Receipt
from tasks.adapters.slack import wording as w
from tasks.adapters.slack.offer import CardAction

#: The round that brings letters, and the one for runs alone, which waits for no channel.
LETTERS, RUNS = "letters", "runs"


async def followed_up(door: Door, matter: Matter, receipt: Receipt, *, request: str) -> None:
    """Bring every card up to date, tell the decider the ledger number, and let the letters out."""
    try:
        await redrawn(door, matter.rollout.key)
    except OutsideError:
        # The watch draws it again; the receipt must not wait for that.
        door.handover.noted("cards of %s wait for Slack", matter.rollout.key)
    await door.rounds.alone(partial(_receipted, door, matter, receipt, request=request))
    await letters_out(door)
    await homes_kept(door, matter.rollout.key)


async def letters_out(door: Door) -> None:
    """Wake and start the runs that wait for a decision, then let the other letters out."""
    await runs_woken(door)
    await door.rounds.shared(LETTERS, door.office.dispatcher.deliver)


async def runs_woken(door: Door) -> None:
    """Wake and start the runs that wait for a decision; letters that are under way have no hold on them."""
    await door.rounds.shared(RUNS, partial(door.office.dispatcher.deliver, runs_only=True))


async def told_off(door: Door, matter: Matter, channel: str, *, text: str) -> None:
    """Tell somebody why nothing happened, and show the card as it is now."""
    user = matter.caller.account.user
    if channel:
        await door.client.chat_postEphemeral(channel=channel, user=user, text=text)
    else:
        await door.client.chat_postMessage(channel=user, text=text)
    await redrawn(door, matter.rollout.key)


def refusal_text(matter: Matter, refusal: Refusal) -> str:
    """Return a refusal as the caller reads it."""
    voice = matter.voice
    return voice.say(own.REFUSED, reason=voice.say(refusal.reason))


async def redrawn(door: Door, rollout: str) -> bool:
    """Bring the cards of a rollout up to date, with everybody who wants that now; tell whether all of them are."""
    return bool(await door.rounds.shared(f"cards of {rollout}", partial(door.slack.cards.redraw, rollout)))


def _receipted(door: Door, matter: Matter, receipt: Receipt, *, request: str) -> None:
    voice, message = matter.voice, matter.message
    if receipt.repeated:
        text = voice.say(w.RECEIPT_AGAIN, seq=receipt.seq)
    elif matter.action is CardAction.ASK:
        text = voice.say(own.COMMENTED, seq=receipt.seq)
    else:
        text = voice.say(w.RECEIPT, seq=receipt.seq, leaf=receipt.leaf)
    door.slack.poster.say(message.channel, text, thread=message.ts, once=f"receipt/{request}")
