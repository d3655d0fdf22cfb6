"""The gate kinds: one file and one line of the union each. A playbook can name these kinds and no others."""

from typing import Annotated, TypeAlias

from pydantic import Field

from playbooks.model.gates.checklist import ChecklistGate
from playbooks.model.gates.composite import CompositeGate
from playbooks.model.gates.document import DocumentGate
from playbooks.model.gates.issue_limit import IssueLimitGate
from playbooks.model.gates.metric import MetricGate
from playbooks.model.gates.reconciliation import ReconciliationGate
from playbooks.model.gates.roster import RosterGate
from playbooks.model.gates.sign_off import SignOffGate
from playbooks.model.gates.smart_goals import SmartGoalsGate
from playbooks.model.gates.soak import SoakGate
from playbooks.model.gates.test_report import TestReportGate
from playbooks.model.gates.training import TrainingGate

Gate: TypeAlias = Annotated[
    DocumentGate
    | ChecklistGate
    | RosterGate
    | SmartGoalsGate
    | MetricGate
    | ReconciliationGate
    | TestReportGate
    | TrainingGate
    | IssueLimitGate
    | SoakGate
    | SignOffGate
    | CompositeGate,
    Field(discriminator="kind"),
]

# Composites hold gates, so their type is complete only now that all kinds are known.
CompositeGate.model_rebuild(_types_namespace={"Gate": Gate})

__all__ = ["Gate"]
