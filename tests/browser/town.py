"""A town in the middle of its work: a dossier in every state, and the address of an example of every page."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta
from io import BytesIO

from PIL import Image
from sqlalchemy import select
from sqlalchemy.orm import Session

from casework import clock, files
from casework.access.identity import Identity
from casework.access.models import Grant, Organisation
from casework.access.permissions import Role
from casework.cards.models import Card
from casework.db import writing
from casework.demo.people import LETTERHEAD, NEIGHBOURHOOD, PERSONS
from casework.demo.story import account_as, identity_as, play
from casework.dossiers.models import Appointment, Dossier
from casework.dossiers.queries import whole_dossier
from casework.dossiers.records import (
    AppointmentRecord,
    Blank,
    CaseRecord,
    EvidenceRecord,
    Representative,
    StatementRecord,
)
from casework.dossiers.service import (
    appointments,
    changes,
    contact,
    handling,
    issuing,
    letters,
    notes,
    statements,
)
from casework.dossiers.service.appointments import Purpose
from casework.dossiers.service.certificates import write_certificate
from casework.dossiers.service.evidence import add_evidence
from casework.dossiers.service.households import add_member
from casework.dossiers.service.opening import open_dossier
from casework.dossiers.service.photo import set_photo
from casework.people.models import BirthDate, Contact, Particulars
from casework.programmes.models import Programme
from casework.programmes.service import adopt
from casework.schemes import Catalogue
from tests.support.installation import Installation
from tests.support.scans import LETTER, pdf

HOUSEHOLDS = "nantes-carte-blanche"
LONG_NAME = Particulars(
    "María de los Dolores Ñusta Anunciación",
    "Wolfeschlegelsteinhausenbergerdorffexemple y Nguyễn-Ɓalɗemostra",
    BirthDate(1961, 2, None),
    "عبد الرحمن بن محمد بن عبد الله الإدريسي الحسني",
    "ar",
)
OWN_WORDS = "Unparagraphedandunhyphenatedwordsofaperson" * 4


@dataclass(frozen=True)
class Town:
    """Addresses, by the name of an example, and the code of the issued paper."""

    addresses: dict[str, str]
    code: str


def settle(installation: Installation) -> Town:
    """Let the demo's story happen, and what it leaves out: long names, a picture, a card being made."""
    registry = installation.registry
    issued = list(play(registry, clock.today("Europe/Madrid"), lambda _line: None))
    with writing(registry["sessions"]) as session:
        caseworker, signatory = (identity_as(session, each) for each in (Role.CASEWORKER, Role.SIGNATORY))
        long_name = open_dossier(
            session, registry["catalogue"], caseworker, NEIGHBOURHOOD, LONG_NAME, CaseRecord(), clock.today()
        )
        session.flush()
        dossiers = {each.state_before: each for each in _dossiers_of_the_story(session)}
        whole = _whole(session, long_name)
        record = StatementRecord("manifesta", "own_words", (Blank("own_words", OWN_WORDS),))
        statements.add_statement(session, caseworker, whole, record, ())
        worked_on = dossiers["take_up"].dossier
        kept = files.keep(session, worked_on, files.remake_picture(_picture()), "image/jpeg")
        seen = EvidenceRecord("cursos", "course_certificate", "Escola Exemple", "original_seen")
        evidence = add_evidence(session, caseworker, worked_on, seen, clock.now(), kept)
        scanned = files.keep(session, worked_on, pdf(2, LETTER), files.PDF)
        seen = EvidenceRecord(
            "llengua", "course_certificate", "Escola Exemple", "original_seen", also=("cursos",)
        )
        scan = add_evidence(session, caseworker, worked_on, seen, clock.now(), scanned)
        set_photo(session, caseworker, worked_on, files.remake_photo(_picture()))
        note = notes.add_note(session, caseworker, worked_on, "Torna dijous.\n" + OWN_WORDS, clock.now())
        _reach(session, caseworker, whole, worked_on)
        decided = dossiers["grant"].dossier
        being_made = issuing.start_issuing(session, signatory, decided, "issue", clock.today("Europe/Madrid"))
        session.flush()
        addresses = {
            **{name: f"/dossiers/{each.dossier.id}" for name, each in dossiers.items()},
            "long_name": f"/dossiers/{long_name.id}",
            "evidence": f"/evidence/{evidence.id}",
            "evidence_id": evidence.id,
            "scan": f"/evidence/{scan.id}",
            "scan_id": scan.id,
            "note_id": note.id,
            "appointment_id": _agree(session, caseworker, worked_on).id,
            "being_made": f"/cards/{being_made.id}",
            **_letters(session, caseworker, dossiers),
            "card": f"/cards/{issued[0].card_id}",
            "paper": f"/papers/{session.get_one(Card, issued[0].card_id).papers[0].id}",
            "grant_id": session.scalars(select(Grant.id)).one(),
            **_household(session, registry["catalogue"], caseworker),
            "programme_id": session.scalars(select(Programme.id).filter_by(scheme_key=NEIGHBOURHOOD)).one(),
            "account_id": account_as(session, Role.CASEWORKER).id,
            **_parts(worked_on),
        }
    return Town(addresses, issued[0].code)


def _household(session: Session, catalogue: Catalogue, caseworker: Identity) -> dict[str, str]:
    """Two of a household: the first, in whose dossier the income was told and shown, and a member."""
    day = clock.today("Europe/Madrid")
    organisation = session.get_one(Organisation, caseworker.organisation_id)
    adopt(session, organisation, HOUSEHOLDS, day - timedelta(days=30), LETTERHEAD)
    mother, son = (
        Particulars(given, "Mostra Ferhat", BirthDate(year, 5, 6))
        for given, year in (("Sonia", 1986), ("Idir", 2014))
    )
    first = open_dossier(session, catalogue, caseworker, HOUSEHOLDS, mother, CaseRecord(), day)
    whole = _whole(session, first)
    for fact, told in (("monthly_income", "1437.19"), ("children", "1"), ("student", "no")):
        changes.answer(session, caseworker, whole, fact, told, day)
    seen = EvidenceRecord("income", "payslip", "Cantina Exemple", "original_seen", issued=day)
    add_evidence(session, caseworker, whole, seen, clock.now())
    member = add_member(session, catalogue, caseworker, whole, son, CaseRecord(), day)
    session.flush()
    return {"household": f"/dossiers/{first.id}", "member": f"/dossiers/{member.id}"}


def _reach(session: Session, caseworker: Identity, unreached: Dossier, represented: Dossier) -> None:
    """One person wants no contact at all; of another everything is known, and a lawyer acts for them."""
    contact.change_contact(session, caseworker, unreached, Contact(speaks=("ar",), no_contact=True))
    told = Contact(("vi", "fr"), ("vi",), "professional", "+34 600 000 000", "mo@exemple.example", True)
    contact.change_contact(session, caseworker, represented, told)
    acting = Representative(
        "Clara Mostra Soler",
        "Despatx Mostra i Exemple",
        "lawyer",
        clock.today("Europe/Madrid"),
        ("submit_papers", "receive_letters", "be_summoned"),
        "+34 600 000 001",
    )
    contact.note_representative(session, caseworker, represented, acting)


def _agree(session: Session, caseworker: Identity, dossier: Dossier) -> Appointment:
    """Two appointments: one that was held, and one today, on a dossier with a deputy; the second."""
    yesterday = clock.now() - timedelta(days=1)
    held, today = (
        appointments.add_appointment(
            session,
            caseworker,
            dossier,
            Purpose.INTERVIEW,
            at,
            AppointmentRecord("Sala Mostra", "Clara Exemple"),
        )
        for at in (yesterday, clock.now())
    )
    appointments.hold(session, caseworker, held, "Torna dijous.\n" + OWN_WORDS, clock.today("Europe/Madrid"))
    handling.hand_to(session, caseworker, dossier, dossier.owner_id, account_as(session, Role.REVIEWER).id)
    return today


@dataclass(frozen=True)
class _Told:
    state_before: str
    dossier: Dossier


def _dossiers_of_the_story(session: Session) -> Sequence[_Told]:
    """Each dossier of the demo, by the last step that its story takes."""
    until = {each.particulars: each.until for each in PERSONS}
    found = session.scalars(select(Dossier)).all()
    return [
        _Told(until[each.person.particulars], _whole(session, each))
        for each in found
        if each.person.particulars in until
    ]


def _whole(session: Session, dossier: Dossier) -> Dossier:
    found = whole_dossier(session, dossier.id)
    assert found is not None
    return found


def _letters(session: Session, caseworker: Identity, dossiers: dict[str, _Told]) -> dict[str, str]:
    """A receipt that could not be made, and a certificate that the worker makes at once."""
    lost = dossiers["propose"].dossier.letters[0]
    letters.give_up(session, lost.id)
    certificate = write_certificate(
        session,
        caseworker,
        dossiers["take_up"].dossier,
        "state",
        "Clara Mostra Soler, tel. 600 000 001",
        clock.today("Europe/Madrid"),
    )
    return {"lost_letter": f"/letters/{lost.id}", "certificate": f"/letters/{certificate.id}"}


def _parts(dossier: Dossier) -> dict[str, str]:
    return {"movement_id": dossier.movements[0].id, "statement_id": dossier.statements[0].id}


def _picture() -> bytes:
    stored = BytesIO()
    Image.new("RGB", (900, 1200), "#b9c7d6").save(stored, "PNG")
    return stored.getvalue()


@dataclass(frozen=True)
class Example:
    """One page in one state, as one role sees it. `address` has the town's addresses as gaps."""

    name: str
    route: str
    address: str
    role: Role | None = Role.CASEWORKER
    status: int = 200


CASE, SIGNS, LAWYER = Role.CASEWORKER, Role.SIGNATORY, Role.LAWYER
EXAMPLES = (
    Example("home", "home", "/", None),
    Example("home-signed-in", "home", "/", SIGNS),
    Example("sign-in", "sign_in", "/sign-in", None),
    Example("sessions", "account", "/account"),
    Example("accounts", "accounts", "/accounts", Role.ADMINISTRATOR),
    Example("account-end", "account_end", "/accounts/{account_id}/end-sessions", Role.ADMINISTRATOR),
    Example("session-end", "session_end", "{session_end}"),
    Example("dossiers", "dossiers", "/dossiers"),
    Example("dossiers-reviewer", "dossiers", "/dossiers", Role.REVIEWER),
    Example("dossier-opened", "dossier", "{long_name}"),
    Example("dossier-received", "dossier", "{submit}"),
    Example("dossier-gathering", "dossier", "{take_up}"),
    Example("dossier-proposed", "dossier", "{propose}"),
    Example("dossier-to-decide", "dossier", "{propose}", SIGNS),
    Example("dossier-issued", "dossier", "{issue}"),
    Example("dossier-reviewer", "dossier", "{take_up}", Role.REVIEWER),
    Example("dossier-new", "dossier_new", f"/dossiers/new?scheme={NEIGHBOURHOOD}"),
    Example("dossier-new-of-which", "dossier_new", "/dossiers/new"),
    Example("household", "dossier", "{household}"),
    Example("household-member", "dossier", "{member}"),
    Example("household-questions", "dossier_questions", "{member}/questions"),
    Example("member-new", "dossier_member", "{household}/members/new"),
    Example("person", "dossier_person", "{long_name}/person"),
    Example("contact", "dossier_contact", "{take_up}/contact"),
    Example("contact-empty", "dossier_contact", "{submit}/contact"),
    Example("representative", "dossier_representative", "{take_up}/representative"),
    Example("representative-new", "dossier_representative", "{submit}/representative"),
    Example("representative-remove", "representative_remove", "{take_up}/representative/remove"),
    Example("questions", "dossier_questions", "{take_up}/questions"),
    Example("register", "dossier_register", "{take_up}/register"),
    Example("register-empty", "dossier_register", "{long_name}/register"),
    Example("movement-remove", "movement_remove", "{take_up}/register/{movement_id}/remove"),
    Example("evidence-new", "evidence_new", "{take_up}/evidence/new?category=padro"),
    Example("evidence-new-identity", "evidence_new", "{take_up}/evidence/new?category=ident"),
    Example("evidence", "evidence", "{evidence}"),
    Example("evidence-of-pages", "evidence", "{scan}"),
    Example("evidence-edit", "evidence_edit", "{take_up}/evidence/{scan_id}/edit"),
    Example("photo", "dossier_photo", "{take_up}/photo"),
    Example("photo-none", "dossier_photo", "{long_name}/photo"),
    Example("photo-remove", "dossier_photo_remove", "{take_up}/photo/remove"),
    Example("evidence-remove", "evidence_remove", "{take_up}/evidence/{evidence_id}/remove"),
    Example("statements", "statement_new", "{take_up}/statements/new"),
    Example("statement", "statement_new", "{take_up}/statements/new?category=llengua&template=level"),
    Example("statement-edit", "statement_edit", "{take_up}/statements/{statement_id}/edit"),
    Example("statement-remove", "statement_remove", "{take_up}/statements/{statement_id}/remove"),
    Example("step", "dossier_step", "{take_up}/steps/propose"),
    Example("review", "dossier_review", "{propose}/review", SIGNS),
    Example("review-author", "dossier_review", "{propose}/review"),
    Example("decision", "dossier_decide", "{propose}/decisions/grant", SIGNS),
    Example("decision-refuse", "dossier_decide", "{propose}/decisions/refuse", SIGNS),
    Example("step-ask", "dossier_step", "{take_up}/steps/ask_for_more"),
    Example("step-close", "dossier_step", "{issue}/steps/close"),
    Example("step-hand-over", "dossier_step", "{issue}/steps/hand_over"),
    Example("decision-end", "dossier_decide", "{issue}/decisions/end", SIGNS),
    Example("letter", "letter", "{certificate}"),
    Example("letter-lost", "letter", "{lost_letter}"),
    Example("letter-again", "letter_again", "{lost_letter}/again"),
    Example("certificate", "certificate_new", "{take_up}/certificates/state"),
    Example("renew", "dossier_renew", "{issue}/renew"),
    Example("dossier-journal", "dossier_journal", "{take_up}/journal"),
    Example("notes", "dossier_notes", "{take_up}/notes"),
    Example("handling", "dossier_handling", "{take_up}/handling"),
    Example("appointments", "dossier_appointments", "{take_up}/appointments"),
    Example("appointments-empty", "dossier_appointments", "{long_name}/appointments"),
    Example("appointment-held", "appointment_held", "{take_up}/appointments/{appointment_id}/held"),
    Example("appointment-missed", "appointment_missed", "{take_up}/appointments/{appointment_id}/missed"),
    Example(
        "appointment-call-off", "appointment_call_off", "{take_up}/appointments/{appointment_id}/call-off"
    ),
    Example("dossiers-appointments", "dossiers", "/dossiers?list=appointments"),
    Example("note-remove", "note_remove", "{take_up}/notes/{note_id}/remove"),
    Example("grant-new", "grant_new", "{issue}/grants/new"),
    Example("grant-nothing", "grant_new", "{long_name}/grants/new"),
    Example("grant-end", "grant_end", "{issue}/grants/{grant_id}/end"),
    Example("granted", "granted", "/granted", LAWYER),
    Example("cards", "cards", "/cards"),
    Example("card", "card", "{card}"),
    Example("card-being-made", "card", "{being_made}"),
    Example("verify", "verify", "/verify", None),
    Example("journal", "journal", "/journal", Role.AUDITOR),
    Example("schemes", "schemes", "/schemes"),
    Example("schemes-lawyer", "schemes", "/schemes", LAWYER),
    Example("scheme", "scheme", "/schemes/bcn-veinatge"),
    Example("scheme-before", "scheme", "/schemes/bcn-veinatge?from=2017-12-01", Role.ADMINISTRATOR),
    Example("scheme-of-households", "scheme", "/schemes/utr-upas"),
    Example("scheme-with-bodies", "scheme", "/schemes/utr-bbb"),
    Example("scheme-planned", "scheme", "/schemes/zurich-zcc"),
    Example("programmes", "programmes", "/programmes", Role.ADMINISTRATOR),
    Example("adopt", "programme_adopt", "/programmes/adopt/paris-carte-citoyenne", Role.ADMINISTRATOR),
    Example("adopt-terms", "programme_adopt", "/programmes/adopt/utr-upas", Role.ADMINISTRATOR),
    Example("adopt-open", "programme_adopt", "/programmes/adopt/zurich-zcc", Role.ADMINISTRATOR),
    Example(
        "letterhead", "programme_letterhead", "/programmes/{programme_id}/letterhead", Role.ADMINISTRATOR
    ),
    Example("values", "programme_values", "/programmes/{programme_id}/values", Role.ADMINISTRATOR),
    Example("leaflet", "leaflet", "/leaflet/barcelona/bcn-veinatge", None),
    Example("leaflet-arabic", "leaflet", "/leaflet/barcelona/bcn-veinatge?lang=ar", None),
    Example("selfcheck", "selfcheck", "/check/barcelona/bcn-veinatge", None),
    Example("selfcheck-arabic", "selfcheck", "/check/barcelona/bcn-veinatge?lang=ar", None),
    Example("nothing-here", "dossier", "/dossiers/0123456789012345678901", status=404),
)
FILES = {
    "dossier_preview": "{issue}/preview",
    "paper_download": "{paper}/download",
    "evidence_picture": "{evidence}/picture",
    "evidence_page": "{scan}/pages/2",
    "dossier_photo_picture": "{take_up}/photo/picture",
}
"""Routes that answer with a file, which no page has to show."""
WITHOUT_A_PAGE = frozenset({"healthz", "language", "start", "statement_place", "stylesheet"})
