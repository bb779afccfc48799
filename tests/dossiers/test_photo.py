"""The photo of the person: content of the dossier, sealed, and printed on the paper."""

from io import BytesIO

import pikepdf
import pytest
from PIL import Image

from casework import clock, files
from casework.cards.models import Card
from casework.db import writing
from casework.dossiers.models import Dossier
from casework.dossiers.service.findings import hash_of
from casework.dossiers.service.photo import photo_of, remove_photo, set_photo
from casework.errors import RefusedError
from casework.files import SealedFile
from casework.vault.errors import StorageError
from tests.dossiers.cases import Desk, prepare_case, reserve
from tests.support.installation import Installation


def picture(colour: str = "#aa3311") -> bytes:
    taken = BytesIO()
    Image.new("RGB", (800, 600), colour).save(taken, "JPEG")
    return files.remake_photo(taken.getvalue())


def test_a_photo_is_content(desk: Desk, dossier: Dossier) -> None:
    assert photo_of(desk.session, dossier) is None
    without = hash_of(dossier)
    set_photo(desk.session, desk.caseworker, dossier, picture())
    with_one = hash_of(dossier)
    assert with_one != without
    assert photo_of(desk.session, dossier) == picture()
    set_photo(desk.session, desk.caseworker, dossier, picture("#0000aa"))
    assert hash_of(dossier) not in {without, with_one}
    remove_photo(desk.session, desk.caseworker, dossier)
    assert hash_of(dossier) == without
    assert photo_of(desk.session, dossier) is None


def test_it_does_not_change_under_a_decision(desk: Desk, dossier: Dossier) -> None:
    set_photo(desk.session, desk.caseworker, dossier, picture())
    desk.take(dossier, "submit", "take_up", "propose")
    kept = dossier.photo_id
    with pytest.raises(RefusedError, match="Nothing in it can change now"):
        set_photo(desk.session, desk.caseworker, dossier, picture())
    with pytest.raises(RefusedError, match="Nothing in it can change now"):
        remove_photo(desk.session, desk.caseworker, dossier)
    assert dossier.photo_id == kept


def test_who_decided_cannot_change_it(desk: Desk, dossier: Dossier) -> None:
    set_photo(desk.session, desk.signatory, dossier, picture())
    desk.take(dossier, "submit", "take_up", "propose")
    with pytest.raises(RefusedError, match="cannot decide on it"):
        desk.take(dossier, "grant")


@pytest.mark.parametrize("then", ["another", "none"])
def test_the_old_file_is_destroyed(
    installation: Installation, desk: Desk, dossier: Dossier, then: str
) -> None:
    storage = installation.registry["vault"].storage
    set_photo(desk.session, desk.caseworker, dossier, picture())
    desk.session.commit()
    old = dossier.photo_id
    assert old is not None
    assert b"JFIF" not in storage.read(old)
    if then == "another":
        set_photo(desk.session, desk.caseworker, dossier, picture("#0000aa"))
    else:
        remove_photo(desk.session, desk.caseworker, dossier)
    assert storage.read(old), "nothing is gone before the commit"
    desk.session.commit()
    assert desk.session.get(SealedFile, old) is None
    with pytest.raises(StorageError):
        storage.read(old)


def pictures_in(pdf: bytes) -> set[tuple[int, int]]:
    """Width and height in pixels of what is printed."""
    with pikepdf.open(BytesIO(pdf)) as document:
        return {
            (int(each.Width), int(each.Height))
            for page in document.pages
            for each in page.get_images().values()
        }


@pytest.mark.parametrize("with_photo", [True, False])
def test_the_issued_paper_shows_it(installation: Installation, with_photo: bool) -> None:
    registry = installation.registry
    dossier_id = prepare_case(registry)
    with writing(registry["sessions"]) as session:
        desk = Desk(session, registry["catalogue"], clock.today("Europe/Madrid"))
        dossier = desk.whole(dossier_id)
        if with_photo:
            set_photo(session, desk.caseworker, dossier, picture())
        desk.take(dossier, "submit", "take_up", "propose", "grant")
    card_id = reserve(registry, dossier_id)
    installation.run_jobs()
    with installation.session() as session:
        paper = session.get_one(Card, card_id).papers[0]
        pdf = files.read(session, session.get_one(SealedFile, paper.file_id))
    assert ((700, 900) in pictures_in(pdf)) is with_photo
