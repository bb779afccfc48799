"""Addresses of dossiers."""

from pyramid.config import Configurator

from casework.access.permissions import Permission
from casework.access.routes import limit_retyping
from casework.dossiers.resources import (
    AppointmentContext,
    DossierContext,
    EvidenceContext,
    EvidenceOfDossierContext,
    GrantContext,
    LetterContext,
    MovementContext,
    NoteContext,
    StatementContext,
)
from casework.i18n import _

CASE = "/dossiers/{id}"
OF_A_DOSSIER = (
    ("dossier", CASE, DossierContext),
    ("dossier_person", f"{CASE}/person", DossierContext),
    ("dossier_contact", f"{CASE}/contact", DossierContext),
    ("dossier_representative", f"{CASE}/representative", DossierContext),
    ("representative_remove", f"{CASE}/representative/remove", DossierContext),
    ("dossier_questions", f"{CASE}/questions", DossierContext),
    ("dossier_register", f"{CASE}/register", DossierContext),
    ("movement_remove", f"{CASE}/register/{{movement_id}}/remove", MovementContext),
    ("evidence_new", f"{CASE}/evidence/new", DossierContext),
    ("evidence_edit", f"{CASE}/evidence/{{evidence_id}}/edit", EvidenceOfDossierContext),
    ("evidence_remove", f"{CASE}/evidence/{{evidence_id}}/remove", EvidenceOfDossierContext),
    ("dossier_photo", f"{CASE}/photo", DossierContext),
    ("dossier_photo_picture", f"{CASE}/photo/picture", DossierContext),
    ("dossier_photo_remove", f"{CASE}/photo/remove", DossierContext),
    ("statement_new", f"{CASE}/statements/new", DossierContext),
    ("statement_edit", f"{CASE}/statements/{{statement_id}}/edit", StatementContext),
    ("statement_place", f"{CASE}/statements/{{statement_id}}/place", StatementContext),
    ("statement_remove", f"{CASE}/statements/{{statement_id}}/remove", StatementContext),
    ("dossier_review", f"{CASE}/review", DossierContext),
    ("dossier_preview", f"{CASE}/preview", DossierContext),
    ("dossier_step", f"{CASE}/steps/{{action}}", DossierContext),
    ("dossier_decide", f"{CASE}/decisions/{{action}}", DossierContext),
    ("dossier_notes", f"{CASE}/notes", DossierContext),
    ("note_remove", f"{CASE}/notes/{{note_id}}/remove", NoteContext),
    ("dossier_handling", f"{CASE}/handling", DossierContext),
    ("dossier_appointments", f"{CASE}/appointments", DossierContext),
    ("appointment_held", f"{CASE}/appointments/{{appointment_id}}/held", AppointmentContext),
    ("appointment_missed", f"{CASE}/appointments/{{appointment_id}}/missed", AppointmentContext),
    ("appointment_call_off", f"{CASE}/appointments/{{appointment_id}}/call-off", AppointmentContext),
    ("dossier_journal", f"{CASE}/journal", DossierContext),
    ("dossier_member", f"{CASE}/members/new", DossierContext),
    ("dossier_renew", f"{CASE}/renew", DossierContext),
    ("certificate_new", f"{CASE}/certificates/{{kind}}", DossierContext),
    ("letter", "/letters/{id}", LetterContext),
    ("letter_again", "/letters/{id}/again", LetterContext),
    ("letter_received", "/letters/{id}/received", LetterContext),
    ("grant_new", f"{CASE}/grants/new", DossierContext),
    ("grant_end", f"{CASE}/grants/{{grant_id}}/end", GrantContext),
    ("evidence", "/evidence/{id}", EvidenceContext),
    ("evidence_picture", "/evidence/{id}/picture", EvidenceContext),
    ("evidence_page", "/evidence/{id}/pages/{number:[1-9][0-9]?}", EvidenceContext),
)
"""Name, path and context of every page of one dossier or of a part of it."""


def includeme(config: Configurator) -> None:
    config.add_route("dossiers", "/dossiers")
    config.add_route("dossier_new", "/dossiers/new")
    for name, path, factory in OF_A_DOSSIER:
        config.add_route(name, path, factory=factory)
    for route in ("evidence_new", "evidence_edit", "dossier_photo"):
        config.add_upload_route(route)
    for route in ("dossier_step", "dossier_decide", "certificate_new", "letter_again", "grant_new"):
        limit_retyping(config, route)
    config.add_route("granted", "/granted")
    config.add_menu_item("dossiers", _("Dossiers"), "dossiers", Permission.DOSSIER_LIST, rank=10)
    config.add_menu_item("granted", _("Given to you"), "granted", Permission.GRANT_LIST)
