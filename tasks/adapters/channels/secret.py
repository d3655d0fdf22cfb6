"""A secret of a channel: named in the file, kept in the environment, never shown."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Annotated

from pydantic import StringConstraints

from playbooks.model.errors import InputError
from playbooks.model.frozen import Frozen


class SecretReference(Frozen):
    """Which environment variable holds a secret."""

    env: Annotated[str, StringConstraints(pattern=r"^[A-Z][A-Z0-9_]{0,79}$")]

    def found(self, environment: Mapping[str, str]) -> "Secret":
        """Return the secret, or its absence, as the environment says."""
        return Secret(self.env, environment.get(self.env, "").strip())


@dataclass(frozen=True, slots=True)
class Secret:
    """A value that appears in no message: printed, it is the name of its variable."""

    name: str
    value: str = field(repr=False)

    def reveal(self) -> str:
        """Return the value; raises InputError, naming the variable, while it is not set."""
        if not self.value:
            raise InputError(
                "The environment variable {name} is not set; set it to what the channels file means by it.",
                name=self.name,
            )
        return self.value
