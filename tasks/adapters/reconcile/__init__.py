"""Reconciliation: compares a former system's data with the new system's, row by row."""

from tasks.adapters.reconcile.comparison import Terms, reconcile

__all__ = ["Terms", "reconcile"]
