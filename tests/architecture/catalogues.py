"""The catalogues of the sentences in the code: extracted, renewed and compiled by `make catalogues`.

Every call of an error of the product, of `phrase` or of `marked` with a literal template is an entry. English says
what the code says; a Chinese sentence that is still to be written stays empty, and the tests name it.
"""

import ast
from collections.abc import Iterator
from functools import cache
from pathlib import Path

from babel.messages.catalog import Catalog
from babel.messages.extract import extract_from_dir
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po, write_po

from tasks.adapters.catalogues import DOMAIN, FOLDER, LOCALES
from tests.architecture.measures import PACKAGES, ROOT, python_files

SPEAKERS = frozenset({"phrase", "marked", "BrokenRuleError"})
FOUNDERS = frozenset({"RolloutError"})
WIDTH = 110


@cache
def nodes() -> tuple[tuple[Path, ast.AST], ...]:
    """Return every part of the product's code that is a class or a call, with its file."""
    found = (
        (path, node) for path in python_files(*PACKAGES) for node in ast.walk(ast.parse(path.read_text()))
    )
    return tuple((path, node) for path, node in found if isinstance(node, ast.ClassDef | ast.Call))


@cache
def keywords() -> frozenset[str]:
    """Return the names of whatever is called with a template first: the product's own errors and the two functions."""
    bases = {
        node.name: {base.id for base in node.bases if isinstance(base, ast.Name)}
        for _, node in nodes()
        if isinstance(node, ast.ClassDef)
    }
    errors = set(FOUNDERS)
    while grown := {name for name, above in bases.items() if above & errors} - errors:
        errors |= grown
    return frozenset(errors | SPEAKERS)


def templates() -> Iterator[tuple[str, str]]:
    """Yield the file and the template of every sentence in the code, as Babel finds them."""
    wanted = dict.fromkeys(keywords())
    for package in PACKAGES:
        found = extract_from_dir(
            ROOT / package, method_map=[("**.py", "python")], keywords=wanted, comment_tags=()
        )
        for file, _, message, *_ in found:
            yield f"{package}/{file}", str(message)


@cache
def template_catalogue() -> Catalog:
    """Return every template with the files it stands in, and nothing said of it yet."""
    catalogue = Catalog()
    for file, template in templates():
        catalogue.add(template, locations=[(file, 0)])
    return catalogue


def po_file(locale: str) -> Path:
    """Return where the catalogue of a locale is kept."""
    return FOLDER / locale / "LC_MESSAGES" / f"{DOMAIN}.po"


def read(locale: str) -> Catalog:
    """Return the catalogue of a locale."""
    with po_file(locale).open("rb") as file:
        return read_po(file, locale=locale)


def renew(locale: str, template: Catalog) -> Catalog:
    """Bring a catalogue up to what the code says, and return it; what nobody says any more is dropped."""
    catalogue = read(locale)
    catalogue.update(template, no_fuzzy_matching=True, update_creation_date=False)
    catalogue.obsolete.clear()
    catalogue.project, catalogue.version = "Phasegate", "1"
    catalogue.msgid_bugs_address = catalogue.last_translator = catalogue.language_team = "the authors"
    catalogue.revision_date = catalogue.creation_date
    for message in catalogue:
        if locale == "en" and message.id:
            message.string = message.id
    with po_file(locale).open("wb") as file:
        write_po(file, catalogue, width=WIDTH, sort_by_file=True, include_lineno=False)
    with po_file(locale).with_suffix(".mo").open("wb") as file:
        write_mo(file, catalogue)
    return catalogue


def main() -> None:
    """Renew every catalogue."""
    template = template_catalogue()
    for locale in LOCALES.values():
        renew(locale, template)


if __name__ == "__main__":
    main()
