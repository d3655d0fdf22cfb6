"""The pages: the card with its form, the receipt, and a few words in both languages where there is no card."""

from dataclasses import dataclass

from flows.entrypoints.portal.form import Form, targets, unmet
from flows.entrypoints.portal.visit import LinkState, Visit
from playbooks.model.text import Language, Text
from tasks.adapters.decision_offer import Choice
from tasks.adapters.render.decision_card import decision_card
from tasks.adapters.render.environment import render
from tasks.adapters.render.portal_wording import PORTAL as W
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


def decision_page(visit: Visit, *, csrf: str, given: Form | None = None, note: Note | None = None) -> str:
    """Return the card of a question, with the form where something can be decided."""
    voice, choices = visit.voice, visit.offered.choices
    conditional = Choice.CONDITIONAL_GO in choices
    return render(
        "portal_decision.html.jinja2",
        **_frame(visit),
        card=decision_card(voice, visit.asked, visit.offered, now=visit.now),
        mode="decide" if visit.state is LinkState.OPEN else "show",
        notes=[note] if note else [],
        csrf=csrf,
        given=given or Form(),
        recycle_to=targets(visit) if Choice.RECYCLE in choices else (),
        unmet=unmet(visit) if conditional else (),
        people=[person for person in visit.rollout.team.people if person.active] if conditional else [],
        report=WORDS,
        day=voice.day,
    )


def receipt_page(visit: Visit, store: SqlStore) -> str:
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
        **_frame(visit),
        title=voice.say(gate.title if gate else visit.asked.phase.label),
        place=voice.say(
            W.place,
            rollout=voice.say(visit.rollout.title),
            number=visit.asked.phase.number,
            phase=voice.say(visit.asked.phase.label),
        ),
        sentences=sentences,
        moment=voice.moment(rows[0].at) if rows else "–",
        seq=seq,
        leaf=visit.receipt.leaf,
    )


def message_page(head: Text, text: Text) -> str:
    """Return a page for somebody whose language is not known."""
    return render("portal_message.html.jinja2", language="zh-CN", head=head, text=text, words=W)


def stale_note(visit: Visit) -> Note:
    """Return what stands above a card that has changed, or after a refusal."""
    if visit.state is LinkState.STALE:
        return Note(visit.voice.say(W.p_stale_head), visit.voice.say(W.p_stale))
    return Note(visit.voice.say(W.p_refused_head), visit.voice.say(W.p_refused), "bad")


def _frame(visit: Visit) -> dict[str, object]:
    voice = visit.voice
    chinese = voice.language is Language.ZH
    return {
        "language": "zh-CN" if chinese else "en",
        "other": Language.EN.value if chinese else Language.ZH.value,
        "say": voice.say,
        "words": W,
        "person": voice.person(visit.person.key),
    }
