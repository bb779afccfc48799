"""Addresses of schemes and programmes."""

from datetime import timedelta

from pyramid.config import Configurator

from casework.access.permissions import Permission
from casework.access.routes import limit_retyping
from casework.i18n import _
from casework.programmes.resources import ProgrammeContext, PublicProgrammeContext


def includeme(config: Configurator) -> None:
    config.add_route("schemes", "/schemes")
    config.add_route("scheme", "/schemes/{key}")
    config.add_route("programmes", "/programmes")
    config.add_route("programme_adopt", "/programmes/adopt/{key}")
    config.add_route("programme_letterhead", "/programmes/{id}/letterhead", factory=ProgrammeContext)
    config.add_route("programme_values", "/programmes/{id}/values", factory=ProgrammeContext)
    for name, path in (("leaflet", "/leaflet"), ("selfcheck", "/check")):
        config.add_route(name, f"{path}/{{organisation}}/{{scheme}}", factory=PublicProgrammeContext)
    for route in ("programme_adopt", "programme_letterhead", "programme_values"):
        limit_retyping(config, route)
    config.limit_route("selfcheck", kind="selfcheck", per=30, window=timedelta(minutes=1))
    config.add_menu_item("schemes", _("Schemes"), "schemes", Permission.SCHEME_READ, rank=70)
    config.add_menu_item("programmes", _("Programmes"), "programmes", Permission.PROGRAMME_ADOPT, rank=60)
