"""Cards that are written together: a button counts as soon as it stands there, however long the other cards take."""

import threading
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from tests.integration.conftest import wait_until
from tests.simulators.slack_table import PaperSlack, Payload, SlackTable, copied

pytestmark = pytest.mark.anyio


class HaltingSlack(PaperSlack):
    """Takes its time over one card."""

    def __init__(self) -> None:
        super().__init__()
        self.slow = ""
        self.go_on = threading.Event()

    def chat_update(self, *, channel: str, ts: str, **message: object) -> Payload:
        """Change a message, the slow one when told to go on."""
        if ts == self.slow:
            assert self.go_on.wait(30)
        return super().chat_update(channel=channel, ts=ts, **message)


@pytest.fixture
def slack() -> HaltingSlack:
    """A Slack that can be halted."""
    return HaltingSlack()


@pytest.fixture
def table(begun_home: Path, tmp_path: Path, slack: HaltingSlack) -> Iterator[SlackTable]:
    """The company, with two people asked to sign."""
    with copied(begun_home, tmp_path, slack) as opened:
        opened.record()
        opened.ask()
        yield opened


async def test_a_button_counts_while_another_card_is_being_written(
    table: SlackTable, slack: HaltingSlack
) -> None:
    """Fay's card shows the new paper and can be pressed, although Slack is still busy with Finn's."""
    before, slack.slow = table.card("fay"), table.card("finn").ts
    with ThreadPoolExecutor(1) as other:
        redrawn = other.submit(table.record, "cd" * 32)
        try:
            wait_until(lambda: table.card("fay").revision > before.revision, patience=10)
            assert not redrawn.done()
            pressed = table.handle(table.card("fay"), "gate_approve")
            assert await table.press("fay", table.card("fay"), pressed) is not None
        finally:
            slack.go_on.set()
        redrawn.result()
    assert table.card("finn").seen == table.card("fay").seen
