"""Request ids made from what is decided, so that the same submission, however often delivered, happens once.

The form is part of it: who takes a yes back and gives it again means a new one, and opens a new form for it.
"""

import uuid

from playbooks.model.commands import Command

NAMESPACE = uuid.UUID("d5b5f6f0-5e0b-5b47-8a51-0f6f9a3f0c21")


def request_of(form: str, command: Command, *, rollout: str, person: str) -> str:
    """Return the id of one person's wish, made in one form."""
    key = f"{form}\n{rollout}\n{person}\n{command.model_dump_json()}"
    return str(uuid.uuid5(NAMESPACE, key))
