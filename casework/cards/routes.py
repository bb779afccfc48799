"""Addresses of cards and papers."""

from pyramid.config import Configurator

from casework.access.permissions import Permission
from casework.cards.resources import CardContext, PaperContext
from casework.i18n import _


def includeme(config: Configurator) -> None:
    config.add_route("cards", "/cards")
    config.add_route("card", "/cards/{id}", factory=CardContext)
    config.add_route("paper_download", "/papers/{id}/download", factory=PaperContext)
    config.add_menu_item("cards", _("Cards and papers"), "cards", Permission.CARD_LIST)
