"""A story: what people do in an example rollout, day by day, and what must come of it; read from a YAML file.

A step that does not come out as the file says ends the play: the demo shows what happens, not what was hoped.
What people write is said in both languages and goes on record in the one the demo speaks.
"""

from datetime import date, datetime
from pathlib import Path
from typing import Annotated, Literal, Self

from pydantic import AfterValidator, BeforeValidator, Field, model_validator

from playbooks.model.commands import PhaseDecision
from playbooks.model.errors import BrokenRuleError, InputError
from playbooks.model.frozen import Frozen, Key
from playbooks.model.issue import Severity
from playbooks.model.phase import PhaseKey
from playbooks.model.phrase import system_fault
from playbooks.model.refusal import RefusalCode
from playbooks.model.strict_yaml import load_model, parse_yaml
from playbooks.model.text import Text
from playbooks.model.verdict import Outcome


def _moment(text: str) -> str:
    datetime.strptime(text, "%Y-%m-%d %H:%M")  # noqa: DTZ007  # local to the rollout, whose zone is known later
    return text


#: A local moment such as "2026-03-02 09:00".
Moment = Annotated[str, AfterValidator(_moment)]


class Step(Frozen):
    """The part all steps share: when it happens (left out: with the step before), what is said."""

    at: Moment | None = None
    say: Text | None = None


def _several(who: object) -> object:
    return (who,) if isinstance(who, str) else who


class Wish(Step):
    """The part all wishes share: who, one after the other, and the reason if it must be refused."""

    who: Annotated[tuple[Key, ...], BeforeValidator(_several), Field(min_length=1)]
    refused: RefusalCode | None = None


class Start(Wish):
    """Somebody starts the rollout."""

    do: Literal["start"]


class Record(Wish):
    """Somebody records evidence: a payload in YAML, or any other file as a document."""

    do: Literal["record"]
    evidence: Key
    file: Path
    title: Text | None = None
    version: str = "1.0"
    performed_by: tuple[Key, ...] = ()


#: What can be done about data: four steps that go on record, a proposal to merge, and people's decisions on it.
Work = Literal["inventory", "standards", "proposal", "decisions", "cleansing", "mapping"]


class Govern(Wish):
    """Somebody works on the data as `phasegate data` does; what the step finds goes on record under the evidence."""

    do: Literal["govern"]
    step: Work
    evidence: Key
    plan: Path
    base: Path = Path()
    performed_by: tuple[Key, ...] = ()


class Sign(Wish):
    """People sign a gate off, one after the other."""

    do: Literal["sign"]
    gate: Key
    comment: Text | None = None


class AskWaiver(Wish):
    """Somebody asks that a failed gate be waived until a date."""

    do: Literal["ask_waiver"]
    gate: Key
    owner: Key
    reason: Text
    control: Text
    until: Moment


class Waive(Wish):
    """Somebody grants the waiver that was asked for."""

    do: Literal["waive"]
    gate: Key
    reason: Text | None = None


class Decide(Wish):
    """Somebody decides at the phase gate."""

    do: Literal["decide"]
    decision: PhaseDecision
    reason: Text
    to: PhaseKey | None = None
    cutover_on: date | None = None


class Issue(Wish):
    """Somebody raises an issue."""

    do: Literal["issue"]
    issue: Key
    title: Text
    severity: Severity
    department: Key | None = None


class Solve(Wish):
    """Somebody solves an issue."""

    do: Literal["solve"]
    issue: Key
    resolution: Text


class Load(Step):
    """The vendor loads the data into the new system: a first time, or again after repairs."""

    do: Literal["load"]
    load: Literal["first_load", "second_load"]


class Drift(Step):
    """Somebody enters orders into the new system by hand, after its data were signed."""

    do: Literal["drift"]


class Sweep(Step):
    """The sweep comes by: sources are read again, what is late is reminded."""

    do: Literal["sweep"]


class Retro(Step):
    """Friday, 16:00: the weekly retrospective."""

    do: Literal["retro"]


class Expect(Step):
    """What must be true at this point."""

    do: Literal["expect"]
    gate: Key
    outcome: Outcome
    waived: bool = False


AnyStep = Annotated[
    Start
    | Record
    | Govern
    | Sign
    | AskWaiver
    | Waive
    | Decide
    | Issue
    | Solve
    | Load
    | Drift
    | Sweep
    | Retro
    | Expect,
    Field(discriminator="do"),
]


class Scene(Frozen):
    """One phase, or one stretch of it."""

    phase: PhaseKey
    title: Text
    steps: tuple[AnyStep, ...]


class Story(Frozen):
    """The whole play; its first step starts the rollout."""

    playbook: Literal["crm", "erp"]
    rollout: Key
    title: Text
    scenes: tuple[Scene, ...]

    @model_validator(mode="after")
    def _check_beginning(self) -> Self:
        steps = [step for scene in self.scenes for step in scene.steps]
        if (
            not steps
            or [step for step in steps if isinstance(step, Start)] != steps[:1]
            or steps[0].at is None
        ):
            raise BrokenRuleError("the first step, and no other, is `do: start` with its `at`")
        return self

    @property
    def start(self) -> Start:
        """Return the step that starts the rollout."""
        return next(step for scene in self.scenes for step in scene.steps if isinstance(step, Start))

    @property
    def beginning(self) -> str:
        """Return the local moment at which the story begins."""
        return str(self.start.at)


def read_story(file: Path) -> Story:
    """Return the story in a file; raises InputError naming file, line, key and the fix."""
    try:
        text = file.read_bytes()
    except OSError as error:
        raise InputError(
            "{file} cannot be read ({reason}); there are stories for crm and erp.",
            file=file,
            reason=system_fault(error),
        ) from error
    return load_model(parse_yaml(text, name=file.name), Story)
