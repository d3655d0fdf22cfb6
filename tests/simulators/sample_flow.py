"""A flow to try Prefect's machinery with: it notes every entry and then behaves as it is told."""

import json
import os
import signal
import time
from enum import StrEnum
from pathlib import Path
from uuid import uuid4

from prefect import flow, get_run_logger, task
from prefect.flow_runs import suspend_flow_run

SAID = "the sample flow was entered"


class Behaviour(StrEnum):
    """What the flow does after it has noted its entry."""

    RETURN = "return"
    SUSPEND = "suspend"
    LINGER = "linger"
    FAIL = "fail"
    DIE = "die"


@task
def note(journal: Path) -> None:
    """Add one line about this entry."""
    entry = {"pid": os.getpid(), "directory": str(Path.cwd()), "given": os.environ.get("SAMPLE_GIVEN")}
    with journal.open("a") as book:
        book.write(json.dumps(entry) + "\n")


@flow(name="sample", persist_result=False)
def sample(journal: Path, behaviour: Behaviour = Behaviour.RETURN) -> None:
    """Note the entry, then behave."""
    get_run_logger().info(SAID)
    note(journal)
    match behaviour:
        case Behaviour.RETURN:
            return
        case Behaviour.SUSPEND:
            suspend_flow_run(key=uuid4().hex)
        case Behaviour.LINGER:
            time.sleep(300)
        case Behaviour.FAIL:
            raise ValueError(behaviour)
        case Behaviour.DIE:
            os.kill(os.getpid(), signal.SIGKILL)
