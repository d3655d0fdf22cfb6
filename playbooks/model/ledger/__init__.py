"""Tamper evidence as bytes in, bytes out: canonical form, Merkle tree, checkpoints."""
