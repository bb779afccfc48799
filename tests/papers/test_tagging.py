"""Alarms for the private function of WeasyPrint that the room leans on (docs/decisions/0004-papers.md)."""

import inspect
from hashlib import sha256

import weasyprint
from weasyprint.pdf import tags

from casework.papers import Attestation, Renderer

KNOWN_VERSION = "70.0"
KNOWN_FUNCTION = "f716251a83e7096e9cae972b63e633aab21c664d200582166dd0d5096780f9c4"


def test_weasyprint_is_the_version_that_was_read() -> None:
    assert weasyprint.__version__ == KNOWN_VERSION


def test_the_wrapped_function_is_the_one_that_was_read() -> None:
    source = inspect.getsource(tags._build_box_tree)
    assert sha256(source.encode()).hexdigest() == KNOWN_FUNCTION, (
        "read it again, then adapt casework.papers.tagging"
    )


def test_the_function_is_put_back_after_a_paper(renderer: Renderer) -> None:
    before = tags._build_box_tree
    renderer.render(Attestation.sample("short"))
    assert tags._build_box_tree is before
