"""The life of a rollout: `decide` turns a wish into events or a refusal, `fold` turns events into state.

`change` does both: it decides, and says which state that leads to.
"""

from playbooks.model.lifecycle.decide import Change, change, decide
from playbooks.model.lifecycle.fold import fold, start

__all__ = ["Change", "change", "decide", "fold", "start"]
