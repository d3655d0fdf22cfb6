"""What the command line says about deadlines and freezes: asking again, a cutover day, an exception."""

import pytest

from flows.entrypoints.cli.exit_code import ExitCode
from tests.integration.cli.conftest import Phasegate


def test_the_pmo_asks_for_a_signature(with_paper: Phasegate) -> None:
    """Whoever can sign is asked, once for the same evidence."""
    first = with_paper("sign-off", "small-1", "paper_signed", "--ask", "--as", "pam")
    again = with_paper("sign-off", "small-1", "paper_signed", "--ask", "--as", "pam")
    assert (first.code, again.code) == (ExitCode.DONE, ExitCode.DONE)
    assert "on record" in first.out
    assert "nothing new" in again.out


@pytest.mark.parametrize(
    "words", [("--cutover-on", "2099-01-04"), ("--despite-freeze", "the old server dies")]
)
def test_only_a_go_into_operation_has_a_cutover(phasegate: Phasegate, words: tuple[str, str]) -> None:
    """Beside any other decision it would mislead on record."""
    ended = phasegate("decide", "small-1", "hold", "--reason", "r", *words)
    assert ended.code == ExitCode.REFUSED
    assert "only a go into operation names a cutover day" in ended.err


def test_a_cutover_day_is_a_day(phasegate: Phasegate) -> None:
    """Written as everywhere."""
    ended = phasegate("decide", "small-1", "go", "--reason", "r", "--cutover-on", "soon")
    assert (ended.code, "2026-01-31" in ended.err) == (ExitCode.USAGE, True)
