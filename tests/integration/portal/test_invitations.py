"""Links: what they say, who signed them, and which letters carry one."""

import multiprocessing
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from playbooks.model.errors import InputError, NotFoundError
from playbooks.model.letters import Notice
from playbooks.model.text import Text
from tasks.adapters.invitations import LONGEST_TOKEN, PATH, TURNS
from tasks.adapters.portal_key import NAME, portal_key
from tests.simulators.facts import person, text
from tests.simulators.portal import OTHER, SIGNED, SIGNER, SPONSOR, House, house


@pytest.fixture
def served(tmp_path: Path) -> Iterator[House]:
    """A decision page over a gate that can be signed."""
    with house(tmp_path) as made:
        yield made


def notice(about: str | None = SIGNED) -> Notice:
    """Return a letter about something."""
    return Notice(to=SIGNER, subject=Text(zh="请", en="please"), body=text("body"), about=about)


def link(served: House, who: str = SIGNER, about: str | None = SIGNED, *, parcel: int = 7) -> str | None:
    """Return the link for a letter."""
    return served.invitations.link(person(who), notice(about), rollout=served.play.key, parcel=parcel)


def test_a_link_says_what_it_was_made_for(served: House) -> None:
    """Read back, it is the same."""
    invitation = served.invitation()
    assert served.invitations.read(served.invitations.token(invitation)) == invitation
    assert (invitation.person, invitation.about, invitation.turn) == (SIGNER, SIGNED, 0)


@pytest.mark.parametrize("token", ["", ".", "a.b.c", "ü", "\x00", "x" * 100_000, ".eJ" + "A" * 500])
def test_what_was_not_signed_here_is_no_link(served: House, token: str) -> None:
    """However it looks."""
    with pytest.raises(NotFoundError):
        served.invitations.read(token)


def test_a_link_of_another_house_is_no_link(served: House) -> None:
    """Its key is another one."""
    stranger = replace(served.invitations, key=b"x" * 32)
    with pytest.raises(NotFoundError):
        served.invitations.read(stranger.token(served.invitation()))


def test_a_link_fits_into_every_channel(served: House) -> None:
    """Long keys included."""
    long = served.invitation().model_copy(update={"person": "p" * 80, "rollout": "r" * 80, "about": "a" * 80})
    assert len(served.invitations.address(long)) < LONGEST_TOKEN


def test_copies_of_a_letter_are_one_link(served: House) -> None:
    """Whichever channel brought it, and however often it was sent; another letter is another link."""
    tokens = [link(served, parcel=number) for number in (7, 7, 8)]
    ids = [served.invitations.read(str(token).rpartition("/")[2]).id for token in tokens]
    assert ids[0] == ids[1] != ids[2]


@pytest.mark.parametrize(
    ("who", "about", "linked"),
    [
        (SIGNER, SIGNED, True),
        (OTHER, SIGNED, True),
        (SPONSOR, SIGNED, False),
        (SIGNER, "initiation", False),
        (SPONSOR, "initiation", False),
        (SIGNER, "initiation.paper", False),
        (SIGNER, "no.such.thing", False),
        (SIGNER, None, False),
    ],
)
def test_only_who_is_waited_for_gets_a_link(
    served: House, who: str, about: str | None, *, linked: bool
) -> None:
    """Other letters are news."""
    assert (link(served, who, about) is not None) is linked


def test_a_decider_gets_a_link_once_the_phase_is_ready(served: House) -> None:
    """Before that nothing is asked."""
    for signer in (SIGNER, OTHER):
        served.play.sign(SIGNED, by=signer)
    assert link(served, SPONSOR, "initiation") is not None
    assert link(served, SIGNER, SIGNED) is None


def test_without_an_address_letters_carry_no_link(served: House) -> None:
    """Nobody could open it."""
    homeless = replace(served.invitations, url=None)
    assert homeless.link(person(SIGNER), notice(), rollout=served.play.key, parcel=7) is None
    assert homeless.link(person(SIGNER), notice(), rollout="no-such-rollout", parcel=7) is None


@pytest.mark.parametrize("url", ["https://gates.example.com", "https://example.com/phasegate/"])
def test_an_address_begins_as_it_was_set(served: House, url: str) -> None:
    """A path in front stays in front."""
    address = replace(served.invitations, url=url).address(served.invitation())
    assert address.startswith(f"{url.rstrip('/')}{PATH}")


@pytest.mark.parametrize(("who", "about"), [("nobody", SIGNED), (SIGNER, "no.such.gate")])
def test_nobody_is_invited_to_nothing(served: House, who: str, about: str) -> None:
    """The sentence says what to name."""
    with pytest.raises(NotFoundError, match="name a member and a gate or a phase"):
        served.invitation(who, about)


def test_every_turn_has_a_request_of_its_own(served: House) -> None:
    """And the same ones each time."""
    invitation = served.invitation()
    requests = {invitation.request(turn) for turn in range(TURNS)}
    assert len(requests) == TURNS
    assert requests == {invitation.request(turn) for turn in range(TURNS)}


def test_the_key_is_made_once_and_for_its_owner_alone(tmp_path: Path) -> None:
    """Whoever reads it could decide for everybody."""
    first = portal_key(tmp_path / "home")
    assert portal_key(tmp_path / "home") == first
    assert (tmp_path / "home" / NAME).stat().st_mode & 0o777 == 0o600


def test_processes_that_make_the_key_at_once_get_the_same(tmp_path: Path) -> None:
    """The first one's counts, and nothing is left lying about."""
    with multiprocessing.get_context("fork").Pool(4) as pool:
        keys = pool.map(portal_key, [tmp_path] * 16)
    assert len(set(keys)) == 1
    assert [path.name for path in tmp_path.iterdir()] == [NAME]


@pytest.mark.parametrize("content", ["", "ab", "not hexadecimal at all", "ü" * 32])
def test_a_key_that_is_none_is_refused(tmp_path: Path, content: str) -> None:
    """Rather than signing with something weak."""
    (tmp_path / NAME).write_text(content, encoding="utf-8")
    with pytest.raises(InputError, match="holds no key"):
        portal_key(tmp_path)


def test_a_key_that_cannot_be_made_is_told(tmp_path: Path) -> None:
    """With the place."""
    (tmp_path / "home").write_text("a file", encoding="utf-8")
    with pytest.raises(InputError, match=r"home.*cannot be used"):
        portal_key(tmp_path / "home")
