"""Which Home tabs are published anew: those still open, that something concerns, no more than Slack takes."""

import asyncio
from datetime import UTC, datetime, timedelta

import pytest

from flows.entrypoints.slack_app.homes import A_MINUTE, AT_MOST, FOLLOWED_FOR, MINUTE, Homes, Shown
from tasks.adapters.slack.directory import Account

NOW = datetime(2026, 3, 2, 1, 0, tzinfo=UTC)
CRM = Shown("as it was", frozenset({"crm"}), frozenset({"crm", "erp"}))


def followed(count: int = 1, shown: Shown = CRM) -> tuple[Homes, list[Account]]:
    """Return tabs that are open, and whose."""
    homes, people = Homes(), [Account("T", f"U{number}") for number in range(count)]
    for who in people:
        homes.opened(who, NOW)
        homes.showing(who, shown)
    return homes, people


def renewed(homes: Homes, now: datetime = NOW) -> list[str]:
    """Let one round go, in which each tab that is looked at is published; return whose."""
    looked: list[str] = []

    async def renew(who: Account) -> bool:
        looked.append(who.user)
        return True

    asyncio.run(homes.renewed(renew, now))
    return looked


@pytest.mark.parametrize(("rollout", "looked"), [("crm", ["U0"]), ("erp", []), ("begun since", ["U0"])])
def test_only_tabs_that_a_change_may_concern_are_looked_at(rollout: str, looked: list[str]) -> None:
    """One's own rollouts, and those that were not there when the tab was published."""
    homes, _ = followed()
    homes.changed([rollout], NOW)
    assert renewed(homes) == looked


def test_many_changes_are_one_look() -> None:
    """However often something happens before the round."""
    homes, _ = followed()
    for _ in range(50):
        homes.changed(["crm"], NOW)
    assert (renewed(homes), renewed(homes)) == (["U0"], [])


def test_a_tab_is_not_followed_for_ever() -> None:
    """Whoever opens it again is shown it anyway."""
    homes, _ = followed()
    homes.changed(["crm"], NOW + FOLLOWED_FOR + timedelta(seconds=1))
    assert renewed(homes) == []


def test_the_tabs_opened_last_are_followed() -> None:
    """A company of any size costs the same."""
    homes, _ = followed(AT_MOST + 5)
    homes.changed(["crm"], NOW)
    assert renewed(homes)[0] == "U5"


def test_no_more_are_published_than_slack_takes() -> None:
    """The others wait until there is room; none is dropped."""
    homes, people = followed(A_MINUTE + 5)
    homes.changed(["crm"], NOW)
    assert len(renewed(homes)) == A_MINUTE
    assert renewed(homes, NOW + MINUTE / 2) == []
    late = renewed(homes, NOW + MINUTE + timedelta(seconds=1))
    assert late == [who.user for who in people[A_MINUTE:]]


def test_what_shows_the_same_is_not_published() -> None:
    """A tab nobody has opened shows nothing."""
    homes, (who,) = followed()
    other = Shown("as it is", CRM.rollouts, CRM.known)
    assert [homes.differs(who, shown) for shown in (CRM, other)] == [False, True]
    assert not homes.differs(Account("T", "U9"), other)


def test_a_change_during_a_round_is_looked_at_too() -> None:
    """By the round that is under way; whoever asks meanwhile does not wait."""
    homes, (who,) = followed()
    looked: list[str] = []

    async def renew(_: Account) -> bool:
        looked.append(who.user)
        if len(looked) == 1:
            homes.changed(["crm"], NOW)
            await homes.renewed(renew, NOW)
        return True

    homes.changed(["crm"], NOW)
    asyncio.run(homes.renewed(renew, NOW))
    assert looked == ["U0", "U0"]
