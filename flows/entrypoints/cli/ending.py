"""How a failed command ends: one sentence, the exit code that fits, never a traceback."""

import traceback
from datetime import UTC, datetime
from pathlib import Path

from cyclopts import CycloptsError, UnknownCommandError

from flows.entrypoints.cli import wording as w
from flows.entrypoints.cli.exit_code import ExitCode
from flows.entrypoints.cli.mistake import shortened
from flows.entrypoints.cli.speaker import Speaker
from playbooks.model.errors import InputError, NotFoundError, OutsideError, RolloutError


def failed(error: Exception, words: list[str], speaker: Speaker) -> ExitCode:
    """Say what went wrong and return the exit code."""
    code = exit_code(error)
    sentence = _sentence(error, words, speaker)
    speaker.note(sentence)
    speaker.document({"error": {"kind": _kind(error), "exit": int(code), "message": sentence}})
    return code


def exit_code(error: Exception) -> ExitCode:
    """Return the exit code for an error."""
    match error:
        case NotFoundError():
            return ExitCode.NOT_FOUND
        case InputError() | CycloptsError():
            return ExitCode.USAGE
        case _:
            return ExitCode.FAILURE


def _kind(error: Exception) -> str:
    match error:
        case NotFoundError():
            return "not_found"
        case InputError() | CycloptsError():
            return "usage"
        case OutsideError():
            return "outside"
        case _:
            return "failure"


def _sentence(error: Exception, words: list[str], speaker: Speaker) -> str:
    from flows.entrypoints.cli.usage import usage_fault

    match error:
        case UnknownCommandError():
            return _unknown_command(error, speaker)
        case CycloptsError():
            command = next((word for word in words if not word.startswith("-")), "")
            fault = shortened(speaker.tell(usage_fault(error)))
            return speaker.say(w.WRONG_USAGE, fault=fault, command=shortened(command))
        case RolloutError():
            return speaker.tell(error)
        case _:
            return _unexpected(error, speaker)


def _unknown_command(error: UnknownCommandError, speaker: Speaker) -> str:
    """Say which word is no command, in the place where it stands: `waive ask` is one of `waive`."""
    from difflib import get_close_matches

    word, *_ = error.unused_tokens or [""]
    above = "".join(f"{part} " for part in error.command_chain or ())
    if word.startswith("-"):
        return speaker.say(w.COMMAND_MISSING, word=shortened(word), above=above)
    near = "".join(get_close_matches(word, error.app or (), n=1))
    text = w.UNKNOWN_COMMAND_NEAR if near else w.UNKNOWN_COMMAND
    return speaker.say(text, word=shortened(f"{above}{word}"), near=f"{above}{near}", above=above)


def _unexpected(error: Exception, speaker: Speaker) -> str:
    fault = shortened(f"{type(error).__name__}: {error}")
    log = _logged(error)
    return speaker.say(w.UNEXPECTED if log else w.UNEXPECTED_UNLOGGED, fault=fault, log=log)


def _logged(error: Exception) -> Path | None:
    """Write the traceback where it can be sent from; None when even that cannot be done."""
    from config.settings import Settings

    try:
        folder = Settings.from_environment().home / "logs"
        folder.mkdir(parents=True, exist_ok=True)
        log = folder / f"error-{datetime.now(UTC):%Y%m%dT%H%M%S%f}.log"
        log.write_text(
            "".join(traceback.format_exception(error)), encoding="utf-8", errors="backslashreplace"
        )
    except (OSError, RolloutError):
        return None
    return log
