"""Gates on a terminal: verdicts with reasons, what is missing from whom, deadlines, waivers, evidence."""

from collections.abc import Iterator, Sequence

from rich.text import Text as Line
from rich.tree import Tree

from flows.entrypoints.cli import people_wording as p
from flows.entrypoints.cli import wording as w
from flows.entrypoints.cli.exit_code import ExitCode
from flows.entrypoints.cli.gate_facts import phase_facts
from flows.entrypoints.cli.tones import line, toned
from flows.entrypoints.cli.visit import Look
from playbooks.model.gates.gate import GateRule
from playbooks.model.phase import PhaseKey
from playbooks.model.readiness import readiness
from playbooks.model.rollout import PhaseStatus
from playbooks.model.text import Text
from playbooks.model.verdict import Verdict
from playbooks.model.waiver_debt import waiver_debt
from tasks.adapters.render.gate_rows import SYMBOLS, UNJUDGED, GateRow, gate_rows, score
from tasks.adapters.render.voice import Voice


def show_phases(seen: Look, phases: Sequence[PhaseKey], *, check: bool) -> ExitCode:
    """Show the gates of phases; with `check`, tell by the exit code whether every one of them may end."""
    now, speaker = seen.office.clock.now(), seen.speaker
    shown = [(phase, gate_rows(seen.rollout, phase, now)) for phase in phases]
    facts = [phase_facts(seen.rollout, phase, rows, now=now) for phase, rows in shown]
    speaker.document({"rollout": seen.rollout.key, "at": now.isoformat(), "phases": facts})
    for phase, rows in shown:
        speaker.show(_phase_tree(seen, phase, rows))
    if not shown:
        speaker.note(speaker.say(w.NO_OPEN_PHASE, status=speaker.say(seen.rollout.status.label)))
    ready = bool(shown) and not any(bars(row) for _, rows in shown for row in rows)
    return ExitCode.PENDING if check and not ready else ExitCode.DONE


def bars(row: GateRow) -> bool:
    """Tell whether a gate keeps its phase from ending."""
    met = row.verdict is not None and row.verdict.passed
    return row.rule.blocking and not met and not row.excused


def _phase_tree(seen: Look, phase: PhaseKey, rows: Sequence[GateRow]) -> Tree:
    voice, record = Voice(seen.speaker.language, seen.rollout), seen.rollout.phases[phase]
    unmet = sum(bars(row) for row in rows)
    head = voice.say(
        w.PHASE_HEAD,
        number=phase.number,
        phase=voice.say(phase.label),
        status=voice.say(record.status.label),
        score=score(seen.rollout, phase, seen.office.clock.now()),
        due=voice.due(record.due),
    )
    tree = Tree(line(head, "bold"))
    for said in _exempted(seen, phase, rows, voice=voice):
        tree.add(line(said, "red"))
    for row in rows:
        _add_gate(tree, row, voice)
    if record.status is PhaseStatus.OPEN:
        deciders = voice.people(
            each.key for each in seen.rollout.team.holders(*seen.rollout.plan(phase).decided_by)
        )
        text = w.NOT_READY if unmet else w.READY
        tree.add(line(voice.say(text, count=unmet, people=deciders), "yellow" if unmet else "green"))
    return tree


def _exempted(seen: Look, phase: PhaseKey, rows: Sequence[GateRow], *, voice: Voice) -> Iterator[str]:
    """Yield what comes first: gates that two people went over, promises not kept, and the waiver debt."""
    over = [row for row in rows if row.overridden is not None]
    if over:
        names = voice.listed(voice.say(row.rule.title) for row in over)
        yield voice.say(p.OVERRIDES_FIRST, count=len(over), gates=names)
    now = seen.office.clock.now()
    for gate in readiness(seen.rollout, phase, now).reopened if phase in seen.rollout.open_phases else ():
        yield voice.say(p.REOPENED, gate=voice.gate(gate))
    debt = waiver_debt(seen.rollout, phase, now)
    if debt.points:
        wording = p.DEBT_UNLIMITED if debt.budget is None else p.DEBT
        yield voice.say(wording, points=debt.points, budget=debt.budget)


def _add_gate(tree: Tree, row: GateRow, voice: Voice) -> None:
    branch = tree.add(_headline(row, voice))
    verdict = row.verdict
    if verdict is None:
        return
    for text in (*_details(row, verdict, voice), *_words(row, voice)):
        branch.add(line(text))
    _add_parts(branch, row.rule, verdict, voice=voice)


def _headline(row: GateRow, voice: Voice) -> Line:
    marks = [voice.say(mark) for mark in row.marks]
    marks += [voice.say(w.WAIVED_UNTIL, day=voice.day(row.waived_until))] if row.waived_until else []
    marks += [voice.say(w.DUE, day=voice.due(row.due))] if bars(row) and row.due else []
    marks += [voice.say(w.LATE)] if row.late else []
    word = voice.listed([voice.say(row.word), *marks])
    return toned(f"{row.symbol} {voice.say(row.rule.title)}", f"[{row.rule.key}] {word}", row.tone)


def _details(row: GateRow, verdict: Verdict, voice: Voice) -> Iterator[str]:
    yield voice.say(verdict.reason)
    if not verdict.passed and not verdict.children:
        yield from (_lacking(missing.what, missing.who, voice) for missing in verdict.missing)
    for evidence in row.evidence:
        day, digest = voice.day(evidence.observed_at), voice.short(evidence.digest)
        yield voice.say(w.RESTS_ON, key=evidence.key, digest=digest, day=day)


def _words(row: GateRow, voice: Voice) -> Iterator[str]:
    """Yield the override of a gate, and what people remarked about it."""
    made = row.overridden
    if made is not None:
        first, second = voice.person(made.proposal.by), voice.person(made.confirmed_by)
        yield voice.say(
            p.OVERRIDDEN, first=first, second=second, day=voice.day(made.at), reason=made.proposal.reason
        )
    for said in voice.rollout.comments:
        if said.gate == row.rule.key:
            yield voice.say(
                p.COMMENT_LINE, person=voice.person(said.person), day=voice.day(said.at), text=said.text
            )


def _lacking(what: Text, who: Sequence[str], voice: Voice) -> str:
    names = (voice.person(key) if voice.rollout.team.person(key) else voice.role(key) for key in who)
    return voice.say(w.MISSING, what=voice.say(what), who=voice.listed(names))


def _add_parts(branch: Tree, gate: GateRule, verdict: Verdict, *, voice: Voice) -> None:
    """Add the gates inside a gate, each with its verdict."""
    for part, answer in zip(gate.parts, verdict.children, strict=False):
        symbol, word = SYMBOLS.get(answer.outcome, UNJUDGED), voice.say(answer.outcome.label)
        inner = branch.add(
            toned(f"{symbol} {voice.say(part.title)}", f"[{part.key}] {word}", answer.outcome.value)
        )
        inner.add(line(voice.say(answer.reason)))
        if not answer.passed and not answer.children:
            for missing in answer.missing:
                inner.add(line(_lacking(missing.what, missing.who, voice)))
        _add_parts(inner, part, answer, voice=voice)
