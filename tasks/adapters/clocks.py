"""Clocks: the system's, and a rehearsal's own calendar in a file that all its processes read."""

import json
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path

from playbooks.model.errors import InputError
from playbooks.model.phrase import system_fault
from tasks.adapters.draft import drafted


@dataclass(frozen=True, slots=True)
class SystemClock:
    """The machine's clock."""

    def now(self) -> datetime:
        """Return the present instant."""
        return datetime.now(UTC)


@dataclass(frozen=True, slots=True)
class RehearsalClock:
    """A calendar that jumps where the rehearsal sets it and runs on from there at the speed of real time."""

    file: Path

    def now(self) -> datetime:
        """Return the rehearsal's present instant; raises InputError when the file cannot be read."""
        try:
            kept = json.loads(self.file.read_text())
            base, since = datetime.fromisoformat(kept["calendar"]), datetime.fromisoformat(kept["set_at"])
            return base.astimezone(UTC) + max(datetime.now(UTC) - since, timedelta())
        except (OSError, ValueError, KeyError, TypeError) as error:
            raise InputError(
                "The rehearsal calendar {file} cannot be read ({reason}); start the demo again.",
                file=self.file,
                reason=system_fault(error) if isinstance(error, OSError) else error,
            ) from error

    def set(self, calendar: datetime) -> None:
        """Move the calendar; readers see the old or the new date, never half a file."""
        kept = {"calendar": calendar.astimezone(UTC).isoformat(), "set_at": datetime.now(UTC).isoformat()}
        with drafted(self.file) as stream:
            json.dump(kept, stream)
