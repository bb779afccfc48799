"""What stands in a dossier: movements in registers, evidence, statements, and notes beside them."""

from datetime import datetime

from sqlalchemy import ForeignKey, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from casework.db import Base, Id, Ref
from casework.dossiers.models.case import Dossier
from casework.dossiers.records import EvidenceRecord, MovementRecord, StatementRecord
from casework.vault import codecs
from casework.vault.records import RequiredSealed, sealed_column


class Movement(Base):
    __tablename__ = "movement"
    __table_args__ = (UniqueConstraint("dossier_id", "position"),)

    id: Mapped[Id]
    dossier_id: Mapped[Ref] = mapped_column(ForeignKey("dossier.id"))
    position: Mapped[int]
    record_sealed: Mapped[bytes | None] = sealed_column()

    record: RequiredSealed[MovementRecord] = RequiredSealed("record_sealed", codecs.record(MovementRecord))
    dossier: Mapped[Dossier] = relationship(back_populates="movements")

    @property
    def sealing_owner(self) -> Dossier:
        return self.dossier


class Evidence(Base):
    """One item of evidence, kept as a sealed copy or only seen (`file_id` is empty).

    `copy_id` names the file of the copy that was looked at, also when it is destroyed: another copy is other content.
    """

    __tablename__ = "evidence"
    __table_args__ = (UniqueConstraint("dossier_id", "position"),)

    guarded_kind = "evidence"

    id: Mapped[Id]
    organisation_id: Mapped[Ref] = mapped_column(ForeignKey("organisation.id"))
    dossier_id: Mapped[Ref] = mapped_column(ForeignKey("dossier.id"))
    position: Mapped[int]
    file_id: Mapped[str | None] = mapped_column(String(22))
    copy_id: Mapped[str | None] = mapped_column(String(22))
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
    evidence_id: Mapped[Ref] = mapped_column(ForeignKey("evidence.id"), primary_key=True, index=True)

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
