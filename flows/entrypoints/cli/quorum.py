"""`quorum`: which gates cannot reach their quorum, from when until when, and what to do."""

from cyclopts import App

from flows.entrypoints.cli import people_wording as w
from flows.entrypoints.cli.exit_code import ExitCode
from flows.entrypoints.cli.options import PLAIN, Reply
from flows.entrypoints.cli.speaker import both
from flows.entrypoints.cli.tones import line
from flows.entrypoints.cli.visit import look
from playbooks.model.quorum_outlook import quorum_gaps

app = App(name="quorum")


@app.default
def quorum(rollout: str, /, *, check: bool = False, reply: Reply = PLAIN) -> ExitCode:
    """查看哪些关卡在何时无法达到签核人数 · Show when which gates cannot reach their quorum.

    Args:
        rollout: 项目 · the rollout
        check: 有缺口时以 5 退出 · exit with 5 while there is a gap
        reply: 输出 · output
    """
    seen = look(rollout, reply)
    gaps = quorum_gaps(seen.rollout, seen.office.clock.now())
    facts = [{**gap.model_dump(mode="json", exclude={"text"}), "says": both(gap.text)} for gap in gaps]
    seen.speaker.document({"rollout": rollout, "gaps": facts})
    seen.speaker.show(*(line(f"✗ {seen.speaker.say(gap.text)}", "red") for gap in gaps))
    if gaps:
        roles = " ".join(
            f"--role {role}" for role in dict.fromkeys(role for gap in gaps for role in gap.roles)
        )
        ways = (seen.speaker.say(way, rollout=rollout, roles=roles) for way in (w.GAP_STAND_IN, w.GAP_JOIN))
        seen.speaker.show_exactly("\n".join(ways))
    else:
        seen.speaker.show(line(seen.speaker.say(w.NO_GAPS), "green"))
    return ExitCode.PENDING if check and gaps else ExitCode.DONE
