"""A card issued over the counter by one person: what it was made of is kept, and the after-check is a colleague's."""

from collections.abc import Iterator

import pytest

from casework.access.identity import Identity
from casework.dossiers import worklist
from casework.dossiers.lists import Ready, Wanted, desk_of
from casework.dossiers.models import Dossier
from casework.dossiers.service import changes, issuing
from casework.dossiers.service.given import Given
from casework.dossiers.service.steps import open_steps, take_step
from casework.errors import NotFoundError, RefusedError
from tests.dossiers.making import issue
from tests.dossiers.offices import Office, office_of, settled_catalogue
from tests.support.installation import Installation

COUNTER = "madrid-tarjeta-vecindad"


@pytest.fixture
def office(installation: Installation) -> Iterator[Office]:
    with office_of(installation, settled_catalogue(), COUNTER) as made:
        yield made


@pytest.fixture
def checked(office: Office) -> Dossier:
    """A dossier whose papers were looked at."""
    dossier = office.open(settled_catalogue())
    take(office, office.author, dossier, "apply")
    return office.whole(dossier.id)


def take(office: Office, who: Identity, dossier: Dossier, step: str, reasons: str = "") -> None:
    take_step(office.session, who, dossier, step, Given(reasons), office.at, office.on)


def test_one_person_issues_and_what_was_issued_is_kept(
    installation: Installation, office: Office, checked: Dossier
) -> None:
    issued = issue(installation, office, checked, "issue", office.author)
    assert issued.state == "issued"
    last = issued.steps[-1]
    assert last.action == "issue"
    assert "Maria Mercè" in (last.content or "")
    assert issued.decisions == []


def test_whoever_issued_alone_does_not_check_it_afterwards(
    installation: Installation, office: Office, checked: Dossier
) -> None:
    """Not even one who changed nothing in the dossier before."""
    issued = issue(installation, office, checked, "issue", office.colleague)
    assert "check_after" in {
        each.key for each in open_steps(office.session, office.colleague, issued, office.on)
    }
    for step in ("check_after", "end"):
        with pytest.raises(RefusedError):
            take(office, office.colleague, issued, step, reasons="Motius.")


def test_a_colleague_checks_it_afterwards(
    installation: Installation, office: Office, checked: Dossier
) -> None:
    issued = issue(installation, office, checked, "issue", office.author)
    take(office, office.colleague, issued, "check_after")
    after = office.whole(issued.id)
    assert after.state == "issued"
    assert [(each.action, each.decided_by) for each in after.decisions] == [
        ("check_after", office.colleague.account_id)
    ]


def test_what_is_being_issued_stays_as_it_is(office: Office, checked: Dossier) -> None:
    issuing.start_issuing(office.session, office.author, checked, "issue", office.on)
    person = checked.person.particulars
    with pytest.raises(RefusedError):
        changes.change_particulars(office.session, office.author, checked, person, checked.record)
    with pytest.raises(RefusedError):
        take(office, office.colleague, office.whole(checked.id), "deny", reasons="Motius.")


def test_it_waits_in_the_list_of_who_did_not_issue_it_until_it_is_checked(
    installation: Installation, office: Office, checked: Dossier
) -> None:
    def waiting(who: Identity) -> list[str]:
        desk = desk_of(office.session, who, office.on)
        return [each.id for each in worklist.page(desk, Wanted(Ready.AFTER_CHECK))]

    assert waiting(office.colleague) == []
    issued = issue(installation, office, checked, "issue", office.author)
    assert (waiting(office.author), waiting(office.colleague)) == ([], [issued.id])
    take(office, office.colleague, issued, "check_after")
    assert waiting(office.colleague) == []


def test_a_card_is_looked_at_afterwards_once(
    installation: Installation, office: Office, checked: Dossier
) -> None:
    issued = issue(installation, office, checked, "issue", office.author)
    take(office, office.colleague, issued, "check_after")
    after = office.whole(issued.id)
    offered = {each.key for each in open_steps(office.session, office.reviewer, after, office.on)}
    assert "end" in offered
    assert "check_after" not in offered
    with pytest.raises(NotFoundError):
        take(office, office.reviewer, after, "check_after")


def test_what_was_denied_and_looked_at_again_can_be_denied_again(office: Office, checked: Dossier) -> None:
    for step, who, why in (
        ("deny", office.colleague, "Primers motius."),
        ("look_again", office.reviewer, ""),
        ("deny", office.colleague, "Altres motius."),
    ):
        take(office, who, checked, step, reasons=why)
        office.session.flush()
    after = office.whole(checked.id)
    decided = {each.step_id: each.record.reasons for each in after.decisions}
    assert [(each.action, decided.get(each.id)) for each in after.steps[1:]] == [
        ("deny", "Primers motius."),
        ("look_again", ""),
        ("deny", "Altres motius."),
    ]


def test_who_denied_may_mend_the_dossier_that_came_back_and_then_not_decide_on_it(
    office: Office, checked: Dossier
) -> None:
    take(office, office.colleague, checked, "deny", reasons="Motius.")
    take(office, office.reviewer, checked, "look_again")
    again = office.whole(checked.id)
    person = again.person.particulars
    changes.change_particulars(office.session, office.colleague, again, person, again.record)
    with pytest.raises(RefusedError):
        take(office, office.colleague, again, "deny", reasons="Motius.")


def test_the_step_that_was_asked_for_is_the_one_recorded(installation: Installation) -> None:
    """Two steps issue from the same state: each has its own condition, and its own place in the history."""
    catalogue = settled_catalogue()
    with office_of(installation, catalogue, "paris-carte-citoyenne") as paris:
        dossier = paris.open(catalogue)
        changes.answer(paris.session, paris.author, dossier, "parents_refuse", "no", paris.on)
        issued = issue(installation, paris, dossier, "send_to_pupils", paris.author)
        assert [each.action for each in issued.steps] == ["send_to_pupils"]
