"""The document gate: on record, and not an empty file."""

import pytest
from pydantic import ValidationError

from playbooks.model.gates.document import DocumentGate
from playbooks.model.verdict import Outcome
from tests.simulators.facts import NOW, ago, document, evidence, facts
from tests.simulators.gates import judged, rule


def test_a_document_on_record_passes() -> None:
    """The reason names title and version."""
    verdict = judged(rule(DocumentGate), document(title="项目章程", version="2.1"))
    assert verdict.passed
    assert verdict.reason.zh == "《项目章程》版本 2.1 已备案"


@pytest.mark.parametrize(("size", "outcome"), [(99, Outcome.FAILED), (100, Outcome.PASSED)])
def test_the_size_is_held_against_the_minimum(size: int, outcome: Outcome) -> None:
    """One byte less is too small."""
    assert judged(rule(DocumentGate, minimum_bytes=100), document(size)).outcome is outcome


def test_an_empty_file_fails() -> None:
    """A file without a byte proves nothing, and the reason says so."""
    verdict = judged(rule(DocumentGate), document(0))
    assert verdict.outcome is Outcome.FAILED
    assert verdict.reason.en == "the file has 0 bytes, at least 1 are expected"


def test_without_the_document_the_gate_waits_for_those_it_accepts() -> None:
    """The roles that may record the document are named."""
    verdict = rule(DocumentGate, accepted_by=["sponsor"]).judge(facts(), NOW)
    assert verdict.outcome is Outcome.PENDING
    assert verdict.missing[0].who == ("sponsor",)


def test_the_owner_is_named_when_anybody_may_record() -> None:
    """Somebody is always responsible for what is missing."""
    assert rule(DocumentGate).judge(facts(), NOW).missing[0].who == ("pmo",)


@pytest.mark.parametrize(("days", "outcome"), [(30, Outcome.PASSED), (30.01, Outcome.INVALID)])
def test_evidence_expires_after_its_days(days: float, outcome: Outcome) -> None:
    """On the last day it still holds."""
    old = evidence("fact", document(), observed=ago(days))
    assert rule(DocumentGate, valid_for=30).judge(facts(old), NOW).outcome is outcome


@pytest.mark.parametrize(("hours", "outcome"), [(-0.05, Outcome.PASSED), (-1, Outcome.INVALID)])
def test_clocks_may_differ_a_little(hours: float, outcome: Outcome) -> None:
    """Three minutes ahead is a clock, an hour ahead is the future."""
    ahead = evidence("fact", document(), observed=ago(hours=hours))
    assert rule(DocumentGate).judge(facts(ahead), NOW).outcome is outcome


def test_the_verdict_rests_on_the_document() -> None:
    """Another document, another digest of the inputs."""
    gate = rule(DocumentGate)
    first, second = judged(gate, document(1)), judged(gate, document(2))
    assert first.inputs_digest != second.inputs_digest


def test_a_title_of_any_length_is_judged() -> None:
    """A title longer than a reason may be is cut, not refused."""
    assert judged(rule(DocumentGate), document(title="长" * 5000)).passed


def test_a_minimum_of_nothing_is_refused() -> None:
    """Zero bytes would let an empty file pass."""
    with pytest.raises(ValidationError):
        rule(DocumentGate, minimum_bytes=0)
