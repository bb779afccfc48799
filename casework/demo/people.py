"""Invented people of the demo. Every value is made up, and stands nowhere else."""

from dataclasses import dataclass
from datetime import date

from casework.access.models import AccountParticulars
from casework.access.permissions import Role
from casework.dossiers.records import CaseRecord
from casework.people.models import BirthDate, Particulars

PASSWORD = "only-for-the-demo"  # noqa: S105  (public on purpose: every account of the demo has it)
NEIGHBOURHOOD = "bcn-veinatge"

ORGANISATIONS = (
    (
        "barcelona",
        "city",
        "Ajuntament de Barcelona",
        "Direcció de Serveis d’Immigració i Refugi",
        "barcelona",
    ),
    ("mostra-ngo", "ngo", "Associació Porta Mostra", "", "utrecht"),
    ("mostra-law", "law_firm", "Despatx Mostra i Exemple", "Torn d’ofici d’estrangeria", "levigan"),
)
"""Key, kind, name, unit and theme."""


@dataclass(frozen=True)
class DemoAccount:
    """An account of the demo: its organisation's key, its role, its name for signing in, its display name."""

    organisation: str
    role: Role
    name: str
    display_name: str
    password: str = PASSWORD

    @property
    def particulars(self) -> AccountParticulars:
        return AccountParticulars(self.name, self.display_name)


ACCOUNTS = (
    DemoAccount("barcelona", Role.CASEWORKER, "marta@barcelona.example", "Marta Mostra Ferrer"),
    DemoAccount("barcelona", Role.CASEWORKER, "jordi@barcelona.example", "Jordi Exemple Bosch"),
    DemoAccount("barcelona", Role.CASEWORKER, "amina@barcelona.example", "Amina Model Serra"),
    DemoAccount("barcelona", Role.REVIEWER, "pau@barcelona.example", "Pau Mostra Riera"),
    DemoAccount("barcelona", Role.SIGNATORY, "nuria@barcelona.example", "Núria Mostra Sala"),
    DemoAccount("barcelona", Role.AUDITOR, "joan@barcelona.example", "Joan Mostra Vidal"),
    DemoAccount("barcelona", Role.ADMINISTRATOR, "laia@barcelona.example", "Laia Mostra Puig"),
    DemoAccount("mostra-ngo", Role.CASEWORKER, "ines@porta.example", "Inès Mostra Roca"),
    DemoAccount("mostra-ngo", Role.ADMINISTRATOR, "oriol@porta.example", "Oriol Mostra Camps"),
    DemoAccount("mostra-law", Role.LAWYER, "clara@despatx.example", "Clara Mostra Soler"),
    DemoAccount("mostra-law", Role.ADMINISTRATOR, "biel@despatx.example", "Biel Mostra Prats"),
)

LETTERHEAD: dict[str, str | list[str]] = {
    "units": [
        "Àrea de Drets Socials, Justícia Global, Feminismes i LGTBI",
        "Direcció de Serveis d’Immigració i Refugi",
    ],
    "telephone": "93 000 00 00",
    "hours": "dl–dv 9–14 h",
    "signatory_name": "Núria Mostra Sala",
    "signatory_office": "Directora de Serveis d’Immigració i Refugi",
}


@dataclass(frozen=True)
class DemoPerson:
    """An invented person, and how far their dossier has come (`until` names the last step taken)."""

    particulars: Particulars
    record: CaseRecord
    arrived: date
    since: date
    town_before: str
    until: str
    statements: int = 2


def _person(
    given: str,
    family: str,
    birth: tuple[int, int | None, int | None],
    *,
    until: str,
    arrived: str,
    since: str,
    native: tuple[str, str] = ("", ""),
    birth_place: str = "",
    passport: str = "",
    nationality: str = "",
    address: str,
    statements: int = 2,
) -> DemoPerson:
    return DemoPerson(
        Particulars(given, family, BirthDate(*birth), native[0], native[1], birth_place),
        CaseRecord(address, passport, nationality),
        date.fromisoformat(arrived),
        date.fromisoformat(since),
        "L’Hospitalet de Llobregat",
        until,
        statements,
    )


PERSONS = (
    _person(
        "Yusuf Adam",
        "Ibrahim Mostrani",
        (1994, None, None),
        native=("يوسف آدم إبراهيم", "ar"),
        birth_place="Nyala-Exemple",
        passport="ZX0000417",
        nationality="sudanesa",
        address="carrer de l’Exemple, 221, 1r 2a",
        arrived="2025-02-03",
        since="2025-09-14",
        until="issue",
        statements=6,
    ),
    _person(
        "Selam",
        "Tesfaye Mostrazghi",
        (1988, 3, 17),
        native=("ሰላም ተስፋይ", "ti"),
        birth_place="Keren-Exemple",
        address="plaça de la Mostra, 4, baixos",
        arrived="2024-05-20",
        since="2025-11-02",
        until="grant",
        statements=4,
    ),
    _person(
        "Oksana",
        "Mostrenko",
        (1979, 11, 30),
        native=("Оксана Мостренко", "uk"),
        birth_place="Sumy-Exemple",
        passport="ZY0000981",
        nationality="ucraïnesa",
        address="passatge Inventat, 12, 3r",
        arrived="2025-06-01",
        since="2026-01-15",
        until="propose",
    ),
    _person(
        "Thị Mơ",
        "Nguyễn Mẫu",
        (2001, 7, 9),
        address="avinguda del Model, 90, 5è 1a",
        arrived="2025-10-10",
        since="2026-03-01",
        until="take_up",
    ),
    _person(
        "",
        "Mostrabaye",
        (1970, 1, None),
        birth_place="Kaolack-Exemple",
        address="carrer del Model, 7, 2n 2a",
        arrived="2026-08-01",
        since="2026-09-01",
        until="submit",
        statements=0,
    ),
)
"""From an issued paper down to a dossier that has just begun."""

OWN_WORDS = "Col·laboro cada dissabte amb el banc d’aliments del meu carrer i vull continuar vivint aquí."
