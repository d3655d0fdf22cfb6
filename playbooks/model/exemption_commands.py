"""The wishes to go on although a gate is not met: a waiver asked for, an override. Granting is a wish of its own."""

from typing import Literal

from playbooks.model.frozen import Frozen, Instant, Key, Prose


class RequestWaiver(Frozen):
    """Ask that a failed gate be waived until a date; while a waiver stands, ask that it be prolonged."""

    kind: Literal["request_waiver"] = "request_waiver"
    gate: Key
    owner: Key
    reason: Prose
    compensating_control: Prose
    expires_at: Instant


class DeclineWaiver(Frozen):
    """Turn down, or take back, the request for a waiver."""

    kind: Literal["decline_waiver"] = "decline_waiver"
    gate: Key
    reason: Prose


class OverrideGate(Frozen):
    """In an emergency, let the phase end although this gate is not met: one proposes, another confirms."""

    kind: Literal["override_gate"] = "override_gate"
    gate: Key
    reason: Prose
