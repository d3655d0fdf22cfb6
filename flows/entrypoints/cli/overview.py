"""Rollouts at a glance, put together from the read tables."""

from collections import defaultdict
from dataclasses import dataclass

from flows.entrypoints.cli import wording as w
from flows.entrypoints.cli.mistake import Unknown
from flows.entrypoints.cli.standing import nothing_yet, provisional, store_url
from tasks.adapters.store import views
from tasks.adapters.store.barring import barring
from tasks.adapters.store.views import GateView, RolloutView


@dataclass(frozen=True, slots=True)
class Overview:
    """A rollout, the gates that keep its phase from ending, and the people it waits on."""

    rollout: RolloutView
    unmet: tuple[str, ...]
    people: tuple[str, ...]


def overviews(rollout: str | None) -> tuple[Overview, ...]:
    """Return every rollout, or the one of this key."""
    url = store_url()
    known = nothing_yet(lambda: views.rollouts(url))
    found = [each for each in known if rollout in (None, each.key)]
    if rollout is not None and not found:
        raise Unknown(w.NO_ROLLOUT, rollout=rollout, known=tuple(each.key for each in known) or "–")
    if not found:
        return ()
    unmet, people = barring(url), _people(url)
    return tuple(Overview(each, unmet.get(each.key, ()), tuple(people[each.key])) for each in found)


def gates_of(each: Overview) -> tuple[GateView, ...]:
    """Return the gates of a rollout in order, each followed by the gates inside it."""
    return views.gates(store_url(), each.rollout.key)


def gate_facts(each: Overview) -> dict[str, object]:
    """Return the gates of a rollout for scripts, by phase."""
    phases: dict[str, list[dict[str, object]]] = {}
    for gate in gates_of(each):
        facts: dict[str, object] = {
            "gate": gate.gate,
            "inside": gate.parent,
            "kind": gate.kind,
            "blocking": gate.must_meet,
            "outcome": gate.outcome,
            "waived": gate.waived,
            "title": {"zh": gate.title_zh, "en": gate.title_en},
            "reason": {"zh": gate.reason_zh, "en": gate.reason_en} if gate.reason_zh else None,
            "due": gate.deadline,
            "provisional": provisional(gate.deadline, each.rollout),
        }
        phases.setdefault(gate.phase, []).append(facts)
    return {"phases": [{"phase": phase, "gates": gates} for phase, gates in phases.items()]}


def _people(url: str) -> dict[str, dict[str, None]]:
    """Return by rollout the people it waits on, the most urgent first, each once."""
    people: dict[str, dict[str, None]] = defaultdict(dict)
    for rollout, person in views.waited_on(url):
        if person:
            people[rollout][person] = None
    return people
