"""The views: what `status` and `inbox` show, without importing what decides."""

import subprocess
import sys
from pathlib import Path

import pytest

from playbooks.model.errors import InputError, NotFoundError
from tasks.adapters.store import SqlStore, views
from tests.integration.store.story import ROLLOUT, Teller, item

ROOT = Path(__file__).parents[3]
HEAVY = ("sqlalchemy", "pydantic", "prefect", "alembic", "psycopg", "playbooks.model.events")


def test_a_rollout_is_shown_as_it_stands(teller: Teller, url: str) -> None:
    """The list follows every decision at once."""
    teller.begin()
    receipt = teller.granted(item(1))
    (shown,) = views.rollouts(url)
    assert (shown.key, shown.status, shown.phase, shown.phase_status) == (
        ROLLOUT,
        "running",
        "initiation",
        "open",
    )
    assert (shown.seq, shown.round, shown.score) == (receipt.seq, 1, 0)


def test_gates_are_shown_in_order_with_their_verdicts(teller: Teller, url: str) -> None:
    """Judged ones with outcome and reason, the others without."""
    teller.begin()
    teller.finish()
    shown = views.gates(url, ROLLOUT)
    assert [gate.outcome for gate in shown[:3]] == ["passed", "passed", None]
    assert shown[0].deadline is not None
    assert shown[0].must_meet is True


def test_an_inbox_is_one_persons(teller: Teller, url: str) -> None:
    """Only what this person can move; the whole list names everybody."""
    teller.begin()
    teller.granted(item(1))
    assert {entry.person for entry in views.inbox(url, person="sun_li")} == {"sun_li"}
    assert {entry.person for entry in views.inbox(url)} > {"sun_li"}
    assert views.inbox(url, person="sun_li", rollout="another") == ()


def test_the_most_urgent_comes_first(teller: Teller, url: str) -> None:
    """Ordered by when it is due."""
    teller.begin()
    list(teller.chatter(3))
    dues = [entry.due for entry in views.inbox(url) if entry.due]
    assert dues == sorted(dues)


def test_views_work_beside_a_closed_store(teller: Teller, store: SqlStore, url: str) -> None:
    """Nobody else needs to have the database open."""
    teller.begin()
    store.close()
    assert len(views.rollouts(url)) == 1


def test_no_store_yet_is_a_sentence(url: str, tmp_path: Path) -> None:
    """Looking makes nothing."""
    with pytest.raises(NotFoundError, match="no store"):
        views.rollouts(url)
    assert [path for path in tmp_path.iterdir() if path.suffix == ".db"] == []


def test_an_unknown_address_is_refused() -> None:
    """The same sentence as on opening."""
    with pytest.raises(InputError, match="sqlite:///FILE"):
        views.rollouts("mysql://somewhere")


def test_looking_imports_nothing_heavy() -> None:
    """`status` must answer faster than the model can be imported."""
    looked = f"import sys, tasks.adapters.store.views; print([n for n in {HEAVY} if n in sys.modules])"
    result = subprocess.run(
        [sys.executable, "-c", looked], cwd=ROOT, capture_output=True, text=True, check=True
    )
    assert result.stdout.strip() == "[]"
