"""What the record tells beyond the state: ends of sign-offs and waivers, attempts, the timeline."""

from datetime import timedelta

from playbooks.model import events as e
from playbooks.model.drift import Drift
from playbooks.model.phase import PhaseKey
from playbooks.model.requirement import Part
from playbooks.model.text import Language
from tasks.adapters.render import history
from tasks.adapters.render.voice import Voice
from tasks.adapters.render.wording import WORDS
from tests.simulators.facts import reconciliation, text
from tests.unit.render.playbook import MIGRATION
from tests.unit.render.story import told


def test_a_lapsed_sign_off_stays_visible_with_its_reason() -> None:
    """The first yes lapsed, the second stands."""
    first, second = history.sign_off_lives(told().records)
    assert first.ended is not None
    assert (first.ended.word, second.ended) == (WORDS.lapsed, None)


def test_a_withdrawal_ends_only_what_stood() -> None:
    """What had lapsed before is not withdrawn again."""
    story = told()
    story.tell("liang", e.SignOffWithdrawn(gate=MIGRATION.key, person="liang", reason="发现新差异"))
    words = [life.ended.word for life in history.sign_off_lives(story.records) if life.ended]
    assert words == [WORDS.lapsed, WORDS.withdrawn]


def test_another_persons_sign_off_is_not_touched() -> None:
    """One person's second thoughts are that person's alone."""
    story = told()
    story.sign(MIGRATION, "sun", "finance")
    story.tell("liang", e.SignOffWithdrawn(gate=MIGRATION.key, person="liang", reason="发现新差异"))
    assert history.sign_off_lives(story.records)[-1].ended is None


def test_a_waiver_ends_with_its_date_even_unrecorded() -> None:
    """Nobody needs to write down that time has passed."""
    story = told()
    assert history.waiver_lives(story.records, story.now)[0].ended is None
    later = history.waiver_lives(story.records, story.now + timedelta(days=30))[0]
    assert later.ended is not None
    assert later.ended.word == WORDS.expired


def test_a_revoked_waiver_says_why() -> None:
    """With the day on which it was taken back."""
    story = told()
    story.tell("lin", e.WaiverRevoked(gate="escrow", reason="协议已签"))
    ended = history.waiver_lives(story.records, story.now)[0].ended
    assert ended is not None
    assert (ended.word, ended.at) == (WORDS.revoked, story.now)


def test_failed_reconciliations_stay_on_the_list() -> None:
    """Three attempts, the last of them clean."""
    assert [attempt.result.agrees for attempt in history.attempts(told().records)] == [False, False, True]


def test_drift_after_sign_off_is_told_between_the_attempts() -> None:
    """Not as an attempt that agrees, whatever was signed."""
    story = told()
    drift = Drift(check="customers", title=text("Customers"), side=Part.TARGET, rows=3)
    story.record("migration", reconciliation().model_copy(update={"drift": (drift,)}))
    found = history.attempts(story.records)[-1].moved
    assert found is not None
    assert found.en == "The data have moved since sign-off: target (Customers): 3 rows more than signed"


def test_being_sent_back_is_found() -> None:
    """One decision in the told rollout."""
    assert [decided.recycle_to for decided in history.sent_back(told().records)] == [PhaseKey.DESIGN]


def test_the_timeline_goes_by_local_day() -> None:
    """Every record in order, a day once, in the rollout's time zone."""
    story = told()
    days = history.timeline(story.records, Voice(Language.ZH, story.rollout))
    assert [day for day, _ in days] == sorted({day for day, _ in days})
    seqs = [moment.seq for _, moments in days for moment in moments]
    assert seqs == [record.seq for record in story.records]
