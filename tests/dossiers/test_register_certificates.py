"""A register certifies who is entered in it: once with the entry, and again whenever somebody asks."""

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from casework import clock, files
from casework.cards.press import trusted_roots
from casework.dossiers.models import Dossier, Letter
from casework.dossiers.records import MovementRecord
from casework.dossiers.service import changes
from casework.dossiers.service.certificates import certificates_open
from casework.dossiers.service.given import Given
from casework.dossiers.service.steps import take_step
from casework.papers import validate
from casework.programmes.service import version_of
from casework.schemes import Catalogue
from tests.dossiers.making import issue, write
from tests.dossiers.offices import Office, office_of, settled_catalogue
from tests.papers.reading import text
from tests.support.installation import Installation
from tests.tools.pdfcheck import check

REGISTER = "bcn-padro"


@pytest.fixture(scope="module")
def catalogue() -> Catalogue:
    return settled_catalogue()


@pytest.fixture
def office(installation: Installation, catalogue: Catalogue) -> Iterator[Office]:
    with office_of(installation, catalogue, REGISTER) as made:
        yield made


@pytest.fixture
def entered(installation: Installation, office: Office, catalogue: Catalogue) -> Dossier:
    """Somebody who lives in the town, entered today."""
    dossier = office.open(catalogue)
    changes.add_movement(
        office.session, office.author, dossier, MovementRecord("arrival", office.on, "Barcelona")
    )
    return issue(installation, office, office.whole(dossier.id), "enter", office.author)


def certify(installation: Installation, office: Office, dossier: Dossier) -> Letter:
    letter = take_step(office.session, office.author, dossier, "certify", Given(), office.at, office.on)
    assert letter is not None
    return write(installation, office, letter)


def test_an_entry_is_certified_again_under_a_number_of_its_own(
    installation: Installation, office: Office, entered: Dossier, tmp_path: Path
) -> None:
    letter = certify(installation, office, entered)
    assert (letter.kind, letter.state, entered.state) == ("certificate", "written", "open")
    assert letter.paper is not None
    assert letter.paper.code_hash, "anybody can check it"
    kept = office.session.get_one(files.SealedFile, letter.paper.file_id)
    paper = tmp_path / "certificate.pdf"
    paper.write_bytes(files.read(office.session, kept))
    roots = trusted_roots(installation.settings.keys_directory)
    verdict = validate(paper.read_bytes(), roots, at=clock.now())
    assert verdict.genuine
    assert verdict.attachment is not None
    assert verdict.attachment["number"] == letter.number
    said = text(paper)
    for word in ("Certificat d’empadronament", "Maria Mercè", "carrer de la Mostra, 3", "des del"):
        assert word in said
    assert check([paper]) == []


def test_an_entry_lives_on_and_is_certified_as_it_stands(
    installation: Installation, office: Office, entered: Dossier, tmp_path: Path
) -> None:
    moved = replace(entered.record, address="plaça Inventada, 9")
    person = entered.person.particulars
    changes.change_particulars(office.session, office.author, entered, person, moved)
    take_step(office.session, office.author, entered, "move", Given(), office.at, office.on)
    letter = certify(installation, office, office.whole(entered.id))
    assert letter.paper is not None
    paper = tmp_path / "certificate.pdf"
    kept = office.session.get_one(files.SealedFile, letter.paper.file_id)
    paper.write_bytes(files.read(office.session, kept))
    said = text(paper)
    assert "plaça Inventada, 9" in said
    assert "carrer de la Mostra" not in said


def test_each_has_its_own_number_and_code(
    installation: Installation, office: Office, entered: Dossier
) -> None:
    papers = [certify(installation, office, office.whole(entered.id)).paper for _ in range(2)]
    assert len({each.number for each in papers if each}) == 2
    assert len({each.code_hash for each in papers if each}) == 2


def test_no_state_of_procedure_is_certified_by_a_register(office: Office, entered: Dossier) -> None:
    assert certificates_open(version_of(office.session, entered.version_hash), entered) == ()
