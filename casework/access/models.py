"""Organisations, accounts, memberships, sessions, grants."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import JSON, CheckConstraint, ForeignKey, Index, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from casework.db import Base, Code, Id, Ref
from casework.vault import codecs
from casework.vault.records import KeyOwner, RequiredSealed, sealed_column


class Organisation(Base):
    """A city, an NGO, a collective, a law firm. Its name is public."""

    __tablename__ = "organisation"

    id: Mapped[Id]
    key: Mapped[str] = mapped_column(String(60), unique=True)
    kind: Mapped[Code]
    name: Mapped[str] = mapped_column(String(200))
    unit: Mapped[str] = mapped_column(String(200), default="")
    theme: Mapped[Code] = mapped_column(default="barcelona")
    time_zone: Mapped[str] = mapped_column(String(60), default="Europe/Madrid")


@dataclass(frozen=True)
class AccountParticulars:
    """Who the account belongs to; sealed."""

    sign_in_name: str
    display_name: str


class Account(KeyOwner, Base):
    """Who signs in. It is found by a keyed hash of its sign-in name, which is unique."""

    __tablename__ = "account"

    id: Mapped[Id]
    organisation_id: Mapped[Ref] = mapped_column(ForeignKey("organisation.id"), index=True)
    sign_in_hash: Mapped[bytes] = mapped_column(unique=True)
    password_hash: Mapped[str] = mapped_column(String(200))
    disabled_at: Mapped[datetime | None]
    particulars_sealed: Mapped[bytes | None] = sealed_column()

    particulars: RequiredSealed[AccountParticulars] = RequiredSealed(
        "particulars_sealed", codecs.record(AccountParticulars)
    )

    organisation: Mapped[Organisation] = relationship()
    memberships: Mapped[list["Membership"]] = relationship(back_populates="account")


class Membership(Base):
    """A role at an organisation, from when to when."""

    __tablename__ = "membership"
    __table_args__ = (UniqueConstraint("account_id", "organisation_id", "role", "since"),)

    id: Mapped[Id]
    account_id: Mapped[Ref] = mapped_column(ForeignKey("account.id"))
    organisation_id: Mapped[Ref] = mapped_column(ForeignKey("organisation.id"), index=True)
    role: Mapped[Code]
    since: Mapped[datetime]
    until: Mapped[datetime | None]

    account: Mapped[Account] = relationship(back_populates="memberships")


class AccountSession(Base):
    """A signed-in browser. Only the SHA-256 of its token is kept (security.md §2.9)."""

    __tablename__ = "account_session"

    id: Mapped[Id]
    token_hash: Mapped[bytes] = mapped_column(unique=True)
    account_id: Mapped[Ref] = mapped_column(ForeignKey("account.id"), index=True)
    organisation_id: Mapped[Ref] = mapped_column(ForeignKey("organisation.id"))
    began_at: Mapped[datetime]
    seen_at: Mapped[datetime]
    ended_at: Mapped[datetime | None]
    notices: Mapped[list[str]] = mapped_column(JSON, default=list)

    account: Mapped[Account] = relationship()


class KeptForm(Base):
    """A form sent after its session ended. Its key is in the browser's cookie and nowhere else."""

    __tablename__ = "kept_form"

    key_hash: Mapped[bytes] = mapped_column(primary_key=True)
    account_id: Mapped[Ref] = mapped_column(ForeignKey("account.id"))
    kept_at: Mapped[datetime] = mapped_column(index=True)
    controls_sealed: Mapped[bytes]


class Grant(Base):
    """A person's consent that gives one account access to one named paper or piece of evidence."""

    __tablename__ = "access_grant"
    __table_args__ = (
        CheckConstraint("until > since", name="ends_after_it_begins"),
        Index("ix_access_grant_object", "object_kind", "object_id"),
    )

    id: Mapped[Id]
    organisation_id: Mapped[Ref] = mapped_column(ForeignKey("organisation.id"))
    account_id: Mapped[Ref] = mapped_column(ForeignKey("account.id"), index=True)
    dossier_id: Mapped[Ref] = mapped_column(index=True)
    object_kind: Mapped[Code]
    object_id: Mapped[Ref]
    given_by: Mapped[Ref] = mapped_column(ForeignKey("account.id"))
    since: Mapped[datetime]
    until: Mapped[datetime]
    ended_at: Mapped[datetime | None]
