"""What administers or certifies asks for the password once more, also where its page asks for nothing else."""

from collections.abc import Callable
from typing import Any

import pytest
from sqlalchemy import select
from webtest import TestApp

from casework import clock
from casework.access.models import AccountSession
from casework.access.permissions import Role
from casework.db import writing
from casework.demo.people import PASSWORD
from casework.dossiers.models import Letter
from casework.dossiers.service import letters
from casework.dossiers.service.certificates import write_certificate
from casework.journal.models import JournalEntry
from casework.programmes.models import Programme
from tests.dossiers.cases import Desk, prepare_case
from tests.support.installation import Installation
from tests.support.pages import fill, form_of

WRONG = "not my password"


def account_to_end(installation: Installation) -> str:
    installation.signed_in(Role.REVIEWER)
    with installation.session() as session:
        began = select(AccountSession.account_id).order_by(AccountSession.began_at.desc())
        return f"/accounts/{session.scalars(began).first()}/end-sessions"


def letterhead(installation: Installation) -> str:
    with installation.session() as session:
        kept = session.scalars(select(Programme).filter_by(scheme_key="bcn-veinatge")).first()
        assert kept is not None
        return f"/programmes/{kept.id}/letterhead"


def lost(installation: Installation, *, certificate: bool) -> str:
    """Where a letter, or a certificate of the procedure, that could not be made is written again."""
    dossier_id = prepare_case(installation.registry, "submit")
    with writing(installation.registry["sessions"]) as session:
        desk = Desk(session, installation.registry["catalogue"], clock.today("Europe/Madrid"))
        found = session.scalars(select(Letter).filter_by(dossier_id=dossier_id)).one()
        if certificate:
            dossier = desk.whole(dossier_id)
            found = write_certificate(session, desk.caseworker, dossier, "state", "Clara Mostra", desk.today)
        letters.give_up(session, found.id)
        return f"/letters/{found.id}/again"


def lost_certificate(installation: Installation) -> str:
    return lost(installation, certificate=True)


def stored(installation: Installation) -> list[Any]:
    """What these pages may change."""
    with installation.session() as session:
        return [
            session.scalars(select(Programme.letterhead)).all(),
            session.scalars(select(AccountSession.id).where(AccountSession.ended_at.is_not(None))).all(),
            session.scalars(select(Letter.replaces_id)).all(),
        ]


def entries(installation: Installation, action: str) -> int:
    with installation.session() as session:
        return len(session.scalars(select(JournalEntry).filter_by(action=action)).all())


ASKING = pytest.mark.parametrize(
    ("role", "address", "typed"),
    [
        (Role.ADMINISTRATOR, account_to_end, {}),
        (Role.ADMINISTRATOR, letterhead, {"telephone": "93 444 44 44"}),
        (Role.CASEWORKER, lost_certificate, {}),
    ],
)


@ASKING
def test_a_wrong_password_changes_nothing_is_said_at_its_field_and_journalled(
    installation: Installation, role: Role, address: Callable[[Installation], str], typed: dict[str, str]
) -> None:
    page = installation.signed_in(role).get(address(installation))
    before, failed = stored(installation), entries(installation, "retyping.failed")
    answer = fill(page, status=400, retyped=WRONG, **typed)
    (link,) = answer.html.select_one("[data-error-summary]").find_all("a")
    assert "not the password of your account" in link.text
    assert answer.html.find(id=link["href"][1:])["name"] == "retyped"
    assert answer.html.find(attrs={"name": "retyped"}).get("value") is None
    assert stored(installation) == before
    assert entries(installation, "retyping.failed") == failed + 1
    assert {name: form_of(answer)[name].value for name in typed} == typed


@ASKING
def test_the_right_one_is_taken_once(
    installation: Installation, role: Role, address: Callable[[Installation], str], typed: dict[str, str]
) -> None:
    page = installation.signed_in(role).get(address(installation))
    before = stored(installation)
    first = fill(page, retyped=PASSWORD, **typed)
    after = stored(installation)
    assert after != before
    assert fill(page, retyped=PASSWORD, **typed).location == first.location
    assert stored(installation) == after


@ASKING
def test_nothing_happens_without_one(
    installation: Installation, role: Role, address: Callable[[Installation], str], typed: dict[str, str]
) -> None:
    page = installation.signed_in(role).get(address(installation))
    before = stored(installation)
    assert "Fill in: Your password" in fill(page, status=400, **typed).text
    assert stored(installation) == before


def test_a_mere_letter_is_written_again_without_one(installation: Installation) -> None:
    page = installation.signed_in(Role.CASEWORKER).get(lost(installation, certificate=False))
    form = form_of(page)
    assert "retyped" not in form.fields
    form.submit(status=303)


def test_ones_own_session_is_ended_without_one(installation: Installation) -> None:
    """Whoever finds a stranger in their account has to be quick."""
    browsers: list[TestApp] = [installation.signed_in(Role.REVIEWER) for _each in range(2)]
    link = browsers[0].get("/account").html.select_one("main a[href*='/sessions/']")
    assert "retyped" not in form_of(browsers[0].get(link["href"])).fields


def test_what_destroys_wears_its_colour_and_nothing_else(installation: Installation) -> None:
    """`account_end` destroys, and asks; a letter is written again, and nothing is lost."""
    administrator = installation.signed_in(Role.ADMINISTRATOR)
    caseworker = installation.signed_in(Role.CASEWORKER)
    for page, danger in (
        (administrator.get(account_to_end(installation)), True),
        (caseworker.get(lost_certificate(installation)), False),
        (caseworker.get(lost(installation, certificate=False)), False),
    ):
        box = page.html.find(class_="cw-confirm")
        assert bool(box.find_all(class_="cw-button--danger")) is danger
        assert bool(box.find_all(class_="cw-button--primary")) is not danger
