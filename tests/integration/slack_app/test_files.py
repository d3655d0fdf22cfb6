"""Files that come with a form: kept under their digest, named in the ledger."""

from hashlib import sha256

import pytest

from flows.entrypoints.slack_app.field_error import FieldError
from flows.entrypoints.slack_app.files import Files
from flows.entrypoints.workspace import Fault
from playbooks.model.errors import InputError
from tests.simulators.slack_world import SlackWorld

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
