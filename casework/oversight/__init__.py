"""Oversight: the journal's pages for the data-protection officer."""

from pyramid.config import Configurator


def includeme(config: Configurator) -> None:
    config.include("casework.oversight.routes")
    config.include("casework.oversight.views")
