"""Running one command: what it returns, or how it failed, becomes the exit code."""

import sys
from contextlib import suppress

from flows.entrypoints.cli import wording as w
from flows.entrypoints.cli.ending import failed
from flows.entrypoints.cli.exit_code import ExitCode
from flows.entrypoints.cli.menu import menu
from flows.entrypoints.cli.mistake import Mistake
from flows.entrypoints.cli.speaker import Speaker
from flows.entrypoints.cli.streams import OutputLostError, silence_output
from playbooks.model.phrase import system_fault
from playbooks.model.text import Language


def run(words: list[str]) -> int:
    """Run a command and return its exit code."""
    try:
        code = _answered(words)
        sys.stdout.flush()
    except KeyboardInterrupt:
        return ExitCode.INTERRUPTED
    except BrokenPipeError:
        silence_output()
        return ExitCode.PIPE_CLOSED
    except OSError as error:
        silence_output()
        speaker = Speaker(_language(words))
        speaker.note(speaker.say(w.OUTPUT_LOST, reason=speaker.tell(system_fault(error))))
        return ExitCode.FAILURE
    return code


def _answered(words: list[str]) -> int:
    try:
        _require_text(words)
        ended = menu()(words, exit_on_error=False, print_error=False, result_action="return_value")
        return int(ended or 0)
    except (BrokenPipeError, OutputLostError):
        raise
    except Exception as error:  # noqa: BLE001  # nothing may pass: the log gets the traceback
        return failed(error, words, Speaker(_language(words), "--json" in words))


def _require_text(words: list[str]) -> None:
    """Refuse bytes that are no text; no database and no ledger takes them."""
    for word in words:
        if any("\ud800" <= sign <= "\udfff" for sign in word):
            raise Mistake(w.NOT_UTF_8, word=word)


def _language(words: list[str]) -> Language:
    """Return the language to fail in, although the command line or the settings may be what is wrong."""
    from config.settings import reader_language

    given = [after for word, after in zip(words, [*words[1:], ""], strict=True) if word == "--lang"]
    given += [word.removeprefix("--lang=") for word in words if word.startswith("--lang=")]
    with suppress(ValueError):
        return Language(given[0] if given else "")
    return reader_language()
