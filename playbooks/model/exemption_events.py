"""What can have happened about going on without a gate: waivers asked for, overrides, promises not kept."""

from typing import Literal

from playbooks.model.frozen import Frozen, Instant, Key, Prose
from playbooks.model.override import Override, OverrideProposal
from playbooks.model.waiver import WaiverRequest


class WaiverRequested(Frozen):
    """Somebody asked that a failed gate be waived, or a waiver be prolonged."""

    type: Literal["waiver.requested"] = "waiver.requested"
    request: WaiverRequest


class WaiverDeclined(Frozen):
    """A request for a waiver was turned down or taken back; entries of the first days do not say by whom."""

    type: Literal["waiver.declined"] = "waiver.declined"
    gate: Key
    reason: Prose
    declined_by: Key | None = None
    requested_by: Key | None = None
    on_behalf_of: Key | None = None


class WaiverEnding(Frozen):
    """A waiver ends in a few business days; said once for each end."""

    type: Literal["waiver.ending"] = "waiver.ending"
    gate: Key
    expires_at: Instant


class OverrideProposed(Frozen):
    """The first of two people wished to override a gate."""

    type: Literal["override.proposed"] = "override.proposed"
    proposal: OverrideProposal


class OverrideDeclined(Frozen):
    """The proposal to override a gate was turned down or taken back."""

    type: Literal["override.declined"] = "override.declined"
    gate: Key
    reason: Prose
    declined_by: Key
    proposed_by: Key
    on_behalf_of: Key | None = None


class GateOverridden(Frozen):
    """Two people overrode a gate; it is shown as overridden and never as passed."""

    type: Literal["gate.overridden"] = "gate.overridden"
    override: Override


class ExceptionOverdue(Frozen):
    """What was promised at a conditional go was not done in time, so its gate counts again."""

    type: Literal["exception.overdue"] = "exception.overdue"
    action: Key
    gate: Key
