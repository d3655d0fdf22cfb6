"""The week in the team's channel: what to talk about, the promises of last week, decisions, and the KPIs as charts.

Charts that this workspace does not draw yet are said in words instead; nothing else of the week waits for them.
"""

from collections.abc import Iterator
from dataclasses import dataclass

from slack_sdk.errors import SlackApiError

from playbooks.model.errors import InputError
from playbooks.model.events import PhaseGateDecided
from playbooks.model.retrospective import Retrospective
from playbooks.model.rollout import Rollout
from playbooks.model.talking_points import talking_points
from tasks.adapters.office import Office
from tasks.adapters.render.sentence import told
from tasks.adapters.render.voice import Voice
from tasks.adapters.retrospectives import look_back
from tasks.adapters.slack import wording as w
from tasks.adapters.slack.blocks import Block, context, escaped, header, listing, section
from tasks.adapters.slack.drawing import Drawing
from tasks.adapters.slack.errors import code
from tasks.adapters.slack.kpi_chart import charts, kpi_line
from tasks.adapters.slack.outbound import Outbound
from tasks.adapters.slack.poster import message_id
from tasks.adapters.store.messages import MessageKind, SentMessage

SHOWN = 8
#: What Slack says to blocks that it does not know in this workspace.
_UNKNOWN_BLOCKS = frozenset({"invalid_blocks", "invalid_blocks_format"})


@dataclass(frozen=True, slots=True)
class Weekly:
    """Posts each week that is on record, once, to one channel."""

    office: Office
    slack: Outbound
    channel: str

    def post(self, key: str) -> None:
        """Post the newest week of a rollout, unless it has been."""
        rollout = self.office.rollout(key)
        week = max(rollout.retrospectives, default=None)
        if week is None or rollout.status.over:
            return
        held = look_back(self.office, key, week=week).held
        voice = Voice(self.office.language, rollout)
        text = escaped(voice.say(w.WEEK_TEXT, rollout=voice.say(rollout.title), week=week))
        portions = tuple(charts(voice, tuple(kpi.now for kpi in held.kpis)))
        self._portion(
            rollout, f"{week}.0", Drawing(text, (*week_blocks(voice, held), self._anchor(voice)), closed=True)
        )
        words = kpi_words(voice, held)
        for number, portion in enumerate(portions, start=1):
            drawn = Drawing(text, portion, closed=True)
            plain = Drawing(text, words if number == 1 else (context(text),), closed=True)
            self._portion(rollout, f"{week}.{number}", drawn, plain=plain)

    def _anchor(self, voice: Voice) -> Block:
        """Return the ledger's size and root: who keeps the channel can tell later whether it was rewritten."""
        head = self.office.store.head()
        return context(voice.say(w.WEEK_LEDGER, size=head.size, root=head.root.hex()))

    def _portion(
        self, rollout: Rollout, about: str, drawing: Drawing, *, plain: Drawing | None = None
    ) -> None:
        message = SentMessage(
            id=message_id("week", rollout.key, about),
            kind=MessageKind.WEEK,
            rollout=rollout.key,
            about=about,
            recipient="channel",
            team=self.slack.directory.home(),
        )
        if self.slack.register.intend(message, self.office.clock.now()).sent:
            return
        try:
            self.slack.poster.draw(message.id, lambda _: drawing, to=self.channel)
        except InputError as error:
            cause = error.__cause__
            unknown = isinstance(cause, SlackApiError) and code(cause) in _UNKNOWN_BLOCKS
            if plain is None or not unknown:
                raise
            self.slack.poster.draw(message.id, lambda _: plain, to=self.channel)


def week_blocks(voice: Voice, held: Retrospective) -> tuple[Block, ...]:
    """Return the week in blocks, without its charts."""
    return (
        header(voice.say(w.WEEK_HEAD, week=held.week, rollout=voice.say(voice.rollout.title))),
        section(voice.say(held.headline)),
        *_lists(voice, held),
        context(voice.say(w.WEEK_DIGEST, digest=voice.rollout.retrospectives.get(held.week, "–"))),
    )


def kpi_words(voice: Voice, held: Retrospective) -> tuple[Block, ...]:
    """Return the KPIs as lines."""
    lines = [kpi_line(voice, kpi.now) for kpi in held.kpis if kpi.now.readings]
    return (listing(voice.say(w.WEEK_KPIS), lines[:SHOWN]),) if lines else ()


def _lists(voice: Voice, held: Retrospective) -> Iterator[Block]:
    points = [voice.say(point) for point in talking_points(held, voice.rollout)]
    promises = [
        voice.say(
            w.WEEK_PROMISE,
            progress=voice.say(check.progress.label),
            title=check.item.title,
            person=voice.person(check.item.owner),
        )
        for check in held.promised
    ]
    decisions = [
        said
        for record in held.decisions
        if isinstance(record.event, PhaseGateDecided) and (said := told(record.event, voice)) is not None
    ]
    titled = ((w.WEEK_POINTS, points), (w.WEEK_PROMISES, promises), (w.WEEK_DECISIONS, decisions))
    for title, lines in titled:
        if lines:
            yield listing(voice.say(title), lines[:SHOWN])
