"""Review: what a decider has to look at, beginning with what changed since they looked last."""

from typing import Any

from pyramid.request import Request
from pyramid.view import view_config

from casework import clock
from casework.access.permissions import Permission
from casework.access.queries import names_of
from casework.dossiers.households import evidence_of, movements_of, record_of
from casework.dossiers.models import Dossier, Evidence
from casework.dossiers.papers import answer_text
from casework.dossiers.resources import DossierContext
from casework.dossiers.schemas.evidence import HOW_CHECKED
from casework.dossiers.schemas.register import MOVEMENTS
from casework.dossiers.schemas.steps import language_name
from casework.dossiers.service import review
from casework.dossiers.service.changes import is_author
from casework.dossiers.views.asked import read_back_shown
from casework.dossiers.views.case import steps_shown
from casework.dossiers.views.common import breadcrumb, names_of_person, version_for
from casework.dossiers.views.differences import Wording
from casework.dossiers.views.outlook import Outlook
from casework.dossiers.views.photo import photo_links
from casework.dossiers.views.printed import printed_person
from casework.dossiers.views.register import registrations
from casework.dossiers.views.standing import findings_shown
from casework.dossiers.views.statements import composes, paper_language, statements_shown
from casework.errors import NotFoundError
from casework.i18n import long_date
from casework.schemes import MovementKind, SchemeVersion, in_language, name_of


@view_config(
    route_name="dossier_review", permission=Permission.DOSSIER_ACT, renderer="dossiers/review.jinja2"
)
def dossier_review(context: DossierContext, request: Request) -> dict[str, Any]:
    """Findings, changes, sentences with their evidence, and the read-back; beside them what may be done.

    Raises NotFoundError where nothing is proposed.
    """
    case, session, identity = context.dossier, request.dbsession, request.identity
    version, proposal = version_for(request, case), review.under_review(session, case)
    if proposal is None:
        raise NotFoundError
    last = review.last_seen(session, identity, case)
    # A GET that writes: the look itself is the fact. Every read of a dossier is journalled, so that this request
    # is a writing transaction anyhow. Looks count by proposal: the page shows the same when it is loaded again.
    review.look(session, identity, proposal, clock.now())
    wording, author = Wording(request, version), is_author(session, identity, case)
    statements = statements_shown(request, case, version)
    return {
        "breadcrumb": breadcrumb(request, case),
        "scheme": version.name_in(request.locale_name),
        "names": names_of_person(case),
        "photo_url": photo_links(request, case)["photo_url"],
        "proposed_by": names_of(session, {proposal.taken_by})[proposal.taken_by],
        "proposed_on": long_date(proposal.taken_on, request.locale_name),
        "author": author,
        "seen_on": long_date(last.proposal.taken_on, request.locale_name) if last else "",
        "changes": [wording.shown(each) for each in review.changed_since(last, proposal)] if last else [],
        "printed": printed_person(request, case, version),
        "movements": _movements(request, case, version),
        "findings": findings_shown(request, case, version),
        "answers": _answers(request, version, case),
        "composes": composes(version),
        "statements": [_with_evidence(request, version, each) for each in statements],
        "other_evidence": [
            _evidence_shown(request, version, each) for each in _beside_statements(version, case, statements)
        ],
        "paper_language": paper_language(version),
        "read_back": read_back_shown(request, case),
        "preview_url": request.route_path("dossier_preview", id=case.id),
        **_what_can_be_done(request, case, version, author),
    }


def _what_can_be_done(
    request: Request, case: Dossier, version: SchemeVersion, author: bool
) -> dict[str, Any]:
    """Each step that the account may take, and what it does; none before the others. Who else decides."""
    outlook = Outlook(request, case)
    steps = [
        {**each, "does": outlook.of(action), "stopped": outlook.stops(action)}
        for each in steps_shown(request, case, version)
        for action in [version.steps.actions[each["key"]]]
        if not (author and each["decides"])
    ]
    return {
        "steps": steps,
        "decides": any(each["decides"] for each in steps),
        "deciders": outlook.deciders,
        "validity": outlook.validity,
        "language": language_name(paper_language(version), request.locale_name),
    }


def _movements(request: Request, case: Dossier, version: SchemeVersion) -> dict[str, Any] | None:
    """What the register says, and what it amounts to; None where nothing is entered."""
    records = sorted((each.record for each in movements_of(version, case)), key=lambda one: one.day)
    if not records:
        return None
    return {
        "amount_to": registrations(request, case),
        "entered": [
            (each.day, MOVEMENTS[MovementKind(each.what)], each.place, each.notified, each.reason)
            for each in records
        ],
    }


def _answers(request: Request, version: SchemeVersion, case: Dossier) -> list[tuple[str, str]]:
    """(question, answer) of the scheme's questions, in the scheme's order."""
    language = request.locale_name
    answers = {each.fact: each.answer for each in record_of(version, case).answers}
    return [
        (in_language(fact.text, language), answer_text(version, key, answers[key], language))
        for key, fact in version.facts.items()
        if key in answers
    ]


def _beside_statements(
    version: SchemeVersion, case: Dossier, statements: list[dict[str, Any]]
) -> list[Evidence]:
    """The evidence on which no printed sentence rests: the rules may count it all the same."""
    printed = {one.id for each in statements if not each["left_out"] for one in each["evidence"]}
    return [each for each in evidence_of(version, case) if each.id not in printed]


def _with_evidence(request: Request, version: SchemeVersion, shown: dict[str, Any]) -> dict[str, Any]:
    """A sentence, and what can be told and looked at of each piece of evidence that it rests on."""
    evidence: list[Evidence] = shown["evidence"]
    return {**shown, "evidence": [_evidence_shown(request, version, each) for each in evidence]}


def _evidence_shown(request: Request, version: SchemeVersion, evidence: Evidence) -> dict[str, Any]:
    record = evidence.record
    return {
        "label": evidence.label,
        "kind": name_of(version, "kinds", record.kind, request.locale_name),
        "issuer": record.issuer,
        "issued": record.issued,
        "expires": record.expires,
        "how_checked": HOW_CHECKED[record.how_checked],
        "url": request.route_path("evidence", id=evidence.id),
        "kept": bool(evidence.file_id),
    }
