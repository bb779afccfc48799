"""Invented tables with sealed values, on a base of their own."""

from dataclasses import dataclass
from datetime import date

from sqlalchemy import ForeignKey, LargeBinary, String
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column, relationship

from casework.db import Id, Ref
from casework.vault import codecs
from casework.vault.records import KeyOwner, Sealed, sealed_column

CITY, PARTNER = "city".ljust(22, "0"), "partner".ljust(22, "0")


class SampleBase(DeclarativeBase):
    type_annotation_map = {bytes: LargeBinary}


@dataclass(frozen=True)
class Particulars:
    given: str
    born: date | None = None


class Human(KeyOwner, SampleBase):
    __tablename__ = "human"
    id: Mapped[Id]
    organisation_id: Mapped[Ref]
    particulars_sealed: Mapped[bytes | None] = sealed_column()
    address_sealed: Mapped[bytes | None] = sealed_column()
    particulars = Sealed("particulars_sealed", codecs.record(Particulars))
    address = Sealed("address_sealed", codecs.TEXT)


class Case(KeyOwner, SampleBase):
    __tablename__ = "casefile"
    id: Mapped[Id]
    organisation_id: Mapped[Ref]


class Remark(SampleBase):
    __tablename__ = "remark"
    id: Mapped[Id]
    case_id: Mapped[str] = mapped_column(String(22), ForeignKey("casefile.id"))
    words_sealed: Mapped[bytes | None] = sealed_column()
    words = Sealed("words_sealed", codecs.TEXT)
    case: Mapped[Case] = relationship()

    @property
    def sealing_owner(self) -> Case:
        return self.case
