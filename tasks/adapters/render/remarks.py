"""What people said at a gate, in the order in which they said it, through whichever door: yes, no, and remarks."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime

from playbooks.model.attachment import Attachment
from playbooks.model.gates.gate import GateRule
from playbooks.model.rollout import Rollout
from playbooks.model.text import Text
from tasks.adapters.render import remark_wording as w
from tasks.adapters.render.plain_text import clean
from tasks.adapters.render.voice import Voice

_UNITS = ("B", "KB", "MB", "GB")
_STEP = 1024


@dataclass(frozen=True, slots=True, kw_only=True)
class Remark:
    """One person's words; `text` is empty where a yes came without any."""

    person: str
    at: datetime
    word: Text
    text: str
    attachments: tuple[Attachment, ...]
    on_behalf_of: str | None = None


def remarks(rollout: Rollout, gate: str) -> tuple[Remark, ...]:
    """Return what was said at a gate and still stands, oldest first."""
    return tuple(sorted(_remarks(rollout, gate), key=lambda remark: remark.at))


def worded(rollout: Rollout, gate: GateRule) -> tuple[Remark, ...]:
    """Return what was said in words, or with files, at a gate and at the gates inside it, oldest first."""
    inner = [remark for part in gate.parts for remark in worded(rollout, part)]
    own = [remark for remark in remarks(rollout, gate.key) if remark.text or remark.attachments]
    return tuple(sorted((*own, *inner), key=lambda remark: remark.at))


def heading(remark: Remark, voice: Voice) -> str:
    """Return who said it, when, and whether it is a yes, a no or a remark."""
    named = {"person": voice.person(remark.person)}
    if remark.on_behalf_of is not None:
        named["other"] = voice.person(remark.on_behalf_of)
    by = voice.say(w.BY if remark.on_behalf_of is None else w.BY_FOR, **named)
    return voice.say(w.LINE, moment=voice.moment(remark.at), by=by, word=voice.say(remark.word))


def remark_line(remark: Remark, voice: Voice) -> str:
    """Return a remark in one line, with the names of its files."""
    line = heading(remark, voice)
    if remark.text:
        line = voice.say(w.LINE_WORDS, line=line, text=clean(remark.text))
    return filed(line, remark.attachments, voice)


def filed(line: str, attachments: tuple[Attachment, ...], voice: Voice) -> str:
    """Return a line with what its files are called, where it has any."""
    if not attachments:
        return line
    files = voice.listed(file_label(file, voice) for file in attachments)
    return voice.say(w.LINE_FILES, line=line, files=files)


def file_label(file: Attachment, voice: Voice) -> str:
    """Return what a file is called and how large it is."""
    return voice.say(w.FILE, name=file.name, size=spelled_size(file.size))


def spelled_size(size: int) -> str:
    """Return a number of bytes as people say it."""
    shown, unit = float(size), 0
    while shown >= _STEP and unit < len(_UNITS) - 1:
        shown, unit = shown / _STEP, unit + 1
    return f"{round(shown, 1):g} {_UNITS[unit]}"


def _remarks(rollout: Rollout, gate: str) -> Iterator[Remark]:
    for yes in rollout.sign_offs:
        if yes.gate == gate:
            yield Remark(
                person=yes.person,
                at=yes.given_at,
                word=w.YES,
                text=yes.comment or "",
                attachments=yes.attachments,
                on_behalf_of=yes.on_behalf_of,
            )
    for no in rollout.rejections:
        if no.gate == gate:
            yield Remark(
                person=no.person,
                at=no.given_at,
                word=w.NO,
                text=no.reason,
                attachments=no.attachments,
                on_behalf_of=no.on_behalf_of,
            )
    for said in rollout.comments:
        if said.gate == gate:
            yield Remark(
                person=said.person, at=said.at, word=w.ASIDE, text=said.text, attachments=said.attachments
            )
