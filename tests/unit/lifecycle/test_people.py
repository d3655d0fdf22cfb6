"""Who takes part in which role: changed by the PMO, never by oneself; what was decided before stays and is marked."""

import pytest

from playbooks.model import commands as c
from playbooks.model.gates.slot import Slot
from playbooks.model.refusal import RefusalCode
from playbooks.model.verdict import Outcome
from tests.simulators.facts import document, person, team
from tests.simulators.rollouts import Play
from tests.simulators.wishes import STATES
from tests.simulators.wordy import document_gate, playbook_with, played, sign_off_gate

SIGNED = "initiation.signed"


def change(person: str = "wang_fang", /, **changes: object) -> c.ChangePerson:
    """Return the wish to change somebody."""
    return c.ChangePerson.model_validate({"person": person, "reason": "moved", **changes})


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
