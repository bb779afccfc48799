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


def includeme(config: Configurator) -> None:
    config.add_route("dossiers", "/dossiers")
    config.add_route("dossier_new", "/dossiers/new")
    case = "/dossiers/{id}"
    for name, path, factory in (
        ("dossier", case, DossierContext),
        ("dossier_person", f"{case}/person", DossierContext),
        ("dossier_contact", f"{case}/contact", DossierContext),
        ("dossier_representative", f"{case}/representative", DossierContext),
        ("representative_remove", f"{case}/representative/remove", DossierContext),
        ("dossier_questions", f"{case}/questions", DossierContext),
        ("dossier_register", f"{case}/register", DossierContext),
        ("movement_remove", f"{case}/register/{{movement_id}}/remove", MovementContext),
        ("evidence_new", f"{case}/evidence/new", DossierContext),
        ("evidence_edit", f"{case}/evidence/{{evidence_id}}/edit", EvidenceOfDossierContext),
        ("evidence_remove", f"{case}/evidence/{{evidence_id}}/remove", EvidenceOfDossierContext),
        ("dossier_photo", f"{case}/photo", DossierContext),
        ("dossier_photo_picture", f"{case}/photo/picture", DossierContext),
        ("dossier_photo_remove", f"{case}/photo/remove", DossierContext),
        ("statement_new", f"{case}/statements/new", DossierContext),
        ("statement_edit", f"{case}/statements/{{statement_id}}/edit", StatementContext),
        ("statement_place", f"{case}/statements/{{statement_id}}/place", StatementContext),
        ("statement_remove", f"{case}/statements/{{statement_id}}/remove", StatementContext),
        ("dossier_review", f"{case}/review", DossierContext),
        ("dossier_preview", f"{case}/preview", DossierContext),
        ("dossier_step", f"{case}/steps/{{action}}", DossierContext),
        ("dossier_decide", f"{case}/decisions/{{action}}", DossierContext),
        ("dossier_notes", f"{case}/notes", DossierContext),
        ("note_remove", f"{case}/notes/{{note_id}}/remove", NoteContext),
        ("dossier_handling", f"{case}/handling", DossierContext),
        ("dossier_appointments", f"{case}/appointments", DossierContext),
        ("appointment_held", f"{case}/appointments/{{appointment_id}}/held", AppointmentContext),
        ("appointment_missed", f"{case}/appointments/{{appointment_id}}/missed", AppointmentContext),
        ("appointment_call_off", f"{case}/appointments/{{appointment_id}}/call-off", AppointmentContext),
        ("dossier_journal", f"{case}/journal", DossierContext),
        ("dossier_renew", f"{case}/renew", DossierContext),
        ("certificate_new", f"{case}/certificates/{{kind}}", DossierContext),
        ("letter", "/letters/{id}", LetterContext),
        ("letter_again", "/letters/{id}/again", LetterContext),
        ("grant_new", f"{case}/grants/new", DossierContext),
        ("grant_end", f"{case}/grants/{{grant_id}}/end", GrantContext),
        ("evidence", "/evidence/{id}", EvidenceContext),
        ("evidence_picture", "/evidence/{id}/picture", EvidenceContext),
        ("evidence_page", "/evidence/{id}/pages/{number:[1-9][0-9]?}", EvidenceContext),
    ):
        config.add_route(name, path, factory=factory)
    for route in ("evidence_new", "evidence_edit", "dossier_photo"):
        config.add_upload_route(route)
    for route in ("dossier_decide", "grant_new"):
        limit_retyping(config, route)
    config.add_route("granted", "/granted")
    config.add_menu_item("dossiers", _("Dossiers"), "dossiers", Permission.DOSSIER_LIST, rank=10)
    config.add_menu_item("granted", _("Given to you"), "granted", Permission.GRANT_LIST)
