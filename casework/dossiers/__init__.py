"""The case: evidence, findings, statements, steps, decisions."""

from pyramid.config import Configurator


def includeme(config: Configurator) -> None:
    for part in ("routes", "views", "jobs"):
        config.include(f"casework.dossiers.{part}")
