"""Tells a play in the terminal: the day, who does what, how the gates answer. One language at a time."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from rich.console import Console
from rich.padding import Padding
from rich.rule import Rule
from rich.text import Text as Line

from flows.entrypoints.demo.story import Scene
from playbooks.model import commands as c
from playbooks.model import events as e
from playbooks.model.evidence import Document, Payload
from playbooks.model.gates.sign_off import SignOffGate
from playbooks.model.notices import DECISIONS
from playbooks.model.phase import PhaseKey
from playbooks.model.readiness import readiness
from playbooks.model.refusal import Refusal
from playbooks.model.rollout import Rollout
from playbooks.model.text import Language, Text
from playbooks.model.verdict import Outcome, Verdict
from tasks.adapters.ports import Answer
from tasks.adapters.render.voice import colon

MARKS = {
    Outcome.PASSED: ("✔", "green"),
    Outcome.PENDING: ("…", "yellow"),
    Outcome.FAILED: ("✘", "red"),
    Outcome.INVALID: ("!", "magenta"),
}
WAIVED = Text(zh="（豁免）", en=" (waived)")
REFUSED = Text(zh="被拒绝", en="refused")
SCORE = Text(zh="得分", en="score")


@dataclass(frozen=True, slots=True)
class Narrator:
    """Writes to a console."""

    console: Console
    language: Language

    def scene(self, scene: Scene) -> None:
        """Announce a scene."""
        phase = scene.phase
        title = f"{phase.number} {phase.label.to(self.language)} · {scene.title.to(self.language)}"
        self.console.print()
        self.console.print(Rule(title, style="cyan", align="left"))

    def say(self, words: Text) -> None:
        """Say what the story has to say."""
        self.console.print(Padding(Line(words.to(self.language), style="italic"), (0, 0, 0, 2), expand=False))

    def day(self, moment: datetime) -> None:
        """Turn the calendar."""
        names = (
            "周一 周二 周三 周四 周五 周六 周日"
            if self.language is Language.ZH
            else "Mon Tue Wed Thu Fri Sat Sun"
        ).split()
        self.console.print(Line(f"{moment:%Y-%m-%d} {names[moment.weekday()]} {moment:%H:%M}", style="dim"))

    def gates(self, rollout: Rollout, phase: PhaseKey, now: datetime) -> None:
        """Show how the gates of a phase stand, one line in all."""
        standing = readiness(rollout, phase, now)
        line = Line("  ")
        for verdict in standing.verdicts:
            mark, style = MARKS[verdict.outcome]
            gate = rollout.playbook.gate(verdict.gate)
            name = gate.title.to(self.language) if gate else verdict.gate
            line.append(f"{mark} ", style=style).append(f"{name}   ")
        line.append(f"{SCORE.to(self.language)} {standing.score}%", style="bold")
        self.console.print(line)

    def verdict(self, rollout: Rollout, verdict: Verdict, *, waived: bool = False) -> None:
        """Show one verdict with its reason."""
        gate = rollout.playbook.gate(verdict.gate)
        name = gate.title.to(self.language) if gate else verdict.gate
        mark, style = MARKS[verdict.outcome]
        note = WAIVED.to(self.language) if waived else ""
        line = Line(f"  {mark} ", style=style).append(
            f"{name}{note}{colon(self.language)}", style="bold " + style
        )
        self.console.print(line.append(verdict.reason.to(self.language), style="default"))

    def answer(self, rollout: Rollout | None, name: Text, command: c.Command, *, answer: Answer) -> None:
        """Show what came of a person's wish: its place on the ledger, or the refusal with its reason."""
        who, did = name.to(self.language), _did(rollout, _on_record(command, answer)).to(self.language)
        if isinstance(answer, Refusal):
            line = Line(f"  ⛔ {who} {did}{colon(self.language)}", style="red")
            line.append(f"{REFUSED.to(self.language)} — {answer.reason.to(self.language)}")
        else:
            line = Line(f"  ▸ {who} ", style="bold").append(did, style="default")
            line.append(f"  #{answer.seq} {answer.leaf[:12]}", style="dim")
        self.console.print(line)

    def news(self, rollout: Rollout, events: Sequence[e.Event]) -> None:
        """Show what followed from a step; signatures of one gate that lapsed together are one line."""
        lapsed = [event for event in events if isinstance(event, e.SignOffLapsed)]
        for gate in dict.fromkeys(event.gate for event in lapsed):
            self._lapses(rollout, [event for event in lapsed if event.gate == gate])
        for event in events:
            self._news(rollout, event)

    def report(self, found: Text, file: Path) -> None:
        """Say what a reconciliation found, and name its report."""
        self._mark("▤", found, "cyan")
        self._mark("▤", Text(zh=f"对账报告：{file}", en=f"reconciliation report: {file}"), "cyan")

    def found(self, name: Text, said: str) -> None:
        """Show what somebody found in the data, with the command's own words and figures."""
        line = Line(f"  ▦ {name.to(self.language)}{colon(self.language)}", style="bold")
        self.console.print(line.append(said, style="not bold cyan"))

    def _lapses(self, rollout: Rollout, lapsed: Sequence[e.SignOffLapsed]) -> None:
        names = [rollout.team.name(event.person) for event in lapsed]
        title, because = _title(rollout, lapsed[0].gate), lapsed[0].because
        zh = f"“{title.zh}”：{'、'.join(name.zh for name in names)}的签核失效，{because.zh}"
        en = f"{title.en}: signature of {', '.join(name.en for name in names)} lapsed, {because.en}"
        self._mark("↺", Text(zh=zh, en=en), "yellow")

    def _news(self, rollout: Rollout, event: e.Event) -> None:
        match event:
            case e.GateJudged(verdict=verdict):
                self.verdict(rollout, verdict)
            case e.WaiverExpired(gate=gate):
                title = _title(rollout, gate)
                zh, en = f"“{title.zh}”的豁免到期", f"the waiver of {title.en!r} has expired"
                self._mark("⌛", Text(zh=zh, en=en), "yellow")
            case e.RetrospectiveHeld(week=week, report=report):
                zh, en = f"周回顾 {week} 已归档", f"retrospective of {week} kept"
                self._mark("☰", Text(zh=f"{zh}  {report[:12]}", en=f"{en}  {report[:12]}"), "cyan")
            case e.RolloutCompleted():
                zh, en = f"{rollout.title.zh}：项目完成", f"{rollout.title.en}: the rollout is completed"
                self._mark("★", Text(zh=zh, en=en), "bold green")
            case _:
                return

    def _mark(self, mark: str, words: Text, style: str) -> None:
        self.console.print(Line(f"  {mark} {words.to(self.language)}", style=style))


def _on_record(command: c.Command, answer: Answer) -> c.Command:
    """Return the wish in the words that went on record: a visitor has words of his own."""
    events = () if isinstance(answer, Refusal) else answer.events
    decided = next((event for event in events if isinstance(event, e.PhaseGateDecided)), None)
    if decided is None or not isinstance(command, c.DecidePhaseGate):
        return command
    return command.model_copy(update={"reason": decided.reason})


def _title(rollout: Rollout | None, gate: str) -> Text:
    rule = rollout.playbook.gate(gate) if rollout else None
    return rule.title if rule else Text(zh=gate, en=gate)


def _about(rollout: Rollout | None, evidence: str, payload: Payload) -> Text:
    """Return what evidence is about: the title of the gate that judges it, or a document's own where none does."""
    phases = rollout.playbook.phases if rollout else ()
    gates = [gate for phase in phases for gate in phase.every_gate() if not gate.parts]
    # People sign on evidence that another gate judges; where none does, it is the signature that it is for.
    rules = sorted(gates, key=lambda gate: isinstance(gate, SignOffGate))
    found = next((gate.key for gate in rules if evidence in gate.evidence_keys), None)
    if found is None and isinstance(payload, Document):
        return Text(zh=payload.title, en=payload.title)
    return _title(rollout, found or evidence)


def _did(rollout: Rollout | None, command: c.Command) -> Text:  # noqa: PLR0911  # one line per kind of wish
    match command:
        case c.RecordEvidence(evidence=key, payload=payload):
            title = _about(rollout, key, payload)
            return Text(zh=f"提交证据：{title.zh}", en=f"records evidence: {title.en}")
        case c.GiveSignOff(gate=gate):
            title = _title(rollout, gate)
            return Text(zh=f"签核：{title.zh}", en=f"signs: {title.en}")
        case c.RequestWaiver(gate=gate, reason=reason):
            title = _title(rollout, gate)
            return Text(zh=f"申请豁免“{title.zh}”：{reason}", en=f"asks to waive {title.en!r}: {reason}")
        case c.GrantWaiver(gate=gate):
            title = _title(rollout, gate)
            return Text(zh=f"批准豁免“{title.zh}”", en=f"grants the waiver of {title.en!r}")
        case c.DecidePhaseGate(decision=decision, reason=reason):
            name = DECISIONS[decision]
            return Text(zh=f"决定“{name.zh}”：{reason}", en=f"decides {name.en!r}: {reason}")
        case c.RaiseIssue(title=title, severity=severity):
            return Text(
                zh=f"登记问题（{severity} 级）：{title}", en=f"raises an issue (severity {severity}): {title}"
            )
        case c.CloseIssue(resolution=resolution):
            return Text(zh=f"关闭问题：{resolution}", en=f"closes an issue: {resolution}")
        case _:
            return Text(zh="启动项目", en="starts the rollout")
