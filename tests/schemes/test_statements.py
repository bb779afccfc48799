import json
from datetime import date

import pytest

from casework.schemes import (
    FirstDay,
    Parameter,
    ParameterType,
    SchemeVersion,
    Source,
    StatementError,
    long_day,
    said_after,
    sketch_statement,
    typed,
    version_from_canonical,
    write_statement,
    write_text,
)

EXPECTED = [
    (
        "padro",
        "registered",
        {"since": "2024-03-02"},
        "Consta empadronat/ada a Barcelona de manera continuada des del 2 de març de 2024.",
    ),
    (
        "padro",
        "registered",
        {"since": "2024-08-01"},
        "Consta empadronat/ada a Barcelona de manera continuada des de l’1 d’agost de 2024.",
    ),
    (
        "laboral",
        "work",
        {"job": "oficial de manteniment", "month": "2024-10"},
        "Ha acreditat activitat laboral com a oficial de manteniment des d’octubre de 2024.",
    ),
    (
        "social",
        "member",
        {"entity": "la Fundació Mostra", "month": "2025-01", "role": "entrenador"},
        "Participa a la Fundació Mostra des de gener de 2025 com a entrenador.",
    ),
    (
        "familia",
        "ties",
        {"people": "1", "municipality": "Barcelona"},
        "Manté vincles familiars amb persones residents a Barcelona (1).",
    ),
    ("habitatge", "protected", {}, "El seu domicili consta al padró de Barcelona."),
]


@pytest.mark.parametrize(("category", "template", "values", "sentence"), EXPECTED)
def test_sentences_of_barcelona(
    barcelona: SchemeVersion, category: str, template: str, values: dict[str, str], sentence: str
) -> None:
    assert write_statement(barcelona.category(category).template(template), "ca", values) == sentence


def test_a_form_can_ask_for_every_gap_in_every_language(barcelona: SchemeVersion) -> None:
    for category in barcelona.evidence:
        for template in category.prints:
            assert set(template.name) >= set(barcelona.languages)
            for parameter in template.parameters:
                assert f"{{{parameter.key}}}" in template.text["ca"]
                assert set(parameter.text) >= set(barcelona.languages)


def test_own_words_are_printed_as_they_were_said(barcelona: SchemeVersion) -> None:
    own = barcelona.category("manifesta")
    said = "Visc aquí\ndes del 1 d’abril. {name} {0.__class__}"
    assert own.self_declared
    assert write_statement(own.template("own_words"), "ca", {"own_words": said}) == said
    assert not barcelona.category("laboral").self_declared


@pytest.mark.parametrize(
    ("values", "parameter"),
    [
        ({}, "level"),
        ({"level": "  "}, "level"),
        (
            {"level": "A2", "language": "català", "entity": "CPNL", "hours": "many", "date": "2026-06-20"},
            "hours",
        ),
        (
            {"level": "A2", "language": "català", "entity": "CPNL", "hours": "-5", "date": "2026-06-20"},
            "hours",
        ),
        (
            {"level": "A2", "language": "català", "entity": "CPNL", "hours": "135", "date": "20.6.2026"},
            "date",
        ),
        ({"level": "x" * 301}, "level"),
    ],
)
def test_a_gap_that_is_not_filled_rightly_is_named(
    barcelona: SchemeVersion, values: dict[str, str], parameter: str
) -> None:
    with pytest.raises(StatementError) as caught:
        write_statement(barcelona.category("llengua").template("level"), "ca", values)
    assert caught.value.parameter == parameter


def test_a_sentence_is_never_printed_in_a_language_it_is_not_written_in(barcelona: SchemeVersion) -> None:
    with pytest.raises(StatementError):
        write_statement(barcelona.category("habitatge").template("protected"), "fr", {})


def test_the_paper_has_its_words_and_they_are_marked_as_draft(barcelona: SchemeVersion) -> None:
    paper = barcelona.papers["document"]
    assert paper.text("title", "ca") == "Document municipal de veïnatge"
    assert "document d’identitat" in paper.text("limits", "ca")
    assert paper.draft == ("ca",)
    assert paper.despite_never is not None
    assert set(paper.despite_never.because) == set(barcelona.languages)


def test_the_words_of_a_paper_are_filled_with_days(barcelona: SchemeVersion) -> None:
    validity = barcelona.papers["document"].text("validity", "ca")
    assert write_text(validity, "ca", {"valid_until": date(2026, 11, 11)}) == (
        "Aquest document és vàlid des de la data d’emissió fins a l’11 de novembre de 2026, "
        "aquest dia inclòs."
    )
    assert write_text("{name} del 1 de", "ca", {"name": "{x} del 1 de"}) == "{x} del 1 de de l’1 de"
    assert long_day(date(2024, 3, 2), "ca") == "2 de març de 2024"
    assert long_day(date(2024, 2, 1), "fr") == "1er février 2024"
    assert long_day(date(2024, 2, 11), "fr") == "11 février 2024"
    with pytest.raises(StatementError) as caught:
        write_text(validity, "ca", {})
    assert caught.value.parameter == "valid_until"


def test_a_sketch_shows_what_is_left_in_the_readers_language(barcelona: SchemeVersion) -> None:
    work = barcelona.category("laboral").template("work")
    assert sketch_statement(work, "ca", {"month": "2024-10"}, "en") == (
        "Ha acreditat activitat laboral com a [Occupation] des d’octubre de 2024."
    )
    full = {"job": "[Occupation]", "month": "2024-10"}
    assert sketch_statement(work, "ca", full, "es") == write_statement(work, "ca", full)
    assert "[Métier]" in sketch_statement(work, "ca", {}, "fr")
    with pytest.raises(StatementError) as caught:
        sketch_statement(work, "ca", {"month": "October"}, "en")
    assert caught.value.parameter == "month"


def test_a_known_value_takes_the_form_of_its_gap() -> None:
    day, month, text = (Parameter("x", ParameterType(each), {}) for each in ("date", "month", "text"))
    assert typed(day, date(2024, 10, 5)) == "2024-10-05"
    assert typed(month, date(2024, 10, 5)) == "2024-10"
    assert typed(text, " carrer de\nla Mostra, 3") == "carrer de la Mostra, 3"
    assert typed(text, "x" * 301) == "", "the form asks for what is too long to be printed"


def test_the_file_says_what_fills_a_gap_and_what_a_sentence_rests_on(barcelona: SchemeVersion) -> None:
    category = barcelona.category("mitjans")
    support, registered = category.template("support"), barcelona.category("padro").template("registered")
    assert {each.key: each.fill for each in support.parameters} == {
        "entity": Source.ISSUER,
        "date": Source.ISSUED,
    }
    assert [each.fill for each in registered.parameters] == [FirstDay("registered")]
    assert (support.of_one_item, registered.of_one_item) == (True, False)
    assert [kind.key for kind in category.accepts or () if category.bears_out(support, kind.key)] == [
        "support_letter"
    ]
    padro = barcelona.category("padro")
    assert padro.bears_out(registered, "padro_note")
    assert not padro.bears_out(registered, "support_letter")


def test_a_version_that_was_frozen_without_these_words_is_read_as_it_was(barcelona: SchemeVersion) -> None:
    data = json.loads(barcelona.canonical)
    for category in data["evidence"]:
        for sentence in category["prints"]:
            sentence.pop("fill", None)
            sentence.pop("rests_on", None)
    before = json.dumps(data, sort_keys=True, ensure_ascii=False, separators=(",", ":")).encode()
    old = version_from_canonical(before)
    assert old.canonical == before
    for category in old.evidence:
        for template in category.prints:
            assert {each.fill for each in template.parameters} <= {None}
            assert all(category.bears_out(template, kind.key) for kind in category.accepts or ())


@pytest.mark.parametrize(("gap", "words"), [("address", {"Barcelona"}), ("name", set()), ("since", set())])
def test_what_the_scheme_says_right_after_a_gap(barcelona: SchemeVersion, gap: str, words: set[str]) -> None:
    assert said_after(barcelona, gap) == words
