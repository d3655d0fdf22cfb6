"""From a form in Slack to the evidence: a link of the person's own to the decision page, where one is set up."""

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from config.settings import Settings
from flows.entrypoints.slack_app.running import watch_over
from flows.entrypoints.workspace import check_view
from tasks.adapters.invitations import PATH, Invitations
from tests.simulators.slack_table import SlackTable, copied
from tests.simulators.slack_world import GATE, variables

pytestmark = pytest.mark.anyio
URL = "https://gates.test.example"


@pytest.fixture
def table(begun_home: Path, tmp_path: Path) -> Iterator[SlackTable]:
    """A gate that waits for sign-offs, and a decision page beside Slack."""
    with copied(begun_home, tmp_path) as laid:
        laid.record()
        laid.ask()
        yield laid


def with_page(table: SlackTable, url: str | None = URL) -> Invitations:
    """Set the decision page up."""
    made = Invitations(store=table.office.store, clock=table.office.clock, key=b"k" * 32, url=url)
    table.door = replace(table.door, invitations=made)
    return made


async def address(table: SlackTable, action: str = "gate_approve") -> str:
    """Return where the form behind a button leads, or nothing."""
    card = table.card("fay")
    view = await table.press("fay", card, table.handle(card, action))
    assert view is not None
    assert check_view(view) == []
    pieces = [
        piece for block in view["blocks"] for group in block.get("elements", ()) for piece in _pieces(group)
    ]
    return next((str(piece["url"]) for piece in pieces if piece.get("type") == "link"), "")


def _pieces(group: object) -> list[dict[str, object]]:
    found = group.get("elements") if isinstance(group, dict) else None
    return [piece for piece in found if isinstance(piece, dict)] if isinstance(found, list) else []


@pytest.mark.parametrize("action", ["gate_approve", "gate_reject", "gate_ask"])
async def test_a_form_leads_to_the_evidence(table: SlackTable, action: str) -> None:
    """The link is the person's own, about this gate, and good at the page."""
    made = with_page(table)
    found = await address(table, action)
    assert found.startswith(f"{URL}{PATH}")
    said = made.read(found.removeprefix(f"{URL}{PATH}"))
    assert (said.person, said.about, said.rollout) == ("fay", GATE, table.rollout.key)


async def test_each_form_has_a_link_of_its_own(table: SlackTable) -> None:
    """A decision by one link does not use another one up."""
    made = with_page(table)
    ids = {made.read((await address(table)).rpartition("/")[2]).id for _ in range(2)}
    assert len(ids) == 2


async def test_without_a_page_there_is_no_link(table: SlackTable) -> None:
    """Neither before it is set up, nor where it has no public address."""
    assert await address(table) == ""
    with_page(table, None)
    assert await address(table) == ""


async def test_the_running_app_knows_the_page_of_the_settings(table: SlackTable, tmp_path: Path) -> None:
    """Where it is set up, and nowhere else."""
    for more in ({"PHASEGATE_PORTAL_URL": URL}, {}):
        settings = Settings.from_environment(variables(tmp_path / "home") | more)
        made = watch_over(settings, table.office, table.door.slack, token="xoxb").door.invitations  # noqa: S106  # no secret
        assert made is not None
        assert made.url == (URL if more else None)
