"""The sheet of phase 1: pain points ranked, goals held against SMART, vendors compared, the team's slots."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal

from playbooks.model.diagnosis import RankedPoint
from playbooks.model.evidence import Assignment, Goals, Roster
from playbooks.model.figure import measured
from playbooks.model.gates.roster import RosterGate, RosterSlot
from playbooks.model.gates.wording import department_name
from playbooks.model.goal import GoalDraft
from playbooks.model.phase import PhaseKey
from playbooks.model.stakeholder import Team
from playbooks.model.text import Text
from playbooks.model.training_standing import super_users
from playbooks.model.vendor_selection import ScoreCard, compared
from tasks.adapters.render.artifact_wording import ARTIFACTS as WORDS
from tasks.adapters.render.sheet import Row, Section, Sheet, Table
from tasks.adapters.render.voice import Voice


@dataclass(frozen=True, slots=True, kw_only=True)
class DiagnosisFacts:
    """What the sheet is made of beside the rollout; a remark stands for what could not be read."""

    ranking: tuple[RankedPoint, ...]
    pain_remark: Text | None
    card: ScoreCard | None
    card_remark: Text | None


def diagnosis_sheet(voice: Voice, facts: DiagnosisFacts) -> Sheet:
    """Return the sheet."""
    sections = (_pain(voice, facts), _goals(voice), _vendors(voice, facts), *_team(voice))
    return Sheet(title=voice.say(WORDS.diagnosis, title=voice.say(voice.rollout.title)), sections=sections)


def _pain(voice: Voice, facts: DiagnosisFacts) -> Section:
    title = voice.say(WORDS.t_pain)
    if not facts.ranking:
        return Section(title, (voice.say(facts.pain_remark or WORDS.n_no_pain),))
    heads = (
        WORDS.c_rank,
        WORDS.c_pain,
        WORDS.c_department,
        WORDS.c_burden,
        WORDS.c_share,
        WORDS.c_priority,
        WORDS.c_systems,
    )
    rows = tuple(_pain_row(voice, point) for point in facts.ranking)
    return Section(
        title, (_pull(voice, facts.ranking),), Table(tuple(map(voice.say, heads)), rows, frozenset({0, 3, 4}))
    )


def _pain_row(voice: Voice, ranked: RankedPoint) -> Row:
    point = ranked.point
    return (
        f"{ranked.rank}",
        voice.say(point.title),
        voice.say(department_name(voice.rollout.team, point.department)),
        f"{ranked.burden:,.0f}",
        f"{ranked.share:.1f}%",
        voice.say(ranked.priority.label),
        voice.listed(point.systems) or "–",
    )


def _pull(voice: Voice, ranking: Sequence[RankedPoint]) -> str:
    """Say how much of what hurts this system would cure."""
    own = [ranked for ranked in ranking if voice.rollout.playbook.name in ranked.point.systems]
    if not own:
        return voice.say(WORDS.n_pull_none)
    share, burden = sum(point.share for point in own), sum(point.burden for point in own)
    return voice.say(WORDS.n_pull, share=f"{share:.0f}", burden=f"{burden:,.0f}")


def _goals(voice: Voice) -> Section:
    """Show the goals on record; while there are none, the playbook's drafts with what they lack."""
    title, on_record = voice.say(WORDS.t_goals), _goals_on_record(voice)
    goals = on_record or voice.rollout.playbook.goals
    if not goals:
        return Section(title, (voice.say(WORDS.n_no_goals),))
    notes = () if on_record else (voice.say(WORDS.n_goals_draft),)
    return Section(title, notes, goal_table(voice, goals))


def goal_table(voice: Voice, goals: Iterable[GoalDraft]) -> Table:
    """Return goals, a row each, with what they lack of SMART."""
    heads = (WORDS.c_goal, WORDS.c_figures, WORDS.c_due, WORDS.c_owner, WORDS.c_smart)
    rows = tuple(_goal_row(voice, goal) for goal in goals)
    return Table(tuple(map(voice.say, heads)), rows)


def _goals_on_record(voice: Voice) -> tuple[GoalDraft, ...]:
    payloads = (evidence.payload for evidence in voice.rollout.evidence.values())
    return tuple(goal for payload in payloads if isinstance(payload, Goals) for goal in payload.goals)


def _goal_row(voice: Voice, goal: GoalDraft) -> Row:
    letters = voice.listed(voice.say(letter.label) for letter in goal.missing_letters())
    target = "–" if goal.target is None else voice.say(measured(goal.target, goal.unit or ""))
    figures = f"{voice.figure(goal.baseline)} → {target}"
    owner = voice.person(goal.owner) if goal.owner else "–"
    smart = voice.say(WORDS.n_letters, letters=letters) if letters else voice.say(WORDS.n_smart)
    return (voice.say(goal.title), figures, voice.date(goal.due), owner, smart)


def _vendors(voice: Voice, facts: DiagnosisFacts) -> Section:
    title, card = voice.say(WORDS.t_vendors), facts.card
    if card is None:
        return Section(title, (voice.say(facts.card_remark or WORDS.add_score_card),))
    heads = (WORDS.c_rank, WORDS.c_vendor, WORDS.c_score, WORDS.c_quote, WORDS.c_beyond)
    total = voice.say(WORDS.c_total, years=card.years)
    table = Table(
        (*map(voice.say, heads), total), tuple(_vendor_rows(voice, card)), frozenset({0, 2, 3, 4, 5})
    )
    return Section(title, tuple(_vendor_notes(voice, card)), table)


def _vendor_notes(voice: Voice, card: ScoreCard) -> Iterator[str]:
    if card.choice is not None and card.reason is not None:
        yield voice.say(WORDS.n_chosen, name=voice.say(card.choice.name), reason=voice.say(card.reason))
    yield from map(voice.say, compared(card).findings)


def _vendor_rows(voice: Voice, card: ScoreCard) -> Iterator[Row]:
    for place in compared(card).ranking:
        one, name = place.candidate, voice.say(place.candidate.name)
        shown = voice.say(WORDS.n_chosen_mark, name=name) if one.key == card.chosen else name
        yield (
            f"{place.rank}",
            shown,
            f"{place.score}",
            f"{one.quote:,.0f}",
            _beyond(one.total - one.quote, one.total),
            f"{one.total:,.0f}",
        )


def _beyond(rest: Decimal, total: Decimal) -> str:
    return f"{rest:,.0f} ({100 * rest / total:.0f}%)" if total else "–"


def _team(voice: Voice) -> Iterator[Section]:
    gates = [
        gate for gate in voice.rollout.plan(PhaseKey.INITIATION).every_gate() if isinstance(gate, RosterGate)
    ]
    title = voice.say(WORDS.t_team)
    if not gates:
        yield Section(title, (voice.say(WORDS.n_no_roster),))
    for gate in gates:
        evidence = voice.rollout.evidence.get(gate.evidence)
        roster = evidence.payload if evidence and isinstance(evidence.payload, Roster) else None
        notes = () if roster else (voice.say(WORDS.n_roster_missing),)
        yield Section(
            f"{title}{voice.colon}{voice.say(gate.title)}",
            notes,
            _slots(voice, gate, roster=roster or Roster()),
        )


def _slots(voice: Voice, gate: RosterGate, *, roster: Roster) -> Table:
    heads = (WORDS.c_slot, WORDS.c_people, WORDS.c_needed, WORDS.c_state)
    slots = (_slot_row(voice, slot, roster=roster) for slot in gate.slots)
    return Table(
        tuple(map(voice.say, heads)), (*slots, *super_user_rows(voice, PhaseKey.INITIATION)), frozenset({2})
    )


def _slot_row(voice: Voice, slot: RosterSlot, *, roster: Roster) -> Row:
    seated = [
        seat
        for seat in roster.assignments
        if seat.slot == slot.role and _present(voice.rollout.team, seat.person)
    ]
    people = voice.listed(_seat(voice, seat) for seat in seated)
    count = len({seat.person for seat in seated})
    return (voice.role(slot.role), people or "–", f"{slot.count}", filled(voice, slot.count - count))


def _seat(voice: Voice, seat: Assignment) -> str:
    deputy = voice.person(seat.deputy) if seat.deputy else voice.say(WORDS.n_no_deputy)
    return voice.person(seat.person) + voice.aside(deputy)


def _present(team: Team, key: str) -> bool:
    person = team.person(key)
    return person is not None and person.active


def filled(voice: Voice, lacking: int) -> str:
    """Return whether enough people are there."""
    return voice.say(WORDS.n_lacks, count=lacking) if lacking > 0 else voice.say(WORDS.n_filled)


def super_user_rows(voice: Voice, phase: PhaseKey) -> Iterator[Row]:
    """Yield a row for each department that a gate of the phase asks super users of."""
    for users in super_users(voice.rollout, phase):
        name = voice.say(department_name(voice.rollout.team, users.department))
        title = voice.say(WORDS.n_super_users, department=name)
        state = filled(voice, users.needed - len(users.people))
        yield (title, voice.people(users.people) or "–", f"{users.needed}", state)
