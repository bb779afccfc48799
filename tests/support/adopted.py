"""Schemes of other towns at work in this one: a household's card, cards over the counter, and a register."""

from dataclasses import dataclass, replace
from datetime import timedelta

from pyramid.registry import Registry
from sqlalchemy import select
from sqlalchemy.orm import Session

from casework import clock
from casework.access.models import Organisation
from casework.cards.models import Card
from casework.db import writing
from casework.demo.casting import Part, parts_of
from casework.demo.every import opened, photo, pictured
from casework.demo.invented import Invented
from casework.demo.offices import actor_of, clerk_of
from casework.demo.people import LETTERHEAD
from casework.demo.story import READ_BACK, make_paper, whole
from casework.dossiers.models import Dossier
from casework.dossiers.service import issuing, letters
from casework.dossiers.service.evidence import add_evidence
from casework.dossiers.service.given import Given
from casework.dossiers.service.photo import set_photo
from casework.dossiers.service.steps import take_step
from casework.people.models import BirthDate, Particulars
from casework.programmes.service import adopt

REGISTER, COUNTER, REDUCED, HOUSEHOLD = "bcn-padro", "nyc-idnyc", "oakland-id", "utr-upas"
NEWCOMER = Particulars("Rosa Elvira", "Samplemoreno", BirthDate(1977, 3, None), birth_place="Ejemplópolis")
RETURNED = Particulars("Hung", "Mẫu Sample", BirthDate(1969, 8, 4), birth_place="Vĩnh Mẫu")


def work_beside(registry: Registry) -> dict[str, str]:
    """Let the town adopt the schemes and begin dossiers under them; the addresses of what there is then."""
    town = _Beside(
        registry, {each.version.scheme: each for each in parts_of(registry["catalogue"], clock.today())}
    )
    programmes = town.adopt()
    counter, (reduced, *_others) = town.parts[COUNTER].persons[0], town.parts[REDUCED].persons
    _issuing, proposing, studying = town.parts[HOUSEHOLD].persons
    registered = town.parts[REGISTER].persons[0]
    dossiers = {
        "household": town.begin(HOUSEHOLD, studying, "submit", "take_up"),
        "household_proposed": town.begin(HOUSEHOLD, proposing, "submit", "take_up", "propose"),
        "counter": town.begin(COUNTER, _silent(counter, NEWCOMER)),
        "counter_checked": town.begin(REDUCED, _on_a_low_income(reduced), "apply"),
        "counter_issued": town.issue(town.begin(COUNTER, counter, "apply")),
        "counter_late": town.issue(town.begin(COUNTER, replace(counter, particulars=RETURNED), "apply")),
        "reported": town.begin(REGISTER, _silent(registered, NEWCOMER)),
        "registered": town.issue(town.begin(REGISTER, registered), "enter"),
    }
    town.run_out(dossiers["counter_late"])
    return {
        **{name: f"/dossiers/{each}" for name, each in dossiers.items()},
        **{f"{name}_programme": f"/programmes/{each}" for name, each in programmes.items()},
        "register_certificate": f"/letters/{town.certify(dossiers['registered'])}",
    }


def _silent(person: Invented, particulars: Particulars) -> Invented:
    """Somebody who has told and shown nothing yet."""
    return replace(person, particulars=particulars, answers={}, _evidence=(), _movements=())


def _on_a_low_income(person: Invented) -> Invented:
    return replace(person, answers={**person.answers, "low_income": "yes"})


@dataclass
class _Beside:
    registry: Registry
    parts: dict[str, Part]

    def adopt(self) -> dict[str, str]:
        """Ids of the programmes; the office settles what it can in each scheme but a household's terms."""
        with writing(self.registry["sessions"]) as session:
            town = _town(session)
            made = {
                name: adopt(
                    session,
                    town,
                    key,
                    clock.today().replace(day=1),
                    LETTERHEAD,
                    self.parts[key].casting.office.settles,
                )
                for name, key in (
                    ("register", REGISTER),
                    ("counter", COUNTER),
                    ("reduced", REDUCED),
                    ("household", HOUSEHOLD),
                )
            }
            session.flush()
            return {name: each.id for name, each in made.items()}

    def begin(self, key: str, person: Invented, *steps: str) -> str:
        """A dossier with what the person tells and shows, after some steps; its id."""
        with writing(self.registry["sessions"]) as session:
            town, part = _town(session), self.parts[key]
            clerk = clerk_of(session, town)
            dossier = opened(session, self.registry["catalogue"], part, person, town)
            for record in person.evidence(dossier.opened_on):
                add_evidence(session, clerk, dossier, record, clock.now())
            if pictured(part.version):
                set_photo(session, clerk, dossier, photo(person))
            for step in steps:
                self._take(session, dossier.id, step)
            return dossier.id

    def issue(self, dossier_id: str, step: str = "issue") -> str:
        with writing(self.registry["sessions"]) as session:
            dossier = whole(session, dossier_id)
            version = self.parts[dossier.scheme_key].version
            actor = actor_of(session, _town(session), version, step, clock.now())
            card_id = issuing.start_issuing(session, actor, dossier, step, clock.today()).id
        make_paper(self.registry, card_id)
        return dossier_id

    def certify(self, dossier_id: str) -> str:
        """The id of the letter by which a register certifies its entry."""
        with writing(self.registry["sessions"]) as session:
            letter_id = self._take(session, dossier_id, "certify")
        with self.registry["sessions"]() as reading:
            base_url = self.registry["settings"].base_url
            work = letters.make(reading, self.registry["press"], base_url, letter_id, clock.now())
        assert work is not None, "it was begun a moment ago"
        with writing(self.registry["sessions"]) as session:
            letters.finish(session, letter_id, work)
        return letter_id

    def run_out(self, dossier_id: str) -> None:
        """Put the last day of a card back: the town's seal is younger than a card whose renewal is over."""
        with writing(self.registry["sessions"]) as session:
            card = session.scalars(select(Card).filter_by(dossier_id=dossier_id)).one()
            card.valid_until = clock.today() - timedelta(days=200)

    def _take(self, session: Session, dossier_id: str, step: str) -> str:
        """Take a step; the id of the letter that it writes, if any."""
        dossier: Dossier = whole(session, dossier_id)
        version = self.parts[dossier.scheme_key].version
        actor = actor_of(session, _town(session), version, step, clock.now())
        given = READ_BACK if step == "propose" else Given()
        letter = take_step(session, actor, dossier, step, given, clock.now(), clock.today())
        session.flush()
        return letter.id if letter else ""


def _town(session: Session) -> Organisation:
    return session.scalars(select(Organisation).filter_by(key="barcelona")).one()
