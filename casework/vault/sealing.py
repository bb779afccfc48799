"""Sealed values, format 1: AES-256-GCM bound to its place (docs/decisions/0001-sealed-values.md).

    version (1 byte, 0x01) | key id (4 bytes) | nonce (12 bytes) | ciphertext | tag (16 bytes)

The key id is the epoch of the organisation key for wrapped keys, and 0 otherwise. Version and key id are
authenticated, followed by the associated parts.
"""

import secrets
import struct

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

from casework.vault.errors import TamperedError

KEY_BYTES = 32
_VERSION = 1
_HEADER = struct.Struct(">BI")
_NONCE_BYTES = 12
_TAG_BYTES = 16
_PADDED_TO = 32
_PADDING_MARK = b"\x80"


def seal(key: bytes, plaintext: bytes, associated: tuple[str, ...], key_id: int = 0) -> bytes:
    """Seal `plaintext` under a key of 32 bytes, so that it opens with the same `associated` parts only."""
    return _seal_with(secrets.token_bytes(_NONCE_BYTES), key, plaintext, associated, key_id)


def open_(key: bytes, token: bytes, associated: tuple[str, ...]) -> bytes:
    """The plaintext of a sealed value.

    Raises TamperedError when the token, its place or the key is another one than at sealing.
    """
    key_id_of(token)
    header, rest = token[: _HEADER.size], token[_HEADER.size :]
    nonce, ciphertext = rest[:_NONCE_BYTES], rest[_NONCE_BYTES:]
    try:
        padded = AESGCM(key).decrypt(nonce, ciphertext, header + pack(*associated))
    except InvalidTag:
        raise TamperedError(f"a sealed value does not belong to {'/'.join(associated)}") from None
    return _unpad(padded)


def key_id_of(token: bytes) -> int:
    """The key id in the clear header of a sealed value. Raises TamperedError for another format."""
    if len(token) < _HEADER.size + _NONCE_BYTES + _PADDED_TO + _TAG_BYTES:
        raise TamperedError("a sealed value is too short")
    version, key_id = _HEADER.unpack_from(token)
    if version != _VERSION:
        raise TamperedError("a sealed value has an unknown format")
    return int(key_id)


def pack(*parts: str) -> bytes:
    """Join parts so that no other parts give the same bytes: each after its length (4 bytes)."""
    encoded = [part.encode() for part in parts]
    return b"".join(struct.pack(">I", len(part)) + part for part in encoded)


def derive(key: bytes, purpose: str) -> bytes:
    """A key of 32 bytes for one purpose, by HKDF-SHA256 without salt (RFC 5869)."""
    return HKDF(SHA256(), KEY_BYTES, salt=None, info=pack("casework", "v1", purpose)).derive(key)


def new_key() -> bytes:
    return secrets.token_bytes(KEY_BYTES)


def _seal_with(
    nonce: bytes, key: bytes, plaintext: bytes, associated: tuple[str, ...], key_id: int = 0
) -> bytes:
    header = _HEADER.pack(_VERSION, key_id)
    return header + nonce + AESGCM(key).encrypt(nonce, _pad(plaintext), header + pack(*associated))


def _pad(plaintext: bytes) -> bytes:
    """Hide the length, in steps of 32 bytes (mark and zeros of ISO/IEC 7816-4)."""
    marked = plaintext + _PADDING_MARK
    return marked + bytes(-len(marked) % _PADDED_TO)


def _unpad(padded: bytes) -> bytes:
    return padded.rstrip(b"\0").removesuffix(_PADDING_MARK)
