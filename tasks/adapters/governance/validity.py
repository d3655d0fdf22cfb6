"""The SQL that tells whether a value is a valid number: a resident's identity card, a social credit code."""

from playbooks.model import credit_code, resident_id
from tasks.adapters.reconcile.workspace import quoted


def valid_credit_code(value: str) -> str:
    """Return the condition that an expression is a valid unified social credit code."""
    fits = _check_sign_fits(value, credit_code.SIGNS, credit_code.WEIGHTS, checks=credit_code.CHECK_SIGNS)
    return _when_shaped(value, credit_code.SHAPE, fits)


def valid_resident_id(value: str) -> str:
    """Return the condition that an expression is a valid number of an identity card."""
    fits = _check_sign_fits(value, resident_id.SIGNS, resident_id.WEIGHTS, checks=resident_id.CHECK_SIGNS)
    born = f"try_strptime(substr({value}, 7, 8), '%Y%m%d') is not null"
    return _when_shaped(value, resident_id.SHAPE, f"{born} and {fits}")


def shaped(value: str, shape: str) -> str:
    """Return the condition that an expression has a form from its first sign to its last."""
    return f"regexp_full_match({value}, {quoted(shape)})"


def _when_shaped(value: str, shape: str, condition: str) -> str:
    return f"(case when {shaped(value, shape)} then {condition} else false end)"


def _check_sign_fits(value: str, signs: str, weights: tuple[int, ...], *, checks: str) -> str:
    terms = (
        f"(strpos({quoted(signs)}, substr({value}, {place}, 1)) - 1) * {weight}"
        for place, weight in enumerate(weights, start=1)
    )
    place = f"({' + '.join(terms)}) % {len(checks)} + 1"
    return f"substr({quoted(checks)}, ({place})::bigint, 1) = upper(right({value}, 1))"
