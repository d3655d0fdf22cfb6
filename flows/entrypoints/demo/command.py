"""The demo: a fresh home, a server, a worker, and a story played from the first day to the last."""

import os
import shutil
import time
from pathlib import Path
from typing import Literal

from cyclopts import App
from rich.console import Console

from config.settings import Settings
from flows import bootstrap
from flows.entrypoints.cli.exit_code import ExitCode
from flows.entrypoints.cli.options import PLAIN, Reply
from flows.entrypoints.demo import stage
from flows.entrypoints.demo.hands import Hands
from flows.entrypoints.demo.in_slack import InSlack
from flows.entrypoints.demo.narrator import Narrator
from flows.entrypoints.demo.runs import PrefectRuns
from flows.entrypoints.demo.slack_room import app_at_work, connected, open_room
from flows.entrypoints.demo.visitor import Visitor
from flows.entrypoints.up import running
from playbooks.model.errors import RolloutError
from playbooks.model.ledger.verification import Level
from playbooks.model.text import Text
from tasks.adapters.office import Office
from tasks.adapters.orchestrator import PrefectApi
from tasks.adapters.render.voice import colon
from tasks.adapters.reports import write_reports

app = App(name="demo")

PREPARING = Text(
    zh="准备示例公司的数据，启动 Prefect 服务与工作进程（约半分钟）…",
    en="Preparing the example company and starting Prefect's server and a worker (about half a minute) ...",
)
#: For whom a visitor decides: the general manager of the example company.
VISITOR = "lin.guohua"
SLACK = Text(zh="本地 Slack（大家在这里作决定）", en="A local Slack, where people decide")
RUNNING = Text(zh="Prefect 界面", en="Prefect UI")
VERIFIED = Text(zh="账本校验通过", en="The ledger verifies")
ENTRIES = Text(zh="条记录，根", en="entries, root")
REPORTS = Text(zh="项目报告", en="Report")
KEEP = Text(
    zh="继续看：make up 会在同一目录重新启动服务（Prefect 界面里有全部运行记录），再试试：",
    en="To look around: make up starts the server again on the same data (all runs are in its UI); then try:",
)


@app.default
def demo(
    *,
    rollout: Literal["crm", "erp"] = "crm",
    interactive: bool = False,
    home: Path | None = None,
    reply: Reply = PLAIN,
) -> ExitCode:
    """演示：示例公司从立项到成熟的全过程 · Watch the example company go through all five phases.

    Args:
        rollout: 演示哪个系统 · which system is introduced
        interactive: 由您在浏览器里以总经理身份作决定 · you decide for the general manager, in a browser
        home: 数据目录，默认见下文 · where everything is kept
        reply: 输出 · output
    """
    began = time.monotonic()
    found = Settings.from_environment()
    language = reply.lang or found.language
    narrator = Narrator(Console(stderr=reply.json, highlight=False), language)
    place = _fresh(home or _place(found.home))
    settings = stage.stage_settings(place, language)
    settings.keep_at_home()
    play = stage.story(rollout)
    stage.open_calendar(settings, play)
    _tell(narrator, PREPARING)
    with open_room(stage.EXAMPLE / "organisation.yaml", language) as room:
        _tell(narrator, SLACK, f"{colon(language)}{room.workspace.page_url}")
        settings = connected(settings, room)
        with running(settings, meanwhile=lambda: stage.prepare(place)) as served, app_at_work(served, room):
            office = bootstrap.office(served)
            page = (served.prefect_api_url or "").removesuffix("/api")
            _tell(narrator, RUNNING, f"{colon(language)}{page}")
            people: Hands = InSlack(office, room)
            if interactive:
                people = Visitor(InSlack(office, room), narrator, VISITOR)
            runs = PrefectRuns(office, PrefectApi(f"{page}/api"))
            stage.prefect_play(office, play, runs, narrator=narrator, hands=people)
            return _ended(office, play.rollout, narrator, seconds=time.monotonic() - began, reply=reply)


def _ended(office: Office, rollout: str, narrator: Narrator, *, seconds: float, reply: Reply) -> ExitCode:
    """Verify, write the reports, and say how to go on."""
    verified = office.store.verify(Level.FULL)
    if verified.trouble is not None:
        raise RolloutError(verified.trouble)
    size, root = verified.ledger.size, verified.ledger.root.hex()
    files = write_reports(office, rollout, office.home / "reports", key=office.home / "ledger.key")
    narrator.console.print()
    between = colon(narrator.language)
    said = f"{between}{size} {ENTRIES.to(narrator.language)} {root[:16]}…  ({seconds:.0f} s)"
    _tell(narrator, VERIFIED, said)
    for file in files:
        _tell(narrator, REPORTS, f"{between}{_shown(file)}")
    _tell(narrator, KEEP)
    home = "" if office.home == Path(".phasegate").absolute() else f"PHASEGATE_HOME={_shown(office.home)} "
    for command in (
        "make up",
        "phasegate status",
        f"phasegate gates {rollout}",
        "phasegate ledger verify --full",
    ):
        narrator.console.print(f"    {home}{command}", style="bold")
    if reply.json:
        Console(highlight=False).print_json(
            data={
                "rollout": rollout,
                "entries": size,
                "root": root,
                "seconds": round(seconds, 1),
                "reports": list(map(str, files)),
            }
        )
    return ExitCode.DONE


def _place(home: Path) -> Path:
    """Return the home itself unless somebody's real data lie there; those are never touched."""
    real = (home / "phasegate.db").exists() and not (home / stage.CALENDAR).exists()
    return home / "demo" if real else home


def _fresh(home: Path) -> Path:
    """Return an empty home; what an earlier demo left there goes away, anything else is refused."""
    if home.exists() and any(home.iterdir()):
        if not (home / stage.CALENDAR).exists() and not (home / stage.COMPANY).exists():
            raise RolloutError(
                "{home} holds something that is not a demo's; name another place with --home.", home=home
            )
        shutil.rmtree(home)
    home.mkdir(parents=True, exist_ok=True)
    return home.absolute()


def _tell(narrator: Narrator, words: Text, more: str = "") -> None:
    narrator.console.print(f"{words.to(narrator.language)}{more}")


def _shown(path: Path) -> str:
    return os.path.relpath(path) if path.is_relative_to(Path.cwd()) else str(path)
