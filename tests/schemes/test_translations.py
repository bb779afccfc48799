"""A scheme's texts in one more language lie beside it, add that language, and change nothing else."""

import json
from pathlib import Path

import pytest

from casework.schemes import Catalogue, SchemeFileError, Severity, Voice, facts_from, findings, mistakes, say
from casework.schemes import check as check_paths
from tests.support.catalogue import shipped

SPANISH = """\
scheme: valmorette
draft: yes
name: {es: Tarjeta de Valmorette}
purpose: {es: Abre la biblioteca y la piscina.}
is_not: {es: No es un permiso de residencia.}
versions:
- from: 2020-03-01
  facts:
    pupil: {text: {es: ¿Va usted aquí a la escuela?}}
    household_size: {text: {es: ¿Cuántas personas viven en su casa?}}
  kinds:
    swimming_badge: {name: {es: Carné de la piscina}}
  asks:
    lane: {text: {es: Calle de la piscina}}
  evidence:
    identity: {heading: {es: Identidad}}
    home:
      heading: {es: Vivienda}
      prints: {lane: {text: {es: "Nada en la calle {lane} desde el {since}."}}}
  papers: {card: {texts: {es: {title: Tarjeta de Valmorette}}}}
  words:
    states: {printed: {es: impresa}}
    actions: {hand_over: {es: Entregar}}
"""


@pytest.fixture
def city(tmp_path: Path, town_text: str) -> Path:
    (tmp_path / "valmorette.yaml").write_text(town_text, "utf-8")
    (tmp_path / "valmorette.es.yaml").write_text(SPANISH, "utf-8")
    return tmp_path


def test_a_translation_adds_its_language_to_the_scheme(city: Path) -> None:
    version = Catalogue.load(city).scheme("valmorette").latest
    assert version.languages == ("fr", "en", "es")
    assert (version.name_in("es"), version.name_in("fr")) == ("Tarjeta de Valmorette", "Carte de Valmorette")
    assert version.papers["card"].text("title", "es") == "Tarjeta de Valmorette"
    (home,) = [
        each for each in findings(version, facts_from(version, {}), version.start) if each.rule == "family"
    ]
    assert "¿Cuántas personas viven en su casa" in say(version, home, "es", Voice.PERSON).lead


def test_it_changes_nothing_but_texts_and_languages(city: Path) -> None:
    translated = json.loads(Catalogue.load(city).scheme("valmorette").latest.canonical)
    (city / "valmorette.es.yaml").unlink()
    plain = json.loads(Catalogue.load(city).scheme("valmorette").latest.canonical)

    def without_spanish(data: object) -> object:
        if isinstance(data, dict):
            return {key: without_spanish(value) for key, value in data.items() if key != "es"}
        return [without_spanish(each) for each in data if each != "es"] if isinstance(data, list) else data

    assert translated != plain
    assert without_spanish(translated) == without_spanish(plain)


def test_it_is_no_scheme_of_its_own(city: Path) -> None:
    known = {scheme.key for scheme in shipped()}
    assert {scheme.key for scheme in Catalogue.load(city)} - known == {"valmorette"}


def test_a_draft_is_a_note(city: Path) -> None:
    (found,) = check_paths([city / "valmorette.es.yaml"])
    assert str(found) == (
        "valmorette.es.yaml:2: note: the texts in 'es' are a draft; a native reader must review them"
    )
    assert found in Catalogue.load(city).notes


def test_what_it_does_not_say_is_noted(city: Path) -> None:
    (city / "valmorette.es.yaml").write_text(
        SPANISH.replace("name: {es: Tarjeta de Valmorette}\n", ""), "utf-8"
    )
    found = check_paths([city / "valmorette.es.yaml"])
    assert {(each.file, each.text, each.severity) for each in found if "draft" not in each.text} == {
        ("valmorette.yaml", "'name' is not said in es; add it", Severity.NOTE)
    }


def test_a_shipped_scheme_can_be_translated_from_a_city_s_directory(tmp_path: Path) -> None:
    (tmp_path / "zurich-zcc.it.yaml").write_text("scheme: zurich-zcc\nname: {it: Carta di Zurigo}\n", "utf-8")
    assert mistakes(check_paths([tmp_path / "zurich-zcc.it.yaml"])) == ()
    version = Catalogue.load(tmp_path).scheme("zurich-zcc").latest
    assert (version.languages[-1], version.name_in("it")) == ("it", "Carta di Zurigo")


@pytest.mark.parametrize(
    ("what", "by", "line", "sentence"),
    [
        ("scheme: valmorette", "scheme: valmorete", 1,
         "the file is named after 'valmorette'; write 'scheme: valmorette', or rename the file"),
        ("- from: 2020-03-01", "- from: 2020-03-02", 7,
         "the scheme has no version from 2020-03-02 (did you mean '2020-03-01'?)"),
        ("{text: {es: ¿Va", "{type: number, text: {es: ¿Va", 9,
         "a translation holds texts in 'es' and nothing else; move this to the scheme"),
        ("name: {es: Tarjeta", "name: {fr: Billet, es: Tarjeta", 3,
         "a translation holds texts in 'es' and nothing else; move this to the scheme"),
        ("draft: yes", "family: register", 2, "'family' is not a word that can stand here"),
        ("desde el {since}", "desde el {desde}", 18,
         "the sentence has other gaps in another language; use the same ones"),
    ],
)  # fmt: skip
def test_a_mistake_is_answered_and_stops_the_loading(
    city: Path, what: str, by: str, line: int, sentence: str
) -> None:
    assert SPANISH.count(what) == 1
    broken = SPANISH.replace(what, by)
    (city / "valmorette.es.yaml").write_text(broken, "utf-8")
    found = mistakes(check_paths([city / "valmorette.es.yaml"]))
    assert sentence in [each.text for each in found]
    if "gaps" not in sentence:  # the sentence is the scheme's, and so is its line
        assert (found[0].file, found[0].line) == ("valmorette.es.yaml", line)
    with pytest.raises(SchemeFileError):
        Catalogue.load(city)


@pytest.mark.parametrize(
    "text",
    ["versions: [{from: 2020-03-01}]", "scheme: valmorette\nversions: ~", "scheme: valmorette\nversions: [{name: x}]",
     "scheme: valmorette\nversions: [{from: 2020-03-01, facts: [1]}]", "scheme: valmorette\nversions: [~]",
     "scheme: valmorette\nversions: [{facts: ~}]", "- a", ""],
)  # fmt: skip
def test_a_translation_of_the_wrong_shape_is_a_sentence_and_no_crash(city: Path, text: str) -> None:
    (city / "valmorette.es.yaml").write_text(text, "utf-8")
    assert mistakes(check_paths([city / "valmorette.es.yaml"]))
    with pytest.raises(SchemeFileError):
        Catalogue.load(city)


def test_a_language_that_the_scheme_speaks_itself_is_not_translated(city: Path) -> None:
    (city / "valmorette.fr.yaml").write_text("scheme: valmorette\nname: {fr: Autre carte}\n", "utf-8")
    (found,) = mistakes(check_paths([city / "valmorette.fr.yaml"]))
    assert "written in 'fr'; mend its texts there" in found.text


def test_a_translation_of_nothing_is_named(tmp_path: Path) -> None:
    (tmp_path / "nowhere.es.yaml").write_text("scheme: nowhere\n", "utf-8")
    (found,) = check_paths([tmp_path / "nowhere.es.yaml"])
    assert found.text == "there is no scheme 'nowhere' to translate; put this file beside nowhere.yaml"
    with pytest.raises(SchemeFileError, match=r"nowhere\.es\.yaml:1: there is no scheme 'nowhere'"):
        Catalogue.load(tmp_path)


def test_a_missing_language_is_a_mistake_once_an_organisation_runs_the_scheme(
    city: Path, town_text: str
) -> None:
    file = city / "valmorette.yaml"
    file.write_text(
        town_text.replace("{fr: Carte de Valmorette, en: Valmorette card}", "{fr: Carte}"), "utf-8"
    )
    assert mistakes(check_paths([file])) == ()
    (city / "valmorette.es.yaml").unlink()
    assert mistakes(check_paths([file], adopted={"fr"})) == ()
    assert [str(each) for each in mistakes(check_paths([file], adopted={"fr", "en"}))] == [
        "valmorette.yaml:7: 'name' is not said in en; an organisation runs this scheme: add it"
    ]
    Catalogue.load(city, adopted={"valmorette": {"fr"}})
    with pytest.raises(SchemeFileError, match=r"valmorette\.yaml:7: 'name' is not said in en"):
        Catalogue.load(city, adopted={"valmorette": {"fr", "en"}})


def test_a_language_that_a_running_scheme_does_not_speak_is_asked_for(city: Path) -> None:
    file = city / "valmorette.yaml"
    assert mistakes(check_paths([file], adopted={"fr", "es"})) == (), "its translation lies beside it"
    Catalogue.load(city, adopted={"valmorette": {"fr", "es"}})
    (city / "valmorette.es.yaml").unlink()
    (found,) = mistakes(check_paths([city / "valmorette.yaml"], adopted={"fr", "es"}))
    assert str(found) == (
        "valmorette.yaml:6: an organisation runs this scheme in 'es', which it does not speak; "
        "add the language here, or in a file valmorette.es.yaml"
    )


def test_a_scheme_is_checked_with_what_lies_beside_it(city: Path) -> None:
    (city / "valmorette.es.yaml").write_text("scheme: valmorette\nissuer: Otro\n", "utf-8")
    (found,) = mistakes(check_paths([city / "valmorette.yaml"]))
    assert str(found) == "valmorette.es.yaml:2: 'issuer' is not a word that can stand here"
