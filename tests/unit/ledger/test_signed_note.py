"""Signed notes: the published examples, and hostile notes of every kind."""

import pytest

from playbooks.model.ledger.signed_note import MAX_NOTE_BYTES, MAX_SIGNATURES, parse_note, verify_note
from playbooks.model.ledger.signing_key import (
    NoteError,
    SignatureError,
    SignatureKind,
    SigningKey,
    VerifierKey,
)

EXAMPLE_KEY = VerifierKey.parse("example.com/foo+530d903a+AekyeRrm56hApGFkyQR4ZCbV54Id2LKaANYcrnKv3U2k")
EXAMPLE = (
    "This is an example message.\n\n— example.com/foo "
    "Uw2QOkn8srV1yJGh2VYRlL1Tnagv1YEq6TfXppzi2ONncAlTgK7Ztg1ERYNZXsYjOBH3mFXmRKuwHjG1Yu72IneyaQM=\n"
)
PETER = SigningKey.parse(
    "PRIVATE+KEY+PeterNeumann+c74f20a3+AYEKFALVFGyNhPJEMzD1QIDr+Y7hfZx09iUvxdXHKDFz"  # published example
)
PETER_TEXT = (
    "If you think cryptography is the answer to your problem,\nthen you don't know what your problem is.\n"
)
PETER_LINE = (
    "— PeterNeumann "
    "x08go/ZJkuBS9UG/SffcvIAQxVBtiFupLLr8pAcElZInNIuGUgYN1FFYC2pZSNXgKvqfqdngotpRZb6KE6RyyBwJnAM=\n"
)


def test_published_example_verifies() -> None:
    """The example of the specification verifies."""
    (attestation,) = verify_note(parse_note(EXAMPLE), [EXAMPLE_KEY])
    assert (attestation.name, attestation.kind, attestation.time) == (
        "example.com/foo",
        SignatureKind.ED25519,
        None,
    )


def test_signing_writes_the_published_bytes() -> None:
    """Another implementation's signature of the same text is the same line."""
    assert PETER.sign(PETER_TEXT) == PETER_LINE


def test_text_and_bytes_read_alike() -> None:
    """A note may come as text or as the bytes of a file."""
    assert parse_note(EXAMPLE) == parse_note(EXAMPLE.encode())


def test_empty_lines_belong_to_the_text() -> None:
    """The last empty line separates text and signatures."""
    text = "one\n\ntwo\n"
    note = parse_note(f"{text}\n{PETER.sign(text)}")
    assert note.text == text
    assert verify_note(note, [PETER.verifier])


def test_unknown_signatures_are_left_alone() -> None:
    """A signature by a key that is not known neither helps nor harms."""
    note = parse_note(EXAMPLE + SigningKey.generate("stranger").sign("other text\n"))
    assert [each.name for each in verify_note(note, [EXAMPLE_KEY])] == ["example.com/foo"]


def test_a_note_by_strangers_is_refused() -> None:
    """A note that nobody known signed says who did sign it."""
    with pytest.raises(SignatureError, match=r"signed by example\.com/foo"):
        verify_note(parse_note(EXAMPLE), [PETER.verifier])


def test_one_false_signature_of_a_known_key_refuses_the_note() -> None:
    """A good signature does not outweigh a bad one."""
    note = parse_note(EXAMPLE + PETER.sign("another text\n"))
    with pytest.raises(SignatureError, match="PeterNeumann does not verify"):
        verify_note(note, [EXAMPLE_KEY, PETER.verifier])


def test_a_key_of_the_same_name_is_another_key() -> None:
    """Name and id together name a key."""
    impostor = SigningKey.generate("example.com/foo")
    with pytest.raises(SignatureError, match="No key that is trusted"):
        verify_note(parse_note(EXAMPLE), [impostor.verifier])


def test_cosignature_states_its_time() -> None:
    """The time of a cosignature is under the signature."""
    witness = SigningKey.generate("witness.example", SignatureKind.COSIGNATURE)
    note = parse_note(EXAMPLE + witness.sign("This is an example message.\n", time=1679315147))
    assert verify_note(note, [witness.verifier])[0].time == 1679315147


def test_cosignature_with_another_time_is_refused() -> None:
    """Backdating a cosignature breaks it."""
    witness = SigningKey.generate("witness.example", SignatureKind.COSIGNATURE)
    good = parse_note("text\n\n" + witness.sign("text\n", time=1000)).signatures[0]
    late = parse_note("text\n\n" + witness.sign("text\n", time=2000)).signatures[0]
    spliced = type(good)(good.name, good.key_id, late.value[:8] + good.value[8:])
    with pytest.raises(SignatureError):
        verify_note(type(parse_note(EXAMPLE))("text\n", (spliced,)), [witness.verifier])


@pytest.mark.parametrize(
    "note",
    [
        "",
        "\n",
        "\n\n",
        "text only\n",
        "text\n\n",
        EXAMPLE[:-1],
        EXAMPLE + "\n",
        EXAMPLE.replace("\n\n", "\n"),
        EXAMPLE.replace("\n", "\r\n"),
        EXAMPLE.replace("—", "-"),
        EXAMPLE.replace("— ", "—  "),
        EXAMPLE.replace("— ", "—"),
        EXAMPLE.replace("aQM=", "aQM"),
        EXAMPLE.replace("aQM=", "aQN="),
        EXAMPLE.replace("aQM=", "aQM= "),
        EXAMPLE.replace("Uw2Q", "Uw2_"),
        EXAMPLE.replace("is an", "is\tan"),
        EXAMPLE.replace("is an", "is\x00an"),
        "text\n\n— name AAAA\n",
        "text\n\n— AAAAAAAAAA==\n",
    ],
)
def test_other_spellings_are_refused(note: str) -> None:
    """What is not exactly a signed note is refused before any key is looked at."""
    with pytest.raises(NoteError):
        parse_note(note)


def test_invalid_unicode_is_refused() -> None:
    """A note is UTF-8."""
    with pytest.raises(NoteError, match="UTF-8"):
        parse_note(EXAMPLE.encode() + b"\xff\n")
    with pytest.raises(NoteError, match="UTF-8"):
        parse_note("\ud800" + EXAMPLE)


def test_the_number_of_signatures_is_limited() -> None:
    """A note with very many signatures costs no verification."""
    assert len(parse_note("text\n\n" + PETER_LINE * MAX_SIGNATURES).signatures) == MAX_SIGNATURES
    with pytest.raises(NoteError, match="at most 100 signatures"):
        parse_note("text\n\n" + PETER_LINE * (MAX_SIGNATURES + 1))


def test_the_size_is_limited() -> None:
    """A gigantic note is refused unread."""
    with pytest.raises(NoteError, match="longer"):
        parse_note(bytes(MAX_NOTE_BYTES + 1))
