"""Reads fail closed: a page with personal data is sent only when its entry stands in the journal (S-26)."""

from typing import Any

import pytest
from pyramid.interfaces import IRoutesMapper
from webob import Response

from casework.access.permissions import Role
from casework.db import new_id
from casework.demo.people import NEIGHBOURHOOD, PASSWORD
from tests.access.asking import ask, csrf_of
from tests.access.cases import CONTACT, PERSONAL, REPRESENTATIVE, Case
from tests.access.closing import closed_journal, entries_after, last_seq, state_of
from tests.access.table import ANYWHERE, TABLE, params_of
from tests.access.world import Relation, World, make_world
from tests.support.installation import Installation, name_of
from tests.support.pages import fill

LISTS = {"dossiers", "granted"}
"""Pages without an object on which values of persons stand."""

READ_AS = {
    "card": "card.read",
    "dossiers": "dossier.list",
    "evidence": "evidence.read",
    "evidence_page": "evidence.read",
    "evidence_picture": "evidence.read",
    "letter": "letter.read",
    "letter_again": "letter.read",
    "letter_received": "letter.read",
    "granted": "granted.list",
    "paper_download": "paper.read",
}
"""Every other page reads the dossier."""

SHOWING = {
    "dossier": PERSONAL[0:3],
    "dossiers": PERSONAL[0:3],
    "dossier_person": PERSONAL[0:7],
    "dossier_contact": (CONTACT.telephone, CONTACT.mail),
    "dossier_representative": (REPRESENTATIVE.name, REPRESENTATIVE.organisation),
    "evidence": PERSONAL[7:8],
    "granted": (*PERSONAL[0:2], *PERSONAL[7:8]),
    "dossier_decide": PERSONAL[8:9],
}
"""What stands on some of the pages when the journal works: the values are looked for in the right form."""

LED_BACK = {"statement_place", "letter_received"}
"""The address of a button, and a page on which nothing can be noted of a letter that was never made: both lead back."""

WRITTEN_ELSEWHERE = {
    "POST dossier_new", "POST programme_adopt", "POST programme_letterhead", "POST programme_values",
}  # fmt: skip
"""Filled below, in `tests/programmes/test_adopting.py` and in `test_local_values.py`."""
CHANGING = sorted(key for key in TABLE if key.startswith("POST") and key not in WRITTEN_ELSEWHERE)
FORMS = {
    "POST account_end": {"retyped": PASSWORD},
    "POST dossiers": {"search": "a"},  # a choice of filters alone is sent on, and shows nothing
    "POST dossier_step": {"read_back": "true", "language": "ca", "interpreter": "none_needed"},
    "POST certificate_new": {"retyped": PASSWORD},
    "POST dossier_decide": {"retyped": PASSWORD},
    "POST statement_place": {"to": "out"},
}


IMPERSONAL = {
    "account", "account_end", "accounts", "cards", "dossier_new", "journal", "programme_adopt",
    "programme_letterhead", "programme_values", "programmes", "scheme", "schemes", "session_end",
    "start",
}  # fmt: skip
"""Pages on which no value of a person stands: accounts of staff, numbers of cards, an empty form, what schemes say."""
READING = sorted({key.partition(" ")[2] for key in TABLE if key.startswith("GET")} - IMPERSONAL)


@pytest.fixture(scope="module")
def world(installation: Installation) -> World:
    return make_world(installation)


@pytest.fixture(scope="module")
def tokens(world: World) -> dict[Role, str]:
    return {role: world.token(role) for role in Role}


def personal_routes(installation: Installation) -> set[str]:
    """The routes whose context says that it holds personal data, from Pyramid's own register."""
    return {
        each["introspectable"]["name"]
        for each in installation.registry.introspector.get_category("routes")
        if getattr(each["introspectable"]["factory"], "personal", False)
    }


def one_role(key: str) -> Role:
    return sorted(TABLE[key].own)[0]


def path_of(world: World, key: str) -> tuple[str, str | None]:
    """The address of an object that the role may see, and the object's id."""
    route = key.partition(" ")[2]
    params = {} if key in ANYWHERE else params_of(route, world, Relation.OWN)
    of_the_issued = {"grant_end", "dossier_renew"}
    if params.get("id") == world.cases[Relation.OWN].dossier and route not in of_the_issued:
        case = world.in_study[Relation.OWN]
        params = {"id": case.dossier} | {
            name: _part(world, case, name.removesuffix("_id")) for name in params if name != "id"
        }
    path = world.installation.registry.getUtility(IRoutesMapper).get_route(route).generate(params)
    query = TABLE[key].query
    return str(path) + (f"?{query}" if query else ""), params.get("id")


def _part(world: World, case: Case, name: str) -> str:
    return world.appointment_in(case) if name == "appointment" else str(getattr(case, name))


def tells_nothing(answer: Response) -> bool:
    body = answer.body.decode("utf-8", "replace")
    return not any(value in body for value in PERSONAL) and not answer.body.startswith((b"%PDF", b"\xff\xd8"))


def test_every_page_with_personal_data_is_asked_for(installation: Installation) -> None:
    assert personal_routes(installation) | LISTS == set(READING)


@pytest.mark.parametrize("route", READING)
def test_a_page(world: World, tokens: dict[Role, str], route: str) -> None:
    """Closed journal: no data. Open journal: the data, and exactly one entry of the right reader and object."""
    installation = world.installation
    role = one_role(f"GET {route}")
    path, object_id = path_of(world, f"GET {route}")
    with closed_journal(installation.registry["engine"]):
        before = state_of(installation.registry["engine"])
        for method in ("GET", "HEAD"):
            answer = ask(installation, method, path, tokens[role])
            assert answer.status_int >= 500
            assert tells_nothing(answer)
        assert state_of(installation.registry["engine"]) == before
    with installation.session() as session:
        seq = last_seq(session)
    answer = ask(installation, "GET", path, tokens[role])
    assert answer.status_int == (303 if route in LED_BACK else 200)
    for value in SHOWING.get(route, ()):
        assert value in answer.text
    with installation.session() as session:
        (entry,) = entries_after(session, seq)
    assert entry.action == READ_AS.get(route, "dossier.read")
    assert entry.actor_id == world.accounts[role]
    if route not in LISTS:
        assert entry.object_id == object_id


def test_a_granted_paper_and_evidence(world: World, tokens: dict[Role, str]) -> None:
    """Somebody of another organisation reads by a grant: the same holds."""
    installation, case = world.installation, world.cases[Relation.GRANTED]
    for kind, path, object_id in (
        ("paper", f"/papers/{case.paper}/download", case.paper),
        ("evidence", f"/evidence/{case.evidence}", case.evidence),
        ("evidence", f"/evidence/{case.evidence}/picture", case.evidence),
    ):
        with closed_journal(installation.registry["engine"]):
            answer = ask(installation, "GET", path, tokens[Role.LAWYER])
            assert answer.status_int >= 500
            assert tells_nothing(answer)
        with installation.session() as session:
            seq = last_seq(session)
        assert ask(installation, "GET", path, tokens[Role.LAWYER]).status_int == 200
        with installation.session() as session:
            (entry,) = entries_after(session, seq)
        assert (entry.action, entry.actor_id) == (f"{kind}.read", world.accounts[Role.LAWYER])
        assert entry.object_id == object_id


@pytest.mark.parametrize("key", CHANGING)
def test_a_change(world: World, key: str) -> None:
    """Closed journal: no change happens, and the form that comes back shows nothing."""
    installation, engine = world.installation, world.installation.registry["engine"]
    role = one_role(key)
    token = world.token(role)
    path, _object_id = path_of(world, key) if key != "POST session_end" else _own_session(world, role)
    form: dict[str, Any] = {
        "csrf_token": csrf_of(installation, token),
        "form_id": new_id(),
        **FORMS.get(key, {}),
    }
    with closed_journal(engine):
        before = state_of(engine)
        answer = ask(installation, "POST", path, token, form)
        assert answer.status_int >= 500
        assert tells_nothing(answer)
        assert state_of(engine) == before


def _own_session(world: World, role: Role) -> tuple[str, None]:
    page = ask(world.installation, "GET", "/account", world.token(role)).text
    start = page.index("/account/sessions/")
    return page[start : page.index('"', start)], None


def test_opening_a_dossier(world: World) -> None:
    engine = world.installation.registry["engine"]
    page = world.installation.signed_in(Role.CASEWORKER).get(f"/dossiers/new?scheme={NEIGHBOURHOOD}")
    with closed_journal(engine):
        before = state_of(engine)
        answer = fill(page, (("", "", "1990"),), status=500, family_names=PERSONAL[1], address=PERSONAL[4])
        assert PERSONAL[1] not in answer.text
        assert PERSONAL[4] not in answer.text
        assert state_of(engine) == before


def test_signing_in_and_out(world: World) -> None:
    """Without its entry nobody gets in, and who is in stays in."""
    engine = world.installation.registry["engine"]
    browser = world.installation.signed_in(Role.REVIEWER)
    out = next(form for form in browser.get("/account").forms.values() if form.action == "/sign-out")
    stranger = world.installation.browser()
    form = stranger.get("/sign-in").forms[0]
    form["name"], form["password"] = name_of(Role.REVIEWER), PASSWORD
    with closed_journal(engine):
        before = state_of(engine)
        assert "casework=" not in form.submit(status=500).headers.get("Set-Cookie", "")
        assert out.submit(status=500).headers.get("Clear-Site-Data") is None
        assert state_of(engine) == before
    assert browser.get("/account").status_int == 200
