"""What the ledger says of the mechanics of runs; no other timeline tells of them."""

from playbooks.model import events as e
from playbooks.model.text import Text
from tasks.adapters.render.voice import Voice

_RUN_STARTED = Text(
    zh="{run} 接手“{phase}”阶段（第 {attempt} 次）", en="{run} took phase {phase} on (attempt {attempt})"
)
_WAKE_REQUESTED = Text(zh="请求唤醒 {run}：{because}", en="{run} is to be woken: {because}")
_RUN_WOKEN = Text(zh="{run} 已被唤醒", en="{run} was woken")


def told_of_runs(event: e.Event, voice: Voice) -> str | None:
    """Return what happened to a run in one sentence, or None where the event is about something else."""
    match event:
        case e.PhaseRunStarted(phase=phase, run=run, attempt=attempt):
            named = voice.say(phase.label)
            return voice.say(_RUN_STARTED, run=voice.person(run), phase=named, attempt=attempt)
        case e.PhaseRunWakeRequested(run=run, because=because):
            return voice.say(_WAKE_REQUESTED, run=voice.person(run), because=voice.say(because))
        case e.PhaseRunWoken(run=run):
            return voice.say(_RUN_WOKEN, run=voice.person(run))
        case _:
            return None
