"""The letters of Barcelona: their words, what they inherit, and that a use case can fill every gap."""

import re
from datetime import date

import pytest

from casework.schemes import SchemeVersion, load_scheme, read_source, write_text

LETTERS = ("receipt", "missing", "refusal", "desistance", "ended", "granted")
DAYS = ("received_on", "asked_on", "awaited_until", "interviewed_on", "appointed_on", "issued_on")
TEXTS = (
    "count", "kinds", "term", "telephone", "hours", "address", "contact", "reference", "card_number",
    "receipt", "shown",
)  # fmt: skip


def test_the_document_stays_the_first_paper_and_letters_follow(barcelona: SchemeVersion) -> None:
    assert tuple(barcelona.papers) == ("document", *LETTERS, "state")
    assert {key for key, paper in barcelona.papers.items() if paper.form == "letter"} == set(LETTERS)


def test_letters_carry_number_and_date_and_other_papers_a_code(barcelona: SchemeVersion) -> None:
    assert {key for key, paper in barcelona.papers.items() if paper.coded} == {"document", "state"}
    assert all({"number", "issued_on"} <= set(barcelona.papers[key].front) for key in LETTERS)


def test_a_letter_that_says_verify_carries_a_code(town_text: str) -> None:
    for said, coded in (("form: letter", False), ("form: letter\n      verify: yes", True)):
        scheme, _ = load_scheme([read_source(town_text.replace("form: ID-1", said).encode(), "town.yaml")])
        assert scheme.latest.papers["card"].coded is coded


def test_a_paper_has_the_words_of_the_one_that_it_is_like_and_its_own_over_them(
    barcelona: SchemeVersion,
) -> None:
    receipt, refusal, desistance = (barcelona.papers[key] for key in ("receipt", "refusal", "desistance"))
    assert (
        receipt.text("page", "es") == refusal.text("page", "es") == desistance.text("page", "es") == "Página"
    )
    assert refusal.text("remedies_heading", "ca") == desistance.text("remedies_heading", "ca")
    titles = {barcelona.papers[key].text("title", "ca") for key in (*LETTERS, "state")}
    assert len(titles) == 7
    assert "remedies_heading" not in receipt.texts["ca"]


@pytest.mark.parametrize("key", [*LETTERS, "state"])
def test_the_words_of_a_letter_are_draft_and_every_gap_can_be_filled(
    barcelona: SchemeVersion, key: str
) -> None:
    paper = barcelona.papers[key]
    assert set(paper.draft) == set(paper.texts) == {"ca", "es"}
    values = dict.fromkeys(DAYS, date(2026, 11, 11)) | dict.fromkeys(TEXTS, "…")
    for language, texts in paper.texts.items():
        for phrase in texts.values():
            written = write_text(phrase, language, values)
            assert "{" not in written
            if language == "ca":
                assert not re.search(r"\b([Ee]l|[Dd]el|[Aa]l) 11 de", written), written


def test_no_letter_prints_more_of_the_person_than_the_name(barcelona: SchemeVersion) -> None:
    for key in LETTERS:
        assert set(barcelona.papers[key].front) == {"number", "issued_on", "given_name", "family_name"}
    assert not {"nationality", "passport_number"} & set(barcelona.papers["state"].front)
