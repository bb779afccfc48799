"""Programmes: which schemes an organisation runs, and the frozen versions that dossiers rest on."""

from pyramid.config import Configurator

from casework.programmes.bodies import give_catalogue
from casework.schemes import Catalogue


def includeme(config: Configurator) -> None:
    """`registry["catalogue"]`: every scheme file is read and checked at start."""
    catalogue = Catalogue.load(config.registry["settings"].schemes_directory)
    config.registry["catalogue"] = catalogue
    give_catalogue(config.registry["sessions"], catalogue)
    for part in ("routes", "views"):
        config.include(f"casework.programmes.{part}")
