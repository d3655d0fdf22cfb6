"""The result of a reconciliation in a few sentences that a finance person understands, in both languages."""

from collections.abc import Iterable
from decimal import Decimal

from playbooks.model.reconciliation import BalanceResult, CheckResult, ReconciliationResult, TotalResult
from playbooks.model.text import Language, Text

MAX_LENGTH = 1900
_ZH, _EN = Language.ZH, Language.EN


def summary(result: ReconciliationResult) -> Text:
    """Return what was compared, whether it agrees, and for each check that does not, how it differs."""
    parts = [_headline(result), *(_findings(check) for check in result.checks if not check.agrees)]
    parts += [_unbalanced(balance) for balance in result.balances_off]
    if result.wave is not None:
        parts.insert(0, Text(zh=f"（仅批次 {result.wave}）", en=f"(Wave {result.wave} only.)"))
    return _bounded("".join(part.zh for part in parts), " ".join(part.en for part in parts))


def _headline(result: ReconciliationResult) -> Text:
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
    findings = [*_keys(check), *_columns(check), *map(_total, filter(_differs, check.control_totals))]
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


def _keys(check: CheckResult) -> list[Text]:
    counted = (
        (check.missing, "新系统缺少 {} 条", "missing in the new system: {}"),
        (check.extra, "新系统多出 {} 条", "extra in the new system: {}"),
        (check.doubled_source, "旧系统有 {} 个编号重复", "keys doubled in the former system: {}"),
        (check.doubled_target, "新系统有 {} 个编号重复", "keys doubled in the new system: {}"),
    )
    return [Text(zh=zh.format(f"{n:,}"), en=en.format(f"{n:,}")) for n, zh, en in counted if n]


def _columns(check: CheckResult) -> list[Text]:
    changed = [
        Text(zh=f"{item.column} 有 {item.count:,} 处不同", en=f"differing in {item.column}: {item.count:,}")
        for item in check.changed
    ]
    shared = [
        Text(
            zh=f"{item.column} 有 {item.count:,} 个值重复使用",
            en=f"values of {item.column} used more than once: {item.count:,}",
        )
        for item in check.shared
    ]
    broken = [
        Text(
            zh=f"{item.count:,} 行不符合规则 {item.column}",
            en=f"rows breaking rule {item.column}: {item.count:,}",
        )
        for item in check.broken
    ]
    orphans = [
        Text(
            zh=f"{item.column} 有 {item.count:,} 行找不到对应记录",
            en=f"rows whose {item.column} leads nowhere: {item.count:,}",
        )
        for item in check.orphans
    ]
    return changed + shared + broken + orphans


def _unbalanced(balance: BalanceResult) -> Text:
    title, total = balance.title, balance.total
    one, other, off = _money(total.source), _money(total.target), _money(total.difference)
    return Text(
        zh=f"{title.zh}：{total.differing:,} 组不平，合计相差 {off}（{one} 对 {other}）。",
        en=f"{title.en}: {total.differing:,} groups do not balance, off by {off} in all ({one} against {other}).",
    )


def _differs(total: TotalResult) -> bool:
    return total.differing > 0


def _total(total: TotalResult) -> Text:
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
