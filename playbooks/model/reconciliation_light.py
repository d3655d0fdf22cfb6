"""The traffic light of a reconciliation: green agrees, amber differs within its budget, red differs."""

from enum import StrEnum

from playbooks.model.reconciliation import CheckResult, ReconciliationResult


class Light(StrEnum):
    """What a manager sees first."""

    GREEN = "green"
    AMBER = "amber"
    RED = "red"


def light_of(check: CheckResult) -> Light:
    """Return the light of one table."""
    if check.agrees:
        return Light.GREEN
    return Light.AMBER if check.acceptable else Light.RED


def light(result: ReconciliationResult) -> Light:
    """Return the light of the whole: that of its worst table, red where the books do not balance."""
    lights = {light_of(check) for check in result.checks}
    if result.balances_off or Light.RED in lights:
        return Light.RED
    return Light.AMBER if Light.AMBER in lights else Light.GREEN
