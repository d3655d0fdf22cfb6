"""The weekly retrospective: Friday 16:00 in each rollout's time zone, from recorded facts, by itself."""

from functools import partial
from typing import Any

from prefect import flow
from prefect.client.schemas import State
from prefect.states import Completed

from flows.bootstrap import shared_office
from flows.trouble import troubles
from playbooks.model.retrospective import retrospective_due
from tasks.adapters.office import Office
from tasks.hold_retrospective import hold_retrospective
from tasks.notify import notify


@flow(name="retrospective", flow_run_name="weekly retrospective", persist_result=False)
def retrospective() -> State[Any]:
    """每周回顾：汇总本周的关卡、问题、KPI、行动项和待办，写入账本并通知相关人员。

    Look back on the week of every running rollout: gates, issues, KPIs, action items, what waits on whom.
    """
    office = shared_office()
    held = hold_due(office)
    notify(office)
    return Completed(message=f"{len(held)}: {', '.join(held)}" if held else "nothing due")


def hold_due(office: Office) -> list[str]:
    """Hold every retrospective that is due and not on record; one rollout's trouble does not keep the others waiting."""
    held: list[str] = []
    for key in office.store.rollouts():
        # Told in the log as it happens; a retrospective that was missed is held by the next sweep.
        troubles(office, key, partial(_hold, office, key, held))
    return held


def _hold(office: Office, key: str, held: list[str]) -> None:
    week = retrospective_due(office.rollout(key), office.clock.now())
    if week is not None:
        hold_retrospective(office, key, week=week)
        held.append(f"{key} {week}")
