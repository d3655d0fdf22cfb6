"""Reconciliation: compares a former system's export with the new system's table, row by row."""

from tasks.adapters.reconcile.comparison import reconcile

__all__ = ["reconcile"]
