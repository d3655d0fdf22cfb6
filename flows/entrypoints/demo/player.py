"""Plays a story: every step goes through the desk like anybody's and must come out as the story says."""

from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from zoneinfo import ZoneInfo

from config.example.drift import let_drift
from config.example.targets import put_in_place
from flows.entrypoints.cli.data_recording import keep, wishes
from flows.entrypoints.cli.speaker import Speaker
from flows.entrypoints.demo import story as s
from flows.entrypoints.demo.data_desk import DataDesk
from flows.entrypoints.demo.hands import AtTheDesk, Hands
from flows.entrypoints.demo.narrator import Narrator
from flows.entrypoints.demo.news import News
from flows.entrypoints.demo.runs import Runs
from flows.entrypoints.demo.scripted_wish import ScriptedWish, StoryError, instant
from playbooks.model import commands as c
from playbooks.model import events as e
from playbooks.model.evidence import Reconciliation
from playbooks.model.organisation import Organisation
from playbooks.model.phrase import phrase
from playbooks.model.reconciliation_summary import headline
from playbooks.model.refusal import Refusal, RefusalCode
from playbooks.model.rollout import Rollout
from playbooks.model.verdict import Outcome
from tasks.adapters.clocks import RehearsalClock
from tasks.adapters.office import Office
from tasks.adapters.organisation import read_organisation
from tasks.adapters.ports import Answer
from tasks.adapters.sources.binder import Binder


@dataclass(slots=True, kw_only=True)
class Player:
    """Acts a story out; `runs` is what Prefect does meanwhile, or its stand-in."""

    office: Office
    clock: RehearsalClock
    company: Path
    runs: Runs
    narrator: Narrator
    story: s.Story
    hands: Hands | None = None
    _desk: AtTheDesk = field(init=False)
    _company: Organisation = field(init=False)
    _news: News = field(init=False)
    _wish: ScriptedWish = field(init=False)
    _last: datetime | None = field(default=None, init=False)

    def __post_init__(self) -> None:
        """Read who the company is, and open the ledger."""
        self._company = read_organisation(self.office.company)
        self._desk = AtTheDesk(self.office)
        self._news = News(self.office, self.story.rollout)
        self._wish = ScriptedWish(self.office, self.company, self.story)

    def play(self) -> None:
        """Play all scenes; raises StoryError naming the step that came out otherwise."""
        for scene in self.story.scenes:
            self.narrator.scene(scene)
            for number, step in enumerate(scene.steps, start=1):
                try:
                    self._play_step(scene, step, first=number == 1)
                except StoryError as error:
                    raise StoryError(
                        "{rollout}, {scene!r}, step {number} ({do}): {reason}",
                        rollout=self.story.rollout,
                        scene=scene.title,
                        number=number,
                        do=step.do,
                        reason=error,
                    ) from error

    def be_turned_away(self, at: str) -> None:
        """Make the first wish on a day when what its system stands on is not in use: it must be refused."""
        start = self.story.start
        self._move_calendar(at)
        self._submit(start.who[0], self._wish.command(start), RefusalCode.NOT_READY)

    @property
    def state(self) -> Rollout:
        """Return the rollout as it stands."""
        return self.office.rollout(self.story.rollout)

    def _play_step(self, scene: s.Scene, step: s.AnyStep, *, first: bool) -> None:
        if step.at is not None:
            self._move_calendar(step.at)
        if first and not isinstance(step, s.Start):
            self._wait_for(scene)
        if step.say is not None:
            self.narrator.say(step.say)
        self._act(step)
        if isinstance(step, s.Start):
            self._wait_for(scene)
        self._tell_news()

    def _tell_news(self) -> None:
        latest = self._news.latest()
        self.narrator.news(self.state, latest)
        for event in latest:
            if isinstance(event, e.EvidenceRecorded) and isinstance(event.evidence.payload, Reconciliation):
                result = event.evidence.payload.result
                binder = Binder.of(self.office.home, self.state, event.evidence.key)
                self.narrator.report(headline(result), binder.report(result, self.narrator.language))

    def _wait_for(self, scene: s.Scene) -> None:
        self.runs.opened(self.story.rollout, scene.phase)
        self._news.latest()  # how the gates stand at the beginning is shown as a whole
        self.narrator.gates(self.state, scene.phase, self.office.clock.now())

    def _move_calendar(self, moment: str) -> None:
        zone = self._company.working_calendar.time_zone
        there = instant(moment, zone)
        if self._last is not None and there < self._last:
            raise StoryError("the story goes back in time at {moment}; put its steps in order", moment=moment)
        self._last = there
        # Time runs on while Prefect works; the calendar never goes back for that.
        if not self.clock.file.exists() or there > self.clock.now():
            self.clock.set(there)
        self.narrator.day(there.astimezone(ZoneInfo(zone)))

    def _act(self, step: s.AnyStep) -> None:
        match step:
            case s.Sweep():
                self.runs.swept(self.story.rollout)
            case s.Retro():
                self.runs.looked_back(self.story.rollout)
            case s.Load() | s.Drift():
                self._change_system(step)
            case s.Govern():
                self._govern(step)
            case s.Expect():
                self._expect(step)
            case _:
                for person in step.who:
                    self._submit(person, self._wish.command(step), step.refused)
        if isinstance(step, s.Decide):
            self.runs.settled(self.story.rollout)

    def _change_system(self, step: s.Load | s.Drift) -> None:
        if isinstance(step, s.Load):
            put_in_place(self.company, system=self.story.playbook, load=step.load)
        else:
            let_drift(self.company, system=self.story.playbook)

    def _govern(self, step: s.Govern) -> None:
        language, who = self.office.language, step.who[0]
        found = DataDesk(self.company, language).work(step)
        self.narrator.found(self._company.team.name(who), found.said)
        if found.finding is None:
            return
        keep(self.office.store, found.finding)
        now, by = self.office.clock.now(), step.performed_by
        for wish in wishes(found.finding, step.evidence, Speaker(language), observed_at=now, by=by):
            self._submit(who, wish, step.refused)

    def _submit(self, person: str, command: c.Command, refused: RefusalCode | None) -> None:
        # What is going to be refused has no button; it comes by the command line.
        hands = self._desk if refused or self.hands is None else self.hands
        answer = hands.act(self.story.rollout, person, command)
        rollout = self.office.store.rollout(self.story.rollout)
        self.narrator.answer(rollout, self._company.team.name(person), command, answer=answer)
        found = answer.code if isinstance(answer, Refusal) else None
        if found is not refused:
            raise _surprise(person, command, answer, refused=refused)
        self.office.dispatcher.deliver()

    def _expect(self, step: s.Expect) -> None:
        state, now = self.state, self.office.clock.now()
        verdict = state.verdict(step.gate)
        found = verdict.outcome if verdict else None
        if verdict is None or found is not step.outcome:
            reason = verdict.reason if verdict else phrase("it was not judged")
            raise StoryError(
                "gate {gate!r} should be {outcome}, it is {found}: {reason}",
                gate=step.gate,
                outcome=step.outcome,
                found=found,
                reason=reason,
            )
        if state.waived(step.gate, now) != step.waived:
            raise StoryError(
                "gate {gate!r} should be {wanted}",
                gate=step.gate,
                wanted=phrase("waived") if step.waived else phrase("without a waiver"),
            )
        if step.waived or verdict.outcome is Outcome.PENDING:  # anything else was told when it happened
            self.narrator.verdict(state, verdict, waived=step.waived)


def _surprise(person: str, command: c.Command, answer: Answer, *, refused: RefusalCode | None) -> StoryError:
    granted = phrase("granted")
    return StoryError(
        "{command} by {person} should be {wanted}, it was {found}",
        command=command.kind,
        person=person,
        wanted=phrase("refused ({code})", code=refused) if refused else granted,
        found=phrase("refused: {reason}", reason=answer.reason) if isinstance(answer, Refusal) else granted,
    )
