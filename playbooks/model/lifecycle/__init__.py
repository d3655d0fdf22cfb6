"""The life of a rollout: `decide` turns a wish into events or a refusal, `fold` turns events into state."""

from playbooks.model.lifecycle.decide import decide
from playbooks.model.lifecycle.fold import fold, start

__all__ = ["decide", "fold", "start"]
