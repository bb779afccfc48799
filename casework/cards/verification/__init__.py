"""Verification: may run alone, on a host that can read one database view and nothing else (design.md §3, §7)."""

from pyramid.config import Configurator


def includeme(config: Configurator) -> None:
    config.include("casework.cards.verification.views")
