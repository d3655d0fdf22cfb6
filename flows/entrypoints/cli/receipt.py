"""The answer to a wish as people and scripts see it: the receipt with what changed, or the refusal."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import asdict, dataclass

from flows.entrypoints.cli import wording as w
from flows.entrypoints.cli.exit_code import ExitCode
from flows.entrypoints.cli.speaker import Speaker, both
from playbooks.model.commands import Request
from playbooks.model.events import Event
from playbooks.model.lifecycle import Change
from playbooks.model.refusal import Refusal, RefusalCode
from playbooks.model.rollout import Rollout
from tasks.adapters.dispatcher import Delivery
from tasks.adapters.ports import Receipt
from tasks.adapters.render.sentence import told
from tasks.adapters.render.voice import Voice


@dataclass(frozen=True, slots=True)
class Asked:
    """A wish that was brought to the desk, who answers it, and what a script is told beside the answer."""

    speaker: Speaker
    request: Request
    aside: Mapping[str, object]

    def document(self, facts: Mapping[str, object]) -> None:
        """Print the one JSON document, when a script listens."""
        about = {"rollout": self.request.rollout, "request": self.request.id}
        self.speaker.document({**about, **facts, **self.aside})


def recorded(
    asked: Asked, receipt: Receipt, *, rollout: Rollout, deliver: Callable[[], Delivery]
) -> ExitCode:
    """Say what went on record before anything is delivered; a decision does not wait for its letters."""
    speaker, voice = asked.speaker, Voice(asked.speaker.language, rollout)
    speaker.show(*_lines(speaker, receipt, voice))
    delivery = deliver()
    failures = [speaker.tell(failure) for failure in delivery.failures]
    asked.document(_facts(receipt, voice) | {"delivery": asdict(delivery) | {"failures": failures}})
    for failure in failures:
        speaker.note(speaker.say(w.UNDELIVERED, reason=failure))
    return ExitCode.UNDELIVERED if failures else ExitCode.DONE


def foreseen(asked: Asked, found: Change | Refusal) -> ExitCode:
    """Say what would come of a wish; nothing was recorded."""
    if isinstance(found, Refusal):
        asked.speaker.note(asked.speaker.say(w.DRY_RUN))
        return refused(asked, found)
    voice = Voice(asked.speaker.language, found.after)
    asked.speaker.show(asked.speaker.say(w.DRY_RUN), *_sentences(found.events, voice))
    if not found.events:
        asked.speaker.show(asked.speaker.say(w.NOTHING_NEW, rollout=voice.rollout.key))
    asked.document({"dry_run": True, "events": _event_facts(found.events, voice)})
    return ExitCode.DONE


def refused(asked: Asked, refusal: Refusal) -> ExitCode:
    """Say why a wish was not granted."""
    speaker = asked.speaker
    speaker.note(speaker.say(w.REFUSED, reason=speaker.say(refusal.reason)))
    why = {"code": refusal.code.value, "reason": both(refusal.reason), "about": refusal.about}
    asked.document({"refused": why})
    return ExitCode.NOT_FOUND if refusal.code is RefusalCode.NOT_FOUND else ExitCode.REFUSED


def _lines(speaker: Speaker, receipt: Receipt, voice: Voice) -> list[str]:
    key = voice.rollout.key
    if receipt.repeated:
        return [speaker.say(w.REPEATED, rollout=key, seq=receipt.seq)]
    if not receipt.events:
        return [speaker.say(w.NOTHING_NEW, rollout=key)]
    head = speaker.say(w.RECORDED, rollout=key, seq=receipt.seq, leaf=voice.short(receipt.leaf))
    return [head, *_sentences(receipt.events, voice)]


def _sentences(events: Iterable[Event], voice: Voice) -> list[str]:
    told_of = (told(event, voice) for event in events)
    return [f"  · {sentence}" for sentence in told_of if sentence is not None]


def _facts(receipt: Receipt, voice: Voice) -> dict[str, object]:
    return {
        "seq": receipt.seq,
        "leaf": receipt.leaf,
        "repeated": receipt.repeated,
        "events": _event_facts(receipt.events, voice),
    }


def _event_facts(events: Iterable[Event], voice: Voice) -> list[dict[str, object]]:
    return [
        {
            "type": event.type,
            "says": told(event, voice),
            "data": event.model_dump(mode="json", exclude={"type"}),
        }
        for event in events
    ]
