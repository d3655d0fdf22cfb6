"""Checkpoints: the format of the specification, and refusal of every bit that changes."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from playbooks.model.ledger.checkpoint import (
    Checkpoint,
    CheckpointError,
    cosign_checkpoint,
    parse_checkpoint,
    sign_checkpoint,
    verify_checkpoint,
)
from playbooks.model.ledger.merkle import EMPTY_ROOT
from playbooks.model.ledger.signing_key import NoteError, SignatureError, SignatureKind, SigningKey

ORIGIN = "pmo.example/audit/main"
LOG = SigningKey.parse(
    "PRIVATE+KEY+PeterNeumann+c74f20a3+AYEKFALVFGyNhPJEMzD1QIDr+Y7hfZx09iUvxdXHKDFz"  # published example
)
LOG_KEY = SigningKey.generate(ORIGIN)
WITNESS = SigningKey.generate("witness.example", SignatureKind.COSIGNATURE)
CHECKPOINT = Checkpoint(ORIGIN, 20852163, bytes(range(32)))
SIGNED = sign_checkpoint(CHECKPOINT, LOG_KEY)
COSIGNED = cosign_checkpoint(SIGNED, WITNESS, time=1679315147)


def signed_text(text: str) -> str:
    """Return a note with any text, properly signed by the log."""
    return f"{text}\n{LOG_KEY.sign(text)}"


def test_the_three_lines() -> None:
    """A checkpoint is origin, size and root, a line each."""
    checkpoint = Checkpoint("example.com/behind-the-sofa", 20852163, bytes.fromhex("09c518a5" * 8))
    assert (
        checkpoint.text
        == "example.com/behind-the-sofa\n20852163\nCcUYpQnFGKUJxRilCcUYpQnFGKUJxRilCcUYpQnFGKU=\n"
    )


def test_signed_checkpoint_verifies() -> None:
    """What the log signed is what is read."""
    verified = verify_checkpoint(SIGNED, [LOG_KEY.verifier])
    assert verified.checkpoint == parse_checkpoint(SIGNED.encode()) == CHECKPOINT
    assert verified.cosigned == {}


def test_cosigned_checkpoint_names_its_witnesses() -> None:
    """A cosignature adds a witness and the time it states."""
    verified = verify_checkpoint(COSIGNED, [LOG_KEY.verifier, WITNESS.verifier])
    assert verified.cosigned == {"witness.example": 1679315147}


def test_unknown_witnesses_do_not_count() -> None:
    """Who may cosign is the reader's choice."""
    assert verify_checkpoint(COSIGNED, [LOG_KEY.verifier]).cosigned == {}


def test_a_witness_cannot_stand_in_for_the_log() -> None:
    """A checkpoint that only a witness signed is not believed."""
    with pytest.raises(SignatureError, match="not signed by its log"):
        verify_checkpoint(COSIGNED, [WITNESS.verifier])


def test_another_log_cannot_sign() -> None:
    """A key signs the checkpoints of the log whose name it bears."""
    with pytest.raises(CheckpointError, match="not PeterNeumann"):
        sign_checkpoint(CHECKPOINT, LOG)
    note = f"{CHECKPOINT.text}\n{LOG.sign(CHECKPOINT.text)}"
    with pytest.raises(SignatureError, match="not signed by its log"):
        verify_checkpoint(note, [LOG.verifier])


def test_a_rewritten_log_signed_with_another_key_is_refused() -> None:
    """A new key of the same name is not the key the reader trusts."""
    forged = sign_checkpoint(CHECKPOINT, SigningKey.generate(ORIGIN))
    with pytest.raises(SignatureError):
        verify_checkpoint(forged, [LOG_KEY.verifier])


def test_old_and_new_key_may_sign_side_by_side() -> None:
    """While a key is being replaced, a checkpoint carries both signatures."""
    successor = SigningKey.generate(ORIGIN)
    note = SIGNED + successor.sign(CHECKPOINT.text)
    assert verify_checkpoint(note, [successor.verifier]).checkpoint == CHECKPOINT


def test_the_empty_log_has_a_checkpoint() -> None:
    """Size 0 is written as a single 0."""
    empty = Checkpoint(ORIGIN, 0, EMPTY_ROOT)
    assert verify_checkpoint(sign_checkpoint(empty, LOG_KEY), [LOG_KEY.verifier]).checkpoint == empty


def test_extension_lines_are_signed_and_ignored() -> None:
    """A line below the root changes nothing that is stated."""
    note = signed_text(CHECKPOINT.text + "extension\n")
    assert verify_checkpoint(note, [LOG_KEY.verifier]).checkpoint == CHECKPOINT


@pytest.mark.parametrize("place", range(len(SIGNED.encode())))
def test_every_changed_bit_is_refused(place: int) -> None:
    """A checkpoint in which any one bit differs never verifies."""
    original = SIGNED.encode()
    for bit in range(8):
        changed = original[:place] + bytes([original[place] ^ (1 << bit)]) + original[place + 1 :]
        with pytest.raises(NoteError):
            verify_checkpoint(changed, [LOG_KEY.verifier])


@given(st.data())
def test_a_changed_bit_never_changes_what_is_verified(data: st.DataObject) -> None:
    """With a cosignature below, a changed bit can at most make that signature unknown."""
    original = COSIGNED.encode()
    place = data.draw(st.integers(0, len(original) - 1))
    changed = bytearray(original)
    changed[place] ^= 1 << data.draw(st.integers(0, 7))
    try:
        verified = verify_checkpoint(bytes(changed), [LOG_KEY.verifier, WITNESS.verifier])
    except NoteError:
        return
    assert verified.checkpoint == CHECKPOINT
    assert verified.cosigned == {}


@pytest.mark.parametrize(
    "text",
    [
        "",
        "log\n",
        "log\n1\n",
        "log\n1\nAAAA\n",
        "\n1\n" + CHECKPOINT.text.split("\n")[2] + "\n",
        CHECKPOINT.text.replace("20852163", "020852163"),
        CHECKPOINT.text.replace("20852163", "+20852163"),
        CHECKPOINT.text.replace("20852163", "-1"),
        CHECKPOINT.text.replace("20852163", "２０"),  # noqa: RUF001 - full-width digits are the attack
        CHECKPOINT.text.replace("20852163", "9" * 5000),
        CHECKPOINT.text.replace("20852163", ""),
        CHECKPOINT.text.replace("Hh8=", "Hh9="),
        CHECKPOINT.text + "\n",
        CHECKPOINT.text + "extension\n\nextension\n",
    ],
)
def test_what_is_not_a_checkpoint_is_refused_even_when_signed(text: str) -> None:
    """A good signature does not make a text a checkpoint."""
    with pytest.raises(NoteError):
        verify_checkpoint(signed_text(text), [LOG_KEY.verifier])


@pytest.mark.parametrize(
    ("origin", "size", "root"),
    [("", 1, bytes(32)), ("a\nb", 1, bytes(32)), ("log", -1, bytes(32)), ("log", 1, bytes(31))],
)
def test_impossible_checkpoints(origin: str, size: int, root: bytes) -> None:
    """What cannot be written as a checkpoint cannot be built as one."""
    with pytest.raises(CheckpointError):
        Checkpoint(origin, size, root)


def test_a_witness_does_not_cosign_what_is_no_checkpoint() -> None:
    """A cosignature is a statement about a checkpoint only."""
    with pytest.raises(NoteError):
        cosign_checkpoint(signed_text("hello\n"), WITNESS, time=1)
