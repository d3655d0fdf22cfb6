"""The local Slack as a command: a port that cannot be is refused in one sentence."""

import pytest

from flows.entrypoints.cli.exit_code import ExitCode
from flows.entrypoints.workspace import Workspace, WorkspaceThread
from tests.integration.cli.conftest import Phasegate


@pytest.mark.parametrize("port", ["abc", "65536", "-1"])
def test_a_wrong_port_is_refused_in_a_sentence(phasegate: Phasegate, port: str) -> None:
    """Nothing is started."""
    ended = phasegate("workspace", f"--port={port}")
    assert ended.code == ExitCode.USAGE
    assert port in ended.err


def test_a_taken_port_is_told_with_the_reason(phasegate: Phasegate) -> None:
    """And what to do."""
    with WorkspaceThread(Workspace()) as first:
        port = first.workspace.address.rpartition(":")[2]
        ended = phasegate("workspace", "--port", port)
    assert ended.code == ExitCode.USAGE
    assert f"Port {port} cannot be used" in ended.err
