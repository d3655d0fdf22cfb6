"""Every kind of evidence has a name for people."""

from typing import get_args

from playbooks.model.evidence import Payload
from playbooks.model.payload_kinds import KINDS


def test_every_kind_of_payload_is_named() -> None:
    """A gate that finds evidence of another kind says which."""
    payloads = get_args(get_args(Payload)[0])
    assert {payload.model_fields["kind"].default for payload in payloads} == set(KINDS)
