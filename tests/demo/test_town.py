"""The town of the demo, filled once by the very use-cases of the pages."""

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner
from sqlalchemy import select
from webtest import TestApp

import casework
from casework import clock, files, journal
from casework.access.models import Grant
from casework.access.permissions import Role
from casework.cards.models import Card
from casework.cli import main
from casework.db import Base
from casework.demo.people import ACCOUNTS, NEIGHBOURHOOD, PASSWORD
from casework.demo.scene import CASEWORKERS
from casework.dossiers.doubts import doubts_of
from casework.dossiers.models import Appointment, Dossier, Evidence, Letter, ProposalSeen, StepTaken
from casework.dossiers.service.suggestions import known_of
from casework.jobs.models import Job
from casework.journal import JournalEntry
from casework.journal.checkpoints import PUBLIC_FILE, load_public_key
from casework.programmes.service import version_of
from casework.schemes import SchemeVersion
from casework.settings import read_settings
from tests.support.installation import HOST, Installation

TODAY = date(2027, 4, 16)
NOON = datetime(2027, 4, 16, 11, tzinfo=UTC)


@dataclass(frozen=True)
class Town:
    """An installation that the demo filled, and what the command said meanwhile."""

    installation: Installation
    ini: Path
    said: str

    def every(self, model: type[Base]) -> list[Any]:
        with self.installation.session() as session:
            return list(session.scalars(select(model)))

    @property
    def dossiers(self) -> list[Dossier]:
        """Those of the town itself, without its neighbours'."""
        return [each for each in self.every(Dossier) if each.scheme_key == NEIGHBOURHOOD]

    def signed_in(self, name: str) -> TestApp:
        browser = self.installation.browser()
        form = browser.get("/sign-in").forms[0]
        form["name"], form["password"] = name, PASSWORD
        form.submit().follow()
        return browser

    @property
    def version(self) -> SchemeVersion:
        scheme = self.installation.registry["catalogue"].scheme(NEIGHBOURHOOD)
        version: SchemeVersion = scheme.version_on(TODAY)
        return version


def prepare(ini: Path) -> str:
    """What `./run demo` does before it serves; what it said."""
    with clock.pretend(NOON):
        result = CliRunner().invoke(main, ["demo", "--prepare", "--ini", str(ini)])
    assert result.exit_code == 0, result.output
    return result.output


@pytest.fixture(scope="module")
def town(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Town]:
    directory = tmp_path_factory.mktemp("town")
    values = {
        "casework.database_url": f"sqlite:///{directory}/var/casework.sqlite",
        "casework.base_url": f"http://{HOST}",
        "casework.data_directory": str(directory / "var"),
        "casework.keys_directory": str(directory / "var-keys"),
        "casework.worker": "no",
        "casework.demo": "yes",
        "casework.argon2_time_cost": "1",
        "casework.argon2_memory_kib": "8",
    }
    ini = directory / "demo.ini"
    lines = [f"{name} = {value}" for name, value in values.items()]
    ini.write_text("\n".join(["[app:main]", "use = egg:casework", *lines, ""]))
    said = prepare(ini)
    installation = Installation(read_settings(values, environment={}), casework.main({}, **values))
    yield Town(installation, ini, said)
    installation.close()


@pytest.fixture(autouse=True)
def noon() -> Iterator[None]:
    with clock.pretend(NOON):
        yield


def test_there_are_enough_dossiers_in_every_state(town: Town) -> None:
    states = Counter(each.state for each in town.dossiers)
    assert states.total() >= 65
    assert set(states) == set(town.version.steps.states)
    assert min(states.values()) >= 2, states


def test_every_step_was_taken(town: Town) -> None:
    with town.installation.session() as session:
        steps = session.scalars(select(StepTaken).join(Dossier).filter_by(scheme_key=NEIGHBOURHOOD)).all()
    taken = {each.action for each in steps}
    assert taken == set(town.version.steps.actions)


def test_no_sentence_of_an_open_dossier_is_doubtful(town: Town) -> None:
    doubted = {}
    with town.installation.session() as session:
        for case in session.scalars(select(Dossier).filter_by(scheme_key=NEIGHBOURHOOD)):
            version = version_of(session, case.version_hash)
            known = known_of(session, case, TODAY)
            for each in case.statements if not version.steps.states[case.state].final else ():
                category = version.category(each.record.category)
                template = category.template(each.record.template)
                kinds = [basis.evidence.record.kind for basis in each.bases]
                if found := doubts_of(category, template, each.record.values, kinds, known, TODAY):
                    doubted[case.reference, template.key] = found
    assert doubted == {}


def test_it_tells_each_month_as_it_goes(town: Town) -> None:
    months = town.said.splitlines()[0].split(":")[1].split()
    assert len(months) >= 13
    assert months == sorted(set(months))
    assert months[-1] == "2027-04"


def test_a_second_time_adds_nothing_and_names_the_accounts(town: Town) -> None:
    before = len(town.every(Dossier))
    said = prepare(town.ini)
    assert all(each.name in said for each in ACCOUNTS)
    assert town.said.endswith(said)
    assert len(town.every(Dossier)) == before


def test_some_dossiers_were_asked_for_more_within_the_term_and_some_are_late(town: Town) -> None:
    due = [each.due_on for each in town.dossiers if each.state == "incomplete"]
    assert sum(day >= TODAY for day in due) >= 2
    assert sum(day < TODAY for day in due) >= 2


def test_most_letters_that_start_a_term_were_received_and_some_wait(town: Town) -> None:
    counting = [each for each in town.every(Letter) if each.term_step_id]
    waiting = [each for each in counting if each.notified_on is None]
    assert {each.kind for each in waiting} == {"missing", "refusal"}
    assert 3 <= len(waiting) < len(counting) / 2
    assert all(each.written_on <= each.notified_on < TODAY for each in counting if each.notified_on)


def test_some_cards_ran_out_some_were_renewed_and_some_renewals_run(town: Town) -> None:
    dossiers, cards = town.dossiers, town.every(Card)
    run_out = [each for each in cards if each.state == "issued" and each.valid_until < TODAY]
    assert len(run_out) >= 2
    assert sum(each.replaces_id is not None for each in cards) >= 2
    renewals = [each.state for each in dossiers if each.renews_id]
    assert renewals.count("submitted") >= 2
    assert renewals.count("issued") >= 2


def test_some_remedies_are_noted(town: Town) -> None:
    with town.installation.session() as session:
        steps = session.scalars(select(StepTaken).where(StepTaken.action == "note_appeal")).all()
        assert {each.dossier.state for each in steps} == {"refused", "desisted", "ended"}
        assert all(each.appeal and each.appeal.remedy for each in steps)


def test_every_kind_of_letter_was_written_and_no_job_is_left(town: Town) -> None:
    letters = town.every(Letter)
    assert {each.kind for each in letters} == set(list(town.version.papers)[1:])
    assert {each.state for each in letters} == {"written"}
    assert {each.state for each in town.every(Job)} == {"done"}


def test_the_journal_covers_a_year_in_the_order_of_time_and_verifies(town: Town) -> None:
    with town.installation.session() as session:
        key = load_public_key(town.installation.settings.keys_directory / PUBLIC_FILE)
        assert journal.verify(session, key) is None
        entries = session.scalars(select(JournalEntry).order_by(JournalEntry.seq)).all()
    moments = [each.moment for each in entries if each.moment and each.action != "account.sign_in"]
    assert moments == sorted(moments)
    assert moments[-1] - moments[0] >= timedelta(days=360)
    assert moments[-1] < NOON
    assert sum(each.action == "dossier.read" for each in entries) > 100


def test_evidence_of_every_category_is_there_seen_and_kept(town: Town) -> None:
    with town.installation.session() as session:
        items = session.scalars(select(Evidence).join(Dossier).filter_by(scheme_key=NEIGHBOURHOOD)).all()
        shown = {category for each in items for category in each.record.categories}
        assert shown == {each.key for each in town.version.evidence if not each.self_declared}
        assert any(each.record.also for each in items)
        assert any(each.file_id is None for each in items)
        kept = [session.get_one(files.SealedFile, each.file_id) for each in items if each.file_id]
        assert {each.media_type for each in kept} == {files.JPEG, files.PDF}


def test_persons_say_little_and_much_and_leave_sentences_out(town: Town) -> None:
    with town.installation.session() as session:
        dossiers = session.scalars(select(Dossier)).all()
        assert {len(each.statements) for each in dossiers} >= {0, 1, 2, 5, 11}
        assert any(said.record.left_out for each in dossiers for said in each.statements)
        assert any(each.photo_id for each in dossiers)
        assert any(not each.record.address for each in dossiers)
        assert any(each.representative for each in dossiers)
        assert any(each.notes for each in dossiers)


def test_ways_to_reach_a_person_differ(town: Town) -> None:
    with town.installation.session() as session:
        contacts = [each.person.contact for each in session.scalars(select(Dossier))]
    assert None in contacts
    known = [each for each in contacts if each]
    assert any(each.telephone and each.mail for each in known)
    assert any(each.no_contact for each in known)
    assert any(each.no_telephone for each in known)


def test_appointments_were_held_missed_called_off_and_are_to_come(town: Town) -> None:
    with town.installation.session() as session:
        rows = session.scalars(select(Appointment)).all()
        assert {each.state for each in rows} == {"planned", "held", "missed", "called_off"}
        to_come = {each.starts_at.date() - TODAY for each in rows if each.state == "planned"}
        assert {each.days for each in to_come} == {0, 1, 7}
        assert all(each.record.note for each in rows if each.state == "held")


def test_proposals_were_looked_at_by_the_reviewer(town: Town) -> None:
    with town.installation.session() as session:
        reviewer = town.installation.identity(session, Role.REVIEWER).account_id
        looks = session.scalars(select(ProposalSeen).where(ProposalSeen.account_id == reviewer)).all()
        assert len(looks) >= 2


def test_some_access_is_in_force_and_some_was_ended(town: Town) -> None:
    grants = town.every(Grant)
    assert any(each.ended_at is None and each.until > NOON for each in grants)
    assert any(each.ended_at is not None for each in grants)


def test_three_caseworkers_share_the_work(town: Town) -> None:
    assert len(CASEWORKERS) == 3
    dossiers = town.dossiers
    owners = Counter(each.owner_id for each in dossiers)
    assert len(owners) == 3
    assert min(owners.values()) >= 10
    assert all(each.deputy_id != each.owner_id for each in dossiers)
    assert len({each.deputy_id for each in dossiers} - {None}) == 3


@pytest.mark.parametrize("name", CASEWORKERS)
@pytest.mark.parametrize("ready", ["mine", "due", "late", "appointments"])
def test_a_caseworkers_lists_hold_something(town: Town, name: str, ready: str) -> None:
    assert "/dossiers/" in listed(town.signed_in(name), ready)


@pytest.mark.parametrize("role", [Role.REVIEWER, Role.SIGNATORY])
def test_something_waits_for_who_decides(town: Town, role: Role) -> None:
    assert "/dossiers/" in listed(town.installation.signed_in(role), "review")


def test_the_lawyer_finds_what_was_lent(town: Town) -> None:
    page = town.installation.signed_in(Role.LAWYER).get("/granted")
    assert "/papers/" in page.text or "/evidence/" in page.text


def listed(browser: TestApp, ready: str) -> str:
    """What stands in the table of a ready-made list."""
    table = browser.get(f"/dossiers?list={ready}").html.find("table")
    return str(table) if table else ""


NEIGHBOURS = {
    "utrecht": ("utr-upas", {"issued", "proposed", "in_study"}),
    "nantes": ("nantes-carte-blanche", {"issued", "proposed", "in_study"}),
    "madrid": ("madrid-tarjeta-vecindad", {"issued", "checked", "draft"}),
}


@pytest.mark.parametrize("key", NEIGHBOURS)
def test_a_neighbouring_town_works_with_a_card_of_its_own(town: Town, key: str) -> None:
    scheme, states = NEIGHBOURS[key]
    dossiers = [each for each in town.every(Dossier) if each.scheme_key == scheme]
    assert (len(dossiers), {each.state for each in dossiers}) == (3, states)
    (card,) = [each for each in town.every(Card) if each.scheme_key == scheme]
    clerk = town.signed_in(f"clerk@{key}.example")
    page = clerk.get("/dossiers?list=all")
    assert all(f"/dossiers/{each.id}" in page.text for each in dossiers)
    assert card.number in clerk.get("/cards").text
    clerk.get(f"/dossiers/{town.dossiers[0].id}", status=404)
    assert f"clerk@{key}.example" in town.said
    assert f"signatory@{key}.example" in town.installation.browser().get("/sign-in").text


def test_a_signatory_who_can_also_award_finds_what_was_proposed(town: Town) -> None:
    """Utrecht's may grant without an application, and that brings a dossier past who proposes."""
    assert "/dossiers/" in listed(town.signed_in("signatory@utrecht.example"), "review")
