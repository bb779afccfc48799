"""A person: a file on a human at one organisation."""

from dataclasses import dataclass

from sqlalchemy import ForeignKey
from sqlalchemy.orm import Mapped, mapped_column

from casework.db import Base, Id, Ref
from casework.vault import codecs
from casework.vault.records import KeyOwner, RequiredSealed, Sealed, sealed_column


@dataclass(frozen=True)
class BirthDate:
    """As much of a birth date as is known; the year always (schemes.md §1.1)."""

    year: int
    month: int | None = None
    day: int | None = None


@dataclass(frozen=True)
class Particulars:
    """What the person is called and when they were born. Either name may be empty, not both."""

    given_names: str
    family_names: str
    birth_date: BirthDate
    native_name: str = ""
    native_language: str = ""
    birth_place: str = ""

    @property
    def full_name(self) -> str:
        return " ".join(part for part in (self.given_names, self.family_names) if part)


@dataclass(frozen=True)
class Contact:
    """How to speak with the person, and which ways they do not want to be reached by.

    `speaks` and `reads` are language codes, `interpreter` whether and whom they need (empty: not asked yet).
    """

    speaks: tuple[str, ...] = ()
    reads: tuple[str, ...] = ()
    interpreter: str = ""
    telephone: str = ""
    mail: str = ""
    no_telephone: bool = False
    no_mail: bool = False
    no_contact: bool = False


class Person(KeyOwner, Base):
    """Names rest sealed under the person's own key; there is no index on them."""

    __tablename__ = "person"

    guarded_kind = "person"

    id: Mapped[Id]
    organisation_id: Mapped[Ref] = mapped_column(ForeignKey("organisation.id"), index=True)
    particulars_sealed: Mapped[bytes | None] = sealed_column()
    contact_sealed: Mapped[bytes | None] = sealed_column()

    particulars: RequiredSealed[Particulars] = RequiredSealed(
        "particulars_sealed", codecs.record(Particulars)
    )
    contact: Sealed[Contact] = Sealed("contact_sealed", codecs.record(Contact))
