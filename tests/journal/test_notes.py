import base64

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from casework.journal.chain import Mark
from casework.journal.notes import NoteError, open_note, sign_note

KEY = Ed25519PrivateKey.from_private_bytes(bytes(range(32)))
ORIGIN = "cards.example.org/journal"
MARK = Mark(3, bytes(range(100, 132)))
VECTOR = (
    "cards.example.org/journal\n3\n"
    "ZGVmZ2hpamtsbW5vcHFyc3R1dnd4eXp7fH1+f4CBgoM=\n\n"
    "— cards.example.org/journal TP8kqhhWc+mQzSfsiWNfwBsbuO4JiI+U2CxK93QAUaW0"
    "iqbR0dldTKzokH6xYyAQXtXYSvk9pFjhD+wlyNZQfxCNAww=\n"
)


def test_note_is_the_published_vector() -> None:
    assert sign_note(ORIGIN, MARK, KEY) == VECTOR
    assert open_note(VECTOR, KEY.public_key()) == MARK


def test_signature_covers_the_three_lines() -> None:
    text, signature_line = VECTOR.split("\n\n")
    signed = base64.b64decode(signature_line.split(" ")[2])
    KEY.public_key().verify(signed[4:], (text + "\n").encode())


@pytest.mark.parametrize(
    ("old", "new"),
    [("\n3\n", "\n4\n"), ("cards.example", "cards.another"), ("ZGVm", "ZGVn"), ("\n\n", "\n"), ("— ", "- ")],
)
def test_a_changed_note_is_refused(old: str, new: str) -> None:
    assert old in VECTOR
    with pytest.raises(NoteError):
        open_note(VECTOR.replace(old, new), KEY.public_key())


def test_another_key_is_refused() -> None:
    forged = sign_note(ORIGIN, MARK, Ed25519PrivateKey.generate())
    with pytest.raises(NoteError, match="another key"):
        open_note(forged, KEY.public_key())


@pytest.mark.parametrize("note", ["", "\n\n", "a\nb\nc\n\n— a zzzz\n", "x" * 1000])
def test_something_else_is_refused(note: str) -> None:
    with pytest.raises(NoteError):
        open_note(note, KEY.public_key())


@pytest.mark.parametrize("origin", ["", "a b", "a+b", "a\nb"])
def test_an_origin_that_the_form_forbids_is_refused(origin: str) -> None:
    with pytest.raises(ValueError, match="origin"):
        sign_note(origin, MARK, KEY)
