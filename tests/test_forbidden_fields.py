"""What is never stored has no place to be stored in: no table, record, form, paper or sentence (security.md S-31)."""

import dataclasses
import inspect
import pkgutil
import re
from collections.abc import Callable, Iterable, Iterator
from datetime import UTC, date, datetime
from importlib import import_module
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import colander
import pytest
from babel.messages.extract import extract_from_dir

import casework
from casework.access.schemas import retyped_password_schema, sign_in_schema
from casework.cards.verification.views import code_schema
from casework.db import Base
from casework.dossiers.records import CaseRecord
from casework.dossiers.schemas.appointments import appointment_schema, held_schema
from casework.dossiers.schemas.contact import contact_schema, representative_schema
from casework.dossiers.schemas.evidence import evidence_schema
from casework.dossiers.schemas.files import photo_schema
from casework.dossiers.schemas.grants import grant_schema
from casework.dossiers.schemas.handling import handling_schema
from casework.dossiers.schemas.letters import certificate_schema, received_schema
from casework.dossiers.schemas.notes import note_schema
from casework.dossiers.schemas.person import names_schema, person_schema, printed_fields
from casework.dossiers.schemas.questions import asked, questions_schema
from casework.dossiers.schemas.register import movement_schema
from casework.dossiers.schemas.statements import statement_schema, suggested_schema
from casework.dossiers.schemas.steps import Bounds, LetterAsks, step_schema
from casework.programmes.schemas import adoption_schema, letterhead_schema, local_values_schema
from casework.programmes.scheme_wording import Wording
from casework.programmes.selfcheck import selfcheck_schema
from casework.schemes import SchemeVersion, forbidden_fields
from casework.schemes.steps import GUARDS
from casework.web.fields import Text
from tests.support.catalogue import shipped

ROOT = Path(__file__).parents[1]
NEVER = forbidden_fields()

REVIEWED_FIELDS = {
    ("casework.dossiers.records.CaseRecord", "nationality"),
    ("person_schema", "nationality"),
    ("bcn-veinatge", "nationality"),
    ("bcn-padro", "nationality"),
    ("sf-city-id", "medical"),
    ("person_schema", "medical"),
}
"""Barcelona's form and register print it: an optional sealed field, on the A4 page and nowhere else (design.md §4).
San Francisco's card has allergies on its back for who asks for it; the shipped example is off (schemes.md)."""

REVIEWED_PHRASES = (
    "Nationality, as the paper prints it",
    "neither a residence title",
    "Never printed and never handed on. Write nothing about a person's papers or health.",
)
"""The label of that field, and warnings: of what a paper is not, of what is never printed."""

Found = tuple[str, str]


def forbidden(names: Iterable[Found]) -> set[Found]:
    """The fields whose name is, or contains as whole words, one that is never stored."""
    words = re.compile(rf"(?:^|_)(?:{'|'.join(sorted(NEVER))})(?:$|_)")
    return {(place, name) for place, name in names if words.search(name.lower())}


def forbidden_messages(messages: Iterable[str]) -> set[str]:
    spelt = "|".join(word.replace("_", "[ _-]") for word in sorted(NEVER))
    reviewed = re.compile("|".join(map(re.escape, REVIEWED_PHRASES)))
    return {
        each for each in messages if re.search(rf"\b(?:{spelt})\b", reviewed.sub("", each), re.IGNORECASE)
    }


def modules() -> Iterator[Any]:
    for found in pkgutil.walk_packages(casework.__path__, "casework."):
        if not found.name.startswith(("casework.migrations", "casework.templates")):
            yield import_module(found.name)


def columns() -> Iterator[Found]:
    casework.import_tables()
    for table in Base.metadata.tables.values():
        for column in table.columns:
            yield table.name, column.name


def dataclass_fields() -> Iterator[Found]:
    """Fields of every dataclass of the package: the sealed records, the papers, everything."""
    for module in modules():
        for value in vars(module).values():
            if (
                isinstance(value, type)
                and dataclasses.is_dataclass(value)
                and value.__module__ == module.__name__
            ):
                for each in dataclasses.fields(value):
                    yield f"{module.__name__}.{value.__name__}", each.name


def versions() -> list[SchemeVersion]:
    return [version for scheme in shipped() for version in scheme.versions]


def wordings() -> list[Wording]:
    return [Wording(version, "en", str) for version in versions()]


def adoption_forms() -> list[colander.SchemaNode]:
    return [adoption_schema(wording, 2026, to_acknowledge=True) for wording in wordings()]


def person_forms() -> Iterator[colander.SchemaNode]:
    for version in versions():
        yield person_schema(version, "en", date(2026, 1, 1))


def question_forms() -> Iterator[colander.SchemaNode]:
    for version in versions():
        yield questions_schema(version, asked(version), "en", date(2026, 1, 1))


def evidence_forms() -> Iterator[colander.SchemaNode]:
    for version in versions():
        for category in version.evidence:
            yield evidence_schema(version, category, "en", date(2026, 1, 1))


def statement_forms() -> Iterator[colander.SchemaNode]:
    for version in versions():
        for category in version.evidence:
            for template in category.prints:
                yield statement_schema(category, template, (), "en", lambda _values: {})


def selfcheck_forms() -> Iterator[colander.SchemaNode]:
    for version in versions():
        yield selfcheck_schema(version, "en", date(2026, 1, 1))


FORMS: dict[str, Callable[[], Iterable[colander.SchemaNode]]] = {
    "person_schema": person_forms,
    "names_schema": lambda: [names_schema("en", date(2026, 1, 1))],
    "questions_schema": question_forms,
    "contact_schema": lambda: [contact_schema("en")],
    "representative_schema": lambda: [representative_schema(date(2026, 1, 1))],
    "evidence_schema": evidence_forms,
    "statement_schema": statement_forms,
    "suggested_schema": lambda: [suggested_schema([], {}, "ca")],
    "movement_schema": lambda: [movement_schema(date(2026, 1, 1), breaks=[date(2025, 1, 1)])],
    "step_schema": lambda: [
        step_schema(
            GUARDS, LetterAsks(("Catalan", "Spanish"), [("a_tie", "One tie")]), "en", Bounds(date(2026, 1, 1))
        )
    ],
    "certificate_schema": lambda: [certificate_schema()],
    "received_schema": lambda: [received_schema(date.min, date.max)],
    "grant_schema": lambda: [grant_schema([], [], {})],
    "appointment_schema": lambda: [
        appointment_schema(datetime(2026, 1, 1, tzinfo=UTC), ZoneInfo("Europe/Madrid"))
    ],
    "held_schema": lambda: [held_schema()],
    "handling_schema": lambda: [handling_schema([])],
    "photo_schema": lambda: [photo_schema()],
    "note_schema": lambda: [note_schema()],
    "adoption_schema": adoption_forms,
    "local_values_schema": lambda: [local_values_schema(wording, 2026) for wording in wordings()],
    "letterhead_schema": lambda: [letterhead_schema()],
    "selfcheck_schema": selfcheck_forms,
    "sign_in_schema": lambda: [sign_in_schema()],
    "retyped_password_schema": lambda: [retyped_password_schema()],
    "code_schema": lambda: [code_schema()],
}
"""Every form of the application, in every shape that the shipped schemes give it."""


def nodes(place: str, node: Any) -> Iterator[Found]:
    for child in node.children:
        yield place, child.name
        yield from nodes(place, child)


def form_fields() -> Iterator[Found]:
    for name, make in FORMS.items():
        for form in make():
            yield from nodes(name, form)


def scheme_fields() -> Iterator[Found]:
    """What a scheme asks for, and what its papers print."""
    for version in versions():
        for name in (*version.facts, *printed_fields(version)):
            yield version.scheme, name


def messages() -> set[str]:
    """Every sentence that the interface can say."""
    found: set[str] = set()
    for directory, method in (("casework", "python"), ("templates", "jinja2")):
        suffix = "py" if method == "python" else "jinja2"
        for _file, _line, message, _comments, _context in extract_from_dir(
            ROOT / directory,
            method_map=[(f"**.{suffix}", method)],
            options_map={f"**.{suffix}": {"silent": "false", "trimmed": "true"}},
            keywords={"_": None, "gettext": None, "ngettext": (1, 2)},
        ):
            found.update([message] if isinstance(message, str) else filter(None, message))
    return found


@pytest.mark.parametrize(
    ("source", "least"),
    [(columns, 100), (dataclass_fields, 200), (form_fields, 50), (scheme_fields, 10)],
    ids=lambda value: getattr(value, "__name__", ""),
)
def test_nothing_forbidden_has_a_place(source: Callable[[], Iterator[Found]], least: int) -> None:
    found = set(source())
    assert len(found) >= least
    assert forbidden(found) <= REVIEWED_FIELDS


def test_every_reviewed_field_is_still_there() -> None:
    """What is gone leaves the list, so that it cannot come back unseen."""
    assert {*dataclass_fields(), *form_fields(), *scheme_fields()} >= REVIEWED_FIELDS


def test_every_form_is_looked_at() -> None:
    made = {
        name
        for module in modules()
        for name, value in vars(module).items()
        if inspect.isfunction(value)
        and value.__module__ == module.__name__
        and inspect.signature(value).return_annotation is colander.SchemaNode
    }
    assert {name for name in made if not name.startswith("_")} == set(FORMS)


def test_no_sentence_asks_for_what_is_forbidden() -> None:
    said = messages()
    assert len(said) > 150
    assert forbidden_messages(said) == set()
    for phrase in REVIEWED_PHRASES:
        assert any(phrase in each for each in said)


def test_the_list_says_what_the_house_swore() -> None:
    assert {
        "immigration_status",
        "asylum_history",
        "foreigner_file_number",
        "nationality",
        "country_of_origin",
    } <= NEVER


@pytest.mark.parametrize("name", ["immigration_status", "nationality_sealed", "last_religion", "health"])
def test_a_planted_field_is_found(name: str) -> None:
    planted = dataclasses.make_dataclass("Planted", [(name, str, "")], bases=(CaseRecord,), frozen=True)
    fields = {("Planted", each.name) for each in dataclasses.fields(planted)}
    assert ("Planted", name) in forbidden(fields) - REVIEWED_FIELDS
    form = colander.SchemaNode(colander.Mapping())
    form.add(Text(name=name, title="Planted"))
    assert forbidden(nodes("planted", form)) == {("planted", name)}


def test_a_planted_sentence_is_found() -> None:
    assert forbidden_messages(["Immigration status of the person", "A trade-union, health?"]) == {
        "Immigration status of the person",
        "A trade-union, health?",
    }
    assert not forbidden_messages(["A healthy reunion of opinions"])
