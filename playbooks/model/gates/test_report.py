"""Gate kind `test_report`: in each department enough tests passed, and few enough defects are open.

- Blocked tests and tests not run count against the pass rate: what was not tried did not pass.
- A department without tests is PENDING.
- A report without a single test, or one that names a department twice, is INVALID.
- Without `departments`, each department of the report is judged.
"""

from collections.abc import Iterator
from datetime import datetime
from decimal import Decimal
from typing import ClassVar, Literal

from pydantic import Field

from playbooks.model.evidence import DepartmentTests, TestReport
from playbooks.model.facts import Facts
from playbooks.model.figure import counted, plain
from playbooks.model.frozen import Frozen, Key
from playbooks.model.gates.gate import EvidenceGate, Finding
from playbooks.model.gates.limits import Limits, over
from playbooks.model.gates.wording import Percent, department_name, share
from playbooks.model.text import Text
from playbooks.model.verdict import Outcome


class TestReportGate(EvidenceGate[TestReport]):
    """Passes when every department reaches the pass rate and no limit on open defects is exceeded."""

    __test__ = False  # keeps pytest from collecting a class whose name starts with Test

    kind: Literal["test_report"] = "test_report"
    kind_name: ClassVar[Text] = Text(zh="测试报告", en="test report")
    payload: ClassVar[type[Frozen]] = TestReport

    departments: tuple[Key, ...] = ()
    pass_rate: Percent = Decimal(95)
    max_open: Limits = Field(default={1: 0, 2: 0})

    def weigh(self, report: TestReport, /, facts: Facts, *, now: datetime) -> Finding:  # noqa: ARG002  # one signature for all kinds
        """Return INVALID for an empty report, FAILED for what falls short, PENDING for what is untested."""
        results = {tests.department: tests for tests in report.departments}
        if len(results) < len(report.departments):
            return self.invalid("测试报告中有重复的部门", "the test report names a department twice")
        if not any(map(_total, report.departments)):
            return self.invalid("测试报告中没有任何测试", "the test report holds no test at all")
        asked = self.departments or tuple(results)
        gaps = (
            *self._short(asked, results, facts),
            *over(self.max_open, (d.severity for d in report.open_defects)),
        )
        if gaps:
            return self.gaps(
                Outcome.FAILED, Text(zh="验收测试未达标", en="the acceptance test falls short"), gaps
            )
        idle = tuple(
            department_name(facts.team, key)
            for key in asked
            if key not in results or not _total(results[key])
        )
        if idle:
            return self.gaps(Outcome.PENDING, Text(zh="尚未测试的部门", en="departments without tests"), idle)
        tests, mark = sum(_total(results[key]) for key in asked), plain(self.pass_rate)
        return Finding(
            outcome=Outcome.PASSED,
            reason=Text(
                zh=f"{len(asked)} 个部门、{tests} 项测试，通过率均不低于 {mark}%",
                en=f"in {counted(len(asked), 'department')}, {counted(tests, 'test')}, at least {mark}% passed in each",
            ),
        )

    def _short(
        self, asked: tuple[str, ...], results: dict[str, DepartmentTests], facts: Facts
    ) -> Iterator[Text]:
        for tests in (results[key] for key in asked if key in results):
            total, name = _total(tests), department_name(facts.team, tests.department)
            if 100 * tests.passed < self.pass_rate * total:
                rate, mark = share(tests.passed, total), plain(self.pass_rate)
                yield Text(
                    zh=f"{name.zh} 通过 {tests.passed}/{total}（{rate}%，要求 {mark}%）",
                    en=f"{name.en} passed {tests.passed} of {total} ({rate}%, {mark}% required)",
                )


def _total(tests: DepartmentTests) -> int:
    return tests.passed + tests.failed + tests.blocked + tests.not_run
