"""The case: one person, one scheme version, one handling organisation.

In clear rests what queries need and what tells nothing: ids, scheme, state, dates of the procedure. What was
shown, said and found rests sealed under the dossier's own key (design.md §4).
"""

from datetime import date, datetime

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
from casework.dossiers.records import (
    CaseRecord,
    DecisionRecord,
    EvidenceRecord,
    MovementRecord,
    ReadBack,
    StatementRecord,
)
from casework.people.models import Person
from casework.programmes.models import FrozenVersion
from casework.vault import codecs
from casework.vault.records import KeyOwner, RequiredSealed, Sealed, sealed_column

AUTHOR = "author"
DECIDER = "decider"


class Dossier(KeyOwner, Base):
    """One case, under the version of the scheme that was in force when it was opened."""

    __tablename__ = "dossier"
    __table_args__ = (
        UniqueConstraint("organisation_id", "reference"),
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
    record_sealed: Mapped[bytes | None] = sealed_column()

    record: RequiredSealed[CaseRecord] = RequiredSealed("record_sealed", codecs.record(CaseRecord))

    person: Mapped[Person] = relationship()
    owner: Mapped[Account] = relationship(foreign_keys=[owner_id])
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


class Movement(Base):
    __tablename__ = "movement"

    id: Mapped[Id]
    dossier_id: Mapped[Ref] = mapped_column(ForeignKey("dossier.id"), index=True)
    position: Mapped[int]
    record_sealed: Mapped[bytes | None] = sealed_column()

    record: RequiredSealed[MovementRecord] = RequiredSealed("record_sealed", codecs.record(MovementRecord))
    dossier: Mapped[Dossier] = relationship(back_populates="movements")

    @property
    def sealing_owner(self) -> Dossier:
        return self.dossier


class Evidence(Base):
    """One item of evidence, kept as a sealed picture or only seen (`file_id` is empty)."""

    __tablename__ = "evidence"
    __table_args__ = (UniqueConstraint("dossier_id", "position"),)

    guarded_kind = "evidence"

    id: Mapped[Id]
    organisation_id: Mapped[Ref] = mapped_column(ForeignKey("organisation.id"))
    dossier_id: Mapped[Ref] = mapped_column(ForeignKey("dossier.id"))
    position: Mapped[int]
    file_id: Mapped[str | None] = mapped_column(String(22))
    seen_by: Mapped[Ref] = mapped_column(ForeignKey("account.id"))
    seen_at: Mapped[datetime]
    record_sealed: Mapped[bytes | None] = sealed_column()

    record: RequiredSealed[EvidenceRecord] = RequiredSealed("record_sealed", codecs.record(EvidenceRecord))
    dossier: Mapped[Dossier] = relationship(back_populates="evidence")

    @property
    def sealing_owner(self) -> Dossier:
        return self.dossier

    @property
    def label(self) -> str:
        """The number by which paper and bundle name it: `A1`."""
        return f"A{self.position}"


class Statement(Base):
    __tablename__ = "statement"

    id: Mapped[Id]
    dossier_id: Mapped[Ref] = mapped_column(ForeignKey("dossier.id"), index=True)
    position: Mapped[int]
    record_sealed: Mapped[bytes | None] = sealed_column()

    record: RequiredSealed[StatementRecord] = RequiredSealed("record_sealed", codecs.record(StatementRecord))
    dossier: Mapped[Dossier] = relationship(back_populates="statements")
    bases: Mapped[list["StatementBasis"]] = relationship(
        back_populates="statement", cascade="all, delete-orphan"
    )

    @property
    def sealing_owner(self) -> Dossier:
        return self.dossier


class StatementBasis(Base):
    """Which evidence a statement rests on."""

    __tablename__ = "statement_basis"

    statement_id: Mapped[Ref] = mapped_column(ForeignKey("statement.id"), primary_key=True)
    evidence_id: Mapped[Ref] = mapped_column(ForeignKey("evidence.id"), primary_key=True)

    statement: Mapped[Statement] = relationship(back_populates="bases")
    evidence: Mapped[Evidence] = relationship()


class Note(Base):
    """A working remark: apart from evidence, never printed, never exported."""

    __tablename__ = "note"

    id: Mapped[Id]
    dossier_id: Mapped[Ref] = mapped_column(ForeignKey("dossier.id"), index=True)
    written_by: Mapped[Ref] = mapped_column(ForeignKey("account.id"))
    written_at: Mapped[datetime]
    text_sealed: Mapped[bytes | None] = sealed_column()

    text: RequiredSealed[str] = RequiredSealed("text_sealed", codecs.TEXT)
    dossier: Mapped[Dossier] = relationship(back_populates="notes")

    @property
    def sealing_owner(self) -> Dossier:
        return self.dossier


class StepTaken(Base):
    """One action that moved the dossier, or was tried on it with success: the history that terms count from.

    A proposal keeps the hash of what was proposed, sealed, since the content could be guessed from a bare hash.
    """

    __tablename__ = "step_taken"
    __table_args__ = (UniqueConstraint("dossier_id", "position"),)

    id: Mapped[Id]
    dossier_id: Mapped[Ref] = mapped_column(ForeignKey("dossier.id"))
    position: Mapped[int]
    action: Mapped[Code]
    to_state: Mapped[Code]
    taken_by: Mapped[Ref] = mapped_column(ForeignKey("account.id"))
    taken_on: Mapped[date]
    content_hash_sealed: Mapped[bytes | None] = sealed_column()
    read_back_sealed: Mapped[bytes | None] = sealed_column()

    content_hash: RequiredSealed[str] = RequiredSealed("content_hash_sealed", codecs.TEXT)
    read_back: Sealed[ReadBack] = Sealed("read_back_sealed", codecs.record(ReadBack))
    dossier: Mapped[Dossier] = relationship(back_populates="steps")

    @property
    def sealing_owner(self) -> Dossier:
        return self.dossier


class Decision(Base):
    """A reasoned, dated decision by a person whom the scheme names, who is none of the authors."""

    __tablename__ = "decision"
    __table_args__ = (
        ForeignKeyConstraint(
            ["dossier_id", "round", "decided_by", "part"],
            ["dossier_part.dossier_id", "dossier_part.round", "dossier_part.account_id", "dossier_part.part"],
        ),
        CheckConstraint(f"part = '{DECIDER}'", name="by_the_decider"),
        UniqueConstraint("dossier_id", "round", "action"),
    )

    id: Mapped[Id]
    dossier_id: Mapped[Ref] = mapped_column(ForeignKey("dossier.id"))
    round: Mapped[int]
    decided_by: Mapped[Ref] = mapped_column(ForeignKey("account.id"))
    part: Mapped[Code] = mapped_column(default=DECIDER)
    action: Mapped[Code]
    decided_at: Mapped[datetime]
    record_sealed: Mapped[bytes | None] = sealed_column()

    record: RequiredSealed[DecisionRecord] = RequiredSealed("record_sealed", codecs.record(DecisionRecord))
    dossier: Mapped[Dossier] = relationship(back_populates="decisions")

    @property
    def sealing_owner(self) -> Dossier:
        return self.dossier
