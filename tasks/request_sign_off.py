"""Request a sign-off: ask those who can sign, once for the same inputs."""

from playbooks.model.commands import Actor, RequestSignOff
from tasks.adapters.office import Office
from tasks.adapters.ports import Answer
from tasks.verb import verb


@verb("ask for sign-off: {title}", "sign-off")
def request_sign_off(office: Office, rollout: str, actor: Actor, *, gate: str, title: str) -> Answer:  # noqa: ARG001  # names the run
    """Put the request on record; the notices to the people asked leave through the outbox."""
    return office.submit(rollout, actor, RequestSignOff(gate=gate))
