"""What a person typed is printed whole: no word runs off the paper, and paragraphs stay apart."""

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest

from casework.papers import (
    Attestation,
    Block,
    Evidence,
    IdentityRow,
    Letter,
    OwnWords,
    Procedure,
    Renderer,
    Section,
    Statement,
    Words,
)
from tests.papers.reading import boxes

RIGHT_MARGIN = (210 - 21) * 72 / 25.4
WORD = "Ñ" * 300
LINE = 4.5 * 72 / 25.4
"""From one line of running text to the next, in points."""


def letters_printed(path: Path) -> int:
    """How many of the long word's letters stand within the margins."""
    return sum(word.count("Ñ") for word, box in boxes(path) if box.right <= RIGHT_MARGIN + 1)


def attestation() -> Attestation:
    statement = Statement(WORD, (Evidence("A1", WORD),))
    return replace(
        Attestation.sample("short"),
        photo=Attestation.sample("normal").photo,
        identity=(
            IdentityRow(label="Nom", value=WORD, style="name"),
            IdentityRow(label="En la seva escriptura", value=WORD, style="native"),
            IdentityRow(label="Nacionalitat", value=WORD),
        ),
        sections=(Section("Habitatge", (statement,)),),
        own_words=OwnWords("Manifestacions", "", (Words(WORD), Words(WORD, "ar", "rtl"))),
    )


def certificate() -> Procedure:
    sample = Procedure.sample("short")
    return replace(
        sample,
        identity=(IdentityRow(label="Nom", value=WORD, style="name"),),
        summons=Section(sample.summons.heading, (Statement(WORD),)),
    )


def letter(languages: int) -> Letter:
    sample = Letter.sample("normal")
    blocks = (Block(heading="Decisió", paragraphs=(WORD,)),)
    beside = replace(sample.beside, blocks=blocks) if sample.beside and languages == 2 else None
    return replace(sample, recipient=(Words(WORD),), blocks=blocks, deadline=None, beside=beside)


@pytest.mark.parametrize(
    ("paper", "times"), [(attestation(), 7), (certificate(), 2), (letter(1), 2), (letter(2), 3)]
)
def test_a_word_wider_than_the_paper_is_printed_whole(
    renderer: Renderer,
    on_disk: Callable[[bytes], Path],
    paper: Attestation | Procedure | Letter,
    times: int,
) -> None:
    assert letters_printed(on_disk(renderer.render(paper))) == times * len(WORD)


def tops(path: Path, *words: str) -> list[float]:
    """How far down the page each word stands."""
    found = dict(boxes(path))
    return [found[word].top for word in words]


def test_own_words_keep_their_paragraphs_and_stand_apart(
    renderer: Renderer, on_disk: Callable[[bytes], Path]
) -> None:
    typed = (Words("Primera\r\nsegona\n\n\ntercera"), Words("quarta"))
    paper = replace(Attestation.sample("short"), own_words=OwnWords("Manifestacions", "", typed))
    path = on_disk(renderer.render(paper))
    first, second, third, fourth = tops(path, "Primera", "segona", "tercera", "quarta")
    assert second - first > LINE, "a paragraph of its own"
    assert third - second == pytest.approx(second - first, abs=0.1), "empty lines make no holes"
    assert fourth - third > second - first, "what was said another time stands further apart"
