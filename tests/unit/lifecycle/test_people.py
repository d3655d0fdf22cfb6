"""Who takes part in which role: changed by the PMO, never by oneself; what was decided before stays and is marked."""

from datetime import timedelta

import pytest

from playbooks.model import commands as c
from playbooks.model.gates.slot import Slot
from playbooks.model.letters import Notice
from playbooks.model.quorum_outlook import quorum_gaps
from playbooks.model.refusal import RefusalCode
from playbooks.model.verdict import Outcome
from playbooks.model.waiting import WaitingFor
from tasks.adapters.decision_offer import waited_for
from tests.simulators.facts import DEPARTMENTS, document, person, team
from tests.simulators.rollouts import Play
from tests.simulators.wishes import STATES
from tests.simulators.wordy import document_gate, playbook_with, played, sign_off_gate

SIGNED = "initiation.signed"


def change(person: str = "wang_fang", /, **changes: object) -> c.ChangePerson:
    """Return the wish to change somebody."""
    return c.ChangePerson.model_validate({"person": person, "reason": "moved", **changes})


def add(key: str = "xu_ning", /, *roles: str, **changes: object) -> c.AddPerson:
    """Return the wish to take somebody of finance in, with an address."""
    somebody = person(key, *(roles or ("finance",)), department="finance")
    given = somebody.model_copy(update={"email": f"{key}@example.com", **changes})
    return c.AddPerson(person=given, reason="joined the company")


def test_a_role_revoked_before_the_yes_counts() -> None:
    """Rights are looked up at the moment of the wish."""
    play = STATES["failing"]()
    play.granted(change(roles=()), by="chen_hao")
    wish = c.GiveSignOff(gate=SIGNED, seen=play.seen(SIGNED))
    assert play.refused(wish, by="wang_fang").code is RefusalCode.NOT_ENTITLED


@pytest.mark.parametrize("changes", [{"roles": ()}, {"active": False}])
def test_a_yes_given_before_stays_and_is_marked(changes: dict[str, object]) -> None:
    """The verdict says that the giver has left the role since."""
    play = STATES["ready"]()
    play.granted(change(**changes), by="chen_hao")
    verdict = play.rollout.verdicts[SIGNED]
    assert verdict.passed
    assert "王芳（签核后已离任）" in verdict.reason.zh


@pytest.mark.parametrize(
    ("by", "kind", "person", "changes", "code"),
    [
        ("wang_fang", "person", "wu_yan", {"roles": ("finance",)}, RefusalCode.NOT_ENTITLED),
        ("chen_hao", "person", "chen_hao", {"roles": ("sponsor",)}, RefusalCode.NOT_ENTITLED),
        ("chen_hao", "person", "wu_yan", {"roles": ("king",)}, RefusalCode.WRONG_INPUT),
        ("chen_hao", "person", "stranger", {"active": True}, RefusalCode.NOT_FOUND),
        ("slack", "system", "wu_yan", {"roles": ("finance",)}, RefusalCode.NOT_ENTITLED),
        ("slack", "system", "he_jun", {"active": True}, RefusalCode.NOT_ENTITLED),
    ],
)
def test_not_everybody_changes_everything(
    by: str, kind: str, person: str, changes: dict[str, object], code: RefusalCode
) -> None:
    """Nobody their own roles; a directory takes people out and nothing else."""
    play = Play.opened()
    assert play.refused(change(person, **changes), by=by, kind=c.ActorKind(kind)).code is code


def test_a_directory_takes_out_who_has_left() -> None:
    """The PMO is warned, and of the gap it leaves; once."""
    play = Play.opened()
    for _ in range(2):
        play.granted(change(active=False), by="slack", kind=c.ActorKind.SYSTEM)
        play.granted(c.Attend(), by="attend", kind=c.ActorKind.SYSTEM)
    kinds = [event.type for event in play.store.events()]
    assert (kinds.count("person.changed"), kinds.count("quorum.gap_found")) == (1, 5)


def test_a_yes_of_somebody_who_left_fills_no_seat_of_another_department() -> None:
    """Two heads sign, one of each department; the role has the same name in both."""
    slots = tuple(Slot(role="department_head", department=key) for key in ("finance", "sales"))
    people = team(person("new_head", "key_user", department="sales"))
    play = played(
        playbook_with(document_gate("paper"), sign_off_gate("signed", "paper", slots=slots)), people=people
    )
    play.record("paper", document())
    play.sign("signed", by="zhou_min")
    play.granted(change("zhou_min", roles=()), by="chen_hao")
    play.granted(change("new_head", roles=("department_head",)), by="chen_hao")
    play.sign("signed", by="new_head")
    assert play.rollout.verdicts["signed"].outcome is Outcome.PENDING
    play.sign("signed", by="wang_fang")
    assert play.rollout.verdicts["signed"].passed


def test_a_newcomer_makes_an_unreachable_quorum_reachable_and_signs() -> None:
    """Finance has left the company; the new head of finance joins the running rollout and signs."""
    play = STATES["failing"]()
    play.record("initiation.paper", document(5000))
    play.granted(change("wang_fang", active=False), by="chen_hao")
    assert quorum_gaps(play.rollout, play.clock.now()) != ()
    play.granted(add(), by="chen_hao")
    assert quorum_gaps(play.rollout, play.clock.now()) == ()
    play.sign(SIGNED, by="xu_ning")
    assert "xu_ning" in [given.person for given in play.rollout.sign_offs]


def test_one_event_carries_the_newcomer() -> None:
    """The name, department, address and roles stand in the ledger, and in the team from then on."""
    play = Play.opened()
    play.granted(add(), by="lin_wei")
    joined = [event for event in play.store.events() if event.type == "person.joined"]
    assert [event.model_dump()["person"]["email"] for event in joined] == ["xu_ning@example.com"]
    assert play.rollout.team.person("xu_ning") == add().person


def test_the_newcomer_is_told_and_so_is_the_pmo() -> None:
    """Each in a letter of their own."""
    play = Play.opened()
    play.granted(add(), by="lin_wei")
    letters = [parcel.letter for parcel in play.store.due(play.clock.now())]
    notes = [(each.to, each.subject.en) for each in letters if isinstance(each, Notice)]
    assert ("xu_ning", "You take part in the rollout") in notes
    assert ("chen_hao", "xu_ning takes part in the rollout") in notes


def test_the_newcomer_is_asked_for_what_was_asked_before() -> None:
    """By a letter of its own, which brings a card or a link to decide by."""
    play = STATES["failing"]()
    play.record("initiation.paper", document(5000))
    play.granted(c.RequestSignOff(gate=SIGNED), by="attend", kind=c.ActorKind.SYSTEM)
    play.granted(change("wang_fang", active=False), by="chen_hao")
    play.granted(add(), by="chen_hao")
    letters = [parcel.letter for parcel in play.store.due(play.clock.now(), limit=500)]
    asked = [
        (each.about, each.asks)
        for each in letters
        if isinstance(each, Notice) and each.to == "xu_ning" and each.asks
    ]
    assert asked == [(SIGNED, WaitingFor.SIGN_OFF)]


def test_those_who_can_sign_are_asked_while_a_seat_is_empty() -> None:
    """Finance has left; the head of sales is asked all the same, and the new head of finance when there is one."""
    play = STATES["failing"]()
    play.granted(change("wang_fang", active=False), by="chen_hao")
    play.record("initiation.paper", document(5000))
    play.granted(c.RequestSignOff(gate=SIGNED), by="attend", kind=c.ActorKind.SYSTEM)
    assert play.rollout.asked_people[SIGNED] == ("zhou_min",)
    play.granted(add(), by="chen_hao")
    assert set(play.rollout.asked_people[SIGNED]) == {"zhou_min", "xu_ning"}
    assert "xu_ning" in waited_for(play.rollout, SIGNED, play.clock.now())


def test_nobody_is_asked_again_where_those_who_were_asked_suffice() -> None:
    """One more in finance changes nothing for those who have the card."""
    play = STATES["failing"]()
    play.record("initiation.paper", document(5000))
    play.granted(c.RequestSignOff(gate=SIGNED), by="attend", kind=c.ActorKind.SYSTEM)
    receipt = play.granted(add(), by="chen_hao")
    assert "sign_off.requested" not in [event.type for event in receipt.events]


def test_who_left_comes_back_and_what_they_signed_stays_marked() -> None:
    """With new particulars and roles."""
    play = STATES["ready"]()
    play.granted(change(active=False), by="chen_hao")
    play.granted(add("wang_fang", "finance", "department_head"), by="chen_hao")
    back = play.rollout.team.person("wang_fang")
    assert back is not None
    assert (back.active, back.email) == (True, "wang_fang@example.com")
    assert play.rollout.team.person("wang_fang") == back


def test_a_new_head_of_a_department_arranges_its_stand_ins() -> None:
    """And the former one no longer does."""
    play = Play.opened()
    finance = DEPARTMENTS[0].model_copy(update={"head": "xu_ning"})
    play.granted(add().model_copy(update={"departments": (finance,)}), by="chen_hao")
    begins, ends = play.clock.now(), play.clock.now() + timedelta(days=3)
    away = c.DeclareAbsence(person="wu_yan", starts=begins, until=ends, reason="ill")
    assert play.refused(away, by="wang_fang").code is RefusalCode.NOT_ENTITLED
    play.granted(away, by="xu_ning")


def test_the_same_again_says_nothing_new() -> None:
    """No second entry."""
    play = Play.opened()
    play.granted(add(), by="chen_hao")
    before = len(play.store.events())
    assert play.granted(add(), by="chen_hao").events == ()
    assert len(play.store.events()) == before


@pytest.mark.parametrize(
    ("by", "kind", "wish", "code"),
    [
        ("wang_fang", "person", add(), RefusalCode.NOT_ENTITLED),
        ("xu_ning", "person", add(), RefusalCode.NOT_ENTITLED),
        ("chen_hao", "person", add("chen_hao", "sponsor"), RefusalCode.NOT_ENTITLED),
        ("slack", "system", add(), RefusalCode.NOT_ENTITLED),
        ("chen_hao", "person", add("xu_ning", "king"), RefusalCode.WRONG_INPUT),
        ("chen_hao", "person", add(active=False), RefusalCode.WRONG_INPUT),
        ("chen_hao", "person", add(deputy="stranger"), RefusalCode.WRONG_INPUT),
        ("chen_hao", "person", add(deputy="xu_ning"), RefusalCode.WRONG_INPUT),
        ("chen_hao", "person", add(department="unheard_of"), RefusalCode.WRONG_INPUT),
        (
            "chen_hao",
            "person",
            add().model_copy(update={"departments": (DEPARTMENTS[1],)}),
            RefusalCode.WRONG_INPUT,
        ),
    ],
)
def test_not_everybody_takes_everybody_in(by: str, kind: str, wish: c.AddPerson, code: RefusalCode) -> None:
    """Nobody oneself, no timer, nobody of whom the particulars cannot be right, no head of another department."""
    assert Play.opened().refused(wish, by=by, kind=c.ActorKind(kind)).code is code


def test_nobody_takes_part_under_two_names() -> None:
    """An address belongs to one member: else one person could sign twice."""
    play = Play.opened()
    play.granted(add(), by="chen_hao")
    second = add("another", email=" XU_NING@example.com")
    assert play.refused(second, by="chen_hao").code is RefusalCode.WRONG_INPUT
