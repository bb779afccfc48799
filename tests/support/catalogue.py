"""The shipped catalogue, checked and frozen once in a test process: nothing in it changes."""

from functools import lru_cache

from casework.schemes import Catalogue


@lru_cache(maxsize=1)
def shipped() -> Catalogue:
    return Catalogue.load()
