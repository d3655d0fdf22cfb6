"""A time zone by its IANA name, such as Asia/Shanghai."""

from typing import Annotated
from zoneinfo import ZoneInfo

from pydantic import AfterValidator

from playbooks.model.errors import BrokenRuleError


def _known(name: str) -> str:
    try:
        ZoneInfo(name)
    except (KeyError, ValueError, OSError) as error:
        raise BrokenRuleError(
            "unknown time zone {name!r}; use an IANA name such as Asia/Shanghai", name=name
        ) from error
    return name


TimeZone = Annotated[str, AfterValidator(_known)]
