"""What a model allows at each place of a file: its keys, and the kinds of a union, by its JSON schema."""

from collections.abc import Iterable, Mapping
from functools import cached_property
from typing import TypeAlias

from pydantic import BaseModel
from pydantic.errors import PydanticInvalidForJsonSchema

from playbooks.model.strict_yaml.document import YamlValue
from playbooks.model.strict_yaml.playbook_error import Path

_Schema: TypeAlias = Mapping[str, object]


class ModelShape:
    """The shape of one model type, looked at along the data of one file."""

    def __init__(self, model_type: type[BaseModel], data: YamlValue) -> None:
        self._model_type = model_type
        self._data = data

    def keys(self, path: Path) -> list[str]:
        """Return the keys that the group at this path may have."""
        groups = [_mapping(schema, "properties") for schema in self._at(path)]
        return sorted({key for group in groups for key in group})

    def kinds(self, path: Path, key: str) -> list[str]:
        """Return the values between which this key of the group at the path decides."""
        choosers = [_mapping(schema, "discriminator") for schema in self._at(path)]
        return sorted(
            {
                kind
                for each in choosers
                if each.get("propertyName") == key
                for kind in _mapping(each, "mapping")
            }
        )

    @cached_property
    def _schema(self) -> _Schema:
        """The JSON schema; empty for a model that has none, which only costs the suggestions."""
        try:
            return self._model_type.model_json_schema()
        except PydanticInvalidForJsonSchema:
            return {}

    def _at(self, path: Path) -> list[_Schema]:
        schemas: list[_Schema] = [self._schema]
        data: object = self._data
        for step in path:
            parents = self._branches(schemas, data)
            children = [child for parent in parents for child in _children(parent, step)]
            # Branches of a recursive union lead to the same schema over and over.
            schemas = list({id(child): child for child in children}.values())
            data = _child(data, step)
        return self._branches(schemas, data)

    def _branches(self, schemas: Iterable[_Schema], data: object) -> list[_Schema]:
        """Follow references, and of a union only the branch that the data chose, or all."""
        found: list[_Schema] = []
        for schema in map(self._resolved, schemas):
            found.append(schema)
            options = [*_list(schema, "oneOf"), *_list(schema, "anyOf"), *_list(schema, "allOf")]
            chosen = self._chosen(schema, data)
            found.extend(self._branches(options if chosen is None else [chosen], data))
        return found

    def _chosen(self, schema: _Schema, data: object) -> _Schema | None:
        chooser = _mapping(schema, "discriminator")
        kind = data.get(chooser.get("propertyName")) if isinstance(data, dict) else None
        reference = _mapping(chooser, "mapping").get(kind) if isinstance(kind, str) else None
        return None if reference is None else {"$ref": reference}

    def _resolved(self, schema: _Schema) -> _Schema:
        reference = schema.get("$ref")
        if not isinstance(reference, str):
            return schema
        target = _mapping(self._schema, "$defs").get(reference.rpartition("/")[2])
        return target if isinstance(target, dict) else {}


def _children(schema: _Schema, step: str | int) -> list[_Schema]:
    if isinstance(step, int):
        fixed = _list(schema, "prefixItems")
        return [fixed[step]] if step < len(fixed) else [_mapping(schema, "items")]
    own = _mapping(schema, "properties").get(step, schema.get("additionalProperties"))
    return [own] if isinstance(own, dict) else []


def _child(data: object, step: str | int) -> object:
    if isinstance(data, dict):
        return data.get(step)
    return data[step] if isinstance(data, list) and isinstance(step, int) and step < len(data) else None


def _mapping(schema: _Schema, key: str) -> _Schema:
    value = schema.get(key)
    return value if isinstance(value, dict) else {}


def _list(schema: _Schema, key: str) -> list[_Schema]:
    value = schema.get(key)
    return [each for each in value if isinstance(each, dict)] if isinstance(value, list) else []
