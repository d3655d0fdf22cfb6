"""The file channel: one JSON line per notice, for whatever a company has that forwards mail or messages."""

import fcntl
import json
import os
from collections.abc import Mapping
from dataclasses import dataclass
from io import FileIO
from pathlib import Path

from playbooks.model.errors import OutsideError
from playbooks.model.letters import Notice
from playbooks.model.phrase import system_fault
from playbooks.model.stakeholder import Stakeholder

_LINE_ENDS = {ord(sign): f"\\u{ord(sign):04x}" for sign in "\x85\u2028\u2029"}


@dataclass(frozen=True, slots=True)
class FileChannel:
    """Appends notices to a file; `parcel` is the number by which a reader recognises a line written twice."""

    path: Path
    name: str = "file"

    def send(self, person: Stakeholder, notice: Notice, *, rollout: str, parcel: int) -> None:
        """Append one notice; raises OutsideError when the file cannot be written."""
        line = {
            "parcel": parcel,
            "rollout": rollout,
            "to": person.key,
            "email": person.email,
            "language": person.language.value,
            "subject": notice.subject.to(person.language),
            "body": notice.body.to(person.language),
            "about": notice.about,
        }
        try:
            self.path.parent.mkdir(parents=True, exist_ok=True)
            with self.path.open("ab", buffering=0) as file:
                fcntl.flock(file, fcntl.LOCK_EX)
                _append(file, _written(line))
        except OSError as error:
            raise OutsideError(
                "The messages file {path} cannot be written ({reason}); free the disk or the file.",
                path=self.path,
                reason=system_fault(error),
            ) from error


def _written(line: Mapping[str, object]) -> bytes:
    """Return the line as JSON, with signs escaped that a reader might take for the end of a line."""
    return json.dumps(line, ensure_ascii=False).translate(_LINE_ENDS).encode() + b"\n"


def _append(file: FileIO, line: bytes) -> None:
    """Write a whole line and make it last; half a line would spoil the next one, so it is taken back."""
    size, left = os.fstat(file.fileno()).st_size, line
    try:
        while left:
            left = left[file.write(left) :]
        os.fsync(file.fileno())
    except OSError:
        file.truncate(size)
        raise
