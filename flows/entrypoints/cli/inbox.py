"""`inbox`: what waits on a person, across all rollouts, the most urgent first; in an instant."""

import os
from dataclasses import asdict

from cyclopts import App

from flows.entrypoints.cli.exit_code import ExitCode
from flows.entrypoints.cli.identity import VARIABLE, login, named
from flows.entrypoints.cli.options import PLAIN, Reply
from flows.entrypoints.cli.speaker import Speaker, speaker
from flows.entrypoints.cli.standing import nothing_yet, overdue, present, provisional, store_url
from tasks.adapters.store import views
from tasks.adapters.store.views import WaitingView

app = App(name="inbox")


@app.default
def inbox(*, for_: str | None = None, everybody: bool = False, reply: Reply = PLAIN) -> ExitCode:
    """查看待办：跨项目，先急后缓 · Show what waits on a person, across rollouts, the most urgent first.

    Args:
        for_: 谁的，默认 PHASEGATE_USER · whose, by default PHASEGATE_USER
        everybody: 所有人的 · everybody's
        reply: 输出 · output
    """
    answering = speaker(reply)
    chosen = named("--for", for_)
    person = None if everybody else chosen or os.environ.get(VARIABLE, "").strip() or login()
    items = nothing_yet(lambda: views.inbox(store_url(), person=person))
    if chosen is not None and not everybody and not items:
        from flows.entrypoints.cli.known_person import require_known

        require_known(chosen, reply)
    now = present()
    answering.document(
        {"person": person, "items": [_facts(item, late=overdue(item.due, now)) for item in items]}
    )
    _show(answering, items, person)
    return ExitCode.DONE


def _facts(item: WaitingView, *, late: bool) -> dict[str, object]:
    facts = asdict(item)
    del facts["time_zone"], facts["published_through"]
    title = {"zh": facts.pop("title_zh"), "en": facts.pop("title_en")}
    what = {"zh": facts.pop("what_zh"), "en": facts.pop("what_en")}
    return {**facts, "title": title, "what": what, "late": late, "provisional": provisional(item.due, item)}


def _show(answering: Speaker, items: tuple[WaitingView, ...], person: str | None) -> None:
    if not answering.to_script:
        from flows.entrypoints.cli.inbox_view import show

        show(answering, items, person)
