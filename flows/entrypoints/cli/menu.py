"""The commands: one line each, imported only when they are called, so that `status` starts in an instant."""

from cyclopts import App, Group, Parameter

GROUPS = {
    "查看 · Look": {
        "status": "查看各项目状态 · show where the rollouts stand",
        "gates": "查看关卡判定 · show the verdicts of the gates",
        "inbox": "查看待办 · show what waits on a person",
        "quorum": "签核人数缺口 · show which gates cannot reach their quorum",
        "retro": "每周回顾 · look back on a week",
        "report": "生成项目报告 · write the report of a rollout",
    },
    "项目 · Rollouts": {
        "start": "启动项目 · start a rollout",
        "hold": "暂停项目 · put a rollout on hold",
        "resume": "恢复项目 · go on with a rollout",
        "cancel": "取消项目 · end a rollout for good",
        "playbook": "查看与检查剧本 · list, show and check playbooks",
        "delegate": "代理 · who stands in for whom",
        "absence": "外出 · who is away",
        "member": "成员加入、离开、变更角色 · who takes part, in which roles",
        "plan": "预排日期与冲突 · plan the phases and see what is in the way",
        "calendar": "查看工作日历 · show working days, holidays and freezes",
    },
    "决定 · Decide": {
        "sign-off": "签核关卡 · sign off a gate",
        "comment": "评论关卡 · comment on a gate",
        "waive": "申请、批准、延长豁免 · ask for, grant and extend waivers",
        "override": "紧急越过关卡，须两人 · override a gate, by two people",
        "decide": "对阶段作出决定 · decide at the end of a phase",
    },
    "事实 · Facts": {
        "evidence": "提交与查看证据 · record and show evidence",
        "kpi": "记录指标读数 · record a reading of a KPI",
        "issue": "提出与关闭问题 · raise and close issues",
        "train": "记录培训 · record a training",
        "action": "行动项 · keep action items",
        "data": "数据治理五步 · the five steps of data governance",
        "reconcile": "核对新旧系统数据 · compare old and new data",
    },
    "运行 · Run": {
        "demo": "演示 · watch a whole rollout of the example company",
        "up": "启动服务 · run the server and a worker here",
        "portal": "决定页面 · serve the decision page",
        "channels": "通道 · try out the channels",
        "workspace": "本地 Slack，供试用 · serve a local Slack to try things out",
        "slack": "Slack 应用 · run, check and set up the Slack app",
        "doctor": "体检 · see whether everything is in order",
        "ledger": "账本 · verify, show and export the ledger",
    },
}
#: Commands that live elsewhere than in a file of their own name.
PLACES = {
    "demo": "flows.entrypoints.demo:demo",
    "up": "flows.entrypoints.up:up",
    "hold": "flows.entrypoints.cli.pausing:hold_app",
    "resume": "flows.entrypoints.cli.pausing:resume_app",
    "cancel": "flows.entrypoints.cli.pausing:cancel_app",
    "calendar": "flows.entrypoints.cli.working_days:app",
}


def menu() -> App:
    """Return the whole command line."""
    app = App(
        name="phasegate",
        help="业务系统推行：五个阶段，逐关放行，全程留痕 · Gated rollouts of business systems, on record.",
        version=_version,
        default_parameter=Parameter(negative=(), show_default=False),
    )
    for heading, commands in GROUPS.items():
        group = Group.create_ordered(heading)
        for place, (name, meaning) in enumerate(commands.items()):
            app.command(_place(name), name=name, help=meaning, group=group, sort_key=place)
    return app


def _place(name: str) -> str:
    return PLACES.get(name) or f"flows.entrypoints.cli.{name.replace('-', '_')}:app"


def _version() -> str:
    from importlib.metadata import PackageNotFoundError, version

    try:
        return version("phasegate")
    except PackageNotFoundError:  # run from a folder of sources that was never installed
        return "0"
