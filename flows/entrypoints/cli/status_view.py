"""The state of rollouts on a terminal."""

from collections.abc import Sequence

from rich.tree import Tree

from flows.entrypoints.cli import people_wording as p
from flows.entrypoints.cli import wording as w
from flows.entrypoints.cli.overview import Overview, gates_of
from flows.entrypoints.cli.speaker import Speaker
from flows.entrypoints.cli.standing import due_day, overdue, present
from flows.entrypoints.cli.table import Column, table
from flows.entrypoints.cli.tones import line, toned
from playbooks.model.phase import PhaseKey
from playbooks.model.text import Language, Text
from playbooks.model.verdict import Outcome
from tasks.adapters.store.views import GateView

SIGNS = {"passed": "✓", "pending": "○", "failed": "✗", "invalid": "!", "overridden": "⚠", None: "–"}
WORDS: dict[str | None, Text] = {
    None: w.NOT_JUDGED,
    "overridden": p.NEVER_PASSED,
    **{outcome.value: outcome.label for outcome in Outcome},
}
MOST_PEOPLE = 3


def show_all(speaker: Speaker, found: Sequence[Overview]) -> None:
    """Show one line for each rollout."""
    columns = (
        Column(w.C_ROLLOUT),
        Column(w.C_PHASE, wide=True),
        Column(w.C_STATUS),
        Column(w.C_SCORE, number=True),
        Column(w.C_UNMET, number=True),
        Column(w.C_WAITS_ON, wide=True),
    )
    speaker.show(table(speaker, columns, [_row(speaker, each) for each in found], empty=w.NO_ROLLOUTS))


def show_one(speaker: Speaker, each: Overview) -> None:
    """Show the phases of a rollout, each with its gates."""
    rollout = each.rollout
    title = rollout.title_zh if speaker.language is Language.ZH else rollout.title_en
    tree = Tree(toned(f"{rollout.key} · {title}", speaker.say(w.STATUSES[rollout.status]), "bold"))
    gates = [gate for gate in gates_of(each) if gate.parent is None]
    over = [gate for gate in gates if gate.outcome == "overridden"]
    if over:
        chinese = speaker.language is Language.ZH
        names = speaker.listed(gate.title_zh if chinese else gate.title_en for gate in over)
        tree.add(line(speaker.say(p.OVERRIDES_FIRST, count=len(over), gates=names), "bold red"))
    for phase in PhaseKey:
        _add_phase(tree, speaker, each, gates=[gate for gate in gates if gate.phase == phase], phase=phase)
    speaker.show(tree)
    if each.people:
        speaker.show(speaker.say(w.WAITS_ON, people=speaker.listed(each.people)))


def _row(speaker: Speaker, each: Overview) -> tuple[str, ...]:
    rollout = each.rollout
    people = speaker.listed(each.people[:MOST_PEOPLE]) + (" …" if len(each.people) > MOST_PEOPLE else "")
    return (
        rollout.key,
        "–" if rollout.phase is None else _phase(speaker, PhaseKey(rollout.phase)),
        speaker.say(w.STATUSES[rollout.status]),
        "–" if rollout.score is None else f"{rollout.score}%",
        str(len(each.unmet)),
        people or "–",
    )


def _phase(speaker: Speaker, phase: PhaseKey) -> str:
    return f"{phase.number} {speaker.say(phase.label)}"


def _add_phase(
    tree: Tree, speaker: Speaker, each: Overview, *, gates: Sequence[GateView], phase: PhaseKey
) -> None:
    met = sum(gate.outcome == "passed" for gate in gates)
    current = each.rollout.phase == phase
    style = "bold" if current else "dim"
    branch = tree.add(line(f"{_phase(speaker, phase)}  {met}/{len(gates)}", style))
    if current and each.rollout.phase_status == "open":
        for gate in gates:
            _add_gate(branch, speaker, gate, each=each)


def _add_gate(branch: Tree, speaker: Speaker, gate: GateView, *, each: Overview) -> None:
    chinese = speaker.language is Language.ZH
    title, reason = (gate.title_zh, gate.reason_zh) if chinese else (gate.title_en, gate.reason_en)
    word = speaker.say(WORDS[gate.outcome])
    bars = gate.gate in each.unmet
    late = bars and overdue(gate.deadline, present())
    aside = [f"[{gate.gate}] {word}", *([speaker.say(w.WAIVED)] if gate.waived else [])]
    aside += (
        [speaker.say(w.DUE, day=speaker.say(due_day(gate.deadline, each.rollout)))]
        if bars and gate.deadline
        else []
    )
    aside += [speaker.say(w.LATE)] if late else []
    tone = "waived" if gate.waived else gate.outcome or "unjudged"
    inner = branch.add(toned(f"{SIGNS[gate.outcome]} {title}", speaker.listed(aside), tone))
    if reason and gate.outcome != "passed":
        inner.add(line(reason))
