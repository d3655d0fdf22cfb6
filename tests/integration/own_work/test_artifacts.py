"""Artifacts: keys that Prefect takes and that are never shared; what is unchanged is not shown again."""

import re
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from playbooks.model.errors import OutsideError
from tasks.adapters.artifacts import PREFECT, artifact_key
from tasks.adapters.published import changed_only
from tests.simulators.shown_artifacts import ShownArtifacts

TAKEN_BY_PREFECT = re.compile(r"[a-z0-9-]+")
KEYS = st.from_regex(r"[a-z0-9][a-z0-9_.:\-]{0,12}", fullmatch=True)
NAMES = st.tuples(
    KEYS,
    st.one_of(
        st.tuples(st.sampled_from(["gate", "kpi"]), KEYS), st.tuples(st.sampled_from(["inbox", "value"]))
    ),
)


@pytest.mark.parametrize(
    ("parts", "key"),
    [
        (("crm-2026", "design", "gates"), "crm-2026-design-gates"),
        (("crm-2026", "gate", "goals_smart"), "crm-2026-gate-goals-smart"),
        (("crm-2026", "inbox"), "crm-2026-inbox"),
    ],
)
def test_ordinary_names_make_plain_keys(parts: tuple[str, ...], key: str) -> None:
    """A person can read and guess them."""
    assert artifact_key(*parts) == key


@pytest.mark.parametrize(
    ("one", "other"),
    [
        (("crm", "gate", "a_b"), ("crm", "gate", "a-b")),
        (("crm", "gate", "a.b"), ("crm", "gate", "a:b")),
        (("a-gate-b", "inbox"), ("a", "gate", "b_inbox")),
        (("a", "gate", "b_design_gates"), ("a-gate-b", "design", "gates")),
        (("crm-", "inbox"), ("crm", "inbox")),
        (("crm", "gate", "a__b"), ("crm", "gate", "a_b")),
    ],
)
def test_different_names_have_different_keys(one: tuple[str, ...], other: tuple[str, ...]) -> None:
    """However alike they are spelled."""
    assert artifact_key(*one) != artifact_key(*other)


@given(NAMES, NAMES)
def test_no_two_names_share_a_key(
    one: tuple[str, tuple[str, ...]], other: tuple[str, tuple[str, ...]]
) -> None:
    """Whatever rollouts, gates and KPIs are called, and Prefect takes every key."""
    first, second = artifact_key(one[0], *one[1]), artifact_key(other[0], *other[1])
    assert TAKEN_BY_PREFECT.fullmatch(first)
    assert (first == second) is (one == other)


def show(home: Path, shown: ShownArtifacts, text: str = "a") -> None:
    """Show one artifact of each kind."""
    with changed_only(shown, home=home, rollout="crm-2026") as board:
        board.markdown("text", text)
        board.progress("share", 50.0)
        board.image("chart", "data:image/svg+xml;base64,AA==")


def test_what_is_unchanged_is_shown_once(tmp_path: Path) -> None:
    """A run that is resumed twenty times does not fill the pages."""
    shown = ShownArtifacts()
    for text in ("a", "a", "b", "b", "a"):
        show(tmp_path, shown, text)
    assert dict(shown.times) == {"text": 3, "share": 1, "chart": 1}


def test_a_new_run_shows_everything_on_its_own_page(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Also after Prefect's database was lost."""
    shown = ShownArtifacts()
    for run in ("one", "one", "two"):
        monkeypatch.setenv("PREFECT__RUNTIME__FLOW_RUN__ID", run)
        show(tmp_path, shown)
    assert shown.times["chart"] == 2


def test_what_could_not_be_shown_is_shown_next_time(tmp_path: Path) -> None:
    """An error in the middle forgets nothing and remembers nothing too early."""
    shown = ShownArtifacts()
    with changed_only(shown, home=tmp_path, rollout="crm-2026") as board:
        board.markdown("text", "a")
        shown.down = True
        with pytest.raises(OutsideError):
            board.progress("share", 50.0)
    shown.down = False
    show(tmp_path, shown)
    assert dict(shown.times) == {"text": 1, "share": 1, "chart": 1}


@pytest.mark.parametrize("content", ["", "{", '{"run": 1}'])
def test_a_broken_memory_shows_everything_again(tmp_path: Path, content: str) -> None:
    """Losing the memory costs nothing but showing things twice."""
    shown = ShownArtifacts()
    show(tmp_path, shown)
    (tmp_path / "artifacts" / "crm-2026.json").write_text(content)
    show(tmp_path, shown)
    assert set(shown.times.values()) == {2}


def test_a_home_that_cannot_be_written_still_shows(tmp_path: Path) -> None:
    """The memory is a convenience."""
    (tmp_path / "artifacts").write_text("a file where a folder should be")
    shown = ShownArtifacts()
    show(tmp_path, shown)
    assert len(shown.times) == 3


def test_outside_a_run_there_is_no_page() -> None:
    """Without Prefect nothing is shown and nothing fails."""
    PREFECT.markdown("text", "a")
    PREFECT.progress("share", 1.0)
    PREFECT.image("chart", "data:")
