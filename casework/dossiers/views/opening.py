"""Opening a dossier, for a new person or one known already.

Names that were typed are compared with those of the persons known here. Like a search on the worklist, they
stand in no address, no log and no journal, which says only which dossiers were shown (design.md §4).
"""

from collections.abc import Callable, Sequence
from datetime import date
from typing import Any

import deform
from pyramid.httpexceptions import HTTPSeeOther
from pyramid.request import Request
from pyramid.response import Response
from pyramid.view import view_config

from casework import journal
from casework.access.permissions import Permission
from casework.dossiers.models import Dossier
from casework.dossiers.papers import birth_date_text
from casework.dossiers.records import CaseRecord
from casework.dossiers.schemas.person import (
    WHO,
    ask_who,
    names_schema,
    person_schema,
    read_names,
    read_person,
)
from casework.dossiers.service.opening import Known, open_dossier, persons_alike, under_way
from casework.dossiers.views.common import notice, today, version_for
from casework.errors import NotFoundError
from casework.i18n import _
from casework.people.models import Particulars, Person
from casework.programmes.service import running, version_in_force
from casework.schemes import SchemeVersion, name_of
from casework.web.form_reading import read
from casework.web.forms import handle
from casework.web.languages import asks_for_another

MOST_SHOWN = 10
SOMEBODY_ELSE = "new"
Opening = Callable[[Particulars, CaseRecord, Person | None], Dossier]
"""Opens a dossier for a new person of these particulars, or for one known already."""

COMPARED = ("given_names", "family_names", "native_name", "birth_date")


@view_config(
    route_name="dossier_new",
    request_method=("GET", "POST"),
    permission=Permission.DOSSIER_OPEN,
    renderer="dossiers/new.jinja2",
)
def dossier_new(request: Request) -> dict[str, Any] | Response:
    """Choose the scheme where there are several, then say who the person is."""
    day = today(request)
    versions = versions_on(request, day)
    chosen = request.GET.get("scheme", next(iter(versions)) if len(versions) == 1 else None)
    if chosen is None:
        choices = [_choice(request, each) for each in versions.values()]
        return {"title": _("Open a dossier"), "choices": choices}
    if chosen not in versions:
        raise NotFoundError

    def opening(particulars: Particulars, record: CaseRecord, person: Person | None) -> Dossier:
        session, catalogue = request.dbsession, request.registry["catalogue"]
        return open_dossier(session, catalogue, request.identity, chosen, particulars, record, day, person)

    return intake(
        request,
        versions[chosen],
        opening,
        title=_("Open a dossier"),
        submit=_("Open the dossier"),
        cancel_url=request.route_path("dossiers"),
    )


def versions_on(request: Request, day: date) -> dict[str, SchemeVersion]:
    """The versions under which the organisation opens dossiers on a day, by the keys of their schemes.

    Nothing is opened under a scheme whose file is gone; the page of programmes names it.
    """
    catalogue = request.registry["catalogue"]
    return {
        each.scheme_key: version_in_force(catalogue, each, day)
        for each in running(request.dbsession, request.identity.organisation_id, day)
        if each.scheme_key in catalogue
    }


def _choice(request: Request, version: SchemeVersion) -> tuple[str, str]:
    url = request.route_path("dossier_new", _query={"scheme": version.scheme})
    return version.name_in(request.locale_name), str(url)


def intake(
    request: Request, version: SchemeVersion, opening: Opening, **page: Any
) -> dict[str, Any] | Response:
    """The form; it comes back with a question when somebody like this person is known already.

    `page` is what `web.forms.handle` takes: the title, what is filled in to begin with.
    """
    day = today(request)
    typed = _typed_names(request, day)
    alike = persons_alike(request.dbsession, request.identity, typed) if typed else []
    answers = _answers(alike)
    schema = person_schema(version, request.locale_name, day)
    if alike:
        ask_who(schema, [(value, _answer(request, known, version)) for value, known in answers.items()])

    def on_valid(values: dict[str, Any]) -> Response:
        return _open(request, opening, values, answers[values[WHO]] if alike else None)

    answer = handle(
        request,
        schema,
        on_valid,
        scheme=version.name_in(request.locale_name),
        choices=(),
        alike=[_shown(request, each, typed, schema) for each in alike[:MOST_SHOWN] if typed],
        unshown=len(alike[MOST_SHOWN:]),
        **page,
    )
    if alike and isinstance(answer, dict):
        _journal_shown(request, alike[:MOST_SHOWN])
    return answer


def _typed_names(request: Request, day: date) -> Particulars | None:
    """Names and birth date as they were sent; None where none were, or the form will refuse them.

    Who only asks for the form in another language sends none yet, unless who it is was asked already.
    """
    if request.method != "POST":
        return None
    schema = names_schema(request.locale_name, day).bind(request=request)
    sent, _row_change = read(request.POST.items(), schema)
    if asks_for_another(request) and WHO not in sent:
        return None
    try:
        return read_names(deform.Form(schema).validate_pstruct(sent))
    except deform.ValidationFailure:
        return None


def _answers(alike: Sequence[Known]) -> dict[str, Known | None]:
    """The answers to who it is, by the value that the form sends.

    How many persons and dossiers were known stands in the value: where a colleague opened a dossier meanwhile, an
    answer is not offered any more, and the question comes again.
    """
    known = {f"{each.person.id}.{len(each.dossiers)}": each for each in alike[:MOST_SHOWN]}
    return {**known, f"{SOMEBODY_ELSE}.{len(alike)}": None}


def _answer(request: Request, known: Known | None, version: SchemeVersion) -> Any:
    """One answer in words. A second dossier beside one that is under way is opened by choosing just that."""
    if known is None:
        return _("Somebody else, who is new here")
    particulars = known.person.particulars
    running = under_way(request.dbsession, known, version.scheme)
    words = {
        "name": particulars.full_name or particulars.native_name,
        "born": birth_date_text(particulars.birth_date, request.locale_name),
        "references": ", ".join(each.reference for each in running or known.dossiers),
    }
    if running:
        return _("${name}, born ${born}: open a second dossier beside ${references}", mapping=words)
    return _("${name}, born ${born}, known from ${references}", mapping=words)


def _shown(request: Request, known: Known, typed: Particulars, schema: Any) -> dict[str, Any]:
    """A known person: what they are called, which fields were typed otherwise, and their dossiers."""
    particulars = known.person.particulars
    return {
        "name": particulars.full_name,
        "native_name": particulars.native_name,
        "native_language": particulars.native_language,
        "born": birth_date_text(particulars.birth_date, request.locale_name),
        "differs": [
            schema[name].title for name in COMPARED if getattr(particulars, name) != getattr(typed, name)
        ],
        "dossiers": [_dossier_shown(request, each) for each in known.dossiers],
    }


def _dossier_shown(request: Request, dossier: Dossier) -> dict[str, Any]:
    version = version_for(request, dossier)
    return {
        "reference": dossier.reference,
        "url": request.route_path("dossier", id=dossier.id),
        "scheme": version.name_in(request.locale_name),
        "state": name_of(version, "states", dossier.state, request.locale_name),
        "opened_on": dossier.opened_on,
    }


def _open(request: Request, opening: Opening, values: dict[str, Any], known: Known | None) -> Response:
    particulars, record = read_person(values, CaseRecord())
    person = known.person if known else None
    opened = opening(particulars, record, person)
    if person is None or person.particulars == particulars:
        notice(request, _("The dossier is open."))
    else:
        notice(
            request,
            _(
                "The dossier is open. Names and birth date stay as they were known: correct them under “The person”."
            ),
        )
    return HTTPSeeOther(request.route_path("dossier", id=opened.id))


def _journal_shown(request: Request, shown: Sequence[Known]) -> None:
    """Names were looked through and shown, so it is a search; the journal gets ids, never what was typed."""
    journal.record(
        request.dbsession,
        actor=request.identity.account_id,
        organisation=request.identity.organisation_id,
        action="dossier.search",
        object_kind="organisation",
        object_id=request.identity.organisation_id,
        detail={"list": "intake", "shown": [one.id for each in shown for one in each.dossiers]},
    )
