"""`hold`, `resume`, `cancel`: the rollout as a whole stops, goes on, or ends."""

from cyclopts import App

from flows.entrypoints.cli.commanded import commanded
from flows.entrypoints.cli.exit_code import ExitCode
from flows.entrypoints.cli.options import MYSELF, Acting
from flows.entrypoints.cli.visit import visit
from playbooks.model.commands import CancelRollout, HoldRollout, ResumeRollout

hold_app, resume_app, cancel_app = App(name="hold"), App(name="resume"), App(name="cancel")


@hold_app.default
def hold(rollout: str, /, *, reason: str, acting: Acting = MYSELF) -> ExitCode:
    """暂停项目：时钟停走，恢复前不作任何决定 · Stop the clock of a rollout until it is resumed.

    Args:
        rollout: 项目 · the rollout
        reason: 理由 · why
        acting: 谁 · who
    """
    return visit(rollout, acting).wish(commanded(HoldRollout, reason=reason))


@resume_app.default
def resume(rollout: str, /, *, reason: str, acting: Acting = MYSELF) -> ExitCode:
    """恢复已暂停的项目 · Go on with a rollout that was put on hold.

    Args:
        rollout: 项目 · the rollout
        reason: 理由 · why
        acting: 谁 · who
    """
    return visit(rollout, acting).wish(commanded(ResumeRollout, reason=reason))


@cancel_app.default
def cancel(rollout: str, /, *, reason: str, acting: Acting = MYSELF) -> ExitCode:
    """取消项目，不可恢复 · End a rollout for good without finishing it.

    Args:
        rollout: 项目 · the rollout
        reason: 理由 · why
        acting: 谁 · who
    """
    return visit(rollout, acting).wish(commanded(CancelRollout, reason=reason))
