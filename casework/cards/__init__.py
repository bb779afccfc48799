"""Cards: numbers, validity, states, lineage, and the papers that show them."""

from pyramid.config import Configurator


def includeme(config: Configurator) -> None:
    for part in ("press", "routes", "views"):
        config.include(f"casework.cards.{part}")
