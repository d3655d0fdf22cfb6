"""The Slack app as an operator runs it, in a process of its own that can be killed and is started again."""

import asyncio
import os
import subprocess
import sys
from collections.abc import AsyncGenerator, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path

from flows.entrypoints.workspace import Workspace
from tests.integration.conftest import PROJECT

#: Bytecode and imports on a machine that is busy.
PATIENCE = 60.0


@dataclass
class SlackProcess:
    """`phasegate slack run` beside a workspace."""

    home: Path
    workspace: Workspace
    variables: Mapping[str, str]
    process: subprocess.Popen[bytes] | None = None
    kills: int = 0

    @property
    def log(self) -> Path:
        """Return the file of what the app says."""
        return self.home / "slack.log"

    def start(self) -> None:
        """Start the app; it is at work some moments later."""
        with self.log.open("ab") as log:
            self.process = subprocess.Popen(
                [sys.executable, "-m", "flows.entrypoints.cli", "slack", "run"],
                cwd=PROJECT,
                env={**os.environ, **self.variables, **tokens(self.workspace)},
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=subprocess.STDOUT,
            )

    async def connected(self) -> None:
        """Wait until the app listens on all its connections."""
        await self.workspace.wait_for(lambda: len(self.workspace.socket_mode.connections) >= 2, PATIENCE)

    async def kill(self) -> None:
        """Kill the app without a word, and wait until its connections are gone."""
        assert self.process is not None
        self.process.kill()
        self.process.wait()
        self.kills += 1
        await self.workspace.wait_for(lambda: not self.workspace.socket_mode.connections, PATIENCE)

    async def stop(self) -> None:
        """End the app in order, while the workspace still answers its good-byes."""
        if self.process is not None and self.process.poll() is None:
            self.process.terminate()
            await asyncio.to_thread(self.process.wait, PATIENCE)


def tokens(workspace: Workspace) -> dict[str, str]:
    """Return the variables that lead to a workspace."""
    return {
        "PHASEGATE_SLACK_BOT_TOKEN": workspace.bot_token,
        "PHASEGATE_SLACK_APP_TOKEN": workspace.app_token,
        "PHASEGATE_SLACK_API_URL": workspace.api_url,
    }


@asynccontextmanager
async def running(
    home: Path, workspace: Workspace, variables: Mapping[str, str]
) -> AsyncGenerator[SlackProcess]:
    """Run the app while this is entered."""
    app = SlackProcess(home, workspace, variables)
    app.start()
    try:
        await app.connected()
        yield app
    finally:
        await app.stop()
