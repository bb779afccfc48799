"""Many at once: no number twice, one card for a holder, one decision; readers never meet a lock (security.md F-03)."""

from collections import Counter
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier, Event
from typing import Any

import pytest
from sqlalchemy import func, select
from webtest import TestApp

from casework import clock, jobs
from casework.access import service as access
from casework.access.models import AccountParticulars, Organisation
from casework.access.permissions import Role
from casework.cards.models import Card
from casework.db import writing
from casework.demo.accounts import identity_as
from casework.demo.people import LETTERHEAD, PASSWORD
from casework.dossiers.models import Decision, Dossier, StepTaken
from casework.dossiers.queries import whole_dossier
from casework.dossiers.service import changes
from casework.dossiers.service.deciding import agreed_hash
from casework.dossiers.service.given import Given
from casework.dossiers.service.households import add_member
from casework.dossiers.service.opening import open_dossier
from casework.dossiers.service.steps import take_step
from casework.errors import RefusedError
from casework.jobs.models import Job
from casework.people.models import BirthDate, Particulars
from casework.programmes.service import adopt
from tests.dossiers.cases import PARTICULARS, RECORD, STEPS, prepare_case, reserve
from tests.support.databases import Databases
from tests.support.installation import BEGAN, Installation, install
from tests.support.pages import form_of

HOUSEHOLDS = "nantes-carte-blanche"
ISSUERS = 10
TABS = 6
READERS = 8
LOOK = 0.3  # seconds between two pages of a reader, who in life takes longer


@pytest.fixture(scope="module")
def city(databases: Databases, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Installation]:
    """An installation on PostgreSQL with ten signatories."""
    made = install(databases.copy("postgresql"), tmp_path_factory.mktemp("city"))
    registry = made.registry
    with writing(registry["sessions"]) as session:
        barcelona = session.scalars(select(Organisation).filter_by(key="barcelona")).one()
        for number in range(ISSUERS):
            who = AccountParticulars(f"signatory{number}@barcelona.example", f"Mostra {number}")
            account = access.open_account(
                session, registry["passwords"], registry["sign_in_key"], barcelona, who, PASSWORD
            )
            session.flush()
            access.give_role(session, account, barcelona, Role.SIGNATORY, BEGAN)
    yield made
    made.close()


@pytest.fixture(scope="module")
def signatories(city: Installation) -> list[TestApp]:
    return [sign_in(city, f"signatory{number}@barcelona.example") for number in range(ISSUERS)]


def sign_in(installation: Installation, name: str) -> TestApp:
    browser = installation.browser()
    form = browser.get("/sign-in").forms[0]
    form["name"], form["password"] = name, PASSWORD
    form.submit().follow()
    return browser


def tab_of(installation: Installation, browser: TestApp) -> TestApp:
    """Another tab of the same browser: the same cookies."""
    tab = installation.browser()
    for cookie in browser.cookiejar:
        tab.cookiejar.set_cookie(cookie)
    return tab


def at_once(tasks: list[Callable[[], Any]]) -> list[Any]:
    """Run all, each in a thread of its own, beginning at the same moment."""
    barrier = Barrier(len(tasks))

    def begin(task: Callable[[], Any]) -> Any:
        barrier.wait()
        return task()

    with ThreadPoolExecutor(len(tasks)) as threads:
        return list(threads.map(begin, tasks))


def ready(browser: TestApp, dossier_id: str, action: str) -> Callable[[], Any]:
    """The form of a decision, filled in; calling it sends it."""
    form = form_of(browser.get(f"/dossiers/{dossier_id}/decisions/{action}"))
    form["retyped"] = PASSWORD
    return lambda: form.submit(expect_errors=True)


def work_off(installation: Installation) -> None:
    """Ten workers run what is due."""
    at_once([lambda: jobs.run_due(installation.registry)] * ISSUERS)


def cards_of(installation: Installation, *dossiers: str) -> list[Card]:
    with installation.session() as session:
        return list(session.scalars(select(Card).where(Card.dossier_id.in_(dossiers)).order_by(Card.number)))


def test_ten_issuers_on_ten_dossiers(city: Installation, signatories: list[TestApp]) -> None:
    dossiers = [prepare_case(city.registry, *STEPS) for _ in range(ISSUERS)]
    answers = at_once(
        [ready(browser, each, "issue") for browser, each in zip(signatories, dossiers, strict=True)]
    )
    assert [answer.status_int for answer in answers] == [303] * ISSUERS
    work_off(city)
    cards = cards_of(city, *dossiers)
    assert {card.dossier_id for card in cards} == set(dossiers)
    assert [card.state for card in cards] == ["issued"] * ISSUERS
    assert [int(card.number[-5:]) for card in cards] == list(range(1, ISSUERS + 1))
    with city.session() as session:
        states = session.scalars(select(Dossier.state).where(Dossier.id.in_(dossiers)))
        assert set(states) == {"issued"}


def test_ten_issuers_on_one_dossier(city: Installation, signatories: list[TestApp]) -> None:
    dossier = prepare_case(city.registry, *STEPS)
    before = highest_number(city)
    answers = at_once([ready(browser, dossier, "issue") for browser in signatories])
    statuses = Counter(answer.status_int for answer in answers)
    assert statuses == {303: 1, 400: ISSUERS - 1}
    work_off(city)
    (card,) = cards_of(city, dossier)
    assert card.state == "issued"
    assert int(card.number[-5:]) > before
    again = signatories[0].get(f"/dossiers/{dossier}/decisions/issue")
    assert again.headers["Location"].endswith(f"/dossiers/{dossier}"), (
        "the step is taken: back to the dossier"
    )


def highest_number(installation: Installation) -> int:
    with installation.session() as session:
        return int((session.scalar(select(func.max(Card.number))) or "0")[-5:])


def test_the_same_work_taken_up_by_three_workers_at_once(city: Installation) -> None:
    """A lease that ends too early lets the handler run twice: one paper comes of it."""
    dossier = prepare_case(city.registry, *STEPS)
    card_id = reserve(city.registry, dossier)
    handler = city.registry["jobs"]["issue"]
    at_once([lambda: handler.run(city.registry, card_id)] * 3)
    with city.session() as session:
        card = session.get_one(Card, card_id)
        assert (card.state, len(card.papers)) == ("issued", 1)
        steps = session.scalars(select(StepTaken.action).filter_by(dossier_id=dossier, action="issue"))
        assert len(list(steps)) == 1
        session.delete(session.scalars(select(Job).filter_by(subject_id=card_id)).one())
        session.commit()


def test_six_tabs_of_one_person_deciding(city: Installation, signatories: list[TestApp]) -> None:
    dossier = prepare_case(city.registry, *STEPS[:-1])
    tabs = [tab_of(city, signatories[0]) for _ in range(TABS)]
    answers = at_once([ready(tab, dossier, "grant") for tab in tabs])
    statuses = Counter(answer.status_int for answer in answers)
    assert statuses[303] == 1
    assert set(statuses) <= {303, 400, 404}
    with city.session() as session:
        decided = session.scalars(select(Decision.action).filter_by(dossier_id=dossier))
        assert list(decided) == ["grant"]
        steps = session.scalars(
            select(StepTaken.action).filter_by(dossier_id=dossier).order_by(StepTaken.position)
        )
        assert list(steps) == list(STEPS)


def test_eight_readers_while_one_issues_on_sqlite(
    databases: Databases, tmp_path_factory: pytest.TempPathFactory
) -> None:
    town = install(databases.copy("sqlite"), tmp_path_factory.mktemp("town"))
    try:
        dossiers = [prepare_case(town.registry, *STEPS) for _ in range(3)]
        readers = [town.signed_in(Role.CASEWORKER) for _ in range(READERS)]
        done = Event()

        def read(browser: TestApp) -> list[int]:
            seen: list[int] = []
            while not done.is_set() or len(seen) < len(dossiers):
                for each in dossiers:
                    seen.append(browser.get(f"/dossiers/{each}", expect_errors=True).status_int)
                    done.wait(LOOK)
            return seen

        def issue() -> list[int]:
            try:
                for each in dossiers:
                    reserve(town.registry, each)
                    jobs.run_due(town.registry)
            finally:
                done.set()
            return [200]

        statuses = at_once([issue, *(lambda browser=each: read(browser) for each in readers)])
        assert {status for seen in statuses for status in seen} == {200}
        assert [card.state for card in cards_of(town, *dossiers)] == ["issued"] * 3
    finally:
        town.close()


def test_a_household_is_changed_while_its_members_are_proposed(city: Installation) -> None:
    """Every lock is taken the first dossier before the members: nobody waits for one who waits for them."""
    first, *members = households(city, 4)

    def answer(value: int) -> str:
        with writing(city.registry["sessions"]) as session:
            me, today = identity_as(session, Role.CASEWORKER), clock.today("Europe/Madrid")
            whole = whole_dossier(session, first)
            assert whole is not None
            try:
                changes.answer(session, me, whole, "monthly_income", str(value), today)
            except RefusedError:
                return "refused"
            return "changed"

    def propose(dossier_id: str) -> str:
        with writing(city.registry["sessions"]) as session:
            me, today = identity_as(session, Role.CASEWORKER), clock.today("Europe/Madrid")
            whole = whole_dossier(session, dossier_id)
            assert whole is not None
            take_step(session, me, whole, "propose", Given(read_back=True), clock.now(), today)
            return "proposed"

    answers = at_once(
        [
            *(lambda value=each: answer(value) for each in range(4)),
            *(lambda one=each: propose(one) for each in members),
        ]
    )
    assert answers.count("proposed") == len(members)
    assert set(answers) <= {"proposed", "changed", "refused"}
    assert answer(5) == "refused"
    with city.session() as session:
        for each in members:
            whole = whole_dossier(session, each)
            assert whole is not None
            assert agreed_hash(whole), "what was proposed is what the household tells now"


def households(installation: Installation, count: int) -> list[str]:
    """Ids of the dossiers of one household, its first at the beginning, the others being looked at."""
    with writing(installation.registry["sessions"]) as session:
        me, today = identity_as(session, Role.CASEWORKER), clock.today("Europe/Madrid")
        organisation = session.get_one(Organisation, me.organisation_id)
        adopt(session, organisation, HOUSEHOLDS, BEGAN.date(), LETTERHEAD)
        catalogue = installation.registry["catalogue"]
        first = open_dossier(session, catalogue, me, HOUSEHOLDS, PARTICULARS, RECORD, today)
        ids = [first.id]
        for number in range(1, count):
            member = Particulars("Membre", f"Mostra {number}", BirthDate(2010, 1, number))
            added = add_member(session, catalogue, me, first, member, RECORD, today)
            for step in ("submit", "take_up"):
                take_step(session, me, added, step, Given(), clock.now(), today)
            ids.append(added.id)
        return ids
