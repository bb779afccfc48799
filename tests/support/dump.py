"""What a thief has: every column of the database, every file; and a search that no disguise escapes."""

import base64
import json
from collections.abc import Iterable, Iterator
from pathlib import Path

from sqlalchemy import Connection, inspect, text

LEAST = 5  # letters: a shorter value could stand in random bytes by chance


def disguises(value: str) -> Iterator[bytes]:
    """The forms in which a value could lie somewhere without being meant to."""
    plain = value.encode()
    for data in (plain, value.encode("utf-16-le"), value.encode("utf-16-be")):
        yield data
        yield data.hex().encode()
        yield data.hex().upper().encode()
        yield from in_base64(data)
    yield json.dumps(value).strip('"').encode()


def in_base64(data: bytes) -> Iterator[bytes]:
    """The letters that base64 gives it wherever it begins: those that its neighbours change are cut off."""
    for before in range(3):
        whole = base64.b64encode(bytes(before) + data)
        first = -(-before * 8 // 6)
        last = (before + len(data)) * 8 // 6
        inner = whole[first:last]
        yield inner
        yield inner.translate(bytes.maketrans(b"+/", b"-_"))


def leaks(places: Iterable[tuple[str, bytes]], values: Iterable[str]) -> set[tuple[str, str]]:
    """Which value is found where."""
    wanted = [(value, {each for each in disguises(value) if len(each) >= LEAST}) for value in values]
    return {
        (name, value)
        for name, data in places
        for value, forms in wanted
        if any(form in data for form in forms)
    }


def columns(connection: Connection) -> Iterator[tuple[str, bytes]]:
    """TABLE.COLUMN and all that stands in it, of every table and view."""
    found = inspect(connection)
    for table in (*found.get_table_names(), *found.get_view_names()):
        rows = connection.execute(text(f'SELECT * FROM "{table}"'))
        names, values = list(rows.keys()), rows.all()
        for name, column in zip(names, zip(*values, strict=True), strict=False):
            written = (each if isinstance(each, bytes) else str(each).encode() for each in column)
            yield f"{table}.{name}", b"\n".join(written)


def raw_files(*directories: Path) -> Iterator[tuple[str, bytes]]:
    """Each file below a directory, or each whose name begins like a file's, and its name."""
    for directory in directories:
        for path in (
            directory.rglob("*") if directory.is_dir() else directory.parent.glob(f"{directory.name}*")
        ):
            yield f"name of {path.name}", path.name.encode()
            if path.is_file():
                yield path.name, path.read_bytes()
