"""Case 49: a link opens its own question for its own person and nothing else, and every wrong one looks the same."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from itsdangerous import URLSafeTimedSerializer

from playbooks.model import commands as c
from tasks.adapters.invitations import PATH
from tests.simulators.portal import OTHER, SIGNED, SIGNER, SPONSOR, House, house


@pytest.fixture
def served(tmp_path: Path) -> Iterator[House]:
    """A decision page."""
    with house(tmp_path) as made:
        yield made


def wrong_tokens(served: House) -> dict[str, str]:
    """Return links that are none: forged, cut, altered, of somebody who is gone, about what does not exist."""
    sound, invitation = served.token(), served.invitation()
    forged = URLSafeTimedSerializer("guessed").dumps(invitation.model_dump(mode="json"))
    told = served.invitations.token
    return {
        "forged": str(forged),
        "cut": sound[:-1],
        "longer": sound + "A",
        "altered": sound[:10] + ("B" if sound[10] != "B" else "C") + sound[11:],
        "other rollout": told(invitation.model_copy(update={"rollout": "erp-2026"})),
        "other gate": told(invitation.model_copy(update={"about": "design.nothing"})),
        "a word of the playbook": told(invitation.model_copy(update={"about": "sponsor"})),
        "a stranger": told(invitation.model_copy(update={"person": "nobody"})),
        "somebody gone": told(invitation.model_copy(update={"person": "he_jun"})),
    }


def test_every_wrong_link_looks_the_same(served: House) -> None:
    """Nobody learns which ids exist."""
    browser = served.browser()
    answers = {name: browser.open(token) for name, token in wrong_tokens(served).items()}
    assert {answer.status_code for answer in answers.values()} == {404}
    assert len({answer.text for answer in answers.values()}) == 1


def test_a_wrong_link_takes_no_form(served: House) -> None:
    """Whatever proof is sent along."""
    browser = served.browser()
    browser.open(served.token())
    statuses = {
        browser.submit(token, choice="approve").status_code for token in wrong_tokens(served).values()
    }
    assert statuses <= {403, 404}
    assert served.decisions() == []


def test_a_link_decides_in_its_own_name_only(served: House) -> None:
    """Fields that name somebody else, another gate or another digest mean nothing."""
    token, browser = served.token(SIGNER), served.browser()
    browser.open(token)
    browser.submit(
        token,
        choice="approve",
        person=OTHER,
        gate="initiation.paper",
        rollout="erp",
        seen="0" * 64,
        role="sponsor",
    )
    (given,) = served.play.rollout.sign_offs
    assert (given.person, given.gate, given.role) == (SIGNER, SIGNED, "finance")


@pytest.mark.parametrize(
    ("person", "about", "choice"),
    [
        (SPONSOR, SIGNED, "approve"),
        (SIGNER, "initiation", "hold"),
        (SIGNER, SIGNED, "go"),
        (SPONSOR, "initiation", "approve"),
        (SPONSOR, "initiation", "kill"),
        (SPONSOR, "design", "hold"),
    ],
)
def test_a_link_gives_no_right_that_its_person_has_not(
    served: House, person: str, about: str, choice: str
) -> None:
    """The page offers what may be done, and the desk would refuse the rest."""
    token, browser = served.token(person, about), served.browser()
    browser.open(token)
    assert browser.submit(token, choice=choice, comment="because").status_code in {200, 403, 422}
    assert [event for event in served.decisions() if event != "command.refused"] == []


def test_a_right_that_was_taken_away_is_gone_at_once(served: House) -> None:
    """The page was shown before; who signs is looked up again."""
    token, browser = served.token(), served.browser()
    browser.open(token)
    served.play.granted(c.ChangePerson(person=SIGNER, roles=("key_user",), reason="moved on"), by="chen_hao")
    browser.submit(token, choice="approve")
    assert served.play.rollout.sign_offs == ()


def test_the_links_of_two_people_are_two(served: House) -> None:
    """Each signs in the own name; neither uses up the other's."""
    for person in (SIGNER, OTHER):
        token, browser = served.token(person), served.browser()
        browser.open(token)
        browser.submit(token, choice="approve")
    assert [given.person for given in served.play.rollout.sign_offs] == [SIGNER, OTHER]


def test_the_session_on_record_names_the_link_but_does_not_hold_it(served: House) -> None:
    """Who reads the ledger cannot decide with it."""
    token, browser = served.token(), served.browser()
    browser.open(token)
    browser.submit(token, choice="approve")
    entry = next(row for row in served.store.entries() if row.event.type == "sign_off.given")
    text = served.store.entry(entry.seq).decode()
    assert "portal" in text
    assert token not in text
    assert PATH not in text
