"""Addresses of dossiers."""

from pyramid.config import Configurator

from casework.access.permissions import Permission
from casework.access.routes import limit_retyping
from casework.dossiers.resources import (
    DossierContext,
    EvidenceContext,
    EvidenceOfDossierContext,
    GrantContext,
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
        ("dossier_questions", f"{case}/questions", DossierContext),
        ("dossier_register", f"{case}/register", DossierContext),
        ("movement_remove", f"{case}/register/{{movement_id}}/remove", MovementContext),
        ("evidence_new", f"{case}/evidence/new", DossierContext),
        ("evidence_remove", f"{case}/evidence/{{evidence_id}}/remove", EvidenceOfDossierContext),
        ("statement_new", f"{case}/statements/new", DossierContext),
        ("statement_remove", f"{case}/statements/{{statement_id}}/remove", StatementContext),
        ("dossier_preview", f"{case}/preview", DossierContext),
        ("dossier_step", f"{case}/steps/{{action}}", DossierContext),
        ("dossier_decide", f"{case}/decisions/{{action}}", DossierContext),
        ("dossier_notes", f"{case}/notes", DossierContext),
        ("note_remove", f"{case}/notes/{{note_id}}/remove", NoteContext),
        ("dossier_journal", f"{case}/journal", DossierContext),
        ("grant_new", f"{case}/grants/new", DossierContext),
        ("grant_end", f"{case}/grants/{{grant_id}}/end", GrantContext),
        ("evidence", "/evidence/{id}", EvidenceContext),
        ("evidence_picture", "/evidence/{id}/picture", EvidenceContext),
    ):
        config.add_route(name, path, factory=factory)
    config.add_upload_route("evidence_new")
    for route in ("dossier_decide", "grant_new"):
        limit_retyping(config, route)
    config.add_route("granted", "/granted")
    config.add_menu_item("dossiers", _("Dossiers"), "dossiers", Permission.DOSSIER_LIST, rank=10)
    config.add_menu_item("granted", _("Given to you"), "granted", Permission.GRANT_LIST)
