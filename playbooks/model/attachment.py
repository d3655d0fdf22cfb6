"""An attachment: a file that belongs to a person's words, kept under the digest of its bytes.

The name is for people to read only. It never holds a path, a control sign or a sign that turns the direction
of writing, so that a name cannot lead anywhere or pretend to be another one.
"""

import unicodedata
from pathlib import PurePosixPath
from typing import Annotated

from pydantic import AfterValidator, Field

from playbooks.model.errors import BrokenRuleError
from playbooks.model.frozen import Digest, Frozen

LONGEST_NAME = 120
#: How many files one wish may bring along.
MOST = 10
_NAMELESS = "file"


def cleaned_name(raw: str) -> str:
    """Return a file's name without path, control signs and signs that change the direction of writing."""
    last = unicodedata.normalize("NFC", raw).replace("\\", "/").rpartition("/")[2]
    shown = "".join(sign for sign in last if unicodedata.category(sign)[0] != "C")
    name = " ".join(shown.split()).lstrip(".")
    path = PurePosixPath(name)
    ending = path.suffix[:16]
    return f"{name.removesuffix(path.suffix)[: LONGEST_NAME - len(ending)]}{ending}" or _NAMELESS


def _clean(name: str) -> str:
    if name != cleaned_name(name):
        raise BrokenRuleError(
            "{name!r} is not a plain file name; leave out folders and invisible signs", name=name[:40]
        )
    return name


FileName = Annotated[str, Field(min_length=1, max_length=LONGEST_NAME), AfterValidator(_clean)]


class Attachment(Frozen):
    """A file: what it is called, and the digest and size of its bytes."""

    name: FileName
    digest: Digest
    size: int = Field(ge=1)


Attachments = Annotated[tuple[Attachment, ...], Field(max_length=MOST)]
