from datetime import date
from importlib.resources import files
from pathlib import Path

import pytest

from casework.schemes import Catalogue, Scheme, SchemeVersion, load_scheme, read_source
from tests.support.catalogue import shipped

DATA = Path(__file__).parent / "data"


@pytest.fixture(scope="session")
def catalogue() -> Catalogue:
    return shipped()


@pytest.fixture(scope="session")
def barcelona(catalogue: Catalogue) -> SchemeVersion:
    return catalogue.scheme("bcn-veinatge").version_on(date(2024, 1, 1))


@pytest.fixture(scope="session")
def barcelona_text() -> str:
    return (files("casework.schemes.catalogue") / "bcn-veinatge.yaml").read_text("utf-8")


@pytest.fixture(scope="session")
def town_text() -> str:
    return (DATA / "valmorette.yaml").read_text("utf-8")


@pytest.fixture(scope="session")
def town_scheme(town_text: str) -> Scheme:
    scheme, _ = load_scheme([read_source(town_text.encode(), "valmorette.yaml")])
    return scheme


@pytest.fixture(scope="session")
def town(town_scheme: Scheme) -> SchemeVersion:
    return town_scheme.latest
