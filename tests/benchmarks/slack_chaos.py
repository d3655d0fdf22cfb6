"""A thousand clicks in a Slack that misbehaves, the app killed: `python -m tests.benchmarks.slack_chaos [CLICKS] [SEED]`.

The suite does the same with twenty decisions and two kills.
"""

import asyncio
import sys
import tempfile
import time
from pathlib import Path

from tests.simulators import slack_crowd as company
from tests.simulators.slack_chaos import broken_loose

CLICKS, SEED = 1000, 1
#: Decisions for each time the app is killed.
A_KILL_EACH = 50
#: Rollouts that are decided at the same time; more would only wait for each other.
AT_ONCE = 20


async def main(home: Path, clicks: int, seed: int) -> None:
    """Print what happened, and everything that must not have."""
    waves = -(-clicks // (AT_ONCE * company.SIZE))
    began, rollouts = time.perf_counter(), list[str]()
    async with broken_loose(home, seed) as chaos:
        for wave in range(waves):
            asked = [f"rollout-{wave}-{number}" for number in range(AT_ONCE)]
            await chaos.begin(asked)
            await chaos.decided(asked, AT_ONCE * company.SIZE // A_KILL_EACH)
            rollouts += asked
        await asyncio.to_thread(chaos.settle, rollouts)
        decisions, seconds = sum(chaos.given().values()), time.perf_counter() - began
        print(f"clicks {chaos.clicks}, decisions {decisions}, acknowledged {len(chaos.acknowledged)}")
        print(f"kills {chaos.app.kills}, forged forms {chaos.thefts}, seconds {seconds:.0f}, seed {seed}")
        for what, where in chaos.troubles(rollouts).items():
            print(f"{what}: {len(where)} {where[:3] or ''}   (target: 0)")


if __name__ == "__main__":
    with tempfile.TemporaryDirectory(dir=Path.cwd()) as place:
        given = [int(word) for word in sys.argv[1:]]
        asyncio.run(main(Path(place) / "home", *(given + [CLICKS, SEED][len(given) :])))
