"""`reconcile watch`: look by hand whether signed data have moved since; what has moved goes on record."""

from flows.entrypoints.cli import wording as w
from flows.entrypoints.cli.exit_code import ExitCode
from flows.entrypoints.cli.identity import login
from flows.entrypoints.cli.options import PLAIN, Reply
from flows.entrypoints.cli.visit import Look, delivered, look
from playbooks.model.commands import Actor, ActorKind, Via
from playbooks.model.refusal import Refusal
from tasks.adapters.sources.watching import Round, Watched, signed_sources, watch


def watch_rollout(rollout: str, /, *, evidence: str | None = None, reply: Reply = PLAIN) -> ExitCode:
    """检查已签核的数据是否变动；有变动则重开关卡，以 5 退出 · Look whether signed data have moved; exits with 5 if so.

    Args:
        rollout: 项目 · the rollout
        evidence: 只看此证据 · this evidence only
        reply: 输出 · output
    """
    seen = look(rollout, reply)
    sources = [
        source for source in signed_sources(seen.office, seen.rollout) if evidence in (None, source.evidence)
    ]
    if not sources:
        seen.speaker.document({"rollout": rollout, "watched": {}})
        seen.speaker.show(seen.speaker.say(w.NOTHING_TO_WATCH, rollout=rollout))
        return ExitCode.NOT_FOUND
    # What a machine finds is nobody's own work; who asked for it stands beside it.
    actor = Actor(key="watch", kind=ActorKind.SYSTEM, via=Via.CLI, session=f"os:{login()}")
    found = {source.evidence: watch(seen.office, rollout, actor, due=Round(source)) for source in sources}
    delivered(seen.office)
    seen.speaker.document({"rollout": rollout, "watched": {key: _facts(one) for key, one in found.items()}})
    for key, one in found.items():
        _tell(seen, key, one)
    return ExitCode.PENDING if any(one.trouble for one in found.values()) else ExitCode.DONE


def _tell(seen: Look, evidence: str, found: Watched) -> None:
    say = seen.speaker.say
    if found.trouble is None:
        seen.speaker.show(say(w.AS_SIGNED, evidence=evidence, checks=len(found.standing)))
        return
    seen.speaker.show(say(w.NOT_AS_SIGNED, evidence=evidence, reason=say(found.trouble)))
    if isinstance(found.answer, Refusal):
        seen.speaker.show(say(w.NOT_ON_RECORD, reason=say(found.answer.reason)))


def _facts(found: Watched) -> dict[str, object]:
    trouble = None if found.trouble is None else found.trouble.model_dump()
    return {"as_signed": list(found.standing), "moved": trouble}
