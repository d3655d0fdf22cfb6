"""The hash of a row in PostgreSQL's words: every value hashed by itself, all of them mixed with the key.

- Values are xored, each under a seed of its place, which costs two thirds of hashing a record. The key comes last and
  mixes them through: else rows that exchange values would look as before, taken together.
- What cannot be compared is hashed as text under a salt of its side, so that it never looks equal.
"""

from collections.abc import Sequence

from playbooks.model.requirement import Part
from tasks.adapters.reconcile.postgresql_value import Form

#: By the type of what is hashed. Collations would hash as one what they call equal.
_HASHES = {
    "text": 'hashtextextended({value} collate "C", {seed})',
    "numeric": "hash_numeric_extended({value}, {seed})",
    "int8": "hashint8extended({value}, {seed})",
    "timestamp": "timestamp_hash_extended({value}, {seed})",
    # A date has a hash of its own from PostgreSQL 18 on only.
    "date": "hashint4extended({value} - date '2000-01-01', {seed})",
    "bool": "hashint4extended({value}::int4, {seed})",
}
_SALTS = {Part.SOURCE: 81985529216486895, Part.TARGET: 1147797409030816545}
#: What stands for NULL, far from the small numbers that the hash of zero lies near.
_NULL = 2718281828459045235


def row_hash(keys: Sequence[Form], values: Sequence[Form], part: Part) -> str:
    """Return the expression of a row's hash, NULL where a part of the key is."""
    found = " # ".join(_cell(form, place, part) for place, form in enumerate(values, start=1))
    for key in keys:
        found = _hashed(key, found or "0")
    return found


def _cell(form: Form, place: int, part: Part) -> str:
    found = _hashed(form, str(place))
    if form.doubtful is not None:
        text = f'hashtextextended(({form.raw})::text collate "C", {_SALTS[part] + place})'
        found = f"case when not {form.doubtful} then {found} else {text} end"
    return f"coalesce({found}, {_NULL - place})"


def _hashed(form: Form, seed: str) -> str:
    return _HASHES[form.kind].format(value=form.value, seed=seed)
