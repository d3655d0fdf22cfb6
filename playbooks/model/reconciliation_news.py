"""Who is told what about a reconciliation: that old and new differ, or that signed data have moved since.

Told are the owners of the gates that judge it and whoever signs it; a result that agrees is told by the request to sign.
"""

from collections.abc import Iterator

from playbooks.model import events as e
from playbooks.model.biggest_differences import biggest_differences
from playbooks.model.evidence import Evidence, Reconciliation
from playbooks.model.gates.drift_wording import drift_reason
from playbooks.model.gates.gate import EvidenceGate
from playbooks.model.gates.sign_off import SignOffGate
from playbooks.model.gates.wording import bounded, brief
from playbooks.model.news import News
from playbooks.model.reconciliation import ReconciliationResult
from playbooks.model.reconciliation_summary import headline
from playbooks.model.rollout import Rollout
from playbooks.model.text import Text

_LONGEST = 1500


def reconciliation_news(before: Rollout | None, after: Rollout, event: e.Event) -> Iterator[News]:
    """Yield what the few concerned are told, once for each new result that does not agree."""
    match event:
        case e.EvidenceRecorded(evidence=Evidence(payload=Reconciliation() as payload) as evidence):
            earlier = before.evidence.get(evidence.key) if before else None
            if earlier is not None and earlier.digest == evidence.digest:
                return
            told = _told(after, evidence.key)
            if payload.drift:
                yield _drifted(after, evidence.key, payload, to=told)
            elif not payload.result.agrees:
                yield _differs(after, evidence.key, payload.result, to=told)
        case _:
            return


def _told(after: Rollout, evidence: str) -> tuple[str, ...]:
    gates = [gate for phase in after.playbook.phases for gate in phase.every_gate()]
    owners = [gate.owner for gate in gates if isinstance(gate, EvidenceGate) and gate.evidence == evidence]
    # A gate that rests on more than this comparison asks for other things as well; its signers are not concerned yet.
    signing = [gate for gate in gates if isinstance(gate, SignOffGate) and gate.rests_on == (evidence,)]
    roles = dict.fromkeys([*owners, *(slot.role for gate in signing for slot in gate.slots)])
    return tuple(dict.fromkeys(person.key for person in after.team.holders(*roles)))


def _drifted(after: Rollout, evidence: str, payload: Reconciliation, *, to: tuple[str, ...]) -> News:
    moved, title = drift_reason(payload.drift), payload.result.title
    again = _report(after)
    return News(
        to=to,
        subject=Text(
            zh=f"签核后数据有变动：{brief(title.zh)}", en=f"Data have moved since sign-off: {brief(title.en)}"
        ),
        body=bounded(
            f"{moved.zh}。签核已失效，须查明后重新核对。{again.zh}",
            f"{moved.en}. The sign-off has lapsed; find out why, and compare again. {again.en}",
            _LONGEST,
        ),
        about=evidence,
    )


def _differs(after: Rollout, evidence: str, result: ReconciliationResult, *, to: tuple[str, ...]) -> News:
    said, worst, again = headline(result), biggest_differences(result), _report(after)
    zh = "\n".join([said.zh, *(f"• {one.zh}" for one in worst), again.zh])
    en = "\n".join([said.en, *(f"• {one.en}" for one in worst), again.en])
    return News(
        to=to,
        subject=Text(
            zh=f"对账不一致：{brief(result.title.zh)}",
            en=f"Reconciled, with differences: {brief(result.title.en)}",
        ),
        body=bounded(zh, en, _LONGEST),
        about=evidence,
    )


def _report(after: Rollout) -> Text:
    command = f"phasegate reconcile report {after.key}"
    return Text(zh=f"报告：{command}", en=f"Report: {command}")
