"""The words for what is wrong with a value and how to mend it, one kind of Pydantic error after another."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from difflib import get_close_matches

from pydantic_core import ErrorDetails

from playbooks.model.errors import BrokenRuleError
from playbooks.model.frozen import DIGEST_FORM, KEY_FORM
from playbooks.model.phrase import Phrase, phrase
from playbooks.model.strict_yaml.model_shape import ModelShape
from playbooks.model.strict_yaml.place import ABSENT
from playbooks.model.strict_yaml.playbook_error import Path, clip, said
from playbooks.model.text import Text

_MAX_PART = 300

# One sentence for each kind of error, filled in with its particulars; {input} is the value as written.
_WORDINGS: Mapping[str, tuple[str, str]] = {
    "string_type": ("应为文本；请给 {input} 加引号。", "text is needed here; put {input} in quotes."),
    "string_too_short": (
        "至少 {min_length} 个字；请补充。",
        "characters needed: at least {min_length}; write more.",
    ),
    "string_too_long": (
        "最多 {max_length} 个字；请缩短。",
        "characters allowed: at most {max_length}; shorten it.",
    ),
    "string_pattern_mismatch": (
        "{input} 不符合格式 {pattern}；请改写。",
        "{input} does not have the form {pattern}; rewrite it.",
    ),
    "int": (
        "应为整数，不是 {input}；请写成如 3 的形式。",
        "a whole number is needed, not {input}; write it like 3.",
    ),
    "number": (
        "应为数字，不是 {input}；请写成如 2.5 的形式。",
        "a number is needed, not {input}; write it like 2.5.",
    ),
    "bool": ("应为 true 或 false，不是 {input}。", "true or false is needed, not {input}."),
    "list": ("应为列表；请让每一项以“- ”开头。", "a list is needed; begin every item with '- '."),
    "group": (
        "应为一组键，不是 {input}；请写成“键: 值”。",
        "a group of keys is needed, not {input}; write 'key: value'.",
    ),
    "date": (
        "应为日期，不是 {input}；请写成如 2026-01-31 的形式。",
        "a date is needed, not {input}; write it like 2026-01-31.",
    ),
    "time": (
        "应为时刻，不是 {input}；请写成如 '09:30' 的形式。",
        "a time of day is needed, not {input}; write it like '09:30'.",
    ),
    "duration": (
        "应为时长，不是 {input}；请写成如 P3D 或 PT4H 的形式。",
        "a duration is needed, not {input}; write it like P3D or PT4H.",
    ),
    "greater_than": ("必须大于 {gt}，不是 {input}。", "it must be greater than {gt}, not {input}."),
    "greater_than_equal": ("必须不小于 {ge}，不是 {input}。", "it must be {ge} or more, not {input}."),
    "less_than": ("必须小于 {lt}，不是 {input}。", "it must be less than {lt}, not {input}."),
    "less_than_equal": ("必须不大于 {le}，不是 {input}。", "it must be {le} or less, not {input}."),
    "too_short": (
        "至少需要 {min_length} 项，现有 {actual_length} 项；请补充。",
        "items needed: at least {min_length}, there: {actual_length}; add some.",
    ),
    "too_long": (
        "最多 {max_length} 项；请减少。",
        "items allowed: at most {max_length}; remove some.",
    ),
}
# Forms that people meet every day, in words; any other is shown as it is.
_FORMS: Mapping[str, tuple[str, str]] = {
    KEY_FORM: (
        "{input} 不能用作编号；请只用小写字母、数字和 _ . : -，以字母或数字开头，最多 80 个字符。",
        "{input} cannot be a key; use up to 80 lower-case letters, digits and _ . : -, a letter or digit first.",
    ),
    DIGEST_FORM: (
        "{input} 不是摘要；请填写 64 位十六进制摘要（0-9、a-f）。",
        "{input} is no digest; write its 64 hexadecimal digits, 0-9 and a-f.",
    ),
}
_SORTS = {
    "int_type": "int",
    "int_parsing": "int",
    "int_parsing_size": "int",
    "int_from_float": "int",
    "decimal_type": "number",
    "decimal_parsing": "number",
    "float_type": "number",
    "float_parsing": "number",
    "finite_number": "number",
    "bool_type": "bool",
    "bool_parsing": "bool",
    "list_type": "list",
    "tuple_type": "list",
    "set_type": "list",
    "frozen_set_type": "list",
    "model_type": "group",
    "model_attributes_type": "group",
    "dict_type": "group",
    "mapping_type": "group",
    "dataclass_type": "group",
    "date_type": "date",
    "date_parsing": "date",
    "date_from_datetime_parsing": "date",
    "date_from_datetime_inexact": "date",
    "time_type": "time",
    "time_parsing": "time",
    "time_delta_type": "duration",
    "time_delta_parsing": "duration",
}


@dataclass(frozen=True, slots=True)
class _Finding:
    """One error that Pydantic found, at its place in the file, with what the model allows."""

    detail: ErrorDetails
    path: Path
    shape: ModelShape


def mending(detail: ErrorDetails, path: Path, shape: ModelShape) -> Text | Phrase:
    """Return what is wrong and how to mend it."""
    return _TREATMENTS.get(detail["type"], _worded)(_Finding(detail, path, shape))


def _unknown_key(found: _Finding) -> Text:
    key = clip(str(found.path[-1]))
    zh, en = _choice(key, found.shape.keys(found.path[:-1]))
    return said(
        f"未知的键“{key}”；请改名或删去。{zh}", f"the key '{key}' is not known; rename or remove it{en}."
    )


def _missing_key(found: _Finding) -> Text:
    key = str(found.path[-1])
    return _missing(key, found.shape.kinds(found.path[:-1], key))


def _missing_kind(found: _Finding) -> Text:
    key = _bare(found.detail, "discriminator")
    return _missing(key, found.shape.kinds(found.path, key))


def _missing(key: str, allowed: Sequence[str]) -> Text:
    zh, en = _choice("", allowed)
    return said(f"缺少键“{clip(key)}”；请补上。{zh}", f"the key '{clip(key)}' is missing; add it{en}.")


def _unknown_kind(found: _Finding) -> Text:
    key, kind = _bare(found.detail, "discriminator"), _bare(found.detail, "tag")
    zh, en = _choice(kind, found.shape.kinds(found.path, key))
    return said(
        f"未知的 {key}“{clip(kind)}”；请更改。{zh}", f"'{clip(kind)}' is not a known {key}; change it{en}."
    )


def _not_allowed(found: _Finding) -> Text:
    zh, en = _choice(str(found.detail["input"]), _expected(found.detail))
    given = _shown(found.detail["input"])
    return said(f"值 {given} 不可用；请更改。{zh}", f"{given} is not allowed; change it{en}.")


def _choice(given: str, allowed: Sequence[str]) -> tuple[str, str]:
    """Return, in both languages, the nearest of the allowed words and all of them."""
    if not allowed:
        return "", ""
    near = get_close_matches(given, allowed, n=1)
    zh = f"是否想写“{near[0]}”？" if near else ""
    en = f" (did you mean '{near[0]}'?)" if near else ""
    return f"{zh}可用：{'、'.join(allowed)}。", f"{en}; allowed: {', '.join(allowed)}"


def _broken_rule(found: _Finding) -> Text | Phrase:
    cause = found.detail.get("ctx", {}).get("error")
    text = getattr(cause, "text", None)
    if isinstance(text, Text):
        return text
    if isinstance(cause, BrokenRuleError):
        return phrase("this breaks a rule: {reason}", reason=_clipped(cause.phrase))
    reason = clip(str(cause) if cause is not None else found.detail["msg"], 600)
    return said(f"不符合规则：{reason}", f"this breaks a rule: {reason}")


def _clipped(rule: Phrase) -> Phrase:
    """Return the rule with what people typed cut to what a message can carry."""
    parts = {
        name: clip(part, _MAX_PART) if isinstance(part, str) else part for name, part in rule.parts.items()
    }
    return Phrase(rule.wording, parts)


def _worded(found: _Finding) -> Text:
    detail = found.detail
    kind = _SORTS.get(detail["type"], detail["type"])
    if kind not in _WORDINGS:
        return said(
            f"值不可用：{clip(detail['msg'], 300)}；请更改。",
            f"the value cannot be used: {clip(detail['msg'], 300)}; change it.",
        )
    context = detail.get("ctx", {})
    particulars = {name: clip(str(value)) for name, value in context.items()}
    particulars["input"] = _shown(detail["input"])
    zh, en = _FORMS.get(str(context.get("pattern")), _WORDINGS[kind])
    return said(zh.format_map(particulars), en.format_map(particulars))


def _shown(value: object) -> str:
    """Write a value as it stands in the file, as far as a message has room."""
    plain = {None: "null", True: "true", False: "false"}
    if isinstance(value, dict):
        return "{…}"
    if isinstance(value, list):
        return "[…]"
    if value is None or isinstance(value, bool):
        return plain[value]
    return f"'{clip(value)}'" if isinstance(value, str) else clip(str(value))


def _bare(detail: ErrorDetails, name: str) -> str:
    return str(detail.get("ctx", {}).get(name, "")).strip("'")


def _expected(detail: ErrorDetails) -> list[str]:
    """Return the values that Pydantic lists as `'a', 'b' or 'c'`."""
    listed = str(detail.get("ctx", {}).get("expected", ""))
    return [each.strip().strip("'") for each in listed.replace(" or ", ", ").split(", ") if each.strip()]


_TREATMENTS: Mapping[str, Callable[[_Finding], Text | Phrase]] = {
    "extra_forbidden": _unknown_key,
    **dict.fromkeys(ABSENT, _missing_key),
    "union_tag_not_found": _missing_kind,
    "union_tag_invalid": _unknown_kind,
    "enum": _not_allowed,
    "literal_error": _not_allowed,
    "value_error": _broken_rule,
    "assertion_error": _broken_rule,
}
