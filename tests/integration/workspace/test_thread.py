"""A workspace beside a program that is not asynchronous, and one that stays open."""

import asyncio

import httpx
import pytest

from flows.entrypoints.workspace import (
    Workspace,
    WorkspaceThread,
    as_members,
    describe,
    keep_open,
    open_workspace,
)
from playbooks.model.stakeholder import Stakeholder
from playbooks.model.text import Language, Text
from tests.integration.workspace.conftest import ANNA, MEMBERS

PERSON = Stakeholder(
    key="lin.guohua",
    name="林国华",
    name_en="Lin Guohua",
    title=Text(zh="总经理", en="General Manager"),
    department="management",
    email="lin.guohua@hengxin.example",
)


def test_a_thread_serves_a_synchronous_program() -> None:
    """People act by `run`, and everything ends with the block."""
    with WorkspaceThread(Workspace(MEMBERS)) as thread:
        channel = thread.workspace.add_channel("open", [ANNA]).id
        thread.run(thread.workspace.human(ANNA).say(channel, "hello"))
        address = thread.workspace.page_url
        assert httpx.get(address).status_code == 200
    with pytest.raises(httpx.ConnectError):
        httpx.get(address)


def test_a_taken_port_is_refused_at_once() -> None:
    """And leaves no thread behind."""
    with WorkspaceThread(Workspace()) as first:
        port = int(first.workspace.address.rpartition(":")[2])
        with pytest.raises(OSError, match="in use"), WorkspaceThread(Workspace(port=port)):
            pass


def test_people_of_the_organisation_become_members() -> None:
    """In their own language; whoever has no address cannot be recognised."""
    (member,) = as_members([PERSON, PERSON.model_copy(update={"key": "x", "email": None})])
    assert (member.id, member.name, member.title) == ("U0LINGUOHUA", "林国华", "总经理")
    left = PERSON.model_copy(update={"active": False, "language": Language.EN})
    assert [(one.name, one.deactivated) for one in as_members([left])] == [("Lin Guohua", True)]


@pytest.mark.anyio
async def test_a_workspace_that_stays_says_where_it_is(anyio_backend: str) -> None:  # noqa: ARG001
    """With everything that an app needs to connect."""
    said: list[str] = []
    workspace = open_workspace([PERSON])
    task = asyncio.create_task(keep_open(workspace, language=Language.ZH, say=said.append))
    await workspace.wait_for(lambda: said)
    task.cancel()
    with pytest.raises(asyncio.CancelledError):
        await task
    assert said == [describe(workspace, Language.ZH)]
    assert workspace.bot_token in said[0]
