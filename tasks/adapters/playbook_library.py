"""The playbook library: YAML files of the product and of the company, checked as they are read."""

from dataclasses import dataclass
from pathlib import Path

from playbooks.model.errors import InputError, NotFoundError
from playbooks.model.playbook import Playbook
from playbooks.model.strict_yaml import load_model, parse_yaml

SHIPPED = Path(__file__).parents[2] / "playbooks"


@dataclass(frozen=True, slots=True)
class PlaybookLibrary:
    """Finds playbooks by name; a company's own file goes before the shipped one of the same name."""

    folders: tuple[Path, ...] = (SHIPPED,)

    def names(self) -> tuple[str, ...]:
        """Return the names of all playbooks, sorted."""
        return tuple(sorted({file.stem for folder in self.folders for file in folder.glob("*.yaml")}))

    def load(self, name: str) -> Playbook:
        """Return a playbook; raises NotFoundError for an unknown name and InputError naming every fault."""
        for folder in self.folders:
            # Compared with what lies there, so that a name such as `../x` leads nowhere.
            for file in folder.glob("*.yaml"):
                if file.stem == name:
                    return read_playbook(file)
        raise NotFoundError(f"There is no playbook {name[:80]!r}; there are: {', '.join(self.names())}.")


def read_playbook(file: Path) -> Playbook:
    """Return the playbook in a file; raises InputError naming file, line, key and the fix."""
    try:
        text = file.read_bytes()
    except OSError as error:
        raise InputError(
            f"{file} cannot be read ({error.strerror}); name a YAML file of a playbook."
        ) from error
    return load_model(parse_yaml(text, name=file.name), Playbook)
