"""The playbook library: YAML files of the product and of the company, checked as they are read.

A playbook that weakens a mandatory control is refused like one with a mistake in it: with file, line and fix.
"""

from dataclasses import dataclass
from pathlib import Path

from playbooks.model.controls import Controls, breaches
from playbooks.model.errors import InputError, NotFoundError
from playbooks.model.phrase import Phrase, phrase, system_fault
from playbooks.model.playbook import Playbook
from playbooks.model.strict_yaml import Document, PlaybookError, PlaybookFault, load_model, parse_yaml

SHIPPED = Path(__file__).parents[2] / "playbooks"


@dataclass(frozen=True, slots=True)
class PlaybookLibrary:
    """Finds playbooks by name; a company's own file goes before the shipped one of the same name."""

    folders: tuple[Path, ...] = (SHIPPED,)
    controls: Controls | None = None

    def names(self) -> tuple[str, ...]:
        """Return the names of all playbooks, sorted."""
        return tuple(sorted({file.stem for folder in self.folders for file in folder.glob("*.yaml")}))

    def load(self, name: str) -> Playbook:
        """Return a playbook; raises NotFoundError for an unknown name and InputError naming every fault."""
        for folder in self.folders:
            # Compared with what lies there, so that a name such as `../x` leads nowhere.
            for file in folder.glob("*.yaml"):
                if file.stem == name:
                    return read_playbook(file, self.controls)
        raise NotFoundError(
            "There is no playbook {name!r}; there are: {known}.", name=name[:80], known=tuple(self.names())
        )


def read_playbook(file: Path, controls: Controls | None = None) -> Playbook:
    """Return the playbook in a file; raises InputError naming file, line, key and the fix."""
    if not file.exists():
        raise NotFoundError("There is no file {file}; check the path", file=file)
    document = _document(file, phrase("a YAML file of a playbook"))
    playbook = load_model(document, Playbook)
    weakened = breaches(playbook, controls) if controls else ()
    if weakened:
        raise PlaybookError.listing(
            [
                PlaybookFault(document.name, document.position(breach.path)[0], breach.path, breach.what)
                for breach in weakened
            ]
        )
    return playbook


def read_controls(file: Path) -> Controls:
    """Return the PMO's controls; raises InputError naming file, line, key and the fix."""
    return load_model(_document(file, phrase("the YAML file of the controls")), Controls)


def _document(file: Path, what: Phrase) -> Document:
    try:
        text = file.read_bytes()
    except OSError as error:
        raise InputError(
            "{file} cannot be read ({reason}); name {what}.", file=file, reason=system_fault(error), what=what
        ) from error
    return parse_yaml(text, name=file.name)
