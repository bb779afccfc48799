"""Sealed files, format 1: AES-256-GCM in chunks, the STREAM construction.

The format, with a test vector, is in docs/decisions/0001-sealed-values.md.

    "CWF1" | nonce prefix (7 bytes) | chunks of 65,536 bytes, each ciphertext | tag (16 bytes)

A chunk's nonce is the prefix, its number (4 bytes) and 1 for the last chunk, else 0. Every file has a key of
its own. Nothing is given out before the whole file was verified.
"""

import secrets
import struct

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from casework.vault.errors import TamperedError
from casework.vault.sealing import pack

CHUNK_BYTES = 65536
_MAGIC = b"CWF1"
_PREFIX_BYTES = 7
_TAG_BYTES = 16


def seal_file(key: bytes, content: bytes, associated: tuple[str, ...]) -> bytes:
    """Seal a file under its own key of 32 bytes."""
    return _seal_with(secrets.token_bytes(_PREFIX_BYTES), key, content, associated)


def open_file(key: bytes, sealed: bytes, associated: tuple[str, ...]) -> bytes:
    """The content of a sealed file.

    Raises TamperedError when any byte was changed, or chunks were cut, added, swapped or taken from another
    file.
    """
    header, body = sealed[: len(_MAGIC) + _PREFIX_BYTES], sealed[len(_MAGIC) + _PREFIX_BYTES :]
    if not header.startswith(_MAGIC) or not body:
        raise TamperedError("a sealed file has an unknown format or is cut off")
    cipher, bound = AESGCM(key), header + pack(*associated)
    chunks = _split(body, CHUNK_BYTES + _TAG_BYTES)
    try:
        return b"".join(
            cipher.decrypt(_nonce(header, number, number == len(chunks) - 1), chunk, bound)
            for number, chunk in enumerate(chunks)
        )
    except InvalidTag:
        raise TamperedError(f"a sealed file does not belong to {'/'.join(associated)}") from None


def _seal_with(prefix: bytes, key: bytes, content: bytes, associated: tuple[str, ...]) -> bytes:
    header = _MAGIC + prefix
    cipher, bound = AESGCM(key), header + pack(*associated)
    chunks = _split(content, CHUNK_BYTES) or [b""]
    return header + b"".join(
        cipher.encrypt(_nonce(header, number, number == len(chunks) - 1), chunk, bound)
        for number, chunk in enumerate(chunks)
    )


def _nonce(header: bytes, number: int, last: bool) -> bytes:
    return header[len(_MAGIC) :] + struct.pack(">I?", number, last)


def _split(data: bytes, size: int) -> list[bytes]:
    return [data[start : start + size] for start in range(0, len(data), size)]
