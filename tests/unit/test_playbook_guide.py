"""The guide to playbooks: every example of a gate and of evidence in it loads as it is written there."""

import re
from pathlib import Path

import pytest
from pydantic import RootModel

from flows.entrypoints.cli.payload_file import PayloadFile
from playbooks.model.evidence import Series
from playbooks.model.gates import Gate
from playbooks.model.playbook import Playbook
from playbooks.model.strict_yaml import load_model, parse_yaml

README = (Path(__file__).parents[2] / "playbooks" / "README.md").read_text(encoding="utf-8")
GUIDE = README[: README.index("## 十五分钟写好一份对账方案")]
BLOCKS = re.findall(r"```yaml\n(.*?)```", GUIDE, re.DOTALL)
GATES = [block for block in BLOCKS if block.startswith("- ")]
EVIDENCE = [block for block in BLOCKS if block.startswith("kind:")]
OUTLINES = [block for block in BLOCKS if block not in (*GATES, *EVIDENCE)]


class Gates(RootModel[tuple[Gate, ...]]):
    """Gates as a phase lists them."""


@pytest.mark.parametrize("block", GATES, ids=lambda block: block[:40])
def test_every_gate_of_the_guide_loads(block: str) -> None:
    """As a phase would list it."""
    assert load_model(parse_yaml(block.encode(), name="gates.yaml"), Gates).root


def test_the_guide_shows_every_kind_of_gate() -> None:
    """Twelve, as it says."""
    shown = [load_model(parse_yaml(block.encode(), name="gates.yaml"), Gates).root for block in GATES]
    assert len({gate.kind for gates in shown for gate in gates}) == 12


@pytest.mark.parametrize("block", EVIDENCE, ids=lambda block: block[:40])
def test_every_piece_of_evidence_of_the_guide_loads(block: str) -> None:
    """As the file that `phasegate evidence` is given."""
    found = load_model(parse_yaml(block.encode(), name="evidence.yaml"), PayloadFile).root
    assert not isinstance(found, Series) or len(found.readings) == 2


def test_the_guide_shows_what_people_bring() -> None:
    """Each kind that its table explains with keys."""
    kinds = {block.split("\n")[0].removeprefix("kind: ") for block in EVIDENCE}
    assert kinds == {"checklist", "goals", "roster", "series"}


def test_the_outline_names_parts_that_there_are() -> None:
    """Every key of the outline is one of a playbook."""
    (outline,) = OUTLINES
    data = parse_yaml(outline.encode(), name="outline.yaml").data
    assert isinstance(data, dict)
    assert set(data) <= set(Playbook.model_fields)
