"""The case: one person, one scheme version, one handling organisation.

In clear rests what queries need and what tells nothing: ids, scheme, state, dates of the procedure. What was
shown, said and found rests sealed under the dossier's own key (design.md §4).
"""

from datetime import date
from typing import TYPE_CHECKING

from sqlalchemy import (
    CheckConstraint,
    ForeignKey,
    ForeignKeyConstraint,
    Index,
    String,
    UniqueConstraint,
)
from sqlalchemy.orm import Mapped, mapped_column, relationship

from casework.access.models import Account
from casework.db import Base, Code, Id, Ref
from casework.dossiers.records import CaseRecord, Representative
from casework.people.models import Person
from casework.programmes.models import FrozenVersion
from casework.vault import codecs
from casework.vault.records import KeyOwner, RequiredSealed, Sealed, sealed_column

if TYPE_CHECKING:
    from casework.dossiers.models.content import Evidence, Movement, Note, Statement
    from casework.dossiers.models.procedure import Appointment, Decision, Letter, StepTaken

AUTHOR = "author"
DECIDER = "decider"


class Dossier(KeyOwner, Base):
    """One case, under the version of the scheme that was in force when it was opened.

    A member of a household has its `first`: the dossier in which is told once what holds for all of them, of the
    same scheme and organisation, as the key says (docs/decisions/0015-households.md).
    """

    __tablename__ = "dossier"
    __table_args__ = (
        UniqueConstraint("organisation_id", "reference"),
        UniqueConstraint("id", "organisation_id", "scheme_key"),
        ForeignKeyConstraint(
            ["household_id", "organisation_id", "scheme_key"],
            ["dossier.id", "dossier.organisation_id", "dossier.scheme_key"],
            name="fk_dossier_household_id_dossier",
        ),
        CheckConstraint("household_id <> id", name="another_is_first"),
        Index("ix_dossier_list", "organisation_id", "opened_on", "id"),
        Index("ix_dossier_due", "organisation_id", "due_on"),
    )

    guarded_kind = "dossier"

    id: Mapped[Id]
    organisation_id: Mapped[Ref] = mapped_column(ForeignKey("organisation.id"))
    scheme_key: Mapped[Code]
    version_hash: Mapped[str] = mapped_column(String(64), ForeignKey("frozen_version.hash"))
    person_id: Mapped[Ref] = mapped_column(ForeignKey("person.id"), index=True)
    reference: Mapped[str] = mapped_column(String(40))
    state: Mapped[Code]
    owner_id: Mapped[Ref] = mapped_column(ForeignKey("account.id"))
    deputy_id: Mapped[str | None] = mapped_column(String(22), ForeignKey("account.id"))
    opened_on: Mapped[date]
    reference_on: Mapped[date | None]
    due_on: Mapped[date | None]
    round: Mapped[int] = mapped_column(default=1)
    renews_id: Mapped[str | None] = mapped_column(String(22), ForeignKey("dossier.id"), index=True)
    household_id: Mapped[str | None] = mapped_column(String(22), index=True)
    photo_id: Mapped[str | None] = mapped_column(String(22))
    record_sealed: Mapped[bytes | None] = sealed_column()
    representative_sealed: Mapped[bytes | None] = sealed_column()

    record: RequiredSealed[CaseRecord] = RequiredSealed("record_sealed", codecs.record(CaseRecord))
    representative: Sealed[Representative] = Sealed("representative_sealed", codecs.record(Representative))

    first: Mapped["Dossier | None"] = relationship(
        primaryjoin="foreign(Dossier.household_id) == remote(Dossier.id)"
    )
    person: Mapped[Person] = relationship()
    owner: Mapped[Account] = relationship(foreign_keys=[owner_id])
    deputy: Mapped[Account | None] = relationship(foreign_keys=[deputy_id])
    frozen_version: Mapped[FrozenVersion] = relationship()
    movements: Mapped[list["Movement"]] = relationship(back_populates="dossier", order_by="Movement.position")
    evidence: Mapped[list["Evidence"]] = relationship(back_populates="dossier", order_by="Evidence.position")
    statements: Mapped[list["Statement"]] = relationship(
        back_populates="dossier", order_by="Statement.position"
    )
    steps: Mapped[list["StepTaken"]] = relationship(back_populates="dossier", order_by="StepTaken.position")
    notes: Mapped[list["Note"]] = relationship(back_populates="dossier", order_by="Note.written_at")
    decisions: Mapped[list["Decision"]] = relationship(
        back_populates="dossier", order_by="Decision.decided_at"
    )
    appointments: Mapped[list["Appointment"]] = relationship(
        back_populates="dossier", order_by="Appointment.starts_at"
    )
    letters: Mapped[list["Letter"]] = relationship(back_populates="dossier", order_by="Letter.position")


class Part(Base):
    """Who took part in a round of a dossier, and as what.

    The key is the four-eyes rule itself: in one round an account is either an author or the decider, whatever
    the code above forgets (design.md §4, *constraints own the invariants*).
    """

    __tablename__ = "dossier_part"
    __table_args__ = (
        CheckConstraint(f"part IN ('{AUTHOR}', '{DECIDER}')", name="part"),
        UniqueConstraint("dossier_id", "round", "account_id", "part"),
    )

    dossier_id: Mapped[Ref] = mapped_column(ForeignKey("dossier.id"), primary_key=True)
    round: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    account_id: Mapped[Ref] = mapped_column(ForeignKey("account.id"), primary_key=True)
    part: Mapped[Code]
