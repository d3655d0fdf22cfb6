"""Do the tests notice a broken Slack app? `python -m tests.benchmarks.slack_mutants [NAME ...]`.

Each defect is one line, of a kind that has cost other approval apps decisions. It is put into a copy of the project,
and the Slack tests run until the first one fails. A defect that none of them notices is printed as SURVIVED.
"""

import re
import shutil
import subprocess
import sys
import tempfile
from dataclasses import dataclass
from pathlib import Path

PROJECT = Path(__file__).parents[2]
APP, OUT, STORE = "flows/entrypoints/slack_app", "tasks/adapters/slack", "tasks/adapters/store"
TESTS = (
    "tests/unit/slack",
    "tests/integration/slack_app",
    "tests/acceptance/cases/slack",
    "tests/integration/store/test_messages.py",
)
LEFT_OUT = shutil.ignore_patterns(".git", ".venv", "tmp*", "__pycache__", ".*_cache", ".phasegate")
TARGET = 14
_FAILED = re.compile(r"^FAILED \S*?([^/\s]+?::\S+)", re.MULTILINE)


@dataclass(frozen=True, slots=True)
class Defect:
    """One line of a file, and what stands there instead."""

    name: str
    file: str
    line: str
    instead: str


DEFECTS = (
    Defect(
        "anybody may use anybody's card",
        f"{APP}/matter.py",
        "if self.message.recipient != self.caller.person.key:",
        "if not self.caller.person.key:",
    ),
    Defect(
        "own work may be signed",
        "playbooks/model/gates/sign_off.py",
        "hands = self._hands(facts) if self.independent_of_hands else",
        "hands = self._hands(facts) if not self.rests_on else",
    ),
    Defect(
        "a form delivered twice counts twice",
        f"{APP}/request_ids.py",
        "uuid.uuid5(NAMESPACE, key)",
        "uuid.uuid4()",
    ),
    Defect(
        "an update without blocks",
        f"{OUT}/poster.py",
        "text=drawing.text, blocks=list(drawing.fitting)\n",
        "text=drawing.text\n",
    ),
    Defect(
        "ack before the decision",
        f"{APP}/deciding.py",
        "            errors = await answered(door, body, view)\n",
        "            errors = door.handover.take(answered(door, body, view))\n",
    ),
    Defect(
        "no obeying of rate limits",
        f"{OUT}/client.py",
        "            RateLimitErrorRetryHandler(max_retry_count=3),\n",
        "",
    ),
    Defect(
        "no second try after a server error",
        f"{OUT}/client.py",
        "            ServerErrorRetryHandler(max_retry_count=2),\n",
        "",
    ),
    Defect("no escaping", f"{OUT}/blocks.py", "_SIGNS.get(sign, sign)", "sign"),
    Defect(
        "an error beside a field that is not there",
        f"{APP}/wishes.py",
        "return FIRST_FIELD.get(action, REASON)",
        'return "note"',
    ),
    Defect(
        "a title of more than 24 signs",
        f"{APP}/wording.py",
        '"gate_ask": _t("提问", "Ask")',
        '"gate_ask": _t("提问", "Ask about this phase gate now")',
    ),
    Defect(
        "no ack of a click",
        f"{APP}/deciding.py",
        "        await ack()\n        door.handover",
        "        door.handover",
    ),
    Defect(
        "a silent refusal", f"{APP}/deciding.py", "    await told_off(", "    matter.voice or await told_off("
    ),
    Defect(
        "cards do not follow a decision",
        f"{APP}/follow_up.py",
        "        await redrawn(door, matter.rollout.key)\n",
        "        pass\n",
    ),
    Defect("a heading without end", f"{OUT}/blocks.py", "plain(text, HEADER)", "plain(text)"),
    Defect("remarks without end", f"{OUT}/gate_card.py", "lines[-SHOWN:]", "lines * 2"),
    Defect(
        "two processes draw one card",
        f"{STORE}/messages.py",
        "AND claimed_until <= ? RETURNING",
        "AND '' <= ? RETURNING",
    ),
)


def main() -> None:
    """Print a line for each defect, and how many were noticed."""
    wanted = [defect for defect in DEFECTS if defect.name in sys.argv[1:] or len(sys.argv) == 1]
    killers = [noticed(defect) for defect in wanted]
    print(
        f"noticed: {sum(map(bool, killers))} of {len(wanted)}   (target: at least {TARGET} of {len(DEFECTS)})"
    )


def noticed(defect: Defect) -> str:
    """Put a defect in, run the tests, and return the first one that failed."""
    with tempfile.TemporaryDirectory() as folder:
        copy = Path(folder) / "project"
        shutil.copytree(PROJECT, copy, ignore=LEFT_OUT)
        file = copy / defect.file
        text = file.read_text(encoding="utf-8")
        assert defect.line in text, f"{defect.name}: {defect.file} reads otherwise"
        file.write_text(text.replace(defect.line, defect.instead, 1), encoding="utf-8")
        killer = _first_failure(copy)
    print(f"{defect.name:44} {killer or 'SURVIVED'}", flush=True)
    return killer


def _first_failure(project: Path) -> str:
    done = subprocess.run(
        [sys.executable, "-m", "pytest", "-q", "-x", "-p", "no:cacheprovider", "-n", "2", *TESTS],
        cwd=project,
        capture_output=True,
        text=True,
        check=False,
    )
    found = _FAILED.search(done.stdout)
    assert found or not done.returncode, done.stdout[-2000:]
    return found[1] if found else ""


if __name__ == "__main__":
    main()
