"""What people said at a gate: in one order, in the reader's language, as plain text."""

import pytest

from playbooks.model import commands as c
from playbooks.model.attachment import Attachment
from playbooks.model.text import Language
from tasks.adapters.render.remarks import remark_line, remarks, spelled_size
from tasks.adapters.render.voice import Voice
from tests.simulators.facts import DIGEST, document
from tests.simulators.rollouts import Play

PAPER, SIGNED = "initiation.paper", "initiation.signed"


def spoken() -> Play:
    """Return a play in which one signed, one said no and one remarked, an hour apart."""
    play = Play.opened()
    play.record(PAPER, document())
    play.granted(c.CommentOnGate(gate=SIGNED, text="see page 3"), by="chen_hao")
    play.clock.forward(hours=1)
    play.granted(c.GiveSignOff(gate=SIGNED, seen=play.seen(SIGNED), comment="fine"), by="wang_fang")
    play.clock.forward(hours=1)
    no = c.RejectSignOff(gate=SIGNED, seen=play.seen(SIGNED), reason="page 3 is missing")
    play.granted(no, by="zhou_min")
    play.granted(c.CommentOnGate(gate=PAPER, text="elsewhere"), by="chen_hao")
    return play


def test_yes_no_and_remarks_stand_in_the_order_in_which_they_were_said() -> None:
    """Those of other gates are left out."""
    said = remarks(spoken().rollout, SIGNED)
    assert [remark.text for remark in said] == ["see page 3", "fine", "page 3 is missing"]


@pytest.mark.parametrize(
    ("language", "line"),
    [
        (Language.ZH, "2026-03-02 09:00 陈浩 评论：see page 3"),
        (Language.EN, "2026-03-02 09:00 Chen Hao, Comment: see page 3"),
    ],
)
def test_a_remark_is_one_line(language: Language, line: str) -> None:
    """Who, when, what."""
    rollout = spoken().rollout
    assert remark_line(remarks(rollout, SIGNED)[0], Voice(language, rollout)) == line


def test_a_remark_names_its_files() -> None:
    """With their size."""
    rollout = spoken().rollout
    files = (Attachment(name="minutes.pdf", digest=DIGEST, size=2_310_000),)
    comment = rollout.comments[0].model_copy(update={"attachments": files})
    rollout = rollout.model_copy(update={"comments": (comment,)})
    (said, *_) = remarks(rollout, SIGNED)
    assert remark_line(said, Voice(Language.EN, rollout)).endswith("(attached: minutes.pdf, 2.2 MB)")


def test_words_cannot_break_out_of_their_line() -> None:
    """Line breaks and turned directions are gone."""
    rollout = spoken().rollout
    comment = rollout.comments[0].model_copy(update={"text": "one\n\n# two\u202e"})
    rollout = rollout.model_copy(update={"comments": (comment,)})
    line = remark_line(remarks(rollout, SIGNED)[0], Voice(Language.EN, rollout))
    assert line.endswith(": one # two")


@pytest.mark.parametrize(
    ("size", "spelled"),
    [
        (1, "1 B"),
        (1023, "1023 B"),
        (1024, "1 KB"),
        (1_034_567, "1010.3 KB"),
        (20 * 2**20, "20 MB"),
        (2**40, "1024 GB"),
    ],
)
def test_sizes_are_said_as_people_say_them(size: int, spelled: str) -> None:
    """One digit behind the point is enough."""
    assert spelled_size(size) == spelled
