"""Beginning, holding, resuming and cancelling a rollout as a whole."""

from collections.abc import Set as AbstractSet

from playbooks.model import events as e
from playbooks.model.commands import Actor, CancelRollout, HoldRollout, ResumeRollout, StartRollout
from playbooks.model.gates.wording import joined
from playbooks.model.ledger.canonical import digest
from playbooks.model.lifecycle.wish import Wish
from playbooks.model.playbook import Playbook
from playbooks.model.refusal import RefusalCode, RefusedError
from playbooks.model.rollout import RolloutStatus


def start_rollout(actor: Actor, command: StartRollout, in_use: AbstractSet[str]) -> e.RolloutStarted:
    """Begin a rollout, pinned to its playbook; refused before what the system stands on is in use.

    That is what a rollout of this ledger has introduced, or what the company says stands already.
    """
    playbook, team = command.playbook, command.team
    _require_starter(actor, command)
    beneath = [system for system in playbook.stands_on if system not in in_use]
    absent = [system for system in beneath if system not in command.in_use]
    if absent:
        names = joined(system.upper() for system in absent)
        raise RefusedError(
            RefusalCode.NOT_READY,
            f"{playbook.title.zh}须建立在 {names.zh} 之上，请先完成其上线；如已在用，请列入组织文件的 systems_in_use",
            f"{playbook.title.en} stands on {names.en}; finish introducing that first, "
            "or list it under systems_in_use of the organisation file if it stands already",
        )
    empty = [
        role.key for role in playbook.roles if role.key in _required(playbook) and not team.holders(role.key)
    ]
    if empty:
        roles = joined(empty)
        raise RefusedError(
            RefusalCode.NOT_READY,
            f"以下角色无人担任：{roles.zh}；请在组织文件中指定人员",
            f"nobody holds these roles: {roles.en}; name people for them in the organisation file",
        )
    return e.RolloutStarted(
        title=command.title,
        playbook=playbook.name,
        version=playbook.version,
        meaning=playbook.digest,
        document=document_digest(playbook),
        team=team.model_copy(update={"titles": {role.key: role.title for role in playbook.roles}}),
        calendar=command.calendar,
        rehearsal=command.rehearsal,
        in_use=tuple(beneath),
    )


def document_digest(playbook: Playbook) -> str:
    """Return the digest under which the whole playbook, wording included, is kept."""
    return digest(playbook.model_dump(mode="json"), limit=None)


def hold_rollout(wish: Wish, command: HoldRollout) -> tuple[e.Event, ...]:
    """Stop the clock."""
    wish.require_running()
    right = wish.require_right("pmo", "sponsor")
    return (e.RolloutHeld(reason=command.reason, on_behalf_of=wish.behind(right)),)


def resume_rollout(wish: Wish, command: ResumeRollout) -> tuple[e.Event, ...]:
    """Let the clock run again."""
    if wish.rollout.status is not RolloutStatus.HELD:
        raise RefusedError(RefusalCode.NOT_OPEN, "项目没有暂停", "the rollout is not on hold")
    right = wish.require_right("pmo", "sponsor")
    return (e.RolloutResumed(reason=command.reason, on_behalf_of=wish.behind(right)),)


def cancel_rollout(wish: Wish, command: CancelRollout) -> tuple[e.Event, ...]:
    """End the rollout without finishing it."""
    wish.require_not_over()
    right = wish.require_right("sponsor")
    return (e.RolloutCancelled(reason=command.reason, on_behalf_of=wish.behind(right)),)


def _required(playbook: Playbook) -> set[str]:
    """Return the roles without which the rollout cannot be decided or its gates cannot move."""
    deciding = {role for phase in playbook.phases for role in (*phase.decided_by, *phase.waived_by)}
    return deciding | {gate.owner for phase in playbook.phases for gate in phase.every_gate()}


def _require_starter(actor: Actor, command: StartRollout) -> None:
    if command.team.holds(actor.key, *command.playbook.started_by):
        return
    titles = [command.playbook.role_title(role) for role in command.playbook.started_by]
    name = command.team.name(actor.key)
    raise RefusedError(
        RefusalCode.NOT_ENTITLED,
        f"{name.zh}无权启动项目；需要的角色：{'、'.join(title.zh for title in titles)}",
        f"{name.en} may not start this rollout; it takes one of: {', '.join(title.en for title in titles)}",
    )
