"""Files that come with a form: kept under their digest, named in the ledger."""

from datetime import timedelta
from hashlib import sha256

import pytest

from flows.entrypoints.slack_app.field_error import FieldError
from flows.entrypoints.slack_app.files import Files
from flows.entrypoints.workspace import Fault
from playbooks.model.commands import GiveSignOff, RejectSignOff
from playbooks.model.errors import InputError
from playbooks.model.phase import PhaseKey
from tasks.adapters.store.messages import MessageKind
from tests.simulators.slack_world import GATE, SlackWorld

pytestmark = pytest.mark.anyio

LETTER = "签字扫描件".encode()


async def test_a_file_is_kept_and_named(world: SlackWorld) -> None:
    """The sign-off names digest and size; the store has the bytes."""
    (fay,) = await world.asked("fay")
    await world.form("fay", fay, "gate_approve")
    human = world.human("fay")
    sent = await human.submit({"comment": "see letter", "files": [human.attach("../letter.pdf", LETTER)]})
    (kept,) = world.rollout.sign_offs[0].attachments
    assert sent.closed
    assert (kept.name, kept.digest, kept.size) == ("letter.pdf", sha256(LETTER).hexdigest(), len(LETTER))
    assert world.office.store.document(kept.digest) == LETTER


@pytest.mark.parametrize("content", [b"", b"x" * 200])
async def test_a_file_that_cannot_be_taken_is_refused(world: SlackWorld, content: bytes) -> None:
    """Empty, or larger than evidence may be."""
    files = Files(world.door.client, world.office.store, limit=100)
    wrong = world.human("fay").attach("letter.pdf", content)
    with pytest.raises(FieldError, match="A file cannot be taken"):
        await files.attached((wrong,), "files")


async def test_a_file_that_is_slow_goes_on_coming_in(world: SlackWorld) -> None:
    """The person is asked to press again, and then it is there."""
    files = Files(world.door.client, world.office.store, limit=100, patience=0.05)
    slow = world.human("fay").attach("letter.pdf", LETTER)
    world.workspace.faults.add("files.info", Fault(delay=0.4))
    with pytest.raises(FieldError, match="press again"):
        await files.attached((slow,), "files")
    await world.until(lambda: world.office.store.document(sha256(LETTER).hexdigest()))
    (kept,) = await files.attached((slow,), "files")
    assert kept.name == "letter.pdf"


@pytest.mark.parametrize(
    "address",
    [
        "http://169.254.169.254/latest/meta-data",
        "https://files.slack.com.evil.example/x",
        "https://user@evil.example/files.slack.com",
        "http://files.slack.com/x",
        "file:///etc/passwd",
        "",
    ],
)
async def test_the_token_goes_to_slack_alone(world: SlackWorld, address: str) -> None:
    """A file anywhere else is not fetched."""
    files = Files(world.door.client, world.office.store, limit=100)
    with pytest.raises(InputError, match="does not lie with Slack"):
        files.require_slack(address)


async def test_a_decision_on_a_phase_brings_files(world: SlackWorld) -> None:
    """Named on record, on the card, and kept; the conversation is the sponsor's own."""
    await world.asked("fay")
    for person in ("fay", "finn"):
        world.wish(GiveSignOff(gate=GATE, seen=world.gate_digest), person)
    sue = await world.card("sue", "initiation")
    modal = await world.form("sue", sue, "phase_hold")
    assert "file_input" in str(modal)
    human = world.human("sue")
    sent = await human.submit({"reason": "after the audit", "files": [human.attach("minutes.pdf", LETTER)]})
    assert sent.closed
    decision = world.rollout.phases[PhaseKey.INITIATION].decision
    assert decision is not None
    (kept,) = decision.attachments
    assert world.office.store.document(kept.digest) == LETTER
    await world.until(lambda: "minutes.pdf" in world.shown(sue))
    assert "Last decision" in world.shown(sue)


async def test_a_request_for_a_waiver_brings_files(world: SlackWorld) -> None:
    """Whoever may grant it finds them on the card, by name and size."""
    fay, _ = await world.asked("fay", "finn")
    world.wish(RejectSignOff(gate=GATE, seen=world.gate_digest, reason="annex missing"), "finn")
    await world.until(lambda: "gate_waive" in world.buttons(fay))
    await world.form("fay", fay, "gate_waive")
    human = world.human("fay")
    until = (world.office.clock.now() + timedelta(days=9)).date().isoformat()
    words = {"owner": "U0MAPPED", "until": until, "reason": "annex follows", "control": "weekly look"}
    assert (await human.submit({**words, "files": [human.attach("annex.pdf", LETTER)]})).closed
    (kept,) = world.rollout.waiver_requests[GATE].attachments
    assert (kept.name, world.office.store.document(kept.digest)) == ("annex.pdf", LETTER)
    sue = await world.card("sue", kind=MessageKind.WAIVER)
    await world.until(lambda: "annex.pdf, 15 B" in world.shown(sue))


async def test_a_card_names_the_files_of_a_yes(world: SlackWorld) -> None:
    """Everybody who was asked sees that there is one."""
    fay, finn = await world.asked("fay", "finn")
    await world.form("fay", fay, "gate_approve")
    human = world.human("fay")
    await human.submit({"comment": "see letter", "files": [human.attach("letter.pdf", LETTER)]})
    await world.until(lambda: "附件：letter.pdf" in world.shown(finn))
