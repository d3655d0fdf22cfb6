"""Whether a channels file can do what it says: secrets that are set, addresses that are safe, people who exist."""

from collections.abc import Iterator, Mapping

from playbooks.model.errors import InputError
from playbooks.model.organisation import Organisation
from tasks.adapters.channels.robot import require_safe
from tasks.adapters.channels.secret import SecretReference
from tasks.adapters.channels.specification import EMAIL, Channels, NamedReach


def senders(channels: Channels) -> tuple[str, ...]:
    """Return the names of all senders."""
    mail = (EMAIL,) if channels.email else ()
    return (*(entry.key for entry in _entries(channels)), *mail)


def variables_named(channels: Channels) -> tuple[str, ...]:
    """Return the environment variables in which the file says that secrets are kept."""
    return tuple(named.env for named in _secrets(channels))


def unset_variables(channels: Channels, environment: Mapping[str, str]) -> tuple[str, ...]:
    """Return the environment variables that the file names and nobody has set, each once."""
    absent = (named.env for named in _secrets(channels) if not named.found(environment).value)
    return tuple(dict.fromkeys(absent))


def unsafe_robots(channels: Channels, environment: Mapping[str, str]) -> tuple[str, ...]:
    """Return the robots whose address would send messages in the clear."""
    return tuple(robot.key for robot in channels.robots if _unsafe(robot.webhook, robot.key, environment))


def strangers(channels: Channels, organisation: Organisation) -> tuple[str, ...]:
    """Return the people, roles and departments that the file names and the company does not have."""
    people = {person.key for person in organisation.people}
    roles = {role for person in organisation.people for role in person.roles}
    departments = {department.key for department in organisation.departments}
    named = [name for name in channels.people if name not in people]
    for entry in _entries(channels):
        named += [name for name in (entry.person,) if name is not None and name not in people]
        named += [name for name in entry.roles if name not in roles]
        named += [name for name in entry.departments if name not in departments]
    return tuple(dict.fromkeys(named))


def _entries(channels: Channels) -> tuple[NamedReach, ...]:
    return (*channels.robots, *channels.others)


def _secrets(channels: Channels) -> Iterator[SecretReference]:
    for robot in channels.robots:
        yield robot.webhook
        if robot.secret is not None:
            yield robot.secret
    for other in channels.others:
        yield other.url
    mail = channels.email
    yield from (named for named in (mail.user, mail.password) if named) if mail else ()


def _unsafe(webhook: SecretReference, name: str, environment: Mapping[str, str]) -> bool:
    address = webhook.found(environment).value
    try:
        if address:
            require_safe(address, name)
    except InputError:
        return True
    return False
