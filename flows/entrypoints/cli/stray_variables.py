"""Variables that are named like ours and are none: mostly a slip, which would be ignored in silence."""

import os
from collections.abc import Iterator, Mapping
from difflib import get_close_matches

from config.settings import PREFIX, Settings, kept_at_home, variable
from flows.entrypoints.cli.identity import VARIABLE as USER
from tasks.adapters.channels.completeness import variables_named
from tasks.adapters.channels.specification import read_channels

#: What the tests and the continuous integration are told.
_OTHERS = (f"{PREFIX}TEST_", f"{PREFIX}REQUIRE_")


def stray_variables(settings: Settings, environment: Mapping[str, str] = os.environ) -> Iterator[str]:
    """Yield each of them, with the nearest that there is; what the channels file names is the installation's own.

    Raises:
        InputError: the channels file cannot be read.
    """
    known = [*map(variable, Settings.model_fields), USER]
    own = variables_named(read_channels(settings.channels)) if settings.channels else ()
    for name in sorted({*kept_at_home(environment), *environment}):
        if name.startswith(PREFIX) and not name.startswith(_OTHERS) and name not in (*known, *own):
            yield _with_nearest(name, known)


def _with_nearest(name: str, known: list[str]) -> str:
    # Compared without what they all begin with, which would make every one a near one.
    near = get_close_matches(name.removeprefix(PREFIX), [one.removeprefix(PREFIX) for one in known], n=1)
    return f"{name} ({PREFIX}{near[0]}?)" if near else name
