"""Addresses of oversight."""

from pyramid.config import Configurator

from casework.access.permissions import Permission
from casework.i18n import _


def includeme(config: Configurator) -> None:
    config.add_route("journal", "/journal")
    config.add_menu_item("journal", _("Journal"), "journal", Permission.JOURNAL_LIST)
