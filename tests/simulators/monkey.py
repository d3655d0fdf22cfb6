"""A seeded monkey that kills the worker, the server and the deciding command, and a desk that is reached past it."""

import json
import signal
import subprocess
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from enum import Enum
from pathlib import Path
from random import Random
from typing import Any

from playbooks.model import commands as c
from playbooks.model.evidence import Document
from playbooks.model.refusal import Refusal
from tasks.adapters.desk import Desk
from tasks.adapters.dispatcher import Delivery, Dispatcher
from tasks.adapters.ports import Answer, Receipt
from tests.simulators.machine import Machine

RECORDED = (0, 6)
REFUSED = 4
SECONDS = 60


class Victim(Enum):
    """Whom the monkey kills."""

    COMMAND = "command"
    WORKER = "worker"
    SERVER = "server"


@dataclass
class Monkey:
    """Kills by a plan, one line of it for each command, at random moments; what has died is started again."""

    machine: Machine
    chance: Random
    plan: list[set[Victim]]
    killed: list[Victim] = field(default_factory=list)
    usual: float = 1.0

    def command(self, *words: str) -> tuple[int, Any]:
        """Run a command to its end, whatever is killed meanwhile; return its exit code and its document."""
        victims = self.plan.pop() if self.plan else set[Victim]()
        while Victim.COMMAND in victims and not self._killed(self.machine.phasegate(*words)):
            self.usual *= (
                0.8  # it was quicker than its killer, and is done once more: a repetition is harmless
            )
        process, began = self.machine.phasegate(*words), time.monotonic()
        if Victim.WORKER in victims:
            self._kill_worker()
        if Victim.SERVER in victims:
            self._kill_server()
        out, err = process.communicate(timeout=SECONDS)
        self.usual = self.usual if victims else time.monotonic() - began
        if Victim.SERVER in victims:
            self.machine.restart_server()
        assert process.returncode in (*RECORDED, REFUSED), err
        return process.returncode, json.loads(out)

    def _killed(self, process: subprocess.Popen[str]) -> bool:
        """Kill a command at a random moment after its first imports; tell whether it was still alive."""
        time.sleep(self.chance.uniform(0.3, 1) * self.usual)
        process.kill()
        process.communicate()
        if process.returncode == -signal.SIGKILL:
            self.killed.append(Victim.COMMAND)
        return process.returncode == -signal.SIGKILL

    def _kill_worker(self) -> None:
        time.sleep(self.chance.uniform(0, self.usual))
        self.killed.append(Victim.WORKER)
        self.machine.kill_worker()
        self.machine.restart_worker()

    def _kill_server(self) -> None:
        time.sleep(self.chance.uniform(0, self.usual))
        self.killed.append(Victim.SERVER)
        self.machine.kill_server()


@dataclass(frozen=True)
class DistantDesk(Desk):
    """A desk that people reach by the command line only, past the monkey."""

    monkey: Monkey
    letters: Path
    check: Callable[["DistantDesk"], None]
    recorded: dict[str, Receipt] = field(default_factory=dict)

    def submit(self, request: c.Request) -> Answer:
        """Bring a wish to the desk; return the answer that was acknowledged."""
        before = len(self.monkey.killed)
        acting = ("--as", request.actor.key, "--request-id", request.id)
        code, document = self.monkey.command(*self._words(request), *acting)
        if code == REFUSED:
            return Refusal.model_validate(document["refused"])
        self.recorded[request.id] = Receipt(seq=document["seq"], leaf=document["leaf"])
        if len(self.monkey.killed) > before:
            self.check(self)
        return self.recorded[request.id]

    def _words(self, request: c.Request) -> tuple[str, ...]:
        match request.command:
            case c.StartRollout(playbook=playbook, title=title):
                named = ("--title-zh", title.zh, "--title-en", title.en)
                return ("start", playbook.name, "--key", request.rollout, *named)
            case c.RecordEvidence() as command:
                return ("evidence", request.rollout, command.evidence, *self._payload(command))
            case c.GiveSignOff(gate=gate, seen=seen):
                return ("sign-off", request.rollout, gate, "--seen", seen)
            case c.DecidePhaseGate(decision=decision, reason=reason):
                return ("decide", request.rollout, decision.value, "--reason", reason)
            case _:
                raise AssertionError(f"{request.command.kind} is not part of the story played here")

    def _payload(self, command: c.RecordEvidence) -> tuple[str, ...]:
        by = tuple(word for person in command.performed_by for word in ("--by", person))
        match command.payload:
            case Document(title=title, version=version, sha256=digest):
                file = self.letters / f"{digest}.md"
                file.write_bytes(self.store.document(digest) or b"")
                return (str(file), "--title", title, "--version", version, *by)
            case payload:
                file = self.letters / f"{command.evidence}.json"
                file.write_text(payload.model_dump_json())
                return (str(file), *by)


@dataclass(frozen=True, slots=True)
class IdleDispatcher(Dispatcher):
    """Delivers nothing: that is left to the commands, the runs and the sweep."""

    def deliver(self, *, limit: int = 100, runs_only: bool = False) -> Delivery:  # noqa: ARG002  # the dispatcher's
        """Leave everything where it is."""
        return Delivery(0, 0)
