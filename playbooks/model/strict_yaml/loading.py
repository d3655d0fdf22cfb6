"""Loads a model from a document; each fault found becomes a line with file, line, key and what to mend."""

from typing import TypeVar

from pydantic import BaseModel, ValidationError

from playbooks.model.strict_yaml.document import Document
from playbooks.model.strict_yaml.mending import mending
from playbooks.model.strict_yaml.model_shape import ModelShape
from playbooks.model.strict_yaml.place import data_path
from playbooks.model.strict_yaml.playbook_error import PlaybookError, PlaybookFault

MAX_FAULTS = 10
MAX_LOCATED = 500  # so that a file with thousands of faults is refused as fast as one with ten

Model = TypeVar("Model", bound=BaseModel)


def load_model(document: Document, model_type: type[Model]) -> Model:
    """Return the model that the document describes, or one error that lists what is wrong with it."""
    try:
        return model_type.model_validate(document.data)
    except ValidationError as error:
        details = error.errors(include_url=False)
    # Branches of a union may report the same fault of the same value.
    found = {(data_path(detail, document.data), detail["type"]): detail for detail in details[:MAX_LOCATED]}
    # The other branches of a union fail around the fault that matters; what lies deepest is what to mend.
    around = {path[:length] for path, _ in found for length in range(len(path))}
    deepest = [(path, detail) for (path, _), detail in found.items() if path not in around]
    placed = sorted(deepest, key=lambda item: document.position(item[0]))
    shape = ModelShape(model_type, document.data)
    faults = [
        PlaybookFault(document.name, document.position(path)[0], path, mending(detail, path, shape))
        for path, detail in placed[:MAX_FAULTS]
    ]
    raise PlaybookError.listing(faults, more=len(placed) - len(faults) + len(details[MAX_LOCATED:]))
