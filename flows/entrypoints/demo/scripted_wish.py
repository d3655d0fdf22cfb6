"""What a step of a story says at the desk: the same commands that a person's command line makes."""

from dataclasses import dataclass
from datetime import UTC, datetime
from hashlib import sha256
from pathlib import Path
from typing import assert_never
from zoneinfo import ZoneInfo

from pydantic import RootModel

from flows.entrypoints.demo import story as s
from playbooks.model import commands as c
from playbooks.model.errors import InputError, RolloutError
from playbooks.model.evidence import Document, Payload
from playbooks.model.gates.sign_off import SignOffGate
from playbooks.model.phrase import system_fault
from playbooks.model.rollout import Rollout
from playbooks.model.strict_yaml import load_model, parse_yaml
from tasks.adapters.office import Office
from tasks.adapters.organisation import starting

Wished = s.Start | s.Record | s.Sign | s.AskWaiver | s.Waive | s.Decide | s.Issue | s.Solve


class StoryError(RolloutError):
    """A step did not come out as the story says."""


class _Written(RootModel[Payload]):
    """A payload as the content of a file."""


@dataclass(frozen=True, slots=True)
class ScriptedWish:
    """Turns steps into commands, on the rollout as it stands."""

    office: Office
    company: Path
    story: s.Story

    def command(self, step: Wished) -> c.Command:  # noqa: PLR0911  # one line per kind of step
        """Return what this step says."""
        match step:
            case s.Start():
                return starting(self.office, self.story.playbook, title=self.story.title)
            case s.Record():
                return self._recording(step)
            case s.Sign():
                return self._signing(step)
            case s.AskWaiver():
                return self._asking(step)
            case s.Waive():
                reason = step.reason.to(self.office.language) if step.reason else None
                return c.GrantWaiver(gate=step.gate, reason=reason)
            case s.Decide():
                return self._deciding(step)
            case s.Issue() | s.Solve():
                return self._about_issue(step)
            case _:
                assert_never(step)

    def _about_issue(self, step: s.Issue | s.Solve) -> c.Command:
        language = self.office.language
        if isinstance(step, s.Solve):
            return c.CloseIssue(issue=step.issue, resolution=step.resolution.to(language))
        title = step.title.to(language)
        return c.RaiseIssue(issue=step.issue, title=title, severity=step.severity, department=step.department)

    def _state(self) -> Rollout:
        return self.office.rollout(self.story.rollout)

    def _asking(self, step: s.AskWaiver) -> c.Command:
        return c.RequestWaiver(
            gate=step.gate,
            owner=step.owner,
            reason=step.reason.to(self.office.language),
            compensating_control=step.control.to(self.office.language),
            expires_at=instant(step.until, self._state().calendar.time_zone),
        )

    def _deciding(self, step: s.Decide) -> c.Command:
        phase = next(iter(self._state().open_phases), None)
        if phase is None:
            raise StoryError("no phase is open that could be decided on")
        reason = step.reason.to(self.office.language)
        return c.DecidePhaseGate(
            phase=phase, decision=step.decision, reason=reason, recycle_to=step.to, cutover_on=step.cutover_on
        )

    def _signing(self, step: s.Sign) -> c.Command:
        state = self._state()
        gate = state.playbook.gate(step.gate)
        if not isinstance(gate, SignOffGate):
            raise StoryError("{gate!r} is not a gate that is signed off; correct the story", gate=step.gate)
        comment = step.comment.to(self.office.language) if step.comment else None
        return c.GiveSignOff(gate=step.gate, seen=gate.shown_digest(state.facts), comment=comment)

    def _recording(self, step: s.Record) -> c.Command:
        return c.RecordEvidence(
            evidence=step.evidence,
            payload=self._payload(step),
            source=f"file:{step.file.name}",
            observed_at=self.office.clock.now(),
            performed_by=step.performed_by,
        )

    def _payload(self, step: s.Record) -> Payload:
        content = _content(self.company / step.file)
        if step.file.suffix == ".yaml":
            return load_model(parse_yaml(content, name=step.file.name), _Written).root
        digest = sha256(content).hexdigest()
        self.office.store.keep(digest, content)
        title = step.title.to(self.office.language) if step.title else _heading(content, step.file)
        return Document(
            title=title, version=step.version, sha256=digest, size=len(content), media_type="text/markdown"
        )


def instant(moment: str, time_zone: str) -> datetime:
    """Return the instant of a local moment, in UTC."""
    return datetime.strptime(moment, "%Y-%m-%d %H:%M").replace(tzinfo=ZoneInfo(time_zone)).astimezone(UTC)


def _content(file: Path) -> bytes:
    try:
        return file.read_bytes()
    except OSError as error:
        raise InputError(
            "{file} cannot be read ({reason}); correct the path in the story.",
            file=file,
            reason=system_fault(error),
        ) from error


def _heading(content: bytes, file: Path) -> str:
    """Return a Markdown document's own title."""
    first = content.decode(errors="replace").partition("\n")[0]
    return first.removeprefix("# ").strip() or file.stem
