"""Attachments: names that lead nowhere, bytes kept by their digest."""

import pytest
from pydantic import ValidationError

from playbooks.model.attachment import LONGEST_NAME, Attachment, cleaned_name
from playbooks.model.errors import InputError, NotFoundError
from tasks.adapters.attachments import keep_attachment, read_attachment
from tests.simulators.memory_store import MemoryStore

DIGEST = "ab" * 32


@pytest.mark.parametrize(
    ("raw", "clean"),
    [
        ("report.pdf", "report.pdf"),
        ("../../etc/passwd", "passwd"),
        ("C:\\files\\a.txt", "a.txt"),
        ("签核\u202egpj.exe", "签核gpj.exe"),
        ("a\nb\x00.txt", "ab.txt"),
        (".bashrc", "bashrc"),
        ("", "file"),
        ("..", "file"),
        ("x" * 300 + ".pdf", "x" * (LONGEST_NAME - 4) + ".pdf"),
    ],
)
def test_a_name_is_cleaned(raw: str, clean: str) -> None:
    """No folders, no invisible signs, not too long, the ending kept."""
    assert cleaned_name(raw) == clean
    assert cleaned_name(clean) == clean


@pytest.mark.parametrize("name", ["../x", "a/b", "\u202ex", ".x", "", "x" * 200])
def test_a_name_that_is_not_clean_is_no_name(name: str) -> None:
    """Whoever makes an attachment cleans its name first."""
    with pytest.raises(ValidationError):
        Attachment(name=name, digest=DIGEST, size=1)


def test_bytes_are_kept_and_read_again() -> None:
    """Under their own digest, whatever the name."""
    store = MemoryStore()
    kept = keep_attachment(store, "../two.txt", b"two pages", limit=100)
    assert (kept.name, kept.size) == ("two.txt", 9)
    assert read_attachment(store, kept) == b"two pages"


@pytest.mark.parametrize("content", [b"", b"x" * 101])
def test_nothing_and_too_much_are_refused(content: bytes) -> None:
    """In a sentence that names the file."""
    with pytest.raises(InputError, match=r"two\.txt"):
        keep_attachment(MemoryStore(), "two.txt", content, limit=100)


def test_bytes_that_are_gone_are_missed() -> None:
    """Nothing is made up."""
    with pytest.raises(NotFoundError):
        read_attachment(MemoryStore(), Attachment(name="x", digest=DIGEST, size=1))
