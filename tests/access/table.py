"""The expected table, written by hand: who may open which page. Nothing here asks the application."""

from collections.abc import Callable
from dataclasses import dataclass

from casework.access.permissions import Role
from casework.demo.people import NEIGHBOURHOOD
from casework.programmes.service import programme_of
from tests.access.cases import Case
from tests.access.world import ELSEWHERE, HOME, Relation, World, organisation_of

CASEWORKER = frozenset({Role.CASEWORKER})
SIGNATORY = frozenset({Role.SIGNATORY})
CASE = frozenset({Role.CASEWORKER, Role.REVIEWER, Role.SIGNATORY})
LAWYER = frozenset({Role.LAWYER})
AUDITOR = frozenset({Role.AUDITOR})
ADMINISTRATOR = frozenset({Role.ADMINISTRATOR})
EVERYBODY = frozenset(Role)
NOBODY: frozenset[Role] = frozenset()

PUBLIC = {
    "GET home",
    "GET language",
    "GET healthz",
    "GET stylesheet",
    "GET static",
    "GET sign_in",
    "POST sign_in",
    "POST sign_out",
    "GET leaflet",
    "GET selfcheck",
    "POST selfcheck",
    "GET verify",
    "POST verify",
}
"""Views for which nobody is asked who they are."""


@dataclass(frozen=True)
class Row:
    """Which roles may open a page: of an object of their own organisation, and of a foreign one by a grant.

    A foreign object without a grant, with an ended or a lapsed one, and a missing object are nobody's.
    `query` is what the address needs beside the object.
    """

    own: frozenset[Role]
    granted: frozenset[Role] = NOBODY
    query: str = ""

    def allows(self, role: Role, relation: Relation) -> bool:
        columns = {Relation.OWN: self.own, Relation.GRANTED: self.granted}
        return role in columns.get(relation, NOBODY)


ANYWHERE = {
    "GET account": Row(EVERYBODY),
    "GET accounts": Row(ADMINISTRATOR),
    "GET cards": Row(CASE),
    "GET dossiers": Row(CASE),
    "POST dossiers": Row(CASE),
    "GET dossier_new": Row(CASEWORKER),
    "POST dossier_new": Row(CASEWORKER),
    "GET granted": Row(LAWYER),
    "GET journal": Row(AUDITOR),
    "GET programmes": Row(ADMINISTRATOR),
    "GET programme_adopt": Row(ADMINISTRATOR),
    "POST programme_adopt": Row(ADMINISTRATOR),
    "GET scheme": Row(EVERYBODY),
    "GET schemes": Row(EVERYBODY),
    "GET start": Row(EVERYBODY),
}
"""Pages without an object: the role alone decides."""

ON_OBJECTS = {
    "GET session_end": Row(EVERYBODY),
    "POST session_end": Row(EVERYBODY),
    "GET account_end": Row(ADMINISTRATOR),
    "POST account_end": Row(ADMINISTRATOR),
    "GET programme_letterhead": Row(ADMINISTRATOR),
    "POST programme_letterhead": Row(ADMINISTRATOR),
    "GET programme_values": Row(ADMINISTRATOR),
    "POST programme_values": Row(ADMINISTRATOR),
    "GET card": Row(CASE),
    "GET paper_download": Row(CASE, granted=EVERYBODY),
    "GET dossier": Row(CASE),
    "GET dossier_person": Row(CASEWORKER),
    "POST dossier_person": Row(CASEWORKER),
    "GET dossier_contact": Row(CASEWORKER),
    "POST dossier_contact": Row(CASEWORKER),
    "GET dossier_representative": Row(CASEWORKER),
    "POST dossier_representative": Row(CASEWORKER),
    "GET representative_remove": Row(CASEWORKER),
    "POST representative_remove": Row(CASEWORKER),
    "GET dossier_questions": Row(CASEWORKER),
    "POST dossier_questions": Row(CASEWORKER),
    "GET dossier_register": Row(CASEWORKER),
    "POST dossier_register": Row(CASEWORKER),
    "GET movement_remove": Row(CASEWORKER),
    "POST movement_remove": Row(CASEWORKER),
    "GET evidence": Row(CASE, granted=EVERYBODY),
    "GET evidence_picture": Row(CASE, granted=EVERYBODY),
    "GET evidence_page": Row(CASE, granted=EVERYBODY),
    "GET evidence_new": Row(CASEWORKER, query="category=llengua"),
    "POST evidence_new": Row(CASEWORKER, query="category=llengua"),
    "GET evidence_edit": Row(CASEWORKER),
    "POST evidence_edit": Row(CASEWORKER),
    "GET evidence_remove": Row(CASEWORKER),
    "POST evidence_remove": Row(CASEWORKER),
    "GET dossier_photo": Row(CASEWORKER),
    "POST dossier_photo": Row(CASEWORKER),
    "GET dossier_photo_picture": Row(CASE),
    "GET dossier_photo_remove": Row(CASEWORKER),
    "POST dossier_photo_remove": Row(CASEWORKER),
    "GET statement_new": Row(CASEWORKER, query="category=manifesta&template=own_words"),
    "POST statement_new": Row(CASEWORKER, query="category=manifesta&template=own_words"),
    "GET statement_edit": Row(CASEWORKER),
    "POST statement_edit": Row(CASEWORKER),
    "GET statement_place": Row(CASEWORKER),
    "POST statement_place": Row(CASEWORKER),
    "GET statement_remove": Row(CASEWORKER),
    "POST statement_remove": Row(CASEWORKER),
    "GET dossier_review": Row(CASE),
    "GET dossier_preview": Row(CASE),
    "GET dossier_handling": Row(CASEWORKER),
    "POST dossier_handling": Row(CASEWORKER),
    "GET dossier_appointments": Row(CASE),
    "POST dossier_appointments": Row(CASE),
    "GET appointment_held": Row(CASE),
    "POST appointment_held": Row(CASE),
    "GET appointment_missed": Row(CASE),
    "POST appointment_missed": Row(CASE),
    "GET appointment_call_off": Row(CASE),
    "POST appointment_call_off": Row(CASE),
    "GET letter": Row(CASE),
    "GET letter_again": Row(CASE),
    "POST letter_again": Row(CASE),
    "GET letter_received": Row(CASE),
    "POST letter_received": Row(CASE),
    "GET dossier_member": Row(CASEWORKER),
    "POST dossier_member": Row(CASEWORKER),
    "GET dossier_renew": Row(CASEWORKER),
    "POST dossier_renew": Row(CASEWORKER),
    "GET certificate_new": Row(CASE),
    "POST certificate_new": Row(CASE),
    "GET dossier_journal": Row(CASE),
    "GET dossier_notes": Row(CASE),
    "POST dossier_notes": Row(CASE),
    "GET note_remove": Row(CASEWORKER),
    "POST note_remove": Row(CASEWORKER),
    "GET dossier_step": Row(CASEWORKER),
    "POST dossier_step": Row(CASEWORKER),
    "GET dossier_decide": Row(SIGNATORY),
    "POST dossier_decide": Row(SIGNATORY),
    "GET grant_new": Row(CASEWORKER),
    "POST grant_new": Row(CASEWORKER),
    "GET grant_end": Row(CASEWORKER),
    "POST grant_end": Row(CASEWORKER),
}
"""Pages of one object. The step asked for is «propose», the decision «grant»; the note is the caseworker's."""

TABLE = ANYWHERE | ON_OBJECTS

Params = dict[str, str]


def _of(part: str) -> Callable[[World, Relation], Params]:
    return lambda world, relation: {"id": getattr(world.cases[relation], part)}


def _inside(part: str) -> Callable[[World, Relation], Params]:
    def params(world: World, relation: Relation) -> Params:
        case: Case = world.cases[relation]
        return {"id": case.dossier, f"{part}_id": getattr(case, part)}

    return params


def _step(world: World, relation: Relation) -> Params:
    return {"id": world.in_study.get(relation, world.cases[relation]).dossier, "action": "propose"}


def _certificate(world: World, relation: Relation) -> Params:
    return _step(world, relation) | {"kind": "state"}


def _decision(world: World, relation: Relation) -> Params:
    return {"id": world.proposed.get(relation, world.cases[relation]).dossier, "action": "grant"}


def _proposed(world: World, relation: Relation) -> Params:
    return {"id": world.proposed.get(relation, world.cases[relation]).dossier}


def _household(world: World, relation: Relation) -> Params:
    return {"id": world.households.get(relation, world.households[Relation.OTHER])}


def _account(world: World, relation: Relation) -> Params:
    return {"id": world.spare.get(relation, world.spare[Relation.OTHER])}


def _note(world: World, relation: Relation) -> Params:
    """A note can be deleted at any time, so one is written anew where a test has deleted it."""
    case = world.cases[relation]
    return {"id": case.dossier, "note_id": world.note_in(case)}


def _appointment(world: World, relation: Relation) -> Params:
    """What became of an appointment is noted once, so one is agreed anew where a test has noted it."""
    case = world.cases[relation]
    return {"id": case.dossier, "appointment_id": world.appointment_in(case)}


def _programme(world: World, relation: Relation) -> Params:
    """The programme of the first city, and that of the second for every other relation."""
    key = HOME if relation is Relation.OWN else ELSEWHERE
    with world.installation.session() as session:
        return {"id": programme_of(session, organisation_of(session, key).id, NEIGHBOURHOOD).id}


def _page_of_scan(world: World, relation: Relation) -> Params:
    return {"id": world.cases[relation].scan, "number": "1"}


PARAMS: dict[str, Callable[[World, Relation], Params]] = {
    "account_end": _account,
    "card": _of("card"),
    "letter": _of("letter"),
    "letter_again": _of("letter"),
    "letter_received": _of("letter"),
    "certificate_new": _certificate,
    "paper_download": _of("paper"),
    "programme_letterhead": _programme,
    "programme_values": _programme,
    "evidence": _of("evidence"),
    "evidence_picture": _of("evidence"),
    "evidence_page": _page_of_scan,
    "evidence_edit": _inside("evidence"),
    "movement_remove": _inside("movement"),
    "evidence_remove": _inside("evidence"),
    "statement_edit": _inside("statement"),
    "statement_place": _inside("statement"),
    "statement_remove": _inside("statement"),
    "grant_end": _inside("grant"),
    "note_remove": _note,
    "appointment_held": _appointment,
    "appointment_missed": _appointment,
    "appointment_call_off": _appointment,
    "dossier_member": _household,
    "dossier_step": _step,
    "dossier_decide": _decision,
    "dossier_review": _proposed,
}
"""How the address of a page is filled; those not named take the id of the issued dossier."""


ADDRESSES: dict[str, Params] = {
    "scheme": {"key": NEIGHBOURHOOD},
    "programme_adopt": {"key": "paris-carte-citoyenne"},
}
"""What the address of a page without an object needs."""


def params_of(route: str, world: World, relation: Relation) -> Params:
    return PARAMS.get(route, _of("dossier"))(world, relation)
