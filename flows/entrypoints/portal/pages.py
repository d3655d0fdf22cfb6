"""The pages: the card with its form, the receipt, and a few words in both languages where there is no card."""

import secrets
from dataclasses import dataclass

from flows.entrypoints.portal.aside_page import aside_facts
from flows.entrypoints.portal.form import Form, targets, unmet
from flows.entrypoints.portal.visit import LinkState, Visit
from playbooks.model.attachment import MOST
from playbooks.model.events import Event, SignOffGiven, SignOffRejected
from playbooks.model.text import Language, Text
from tasks.adapters.decision_offer import Choice
from tasks.adapters.render.decision_card import decision_card
from tasks.adapters.render.environment import render
from tasks.adapters.render.portal_wording import PORTAL as W
from tasks.adapters.render.remark_wording import HEAD
from tasks.adapters.render.remarks import file_label, heading, spelled_size, worded
from tasks.adapters.render.sentence import told
from tasks.adapters.render.wording import WORDS
from tasks.adapters.store import SqlStore

#: An answer of the desk is a handful of entries; more are not read for a receipt.
_ENTRIES = 20


@dataclass(frozen=True, slots=True)
class Note:
    """A sentence above the card."""

    head: str
    text: str
    tone: str = ""


@dataclass(frozen=True, slots=True)
class Terms:
    """What every form of a page carries: the proof that it was made here, and how much may be attached to it."""

    csrf: str
    limit: int


def decision_page(visit: Visit, terms: Terms, *, given: Form | None = None, note: Note | None = None) -> str:
    """Return the card of a question, with the form where something can be decided."""
    voice, choices = visit.voice, visit.offered.choices
    conditional = Choice.CONDITIONAL_GO in choices
    return render(
        "portal_decision.html.jinja2",
        **_frame(visit, terms, given=given, note=note),
        card=decision_card(voice, visit.asked, visit.offered, now=visit.now),
        mode="decide" if visit.state is LinkState.OPEN else "show",
        recycle_to=targets(visit) if Choice.RECYCLE in choices else (),
        confirming=Choice.CONFIRM_OVERRIDE in choices,
        unmet=unmet(visit) if conditional else (),
        signing=Choice.APPROVE in choices,
        # An answer to somebody's request for a waiver is words alone.
        filing=Choice.APPROVE in choices or visit.asked.gate is None,
        report=WORDS,
        day=voice.day,
    )


def receipt_page(visit: Visit, terms: Terms, *, store: SqlStore, note: Note | None = None) -> str:
    """Return the proof that a decision is on record."""
    if visit.receipt is None:
        raise AssertionError("only a link that was used has a receipt")
    voice, seq = visit.voice, visit.receipt.seq
    rows = store.entries(rollout=visit.rollout.key, since_seq=seq, limit=_ENTRIES)
    own = [row for row in rows if row.actor.id == visit.person.key and row.at == rows[0].at]
    sentences = [sentence for row in own if (sentence := told(row.event, voice))]
    gate = visit.asked.gate
    return render(
        "portal_receipt.html.jinja2",
        **_frame(visit, terms, given=None, note=note),
        title=voice.say(gate.title if gate else visit.asked.phase.label),
        place=voice.say(
            W.place,
            rollout=voice.say(visit.rollout.title),
            number=visit.asked.phase.number,
            phase=voice.say(visit.asked.phase.label),
        ),
        gone=bool(rows) and _gone(visit, rows[0].event),
        sentences=sentences,
        moment=voice.moment(rows[0].at) if rows else "–",
        seq=seq,
        leaf=visit.receipt.leaf,
    )


def _gone(visit: Visit, event: Event) -> bool:
    """Tell whether the word that was given through the link does not stand any more."""
    if not isinstance(event, SignOffGiven | SignOffRejected):
        return False
    own = (visit.invitation.about, visit.person.key)
    return own not in {(word.gate, word.person) for word in visit.rollout.words}


def message_page(head: Text, text: Text) -> str:
    """Return a page for somebody whose language is not known."""
    return render("portal_message.html.jinja2", language="zh-CN", head=head, text=text, words=W)


def stale_note(visit: Visit) -> Note:
    """Return what stands above a card that has changed, or after a refusal."""
    if visit.state is LinkState.STALE:
        return Note(visit.voice.say(W.p_stale_head), visit.voice.say(W.p_stale))
    return Note(visit.voice.say(W.p_refused_head), visit.voice.say(W.p_refused), "bad")


def entry_note(visit: Visit, store: SqlStore, entry: int | None) -> Note | None:
    """Return what stands above the card after something went on record; the ledger says it, not the address."""
    if entry is None:
        return None
    rows = store.entries(rollout=visit.rollout.key, since_seq=entry, limit=1)
    own = [row for row in rows if (row.seq, row.actor.id) == (entry, visit.person.key)]
    sentence = told(own[0].event, visit.voice) if own else None
    if sentence is None:
        return None
    said = visit.voice.say(W.p_noted, sentence=sentence, seq=entry)
    return Note(visit.voice.say(W.p_noted_head), said, "good")


def _frame(visit: Visit, terms: Terms, *, given: Form | None, note: Note | None) -> dict[str, object]:
    voice = visit.voice
    chinese = voice.language is Language.ZH
    return {
        "language": "zh-CN" if chinese else "en",
        "other": Language.EN.value if chinese else Language.ZH.value,
        "say": voice.say,
        "words": W,
        "person": voice.person(visit.person.key),
        "notes": [note] if note else [],
        "csrf": terms.csrf,
        "files_note": voice.say(W.f_files_note, count=MOST, size=spelled_size(terms.limit)),
        "nonce": secrets.token_hex(8),
        "given": given or Form(),
        "people": [person for person in visit.rollout.team.people if person.active],
        **_said(visit),
    }


def _said(visit: Visit) -> dict[str, object]:
    """Return what people said at the gate, and the forms in which this person can say more."""
    voice, gate = visit.voice, visit.asked.gate
    # Who signed without a word is told among the others already.
    spoken = worded(visit.rollout, gate) if gate else ()
    return {
        "said_head": voice.say(HEAD),
        "said": [(heading(remark, voice), remark) for remark in spoken],
        "file_label": lambda file: file_label(file, voice),
        "token": visit.token,
        **aside_facts(visit),
    }
