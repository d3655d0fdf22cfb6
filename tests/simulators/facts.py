"""People, evidence and facts for tests: a small company, a builder for each kind of payload, one moment.

Every builder makes something sound; a test changes the one thing it is about.
"""

from collections.abc import Iterable, Mapping
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal

from playbooks.model.evidence import (
    Assignment,
    Checklist,
    Defect,
    DepartmentTests,
    Document,
    Evidence,
    Goals,
    ItemState,
    Level,
    Payload,
    Reading,
    Reconciliation,
    Roster,
    Series,
    SuperUser,
    TestReport,
    Tier,
    Training,
    TrainingRecord,
    Unreadable,
)
from playbooks.model.facts import Facts
from playbooks.model.goal import Direction, GoalDraft
from playbooks.model.issue import Issue, Severity
from playbooks.model.reconciliation import CheckResult, ReconciliationResult
from playbooks.model.sign_off import SignOff
from playbooks.model.stakeholder import Department, Stakeholder, Team
from playbooks.model.text import Text

NOW = datetime(2026, 6, 15, 9, 0, tzinfo=UTC)
TODAY = NOW.date()
DIGEST = "ab" * 32

_NAMES = {
    "lin_wei": ("林薇", "Lin Wei"),
    "chen_hao": ("陈浩", "Chen Hao"),
    "wang_fang": ("王芳", "Wang Fang"),
    "wu_yan": ("吴燕", "Wu Yan"),
    "zhao_lei": ("赵磊", "Zhao Lei"),
    "sun_li": ("孙丽", "Sun Li"),
    "zhou_min": ("周敏", "Zhou Min"),
    "qian_bo": ("钱博", "Qian Bo"),
    "he_jun": ("何俊", "He Jun"),
}


def ago(days: float = 0, *, hours: float = 0) -> datetime:
    """Return a moment before NOW; negative values lie in the future."""
    return NOW - timedelta(days=days, hours=hours)


def text(words: str = "something") -> Text:
    """Return the same words in both languages."""
    return Text(zh=words, en=words)


def person(
    key: str, *roles: str, department: str = "it", deputy: str | None = None, active: bool = True
) -> Stakeholder:
    """Return a person with these roles; a key that is not of the cast is the name as well."""
    name, name_en = _NAMES.get(key, (key, key))
    return Stakeholder(
        key=key,
        name=name,
        name_en=name_en,
        title=text("title"),
        department=department,
        roles=roles,
        deputy=deputy,
        active=active,
    )


CAST = (
    person("lin_wei", "sponsor", department="board"),
    person("chen_hao", "pmo", department="board"),
    person("wang_fang", "finance", "department_head", department="finance", deputy="wu_yan"),
    person("wu_yan", "key_user", department="finance"),
    person("zhao_lei", "it_lead"),
    person("sun_li", "data_steward"),
    person("zhou_min", "department_head", department="sales", deputy="qian_bo"),
    person("qian_bo", "key_user", department="sales"),
    person("he_jun", "finance", department="finance", active=False),
)
DEPARTMENTS = (
    Department(key="finance", name=Text(zh="财务部", en="Finance"), head="wang_fang"),
    Department(key="sales", name=Text(zh="销售部", en="Sales"), head="zhou_min"),
)


def team(*more: Stakeholder, cast: Iterable[Stakeholder] = CAST) -> Team:
    """Return the cast; a person given here replaces the one of the same key or joins."""
    people = {member.key: member for member in (*cast, *more)}
    return Team(departments=DEPARTMENTS, people=tuple(people.values()))


def evidence(
    key: str,
    payload: Payload,
    *,
    by: str = "sun_li",
    observed: datetime = NOW,
    performed_by: tuple[str, ...] = (),
) -> Evidence:
    """Return the payload as it stands on record."""
    return Evidence(
        key=key,
        payload=payload,
        source="test",
        observed_at=observed,
        recorded_at=NOW,
        recorded_by=by,
        performed_by=performed_by,
    )


def facts(
    *recorded: Evidence,
    people: Team | None = None,
    sign_offs: Iterable[SignOff] = (),
    issues: Iterable[Issue] = (),
) -> Facts:
    """Return the world as the gates see it."""
    on_record = {item.key: item for item in recorded}
    return Facts(team=people or team(), evidence=on_record, sign_offs=tuple(sign_offs), issues=tuple(issues))


def sign_off(
    gate: str, person: str, role: str, *seen: Evidence, given: datetime = NOW, comment: str | None = None
) -> SignOff:
    """Return a person's yes to this evidence as it is."""
    digests = {item.key: item.digest for item in seen}
    return SignOff(gate=gate, person=person, role=role, given_at=given, rests_on=digests, comment=comment)


def issue(
    key: str = "issue_1",
    severity: int = 2,
    *,
    raised: datetime = NOW,
    closed: datetime | None = None,
    owner: str | None = None,
) -> Issue:
    """Return an issue, open unless it was closed."""
    return Issue(
        key=key,
        title=f"{key} hurts",
        severity=Severity(severity),
        raised_at=raised,
        raised_by="qian_bo",
        owner=owner,
        closed_at=closed,
    )


def document(size: int = 2048, *, title: str = "Charter", version: str = "1.0") -> Document:
    """Return a document of this many bytes."""
    return Document(title=title, version=version, sha256=DIGEST, size=size)


def checklist(**states: str) -> Checklist:
    """Return a checklist with the state of each item by its key."""
    return Checklist(items={key: ItemState(state) for key, state in states.items()})


def assignment(slot: str, person: str, deputy: str | None = "wu_yan") -> Assignment:
    """Return a person in a slot, with a deputy unless there is none."""
    return Assignment(slot=slot, person=person, deputy=deputy)


def roster(*assignments: Assignment, super_users: Mapping[str, Iterable[str]] | None = None) -> Roster:
    """Return a roster; super users by department."""
    users = ((key, user) for key, people in (super_users or {}).items() for user in people)
    return Roster(
        assignments=assignments,
        super_users=tuple(SuperUser(department=key, person=user) for key, user in users),
    )


def goal(key: str = "faster_close", **changes: object) -> GoalDraft:
    """Return a SMART goal, with something about it changed."""
    sound = GoalDraft(
        key=key,
        title=Text(zh="加快月结", en="Faster close"),
        metric="close_days",
        baseline=Decimal(9),
        target=Decimal(5),
        unit="days",
        direction=Direction.DOWN,
        due=TODAY + timedelta(days=90),
        owner="wang_fang",
    )
    return sound.model_copy(update=changes)


def goals(*drafts: GoalDraft) -> Goals:
    """Return these goals, or one sound goal."""
    return Goals(goals=drafts or (goal(),))


def series(
    *values: str | int, metric: str = "adoption", unit: str = "%", until: date = TODAY, every: int = 7
) -> Series:
    """Return readings, one every few days, the last one on the day `until`."""
    days = (until - timedelta(days=every * back) for back in reversed(range(len(values))))
    readings = (Reading(on=day, value=Decimal(value)) for day, value in zip(days, values, strict=True))
    return Series(metric=metric, unit=unit, readings=tuple(readings))


def check(key: str = "customers", *, rows: int = 100, **changes: object) -> CheckResult:
    """Return a check in which both sides agree, with something about it changed."""
    agreeing = CheckResult(
        key=key,
        title=Text(zh=f"核对 {key}", en=f"Check of {key}"),
        rows_source=rows,
        rows_target=rows,
        source_digest=DIGEST,
        target_digest=DIGEST,
    )
    return agreeing.model_copy(update=changes)


def reconciliation(*checks: CheckResult) -> Reconciliation:
    """Return the result of these checks, or of one that agrees."""
    result = ReconciliationResult(
        key="migration", title=text("migration"), plan_digest=DIGEST, checks=checks or (check(),)
    )
    return Reconciliation(result=result)


def department_tests(
    department: str, passed: int = 20, *, failed: int = 0, blocked: int = 0, not_run: int = 0
) -> DepartmentTests:
    """Return how the acceptance test of a department stands."""
    return DepartmentTests(
        department=department, passed=passed, failed=failed, blocked=blocked, not_run=not_run
    )


def acceptance_report(*departments: DepartmentTests, open_severities: Iterable[int] = ()) -> TestReport:
    """Return a test report of these departments, or of both of the cast, with open defects."""
    defects = (
        Defect(key=f"d{number}", severity=severity, title="defect")
        for number, severity in enumerate(open_severities)
    )
    both = (department_tests("finance"), department_tests("sales"))
    return TestReport(departments=departments or both, open_defects=tuple(defects))


def trained(
    person: str,
    score: str | int | None = 90,
    *,
    department: str = "finance",
    tier: Tier = Tier.STAFF,
    completed: date | None = TODAY,
) -> TrainingRecord:
    """Return one person's training in skills, completed today unless told otherwise."""
    return TrainingRecord(
        person=person,
        department=department,
        tier=tier,
        level=Level.SKILL,
        completed=completed,
        score=None if score is None else Decimal(score),
    )


def training(*records: TrainingRecord) -> Training:
    """Return these training records, or those of two people who passed."""
    return Training(records=records or (trained("wu_yan"), trained("qian_bo", department="sales")))


def unreadable() -> Unreadable:
    """Return what stands on record when a source could not be read."""
    return Unreadable(reason=Text(zh="连接超时", en="the connection timed out"))


def every_payload() -> tuple[Payload, ...]:
    """Return one sound payload of each kind that can be judged."""
    return (
        document(),
        checklist(backup="done"),
        roster(assignment("finance", "wang_fang")),
        goals(),
        series(90),
        reconciliation(),
        acceptance_report(),
        training(),
    )
