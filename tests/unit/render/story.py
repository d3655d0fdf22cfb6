"""A rollout told by hand: a repair, a waiver, a lapsed sign-off, a phase sent back, refusals."""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from decimal import Decimal

from playbooks.model import events as e
from playbooks.model.action_item import ActionItem
from playbooks.model.calendar import Calendar
from playbooks.model.commands import PhaseDecision
from playbooks.model.evidence import Document, Evidence, Payload, Reading, Reconciliation, Series
from playbooks.model.gates.sign_off import SignOffGate
from playbooks.model.issue import Issue, Severity
from playbooks.model.lifecycle.fold import fold, start
from playbooks.model.phase import PhaseKey
from playbooks.model.reconciliation import CheckResult, ColumnCount, ReconciliationResult, TotalResult
from playbooks.model.retrospective import Recorded
from playbooks.model.rollout import Rollout
from playbooks.model.sign_off import SignOff
from playbooks.model.waiver import Waiver
from tests.unit.render.people_told import FILE, exemption_events, people_events
from tests.unit.render.playbook import MIGRATION, PLAYBOOK, TEAM, text

BEGIN = datetime(2026, 3, 2, 1, 0, tzinfo=UTC)
DIGEST = "ab" * 32


class Story:
    """Tells events one after the other and keeps both the state and the record."""

    def __init__(self) -> None:
        self.now = BEGIN
        self.records: list[Recorded] = []
        opening = e.RolloutStarted(
            title=text("恒信五金 CRM 推行", "CRM at Hengxin Hardware"),
            playbook="crm",
            version="1.0",
            meaning=PLAYBOOK.digest,
            document=DIGEST,
            team=TEAM,
            calendar=Calendar(),
            rehearsal=True,
        )
        self.rollout: Rollout = start("crm-2026", opening, PLAYBOOK, at=self.now)
        self.records.append(Recorded(1, self.now, "xu", opening))

    def tell(self, actor: str, *events: e.Event) -> None:
        """Let something happen now, and let what follows from it follow."""
        for event in events:
            self.records.append(Recorded(len(self.records) + 1, self.now, actor, event))
            self.rollout = fold(self.rollout, [event], self.now)

    def wait(self, days: float) -> None:
        """Let time pass."""
        self.now += timedelta(days=days)

    def judge(self) -> None:
        """Record the verdicts that changed."""
        for phase in self.rollout.open_phases:
            for gate in self.rollout.plan(phase).gates:
                verdict = gate.judge(self.rollout.facts, self.now)
                if verdict != self.rollout.verdicts.get(gate.key):
                    self.tell("product", e.GateJudged(phase=phase, verdict=verdict))

    def record(self, key: str, payload: Payload, *, by: str = "zheng") -> None:
        """Put evidence on record and judge."""
        evidence = Evidence(
            key=key,
            payload=payload,
            source="upload",
            observed_at=self.now,
            recorded_at=self.now,
            recorded_by=by,
        )
        self.tell(by, e.EvidenceRecorded(evidence=evidence))
        self.judge()

    def file(self, key: str, title: str, *, size: int = 24_000) -> None:
        """Put a document on record."""
        self.record(key, Document(title=title, version="1.0", sha256=DIGEST, size=size))

    def open(self, phase: PhaseKey) -> None:
        """Open a phase."""
        due = self.rollout.calendar.due(self.now, self.rollout.plan(phase).duration.amount)
        number = self.rollout.phases[phase].round + 1
        self.tell("run-1", e.PhaseOpened(phase=phase, round=number, due=due))
        self.judge()

    def decide(
        self, phase: PhaseKey, decision: PhaseDecision, reason: str, *, back: PhaseKey | None = None
    ) -> None:
        """Decide at a phase gate, and close the phase with a go."""
        decided = e.PhaseGateDecided(
            phase=phase,
            decision=decision,
            reason=reason,
            decided_by="lin",
            inputs=DIGEST,
            recycle_to=back,
            attachments=(FILE,) if back else (),
        )
        self.tell("lin", decided)
        if decision is PhaseDecision.GO:
            self.tell("lin", e.PhaseClosed(phase=phase))

    def sign(self, gate: SignOffGate, who: str, role: str) -> None:
        """Give a sign-off on what is on record now."""
        given = SignOff(
            gate=gate.key, person=who, role=role, given_at=self.now, rests_on=gate.shown(self.rollout.facts)
        )
        self.tell(who, e.SignOffGiven(sign_off=given))
        self.judge()


def reconciliation(*, missing: int = 0, changed: int = 0) -> Reconciliation:
    """Return the result of a comparison."""
    total = TotalResult(
        column="amount",
        group_by=None,
        groups=1,
        differing=int(changed > 0),
        source="1820450.20",
        target="1820441.00" if changed else "1820450.20",
        difference="-9.20" if changed else "0.00",
    )
    customers = CheckResult(
        key="customers",
        title=text("客户", "Customers"),
        rows_source=21_480,
        rows_target=21_480 - missing,
        missing=missing,
        source_digest=DIGEST,
        target_digest=DIGEST,
    )
    orders = CheckResult(
        key="orders",
        title=text("订单", "Orders"),
        rows_source=86_012,
        rows_target=86_012,
        changed=(ColumnCount(column="order_date", count=changed),) if changed else (),
        control_totals=(total,),
        source_digest=DIGEST,
        target_digest=DIGEST,
    )
    result = ReconciliationResult(
        key="crm",
        title=text("旧开单系统与 CRM 核对", "Old invoicing against CRM"),
        plan_digest=DIGEST,
        checks=(customers, orders),
    )
    return Reconciliation(result=result)


def weekly(metric: str, unit: str, *values: str) -> Series:
    """Return a series with a reading each Monday from the first of the rollout."""
    readings = tuple(
        Reading(on=BEGIN.date() + timedelta(weeks=n), value=Decimal(value)) for n, value in enumerate(values)
    )
    return Series(metric=metric, unit=unit, readings=readings)


FOLLOW_UPS = (
    "55",
    "54.8",
    "56",
    "55.3",
    "57",
    "58.1",
    "62",
    "66.4",
    "71",
    "76.2",
    "79",
    "84",
    "88.6",
    "81.4",
    "82.7",
)
RESPONSES = (
    "48",
    "47.1",
    "48.6",
    "46",
    "44",
    "41.2",
    "36",
    "30",
    "22.5",
    "15",
    "11",
    "8.2",
    "6",
    "4.1",
    "3.2",
)


def told() -> Story:
    """Return the rollout in the middle of its trial run, on a Friday afternoon."""
    story = Story()
    for step in (_initiation, _design, _adoption, _trial):
        step(story)
    return story


def _initiation(story: Story) -> None:
    story.open(PhaseKey.INITIATION)
    story.wait(2)
    story.file("charter", "项目章程", size=0)
    story.wait(1)
    story.file("charter", "CRM 项目章程")
    story.file("pain_points", "痛点诊断报告")
    story.file("budget", "预算批复")
    story.wait(4)
    story.decide(PhaseKey.INITIATION, PhaseDecision.GO, "目标清楚，预算到位")


def _design(story: Story) -> None:
    story.open(PhaseKey.DESIGN)
    story.wait(6)
    story.file("blueprint", "CRM 蓝图")
    story.file("permissions", "权限矩阵")
    story.file("escrow", "托管协议草稿", size=0)
    reason = text("不能为自己提供的证据批准豁免", "nobody waives a gate they supplied the evidence for")
    story.tell(
        "zheng", e.CommandRefused(command="grant_waiver", code="own_work", reason=reason, about="escrow")
    )
    story.wait(3)
    story.file("privacy", "个人信息保护影响评估")
    waiver = Waiver(
        gate="escrow",
        granted_by="lin",
        granted_at=story.now,
        owner="zheng",
        reason="供应商法务流程要到六月",
        compensating_control="每周取得一次完整数据导出",
        expires_at=datetime(2026, 6, 26, 10, 0, tzinfo=UTC),
    )
    story.tell("lin", e.WaiverGranted(waiver=waiver))
    story.decide(PhaseKey.DESIGN, PhaseDecision.GO, "流程与权限已定，托管协议限期补齐")


def _adoption(story: Story) -> None:
    story.open(PhaseKey.ADOPTION)
    story.wait(8)
    story.file("training_plan", "培训计划")
    item = ActionItem(
        key="coach",
        title="为抵触的业务员安排一对一辅导",
        owner="deng",
        due=story.now + timedelta(days=20),
        added_at=story.now,
    )
    story.tell("xu", e.ActionItemAdded(item=item))
    story.decide(
        PhaseKey.ADOPTION, PhaseDecision.RECYCLE, "业务流程图与实际不符，先补设计", back=PhaseKey.DESIGN
    )
    story.open(PhaseKey.DESIGN)
    story.wait(6)
    story.file("blueprint", "CRM 蓝图（修订）")
    story.decide(PhaseKey.DESIGN, PhaseDecision.GO, "流程图已与业务核对")
    story.open(PhaseKey.ADOPTION)
    story.wait(10)
    story.file("champions", "超级用户名单")
    story.decide(PhaseKey.ADOPTION, PhaseDecision.GO, "培训完成，超级用户到位")


def _trial(story: Story) -> None:
    story.open(PhaseKey.VALIDATION)
    story.wait(12)
    story.record("reconciliation_crm", reconciliation(missing=37, changed=112), by="zheng")
    story.wait(2)
    story.record("reconciliation_crm", reconciliation(changed=4), by="zheng")
    story.sign(MIGRATION, "liang", "data_steward")
    story.wait(3)
    lapsed = text(
        "所依据的证据已变更：reconciliation_crm", "the evidence it rested on changed: reconciliation_crm"
    )
    story.tell("product", e.SignOffLapsed(gate=MIGRATION.key, person="liang", because=lapsed))
    story.record("reconciliation_crm", reconciliation(), by="zheng")
    story.sign(MIGRATION, "liang", "data_steward")
    story.tell("product", e.SignOffRequested(gate=MIGRATION.key, people=("sun",), inputs=DIGEST))
    _use(story)


def _use(story: Story) -> None:
    """Let people work with the system until a Friday afternoon."""
    story.now = datetime(2026, 6, 8, 6, 0, tzinfo=UTC)
    story.record("kpi_follow_up", weekly("on_time_follow_up", "%", *FOLLOW_UPS[:-2]), by="deng")
    story.record("kpi_response", weekly("customer_response", "h", *RESPONSES), by="deng")
    issue = Issue(
        key="print",
        title="送货单打印缺少客户地址",
        severity=Severity.HINDERS_WORK,
        raised_at=story.now,
        raised_by="deng",
    )
    story.tell("deng", e.IssueRaised(issue=issue))
    story.wait(2)
    story.record("kpi_follow_up", weekly("on_time_follow_up", "%", *FOLLOW_UPS), by="deng")
    own = text("不能签核自己提供的证据", "nobody signs evidence they supplied")
    story.tell(
        "zheng", e.CommandRefused(command="give_sign_off", code="own_work", reason=own, about=MIGRATION.key)
    )
    story.wait(1)
    late = text("已逾期 3 个工作日：一对一辅导", "3 business days overdue: coaching")
    story.tell("product", e.ReminderDue(about="coach", people=("deng",), day="2026-06-11", text=late))
    fix = ActionItem(
        key="fix_print",
        title="补齐送货单地址",
        owner="zheng",
        due=story.now + timedelta(days=5),
        added_at=story.now,
    )
    story.tell("xu", e.ActionItemAdded(item=fix))
    story.now = datetime(2026, 6, 12, 8, 0, tzinfo=UTC)


def events_of_every_type() -> Iterator[e.Event]:
    """Yield one event of each type that the story tells or that can be built in a line."""
    phase, run, because = PhaseKey.DESIGN, "run-1", text("变了", "changed")
    yield from {type(record.event): record.event for record in told().records}.values()
    yield e.RolloutHeld(reason="年终结账")
    yield e.RolloutResumed(reason="结账完成")
    yield e.RolloutCancelled(reason="公司合并")
    yield e.RolloutKilled(phase=phase, reason="供应商退出")
    yield e.RolloutCompleted()
    yield e.PhaseRunStarted(phase=phase, run=run, attempt=1)
    yield e.PhaseRunWakeRequested(phase=phase, run=run, because=because)
    yield e.PhaseRunWoken(phase=phase, run=run)
    yield e.PhaseRunWokenUnbidden(phase=phase, run=run)
    yield e.PhaseRunLost(phase=phase, run=run, reason="机器重启")
    yield e.SignOffWithdrawn(gate=MIGRATION.key, person="liang", reason="发现新差异")
    yield e.WaiverRevoked(gate="escrow", reason="协议已签")
    yield e.WaiverExpired(gate="escrow")
    yield e.ActionItemClosed(action="coach", closed_at=BEGIN, outcome="三人均已辅导")
    yield e.IssueClosed(issue="print", closed_at=BEGIN, resolution="模板已修正")
    yield e.RetrospectiveHeld(week="2026-W24", report=DIGEST)
    yield from _deadline_events()
    yield from people_events()
    yield from exemption_events()


def _deadline_events() -> Iterator[e.Event]:
    """Yield one event of each type that has to do with a missed deadline or the calendar."""
    gate, phase, people, why = MIGRATION.key, PhaseKey.DESIGN, ("liang",), text("逾期", "late")
    yield e.DeadlineMissed(about=gate, phase=phase, people=people, due=BEGIN, text=why)
    yield e.Escalated(
        about=gate, phase=phase, step=1, role="sponsor", people=people, late=people, due=BEGIN, text=why
    )
    yield e.RequestTimedOut(gate=gate, people=people, inputs=DIGEST, due=BEGIN, because=why)
    yield e.CalendarRevised(calendar=Calendar(), due={phase: BEGIN}, because=why)
