"""Working remarks, apart from evidence: never printed, never exported."""

from typing import Any

from pyramid.httpexceptions import HTTPSeeOther
from pyramid.request import Request
from pyramid.response import Response
from pyramid.view import view_config

from casework import clock
from casework.access.permissions import Permission
from casework.access.queries import names_of
from casework.dossiers.resources import DossierContext, NoteContext
from casework.dossiers.schemas.notes import note_schema
from casework.dossiers.service import notes
from casework.dossiers.views.common import breadcrumb, notice
from casework.errors import NotFoundError
from casework.i18n import _
from casework.web.confirming import confirm
from casework.web.forms import handle
from casework.web.templating import isolated


@view_config(
    route_name="dossier_notes",
    request_method=("GET", "POST"),
    permission=Permission.DOSSIER_ACT,
    renderer="dossiers/notes.jinja2",
)
def dossier_notes(context: DossierContext, request: Request) -> dict[str, Any] | Response:
    """The notes of a dossier, newest first, and a form for one more."""
    case = context.dossier

    def on_valid(values: dict[str, Any]) -> Response:
        notes.add_note(request.dbsession, request.identity, case, values["text"], clock.now())
        notice(request, _("The note is kept."))
        return HTTPSeeOther(request.route_path("dossier_notes", id=case.id))

    names = names_of(request.dbsession, {each.written_by for each in case.notes})
    return handle(
        request,
        note_schema(),
        on_valid,
        title=_("Notes"),
        submit=_("Keep the note"),
        cancel_url=request.route_path("dossier", id=case.id),
        breadcrumb=breadcrumb(request, case),
        notes=[
            {
                "text": each.text,
                "who": names[each.written_by],
                "when": each.written_at,
                "remove_url": request.route_path("note_remove", id=case.id, note_id=each.id)
                if each.written_by == request.identity.account_id
                else None,
            }
            for each in reversed(case.notes)
        ],
    )


@view_config(
    route_name="note_remove",
    request_method=("GET", "POST"),
    permission=Permission.DOSSIER_ACT,
    renderer="confirm.jinja2",
)
def note_remove(context: NoteContext, request: Request) -> dict[str, Any] | Response:
    """Delete one's own note, after a question."""
    case, found = context.dossier, context.note
    if found.written_by != request.identity.account_id:
        raise NotFoundError
    return confirm(
        request,
        lambda: notes.remove_note(request.dbsession, request.identity, case, found),
        title=_("Delete this note?"),
        consequence=_("It is gone for good. Nothing else in the dossier changes."),
        submit=_("Delete the note"),
        done=_("The note is deleted."),
        back=request.route_path("dossier_notes", id=case.id),
        about=isolated(found.text),
        breadcrumb=breadcrumb(request, case),
    )
