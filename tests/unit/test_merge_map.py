"""What people decided about duplicates: every group, every record once, a survivor that is one of them."""

import pytest

from playbooks.model.errors import InputError
from playbooks.model.merge_map import DecidedRow, Decision, Merge, MergeMap, merges_of

KNOWN = {"1", "2", "3", "4"}


def rows(*written: tuple[str, str, str | None, str]) -> list[DecidedRow]:
    """Return lines of group, key, decision and survivor's mark."""
    return [
        DecidedRow(
            line=line, group=group, key=key, decision=Decision(word) if word else None, survivor=bool(mark)
        )
        for line, (group, key, word, mark) in enumerate(written, start=2)
    ]


def decided(*written: tuple[str, str, str | None, str]) -> tuple[tuple[Merge, ...], int]:
    """Return the merges of a proposal."""
    return merges_of(rows(*written), file="p.csv", known=KNOWN)


def test_a_decision_holds_for_its_whole_group() -> None:
    """One word is enough; the mark says who is kept."""
    assert decided(("1", "1", "merge", ""), ("1", "2", None, "x"), ("1", "3", None, "")) == (
        (Merge(merged="1", survivor="2"), Merge(merged="3", survivor="2")),
        0,
    )


def test_one_record_of_a_group_can_stay_apart() -> None:
    """Each line then has its own word."""
    found, apart = decided(("1", "1", "merge", "x"), ("1", "2", "merge", ""), ("1", "3", "apart", ""))
    assert (found, apart) == ((Merge(merged="2", survivor="1"),), 0)


def test_a_group_kept_apart_is_counted() -> None:
    """Nothing of it merges."""
    assert decided(("1", "1", "apart", "x"), ("1", "2", None, "")) == ((), 1)


@pytest.mark.parametrize(
    ("written", "said"),
    [
        ([("1", "1", None, "x"), ("1", "2", None, "")], "line 2: group 1 is not decided"),
        ([("1", "1", "merge", "x"), ("1", "2", "apart", ""), ("1", "3", None, "")], "line 4: group 1 is not"),
        ([("1", "1", "merge", ""), ("1", "2", None, "")], "marked x"),
        ([("1", "1", "merge", "x"), ("1", "2", None, "x")], "marked x"),
        ([("1", "1", "merge", "x"), ("1", "2", "apart", "")], "needs two records"),
        ([("1", "1", "merge", ""), ("1", "2", "merge", ""), ("1", "3", "apart", "x")], "marked x"),
        (
            [("1", "1", "merge", "x"), ("1", "2", None, ""), ("2", "1", "apart", "")],
            "stands in line 2 already",
        ),
        ([("1", "1", "merge", "x"), ("1", "002", None, "")], "no record '002'"),
    ],
)
def test_what_cannot_be_carried_out_is_refused(
    written: list[tuple[str, str, str | None, str]], said: str
) -> None:
    """Undecided, no survivor, two, a survivor that stays apart, a record twice or unknown: line and fix."""
    with pytest.raises(InputError, match=said):
        decided(*written)


def test_the_digest_follows_what_was_decided() -> None:
    """Another survivor is another map."""
    one = MergeMap(
        plan="crm", check="c", source_digest="0" * 64, decided_by="ann", groups=1, kept_apart=0,
        merges=(Merge(merged="1", survivor="2"),),
    )  # fmt: skip
    other = one.model_copy(update={"merges": (Merge(merged="2", survivor="1"),)})
    assert one.digest != other.digest
