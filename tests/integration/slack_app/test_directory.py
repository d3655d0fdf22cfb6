"""Who is who: by the map, by the confirmed address, and nobody else; what Slack said counts for a minute."""

import asyncio
from collections.abc import Mapping
from dataclasses import replace

import pytest

from flows.entrypoints.workspace import Fault, Member
from playbooks.model.errors import InputError
from playbooks.model.stakeholder import Team
from tasks.adapters.slack.client import web_client
from tasks.adapters.slack.directory import FRESH_SECONDS, GUEST, UNCHECKED, UNKNOWN, Account, Directory
from tasks.adapters.slack.errors import StrangerError
from tests.simulators.slack_world import USERS, SlackWorld

pytestmark = pytest.mark.anyio

HOME = "T0LOCAL001"


def directory(world: SlackWorld, accounts: Mapping[str, str] | None = None) -> Directory:
    """Return a directory of its own, on a clock that stands still."""
    client = web_client(world.workspace.bot_token, world.workspace.api_url)
    return Directory(client, accounts or {}, tick=lambda: 0.0)


async def found(people: Directory, user: str, team: Team) -> str:
    """Return whose account this is, or why nobody's."""
    try:
        return (await asyncio.to_thread(people.person, Account(HOME, user), team)).key
    except StrangerError as error:
        return error.text.en


async def test_the_address_counts_in_any_case(world: SlackWorld) -> None:
    """The organisation writes it otherwise than Slack does."""
    assert await found(directory(world), USERS["fay"], world.rollout.team) == "fay"


@pytest.mark.parametrize(("accounts", "whose"), [({}, UNKNOWN.en), ({f"{HOME}:U0MAPPED": "fred"}, "fred")])
async def test_the_map_goes_first(world: SlackWorld, accounts: dict[str, str], whose: str) -> None:
    """Fred's account has a private address."""
    assert await found(directory(world, accounts), "U0MAPPED", world.rollout.team) == whose


async def test_a_map_to_somebody_who_left_opens_nothing(world: SlackWorld) -> None:
    """The person has to be active in this rollout."""
    people = directory(world, {f"{HOME}:U0GONE": "gone"})
    assert await found(people, "U0GONE", world.rollout.team) == UNKNOWN.en


async def test_one_address_of_two_people_is_nobodys(world: SlackWorld) -> None:
    """Nobody can tell who it was."""
    team = world.rollout.team
    finn = next(person for person in team.people if person.key == "finn")
    twin = finn.model_copy(update={"key": "twin", "email": "fay@test.example"})
    doubled = team.model_copy(update={"people": (*team.people, twin)})
    assert await found(directory(world), USERS["fay"], doubled) == UNKNOWN.en


async def test_while_slack_is_silent_nobody_is_known(world: SlackWorld) -> None:
    """Closed, and open again as soon as Slack answers."""
    people, team = directory(world), world.rollout.team
    world.workspace.faults.add("users.info", Fault(error="internal_error"))
    assert await found(people, USERS["fay"], team) == UNCHECKED.en
    assert await found(people, USERS["fay"], team) == "fay"


async def test_what_slack_said_counts_for_a_minute(world: SlackWorld) -> None:
    """Then it is asked again."""
    now = [0.0]
    people, team = directory(world), world.rollout.team
    people.tick = lambda: now[0]
    first = await found(people, USERS["fay"], team)
    member = world.workspace.state.directory.members[USERS["fay"]]
    world.workspace.add_member(replace(member, guest=True))
    second = await found(people, USERS["fay"], team)
    now[0] = FRESH_SECONDS + 1
    assert (first, second, await found(people, USERS["fay"], team)) == ("fay", "fay", GUEST.en)


async def test_whom_slack_does_not_know_cannot_be_written_to(world: SlackWorld) -> None:
    """The sentence names the person and the fix."""
    person = world.rollout.team.person("gone")
    assert person is not None
    world.workspace.add_member(Member(id="U0GONE", name="Gone", email="gone@test.example", deactivated=True))
    with pytest.raises(InputError, match="nobody under the address of gone"):
        await asyncio.to_thread(directory(world).user, person)
