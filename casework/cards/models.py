"""The issued right, the papers that show it, and the numbers they carry."""

from datetime import date, datetime

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from casework.db import Base, Code, Id, Ref
from casework.vault.records import KeyOwner

LIVE = "state IN ('issuing', 'issued')"


class NumberSeries(Base):
    """The last number given in a sequence: an organisation's, for a scheme, in a year (0: for ever).

    `name` is the scheme's key, or that of one of the office's own registers: those have a colon, which no key has.
    """

    __tablename__ = "number_series"

    organisation_id: Mapped[Ref] = mapped_column(ForeignKey("organisation.id"), primary_key=True)
    name: Mapped[Code] = mapped_column(primary_key=True)
    year: Mapped[int] = mapped_column(primary_key=True)
    last: Mapped[int] = mapped_column(default=0)


class Card(KeyOwner, Base):
    """Number, validity, state and lineage. Its key seals the files of its papers.

    `action` is the step that issues it; cards from before that was kept have none.

    The constraints own the invariants: a number is given once, and a holder has one live card in a dossier,
    one being issued included (design.md §4).
    """

    __tablename__ = "card"
    __table_args__ = (
        UniqueConstraint("organisation_id", "scheme_key", "number"),
        Index(
            "uq_card_live",
            "dossier_id",
            "holder_id",
            unique=True,
            sqlite_where=text(LIVE),
            postgresql_where=text(LIVE),
        ),
        Index("ix_card_newest", "organisation_id", "issued_on", "id"),
        CheckConstraint("state IN ('issuing', 'issued', 'void', 'over', 'replaced')", name="state"),
    )

    guarded_kind = "card"

    id: Mapped[Id]
    organisation_id: Mapped[Ref] = mapped_column(ForeignKey("organisation.id"))
    scheme_key: Mapped[Code]
    dossier_id: Mapped[Ref] = mapped_column(index=True)
    holder_id: Mapped[Ref] = mapped_column(ForeignKey("person.id"))
    number: Mapped[str] = mapped_column(String(40))
    state: Mapped[Code] = mapped_column(default="issuing")
    issued_on: Mapped[date]
    issued_by: Mapped[Ref] = mapped_column(ForeignKey("account.id"))
    action: Mapped[str | None] = mapped_column(String(60))
    valid_until: Mapped[date | None]
    replaces_id: Mapped[str | None] = mapped_column(String(22), ForeignKey("card.id"))

    papers: Mapped[list["Paper"]] = relationship(back_populates="card")


class Paper(Base):
    """One rendered, signed document of a card, or of a dossier alone: a letter. Its pages never change.

    A letter carries number and date; it has no card, and a code only where its scheme wants one.
    """

    __tablename__ = "paper"
    __table_args__ = (UniqueConstraint("card_id", "kind", "language"),)

    guarded_kind = "paper"

    id: Mapped[Id]
    organisation_id: Mapped[Ref] = mapped_column(ForeignKey("organisation.id"))
    dossier_id: Mapped[Ref] = mapped_column(index=True)
    card_id: Mapped[str | None] = mapped_column(String(22), ForeignKey("card.id"))
    number: Mapped[str] = mapped_column(String(40))
    issued_on: Mapped[date]
    kind: Mapped[Code]
    title: Mapped[str] = mapped_column(String(200))
    language: Mapped[Code]
    code_hash: Mapped[bytes | None] = mapped_column(unique=True)
    pages: Mapped[int]
    file_id: Mapped[Ref]
    signed_at: Mapped[datetime]

    card: Mapped[Card | None] = relationship(back_populates="papers")
    revisions: Mapped[list["PaperRevision"]] = relationship(back_populates="paper")


class PaperRevision(Base):
    """SHA-256 of the bytes of each revision of a paper; each counts as issued (design.md §2, *paper*)."""

    __tablename__ = "paper_revision"
    __table_args__ = (UniqueConstraint("paper_id", "number"),)

    sha256: Mapped[bytes] = mapped_column(primary_key=True)
    paper_id: Mapped[Ref] = mapped_column(ForeignKey("paper.id"))
    number: Mapped[int]

    paper: Mapped[Paper] = relationship(back_populates="revisions")
