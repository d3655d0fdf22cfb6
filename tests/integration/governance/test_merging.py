"""From the proposal to the merge map: what people decide is checked against the source as it is."""

import csv
from collections.abc import Callable
from pathlib import Path

import pytest

from playbooks.model.errors import InputError, OutsideError
from playbooks.model.merge_map import Merge, MergeMap
from tasks.adapters.governance.likeness_search import find_duplicates
from tasks.adapters.governance.merging import merge_map
from tasks.adapters.governance.proposal_file import read_proposal, write_map, write_proposal
from tests.simulators import mistyped
from tests.simulators.migration import plan

ROWS = (
    ("007", "=恒信五金厂有限公司", "", "", ""),
    ("008", "恒信五金厂", "", "", ""),
    ("-1", "德嘉木业加工厂", "", "", ""),
    ("-2", "德嘉　木业加工厂", "", "", ""),
)
CHECK = mistyped.search()


@pytest.fixture
def proposal(tmp_path: Path) -> Path:
    """A proposal of two groups."""
    mistyped.Planted(ROWS, frozenset()).write(tmp_path)
    file = tmp_path / "proposal.csv"
    write_proposal(find_duplicates(CHECK, base=tmp_path), file)
    return file


def edit(file: Path, change: Callable[[dict[str, str]], object]) -> None:
    """Change every line of a proposal as a spreadsheet would."""
    with file.open(encoding="utf-8-sig", newline="") as stream:
        reader = csv.DictReader(stream)
        rows = list(reader)
    for row in rows:
        change(row)
    with file.open("w", encoding="utf-8-sig", newline="") as stream:
        writer = csv.DictWriter(stream, list(rows[0]))
        writer.writeheader()
        writer.writerows(rows)


def decide(word: str) -> Callable[[dict[str, str]], object]:
    """Return what writes one decision into every line."""
    return lambda row: row.update(decision=word)


def decided(file: Path) -> MergeMap:
    """Return the merge map made of a proposal."""
    return merge_map(plan(CHECK), file, base=file.parent, decided_by="ann")


def test_a_proposal_is_safe_in_a_spreadsheet(proposal: Path) -> None:
    """It has the mark of its encoding, and nothing in it runs as a formula."""
    assert proposal.read_bytes().startswith(b"\xef\xbb\xbf")
    cells = [cell for row in csv.reader(proposal.read_text("utf-8-sig").splitlines()) for cell in row]
    assert not any(cell.startswith(("=", "-", "+", "@")) for cell in cells)


@pytest.mark.parametrize("word", ["merge", "合并", " Merge "])
def test_what_people_decide_becomes_the_map(proposal: Path, word: str) -> None:
    """Keys come back as they are in the source; who decided is part of it."""
    edit(proposal, decide(word))
    found = decided(proposal)
    assert found.merges == (Merge(merged="-2", survivor="-1"), Merge(merged="008", survivor="007"))
    assert (found.groups, found.kept_apart, found.decided_by) == (2, 0, "ann")


@pytest.mark.parametrize("word", ["apart", "keep apart", "keep_apart", "分开"])
def test_groups_can_stay_apart(proposal: Path, word: str) -> None:
    """That is a decision, too."""
    edit(proposal, decide(word))
    assert (decided(proposal).merges, decided(proposal).kept_apart) == ((), 2)


@pytest.mark.parametrize(
    ("change", "said"),
    [
        (decide(""), "is not decided"),
        (decide("perhaps"), "is no decision"),
        (lambda row: row.update(decision="merge", key=row["key"].lstrip("0")), "leading zeros"),
        (lambda row: row.update(decision="merge", check="orders"), "looks for no duplicates"),
        (lambda row: row.update(decision="merge", source_digest="0" * 64), "have changed"),
        (lambda row: row.update(decision="merge", source_digest=row["key"]), "several proposals"),
        (lambda row: row.update(decision="merge", survivor=""), "marked x"),
    ],
)
def test_a_proposal_that_cannot_be_carried_out_is_refused(
    proposal: Path, change: Callable[[dict[str, str]], object], said: str
) -> None:
    """One sentence with file, line and fix."""
    edit(proposal, change)
    with pytest.raises(InputError, match=said):
        decided(proposal)


def test_changed_data_need_a_new_proposal(proposal: Path) -> None:
    """Whoever decided saw other rows."""
    edit(proposal, decide("merge"))
    mistyped.Planted((*ROWS, ("9", "new", "", "", "")), frozenset()).write(proposal.parent)
    with pytest.raises(InputError, match="propose again"):
        decided(proposal)


def test_any_key_comes_back_as_it_was(tmp_path: Path) -> None:
    """Quotes, line breaks and signs of a formula in it."""
    keys = ('a"\nb', "c,'", "=1")
    mistyped.Planted(tuple((key, "恒信五金厂", "", "", "") for key in keys), frozenset()).write(tmp_path)
    write_proposal(find_duplicates(CHECK, base=tmp_path), tmp_path / "p.csv")
    assert {row.key for row in read_proposal(tmp_path / "p.csv").rows} == set(keys)


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"", "lost its column"),
        (b"group,key\n", "lost its column 'decision'"),
        (b"group,decision,survivor,key,check,source_digest\n", "holds no group"),
        ("组,决定\n".encode("gb18030"), "not UTF-8 any more"),
    ],
)
def test_what_is_no_proposal_any_more_is_refused(tmp_path: Path, content: bytes, said: str) -> None:
    """Empty, columns deleted, saved in another encoding."""
    (tmp_path / "p.csv").write_bytes(content)
    with pytest.raises(InputError, match=said):
        read_proposal(tmp_path / "p.csv")


def test_decisions_are_not_written_over(proposal: Path) -> None:
    """A second proposal goes into a second file."""
    with pytest.raises(InputError, match="is there already"):
        write_proposal(find_duplicates(CHECK, base=proposal.parent), proposal)


def test_a_folder_that_cannot_be_written_is_told(proposal: Path) -> None:
    """And may be there the next time."""
    edit(proposal, decide("merge"))
    with pytest.raises(OutsideError, match="takes no file"):
        write_map(decided(proposal), proposal.parent / "no" / "map.csv")
