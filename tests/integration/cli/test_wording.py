"""Every wording has the same blanks in both languages, and every command says in both what it does."""

import string

import pytest

from flows.entrypoints.cli import wording
from flows.entrypoints.cli.menu import GROUPS, menu
from playbooks.model.rollout import RolloutStatus
from playbooks.model.text import Text
from playbooks.model.waiting import WaitingFor
from tests.integration.cli.conftest import Phasegate

TEXTS = {name: text for name, text in vars(wording).items() if isinstance(text, Text)}
NAMES = [name for commands in GROUPS.values() for name in commands]
HERE = [name for name in NAMES if name not in {"demo", "up"}]
SUBCOMMANDS = {
    "evidence": ("list", "show"),
    "issue": ("raise", "close", "list"),
    "action": ("add", "close", "list"),
    "ledger": ("verify", "show", "export", "checkpoint"),
    "playbook": ("list", "show", "check"),
    "portal": ("link",),
    "channels": ("test",),
    "data": ("profile", "check", "duplicates", "merge", "mapping"),
}


def blanks(wording: str) -> set[str]:
    """Return the names of the blanks of a wording."""
    return {name for _, name, _, _ in string.Formatter().parse(wording) if name}


@pytest.mark.parametrize("name", TEXTS)
def test_both_languages_have_the_same_blanks(name: str) -> None:
    """What is said in one language is said in the other."""
    zh, en = blanks(TEXTS[name].zh), blanks(TEXTS[name].en)
    assert zh ^ en <= {"zh", "en"}


@pytest.mark.parametrize("name", HERE)
def test_every_command_can_be_asked_for_help(phasegate: Phasegate, name: str) -> None:
    """The help is in both languages and names the common options."""
    out = phasegate(name, "--help").out
    assert "·" in out
    assert any("\u4e00" <= sign <= "\u9fff" for sign in out)


@pytest.mark.parametrize("words", [(name, sub) for name, subs in SUBCOMMANDS.items() for sub in subs])
def test_every_subcommand_answers_scripts_and_in_both_languages(
    phasegate: Phasegate, words: tuple[str, str]
) -> None:
    """`--json` and `--lang` are everywhere."""
    out = phasegate(*words, "--help").out
    assert "--json" in out
    assert "--lang" in out


def test_the_menu_lists_every_command_in_groups(phasegate: Phasegate) -> None:
    """Called without words, the product says what it can do."""
    out = phasegate().out
    assert all(name in out for name in NAMES)
    assert all(group in out for group in GROUPS)
    assert menu().name == ("phasegate",)


def test_whatever_waits_has_a_name() -> None:
    """An inbox shows every kind of thing, a list every status."""
    assert set(wording.WAITING) == set(WaitingFor)
    assert set(wording.STATUSES) == set(RolloutStatus)
