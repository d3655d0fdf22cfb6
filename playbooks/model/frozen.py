"""The one base of every value: frozen, strict about unknown fields; and the few scalar types all share."""

from datetime import UTC, datetime
from typing import Annotated

from pydantic import AfterValidator, AwareDatetime, BaseModel, ConfigDict, StringConstraints

from playbooks.model.errors import BrokenRuleError


class Frozen(BaseModel):
    """A value that never changes; a change is a new value (`model_copy(update=...)`)."""

    model_config = ConfigDict(frozen=True, extra="forbid")


#: Years in which a moment can be counted with in every time zone, and days be counted one by one.
YEARS = range(1970, 2200)


def _to_utc(moment: datetime) -> datetime:
    if moment.year not in YEARS:
        raise BrokenRuleError(
            "the year {year} lies outside {first} to {last}; check the date",
            year=moment.year,
            first=YEARS.start,
            last=YEARS.stop - 1,
        )
    return moment.astimezone(UTC)


KEY_FORM = r"^[a-z0-9][a-z0-9_.:\-]{0,79}$"
DIGEST_FORM = r"^[0-9a-f]{64}$"
#: A short name made of lower-case letters, digits, dots, dashes and underscores.
Key = Annotated[str, StringConstraints(pattern=KEY_FORM)]
#: A SHA-256 digest, 64 lower-case hexadecimal digits.
Digest = Annotated[str, StringConstraints(pattern=DIGEST_FORM)]
#: Words of a person, shown as plain text; bounded so that a ledger entry stays small.
Prose = Annotated[str, StringConstraints(min_length=1, max_length=2000, strip_whitespace=True)]
#: An instant, always aware and always UTC.
Instant = Annotated[AwareDatetime, AfterValidator(_to_utc)]
