"""The result of a reconciliation in a few sentences that a finance person understands, in both languages."""

from collections.abc import Iterable
from decimal import Decimal

from playbooks.model.reconciliation import BalanceResult, CheckResult, ReconciliationResult, TotalResult
from playbooks.model.text import Language, Text

MAX_LENGTH = 1900
_ZH, _EN = Language.ZH, Language.EN


def summary(result: ReconciliationResult) -> Text:
    """Return what was compared, whether it agrees, and for each check that does not, how it differs."""
    parts = [headline(result), *(_findings(check) for check in result.checks if not check.agrees)]
    parts += [unbalanced(balance) for balance in result.balances_off]
    if result.wave is not None:
        parts.insert(0, Text(zh=f"（仅批次 {result.wave}）", en=f"(Wave {result.wave} only.)"))
    return _bounded("".join(part.zh for part in parts), " ".join(part.en for part in parts))


def headline(result: ReconciliationResult) -> Text:
    """Return in one sentence what was compared and whether it agrees."""
    title, tables = result.title, len(result.checks)
    rows = f"{sum(check.rows_source for check in result.checks):,}"
    differing = sum(not check.agrees for check in result.checks)
    if result.agrees:
        folded = _merged(sum(check.merged for check in result.checks))
        return _bounded(
            zh=f"{title.zh}：{tables} 张表全部一致，共核对 {rows} 行，控制总额相符{folded.zh if folded else ''}。",
            en=f"{title.en}: all {tables} tables agree, {rows} rows compared, control totals equal"
            f"{folded.en if folded else ''}.",
        )
    return _bounded(
        zh=f"{title.zh}：{tables} 张表中有 {differing} 张不一致。",
        en=f"{title.en}: {differing} of {tables} tables do not agree.",
    )


def _findings(check: CheckResult) -> Text:
    totals = [total_finding(total) for total in check.control_totals if total.differing]
    findings = [text for _, text in (*key_findings(check), *column_findings(check))] + totals
    source, target = f"{check.rows_source:,}", f"{check.rows_target:,}"
    folded = _merged(check.merged)
    zh, en = (folded.zh, folded.en) if folded else ("", "")
    return _bounded(
        zh=f"{check.title.zh}（旧系统 {source} 行{zh}，新系统 {target} 行）：{_joined(findings, _ZH)}。",
        en=f"{check.title.en} ({source} rows before{en}, {target} after): {_joined(findings, _EN)}.",
    )


def _merged(rows: int) -> Text | None:
    if not rows:
        return None
    return Text(zh=f"，另有 {rows:,} 行已并入保留记录", en=f", besides {rows:,} merged into others")


def key_findings(check: CheckResult) -> list[tuple[int, Text]]:
    """Return how many keys are missing, extra or doubled, each with the sentence that says so."""
    counted = (
        (check.missing, "新系统缺少 {} 条", "missing in the new system: {}"),
        (check.extra, "新系统多出 {} 条", "extra in the new system: {}"),
        (check.doubled_source, "旧系统有 {} 个编号重复", "keys doubled in the former system: {}"),
        (check.doubled_target, "新系统有 {} 个编号重复", "keys doubled in the new system: {}"),
    )
    return [(n, Text(zh=zh.format(f"{n:,}"), en=en.format(f"{n:,}"))) for n, zh, en in counted if n]


def column_findings(check: CheckResult) -> list[tuple[int, Text]]:
    """Return how many values differ, are shared, break a rule or lead nowhere, per column, each with its sentence."""
    worded = (
        (check.changed, "{0} 有 {1} 处不同", "differing in {0}: {1}"),
        (check.shared, "{0} 有 {1} 个值重复使用", "values of {0} used more than once: {1}"),
        (check.broken, "{1} 行不符合规则 {0}", "rows breaking rule {0}: {1}"),
        (check.orphans, "{0} 有 {1} 行找不到对应记录", "rows whose {0} leads nowhere: {1}"),
    )
    return [
        (
            item.count,
            Text(zh=zh.format(item.column, f"{item.count:,}"), en=en.format(item.column, f"{item.count:,}")),
        )
        for items, zh, en in worded
        for item in items
    ]


def unbalanced(balance: BalanceResult) -> Text:
    """Return by how much the two arms of a balance differ."""
    title, total = balance.title, balance.total
    one, other, off = _money(total.source), _money(total.target), _money(total.difference)
    return Text(
        zh=f"{title.zh}：{total.differing:,} 组不平，合计相差 {off}（{one} 对 {other}）。",
        en=f"{title.en}: {total.differing:,} groups do not balance, off by {off} in all ({one} against {other}).",
    )


def total_finding(total: TotalResult) -> Text:
    """Return by how much a control total differs."""
    column, off = total.column, _money(total.difference)
    if total.group_by is None:
        source, target = _money(total.source), _money(total.target)
        return Text(
            zh=f"{column} 合计相差 {off}（旧 {source}，新 {target}）",
            en=f"total of {column} off by {off} (before {source}, after {target})",
        )
    return Text(
        zh=f"{column} 按 {total.group_by} 汇总有 {total.differing:,} 组不符，合计相差 {off}",
        en=f"totals of {column} by {total.group_by}: {total.differing:,} groups differ, {off} in all",
    )


def _money(amount: str) -> str:
    return f"{Decimal(amount):,f}"


def _joined(findings: Iterable[Text], language: Language) -> str:
    return ("；" if language is _ZH else "; ").join(finding.to(language) for finding in findings)


def _bounded(zh: str, en: str) -> Text:
    return Text(zh=_shortened(zh), en=_shortened(en))


def _shortened(text: str) -> str:
    return text if len(text) <= MAX_LENGTH else text[: MAX_LENGTH - 1] + "…"
