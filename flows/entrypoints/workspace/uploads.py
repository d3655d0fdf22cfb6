"""Files: announced, sent, shared."""

from dataclasses import dataclass, field

from flows.entrypoints.workspace.payload import Payload
from flows.entrypoints.workspace.serial import Serial


@dataclass(slots=True, kw_only=True)
class Upload:
    """One file; `content` is None until it has been sent."""

    id: str
    name: str
    size: int
    title: str = ""
    owner: str = ""
    content: bytes | None = None
    shared: bool = False

    @property
    def filetype(self) -> str:
        """The ending of the name."""
        return self.name.rpartition(".")[2].lower() if "." in self.name else "binary"

    def as_file(self, address: str) -> Payload:
        """Return Slack's file object."""
        return {
            "id": self.id,
            "name": self.name,
            "title": self.title or self.name,
            "filetype": self.filetype,
            "size": self.size,
            "user": self.owner,
            "url_private": f"{address}/files/{self.id}",
            "url_private_download": f"{address}/files/{self.id}",
            "permalink": f"{address}/permalink/{self.id}",
        }


@dataclass(slots=True)
class Uploads:
    """Keeps all files."""

    serial: Serial
    by_id: dict[str, Upload] = field(default_factory=dict)

    def announce(self, name: str, size: int, *, owner: str = "") -> Upload:
        """Make room for a file of a size."""
        upload = Upload(id=self.serial.identifier("F"), name=name, size=size, owner=owner)
        self.by_id[upload.id] = upload
        return upload
