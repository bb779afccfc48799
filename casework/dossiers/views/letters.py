"""A letter's page while it is made and after, writing it again, and the certificate for a lawyer at night."""

from typing import Any

from pyramid.httpexceptions import HTTPSeeOther
from pyramid.request import Request
from pyramid.response import Response
from pyramid.view import view_config

from casework import papers
from casework.access.guards import Assurance
from casework.access.permissions import Permission
from casework.access.schemas import add_retyped_password, retyped_password_schema
from casework.dossiers.models import Dossier, Letter
from casework.dossiers.onward import next_action
from casework.dossiers.papers import CardPaper, Entered
from casework.dossiers.resources import DossierContext, LetterContext
from casework.dossiers.schemas.letters import certificate_schema
from casework.dossiers.service import letters
from casework.dossiers.service.asking import letter_that_asks
from casework.dossiers.service.certificates import certificates_open, write_certificate
from casework.dossiers.service.findings import findings_of
from casework.dossiers.service.given import Given
from casework.dossiers.service.steps import open_steps, step_letter
from casework.dossiers.service.writing_again import (
    is_certificate,
    replacement_of,
    to_write_again,
    write_again,
)
from casework.dossiers.views.common import breadcrumb, step_url, today, version_for
from casework.dossiers.views.notifying import received_shown
from casework.dossiers.views.outlook import Outlook
from casework.errors import NotFoundError
from casework.i18n import _
from casework.schemes import Action, SchemeVersion, name_of
from casework.web.confirming import confirm
from casework.web.forms import handle


@view_config(route_name="letter", permission=Permission.DOSSIER_READ, renderer="dossiers/letter.jinja2")
def letter(context: LetterContext, request: Request) -> dict[str, Any]:
    """A letter being made, with its progress, or the written one to print."""
    found = context.letter
    if found.state == "writing":
        request.response.headers["Refresh"] = "2"
    version = version_for(request, found.dossier)
    return {
        "letter": found,
        "kind": name_of(version, "letters", found.kind, request.locale_name),
        "deadline": found.record.deadline,
        "received": received_shown(request, found),
        "next": _what_comes_next(request, found, version),
        "breadcrumb": breadcrumb(request, found.dossier),
        "dossier_url": request.route_path("dossier", id=found.dossier_id),
        "may_write": request.has_permission(Permission.DOSSIER_ACT),
        "to_write_again": to_write_again(request.dbsession, found),
        "replaced_by": replacement_of(request.dbsession, found),
    }


def _what_comes_next(request: Request, letter: Letter, version: SchemeVersion) -> dict[str, Any] | None:
    """For the newest letter of a dossier: what comes after it, and the way there for whose step it is."""
    case = letter.dossier
    if letter is not case.letters[-1]:
        return None
    following = next_action(version, case.state)
    mine = open_steps(request.dbsession, request.identity, case, today(request))
    links = [
        (name_of(version, "actions", each.key, request.locale_name), step_url(request, case, each))
        for each in mine
        if following is not None and each.key == following.key
    ]
    return {"sentence": Outlook(request, case).next, "links": links}


@view_config(
    route_name="letter_again",
    request_method=("GET", "POST"),
    permission=Permission.DOSSIER_ACT,
    renderer="confirm.jinja2",
)
def letter_again(context: LetterContext, request: Request) -> dict[str, Any] | Response:
    """Write a letter again that could not be made: the same words, a new number; a certificate by one's password.

    Where it cannot be, or was already, who only looks is led to the letter, which says how it stands.
    """
    lost, session = context.letter, request.dbsession
    if request.method != "POST" and not to_write_again(session, lost):
        return HTTPSeeOther(request.route_path("letter", id=lost.id))
    asked: dict[str, Any] = {
        "title": _("Write this letter again?"),
        "consequence": _("It gets a new number and today's date. Terms that ran go on from the first one."),
        "done": _("The letter is being written."),
    }
    if is_certificate(session, lost):
        asked = {
            "title": _("Write this certificate again?"),
            "consequence": _("It gets a new number and today's date, and says how things stand today."),
            "done": _("The certificate is being written."),
            "schema": retyped_password_schema(),
        }
    return confirm(
        request,
        lambda: write_again(session, request.identity, lost, today(request)),
        submit=_("Write it again"),
        back=request.route_path("dossier", id=lost.dossier_id),
        breadcrumb=breadcrumb(request, lost.dossier),
        destroys=False,
        **asked,
    )


@view_config(
    route_name="certificate_new",
    request_method=("GET", "POST"),
    permission=Permission.DOSSIER_ACT,
    renderer="dossiers/edit.jinja2",
    assurance=Assurance.PASSKEY,
)
def certificate_new(context: DossierContext, request: Request) -> dict[str, Any] | Response:
    """Certify how the procedure stands, before there is a decision (schemes.md §2.6)."""
    case, version = context.dossier, version_for(request, context.dossier)
    kind = request.matchdict["kind"]
    if kind not in certificates_open(version, case):
        raise NotFoundError

    def on_valid(values: dict[str, Any]) -> Response:
        written = write_certificate(
            request.dbsession, request.identity, case, kind, values["summoned_through"], today(request)
        )
        return HTTPSeeOther(request.route_path("letter", id=written.id))

    representative, schema = case.representative, certificate_schema()
    add_retyped_password(schema)
    return handle(
        request,
        schema,
        on_valid,
        title=name_of(version, "letters", kind, request.locale_name),
        submit=_("Sign the certificate"),
        appstruct={"summoned_through": representative.name}
        if representative and representative.may_be_summoned
        else None,
        cancel_url=request.route_path("dossier", id=case.id),
        breadcrumb=breadcrumb(request, case),
    )


def letter_draft(
    request: Request, case: Dossier, action: Action, given: Given
) -> papers.Letter | papers.Procedure | CardPaper:
    """The letter or certificate that a step would write now, without number."""
    session, version, day = request.dbsession, version_for(request, case), today(request)
    record = step_letter(session, case, version, action, findings_of(session, case, day), given, day)
    assert record is not None and action.letter, "asked only for steps that write one"
    base_url = request.registry["settings"].base_url
    return letters.paper_by(
        session, case, version, action.letter, record, base_url, Entered("", day), draft=True
    )


def written_letters(request: Request, case: Dossier) -> list[dict[str, Any]]:
    """The letters of a dossier for its page, newest first."""
    version = version_for(request, case)
    return [
        {
            "kind": name_of(version, "letters", each.kind, request.locale_name),
            "number": each.number,
            "on": each.written_on,
            "state": each.state,
            "url": request.route_path("letter", id=each.id),
        }
        for each in reversed(case.letters)
    ]


def asked_for(request: Request, case: Dossier) -> dict[str, Any] | None:
    """What the person was asked for, line by line as the letter says it, while the dossier waits for it."""
    letter = letter_that_asks(version_for(request, case), case)
    words = letter.record.words if letter else ()
    said = next((each for each in words if each.language == request.locale_name), words[0] if words else None)
    items = [item for block in said.blocks for item in block.items] if said else []
    if letter is None or said is None or not items:
        return None
    return {"items": items, "language": said.language, "url": request.route_path("letter", id=letter.id)}


def certificate_links(request: Request, case: Dossier) -> list[tuple[str, str]]:
    """The certificates that can be written now, each with its address."""
    version = version_for(request, case)
    return [
        (
            name_of(version, "letters", kind, request.locale_name),
            request.route_path("certificate_new", id=case.id, kind=kind),
        )
        for kind in certificates_open(version, case)
    ]
