"""What the page shows of the forms beside the decision: their words, what they rest on, and what can be chosen."""

from collections.abc import Iterator

from flows.entrypoints.portal.aside_form import EVERYTHING, ROLE, THIS_GATE, gate_box
from flows.entrypoints.portal.visit import Visit
from tasks.adapters.asides import Aside, override_gates, own_delegations, shown_beside
from tasks.adapters.render.people_sentence import arranged
from tasks.adapters.render.portal_wording import PORTAL as W

_WORDS = {
    Aside.COMMENT: (W.a_comment, W.a_comment_note),
    Aside.WITHDRAW: (W.a_withdraw, W.a_withdraw_note),
    Aside.ASK_WAIVER: (W.a_ask_waiver, W.a_ask_waiver_note),
    Aside.TAKE_BACK_WAIVER: (W.a_take_back, W.a_take_back_note),
    Aside.PROPOSE_OVERRIDE: (W.a_propose_override, W.a_propose_override_note),
    Aside.TAKE_BACK_OVERRIDE: (W.a_take_back_override, W.a_take_back_override_note),
    Aside.SET_STAND_IN: (W.a_set_stand_in, W.a_set_stand_in_note),
    Aside.END_STAND_IN: (W.a_end_stand_in, W.a_end_stand_in_note),
}
#: The forms that files come along with.
_FILED = (Aside.COMMENT, Aside.ASK_WAIVER)


def aside_facts(visit: Visit) -> dict[str, object]:
    """Return what the templates of these forms need."""
    rollout, me, now = visit.rollout, visit.person.key, visit.now
    # The page of a gate proposes that gate; the page of a phase lets gates be chosen.
    chosen = () if visit.asked.gate else override_gates(rollout, visit.asked, me, now=now)
    return {
        "asides": visit.asides,
        "aside_words": _WORDS,
        "filed": _FILED,
        "aside_shown": shown_beside(rollout, visit.asked, me, now=now),
        "gate_boxes": [(gate_box(gate), visit.voice.gate(gate)) for gate in chosen],
        "scopes": tuple(_scopes(visit)),
        "delegations": [
            (one.key, arranged(one, visit.voice)) for one in own_delegations(rollout, me, now=now)
        ],
        "today": visit.voice.day(now),
    }


def _scopes(visit: Visit) -> Iterator[tuple[str, str]]:
    say = visit.voice.say
    if visit.asked.gate is not None:
        yield THIS_GATE, say(W.scope_gate)
    for role in visit.person.roles:
        yield f"{ROLE}{role}", say(W.scope_role, role=visit.voice.role(role))
    yield EVERYTHING, say(W.scope_all)
