"""What sealing costs a list: 25 names that are opened, beside 25 that lie in the clear."""

from collections.abc import Callable, Mapping

from sqlalchemy import String, select
from sqlalchemy.orm import DeclarativeBase, Mapped, Session, mapped_column

from casework.people.models import Person
from tests.bench.measure import in_turns
from tests.bench.world import World

ROWS = 25


class _Base(DeclarativeBase):
    pass


class PlainPerson(_Base):
    """The same row as the product must never keep it."""

    __tablename__ = "bench_plain_person"

    id: Mapped[str] = mapped_column(String(22), primary_key=True)
    organisation_id: Mapped[str] = mapped_column(String(22), index=True)
    full_name: Mapped[str] = mapped_column(String(200))


def row_medians(world: World, lasting: float = 4) -> Mapping[str, float]:
    """Milliseconds for a session that loads 25 persons and reads their names: `sealed` and `plain`."""
    engine = world.installation.registry["engine"]
    _Base.metadata.create_all(engine)
    with world.installation.session() as session, session.begin():
        persons = session.scalars(select(Person).limit(ROWS)).all()
        organisation = persons[0].organisation_id
        for each in persons:
            name = each.particulars.full_name
            session.add(PlainPerson(id=each.id, organisation_id=organisation, full_name=name))

    def sealed(session: Session) -> list[str]:
        found = session.scalars(select(Person).filter_by(organisation_id=organisation).limit(ROWS))
        return [each.particulars.full_name for each in found]

    def plain(session: Session) -> list[str]:
        found = session.scalars(select(PlainPerson).filter_by(organisation_id=organisation).limit(ROWS))
        return [each.full_name for each in found]

    return in_turns({"sealed": _in_session(world, sealed), "plain": _in_session(world, plain)}, lasting)


def _in_session(world: World, read: Callable[[Session], list[str]]) -> Callable[[], None]:
    def work() -> None:
        with world.installation.session() as session:
            assert len(read(session)) == ROWS

    return work
