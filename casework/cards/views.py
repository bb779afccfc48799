"""The list of cards, a card's page while it is made and after, and the download of a paper."""

from typing import Any

from pyramid.config import Configurator
from pyramid.request import Request
from pyramid.response import Response
from pyramid.view import view_config

from casework import clock, files
from casework.access.permissions import Permission
from casework.cards import queries
from casework.cards.models import Card
from casework.cards.resources import CardContext, PaperContext


@view_config(route_name="cards", permission=Permission.CARD_LIST, renderer="cards/list.jinja2")
def cards(request: Request) -> dict[str, Any]:
    """One page of the organisation's cards. Numbers, dates and states; no names."""
    found = queries.visible_cards(request.dbsession, request.identity, request.GET.get("after"))
    page, more = found[: queries.PAGE], len(found) > queries.PAGE
    return {
        "cards": page,
        "next_url": request.route_path("cards", _query={"after": page[-1].id}) if more else None,
        "first_url": request.route_path("cards") if "after" in request.GET else None,
        "today": clock.today(request.identity.time_zone),
    }


@view_config(route_name="card", permission=Permission.CARD_READ, renderer="cards/card.jinja2")
def card(context: CardContext, request: Request) -> dict[str, Any]:
    """A card being made, with its progress, or the issued card with its papers."""
    found: Card = context.guarded
    if found.state == "issuing":
        request.response.headers["Refresh"] = "2"
    return {
        "card": found,
        "dossier_url": request.route_path("dossier", id=found.dossier_id),
        "today": clock.today(request.identity.time_zone),
    }


@view_config(route_name="paper_download", permission=Permission.PAPER_READ)
def paper_download(context: PaperContext, request: Request) -> Response:
    """The signed file, byte for byte as it was issued. Its name tells the number and nobody's name."""
    paper = context.guarded
    kept = request.dbsession.get_one(files.SealedFile, paper.file_id)
    name = paper.number.replace("/", "-")  # a scheme's numbers may have strokes, a file's name may not
    return Response(
        files.read(request.dbsession, kept),
        content_type="application/pdf",
        content_disposition=f'attachment; filename="{name}.pdf"',
    )


def includeme(config: Configurator) -> None:
    config.scan(__name__)
