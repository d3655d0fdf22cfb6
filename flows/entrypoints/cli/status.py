"""`status`: all rollouts in a table, or the phases and gates of one; from the read tables, in an instant."""

from dataclasses import fields

from cyclopts import App

from flows.entrypoints.cli.exit_code import ExitCode
from flows.entrypoints.cli.options import PLAIN, Reply
from flows.entrypoints.cli.overview import Overview, gate_facts, overviews
from flows.entrypoints.cli.speaker import speaker

app = App(name="status")


@app.default
def status(rollout: str | None = None, /, *, check: bool = False, reply: Reply = PLAIN) -> ExitCode:
    """查看各项目状态，或一个项目的阶段与关卡 · Show where the rollouts stand, or the phases and gates of one.

    Args:
        rollout: 项目，默认全部 · the rollout, by default all
        check: 仍有未达成的关卡时以 5 退出 · exit with 5 while a gate that must be met is open
        reply: 输出 · output
    """
    answering = speaker(reply)
    found = overviews(rollout)
    answering.document(
        {"rollouts": [_facts(each) for each in found]}
        if rollout is None
        else _facts(found[0]) | gate_facts(found[0])
    )
    if not answering.to_script:
        from flows.entrypoints.cli.status_view import show_all, show_one

        show_all(answering, found) if rollout is None else show_one(answering, found[0])
    return ExitCode.PENDING if check and any(each.unmet for each in found) else ExitCode.DONE


def _facts(each: Overview) -> dict[str, object]:
    facts = {field.name: getattr(each.rollout, field.name) for field in fields(each.rollout)}
    del facts["time_zone"], facts["published_through"]
    titles = {"zh": facts.pop("title_zh"), "en": facts.pop("title_en")}
    return {**facts, "title": titles, "unmet": list(each.unmet), "waits_on": list(each.people)}
