"""What the town's invented people show and say, and how they are reached."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta

from dateutil.relativedelta import relativedelta

from casework.demo import names
from casework.demo.careers import Career
from casework.dossiers.records import (
    Blank,
    CaseRecord,
    EvidenceRecord,
    MovementRecord,
    Representative,
    StatementRecord,
)
from casework.people.models import Contact
from casework.schemes import MovementKind

TOWNS = ("L’Hospitalet de Llobregat", "Badalona", "Sabadell", "Girona")
_JOBS = ("ajudant de cuina", "cuidadora", "peó de magatzem", "mosso de mudances", "cambrera de pisos")
_LEVELS = ("bàsic 1", "bàsic 2", "bàsic 3", "elemental 1", "A2")
_OWN_WORDS = (
    "Faig de voluntària a la biblioteca del barri i hi he trobat amigues.",
    "Els meus fills han nascut aquí i aquí volem quedar-nos.",
    "Vull acabar el curs i treballar del meu ofici.",
    "Canto al cor del barri des que vaig arribar-hi, i cada dimarts acompanyo una veïna gran al mercat.",
)


def record_of(career: Career) -> CaseRecord:
    """What the scheme asks beyond the person's particulars."""
    passport = names.passport_of(career.number)
    nationality = names.tongue_of(career.number).demonym if career.number % 7 else ""
    return CaseRecord(names.address_of(career.number), passport, nationality)


def _registered(career: Career, opened_on: date) -> date:
    return opened_on - relativedelta(months=career.months_in_town, days=career.number * 11 % 27)


def movements_of(career: Career, opened_on: date) -> Iterator[MovementRecord]:
    """First another town, then Barcelona; of one in five the other town never said that they left."""
    since = _registered(career, opened_on)
    before = since - relativedelta(months=5 + career.number % 9, days=career.number * 7 % 23)
    town = TOWNS[career.number % len(TOWNS)]
    if career.months_in_town < 12:
        before -= relativedelta(months=12)
    yield MovementRecord(MovementKind.ARRIVAL.value, before, town)
    if career.number % 5 != 3:
        yield MovementRecord(MovementKind.DEPARTURE.value, since, town)
    yield MovementRecord(MovementKind.ARRIVAL.value, since, "Barcelona")


def interpreter_of(number: int) -> str:
    """Whom the person needs to be understood (a key of the forms)."""
    return ("none_needed", "professional", "trusted")[number % 3]


def contact_of(number: int) -> Contact | None:
    """Some have telephone and mail, some one of them, some wish not to be reached; one in six nobody asked."""
    language = names.tongue_of(number).language
    speaks = tuple(dict.fromkeys((language, "es")))
    reads = (language,) if number % 4 == 0 else ("es",)
    interpreter = interpreter_of(number)
    telephone, mail = f"600 00 {number:02} {number * 37 % 100:02}", f"persona{number}@correu.example"
    match number % 6:
        case 0:
            return Contact(speaks, reads, interpreter, telephone, mail)
        case 1 | 2:
            return Contact(speaks, reads, interpreter, telephone, no_mail=number % 6 == 2)
        case 3:
            return Contact(speaks, reads, interpreter, mail=mail, no_telephone=True)
        case 4:
            return Contact(speaks, reads, interpreter, no_contact=True)
        case _:
            return None


def representative_of(number: int, opened_on: date) -> Representative | None:
    """One in eight is represented by the lawyer, one in sixteen by somebody they trust."""
    signed_on = opened_on - timedelta(days=6)
    scope = ("submit_papers", "receive_letters", "be_summoned")
    if number % 8 == 2:
        mail = "clara@despatx.example"
        name, firm = "Clara Mostra Soler", "Despatx Mostra i Exemple"
        return Representative(name, firm, "lawyer", signed_on, scope, "93 000 00 01", mail)
    if number % 16 == 5:
        return Representative("Rosa Mostra Vives", "", "trusted", signed_on, scope[:2], "600 00 00 02")
    return None


@dataclass(frozen=True)
class Sentence:
    """A sentence of the paper, and the category of the evidence that it rests on (none for the person's own words)."""

    record: StatementRecord
    basis: str


def sentences_of(career: Career, opened_on: date) -> Iterator[Sentence]:
    """As many as the career says, out of eleven."""
    number, person = career.number, names.particulars_of(career.number)
    address = names.address_of(number)
    since = _registered(career, opened_on)
    ago = [opened_on - timedelta(days=days + number % 20) for days in (30, 90, 150, 300)]
    home = ("home", {"name": person.full_name, "address": address}) if address else ("protected", {})
    said: tuple[tuple[str, tuple[str, dict[str, str]]], ...] = (
        ("padro", ("registered", {"since": since.isoformat()})),
        ("habitatge", home),
        ("llengua", ("level", _level(number, ago[0]))),
        ("social", ("member", {"entity": "la Coral Mostra", "month": f"{ago[3]:%Y-%m}", "role": "cantaire"})),
        ("laboral", ("work", {"job": _JOBS[number % len(_JOBS)], "month": f"{ago[2]:%Y-%m}"})),
        ("cursos", ("course", _course(number, ago[2], ago[1]))),
        ("familia", ("ties", {"municipality": "Barcelona", "people": str(1 + number % 5)})),
        ("mitjans", ("support", {"entity": "la Fundació Exemple", "date": ago[1].isoformat()})),
        ("estudis", ("degree", {"degree": "infermeria", "school": "Universitat Model", "year": "2012"})),
        ("cursos", ("course", _course(number + 1, ago[3], ago[2]))),
        ("manifesta", ("own_words", {"own_words": _OWN_WORDS[number % len(_OWN_WORDS)]})),
    )
    for category, (template, values) in said[: career.sentences]:
        blanks = tuple(Blank(name, value) for name, value in values.items())
        basis = "" if category == "manifesta" else category
        yield Sentence(StatementRecord(category, template, blanks), basis)


def _level(number: int, day: date) -> dict[str, str]:
    level = _LEVELS[number % len(_LEVELS)]
    given = {"level": level, "language": "català", "entity": "Escola Mostra de Català"}
    return {**given, "hours": str(45 + number % 4 * 30), "date": day.isoformat()}


def _course(number: int, start: date, end: date) -> dict[str, str]:
    course = ("un curs de cuina", "un taller de costura", "un curs d’atenció a la gent gran")[number % 3]
    given = {"course": course, "entity": "Taller Exemple", "hours": str(20 + number % 5 * 10)}
    return {**given, "start": start.isoformat(), "end": end.isoformat()}


_PAPERS = {
    "padro": ("padro_certificate", "Ajuntament de Barcelona", "register_obtained"),
    "habitatge": ("padro_note", "Ajuntament de Barcelona", "register_obtained"),
    "llengua": ("course_certificate", "Escola Mostra de Català", "original_seen"),
    "social": ("membership_letter", "Coral Mostra", "issuer_confirmed"),
    "laboral": ("work_history", "Seguretat Social d’Exemple", "code_verified"),
    "cursos": ("course_certificate", "Taller Exemple", "original_seen"),
    "familia": ("family_book", "Registre Civil d’Exemple", "original_seen"),
    "mitjans": ("support_letter", "Fundació Exemple", "issuer_confirmed"),
    "estudis": ("diploma", "Universitat Model", "original_seen"),
}
_SHARED = {"padro": ("padro_note", "habitatge"), "llengua": ("course_certificate", "cursos")}
"""Papers that are shown for two categories at once: the kind, and the other category."""


def evidence_of(career: Career, opened_on: date) -> Iterator[EvidenceRecord]:
    """Each paper that a sentence rests on, once, and the passport of who has one."""
    wanted = dict.fromkeys(each.basis for each in sentences_of(career, opened_on) if each.basis)
    covered: set[str] = set()
    if names.passport_of(career.number):
        expires = opened_on + relativedelta(months=14 + career.number % 30)
        yield EvidenceRecord("ident", "passport", "Consolat d’Exemple", "original_seen", expires=expires)
    for place, category in enumerate(wanted):
        if category in covered:
            continue
        issued = opened_on - timedelta(days=8 + place * 6)
        also: tuple[str, ...] = ()
        kind, issuer, how = _PAPERS[category]
        if category in _SHARED and career.number % 4 == 2:
            kind, other = _SHARED[category]
            also = (other,) if other in wanted else ()
            covered.update(also)
        worked = opened_on - timedelta(days=420) if category == "laboral" else None
        yield EvidenceRecord(category, kind, issuer, how, issued, proves_from=worked, also=also)
