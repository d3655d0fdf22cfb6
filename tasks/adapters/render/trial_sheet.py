"""The sheet of phase 4: acceptance test, open issues and defects, reconciliation, KPIs."""

from collections import Counter
from collections.abc import Iterator

from playbooks.model.evidence import DepartmentTests, Reconciliation, TestReport
from playbooks.model.figure import plain
from playbooks.model.gates.drift_wording import drift_reason
from playbooks.model.gates.test_report import TestReportGate
from playbooks.model.gates.wording import department_name, share
from playbooks.model.issue import Severity
from playbooks.model.kpi import KpiStanding, standings
from playbooks.model.phase import PhaseKey
from playbooks.model.reconciliation_summary import summary
from tasks.adapters.render.artifact_wording import ARTIFACTS as WORDS
from tasks.adapters.render.sheet import Row, Section, Sheet, Table
from tasks.adapters.render.voice import Voice


def trial_sheet(voice: Voice) -> Sheet:
    """Return the sheet."""
    sections = (*_tests(voice), _open(voice), _reconciliations(voice), kpi_section(voice))
    return Sheet(title=voice.say(WORDS.trial, title=voice.say(voice.rollout.title)), sections=sections)


def _reports(voice: Voice) -> Iterator[tuple[TestReportGate, TestReport | None]]:
    for gate in voice.rollout.plan(PhaseKey.VALIDATION).every_gate():
        if isinstance(gate, TestReportGate):
            evidence = voice.rollout.evidence.get(gate.evidence)
            yield gate, evidence.payload if evidence and isinstance(evidence.payload, TestReport) else None


def _tests(voice: Voice) -> Iterator[Section]:
    for gate, report in _reports(voice):
        title = f"{voice.say(WORDS.t_uat)}{voice.colon}{voice.say(gate.title)}"
        if report is None:
            yield Section(title, (voice.say(WORDS.n_no_uat),))
            continue
        heads = (
            WORDS.c_department,
            WORDS.c_passed,
            WORDS.c_failed,
            WORDS.c_blocked,
            WORDS.c_not_run,
            WORDS.c_rate,
            WORDS.c_needed,
            WORDS.c_state,
        )
        rows = tuple(_test_row(voice, tests, gate=gate) for tests in _asked(gate, report))
        yield Section(title, (), Table(tuple(map(voice.say, heads)), rows, frozenset(range(1, 7))))


def _asked(gate: TestReportGate, report: TestReport) -> tuple[DepartmentTests, ...]:
    """Return the results by department; a department that is asked for and has none stands with zeros."""
    results = {tests.department: tests for tests in report.departments}
    asked = dict.fromkeys((*gate.departments, *results))
    return tuple(results.get(key, DepartmentTests(department=key, passed=0)) for key in asked)


def _test_row(voice: Voice, tests: DepartmentTests, *, gate: TestReportGate) -> Row:
    total = tests.passed + tests.failed + tests.blocked + tests.not_run
    reached = total > 0 and 100 * tests.passed >= gate.pass_rate * total
    counts = (tests.passed, tests.failed, tests.blocked, tests.not_run)
    return (
        voice.say(department_name(voice.rollout.team, tests.department)),
        *(f"{count}" for count in counts),
        f"{share(tests.passed, total)}%" if total else "–",
        f"{plain(gate.pass_rate)}%",
        voice.say(WORDS.n_reached if reached else WORDS.n_short),
    )


def _open(voice: Voice) -> Section:
    reports = (report for _, report in _reports(voice) if report is not None)
    defects = Counter(defect.severity for report in reports for defect in report.open_defects)
    issues = Counter(int(issue.severity) for issue in voice.rollout.issues.values() if issue.open)
    title = voice.say(WORDS.t_open)
    if not defects and not issues:
        return Section(title, (voice.say(WORDS.n_nothing_open),))
    rows = tuple(
        (f"{severity.value}", f"{defects[severity]}", f"{issues[severity]}") for severity in Severity
    )
    heads = (WORDS.c_severity, WORDS.c_defects, WORDS.c_issues)
    return Section(title, (), Table(tuple(map(voice.say, heads)), rows, frozenset({0, 1, 2})))


def _reconciliations(voice: Voice) -> Section:
    payloads = (evidence.payload for evidence in voice.rollout.evidence.values())
    found = tuple(
        voice.say(drift_reason(payload.drift) if payload.drift else summary(payload.result))
        for payload in payloads
        if isinstance(payload, Reconciliation)
    )
    return Section(voice.say(WORDS.t_reconciliation), found or (voice.say(WORDS.n_no_reconciliation),))


def kpi_section(voice: Voice) -> Section:
    """Return every KPI against its baseline and its target."""
    title, found = voice.say(WORDS.t_kpis), standings(voice.rollout)
    if not found:
        return Section(title, (voice.say(WORDS.n_no_kpis),))
    heads = (
        WORDS.c_kpi,
        WORDS.c_baseline,
        WORDS.c_latest,
        WORDS.c_change,
        WORDS.c_target,
        WORDS.c_way,
        WORDS.c_trend,
        WORDS.c_in_a_row,
    )
    rows = tuple(_kpi_row(voice, kpi) for kpi in found)
    return Section(title, (), Table(tuple(map(voice.say, heads)), rows, frozenset({1, 2, 3, 4, 5, 7})))


def _kpi_row(voice: Voice, kpi: KpiStanding) -> Row:
    standing = kpi.standing
    return (
        voice.say(kpi.kpi.title) + voice.aside(voice.say(kpi.kpi.unit_name)),
        voice.figure(kpi.scale.baseline),
        voice.figure(standing.latest.value if standing.latest else None),
        voice.percent(standing.change, signed=True),
        voice.figure(kpi.scale.target),
        voice.percent(standing.way),
        voice.say(standing.trend.label),
        f"{standing.met_in_a_row}",
    )
