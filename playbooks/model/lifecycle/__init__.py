"""The life of a rollout: `decide` turns a wish into events or a refusal (`change` adds the state after them), `fold` turns events into state."""

from playbooks.model.lifecycle.decide import Change, change, decide
from playbooks.model.lifecycle.fold import fold, start

__all__ = ["Change", "change", "decide", "fold", "start"]
