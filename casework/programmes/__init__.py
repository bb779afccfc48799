"""Programmes: which schemes an organisation runs, and the frozen versions that dossiers rest on."""

from pyramid.config import Configurator

from casework.schemes import Catalogue


def includeme(config: Configurator) -> None:
    """`registry["catalogue"]`: every scheme file is read and checked at start."""
    config.registry["catalogue"] = Catalogue.load(config.registry["settings"].schemes_directory)
    for part in ("routes", "views"):
        config.include(f"casework.programmes.{part}")
