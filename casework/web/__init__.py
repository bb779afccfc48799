"""The web of the house: page frame, forms, headers, errors, limits. It knows no area; areas register here."""

from pyramid.config import Configurator
from pyramid.events import BeforeTraversal
from pyramid.tweens import EXCVIEW, INGRESS

from casework.web.routing import check_ids

TWEENS = ("logs", "security_headers", "sanity", "limits")
"""From the outside to the inside; then the transaction, what was sent already, then the exception views."""


def includeme(config: Configurator) -> None:
    """Needs `settings`, `engine` and pyramid_tm in the same configurator; see the directives of each part."""
    for part in (
        "bodies",
        "derivers",
        "logs",
        "static",
        "templating",
        "frame",
        "languages",
        "sanity",
        "limits",
        "errors",
        "views",
    ):
        config.include(f"casework.web.{part}")
    config.add_subscriber(check_ids, BeforeTraversal)
    _add_tweens(config)


def _add_tweens(config: Configurator) -> None:
    names = [f"casework.web.{name}.tween_factory" for name in TWEENS]
    outer = [INGRESS, *names]
    inner = [*names[1:], ("pyramid_tm.tm_tween_factory", EXCVIEW)]
    for name, under, over in zip(names, outer, inner, strict=False):
        config.add_tween(name, under=under, over=over)
    config.add_tween("casework.web.sending.tween_factory", under="pyramid_tm.tm_tween_factory", over=EXCVIEW)
