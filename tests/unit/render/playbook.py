"""The playbook of the rollout that is told by hand, and its team."""

from datetime import date
from decimal import Decimal

from playbooks.model.gates.composite import CompositeGate
from playbooks.model.gates.document import DocumentGate
from playbooks.model.gates.metric import MetricGate
from playbooks.model.gates.reconciliation import ReconciliationGate
from playbooks.model.gates.sign_off import SignOffGate
from playbooks.model.gates.slot import Slot
from playbooks.model.goal import Direction, GoalDraft
from playbooks.model.phase import PhaseKey
from playbooks.model.playbook import Kpi, PhasePlan, Playbook, Risk, Role
from playbooks.model.span import Span
from playbooks.model.stakeholder import Department, Stakeholder, Team
from playbooks.model.text import Text


def text(zh: str, en: str) -> Text:
    """Return a text in both languages."""
    return Text(zh=zh, en=en)


def person(key: str, *roles: str, name: str = "", name_en: str = "", title: str = "staff") -> Stakeholder:
    """Return a member of the team."""
    return Stakeholder(
        key=key,
        name=name or key,
        name_en=name_en or key,
        title=text(title, title),
        department="sales",
        roles=roles,
    )


TEAM = Team(
    departments=(Department(key="sales", name=text("销售部", "Sales")),),
    people=(
        person("lin", "sponsor", name="林国华", name_en="Lin Guohua"),
        person("xu", "pmo", name="许雯", name_en="Xu Wen"),
        person("zheng", "project_manager", name="郑凯", name_en="Zheng Kai"),
        person("liang", "data_steward", name="梁静", name_en="Liang Jing"),
        person("sun", "finance", name="孙丽", name_en="Sun Li"),
        person("deng", "service_head", name="邓晓燕", name_en="Deng Xiaoyan"),
    ),
)


def document(key: str, zh: str, en: str, **more: object) -> DocumentGate:
    """Return a gate that asks for a document."""
    facts: dict[str, object] = {
        "owner": "project_manager",
        "evidence": key,
        "weight": 3,
        "deadline": 10,
    } | more
    return DocumentGate.model_validate({"key": key, "title": text(zh, en), **facts})


def kpi(key: str, zh: str, en: str, *, unit: str = "%", direction: Direction = Direction.UP) -> Kpi:
    """Return a KPI of the playbook."""
    return Kpi(key=key, title=text(zh, en), unit=unit, direction=direction)


def goal(metric: str, baseline: str, target: str, *, unit: str = "%", down: bool = False) -> GoalDraft:
    """Return a goal with both ends of its way."""
    return GoalDraft(
        key=f"goal_{metric}",
        title=text(metric, metric),
        metric=metric,
        baseline=Decimal(baseline),
        target=Decimal(target),
        unit=unit,
        direction=Direction.DOWN if down else Direction.UP,
        due=date(2026, 8, 24),
        owner="deng",
    )


FOLLOW_UP = MetricGate(
    key="follow_up",
    title=text("按时跟进率连续三周不低于 85%", "Follow-ups on time at 85 % or more for three weeks"),
    owner="service_head",
    evidence="kpi_follow_up",
    metric="on_time_follow_up",
    unit="%",
    direction=Direction.UP,
    threshold=Decimal(85),
    consecutive=3,
    weight=4,
    deadline=Span(15),
)
MIGRATION = SignOffGate(
    key="migration_signed",
    title=text("数据迁移由主数据专员和财务签核", "Migration signed by data steward and finance"),
    owner="project_manager",
    slots=(Slot(role="data_steward"), Slot(role="finance")),
    rests_on=("reconciliation_crm",),
    weight=5,
    deadline=Span(15),
)
RECONCILED = ReconciliationGate(
    key="reconciled",
    title=text("客户与订单核对一致", "Customers and orders agree"),
    owner="data_steward",
    evidence="reconciliation_crm",
    checks=("customers", "orders"),
    weight=5,
    deadline=Span(12),
)
SECURITY = CompositeGate(
    key="security",
    title=text("权限与个人信息保护", "Permissions and personal data"),
    owner="pmo",
    gates=(
        document("permissions", "权限矩阵", "Permission matrix"),
        document("privacy", "个人信息保护影响评估", "Privacy impact assessment"),
    ),
)


def _plan(phase: PhaseKey, days: int, *gates: object) -> PhasePlan:
    return PhasePlan.model_validate(
        {"key": phase, "duration": days, "gates": gates, "decided_by": ("sponsor", "pmo")}
    )


PLAYBOOK = Playbook(
    name="crm",
    version="1.0",
    title=text("客户关系系统（CRM）推行剧本", "Customer relations system (CRM)"),
    summary=text("客户、报价、订单进度看得见", "Customers, quotes and orders in plain sight"),
    roles=tuple(
        Role(key=key, title=text(zh, en))
        for key, zh, en in (
            ("sponsor", "发起人", "Sponsor"),
            ("pmo", "项目管理办公室", "Project management office"),
            ("project_manager", "项目经理", "Project manager"),
            ("data_steward", "主数据专员", "Data steward"),
            ("finance", "财务主管", "Financial controller"),
            ("service_head", "客户服务负责人", "Head of customer service"),
        )
    ),
    goals=(
        goal("on_time_follow_up", "55", "90"),
        goal("customer_response", "48", "2", unit="h", down=True),
    ),
    kpis=(
        kpi("on_time_follow_up", "按时跟进率", "Follow-ups done on time"),
        kpi(
            "customer_response",
            "客户询问首次答复",
            "First answer to a customer",
            unit="h",
            direction=Direction.DOWN,
        ),
    ),
    risks=(
        Risk(
            key="resistance",
            title=text("业务员抵触", "Salespeople resist"),
            trigger=text("使用率连续两周低于 60%", "usage below 60 % for two weeks"),
            measure=text("一对一辅导", "one-to-one coaching"),
            owner="service_head",
        ),
    ),
    phases=(
        _plan(
            PhaseKey.INITIATION,
            20,
            document("charter", "项目章程", "Project charter", weight=5),
            document("pain_points", "痛点诊断", "Diagnosis of pain points"),
            document("budget", "预算批准", "Budget approved"),
        ),
        _plan(
            PhaseKey.DESIGN,
            30,
            document("blueprint", "蓝图与流程图", "Blueprint and process maps"),
            SECURITY,
            document("escrow", "源代码托管协议", "Source-code escrow agreement", weight=2),
        ),
        _plan(
            PhaseKey.ADOPTION,
            25,
            document("training_plan", "分层培训计划", "Tiered training plan"),
            document("champions", "超级用户名单", "List of super users"),
            document("poster", "内部宣传海报", "Internal poster", must_meet=False, weight=1),
        ),
        _plan(
            PhaseKey.VALIDATION,
            30,
            RECONCILED,
            MIGRATION,
            FOLLOW_UP,
            document("load_test", "压力测试报告", "Load test report", shadow=True),
        ),
        _plan(
            PhaseKey.OPERATION,
            60,
            document("value_report", "价值评估报告", "Value assessment"),
            document("restore_test", "备份恢复演练记录", "Record of the restore test"),
        ),
    ),
)
