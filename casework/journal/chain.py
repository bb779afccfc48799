"""The hash chain of the journal, as pure functions (docs/decisions/0002-journal.md).

leaf  = SHA-256(0x00 | salt | content)          content: canonical JSON
chain = SHA-256(chain of the entry before | leaf), 32 zero bytes before the first
"""

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from hashlib import sha256
from typing import Any

START = bytes(32)
SALT_BYTES = 16


@dataclass(frozen=True)
class Link:
    """One entry as the chain sees it.

    Salt and content are None once the entry expired. `clear` holds what stands beside the content in columns
    for queries, under the content's keys; None where there are no columns, as in an export.
    """

    seq: int
    salt: bytes | None
    content: str | None
    leaf: bytes
    chain: bytes
    clear: Mapping[str, str | None] | None = None


@dataclass(frozen=True)
class Mark:
    """What somebody saw: after `size` entries the chain stood at `chain` (32 bytes)."""

    size: int
    chain: bytes


def canonical(content: Mapping[str, Any]) -> str:
    """The one way to write a content: keys sorted, no spaces, no floats, text as it is."""
    return json.dumps(content, ensure_ascii=False, sort_keys=True, separators=(",", ":"), allow_nan=False)


def leaf_of(salt: bytes, content: str) -> bytes:
    return sha256(b"\0" + salt + content.encode()).digest()


def next_of(chain: bytes, leaf: bytes) -> bytes:
    return sha256(chain + leaf).digest()


def first_bad(entries: Iterable[Link], marks: Iterable[Mark]) -> int | None:
    """The first position (from 1) that is not what was recorded, or None.

    Entries come in the order of their numbers. Finds an edit, a removal, a swap and an insertion; a cut-off
    end, or a chain computed anew, only against marks, of which one at least should be kept elsewhere.
    """
    seen: dict[int, set[bytes]] = {}
    for mark in marks:
        seen.setdefault(mark.size, set()).add(mark.chain)
    chain, position = START, 0
    for entry in entries:
        position += 1
        chain = next_of(chain, entry.leaf)
        whole = entry.seq == position and entry.chain == chain and _content_holds(entry)
        if not whole or seen.get(position, {chain}) != {chain}:
            return position
    return position + 1 if max(seen, default=0) > position else None


def _content_holds(entry: Link) -> bool:
    clear = entry.clear or {}
    if entry.content is None:
        return entry.salt is None and not any(clear.values())
    if entry.salt is None or leaf_of(entry.salt, entry.content) != entry.leaf:
        return False
    content = json.loads(entry.content)
    return all(content.get(name) == value for name, value in clear.items())
