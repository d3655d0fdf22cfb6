"""Gate kind `document`: a document of at least a given size is on record.

Rule: a file smaller than `minimum_bytes` is FAILED, because an empty file with the right name proves nothing.
"""

from datetime import datetime
from typing import ClassVar, Literal

from pydantic import Field

from playbooks.model.evidence import Document
from playbooks.model.facts import Facts
from playbooks.model.figure import counted
from playbooks.model.frozen import Frozen
from playbooks.model.gates.gate import EvidenceGate, Finding
from playbooks.model.gates.wording import brief
from playbooks.model.text import Text
from playbooks.model.verdict import Outcome


class DocumentGate(EvidenceGate[Document]):
    """Passes when the document is on record and not an empty file."""

    kind: Literal["document"] = "document"
    kind_name: ClassVar[Text] = Text(zh="文档", en="document")
    payload: ClassVar[type[Frozen]] = Document

    minimum_bytes: int = Field(default=1, ge=1)

    def weigh(self, document: Document, /, facts: Facts, *, now: datetime) -> Finding:  # noqa: ARG002  # one signature for all kinds
        """Return FAILED for a file too small to be the document, else PASSED."""
        if document.size < self.minimum_bytes:
            return self._too_small(document)
        title, version = brief(document.title), brief(document.version, 20)
        return Finding(
            outcome=Outcome.PASSED,
            reason=Text(
                zh=f"《{title}》版本 {version} 已备案", en=f"{title!r}, version {version}, is on record"
            ),
        )

    def _too_small(self, document: Document) -> Finding:
        return Finding(
            outcome=Outcome.FAILED,
            reason=Text(
                zh=f"文件只有 {document.size} 字节，至少应为 {self.minimum_bytes} 字节",
                en=f"the file has {counted(document.size, 'byte')}, at least {self.minimum_bytes} are expected",
            ),
            missing=(self.lacks("提交完整的文件", "record the complete document", *self.accepted_by),),
        )
