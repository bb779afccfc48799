"""The invented persons of each scheme's file in `persons/`, and in `local/` what a town settles by a file of its own.

A file names the office that runs the scheme and what it settles when it adopts it, the steps that its persons take,
and the persons: `until` is the last step of one who stops before the others (`open`: none). A scheme without steps
is shown by a specimen. `day`, `issued`, `expires`, `proves_from` and `proves_to` count days from the day on which
the dossier is opened, so that what was shown is as old every time. Papers were seen in the original where
`how_checked` says nothing else.
"""

from collections.abc import Iterator, Mapping
from dataclasses import asdict, dataclass, field
from datetime import date, timedelta
from functools import cache
from importlib.resources import files
from typing import Any

from casework.dossiers.records import CaseRecord, Detail, EvidenceRecord, MovementRecord
from casework.people.models import BirthDate, Particulars
from casework.schemes import FactType, PartialDate, SchemeVersion, read_source
from casework.schemes.tree import Data

PERSONS = "persons"
LOCAL = "local"
BEFORE_ANY_STEP = "open"
TELLING = (FactType.MONEY, FactType.DATE)


@dataclass(frozen=True)
class Office:
    """Who runs a scheme, and what they settle when they adopt it.

    Without a name of its own it is the scheme's issuer; without a kind, of the first that may handle it.
    """

    key: str
    clerk: str
    signatory: str
    letterhead: Mapping[str, str | list[str]]
    settles: Mapping[str, str] = field(default_factory=dict)
    name: str = ""
    kind: str = ""
    unit: str = ""
    theme: str = "barcelona"
    time_zone: str = "Europe/Madrid"


@dataclass(frozen=True)
class Invented:
    """An invented person and everything that they tell and show; the evidence is as of a day."""

    particulars: Particulars
    record: CaseRecord
    answers: Mapping[str, str]
    until: str
    _movements: tuple[Data, ...]
    _evidence: tuple[Data, ...]

    def movements(self, town: str, opened: date) -> Iterator[MovementRecord]:
        """Entries of the register of a town, or of the place that is named."""
        for row in self._movements:
            yield MovementRecord(row["what"], _day(row, "day", opened) or opened, row.get("place", town))

    def evidence(self, opened: date) -> Iterator[EvidenceRecord]:
        for row in self._evidence:
            yield EvidenceRecord(
                row["category"],
                row["kind"],
                row["issuer"],
                row.get("how_checked", "original_seen"),
                issued=_day(row, "issued", opened),
                expires=_day(row, "expires", opened),
                proves_from=_day(row, "proves_from", opened),
                proves_to=_day(row, "proves_to", opened),
                of_spouse="of_spouse" in row,
            )

    def told_of(self, version: SchemeVersion) -> Iterator[tuple[str, str]]:
        """The answers to a scheme's questions; one that it does not ask is not given."""
        return ((fact, told) for fact, told in self.answers.items() if fact in version.facts)

    def sealed(self, version: SchemeVersion) -> dict[str, Any]:
        """Every value of the person that stands nowhere else, by its name: an answer that is a word of the scheme,
        or a small number, tells nobody from another.
        """
        told = {fact: told for fact, told in self.told_of(version) if version.facts[fact].type in TELLING}
        details = {each.field: each.value for each in self.record.details}
        return {**asdict(self.particulars), **asdict(self.record), "answers": told, "details": details}


@dataclass(frozen=True)
class Casting:
    """Who plays a scheme: its office, the steps, and the persons, the one who comes furthest first."""

    office: Office
    steps: tuple[str, ...]
    persons: tuple[Invented, ...]

    def steps_of(self, person: Invented) -> tuple[str, ...]:
        """The steps that a person takes."""
        if person.until == BEFORE_ANY_STEP:
            return ()
        return self.steps[: self.steps.index(person.until) + 1] if person.until else self.steps


@cache
def castings() -> Mapping[str, Casting]:
    """The casting of each scheme, by the scheme's key."""
    return {key: _casting(read_source(text, key).data) for key, text in _files(PERSONS)}


@cache
def local_layers() -> Mapping[str, str]:
    """The text of the layer that settles what a scheme leaves open, by the scheme's key."""
    return {key: text.decode() for key, text in _files(LOCAL)}


def _files(directory: str) -> Iterator[tuple[str, bytes]]:
    for file in sorted((files(__package__) / directory).iterdir(), key=lambda each: each.name):
        if file.name.endswith(".yaml"):
            yield file.name.removesuffix(".yaml"), file.read_bytes()


def _casting(data: Data) -> Casting:
    office = dict(data["office"])
    letterhead = {word: office.pop(word) for word in ("units", "telephone", "hours")}
    title = office.pop("signatory_title")
    letterhead |= {"signatory_name": office["signatory"], "signatory_office": title}
    persons = tuple(_invented(row) for row in data["persons"])
    return Casting(Office(letterhead=letterhead, **office), tuple(data.get("steps", ())), persons)


def _invented(row: Data) -> Invented:
    born = PartialDate.parse(row["birth_date"])
    native, language = row.get("native", ("", ""))
    particulars = Particulars(
        row["given_names"],
        row["family_names"],
        BirthDate(born.year, born.month, born.day),
        native,
        language,
        row["birth_place"],
    )
    details = tuple(Detail(field, value) for field, value in row.get("details", {}).items())
    record = CaseRecord(
        row.get("address", ""), row.get("passport_number", ""), row.get("nationality", ""), details=details
    )
    answers = {fact: str(told) for fact, told in row.get("answers", {}).items()}
    shown, moved = tuple(row.get("evidence", ())), tuple(row.get("movements", ()))
    return Invented(particulars, record, answers, row.get("until", ""), moved, shown)


def _day(row: Data, name: str, opened: date) -> date | None:
    return opened + timedelta(days=int(row[name])) if name in row else None
