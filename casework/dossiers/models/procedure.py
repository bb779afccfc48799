"""What happens to a dossier: steps, decisions, looks at a proposal, appointments, letters."""

from datetime import date, datetime

from sqlalchemy import (
    CheckConstraint,
    ForeignKey,
    ForeignKeyConstraint,
    String,
    UniqueConstraint,
)
from sqlalchemy.orm import Mapped, mapped_column, relationship

from casework.cards.models import Paper
from casework.db import Base, Code, Id, Ref
from casework.dossiers.models.case import DECIDER, Dossier
from casework.dossiers.records import (
    Appeal,
    AppointmentRecord,
    DecisionRecord,
    HandOver,
    LetterRecord,
    Notification,
    ReadBack,
)
from casework.vault import codecs
from casework.vault.records import RequiredSealed, Sealed, sealed_column


class StepTaken(Base):
    """One action that moved the dossier, or was tried on it with success: the history that terms count from.

    A proposal keeps what was proposed, a card issued over the counter what it was made of; and its hash, sealed:
    the content could be guessed from a bare hash. Where the person is asked for something, what stood there then.
    `reasons` are those of a step that is no decision; a decision keeps its own.
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
    content_sealed: Mapped[bytes | None] = sealed_column()
    read_back_sealed: Mapped[bytes | None] = sealed_column()
    hand_over_sealed: Mapped[bytes | None] = sealed_column()
    appeal_sealed: Mapped[bytes | None] = sealed_column()
    reasons_sealed: Mapped[bytes | None] = sealed_column()

    content_hash: RequiredSealed[str] = RequiredSealed("content_hash_sealed", codecs.TEXT)
    content: Sealed[str] = Sealed("content_sealed", codecs.TEXT)
    read_back: Sealed[ReadBack] = Sealed("read_back_sealed", codecs.record(ReadBack))
    hand_over: Sealed[HandOver] = Sealed("hand_over_sealed", codecs.record(HandOver))
    appeal: Sealed[Appeal] = Sealed("appeal_sealed", codecs.record(Appeal))
    reasons: Sealed[str] = Sealed("reasons_sealed", codecs.TEXT)
    dossier: Mapped[Dossier] = relationship(back_populates="steps")

    @property
    def sealing_owner(self) -> Dossier:
        return self.dossier


class Decision(Base):
    """A reasoned, dated decision by a person whom the scheme names, who is none of the authors: one of a step."""

    __tablename__ = "decision"
    __table_args__ = (
        ForeignKeyConstraint(
            ["dossier_id", "round", "decided_by", "part"],
            ["dossier_part.dossier_id", "dossier_part.round", "dossier_part.account_id", "dossier_part.part"],
        ),
        CheckConstraint(f"part = '{DECIDER}'", name="by_the_decider"),
        UniqueConstraint("step_id"),
    )

    id: Mapped[Id]
    dossier_id: Mapped[Ref] = mapped_column(ForeignKey("dossier.id"))
    step_id: Mapped[Ref] = mapped_column(ForeignKey("step_taken.id"))
    round: Mapped[int]
    decided_by: Mapped[Ref] = mapped_column(ForeignKey("account.id"))
    part: Mapped[Code] = mapped_column(default=DECIDER)
    action: Mapped[Code]
    decided_at: Mapped[datetime]
    record_sealed: Mapped[bytes | None] = sealed_column()

    record: RequiredSealed[DecisionRecord] = RequiredSealed("record_sealed", codecs.record(DecisionRecord))
    dossier: Mapped[Dossier] = relationship(back_populates="decisions")
    step: Mapped[StepTaken] = relationship()

    @property
    def sealing_owner(self) -> Dossier:
        return self.dossier


class ProposalSeen(Base):
    """Which proposal (a step) an account has looked at: what changed since is shown to it next time."""

    __tablename__ = "proposal_seen"

    step_id: Mapped[Ref] = mapped_column(ForeignKey("step_taken.id"), primary_key=True)
    account_id: Mapped[Ref] = mapped_column(ForeignKey("account.id"), primary_key=True)
    seen_at: Mapped[datetime]


class Appointment(Base):
    """An agreed hour with the person: when and what for in clear, where and what was said sealed."""

    __tablename__ = "appointment"
    __table_args__ = (CheckConstraint("state IN ('planned', 'held', 'missed', 'called_off')", name="state"),)

    id: Mapped[Id]
    dossier_id: Mapped[Ref] = mapped_column(ForeignKey("dossier.id"), index=True)
    purpose: Mapped[Code]
    state: Mapped[Code] = mapped_column(default="planned")
    starts_at: Mapped[datetime] = mapped_column(index=True)
    record_sealed: Mapped[bytes | None] = sealed_column()

    record: RequiredSealed[AppointmentRecord] = RequiredSealed(
        "record_sealed", codecs.record(AppointmentRecord)
    )
    dossier: Mapped[Dossier] = relationship(back_populates="appointments")

    @property
    def sealing_owner(self) -> Dossier:
        return self.dossier


class Letter(Base):
    """A paper of the dossier alone, from the moment that its number is given: receipt, letter, certificate.

    `kind` is the key of the scheme's paper. It is `writing` until its signed file is registered. One that could not
    be made is void, and is replaced by one other at most. A term of `term_step` counts from the day on which the person
    has it, which somebody records (docs/decisions/0017-notified.md).
    """

    __tablename__ = "letter"
    __table_args__ = (
        UniqueConstraint("organisation_id", "number"),
        UniqueConstraint("dossier_id", "position"),
        UniqueConstraint("replaces_id"),
        CheckConstraint("state IN ('writing', 'written', 'void')", name="state"),
        CheckConstraint("(state = 'written') = (paper_id IS NOT NULL)", name="written_with_its_paper"),
        CheckConstraint(
            "notified_on IS NULL OR (notified_on >= written_on AND paper_id IS NOT NULL "
            "AND notification_sealed IS NOT NULL AND term_step_id IS NOT NULL)",
            name="notified_once_written",
        ),
    )

    guarded_kind = "letter"

    id: Mapped[Id]
    organisation_id: Mapped[Ref] = mapped_column(ForeignKey("organisation.id"))
    dossier_id: Mapped[Ref] = mapped_column(ForeignKey("dossier.id"))
    position: Mapped[int]
    kind: Mapped[Code]
    number: Mapped[str] = mapped_column(String(40))
    state: Mapped[Code] = mapped_column(default="writing")
    written_on: Mapped[date]
    written_by: Mapped[Ref] = mapped_column(ForeignKey("account.id"))
    paper_id: Mapped[str | None] = mapped_column(String(22), ForeignKey("paper.id"), index=True)
    replaces_id: Mapped[str | None] = mapped_column(String(22), ForeignKey("letter.id"))
    term_step_id: Mapped[str | None] = mapped_column(String(22), ForeignKey("step_taken.id"), index=True)
    notified_on: Mapped[date | None]
    notification_sealed: Mapped[bytes | None] = sealed_column()
    record_sealed: Mapped[bytes | None] = sealed_column()

    record: RequiredSealed[LetterRecord] = RequiredSealed("record_sealed", codecs.record(LetterRecord))
    notification: Sealed[Notification] = Sealed("notification_sealed", codecs.record(Notification))
    dossier: Mapped[Dossier] = relationship(back_populates="letters")
    paper: Mapped[Paper | None] = relationship()
    term_step: Mapped[StepTaken | None] = relationship()

    @property
    def sealing_owner(self) -> Dossier:
        return self.dossier
