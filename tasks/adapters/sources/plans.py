"""Reconciliation plans from their files."""

from pathlib import Path

from playbooks.model.errors import InputError
from playbooks.model.mapping import ReconciliationPlan
from playbooks.model.phrase import system_fault
from playbooks.model.strict_yaml import load_model, parse_yaml


def read_plan(file: Path) -> ReconciliationPlan:
    """Return the plan in a file; raises InputError naming file, line, key and the fix."""
    try:
        text = file.read_bytes()
    except OSError as error:
        raise InputError(
            "{file} cannot be read ({reason}); check the path in the sources file.",
            file=file,
            reason=system_fault(error),
        ) from error
    return load_model(parse_yaml(text, name=file.name), ReconciliationPlan)
