"""What waits on people, on a terminal."""

from collections.abc import Sequence

from flows.entrypoints.cli import wording as w
from flows.entrypoints.cli.calendar_wording import YEAR_PROVISIONAL
from flows.entrypoints.cli.speaker import Speaker
from flows.entrypoints.cli.standing import local_day, overdue, present, provisional
from flows.entrypoints.cli.table import Column, table
from flows.entrypoints.cli.tones import line
from playbooks.model.text import Language
from tasks.adapters.store.views import WaitingView

#: Stands beside a provisional day; what it means is said below the table.
PROVISIONAL = "~"


def show(speaker: Speaker, items: Sequence[WaitingView], person: str | None) -> None:
    """Show one line for each thing that waits."""
    if not items:
        text = w.NOTHING_WAITS if person is None else w.NOTHING_WAITS_ON
        speaker.show(line(speaker.say(text, person=person), "dim"))
        return
    columns = [Column(w.C_DUE), Column(w.C_ROLLOUT), Column(w.C_KIND), Column(w.C_WHAT, wide=True)]
    columns += [] if person else [Column(w.C_WAITS_ON)]
    speaker.show(
        table(
            speaker,
            columns,
            [_row(speaker, item, named=person is None) for item in items],
            empty=w.NOTHING_WAITS,
        )
    )
    for year in sorted({local_day(item.due, item)[:4] for item in items if provisional(item.due, item)}):
        speaker.show(line(speaker.say(YEAR_PROVISIONAL, year=year), "dim"))
    speaker.show(line(speaker.say(w.INBOX_HINT), "dim"))


def _row(speaker: Speaker, item: WaitingView, *, named: bool) -> tuple[str, ...]:
    marks = [PROVISIONAL] if provisional(item.due, item) else []
    marks += [speaker.say(w.LATE)] if overdue(item.due, present()) else []
    day = " ".join((local_day(item.due, item), *marks))
    what = item.what_zh if speaker.language is Language.ZH else item.what_en
    row = (day, item.rollout, speaker.say(w.WAITING[item.kind]), f"{what} [{item.about}]")
    return (*row, item.person or "–") if named else row
