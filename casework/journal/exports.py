"""Exports of the journal, which anybody verifies without a database.

JSON lines: first `{"notes": […]}`, the checkpoints; then each entry in its order as
`{"seq", "salt", "content", "leaf", "chain"}`, bytes in hexadecimal, salt and content null once expired.
"""

import json
from collections.abc import Iterable, Iterator
from typing import IO

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey

from casework.errors import CaseworkError
from casework.journal.chain import Link, first_bad
from casework.journal.notes import open_note


class ExportError(CaseworkError):
    """The file is not an export of a journal."""


def write_export(notes: Iterable[str], links: Iterable[Link], stream: IO[str]) -> None:
    """Write checkpoints and entries, entry by entry."""
    stream.write(json.dumps({"notes": list(notes)}) + "\n")
    for link in links:
        line = {
            "seq": link.seq,
            "salt": link.salt and link.salt.hex(),
            "content": link.content,
            "leaf": link.leaf.hex(),
            "chain": link.chain.hex(),
        }
        stream.write(json.dumps(line) + "\n")


def verify_export(stream: IO[str], key: Ed25519PublicKey, notes: Iterable[str] = ()) -> int | None:
    """The first bad position of an export, or None; `notes` are checkpoints that were kept elsewhere.

    A cut-off end is found as far as a checkpoint reaches. Raises NoteError for a checkpoint that `key` did
    not sign, ExportError when the file is something else.
    """
    try:
        kept = json.loads(stream.readline())["notes"]
        marks = [open_note(note, key) for note in (*kept, *notes)]
        return first_bad(_links(stream), marks)
    except (ValueError, LookupError, TypeError, AttributeError):
        raise ExportError("this file is not an export of a journal, or is damaged") from None


def _links(lines: Iterable[str]) -> Iterator[Link]:
    for line in lines:
        entry = json.loads(line)
        salt = entry["salt"] and bytes.fromhex(entry["salt"])
        leaf, chain = bytes.fromhex(entry["leaf"]), bytes.fromhex(entry["chain"])
        yield Link(entry["seq"], salt, entry["content"], leaf, chain)
