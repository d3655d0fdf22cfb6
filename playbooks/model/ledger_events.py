"""What can have happened to the ledger itself, beside all that happens to rollouts."""

from typing import Annotated, Literal

from pydantic import Field, StringConstraints

from playbooks.model.frozen import Digest, Frozen, Prose
from playbooks.model.text import Text


class LedgerRestored(Frozen):
    """Somebody answers for going on from an older state: of what stood from entry `size` on, nothing is left.

    `kept` is the signed checkpoint over `kept_size` entries that vouches for it; where that is gone as well,
    nobody can tell how much is lost.
    """

    type: Literal["ledger.restored"] = "ledger.restored"
    size: int = Field(ge=0)
    kept_size: int | None = Field(default=None, ge=0)
    kept_root: Digest | None = None
    kept: Annotated[str, StringConstraints(max_length=4000)] | None = None
    reason: Prose

    @property
    def told(self) -> Text:
        """Return what was lost, and why the ledger goes on without it."""
        if self.kept_size is None:
            return Text(
                zh=f"所存检查点已不在，由此从第 {self.size} 条继续，此前是否丢失记录无从得知：{self.reason}",
                en=f"the kept checkpoint was gone; goes on at entry {self.size}, and whether entries were lost "
                f"before is unknown: {self.reason}",
            )
        return Text(
            zh=f"账本从旧状态继续：自第 {self.size} 条起、检查点证明共有 {self.kept_size} 条的历史已丢失：{self.reason}",
            en=f"the ledger goes on from an older state: the history from entry {self.size} on, of which a checkpoint "
            f"over {self.kept_size} entries vouches, was lost: {self.reason}",
        )
