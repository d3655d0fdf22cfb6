"""The sheet of phase 5: value in three layers, payback, what is paid for and not used, lessons learned."""

from collections.abc import Iterator
from dataclasses import dataclass

from playbooks.model.lessons import Lessons
from playbooks.model.text import Text
from playbooks.model.value import Assessment, Cost, Gain, LayerValue, Measure, payback_months
from tasks.adapters.render.artifact_wording import ARTIFACTS as WORDS
from tasks.adapters.render.sheet import Section, Sheet, Table
from tasks.adapters.render.trial_sheet import kpi_section
from tasks.adapters.render.voice import Voice

SHOWN = 10


@dataclass(frozen=True, slots=True, kw_only=True)
class ValueSheetFacts:
    """What the sheet is made of beside the rollout: the chosen vendor, gains measured or estimated."""

    assessment: Assessment
    gains: tuple[Gain, ...]
    estimated: bool
    vendor: Text | None
    cost: Cost | None
    lessons: Lessons
    remarks: tuple[Text, ...]


def value_sheet(voice: Voice, facts: ValueSheetFacts) -> Sheet:
    """Return the sheet."""
    layers = (_layer(voice, layer) for layer in facts.assessment.layers)
    sections = (
        *layers,
        kpi_section(voice),
        _gains(voice, facts),
        _unused(voice, facts.assessment),
        *_lessons(voice, facts.lessons),
    )
    title = voice.say(WORDS.value, title=voice.say(voice.rollout.title))
    return Sheet(title=title, sections=sections, notes=tuple(map(voice.say, facts.remarks)))


def _layer(voice: Voice, layer: LayerValue) -> Section:
    heads = (WORDS.c_measure, WORDS.c_figure, WORDS.c_holds)
    rows = tuple((voice.say(one.title), voice.say(one.figure), _held(voice, one)) for one in layer.measures)
    title = voice.say(layer.layer.label) + voice.aside(_standing(voice, layer))
    return Section(title, (), Table(tuple(map(voice.say, heads)), rows, frozenset({1})))


def _standing(voice: Voice, layer: LayerValue) -> str:
    """Return whether the layer is met; what is only not known yet is not called short."""
    if layer.met:
        return voice.say(WORDS.n_reached)
    missed = any(measure.met is False for measure in layer.measures)
    return voice.say(WORDS.n_short if missed else WORDS.n_unknown)


def _held(voice: Voice, measure: Measure) -> str:
    if measure.met is None:
        return voice.say(WORDS.n_unknown)
    return voice.say(WORDS.n_yes if measure.met else WORDS.n_no)


def _gains(voice: Voice, facts: ValueSheetFacts) -> Section:
    heads = (WORDS.c_what, WORDS.c_gain, WORDS.c_source)
    rows = tuple(
        (voice.say(gain.title), f"{gain.cny_month:,.0f}", voice.say(gain.source)) for gain in facts.gains
    )
    table = Table(tuple(map(voice.say, heads)), rows, frozenset({1}))
    return Section(voice.say(WORDS.t_gains), tuple(_gain_notes(voice, facts)), table)


def _gain_notes(voice: Voice, facts: ValueSheetFacts) -> Iterator[str]:
    if not facts.gains:
        yield voice.say(WORDS.n_no_gains)
    elif facts.estimated:
        yield voice.say(WORDS.n_estimated)
    if facts.cost is None or facts.vendor is None:
        yield voice.say(WORDS.n_no_cost)
        return
    once, running = f"{facts.cost.one_off_cny:,.0f}", f"{facts.cost.running_cny_month:,.0f}"
    yield voice.say(WORDS.n_cost, name=voice.say(facts.vendor), once=once, running=running)
    if facts.gains:
        months = payback_months(facts.gains, facts.cost)
        yield voice.say(WORDS.n_never) if months is None else voice.say(WORDS.n_payback, months=months)


def _unused(voice: Voice, assessment: Assessment) -> Section:
    title = voice.say(WORDS.t_unused)
    if not assessment.unused:
        known = assessment.layers[0].measures[0].met is not None
        return Section(title, (voice.say(WORDS.n_all_used if known else WORDS.n_unknown),))
    heads = (WORDS.c_function, WORDS.c_seats, WORDS.c_idle_cost)
    rows = tuple(
        (voice.say(one.title), f"{one.seats_active} / {one.seats_paid}", f"{one.unused_cost:,.0f}")
        for one in assessment.unused
    )
    idle = voice.say(WORDS.n_idle, cost=f"{assessment.unused_cost:,.0f}")
    return Section(title, (idle,), Table(tuple(map(voice.say, heads)), rows, frozenset({1, 2})))


def _lessons(voice: Voice, lessons: Lessons) -> Iterator[Section]:
    weeks = WORDS.n_weeks if lessons.weeks else WORDS.n_no_weeks
    first, last = (lessons.weeks[0], lessons.weeks[-1]) if lessons.weeks else ("", "")
    said = voice.say(weeks, count=len(lessons.weeks), first=first, last=last)
    yield Section(voice.say(WORDS.t_lessons), (said,))
    yield _hard_gates(voice, lessons)
    yield _refusals(voice, lessons)
    yield _done(voice, lessons)


def _hard_gates(voice: Voice, lessons: Lessons) -> Section:
    title = voice.say(WORDS.t_hard_gates)
    rows = tuple(
        (voice.gate(one.gate), f"{one.times}", voice.say(one.reason)) for one in lessons.gates[:SHOWN]
    )
    heads = (WORDS.c_gate, WORDS.c_times, WORDS.c_reason)
    none = () if rows else (voice.say(WORDS.n_none),)
    return Section(title, none, Table(tuple(map(voice.say, heads)), rows, frozenset({1})))


def _refusals(voice: Voice, lessons: Lessons) -> Section:
    title = voice.say(WORDS.t_refusals)
    rows = tuple(
        (voice.command(one.command), f"{one.times}", voice.say(one.reason))
        for one in lessons.refusals[:SHOWN]
    )
    heads = (WORDS.c_wish, WORDS.c_times, WORDS.c_reason)
    none = () if rows else (voice.say(WORDS.n_none),)
    return Section(title, none, Table(tuple(map(voice.say, heads)), rows, frozenset({1})))


def _done(voice: Voice, lessons: Lessons) -> Section:
    title = voice.say(WORDS.t_done)
    actions = ((item.title, item.outcome or "–") for item in lessons.actions)
    issues = ((issue.title, issue.resolution or "–") for issue in lessons.issues)
    rows = (*actions, *issues)
    heads = (voice.say(WORDS.c_what), voice.say(WORDS.c_outcome))
    return Section(title, () if rows else (voice.say(WORDS.n_none),), Table(heads, rows[: 3 * SHOWN]))
