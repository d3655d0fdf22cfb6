"""`phasegate demo`: the example company introduces a system before your eyes, with Prefect at work."""

from flows.entrypoints.demo.command import app, demo

__all__ = ["app", "demo"]
