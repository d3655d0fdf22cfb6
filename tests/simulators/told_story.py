"""The story of the example company in `config/example/story.md`: read by line, played by the real rules."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import datetime
from functools import cache
from pathlib import Path

from config.example.drift import let_drift
from config.example.targets import LoadName, System, put_in_place
from flows.entrypoints.cli.data_recording import wishes
from flows.entrypoints.cli.speaker import Speaker
from flows.entrypoints.demo.data_desk import DataDesk
from flows.entrypoints.demo.stage import story
from flows.entrypoints.demo.story import Govern
from playbooks.model import commands as c
from playbooks.model import events as e
from playbooks.model.gates.sign_off import SignOffGate
from playbooks.model.issue import Severity
from playbooks.model.lifecycle import decide, fold, start
from playbooks.model.phase import PhaseKey
from playbooks.model.refusal import Refusal
from playbooks.model.rollout import Rollout
from playbooks.model.text import Language, Text
from tasks.adapters.identifiers import request_id
from tests.simulators.example_company import (
    COMPANY,
    brought,
    collected,
    company_team,
    local,
    payload,
    playbook,
    sources,
)

LOADS: dict[str, LoadName] = {"first_load": "first_load", "second_load": "second_load"}
SYSTEMS: dict[str, System] = {"crm": "crm", "erp": "erp"}
IN_USE = {"crm": frozenset[str](), "erp": frozenset({"crm"})}


@dataclass(frozen=True, slots=True)
class Line:
    """One line of the story."""

    at: datetime
    who: tuple[str, ...]
    does: str
    what: str
    then: tuple[str, ...]

    def __str__(self) -> str:
        """Return where the line stands, for a failing test."""
        return f"{self.at:%Y-%m-%d} {self.does} {self.what}"


@cache
def lines(name: str) -> tuple[Line, ...]:
    """Return the lines of one rollout's story."""
    told = (COMPANY / "story.md").read_text(encoding="utf-8").split(f"\n## {name}\n")[1].split("\n## ")[0]
    return tuple(_line(row) for row in told.splitlines() if row.startswith("| 20"))


def ends(name: str) -> dict[PhaseKey, datetime]:
    """Return when each phase ends for good."""
    opened, found = PhaseKey.INITIATION, dict[PhaseKey, datetime]()
    for line in lines(name):
        if line.does == "open":
            opened = PhaseKey(line.what)
        if (line.does, line.what) == ("decide", "go"):
            found[opened] = line.at
    return found


def bringing(name: str) -> dict[str, Line]:
    """Return for each evidence that people bring the line in which its final version comes."""
    return {line.what: line for line in lines(name) if line.does == "evidence"}


def governing(name: str) -> tuple[Govern, ...]:
    """Return the steps of data governance in the playable story."""
    return tuple(step for scene in story(name).scenes for step in scene.steps if isinstance(step, Govern))


def _line(row: str) -> Line:
    at, who, does, what, then, _ = (cell.strip() for cell in row.strip().strip("|").split("|"))
    return Line(
        at=local(at),
        who=tuple(key.strip() for key in who.split(",")),
        does=does,
        what=what,
        then=tuple(claim.strip() for claim in then.split(";") if claim.strip()),
    )


@dataclass(slots=True)
class ToldStory:
    """A rollout that goes as the story says; every verb answers with what was refused, if anything was."""

    name: str
    data: Path
    rollout: Rollout = field(init=False)
    lapsed: set[str] = field(default_factory=set)
    compared: bool = False

    def __post_init__(self) -> None:
        """Start the rollout on the day of the first line."""
        book, at = playbook(self.name), lines(self.name)[0].at
        command = c.StartRollout(title=Text(zh="故事", en="story"), playbook=book, team=company_team())
        request = c.Request(id=request_id(), rollout=self.name, actor=c.Actor(key="xu.wen"), command=command)
        answer = decide(None, request, at, in_use=IN_USE[self.name])
        assert not isinstance(answer, Refusal), answer.reason.en
        first = answer[0]
        assert isinstance(first, e.RolloutStarted)
        self.rollout = start(self.name, first, book, at=at)

    @property
    def phase(self) -> PhaseKey:
        """Return the open phase, or the next one to be opened."""
        current = self.rollout.current
        assert current is not None
        return current

    def play(self, line: Line) -> list[Refusal]:
        """Let the line happen and return what was refused."""
        self.lapsed.clear()
        verbs: dict[str, Callable[[Line], Iterator[Refusal | None]]] = {
            "open": self._open,
            "evidence": self._evidence,
            "govern": self._govern,
            "collect": self._collect,
            "load": self._load,
            "drift": self._drift,
            "sign": self._sign,
            "ask": self._ask,
            "waive": self._waive,
            "issue": self._issue,
            "close": self._close,
            "decide": self._decide,
        }
        return [refusal for refusal in verbs[line.does](line) if refusal is not None]

    def _wish(self, line: Line, command: c.Command, *, by: str | None = None) -> Refusal | None:
        key = by or line.who[0]
        kind = c.ActorKind.SYSTEM if key == "sources" else c.ActorKind.PERSON
        request = c.Request(
            id=request_id(), rollout=self.name, actor=c.Actor(key=key, kind=kind), command=command
        )
        answer = decide(self.rollout, request, line.at)
        if isinstance(answer, Refusal):
            return answer
        self.lapsed |= {event.gate for event in answer if isinstance(event, e.SignOffLapsed)}
        self.rollout = fold(self.rollout, answer, line.at)
        return None

    def _open(self, line: Line) -> Iterator[Refusal | None]:
        yield self._wish(line, c.OpenPhase(phase=PhaseKey(line.what)))

    def _evidence(self, line: Line) -> Iterator[Refusal | None]:
        key = line.what.removesuffix(".first")
        said = payload(brought(self.name, line.what))
        yield self._wish(
            line, c.RecordEvidence(evidence=key, payload=said, source="test", observed_at=line.at)
        )

    def _govern(self, line: Line) -> Iterator[Refusal | None]:
        step = next(
            one for one in governing(self.name) if (local(str(one.at)), one.step) == (line.at, line.what)
        )
        found = DataDesk(self.data, Language.EN).work(step).finding
        if found is not None:
            for wish in wishes(
                found, step.evidence, Speaker(Language.EN), observed_at=line.at, by=step.performed_by
            ):
                yield self._wish(line, wish)

    def _collect(self, line: Line) -> Iterator[Refusal | None]:
        wanted = {key for gate in self.rollout.plan(self.phase).gates for key in gate.evidence_keys}
        known = {"migration"} if self.compared else set()  # the same data compare the same
        self.compared = self.compared or "migration" in wanted
        for key in sorted(wanted & set(sources(self.name)) - known):
            seen = collected(self.name, key, base=self.data, at=line.at)
            if seen is None:
                continue
            given = seen.model_dump(include={"payload", "source", "observed_at", "performed_by"})
            yield self._wish(line, c.RecordEvidence.model_validate({**given, "evidence": key}))

    def _load(self, line: Line) -> Iterator[Refusal | None]:
        put_in_place(self.data, system=SYSTEMS[self.name], load=LOADS[line.what])
        self.compared = False
        yield None

    def _drift(self, line: Line) -> Iterator[Refusal | None]:  # noqa: ARG002  # one signature for all verbs
        let_drift(self.data)
        self.compared = False
        yield None

    def _sign(self, line: Line) -> Iterator[Refusal | None]:
        gate = self.rollout.playbook.gate(line.what)
        assert isinstance(gate, SignOffGate)
        for person in line.who:
            seen = gate.shown_digest(self.rollout.facts)
            yield self._wish(line, c.GiveSignOff(gate=gate.key, seen=seen), by=person)

    def _ask(self, line: Line) -> Iterator[Refusal | None]:
        gate, day, owner = line.what.split()
        given = {"gate": gate, "owner": owner, "reason": "late", "compensating_control": "shared"}
        yield self._wish(line, c.RequestWaiver.model_validate({**given, "expires_at": local(f"{day} 18:00")}))

    def _waive(self, line: Line) -> Iterator[Refusal | None]:
        yield self._wish(line, c.GrantWaiver(gate=line.what))

    def _issue(self, line: Line) -> Iterator[Refusal | None]:
        key, severity = line.what.split()
        yield self._wish(line, c.RaiseIssue(issue=key, title=key, severity=Severity(int(severity))))

    def _close(self, line: Line) -> Iterator[Refusal | None]:
        yield self._wish(line, c.CloseIssue(issue=line.what, resolution="repaired"))

    def _decide(self, line: Line) -> Iterator[Refusal | None]:
        decision, _, target = line.what.partition(" ")
        given = {"phase": self.phase, "decision": decision, "reason": "because", "recycle_to": target or None}
        yield self._wish(line, c.DecidePhaseGate.model_validate(given))
