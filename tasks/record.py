"""Record: bring one wish of a flow to the desk."""

from playbooks.model.commands import Actor, Command
from tasks.adapters.office import Office
from tasks.adapters.ports import Answer
from tasks.verb import verb


@verb("record {command.kind}", "record")
def record(office: Office, rollout: str, actor: Actor, *, command: Command) -> Answer:
    """Return the desk's receipt or refusal; either is on the ledger."""
    return office.submit(rollout, actor, command)
