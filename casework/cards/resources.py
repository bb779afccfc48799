"""Contexts of cards: they carry the object, nothing else."""

from pyramid.request import Request

from casework.cards.models import Card, Paper
from casework.errors import NotFoundError


class CardContext:
    """A card: number, validity, state. Its page names nobody, but tells that somebody looked.

    One that could not be made has its page, too: somebody may be waiting there.
    """

    personal = True

    def __init__(self, request: Request) -> None:
        found = request.dbsession.get(Card, request.matchdict["id"])
        if found is None:
            raise NotFoundError
        self.guarded: Card = found
        self.dossier_id = found.dossier_id


class PaperContext:
    """A paper, to those who work with it and to whom it was granted."""

    personal = True

    def __init__(self, request: Request) -> None:
        found = request.dbsession.get(Paper, request.matchdict["id"])
        if found is None:
            raise NotFoundError
        self.guarded: Paper = found
        self.dossier_id = found.dossier_id
