"""The wishes to go on although a gate is not met: a waiver asked for, an override. Granting is a wish of its own."""

from typing import Annotated, Literal

from pydantic import Field

from playbooks.model.attachment import Attachments
from playbooks.model.frozen import Digest, Frozen, Instant, Key, Prose
from playbooks.model.phase import PhaseKey


class RequestWaiver(Frozen):
    """Ask that a failed gate be waived until a date; while a waiver stands, ask that it be prolonged."""

    kind: Literal["request_waiver"] = "request_waiver"
    gate: Key
    owner: Key
    reason: Prose
    compensating_control: Prose
    expires_at: Instant
    attachments: Attachments = ()


class DeclineWaiver(Frozen):
    """Turn down, or take back, the request for a waiver; `seen` binds it to the digest of what was shown."""

    kind: Literal["decline_waiver"] = "decline_waiver"
    gate: Key
    reason: Prose
    seen: Digest | None = None


class OverrideGate(Frozen):
    """In an emergency, let the phase end although this gate is not met: one proposes, another confirms.

    With `seen`, the digest of the proposal that was shown, it confirms that one and never makes one of its own.
    """

    kind: Literal["override_gate"] = "override_gate"
    gate: Key
    reason: Prose
    seen: Digest | None = None


class ProposeOverride(Frozen):
    """Propose, as the first of two, to override exactly these gates of one phase; it confirms nobody's proposal.

    `seen` binds it to the digest of the phase as it was shown.
    """

    kind: Literal["propose_override"] = "propose_override"
    phase: PhaseKey
    gates: Annotated[tuple[Key, ...], Field(min_length=1, max_length=20)]
    reason: Prose
    seen: Digest | None = None


class DeclineOverride(Frozen):
    """Turn down, or take back, the proposal to override a gate; `seen` is the digest of the proposal shown."""

    kind: Literal["decline_override"] = "decline_override"
    gate: Key
    reason: Prose
    seen: Digest | None = None
