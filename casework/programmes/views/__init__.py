"""Pages of schemes and programmes, one module a family of pages."""

from pyramid.config import Configurator


def includeme(config: Configurator) -> None:
    config.scan("casework.programmes.views")
