"""The forms behind the buttons: what is decided on is shown once more, then the few things to fill in.

A form carries the ids of message and revision; who may send it, and about what, is looked up when it comes back.
"""

from collections.abc import Callable, Iterator, Mapping
from itertools import islice

from flows.entrypoints.slack_app import wishes as f
from flows.entrypoints.slack_app import wording as w
from flows.entrypoints.slack_app.exemption_forms import EXEMPTIONS, exemption_shown, overridable, tick
from flows.entrypoints.slack_app.matter import Matter
from playbooks.model.gates.wording import brief
from playbooks.model.phase import PhaseKey
from playbooks.model.readiness import readiness
from playbooks.model.text import Text
from tasks.adapters.slack.blocks import TITLE, Block, context, field, link, option, plain, words_input
from tasks.adapters.slack.gate_card import gate_summary
from tasks.adapters.slack.offer import DECISIONS, CardAction
from tasks.adapters.slack.phase_card import phase_summary

FILES_AT_MOST = 5
#: Unmet gates beyond these are promised on the command line; a form has room for a hundred blocks.
PROMISES_AT_MOST = 10
_WITHOUT_REASON = frozenset({CardAction.APPROVE, CardAction.ASK})
_FILE_ACTIONS = frozenset(
    {CardAction.APPROVE, CardAction.REJECT, CardAction.ASK, CardAction.WAIVE, *DECISIONS}
)


def form(matter: Matter, page: str | None = None) -> Block:
    """Return the form of a button, in the caller's language; `page` is where the evidence can be opened."""
    say = matter.voice.say
    title = w.TITLES[matter.action.value]
    opened = [link(say(w.OPEN_EVIDENCE), page)] if page else []
    blocks = [*_shown(matter), *opened, *_fields(matter)]
    return {
        "type": "modal",
        "callback_id": matter.action.value,
        "private_metadata": matter.handle.model_dump_json(),
        "title": plain(say(title), TITLE),
        "submit": plain(say(w.CONFIRM), TITLE),
        "close": plain(say(w.CANCEL), TITLE),
        "blocks": [*blocks],
    }


def _shown(matter: Matter) -> Iterator[Block]:
    voice, now = matter.voice, matter.now
    if matter.phase is not None:
        standing = readiness(matter.rollout, matter.phase, now)
        yield from phase_summary(voice, matter.phase, standing=standing, now=now)
    elif matter.gate is not None:
        yield context(voice.say(matter.gate.title))
        if matter.action in EXEMPTIONS:
            yield from exemption_shown(matter)
            return
        verdict = matter.gate.judge(matter.rollout.facts, now)
        yield from gate_summary(voice, matter.gate, verdict=verdict, now=now)


def _fields(matter: Matter) -> Iterator[Block]:
    if matter.action in _FIELDS:
        yield from _FIELDS[matter.action](matter)
    if matter.action not in _WITHOUT_REASON:
        yield _words(matter, f.REASON, w.F_REASON)
    if matter.action in f.TICKED:
        yield tick(matter)
    if matter.action in _FILE_ACTIONS:
        element: Block = {"type": "file_input", "max_files": FILES_AT_MOST}
        hint = matter.voice.say(w.F_FILES_HINT)
        yield field(f.FILES, matter.voice.say(w.F_FILES), element, optional=True, hint=hint)


def _approval(matter: Matter) -> Iterator[Block]:
    yield _words(matter, f.COMMENT, w.F_COMMENT, optional=True)


def _question(matter: Matter) -> Iterator[Block]:
    yield _words(matter, f.COMMENT, w.F_QUESTION)


def _words(matter: Matter, name: str, label: Text, *, optional: bool = False) -> Block:
    return field(name, matter.voice.say(label), words_input(), optional=optional)


def _delegation(matter: Matter) -> Iterator[Block]:
    say = matter.voice.say
    scopes = [option(say(w.SCOPE_GATE), f.ONLY_THIS), option(say(w.SCOPE_ALL), f.EVERYTHING)]
    yield field(f.TO, say(w.F_TO), {"type": "users_select"})
    yield field(f.UNTIL, say(w.F_UNTIL), {"type": "datepicker"})
    choice: Block = {"type": "radio_buttons", "options": [*scopes], "initial_option": scopes[0]}
    yield field(f.SCOPE, say(w.F_SCOPE), choice)


def _waiver(matter: Matter) -> Iterator[Block]:
    say = matter.voice.say
    yield field(f.OWNER, say(w.F_OWNER), {"type": "users_select"})
    yield field(f.UNTIL, say(w.F_UNTIL), {"type": "datepicker"})
    yield _words(matter, f.CONTROL, w.F_CONTROL)


def _targets(matter: Matter) -> Iterator[Block]:
    here = matter.phase or PhaseKey.INITIATION
    phases = [phase for phase in PhaseKey if phase.number <= here.number]
    options = [option(matter.voice.say(phase.label), phase) for phase in phases]
    choice: Block = {"type": "static_select", "options": [*options]}
    yield field(f.TARGET, matter.voice.say(w.F_TARGET), choice)


def _promises(matter: Matter) -> Iterator[Block]:
    if matter.phase is None:
        return
    say, unmet = matter.voice.say, readiness(matter.rollout, matter.phase, matter.now).unmet
    for gate in islice(unmet, PROMISES_AT_MOST):
        title = brief(matter.voice.gate(gate), 60)
        yield field(f.promise_field(f.COMMENT, gate), say(w.F_PROMISE, gate=title), words_input())
        owner, due = say(w.F_PROMISE_OWNER, gate=title), say(w.F_PROMISE_DUE, gate=title)
        yield field(f.promise_field(f.OWNER, gate), owner, {"type": "users_select"})
        yield field(f.promise_field(f.UNTIL, gate), due, {"type": "datepicker"})


_FIELDS: Mapping[CardAction, Callable[[Matter], Iterator[Block]]] = {
    CardAction.APPROVE: _approval,
    CardAction.ASK: _question,
    CardAction.DELEGATE: _delegation,
    CardAction.WAIVE: _waiver,
    CardAction.RECYCLE: _targets,
    CardAction.CONDITIONAL_GO: _promises,
    CardAction.OVERRIDE: overridable,
}
