import struct

import pytest
from cryptography.hazmat.primitives.ciphers import Cipher
from cryptography.hazmat.primitives.ciphers.algorithms import AES
from cryptography.hazmat.primitives.ciphers.modes import GCM
from hypothesis import given
from hypothesis import strategies as st

from casework.vault import sealing
from casework.vault.errors import TamperedError
from casework.vault.records import place_of_key

KEY = bytes(range(32))
NONCE = bytes(range(0xA0, 0xAC))
PLACE = ("person", "particulars_sealed", "r1", "o1")
VECTOR = bytes.fromhex(
    "0100000007a0a1a2a3a4a5a6a7a8a9aaab"
    "a7751543244b02bf626587d3077ac0de70ac591092b7426c9c0e26867fab7501"
    "6b0b2c775a720af8e49d19ec8195cad7"
)
PLACES = st.lists(st.text(), max_size=4).map(tuple)


def gcm(key: bytes, nonce: bytes, plaintext: bytes, bound: bytes) -> bytes:
    """AES-GCM by the low-level interface of the library, apart from the code under test."""
    encryptor = Cipher(AES(key), GCM(nonce)).encryptor()
    encryptor.authenticate_additional_data(bound)
    return encryptor.update(plaintext) + encryptor.finalize() + encryptor.tag


def test_format_1_is_the_published_vector() -> None:
    assert sealing._seal_with(NONCE, KEY, b"Amina", PLACE, key_id=7) == VECTOR
    assert sealing.open_(KEY, VECTOR, PLACE) == b"Amina"


def test_published_vector_is_plain_aes_gcm_of_the_described_parts() -> None:
    header = b"\x01\x00\x00\x00\x07"
    lengths = [struct.pack(">I", len(part)) + part.encode() for part in PLACE]
    padded = b"Amina\x80" + bytes(26)
    assert header + NONCE + gcm(KEY, NONCE, padded, header + b"".join(lengths)) == VECTOR


def test_derived_key_is_the_published_vector() -> None:
    assert (
        sealing.derive(KEY, "values").hex()
        == "33eddce653eb7fb350ac10fb9a6590383c5030c49ef47e96e75b618c41def2c9"
    )


@given(st.binary(max_size=200), PLACES)
def test_what_was_sealed_opens(plaintext: bytes, place: tuple[str, ...]) -> None:
    assert sealing.open_(KEY, sealing.seal(KEY, plaintext, place), place) == plaintext


@given(st.data(), st.binary(max_size=80))
def test_any_changed_byte_is_refused(data: st.DataObject, plaintext: bytes) -> None:
    token = bytearray(sealing.seal(KEY, plaintext, PLACE))
    position = data.draw(st.integers(0, len(token) - 1))
    token[position] ^= data.draw(st.integers(1, 255))
    with pytest.raises(TamperedError):
        sealing.open_(KEY, bytes(token), PLACE)


@given(st.data())
def test_any_truncation_is_refused(data: st.DataObject) -> None:
    token = sealing.seal(KEY, b"x" * 40, PLACE)
    with pytest.raises(TamperedError):
        sealing.open_(KEY, token[: data.draw(st.integers(0, len(token) - 1))], PLACE)


@given(PLACES, PLACES)
def test_places_never_share_bytes(one: tuple[str, ...], other: tuple[str, ...]) -> None:
    assert (sealing.pack(*one) == sealing.pack(*other)) == (one == other)


def test_joined_parts_are_another_place() -> None:
    token = sealing.seal(KEY, b"x", ("ab", "c"))
    with pytest.raises(TamperedError):
        sealing.open_(KEY, token, ("a", "bc"))


def test_another_key_is_refused() -> None:
    with pytest.raises(TamperedError):
        sealing.open_(bytes(32), VECTOR, PLACE)


def test_lengths_show_in_steps_of_32_only() -> None:
    lengths = [len(sealing.seal(KEY, b"n" * size, PLACE)) for size in (0, 31, 32, 63, 64)]
    assert lengths == [65, 65, 97, 97, 129]


def test_plaintext_may_end_like_padding() -> None:
    for plaintext in (b"\x80", b"\x80\x00", b"\x00" * 31, b"\x80" * 32):
        assert sealing.open_(KEY, sealing.seal(KEY, plaintext, PLACE), PLACE) == plaintext


def test_the_same_value_seals_differently_each_time() -> None:
    assert sealing.seal(KEY, b"x", PLACE) != sealing.seal(KEY, b"x", PLACE)


def test_key_id_stands_in_the_clear() -> None:
    assert sealing.key_id_of(VECTOR) == 7


def test_wrapped_key_is_the_published_vector() -> None:
    vector = bytes.fromhex(
        "0100000003a0a1a2a3a4a5a6a7a8a9aaab"
        "a45a3e6f078940fd2027c5914538829c32ee1b52d0f5002ede4c64c43de93743"
        "527647ffaf22533d5f9c04c8097a83f9471b464862d01a7e415e0b5ea47085b0"
        "e88c77ec105c17666ac82a03ab7196d5"
    )
    assert sealing.open_(KEY, vector, place_of_key("person", "r1", "city")) == b"\x42" * 32
