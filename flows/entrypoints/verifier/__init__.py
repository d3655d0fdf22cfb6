"""校验导出的账本，不依赖本产品 · Verify an exported ledger without the product.

Everything in this folder runs on Python 3.8 or newer by itself: it imports its own files and the standard library, and
nothing else. `phasegate ledger verifier` puts it into one file for whoever checks the ledger; that file can be
unzipped and read whole.
"""
