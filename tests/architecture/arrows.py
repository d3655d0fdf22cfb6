"""The arrows of the architecture as a contract: no module imports one of a layer above its own.

- A module belongs to the deepest layer that holds it, so `tasks.adapters` may lie below `tasks`.
- Direct imports are enough: where no single import goes up, no chain of imports does.
"""

from dataclasses import dataclass

from grimp import ImportGraph
from importlinter import Contract, ContractCheck, fields, output


@dataclass(frozen=True, slots=True)
class Layers:
    """The layers from the top to the bottom."""

    names: tuple[str, ...]

    def depth(self, module: str) -> int | None:
        """Return how deep a module lies, or None for a module of no layer."""
        holders = [name for name in self.names if f"{module}.".startswith(f"{name}.")]
        return self.names.index(max(holders, key=len)) if holders else None

    def climbs(self, importer: str, imported: str) -> bool:
        """Tell whether an import goes from a lower layer to a higher one."""
        start, end = self.depth(importer), self.depth(imported)
        return start is not None and end is not None and end < start


class Arrows(Contract):
    """Layers that may lie inside each other, named from the top to the bottom."""

    type_name = "arrows"
    layers = fields.ListField(subfield=fields.StringField())

    def check(self, graph: ImportGraph, verbose: bool) -> ContractCheck:  # noqa: ARG002, FBT001 (their signature)
        """Find every import that climbs."""
        layers = Layers(tuple(str(name) for name in self.layers))  # type: ignore[attr-defined]
        climbing = sorted(
            f"{importer} -> {imported}"
            for importer in graph.modules
            for imported in graph.find_modules_directly_imported_by(importer)
            if layers.climbs(importer, imported)
        )
        return ContractCheck(kept=not climbing, metadata={"climbing": climbing})

    def render_broken_contract(self, check: ContractCheck) -> None:
        """Print the imports that climb, one a line."""
        for line in check.metadata["climbing"]:
            output.print_error(f"- {line}", bold=False)
