"""Checkpoints as signed notes, the text form of transparency logs (c2sp.org/signed-note, tlog-checkpoint).

Origin, size and base64 chain, each on a line; an empty line; and a line of the key's name and its signature
over the three lines, by Ed25519. The origin is the key's name too.
"""

import base64
import binascii
from hashlib import sha256

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey

from casework.errors import CaseworkError
from casework.journal.chain import Mark

_ED25519 = b"\x01"
_HASH_BYTES = 4


class NoteError(CaseworkError):
    """A checkpoint was not signed by the given key, or was changed since."""


def sign_note(origin: str, mark: Mark, key: Ed25519PrivateKey) -> str:
    """The signed note on a mark; `origin` names this journal, such as cards.example.org/journal.

    Raises ValueError for an origin with spaces or a plus sign, which the form forbids.
    """
    if not origin or "+" in origin or any(character.isspace() for character in origin):
        raise ValueError("the origin of a checkpoint has no spaces and no +")
    text = f"{origin}\n{mark.size}\n{base64.b64encode(mark.chain).decode()}\n"
    signature = base64.b64encode(_key_hash(origin, key.public_key()) + key.sign(text.encode())).decode()
    return f"{text}\n— {origin} {signature}\n"


def open_note(note: str, key: Ed25519PublicKey) -> Mark:
    """The mark in a signed note. Raises NoteError when the key did not sign this very note."""
    try:
        text, signatures = note.split("\n\n")
        origin, size, encoded = text.splitlines()
        dash, name, signature = signatures.removesuffix("\n").split(" ")
        signed = base64.b64decode(signature, validate=True)
        if (dash, name) != ("—", origin) or signed[:_HASH_BYTES] != _key_hash(origin, key):
            raise NoteError("the checkpoint was signed by another key")
        key.verify(signed[_HASH_BYTES:], f"{text}\n".encode())
        return Mark(int(size), base64.b64decode(encoded, validate=True))
    except (ValueError, binascii.Error):
        raise NoteError("this is not a checkpoint of a journal") from None
    except InvalidSignature:
        raise NoteError("the checkpoint was changed after it was signed") from None


def _key_hash(name: str, key: Ed25519PublicKey) -> bytes:
    return sha256(name.encode() + b"\n" + _ED25519 + key.public_bytes_raw()).digest()[:_HASH_BYTES]
