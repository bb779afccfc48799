"""A scheme runs in all its languages: what lacks words is not adopted, and what loses them is shown as a mistake."""

from datetime import date
from pathlib import Path

import pytest
from sqlalchemy import select
from webtest import TestApp

from casework.access.permissions import Role
from casework.demo.people import PASSWORD
from casework.errors import RefusedError
from casework.programmes.adopting import adopt_scheme
from casework.programmes.models import Programme
from casework.schemes import Catalogue
from tests.support.installation import Installation
from tests.support.pages import fill

OFFICE = {
    "units": "Service d’exemple",
    "telephone": "04 00 00 00 00",
    "hours": "lun.–jeu. 10–13 h",
    "signatory_name": "Lucie Modèle",
    "signatory_office": "Cheffe de service",
}
TOWN = (Path(__file__).parents[1] / "schemes" / "data" / "valmorette.yaml").read_text("utf-8")
LACKS = "'name' is not said in en; an organisation runs this scheme: add it"


def town(directory: Path, name: str) -> Catalogue:
    both = "{fr: Carte de Valmorette, en: Valmorette card}"
    (directory / "valmorette.yaml").write_text(TOWN.replace(both, name), "utf-8")
    return Catalogue.load(directory)


def test_a_scheme_that_lacks_words_in_a_language_is_not_adopted(
    installation: Installation, administrator: TestApp, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    whole = town(tmp_path, "{fr: Carte de Valmorette, en: Valmorette card}")
    monkeypatch.setitem(installation.registry, "catalogue", whole)
    form = administrator.get("/programmes/adopt/valmorette")
    lacking = town(tmp_path, "{fr: Carte}")
    monkeypatch.setitem(installation.registry, "catalogue", lacking)
    page = administrator.get("/programmes/adopt/valmorette")
    assert LACKS in page.html.get_text()
    assert "Adopt the scheme" not in page.text, "no form that never goes through"
    answer = fill(form, (("1", "3", "2026"),), status=400, **OFFICE, retyped=PASSWORD)
    assert LACKS in answer.html.get_text()
    with installation.session() as session, pytest.raises(RefusedError) as refused:
        identity, today = installation.identity(session, Role.ADMINISTRATOR), date(2026, 3, 1)
        adopt_scheme(session, lacking, identity, lacking.scheme("valmorette"), today, {}, {}, today)
    assert "lacks words in one of its languages" in str(refused.value.message)
    with installation.session() as session:
        assert session.scalar(select(Programme).filter_by(scheme_key="valmorette")) is None


def test_a_scheme_that_lost_a_language_is_shown_as_a_mistake(
    installation: Installation, administrator: TestApp, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    whole = town(tmp_path, "{fr: Carte de Valmorette, en: Valmorette card}")
    monkeypatch.setitem(installation.registry, "catalogue", whole)
    form = administrator.get("/programmes/adopt/valmorette")
    choices = ("true",) if "acknowledged" in form.text else ()
    page = fill(form, (("1", "3", "2026"),), choices, **OFFICE, retyped=PASSWORD).follow()
    assert "has lost words" not in page.text
    french = TOWN.replace("languages: [fr, en]", "languages: [fr]")
    (tmp_path / "valmorette.yaml").write_text(french, "utf-8")
    monkeypatch.setitem(installation.registry, "catalogue", Catalogue.load(tmp_path))
    text = administrator.get("/programmes").html.get_text()
    assert "This scheme has lost words" in text
    assert "an organisation runs this scheme in 'en', which it does not speak" in text
