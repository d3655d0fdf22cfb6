"""The sheet of phase 3: training against the marks, who lacks what, super users, the user of the month."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime

from playbooks.model.award import Award
from playbooks.model.figure import plain
from playbooks.model.gates.wording import department_name, share
from playbooks.model.learner_award import LearnerPlace
from playbooks.model.phase import PhaseKey
from playbooks.model.text import Text
from playbooks.model.training_standing import (
    RuleStanding,
    department_standings,
    learners,
    rule_standings,
    strictest,
)
from tasks.adapters.render.artifact_wording import ARTIFACTS as WORDS
from tasks.adapters.render.diagnosis_sheet import super_user_rows
from tasks.adapters.render.sheet import Row, Section, Sheet, Table
from tasks.adapters.render.voice import Voice

#: More names than these help nobody on one page.
NAMED, PLACES = 40, 5

_PHASE = PhaseKey.ADOPTION


@dataclass(frozen=True, slots=True, kw_only=True)
class MonthFacts:
    """The award of a month: by usage where it is known, else by training and issues; a remark says why."""

    month: str
    award: Award | None
    learners: tuple[LearnerPlace, ...]
    remark: Text | None


def training_sheet(voice: Voice, month: MonthFacts, *, now: datetime) -> Sheet:
    """Return the sheet as things stand at a moment."""
    sections = (
        _marks(voice, now),
        *_matrix(voice, now),
        _lacking(voice, now),
        _super_users(voice),
        _award(voice, month),
    )
    return Sheet(title=voice.say(WORDS.training, title=voice.say(voice.rollout.title)), sections=sections)


def _marks(voice: Voice, now: datetime) -> Section:
    title, standings = voice.say(WORDS.t_marks), rule_standings(voice.rollout, _PHASE, now)
    if not standings:
        return Section(title, (voice.say(WORDS.n_no_training_gate),))
    heads = (WORDS.c_gate, WORDS.c_whom, WORDS.c_met, WORDS.c_rate, WORDS.c_needed, WORDS.c_state)
    rows = tuple(_mark_row(voice, standing) for standing in standings)
    return Section(title, (), Table(tuple(map(voice.say, heads)), rows, frozenset({2, 3})))


def _mark_row(voice: Voice, standing: RuleStanding) -> Row:
    rule = standing.rule
    needed = WORDS.n_mark_plain if rule.pass_score is None else WORDS.n_mark
    return (
        voice.gate(standing.gate),
        voice.say(rule.label),
        f"{standing.met}/{standing.total}",
        f"{share(standing.met, standing.total)}%" if standing.total else "–",
        voice.say(needed, completion=plain(rule.completion), score=rule.pass_score),
        voice.say(WORDS.n_reached if standing.reached else WORDS.n_short),
    )


def _matrix(voice: Voice, now: datetime) -> Iterator[Section]:
    """Show departments down and levels across; without records there is nothing to show."""
    rules, standings = strictest(voice.rollout, _PHASE), department_standings(voice.rollout, _PHASE, now)
    if not rules:
        return
    title = voice.say(WORDS.t_matrix)
    if not standings:
        yield Section(title, (voice.say(WORDS.n_no_training),))
        return
    cells = {(one.department, one.rule.label.en): f"{one.met}/{one.total}" for one in standings}
    rows = tuple(
        (
            voice.say(department_name(voice.rollout.team, department)),
            *(cells.get((department, rule.label.en), "–") for rule in rules),
        )
        for department in dict.fromkeys(one.department for one in standings)
    )
    heads = (voice.say(WORDS.c_department), *(voice.say(rule.label) for rule in rules))
    yield Section(title, (), Table(heads, rows, frozenset(range(1, len(heads)))))


def _lacking(voice: Voice, now: datetime) -> Section:
    title, found = voice.say(WORDS.t_lacking), learners(voice.rollout, _PHASE, now)
    if not found:
        known = department_standings(voice.rollout, _PHASE, now)
        return Section(title, (voice.say(WORDS.n_all_trained if known else WORDS.n_no_training),))
    labels = {(rule.tier, rule.level): rule.label for rule in strictest(voice.rollout, _PHASE)}
    rows = tuple(
        (
            voice.say(department_name(voice.rollout.team, one.department)),
            voice.person(one.person),
            " / ".join(voice.say(labels[one.tier, level]) for level in one.lacking),
        )
        for one in found[:NAMED]
    )
    heads = (WORDS.c_department, WORDS.c_person, WORDS.c_lacking)
    more = (voice.say(WORDS.n_more, count=len(found) - NAMED),) if len(found) > NAMED else ()
    return Section(title, more, Table(tuple(map(voice.say, heads)), rows))


def _super_users(voice: Voice) -> Section:
    rows = tuple(super_user_rows(voice, _PHASE))
    title = voice.say(WORDS.t_super_users)
    if not rows:
        return Section(title, (voice.say(WORDS.n_no_roster),))
    heads = (WORDS.c_slot, WORDS.c_people, WORDS.c_needed, WORDS.c_state)
    return Section(title, (), Table(tuple(map(voice.say, heads)), rows, frozenset({2})))


def _award(voice: Voice, month: MonthFacts) -> Section:
    title = voice.say(WORDS.t_award, month=month.month)
    rows = tuple(_usage_rows(voice, month) if month.award else _learner_rows(voice, month))
    remarks = (voice.say(month.remark),) if month.remark else ()
    if not rows:
        return Section(title, (*remarks, voice.say(WORDS.n_award_none)))
    winners = voice.listed(row[1] for row in rows if row[0] == "1")
    first = voice.say(WORDS.n_award, people=winners, points=rows[0][3])
    heads = (WORDS.c_rank, WORDS.c_person, WORDS.c_department, WORDS.c_points, WORDS.c_made_of)
    return Section(title, (*remarks, first), Table(tuple(map(voice.say, heads)), rows, frozenset({0, 3})))


def _usage_rows(voice: Voice, month: MonthFacts) -> Iterator[Row]:
    for place in month.award.places if month.award else ():
        if place.place <= PLACES:
            parts = voice.say(
                WORDS.n_usage_points, days=place.days, records=place.records, issues=place.issues
            )
            department = voice.say(department_name(voice.rollout.team, place.department))
            yield (f"{place.place}", voice.person(place.person), department, f"{place.points}", parts)


def _learner_rows(voice: Voice, month: MonthFacts) -> Iterator[Row]:
    for place in month.learners:
        if place.place <= PLACES:
            parts = voice.say(
                WORDS.n_learner_points, levels=place.levels, scores=place.scores, issues=place.issues
            )
            department = voice.say(department_name(voice.rollout.team, place.department))
            yield (f"{place.place}", voice.person(place.person), department, f"{place.points}", parts)
