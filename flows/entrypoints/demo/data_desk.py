"""Data governance in a story: the steps of `phasegate data`, taken by the commands' own code on the company's files."""

import csv
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from itertools import groupby
from pathlib import Path

from flows.entrypoints.cli.data_recording import Step as Finding
from flows.entrypoints.cli.data_steps import (
    cleansing,
    inventory,
    mapped,
    plan_of,
    profiles,
    searched,
    sides_named,
    standards,
)
from flows.entrypoints.cli.data_view import (
    duplicates_line,
    mapping_line,
    merged_line,
    standards_line,
    table_line,
)
from flows.entrypoints.cli.speaker import Speaker
from flows.entrypoints.demo import story as s
from playbooks.model.mapping import ReconciliationPlan
from playbooks.model.requirement import Part
from playbooks.model.text import Language, Text
from tasks.adapters.governance.likeness_search import find_duplicates
from tasks.adapters.governance.mapping_columns import review_mapping
from tasks.adapters.governance.merging import merge_map
from tasks.adapters.governance.proposal_file import write_map, write_proposal
from tasks.adapters.governance.standards import check_standards

PROPOSALS = Path("cleansing")
MERGE, APART = Text(zh="合并", en="merge"), Text(zh="分开", en="apart")
PROPOSED = Text(zh="{found}；合并建议 {file}", en="{found}; proposal: {file}")
CONFIRMED = Text(
    zh="{groups} 组逐组看过：{merge} 组信用代码相同，合并；{apart} 组分开",
    en="Groups looked at one by one: {groups}. Merged, as their credit codes are the same: {merge}; kept apart: {apart}",
)
COUNTED = Text(zh="已清点 {tables}", en="Counted: {tables}")


@dataclass(frozen=True, slots=True)
class Found:
    """What came of a step, in one sentence; and what of it goes on record, if anything does."""

    said: str
    finding: Finding | None = None


@dataclass(frozen=True, slots=True)
class DataDesk:
    """Works on the company's files in one language; nothing goes on record here."""

    company: Path
    language: Language

    def work(self, step: s.Govern) -> Found:
        """Take a step and return what came of it."""
        steps: dict[s.Work, Callable[[s.Govern, ReconciliationPlan], Found]] = {
            "inventory": self._counted,
            "standards": self._held,
            "proposal": self._proposed,
            "decisions": self._decided,
            "cleansing": self._merged,
            "mapping": self._gone_through,
        }
        return steps[step.step](step, plan_of(self.company / step.plan))

    def _counted(self, step: s.Govern, plan: ReconciliationPlan) -> Found:
        tables = tuple(profiles(sides_named(plan, Part.SOURCE), base=self._base(step)))
        named = self._speaker.listed(table_line(self._speaker, table) for table in tables)
        return Found(self._speaker.say(COUNTED, tables=named), inventory(step.plan.name, tables))

    def _held(self, step: s.Govern, plan: ReconciliationPlan) -> Found:
        result = check_standards(plan, base=self._base(step))
        return Found(standards_line(self._speaker, result), standards(result))

    def _proposed(self, step: s.Govern, plan: ReconciliationPlan) -> Found:
        check, file = searched(plan), self._proposal(plan)
        found = find_duplicates(check, base=self._base(step))
        file.parent.mkdir(exist_ok=True)
        file.unlink(missing_ok=True)  # decisions of an earlier play
        write_proposal(found, file)
        return Found(
            self._speaker.say(PROPOSED, found=duplicates_line(self._speaker, found), file=self._shown(file))
        )

    def _decided(self, step: s.Govern, plan: ReconciliationPlan) -> Found:  # noqa: ARG002  # one signature for all steps
        check, file = searched(plan), self._proposal(plan)
        ground = f"data.{check.duplicates.credit_code}" if check.duplicates else ""
        with file.open(encoding="utf-8-sig", newline="") as stream:
            reader = csv.DictReader(stream)
            rows, columns = list(reader), list(reader.fieldnames or ())
        same = {
            group: _one_code(row.get(ground, "") for row in members)
            for group, members in groupby(rows, key=lambda row: row["group"])
        }
        with file.open("w", encoding="utf-8-sig", newline="") as stream:
            writer = csv.DictWriter(stream, columns)
            writer.writeheader()
            words = {True: MERGE.to(self.language), False: APART.to(self.language)}
            writer.writerows(row | {"decision": words[same[row["group"]]]} for row in rows)
        merging = sum(same.values())
        said = self._speaker.say(CONFIRMED, groups=len(same), merge=merging, apart=len(same) - merging)
        return Found(said)

    def _merged(self, step: s.Govern, plan: ReconciliationPlan) -> Found:
        check = searched(plan)
        decided_by = ", ".join(step.performed_by or step.who)
        decided = merge_map(plan, self._proposal(plan), base=self._base(step), decided_by=decided_by)
        file = self.company / (check.merge_map or f"{check.key}.map.csv")
        write_map(decided, file)
        return Found(merged_line(self._speaker, decided, self._shown(file)), cleansing(decided))

    def _gone_through(self, step: s.Govern, plan: ReconciliationPlan) -> Found:
        review = review_mapping(plan, base=self._base(step))
        return Found(mapping_line(self._speaker, review), mapped(review))

    @property
    def _speaker(self) -> Speaker:
        return Speaker(self.language)

    def _base(self, step: s.Govern) -> Path:
        return self.company / step.base

    def _proposal(self, plan: ReconciliationPlan) -> Path:
        return self.company / PROPOSALS / f"{plan.key}.csv"

    def _shown(self, file: Path) -> Path:
        return file.relative_to(self.company.parent)


def _one_code(codes: Iterable[str]) -> bool:
    """Tell whether records of a group are one company: all of them name the same credit code."""
    named = set(codes)
    return len(named) == 1 and "" not in named
