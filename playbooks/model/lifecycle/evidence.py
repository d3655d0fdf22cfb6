"""Recording evidence and issues: who may, and that a fact already on record is not recorded twice."""

from collections.abc import Iterable

from playbooks.model import events as e
from playbooks.model.commands import ActorKind, CloseIssue, RaiseIssue, RecordEvidence
from playbooks.model.evidence import Evidence, Reconciliation
from playbooks.model.gates.gate import CLOCK_SKEW, EvidenceGate, GateRule
from playbooks.model.gates.reconciliation import HAND_MADE, ReconciliationGate
from playbooks.model.gates.wording import brief, short_name
from playbooks.model.issue import Issue
from playbooks.model.lifecycle.wish import Wish
from playbooks.model.refusal import RefusalCode, RefusedError
from playbooks.model.staged_load import require_turn

#: Who closes issues besides the people concerned.
CLOSED_BY = ("pmo", "project_manager")


def record_evidence(wish: Wish, command: RecordEvidence) -> tuple[e.Event, ...]:
    """Put a fact on record; a fact that says nothing new is answered with no event."""
    wish.require_not_over()
    right = _require_accepted(wish, command)
    if wish.actor.kind is ActorKind.PERSON:
        wish.require_names(command.performed_by)
    if command.observed_at > wish.now + CLOCK_SKEW:
        raise RefusedError(
            RefusalCode.WRONG_INPUT,
            "证据的时间在未来，请核对日期",
            "the evidence is dated in the future; check the date",
            about=command.evidence,
        )
    if isinstance(command.payload, Reconciliation):
        result, known = command.payload.result, wish.rollout.evidence.values()
        require_turn(result.key, result.after, known, about=command.evidence)
    evidence = Evidence(
        key=command.evidence,
        payload=command.payload,
        source=command.source,
        observed_at=command.observed_at,
        recorded_at=wish.now,
        recorded_by=wish.actor.key,
        performed_by=command.performed_by,
        on_behalf_of=None if right == wish.actor.key else right,
    )
    _require_newest(wish, evidence)
    if _says_nothing_new(wish, evidence):
        return ()
    parts = evidence.portions(wish.rollout.evidence.get(evidence.key))
    return tuple(e.EvidenceRecorded(evidence=part) for part in parts)


def _require_newest(wish: Wish, evidence: Evidence) -> None:
    """Refuse an older look at the same thing: of two that overlap the later one counts, whichever arrives last."""
    earlier = wish.rollout.evidence.get(evidence.key)
    if earlier is None or earlier.payload.kind != evidence.payload.kind:
        return
    if evidence.outdated_by(earlier):
        raise RefusedError(
            RefusalCode.STALE,
            "已有更新的证据在案，较早的不再采用",
            "newer evidence is on record already; an older look does not replace it",
            about=evidence.key,
        )


def _require_accepted(wish: Wish, command: RecordEvidence) -> str:
    """Return in whose right it is recorded; refuse people whom the gates judging it do not accept as its source."""
    gates = [gate for phase in wish.rollout.playbook.phases for gate in phase.every_gate()]
    judging = [g for g in gates if isinstance(g, EvidenceGate) and g.evidence == command.evidence]
    _require_counting(judging, command)
    choosy = [gate for gate in judging if gate.accepted_by]
    if wish.actor.kind is not ActorKind.PERSON or not choosy:
        return wish.actor.key
    return wish.require_right(*sorted({role for gate in choosy for role in (*gate.accepted_by, gate.owner)}))


def _require_counting(judging: Iterable[GateRule], command: RecordEvidence) -> None:
    """Refuse a result written by hand where a gate counts only what the product itself has compared."""
    exact = (gate for gate in judging if isinstance(gate, ReconciliationGate))
    if not all(gate.counts(command.source) for gate in exact):
        raise RefusedError(RefusalCode.WRONG_INPUT, HAND_MADE.zh, HAND_MADE.en, about=command.evidence)


def _says_nothing_new(wish: Wish, evidence: Evidence) -> bool:
    earlier = wish.rollout.evidence.get(evidence.key)
    if earlier is None:
        return False
    joined = evidence.joined(earlier)
    fresher = joined.observed_at > earlier.observed_at or joined.as_of > earlier.as_of
    return joined.digest == earlier.digest and not fresher


def raise_issue(wish: Wish, command: RaiseIssue) -> tuple[e.Event, ...]:
    """Report something that does not work; anybody in the rollout may."""
    wish.require_not_over()
    if command.issue in wish.rollout.issues:
        raise RefusedError(
            RefusalCode.EXISTS,
            f"问题“{command.issue}”已存在",
            f"issue {command.issue!r} exists already",
            about=command.issue,
        )
    if command.owner is not None:
        wish.require_member(command.owner)
    if command.department is not None:
        wish.require_department(command.department)
    details = command.model_dump(exclude={"kind", "issue"})
    issue = Issue(key=command.issue, raised_at=wish.now, raised_by=wish.actor.key, **details)
    return (e.IssueRaised(issue=issue),)


def close_issue(wish: Wish, command: CloseIssue) -> tuple[e.Event, ...]:
    """Report an issue as solved.

    Whoever raised it, whoever solves it, PMO or project manager may; where work stops or is hindered, two people see
    to its end: whoever raised it, PMO, project manager or test lead, and never whoever solves it.
    """
    wish.require_not_over()
    issue = wish.rollout.issues.get(command.issue)
    if issue is None or not issue.open:
        code = RefusalCode.NOT_FOUND if issue is None else RefusalCode.ALREADY_DONE
        raise RefusedError(
            code,
            f"没有未关闭的问题“{command.issue}”",
            f"there is no open issue {command.issue!r}",
            about=command.issue,
        )
    right = _require_closer(wish, issue)
    closed = e.IssueClosed(
        issue=command.issue,
        closed_at=wish.now,
        resolution=command.resolution,
        closed_by=wish.actor.key,
        on_behalf_of=wish.behind(right),
    )
    return (closed,)


def _require_closer(wish: Wish, issue: Issue) -> str:
    """Return in whose right an issue is closed; refuse everybody else."""
    grave, solver = issue.severity.grave, issue.owner
    by_name = (issue.raised_by,) if grave or solver is None else (issue.raised_by, solver)
    roles = (*CLOSED_BY, "test_lead") if grave else CLOSED_BY
    person = wish.actor.kind is ActorKind.PERSON
    right = next((key for key in by_name if person and wish.stands_in_for(key)), None)
    right = right or (wish.actor.key if wish.rollout.team.holds(wish.actor.key, *roles) else None)
    if right is None or not person or (grave and solver in (right, wish.actor.key)):
        raise _no_closer(wish, issue, by_name=by_name, roles=roles)
    return right


def _no_closer(wish: Wish, issue: Issue, *, by_name: Iterable[str], roles: Iterable[str]) -> RefusedError:
    barred = issue.owner if issue.severity.grave else None
    names = [short_name(wish.rollout.team, key) for key in dict.fromkeys(by_name) if key != barred]
    names += [wish.rollout.playbook.role_title(role) for role in roles]
    zh, en = "、".join(brief(name.zh, 40) for name in names), ", ".join(brief(name.en, 40) for name in names)
    if barred is not None and barred == wish.actor.key:
        zh, en = f"解决人不能自己关闭；请由{zh}关闭", f"whoever solves it does not close it; ask one of: {en}"
    else:
        zh, en = f"只有{zh}可以关闭", f"it is for one of these to close: {en}"
    severity = int(issue.severity)
    return RefusedError(
        RefusalCode.NOT_ENTITLED,
        f"{severity} 级问题“{issue.key}”{zh}",
        f"issue {issue.key!r} has severity {severity}, and {en}",
        about=issue.key,
    )
