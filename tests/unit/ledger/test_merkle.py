"""The Merkle tree: the reference vectors of Certificate Transparency, and every proof of every small tree."""

from functools import cache

import pytest
from hypothesis import given
from hypothesis import strategies as st

from playbooks.model.ledger.merkle import (
    EMPTY_ROOT,
    LEAF_PREFIX,
    NODE_PREFIX,
    Frontier,
    ProofError,
    consistency_proof,
    inclusion_proof,
    leaf_hash,
    node_hash,
    root_at,
    root_of,
    verify_consistency,
    verify_inclusion,
)

VECTOR_LEAVES = [
    leaf_hash(bytes.fromhex(data))
    for data in (
        "",
        "00",
        "10",
        "2021",
        "3031",
        "40414243",
        "5051525354555657",
        "606162636465666768696a6b6c6d6e6f",
    )
]
VECTOR_ROOTS = [
    "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855",
    "6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d",
    "fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125",
    "aeb6bcfe274b70a14fb067a5e5578264db0fa9b51af5e0ba159158f329e06e77",
    "d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7",
    "4e3bbb1f7b478dcfe71fb631631519a3bca12c9aefca1612bfce4c13a86264d4",
    "76e67dadbcdf1e10e1b74ddc608abd2f98dfb16fbce75277b5232a127f2087ef",
    "ddb89be403809e325750d3d263cd78929c2942b7942a34b77e122c9594a74c8c",
    "5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328",
]
LEAF_1 = "96a296d224f285c67bee93c30f8a309157f0daa35dc5b87e410b78630a09cfc7"
NODE_2_3 = "5f083f0a1a33ca076a95279832580db3e0ef4584bdff1f54c8a360f50de3031e"
NODE_4_7 = "6b47aaf29ee3c2af9af889bc1fb9254dabd31177f16232dd6aab035ca39bf6e4"
LEAF_4 = "bc1a0643b12e4d2d7c77918f44e0f4f79a838b6cf9ec5b5c283e1f4d88599e6b"
NODE_6_7 = "ca854ea128ed050b41b35ffc1b87b8eb2bde461e9e3b5596ece6b9d5975a0ae0"
NODE_4_5 = "0ebc5d3437fbe2db158b9f126a1d118e308181031d0a949f8dededebc558ef6a"

LARGEST = 69
LEAVES = [leaf_hash(str(number).encode()) for number in range(LARGEST + 1)]
SIZES = range(1, LARGEST + 1)


@cache
def node(level: int, place: int) -> bytes:
    """Return the hash of a full subtree over LEAVES, straight from the definition."""
    if level == 0:
        return LEAVES[place]
    return node_hash(node(level - 1, 2 * place), node(level - 1, 2 * place + 1))


def vector_node(level: int, place: int) -> bytes:
    """Return the hash of a full subtree over the reference leaves."""
    return root_of(VECTOR_LEAVES[place << level : (place + 1) << level])


def root(size: int) -> bytes:
    """Return the root over the first LEAVES."""
    return root_of(LEAVES[:size])


@given(st.lists(st.integers(0, 40), max_size=6))
def test_many_leaves_at_once_are_as_good_as_one_by_one(counts: list[int]) -> None:
    """Wherever a stretch of leaves begins and ends, the growing edge is the same."""
    at_once, one_by_one = Frontier(), Frontier()
    for count in counts:
        leaves = LEAVES[:count]
        at_once.extend(leaves)
        for leaf in leaves:
            one_by_one.append(leaf)
    assert (at_once.size, at_once.dump()) == (one_by_one.size, one_by_one.dump())


@pytest.mark.parametrize("size", range(9))
def test_reference_roots(size: int) -> None:
    """The roots of the reference leaves are the published ones."""
    assert root_of(VECTOR_LEAVES[:size]).hex() == VECTOR_ROOTS[size]
    assert root_at(vector_node, size).hex() == VECTOR_ROOTS[size]


@pytest.mark.parametrize(
    ("index", "size", "proof"),
    [
        (0, 1, []),
        (0, 2, [LEAF_1]),
        (1, 2, [VECTOR_ROOTS[1]]),
        (2, 3, [VECTOR_ROOTS[2]]),
        (1, 5, [VECTOR_ROOTS[1], NODE_2_3, LEAF_4]),
        (0, 8, [LEAF_1, NODE_2_3, NODE_4_7]),
        (5, 8, [LEAF_4, NODE_6_7, VECTOR_ROOTS[4]]),
    ],
)
def test_reference_inclusion_proofs(index: int, size: int, proof: list[str]) -> None:
    """The inclusion proofs of the reference tree are the published ones."""
    assert [each.hex() for each in inclusion_proof(vector_node, index, size=size)] == proof


@pytest.mark.parametrize(
    ("old", "new", "proof"),
    [
        (1, 1, []),
        (1, 8, [LEAF_1, NODE_2_3, NODE_4_7]),
        (2, 5, [NODE_2_3, LEAF_4]),
        (6, 8, [NODE_4_5, NODE_6_7, VECTOR_ROOTS[4]]),
    ],
)
def test_reference_consistency_proofs(old: int, new: int, proof: list[str]) -> None:
    """The consistency proofs of the reference tree are the published ones."""
    assert [each.hex() for each in consistency_proof(vector_node, old=old, new=new)] == proof


def test_leaves_and_nodes_are_kept_apart() -> None:
    """A leaf that spells out two hashes does not hash like the node over them."""
    left, right = VECTOR_LEAVES[:2]
    assert LEAF_PREFIX != NODE_PREFIX
    assert leaf_hash(left + right) != node_hash(left, right)


@pytest.mark.parametrize("size", SIZES)
def test_every_inclusion_proof(size: int) -> None:
    """Each leaf of each tree is shown to be in it, and not to be its neighbour."""
    for index in range(size):
        proof = inclusion_proof(node, index, size=size)
        assert verify_inclusion(LEAVES[index], proof, index=index, size=size, root=root(size))
        assert not verify_inclusion(LEAVES[index + 1], proof, index=index, size=size, root=root(size))


@pytest.mark.parametrize("new", SIZES)
def test_every_consistency_proof(new: int) -> None:
    """Each tree is shown to begin with each smaller one, and with no other of that size."""
    for old in range(1, new + 1):
        proof = consistency_proof(node, old=old, new=new)
        assert verify_consistency(proof, old=old, new=new, old_root=root(old), new_root=root(new))
        assert not verify_consistency(proof, old=old, new=new, old_root=root(old - 1), new_root=root(new))


@given(st.data())
def test_a_changed_inclusion_proof_fails(data: st.DataObject) -> None:
    """No part of a proof can be left out, added or changed, and it proves no other place."""
    size = data.draw(st.integers(2, LARGEST))
    index = data.draw(st.integers(0, size - 1))
    other = data.draw(st.integers(-1, size).filter(lambda number: number != index))
    proof = inclusion_proof(node, index, size=size)
    spoiled = data.draw(st.sampled_from(spoiled_copies(proof)))
    assert not verify_inclusion(LEAVES[index], spoiled, index=index, size=size, root=root(size))
    assert not verify_inclusion(LEAVES[index], proof, index=other, size=size, root=root(size))


@given(st.data())
def test_a_changed_consistency_proof_fails(data: st.DataObject) -> None:
    """No part of a proof can be left out, added or changed, and it proves no other root."""
    new = data.draw(st.integers(2, LARGEST))
    old = data.draw(st.integers(1, new - 1))
    proof = consistency_proof(node, old=old, new=new)
    spoiled = data.draw(st.sampled_from(spoiled_copies(proof)))
    assert not verify_consistency(spoiled, old=old, new=new, old_root=root(old), new_root=root(new))
    assert not verify_consistency(proof, old=old, new=new, old_root=root(old), new_root=root(new - 1))


def spoiled_copies(proof: list[bytes]) -> list[list[bytes]]:
    """Return the proof cut, lengthened, with a part cut short, and with one bit changed."""
    flipped = bytes([proof[0][0] ^ 1]) + proof[0][1:]
    return [proof[:-1], proof[1:], [*proof, proof[0]], [proof[0][:-1], *proof[1:]], [flipped, *proof[1:]], []]


@pytest.mark.parametrize(
    ("old", "new", "proof", "verified"),
    [
        (0, 0, [], True),
        (0, 5, [], True),
        (0, 5, [LEAVES[0]], False),
        (5, 5, [], True),
        (5, 5, [LEAVES[0]], False),
        (5, 4, [], False),
        (-1, 4, [], False),
        (4, 8, [], False),
    ],
)
def test_consistency_at_the_edges(old: int, new: int, proof: list[bytes], verified: bool) -> None:  # noqa: FBT001 - a column of the table
    """Empty, equal and shrinking trees have no proof but the empty one."""
    roots = {"old_root": root(max(old, 0)), "new_root": root(new)}
    assert verify_consistency(proof, old=old, new=new, **roots) is verified


def test_the_empty_tree_has_one_root() -> None:
    """A log that claims another root for size 0 is not believed."""
    assert not verify_consistency([], old=0, new=5, old_root=LEAVES[0], new_root=root(5))


@pytest.mark.parametrize(("index", "size"), [(0, 0), (3, 3), (-1, 3)])
def test_no_inclusion_proof_outside_the_tree(index: int, size: int) -> None:
    """Asking for a leaf that is not there is an error, and claiming it is false."""
    with pytest.raises(ProofError):
        inclusion_proof(node, index, size=size)
    assert not verify_inclusion(LEAVES[0], [], index=index, size=size, root=LEAVES[0])


@pytest.mark.parametrize(("old", "new"), [(0, 3), (4, 3), (-1, 3)])
def test_no_consistency_proof_outside_the_tree(old: int, new: int) -> None:
    """There is no proof from nothing, and none that a tree shrank."""
    with pytest.raises(ProofError):
        consistency_proof(node, old=old, new=new)


@given(st.integers(0, LARGEST))
def test_frontier_survives_dump_and_load(size: int) -> None:
    """A frontier that was stored goes on exactly where it stopped."""
    before = Frontier()
    for leaf in LEAVES[:size]:
        before.append(leaf)
    after = Frontier.load(size, before.dump())
    after.append(LEAVES[size])
    assert (after.size, after.root()) == (size + 1, root(size + 1))


def test_frontier_returns_the_nodes_it_completes() -> None:
    """Appending reports every inner node once, at its place, with its hash."""
    frontier = Frontier()
    completed = [each for leaf in LEAVES[:64] for each in frontier.append(leaf)]
    assert len(completed) == 63
    assert all(each.hash == node(each.level, each.place) for each in completed)


@pytest.mark.parametrize(
    ("size", "dumped"), [(0, bytes(32)), (3, bytes(32)), (4, bytes(64)), (4, bytes(31)), (-1, b"")]
)
def test_frontier_refuses_hashes_that_do_not_fit(size: int, dumped: bytes) -> None:
    """A frontier belongs to one size."""
    with pytest.raises(ProofError, match="does not belong"):
        Frontier.load(size, dumped)


def test_root_of_nothing() -> None:
    """The empty tree has the root of RFC 6962."""
    assert Frontier().root() == root_at(node, 0) == EMPTY_ROOT
