"""Keys of signed notes: the published examples, and nothing but one spelling of each key."""

import pytest

from playbooks.model.ledger.signing_key import NoteError, SignatureKind, SigningKey, VerifierKey

EXAMPLE = "example.com/foo+530d903a+AekyeRrm56hApGFkyQR4ZCbV54Id2LKaANYcrnKv3U2k"
PUBLIC = "PeterNeumann+c74f20a3+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW"
SECRET = "PRIVATE+KEY+PeterNeumann+c74f20a3+AYEKFALVFGyNhPJEMzD1QIDr+Y7hfZx09iUvxdXHKDFz"  # noqa: S105 - published


@pytest.mark.parametrize("vkey", [EXAMPLE, PUBLIC])
def test_published_verifier_keys(vkey: str) -> None:
    """Keys written by other implementations are read and written back unchanged."""
    assert str(VerifierKey.parse(vkey)) == vkey


def test_published_private_key() -> None:
    """A private key written by another implementation has the published public half."""
    key = SigningKey.parse(SECRET)
    assert str(key.verifier) == PUBLIC
    assert key.secret == SECRET


@pytest.mark.parametrize("kind", list(SignatureKind))
def test_generated_keys_survive_writing(kind: SignatureKind) -> None:
    """A key that was stored signs as the same key."""
    key = SigningKey.generate("pmo.example/audit", kind)
    assert SigningKey.parse(key.secret).verifier == key.verifier
    assert VerifierKey.parse(str(key.verifier)) == key.verifier


def test_each_key_is_new() -> None:
    """Two keys of one name differ."""
    assert SigningKey.generate("log").secret != SigningKey.generate("log").secret


def test_kinds_have_different_ids() -> None:
    """The same public key has another id for every kind of signature."""
    public = VerifierKey.parse(EXAMPLE).public
    ids = {VerifierKey("log", kind, public).key_id for kind in SignatureKind}
    assert len(ids) == 2


def test_representation_hides_the_secret() -> None:
    """A key that is printed by mistake shows its name only."""
    assert (
        repr(SigningKey.parse(SECRET)) == "SigningKey(name='PeterNeumann', kind=<SignatureKind.ED25519: 1>)"
    )


@pytest.mark.parametrize(
    "vkey",
    [
        "",
        "example.com/foo",
        "example.com/foo+530d903a",
        EXAMPLE[:-1],
        EXAMPLE.replace("530d", "530e"),
        EXAMPLE.replace("530d903a", "530D903A"),
        EXAMPLE.replace("example", "Example"),
        EXAMPLE.replace("+Aek", "+Bek"),
        EXAMPLE + "AAAA",
        " " + EXAMPLE,
        "+530d903a+AekyeRrm56hApGFkyQR4ZCbV54Id2LKaANYcrnKv3U2k",
    ],
)
def test_damaged_verifier_keys_are_refused(vkey: str) -> None:
    """A key that was cut, retyped or renamed is noticed when it is read."""
    with pytest.raises(NoteError):
        VerifierKey.parse(vkey)


@pytest.mark.parametrize(
    "secret",
    [
        "",
        PUBLIC,
        SECRET.removeprefix("PRIVATE+KEY+"),
        SECRET[:-4],
        SECRET[:-1],
        SECRET.replace("c74f", "c74e"),
    ],
)
def test_damaged_private_keys_are_refused_without_showing_them(secret: str) -> None:
    """The message about a private key never repeats it."""
    with pytest.raises(NoteError) as caught:
        SigningKey.parse(secret)
    assert "AYEK" not in str(caught.value)


@pytest.mark.parametrize(
    "name", ["", "with blank", "with+plus", "with\nbreak", "with\u3000blank", "with\x07bell"]
)
def test_names_that_no_note_can_carry(name: str) -> None:
    """A name is one word of a signature line."""
    with pytest.raises(NoteError, match="cannot name a key"):
        SigningKey.generate(name)


@pytest.mark.parametrize(("kind", "time"), [(SignatureKind.ED25519, 5), (SignatureKind.COSIGNATURE, None)])
def test_only_cosignatures_state_a_time(kind: SignatureKind, time: int | None) -> None:
    """A log signs without a time, a witness with one."""
    with pytest.raises(NoteError, match="cosignature states the time"):
        SigningKey.generate("log", kind).sign("text\n", time=time)
