import struct

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from casework.vault import chunked
from casework.vault.chunked import CHUNK_BYTES
from casework.vault.errors import TamperedError
from tests.vault.test_sealing import gcm

KEY = bytes(range(32))
PLACE = ("sealed_file", "f1")
PREFIX = bytes(range(0xB0, 0xB7))
SEALED_CHUNK = CHUNK_BYTES + 16
VECTOR = bytes.fromhex("43574631b0b1b2b3b4b5b6ba1d276dc0333e34e31782782a9930379854167f236cef73")
TWO_AND_A_BIT = bytes(range(256)) * 600  # 153,600 bytes: three chunks


def chunks_of(sealed: bytes) -> tuple[bytes, list[bytes]]:
    header, body = sealed[:11], sealed[11:]
    return header, [body[at : at + SEALED_CHUNK] for at in range(0, len(body), SEALED_CHUNK)]


def refused(sealed: bytes, place: tuple[str, ...] = PLACE) -> bool:
    try:
        chunked.open_file(KEY, sealed, place)
    except TamperedError:
        return True
    return False


def test_format_1_is_the_published_vector() -> None:
    assert chunked._seal_with(PREFIX, KEY, b"%PDF-1.7", PLACE) == VECTOR
    assert chunked.open_file(KEY, VECTOR, PLACE) == b"%PDF-1.7"


def test_chunks_are_plain_aes_gcm_with_number_and_last_mark() -> None:
    header = b"CWF1" + PREFIX
    bound = header + b"\0\0\0\x0bsealed_file\0\0\0\x02f1"
    pieces = [TWO_AND_A_BIT[:65536], TWO_AND_A_BIT[65536:131072], TWO_AND_A_BIT[131072:]]
    expected = header + b"".join(
        gcm(KEY, PREFIX + struct.pack(">IB", number, number == 2), piece, bound)
        for number, piece in enumerate(pieces)
    )
    assert chunked._seal_with(PREFIX, KEY, TWO_AND_A_BIT, PLACE) == expected


@pytest.mark.parametrize("size", [0, 1, CHUNK_BYTES - 1, CHUNK_BYTES, CHUNK_BYTES + 1, 2 * CHUNK_BYTES])
def test_what_was_sealed_opens(size: int) -> None:
    content = b"\x5a" * size
    assert chunked.open_file(KEY, chunked.seal_file(KEY, content, PLACE), PLACE) == content


@settings(max_examples=50)
@given(st.data())
def test_any_changed_byte_is_refused(data: st.DataObject) -> None:
    sealed = bytearray(chunked.seal_file(KEY, TWO_AND_A_BIT, PLACE))
    sealed[data.draw(st.integers(0, len(sealed) - 1))] ^= data.draw(st.integers(1, 255))
    assert refused(bytes(sealed))


@settings(max_examples=50)
@given(st.data())
def test_any_truncation_is_refused(data: st.DataObject) -> None:
    sealed = chunked.seal_file(KEY, TWO_AND_A_BIT, PLACE)
    cut = data.draw(st.integers(0, len(sealed) - 1) | st.sampled_from([11, 11 + SEALED_CHUNK, 4]))
    assert refused(sealed[:cut])


def test_chunks_swapped_dropped_repeated_or_added_are_refused() -> None:
    header, (first, second, last) = chunks_of(chunked.seal_file(KEY, TWO_AND_A_BIT, PLACE))
    for order in (
        [second, first, last],
        [first, last],
        [first, second],
        [first, first, second, last],
        [first, second, last, last],
    ):
        assert refused(header + b"".join(order))


def test_chunks_of_another_file_under_the_same_key_are_refused() -> None:
    header, (first, *_) = chunks_of(chunked.seal_file(KEY, TWO_AND_A_BIT, PLACE))
    _, (_, *rest) = chunks_of(chunked.seal_file(KEY, TWO_AND_A_BIT, PLACE))
    assert refused(header + first + b"".join(rest))


def test_another_place_or_key_is_refused() -> None:
    sealed = chunked.seal_file(KEY, b"x", PLACE)
    assert refused(sealed, ("sealed_file", "f2"))
    with pytest.raises(TamperedError):
        chunked.open_file(bytes(32), sealed, PLACE)
