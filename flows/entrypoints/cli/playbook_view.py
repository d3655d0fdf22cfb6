"""A playbook for people and scripts."""

from rich.tree import Tree

from flows.entrypoints.cli import wording as w
from flows.entrypoints.cli.speaker import Speaker, both
from flows.entrypoints.cli.tones import line, toned
from playbooks.model.playbook import PhasePlan, Playbook
from playbooks.model.span import Unit


def playbook_facts(plan: Playbook) -> dict[str, object]:
    """Return a playbook for scripts."""
    return {
        "name": plan.name,
        "version": plan.version,
        "digest": plan.digest,
        "title": both(plan.title),
        "stands_on": list(plan.stands_on),
        "phases": [_phase_facts(phase) for phase in plan.phases],
    }


def playbook_tree(plan: Playbook, speaker: Speaker) -> Tree:
    """Return a playbook as a tree: phases, who decides, gates with their owners."""
    title = speaker.say(plan.title)
    tree = Tree(toned(f"{plan.name} {plan.version} · {title}", plan.digest[:12], "bold"))
    tree.add(line(speaker.say(plan.summary)))
    if plan.stands_on:
        tree.add(line(speaker.say(w.STANDS_ON, names=speaker.listed(plan.stands_on))))
    for phase in plan.phases:
        _add_phase(tree, plan, phase, speaker=speaker)
    return tree


def _add_phase(tree: Tree, plan: Playbook, phase: PhasePlan, *, speaker: Speaker) -> None:
    deciders = speaker.listed(speaker.say(plan.role_title(role)) for role in phase.decided_by)
    head = f"{phase.key.number} {speaker.say(phase.key.label)}"
    branch = tree.add(
        toned(
            head, speaker.say(w.PHASE_PLAN, span=speaker.say(phase.duration.label), people=deciders), "bold"
        )
    )
    for gate in phase.gates:
        owner = speaker.say(plan.role_title(gate.owner))
        sign = "■" if gate.blocking else "□"
        branch.add(
            toned(
                f"{sign} {speaker.say(gate.title)}",
                f"[{gate.key}] {speaker.say(gate.kind_name)} · {owner}",
                "",
            )
        )


def _phase_facts(phase: PhasePlan) -> dict[str, object]:
    return {
        "phase": phase.key.value,
        "duration": str(phase.duration),
        "days": phase.duration.amount if phase.duration.unit is Unit.DAYS else None,
        "decided_by": list(phase.decided_by),
        "gates": [
            {
                "gate": gate.key,
                "kind": gate.kind,
                "title": both(gate.title),
                "owner": gate.owner,
                "blocking": gate.blocking,
                "evidence": list(gate.evidence_keys),
            }
            for gate in phase.gates
        ],
    }
