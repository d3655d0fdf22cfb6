"""CSV files without quotes are read again by their lines, others by all their fields; both ways find the same."""

from collections.abc import Iterable, Sequence
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from playbooks.model.mapping import ReconciliationPlan
from playbooks.model.reconciliation import CheckResult
from tasks.adapters.reconcile import reconcile
from tasks.adapters.reconcile.standing import Standing

COLUMNS = ("name", "id", "day", "amount", "line")
KEYS = {"first": ["name"], "middle": ["id"], "last": ["line"], "two": ["line", "id"]}
NULL = r"\N"

texts = st.sampled_from(["张三", "a b", " ", "'", "back\\slash", "x", "Zürich", ""])
rows = st.tuples(
    st.sampled_from(["n1", "n2", "钥", "01"]),
    st.sampled_from(["1", "01", "2.5", "钥", " 1"]),
    st.sampled_from(["2024-01-02", "2024-13-01", "20240102", None]),
    st.sampled_from(["1.00", "1.0", "1_0", "n/a", "-0", None]),
    st.one_of(st.sampled_from(["l1", "l2"]), texts),
)


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    one=st.lists(rows, min_size=1, max_size=7),
    other=st.lists(rows, min_size=1, max_size=7),
    key=st.sampled_from(sorted(KEYS)),
    ending=st.sampled_from(["\n", "\r\n"]),
    delimiter=st.sampled_from([",", "\t", ";"]),
)
def test_lines_find_what_fields_find(  # noqa: PLR0913  # what a file is made of
    tmp_path_factory: pytest.TempPathFactory,
    one: list[Sequence[str | None]],
    other: list[Sequence[str | None]],
    *,
    key: str,
    ending: str,
    delimiter: str,
) -> None:
    """The very same values, once bare and once with a field in quotes."""
    folder = tmp_path_factory.mktemp("lines")
    found = []
    for quote in ("", '"'):
        for name, lines in (("old", one), ("new", other)):
            write(folder / f"{name}.csv", lines, quote=quote, ending=ending, delimiter=delimiter)
        found.append(compared(folder, KEYS[key], delimiter=delimiter))
    assert found[0] == found[1]


def test_bare_lines_are_not_read_field_by_field_again(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Else a reading of every field would have been paid for nothing."""
    monkeypatch.setattr(Standing, "among", never)
    write(tmp_path / "old.csv", [line(number) for number in range(50)])
    write(tmp_path / "new.csv", [line(number) for number in range(1, 50)])
    assert compared(tmp_path, ["id"]).missing == 1


@pytest.mark.parametrize("odd", ['say "x"', "two\nlines", "a,b", "a\x1eb"])
def test_one_line_that_cannot_be_taken_as_it_is_does_not_matter(tmp_path: Path, odd: str) -> None:
    """It stands far behind what differs, in the target alone."""
    lines = [line(number) for number in range(50)]
    changed = [("other", *lines[0][1:]), *lines[1:49], (*lines[49][:4], odd)]
    write(tmp_path / "old.csv", lines)
    write(tmp_path / "new.csv", changed)
    check = compared(tmp_path, ["id"])
    assert [(item.column, item.count) for item in check.changed] == [("name", 1), ("line", 1)]
    assert odd in {sample.target for sample in check.samples}


def test_a_mark_at_the_beginning_and_blank_lines_are_no_rows(tmp_path: Path) -> None:
    """As spreadsheet programs write them."""
    write(tmp_path / "old.csv", [line(1), line(2)])
    content = (tmp_path / "old.csv").read_text(encoding="utf-8").replace("name1", "name3")
    (tmp_path / "new.csv").write_text(f"\ufeff{content}\n\n", encoding="utf-8")
    check = compared(tmp_path, ["id"])
    assert (check.rows_target, [(item.column, item.count) for item in check.changed]) == (2, [("name", 1)])


def test_a_file_with_nothing_but_its_key_is_compared(tmp_path: Path) -> None:
    """Its lines hold no delimiter at all."""
    (tmp_path / "old.csv").write_text("id\n1\n2\n钥匙\n", encoding="utf-8")
    (tmp_path / "new.csv").write_text("id\n1\n钥\n", encoding="utf-8")
    check = compared(tmp_path, ["id"], columns=["id"])
    assert (check.missing, check.extra) == (2, 1)


def line(number: int) -> Sequence[str]:
    """Return the fields of a line of its own."""
    return (f"name{number}", str(number), "2024-01-02", f"{number}.50", f"line {number}")


def write(
    path: Path,
    lines: Iterable[Sequence[str | None]],
    *,
    quote: str = "",
    ending: str = "\n",
    delimiter: str = ",",
) -> None:
    """Write an export whose first field has these quotes; others have them where they need them."""
    written = [delimiter.join(COLUMNS)]
    for first, *others in lines:
        fields = [f"{quote}{first}{quote}", *map(spelled, others)]
        written.append(delimiter.join(fields))
    path.write_bytes((ending.join(written) + ending).encode())


def spelled(field: str | None) -> str:
    """Return a field as an export spells it."""
    if field is None:
        return NULL
    quoted = '"' + field.replace('"', '""') + '"'
    return quoted if {'"', ",", "\n"} & set(field) else field


def compared(
    folder: Path, keys: list[str], *, columns: Sequence[str] = COLUMNS, delimiter: str = ","
) -> CheckResult:
    """Return what is found between both files, but for what tells of the files themselves."""
    transforms = {"day": {"transform": "date"}, "amount": {"transform": "decimal"}}
    title = {"zh": "行", "en": "Lines"}
    check = {
        "key": "lines",
        "title": title,
        "source": {"csv": "old.csv", "null": NULL, "delimiter": delimiter},
        "target": {"csv": "new.csv", "null": NULL, "delimiter": delimiter},
        "keys": [{"source": key, "target": key} for key in keys],
        "columns": [{"source": one, "target": one, **transforms.get(one, {})} for one in columns],
    }
    plan = ReconciliationPlan.model_validate({"key": "n", "title": title, "checks": [check]})
    return reconcile(plan, base=folder).checks[0]


def never(*_: object, **__: object) -> str:
    """Stand where nobody may come."""
    raise AssertionError("every field was read again")
