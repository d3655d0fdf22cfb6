"""`python -m flows.entrypoints.workspace [PORT]`: a local Slack with the people of the organisation."""

import asyncio
import sys
from contextlib import suppress

from config.settings import Settings
from flows.entrypoints.workspace.serving import PORT, keep_open, open_workspace
from playbooks.model.errors import InputError
from playbooks.model.text import Text
from tasks.adapters.organisation import read_organisation

_USAGE = 2
_WRONG_PORT = Text(
    zh="端口“{word}”不是 0 到 65535 的数字，请改写",
    en="The port {word!r} is no number from 0 to 65535; write it again",
)
_PORT_TAKEN = Text(
    zh="端口 {port} 无法使用（{reason}），请换一个端口",
    en="Port {port} cannot be used ({reason}); choose another one",
)


def main(words: list[str]) -> int:
    """Serve until interrupted; returns the exit code."""
    try:
        settings = Settings.from_environment()
        people = read_organisation(settings.organisation).team.people
    except InputError as error:
        return _fail(str(error))
    word = words[0] if words else str(PORT)
    if not word.isdecimal() or int(word) > 65_535:  # noqa: PLR2004 (the largest port)
        return _fail(_WRONG_PORT.to(settings.language).format(word=word))
    workspace = open_workspace(people, port=int(word))
    try:
        with suppress(KeyboardInterrupt):
            asyncio.run(keep_open(workspace, language=settings.language))
    except OSError as error:
        return _fail(_PORT_TAKEN.to(settings.language).format(port=word, reason=error.strerror))
    return 0


def _fail(reason: str) -> int:
    sys.stderr.write(f"{reason}\n")
    return _USAGE


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
