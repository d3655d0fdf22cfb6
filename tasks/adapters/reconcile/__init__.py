"""Reconciliation: compares a former system's data with the new system's, row by row."""

from tasks.adapters.reconcile.comparison import Terms, reconcile
from tasks.adapters.reconcile.logins import writing_logins
from tasks.adapters.reconcile.progress import Pace
from tasks.adapters.reconcile.stamps import stamped
from tasks.adapters.reconcile.workspace import MEMORY_MIB

__all__ = ["MEMORY_MIB", "Pace", "Terms", "reconcile", "stamped", "writing_logins"]
