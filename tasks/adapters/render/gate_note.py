"""One gate in a note: its verdict, what is missing and who can supply it, its parts, its facts, what people said.

The note says nothing that changes with time alone, so that a new note means a new verdict or a new word.
"""

from collections.abc import Iterator

from playbooks.model.gates.gate import GateRule
from playbooks.model.verdict import Verdict
from tasks.adapters.render.artifact_wording import ARTIFACTS as WORDS
from tasks.adapters.render.gate_rows import SYMBOLS, UNJUDGED
from tasks.adapters.render.grounds import grounds
from tasks.adapters.render.remark_wording import HEAD
from tasks.adapters.render.remarks import remark_line, worded
from tasks.adapters.render.sheet import Row, Section, Sheet, Table, sheet_markdown
from tasks.adapters.render.voice import Voice
from tasks.adapters.render.wording import WORDS as REPORT_WORDS

#: A note is for a glance; the report has all of them.
REMARKS_SHOWN = 20


def gate_note(voice: Voice, gate: GateRule, *, verdict: Verdict | None) -> str:
    """Return the note of a gate as Markdown."""
    title = voice.say(WORDS.gate, title=voice.say(gate.title))
    phase = voice.rollout.playbook.phase_of(gate.key)
    place = (
        voice.say(WORDS.g_phase, number=phase.number, phase=voice.say(phase.label), weight=gate.weight)
        if phase
        else ""
    )
    spoken = tuple(_spoken(voice, gate))
    if verdict is None:
        said = f"{UNJUDGED} {voice.say(REPORT_WORDS.not_judged)}{voice.colon}{voice.say(REPORT_WORDS.not_judged_reason)}"
        return sheet_markdown(Sheet(title, spoken, (said, place)))
    return sheet_markdown(
        Sheet(
            title,
            (*_sections(voice, verdict, parted=bool(gate.parts)), *spoken),
            (_outcome(voice, verdict), place),
        )
    )


def _outcome(voice: Voice, verdict: Verdict) -> str:
    return f"{SYMBOLS[verdict.outcome]} {voice.say(verdict.outcome.label)}{voice.colon}{voice.say(verdict.reason)}"


def _sections(voice: Voice, verdict: Verdict, *, parted: bool) -> Iterator[Section]:
    if verdict.missing:
        needs = tuple(f"{voice.say(one.what)} → {_who(voice, one.who)}" for one in verdict.missing)
        yield Section(voice.say(WORDS.g_missing), needs)
    if verdict.children:
        heads = (REPORT_WORDS.c_outcome, REPORT_WORDS.c_gate, REPORT_WORDS.c_reason)
        yield Section(
            voice.say(WORDS.g_parts), (), Table(tuple(map(voice.say, heads)), tuple(_parts(voice, verdict)))
        )
    inputs = tuple(grounds(voice, verdict))
    if inputs and not parted:
        yield Section(voice.say(WORDS.g_rests_on), inputs)


def _spoken(voice: Voice, gate: GateRule) -> Iterator[Section]:
    """Yield what people said, the newest where it is much."""
    lines = tuple(remark_line(remark, voice) for remark in worded(voice.rollout, gate)[-REMARKS_SHOWN:])
    if lines:
        yield Section(voice.say(HEAD), lines)


def _parts(voice: Voice, verdict: Verdict) -> Iterator[Row]:
    for child in verdict.children:
        symbol = f"{SYMBOLS[child.outcome]} {voice.say(child.outcome.label)}"
        yield (symbol, voice.gate(child.gate), voice.say(child.reason))
        yield from _parts(voice, child)


def _who(voice: Voice, names: tuple[str, ...]) -> str:
    """Return people and roles in one line; a role is said by its title."""
    team = voice.rollout.team
    return voice.listed(voice.person(name) if team.person(name) else voice.role(name) for name in names)
