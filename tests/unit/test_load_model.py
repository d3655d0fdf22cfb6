"""Loading a model: every fault on its line, with its key and its remedy, for any Pydantic model."""

from collections.abc import Callable
from datetime import date, time, timedelta
from decimal import Decimal
from enum import StrEnum
from typing import Annotated, Literal

import pytest
from pydantic import BaseModel, ConfigDict, Field, field_validator, model_validator

from playbooks.model.strict_yaml import PlaybookError, load_model, parse_yaml
from playbooks.model.text import Language, Text


class Strict(BaseModel):
    """What all models of these tests have in common."""

    model_config = ConfigDict(frozen=True, extra="forbid")


class Colour(StrEnum):
    """A closed set."""

    RED = "red"
    GREEN = "green"


class SignOff(Strict):
    """A gate that people pass."""

    kind: Literal["sign_off"]
    title: str = Field(min_length=2, max_length=20)
    quorum: int = Field(ge=1, lt=10)


class BilingualError(ValueError):
    """A rule that says in both languages what is wrong."""

    text = Text(zh="上限必须为正。", en="the limit must be positive.")


class Evidence(Strict):
    """A gate whose kind is also the name of one of its keys."""

    kind: Literal["evidence"]
    title: str
    evidence: str = ""
    limit: Decimal | None = None
    colour: Colour = Colour.RED

    @field_validator("limit")
    @classmethod
    def limit_is_positive(cls, limit: Decimal | None) -> Decimal | None:
        """Hold a rule whose error has both languages."""
        if limit is not None and limit <= 0:
            raise BilingualError
        return limit

    @model_validator(mode="after")
    def title_differs(self) -> "Evidence":
        """Hold a rule over two keys."""
        if self.title == self.evidence:
            raise ValueError("title and evidence must differ")
        return self


class Tree(Strict):
    """A gate of gates, without a kind."""

    all_of: "list[Tree | Colour]" = Field(min_length=1)


Gate = Annotated[SignOff | Evidence, Field(discriminator="kind")]


class Phase(Strict):
    """A phase with its gates."""

    gates: list[Gate] = Field(default=[], max_length=3)
    extra_gate: Gate | None = None
    by_name: dict[str, Gate] = {}
    tree: Tree | None = None
    due: date | None = None
    opens: time | None = None
    lasts: timedelta | None = None
    share: float | None = None
    active: bool = True
    code: str = Field(default="P1", pattern=r"^P[0-9]$")


class Plan(Strict):
    """The root of the file."""

    name: str
    phases: dict[str, Phase] = {}
    tags: tuple[str, ...] = ()


ROOT_KEYS = "allowed: name, phases, tags."
KINDS = "allowed: evidence, sign_off."
COLOURS = "; allowed: red, green."
TITEL = (
    "the key 'titel' is not known; rename or remove it (did you mean 'title'?); "
    "allowed: colour, evidence, kind, limit, title."
)
OTHER = "the key 'other' is not known; rename or remove it; allowed: all_of."


def load(text: str) -> Plan:
    """Load a plan from a short file."""
    return load_model(parse_yaml(text.encode(), name="crm.yaml"), Plan)


def refusal(text: str) -> PlaybookError:
    """Return the error with which a plan is refused."""
    with pytest.raises(PlaybookError) as caught:
        load(text)
    return caught.value


def in_phase(lines: str) -> str:
    """Put lines into the phase `pilot`; the first of them is line 4 of the file."""
    return "name: crm\nphases:\n  pilot:\n" + "".join(f"    {line}\n" for line in lines.splitlines())


def test_a_good_plan_loads() -> None:
    """What the file says is what the model holds, decimals to the digit."""
    plan = load(
        in_phase(
            "gates:\n- {kind: evidence, title: x, limit: 0.10}\ndue: 2026-01-31\nopens: '09:30'\nlasts: P3D"
        )
    )
    phase = plan.phases["pilot"]
    assert phase.gates == [Evidence(kind="evidence", title="x", limit=Decimal("0.10"))]
    assert str(phase.gates[0].limit) == "0.10"  # type: ignore[union-attr] # it is evidence, see above
    assert (phase.due, phase.opens, phase.lasts) == (date(2026, 1, 31), time(9, 30), timedelta(days=3))


@pytest.mark.parametrize(
    ("text", "line"),
    [
        ("tags: []", "1: name: the key 'name' is missing; add it."),
        (
            "name: crm\nnames: x",
            "2: names: the key 'names' is not known; rename or remove it (did you mean 'name'?); "
            + ROOT_KEYS,
        ),
        ("name: 7", "1: name: text is needed here; put 7 in quotes."),
        ("name: true", "1: name: text is needed here; put true in quotes."),
        ("name: x\ntags: why", "2: tags: a list is needed; begin every item with '- '."),
        ("name: x\ntags:\n- a\n- 5", "4: tags[1]: text is needed here; put 5 in quotes."),
        ("name: x\nphases: []", "2: phases: a group of keys is needed, not […]; write 'key: value'."),
        ("- name", "1: a group of keys is needed, not […]; write 'key: value'."),
    ],
)
def test_faults_at_the_root(text: str, line: str) -> None:
    """Missing, unknown and wrong keys are named with their line."""
    assert str(refusal(text)) == f"crm.yaml:{line}"


@pytest.mark.parametrize(
    ("lines", "line"),
    [
        (
            "gates:\n- kind: sign_of\n  title: abc",
            "5: phases.pilot.gates[0]: 'sign_of' is not a known kind; change it (did you mean 'sign_off'?); "
            + KINDS,
        ),
        (
            "gates:\n- title: abc",
            "5: phases.pilot.gates[0]: the key 'kind' is missing; add it; allowed: evidence, sign_off.",
        ),
        ("gates:\n- 3", "5: phases.pilot.gates[0]: a group of keys is needed, not 3; write 'key: value'."),
        ("gates:\n- kind: evidence", "5: phases.pilot.gates[0].title: the key 'title' is missing; add it."),
        (
            "gates:\n- kind: evidence\n  evidence: abc",
            "5: phases.pilot.gates[0].title: the key 'title' is missing; add it.",
        ),
        (
            "gates:\n- kind: evidence\n  title: a\n  evidence: 5",
            "7: phases.pilot.gates[0].evidence: text is needed here; put 5 in quotes.",
        ),
        (
            "gates:\n- kind: evidence\n  evidence: a\n  title: 5",
            "7: phases.pilot.gates[0].title: text is needed here; put 5 in quotes.",
        ),
        (
            "extra_gate:\n  kind: evidence\n  titel: a\n  title: b",
            "6: phases.pilot.extra_gate.titel: " + TITEL,
        ),
        (
            "extra_gate:\n  kind: none",
            "4: phases.pilot.extra_gate: 'none' is not a known kind; change it; allowed: evidence, sign_off.",
        ),
        (
            "by_name:\n  first:\n    kind: sign_off\n    title: abc\n    quorum: 0",
            "8: phases.pilot.by_name.first.quorum: it must be 1 or more, not 0.",
        ),
        (
            "by_name:\n  first:\n    kind: sign_off\n    title: abc\n    quorum: 10",
            "8: phases.pilot.by_name.first.quorum: it must be less than 10, not 10.",
        ),
        (
            "extra_gate: {kind: evidence, title: a, colour: gren}",
            "4: phases.pilot.extra_gate.colour: 'gren' is not allowed; change it (did you mean 'green'?)"
            + COLOURS,
        ),
        (
            "extra_gate: {kind: evidence, title: a, limit: much}",
            "4: phases.pilot.extra_gate.limit: a number is needed, not 'much'; write it like 2.5.",
        ),
        (
            "extra_gate: {kind: evidence, title: a, limit: 0}",
            "4: phases.pilot.extra_gate.limit: the limit must be positive.",
        ),
        (
            "extra_gate: {kind: evidence, title: a, evidence: a}",
            "4: phases.pilot.extra_gate: this breaks a rule: title and evidence must differ",
        ),
        (
            "extra_gate: {kind: sign_off, title: a, quorum: 1}",
            "4: phases.pilot.extra_gate.title: characters needed: at least 2; write more.",
        ),
        (
            "extra_gate: {kind: sign_off, title: abc, quorum: 1.5}",
            "4: phases.pilot.extra_gate.quorum: a whole number is needed, not 1.5; write it like 3.",
        ),
    ],
)
def test_faults_within_unions(lines: str, line: str) -> None:
    """The branch of a union never hides the line, nor stands in the path."""
    assert str(refusal(in_phase(lines))) == f"crm.yaml:{line}"


@pytest.mark.parametrize(
    ("lines", "line"),
    [
        ("due: tomorrow", "4: phases.pilot.due: a date is needed, not 'tomorrow'; write it like 2026-01-31."),
        (
            "opens: early",
            "4: phases.pilot.opens: a time of day is needed, not 'early'; write it like '09:30'.",
        ),
        (
            "lasts: long",
            "4: phases.pilot.lasts: a duration is needed, not 'long'; write it like P3D or PT4H.",
        ),
        ("share: much", "4: phases.pilot.share: a number is needed, not 'much'; write it like 2.5."),
        ("active: maybe", "4: phases.pilot.active: true or false is needed, not 'maybe'."),
        ("code: X", "4: phases.pilot.code: 'X' does not have the form ^P[0-9]$; rewrite it."),
        ("gates: [1, 2, 3, 4]", "4: phases.pilot.gates: items allowed: at most 3; remove some."),
        (
            "tree: {all_of: []}",
            "4: phases.pilot.tree.all_of: items needed: at least 1, there: 0; add some.",
        ),
        (
            "tree:\n  all_of:\n  - all_of:\n    - red\n    other: 1",
            "8: phases.pilot.tree.all_of[0].other: " + OTHER,
        ),
    ],
)
def test_faults_of_values(lines: str, line: str) -> None:
    """Each kind of value says how it is written."""
    assert f"crm.yaml:{line}" in str(refusal(in_phase(lines))).split("\n")


def test_several_faults_are_listed_in_the_order_of_their_lines() -> None:
    """One error lists what is wrong, from top to bottom."""
    error = refusal("tags: x\nname: 7\nnam: z\n")
    assert [(fault.line, fault.path) for fault in error.faults] == [
        (1, ("tags",)),
        (2, ("name",)),
        (3, ("nam",)),
    ]
    assert [line.split(": ")[1] for line in str(error).split("\n")] == ["tags", "name", "nam"]


def test_every_fault_is_said_in_both_languages() -> None:
    """The Chinese wording names the same place and the same remedy."""
    error = refusal("name: 7\nnam: z")
    assert error.phrase.to(Language.ZH).split("\n") == [
        "crm.yaml:1: name: 应为文本；请给 7 加引号。",
        "crm.yaml:2: nam: 未知的键“nam”；请改名或删去。是否想写“name”？可用：name、phases、tags。",
    ]


def test_at_most_ten_faults_are_listed() -> None:
    """A file full of faults gives ten of them and the number of the others."""
    error = refusal("name: crm\n" + "".join(f"wrong{number}: 1\n" for number in range(50)))
    assert len(error.faults) == 10
    assert str(error).split("\n")[-1] == "40 more not listed."


def test_very_many_faults_stay_one_short_message() -> None:
    """Thousands of long unknown keys still make one message."""
    error = refusal("name: crm\n" + "".join(f"{'k' * 40}{number}: 1\n" for number in range(4000)))
    assert "not listed" in str(error)
    assert len(str(error)) <= 2000


@pytest.mark.parametrize("depth", [5, 17])
def test_deep_recursion_keeps_its_line(depth: int) -> None:
    """A fault deep within a recursive union is found where it stands."""
    lines = "".join("  " * level + "- all_of:\n" for level in range(depth)) + "  " * depth + "- blue\n"
    error = refusal(in_phase("tree:\n  all_of:\n" + "".join(f"  {line}\n" for line in lines.splitlines())))
    assert 6 + depth in {fault.line for fault in error.faults}
    assert "allowed: red, green" in str(error)


class Callback(BaseModel):
    """A model that has no JSON schema."""

    model_config = ConfigDict(extra="forbid")

    call: Callable[[], int] | None = None


def test_models_without_a_schema_lose_only_the_suggestions() -> None:
    """A fault is reported even where the allowed keys cannot be listed."""
    with pytest.raises(PlaybookError) as caught:
        load_model(parse_yaml(b"cal: 1", name="x.yaml"), Callback)
    assert str(caught.value) == "x.yaml:1: cal: the key 'cal' is not known; rename or remove it."


class Shouting(Strict):
    """A model that changes its data before it looks at them."""

    name: str

    @model_validator(mode="before")
    @classmethod
    def rename(cls, data: dict[str, object]) -> dict[str, object]:
        """Replace the data by others."""
        return {key.lower(): [value] for key, value in data.items()}


def test_changed_data_still_have_a_line() -> None:
    """When the model no longer holds what the file said, the nearest line is named."""
    with pytest.raises(PlaybookError, match=r"^x\.yaml:2: name: "):
        load_model(parse_yaml(b"# one\nname: x", name="x.yaml"), Shouting)
