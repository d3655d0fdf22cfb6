"""Starting a rollout: by whom, on what, with whom, and pinned to which playbook."""

import pytest

from playbooks.model import commands as c
from playbooks.model import events as e
from playbooks.model.calendar import Calendar
from playbooks.model.lifecycle.rollouts import document_digest
from playbooks.model.refusal import RefusalCode
from playbooks.model.rollout import RolloutStatus
from playbooks.model.stakeholder import Team
from tests.simulators.facts import CAST, DEPARTMENTS, person, team, text
from tests.simulators.rollouts import MORNING, Play, playbook
from tests.simulators.wishes import STATES


def starting(**changes: object) -> c.StartRollout:
    """Return the wish to start the small playbook."""
    given = {"title": text("CRM"), "playbook": playbook(), "team": team(), **changes}
    return c.StartRollout.model_validate(given)


def without(*keys: str) -> Team:
    """Return the cast less these people."""
    kept = tuple(member for member in CAST if member.key not in keys and member.deputy not in keys)
    return Team(departments=DEPARTMENTS, people=kept)


@pytest.mark.parametrize(
    ("by", "granted"), [("chen_hao", True), ("lin_wei", True), ("wu_yan", False), ("stranger", False)]
)
def test_only_those_the_playbook_names_start(by: str, granted: bool) -> None:  # noqa: FBT001  # parametrized
    """The PMO and the sponsor of the team that is to do it."""
    play = Play()
    play.wish(starting(), by=by)
    assert (play.store.rollout(play.key) is not None) is granted


def test_what_a_system_stands_on_must_stand() -> None:
    """ERP waits until CRM has reached operation."""
    wish = starting(playbook=playbook(name="erp", stands_on=("crm",), title=text("ERP")))
    refusal = Play().refused(wish, by="chen_hao")
    assert (refusal.code, refusal.reason.en) == (
        RefusalCode.NOT_READY,
        (
            "ERP stands on CRM; finish introducing that first, "
            "or list it under systems_in_use of the organisation file if it stands already"
        ),
    )


def test_what_the_company_says_stands_already_need_not_be_introduced() -> None:
    """It is on record that this rests on the company's word alone; other systems in use are not."""
    play = Play()
    wish = starting(playbook=playbook(name="erp", stands_on=("crm",)), in_use=("excel", "crm"))
    play.granted(wish, by="chen_hao")
    begun = play.store.events()[0]
    assert isinstance(begun, e.RolloutStarted)
    assert begun.in_use == ("crm",)


def test_what_a_rollout_has_introduced_needs_nobody_s_word() -> None:
    """Then the start says as much as ever, to the byte."""
    play = Play()
    play.granted(starting(in_use=("excel",)), by="chen_hao")
    assert "in_use" not in play.store.events()[0].model_dump()


@pytest.mark.parametrize(("left", "role"), [("lin_wei", "sponsor"), ("zhao_lei", "it_lead")])
def test_deciders_and_owners_must_be_there(left: str, role: str) -> None:
    """A gate that nobody owns would never move."""
    refusal = Play().refused(starting(team=without(left)), by="chen_hao")
    assert refusal.code is RefusalCode.NOT_READY
    assert f"nobody holds these roles: {role};" in refusal.reason.en


def test_somebody_who_left_holds_no_role() -> None:
    """An inactive sponsor is no sponsor."""
    wish = starting(team=team(person("lin_wei", "sponsor", active=False)))
    assert Play().refused(wish, by="chen_hao").code is RefusalCode.NOT_READY


def test_roles_without_a_part_in_moving_gates_may_be_empty() -> None:
    """Nobody is project manager in this company, and the rollout starts all the same."""
    assert not team().holders("project_manager")
    Play().granted(starting(), by="chen_hao")


def test_a_rollout_is_pinned_to_its_playbook() -> None:
    """To its meaning and to its exact words, which are kept."""
    play = Play.begun()
    (event,) = (event for event in play.store.events() if isinstance(event, e.RolloutStarted))
    assert (event.meaning, event.document) == (playbook().digest, document_digest(playbook()))
    assert play.store.document(event.document) is not None
    assert document_digest(playbook(title=text("other"))) != event.document


def test_the_state_begins_with_the_event() -> None:
    """Running, no phase open, at this moment, with the calendar that was given."""
    play, calendar = Play(), Calendar(time_zone="Europe/Berlin")
    play.granted(starting(calendar=calendar, rehearsal=True), by="chen_hao")
    state = play.rollout
    assert (state.status, state.open_phases, state.started_at) == (RolloutStatus.RUNNING, (), MORNING)
    assert (state.calendar, state.rehearsal, state.version) == (calendar, True, 1)


def test_the_team_knows_the_titles_of_its_roles() -> None:
    """So that gates can say whom they wait for in words."""
    titles = Play.begun().rollout.team.titles
    assert set(titles) == {role.key for role in playbook().roles}


@pytest.mark.parametrize("state", [name for name in STATES if name != "absent"])
def test_a_key_is_used_once(state: str) -> None:
    """Even an ended rollout keeps its name."""
    assert STATES[state]().refused(starting(), by="chen_hao").code is RefusalCode.EXISTS


@pytest.mark.parametrize("by", ["lin_wei", "chen_hao"])
@pytest.mark.parametrize("wish", [c.HoldRollout(reason="r"), c.CancelRollout(reason="r")])
def test_who_stops_a_rollout(by: str, wish: c.Command) -> None:
    """The PMO and the sponsor hold it; the sponsor alone ends it."""
    play = STATES["opened"]()
    play.wish(wish, by=by)
    changed = play.rollout.status is not RolloutStatus.RUNNING
    assert changed is (by == "lin_wei" or isinstance(wish, c.HoldRollout))
