"""The verifier's own Ed25519 agrees with the library that signs, and with the standard's examples."""

from collections.abc import Callable

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from hypothesis import given
from hypothesis import strategies as st

from flows.entrypoints.verifier.ed25519 import signed

ORDER = 2**252 + 27742317777372353535851937790883648493


@given(seed=st.binary(min_size=32, max_size=32), message=st.binary(max_size=200))
def test_what_the_library_signs_is_signed(seed: bytes, message: bytes) -> None:
    """By whatever key, whatever is signed; and nothing else is."""
    private = Ed25519PrivateKey.from_private_bytes(seed)
    public, signature = private.public_key().public_bytes_raw(), private.sign(message)
    assert signed(public, message, signature=signature)
    assert not signed(public, message + b"!", signature=signature)


# RFC 8032, section 7.1: public key, message, signature.
EXAMPLES = [
    (
        "d75a980182b10ab7d54bfed3c964073a0ee172f3daa62325af021a68f707511a",
        "",
        (
            "e5564300c360ac729086e2cc806e828a84877f1eb8e5d974d873e065224901555fb8821590a33bacc61e39701cf9b46bd25bf5f0595bbe24"
            "655141438e7a100b"
        ),
    ),
    (
        "3d4017c3e843895a92b70aa74d1b7ebc9c982ccf2ec4968cc0cd55f12af4660c",
        "72",
        (
            "92a009a9f0d4cab8720e820b5f642540a2b27b5416503f8fb3762223ebdb69da085ac1e43e15996e458f3613d0f11d8c387b2eaeb4302aee"
            "b00d291612bb0c00"
        ),
    ),
]


@pytest.mark.parametrize(("public", "message", "signature"), EXAMPLES)
def test_the_examples_of_the_standard(public: str, message: str, signature: str) -> None:
    """Written down in RFC 8032."""
    assert signed(bytes.fromhex(public), bytes.fromhex(message), signature=bytes.fromhex(signature))


def more_than_the_order(signature: bytes) -> bytes:
    """Return the other signature that a careless verifier would accept as well (RFC 8032, section 8.4)."""
    response = int.from_bytes(signature[32:], "little") + ORDER
    return signature[:32] + response.to_bytes(32, "little")


@pytest.mark.parametrize(
    "change",
    [
        more_than_the_order,
        lambda signature: signature[:-1],
        lambda signature: signature + b"\0",
        lambda signature: b"\xff" * 32 + signature[32:],
        lambda _: b"",
    ],
)
def test_a_malformed_signature_is_none(change: Callable[[bytes], bytes]) -> None:
    """It is refused, not stumbled over."""
    private = Ed25519PrivateKey.generate()
    public = private.public_key().public_bytes_raw()
    assert not signed(public, b"yes", signature=change(private.sign(b"yes")))


@pytest.mark.parametrize("public", [b"", b"\0" * 31, b"\xff" * 32, (2).to_bytes(32, "little")])
def test_what_is_no_point_of_the_curve_is_no_key(public: bytes) -> None:
    """Nothing is signed by it."""
    assert not signed(public, b"yes", signature=Ed25519PrivateKey.generate().sign(b"yes"))
