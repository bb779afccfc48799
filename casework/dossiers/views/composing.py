"""Composing a statement: what the evidence suggests, every sentence of the scheme, and the form of one."""

from collections.abc import Callable, Iterable, Mapping
from itertools import groupby
from typing import Any

from pyramid.request import Request
from pyramid.response import Response
from pyramid.view import view_config

from casework.access.permissions import Permission
from casework.dossiers.doubts import doubts_of
from casework.dossiers.models import Dossier, Evidence
from casework.dossiers.records import StatementRecord
from casework.dossiers.resources import DossierContext, StatementContext
from casework.dossiers.schemas.statements import (
    read_blanks,
    show_statement,
    statement_schema,
    suggested_schema,
)
from casework.dossiers.service import statements
from casework.dossiers.service.changes import require_changeable
from casework.dossiers.service.suggestions import (
    Suggestion,
    compose_suggested,
    known_of,
    suggestion_for,
    suggestions_of,
)
from casework.dossiers.views.common import (
    breadcrumb,
    evidence_label,
    hold,
    notice,
    offer,
    today,
    version_for,
)
from casework.dossiers.views.evidence import category_asked
from casework.dossiers.views.statements import back_to_statements, doubt_text, paper_language
from casework.errors import NotFoundError
from casework.i18n import _
from casework.schemes import EvidenceCategory, SchemeVersion, StatementTemplate, in_language, sketch_statement
from casework.web.fields import Hint
from casework.web.forms import handle

COMPOSE = _("Compose a statement")


@view_config(
    route_name="statement_new",
    request_method=("GET", "POST"),
    permission=Permission.DOSSIER_CHANGE,
    renderer="dossiers/statement.jinja2",
)
def statement_new(context: DossierContext, request: Request) -> dict[str, Any] | Response:
    """Choose a sentence of the scheme, fill its gaps, say what it rests on; or take those that are suggested."""
    case, version = context.dossier, version_for(request, context.dossier)
    offer(request, case, require_changeable)
    if "template" not in request.GET:
        return _Choosing(request, case, version).page()
    category = category_asked(request, version)
    template = _template_asked(request, category)
    known = suggestion_for(
        request.dbsession, case, category, template, today(request), request.GET.get("evidence", "")
    )

    def add(values: dict[str, Any]) -> None:
        record = StatementRecord(category.key, template.key, read_blanks(values))
        statements.add_statement(request.dbsession, request.identity, case, record, _chosen(case, values))

    return _form(
        request,
        case,
        category,
        template,
        known.values,
        add,
        _("The sentence will be printed."),
        title=COMPOSE,
        submit=_("Print this sentence"),
        appstruct=show_statement(template, known.record, known.bases),
    )


@view_config(
    route_name="statement_edit",
    request_method=("GET", "POST"),
    permission=Permission.DOSSIER_CHANGE,
    renderer="dossiers/statement.jinja2",
)
def statement_edit(context: StatementContext, request: Request) -> dict[str, Any] | Response:
    """Fill the gaps of a sentence anew, or let it rest on other evidence."""
    case, statement = context.dossier, context.statement
    offer(request, case, require_changeable)
    hold(request, case, statement)
    record = statement.record
    category = version_for(request, case).category(record.category)
    template = category.template(record.template)

    def change(values: dict[str, Any]) -> None:
        changed = StatementRecord(category.key, template.key, read_blanks(values), record.left_out)
        statements.change_statement(
            request.dbsession, request.identity, case, statement, changed, _chosen(case, values)
        )

    return _form(
        request,
        case,
        category,
        template,
        record.values,
        change,
        _("The sentence is changed."),
        title=_("Change a statement"),
        submit=_("Save the sentence"),
        appstruct=show_statement(template, record, [basis.evidence for basis in statement.bases]),
        compare=True,
    )


def _form(
    request: Request,
    case: Dossier,
    category: EvidenceCategory,
    template: StatementTemplate,
    known: Mapping[str, str],
    save: Callable[[dict[str, Any]], None],
    saved: str,
    **form: Any,
) -> dict[str, Any] | Response:
    """The gaps of one sentence, under the sentence itself as far as it is `known`; what is valid is saved."""
    version = version_for(request, case)
    evidence = [(each, evidence_label(request, version, each)) for each in case.evidence]
    language, day = paper_language(version), today(request)

    def wrong(values: Mapping[str, str]) -> dict[str, str]:
        found = known_of(request.dbsession, case, day)
        doubts = doubts_of(category, template, values, (), found, day)
        return {each.gap: doubt_text(each, request.locale_name) for each in doubts if each.is_wrong}

    def on_valid(values: dict[str, Any]) -> Response:
        save(values)
        notice(request, saved)
        return back_to_statements(request, case)

    return handle(
        request,
        statement_schema(category, template, evidence, request.locale_name, wrong),
        on_valid,
        cancel_url=request.route_path("dossier", id=case.id, _anchor="statements"),
        breadcrumb=breadcrumb(request, case),
        sentence=sketch_statement(template, language, known, request.locale_name),
        language=language,
        heading=in_language(category.heading, request.locale_name),
        **form,
    )


def _chosen(case: Dossier, values: dict[str, Any]) -> tuple[Evidence, ...]:
    return tuple(each for each in case.evidence if each.id in values.get("bases", ()))


def _template_asked(request: Request, category: EvidenceCategory) -> StatementTemplate:
    try:
        return category.template(request.GET["template"])
    except KeyError:
        raise NotFoundError from None


class _Choosing:
    """The page on which a sentence is chosen: suggested ones first, then all that the scheme has."""

    def __init__(self, request: Request, case: Dossier, version: SchemeVersion) -> None:
        self.request, self.case, self.version = request, case, version
        self.shown_in, self.language = request.locale_name, paper_language(version)
        self.labels = {each.id: evidence_label(request, version, each) for each in case.evidence}

    def page(self) -> dict[str, Any] | Response:
        """The page; or, where the ready ones are ticked and sent, the way back to the dossier."""
        request, case, day = self.request, self.case, today(self.request)
        suggested = suggestions_of(request.dbsession, case, day)
        ready = [each for each in suggested if each.complete]
        page: dict[str, Any] = {
            "breadcrumb": breadcrumb(request, case),
            "language": self.language,
            "unfinished": self._unfinished(each for each in suggested if not each.complete),
            "sections": self._sections(),
        }
        if not ready and request.method != "POST":
            return {**page, "title": COMPOSE, "form": ""}

        def on_valid(values: dict[str, Any]) -> Response:
            compose_suggested(request.dbsession, request.identity, case, values["sentences"], day)
            notice(request, _("The sentences will be printed."))
            return back_to_statements(request, case)

        hints = {
            each.key: Hint(self._rests_on(each), _("Change it first"), self._url(each)) for each in ready
        }
        return handle(
            request,
            suggested_schema([(each.key, self._text(each)) for each in ready], hints, self.language),
            on_valid,
            title=COMPOSE,
            submit=_("Print the ticked sentences"),
            appstruct={"sentences": set(hints)},
            **page,
        )

    def _text(self, each: Suggestion) -> str:
        return sketch_statement(each.template, self.language, each.values, self.shown_in)

    def _rests_on(self, each: Suggestion) -> str:
        bases = "; ".join(self.labels[basis.id] for basis in each.bases)
        return str(self.request.localizer.translate(_("Rests on: ${evidence}.", mapping={"evidence": bases})))

    def _url(self, each: Suggestion) -> str:
        item = each.bases[0].id if each.template.of_one_item and each.bases else ""
        return self._form_url(each.category, each.template, item)

    def _form_url(self, category: EvidenceCategory, template: StatementTemplate, item: str = "") -> str:
        query = {"category": category.key, "template": template.key} | ({"evidence": item} if item else {})
        return str(self.request.route_path("statement_new", id=self.case.id, _query=query))

    def _unfinished(self, suggested: Iterable[Suggestion]) -> list[dict[str, Any]]:
        """Sentences that still lack a word, or anything to rest on; and where that is given. Those of one basis go
        together: often only one of them is right.
        """
        return [
            {
                "heading": in_language(first.category.heading, self.shown_in),
                "rests_on": self._rests_on(first) if first.bases else "",
                "adding": self.request.route_path(
                    "evidence_new", id=self.case.id, _query={"category": first.category.key}
                ),
                "sentences": [
                    {"text": self._text(each), "url": self._url(each)} for each in (first, *others)
                ],
            }
            for _basis, (first, *others) in groupby(suggested, lambda each: (each.category.key, each.bases))
        ]

    def _sections(self) -> list[tuple[str, list[dict[str, str]]]]:
        """Every sentence that the scheme may print, as it reads, by category."""
        return [
            (
                in_language(category.heading, self.shown_in),
                [
                    {
                        "name": in_language(template.name, self.shown_in),
                        "text": sketch_statement(template, self.language, {}, self.shown_in),
                        "url": self._form_url(category, template),
                    }
                    for template in category.prints
                ],
            )
            for category in self.version.evidence
            if category.prints
        ]
