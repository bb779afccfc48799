"""An organisation's adoption of a scheme, and the scheme versions that anything ever rested on."""

from datetime import date

from sqlalchemy import JSON, ForeignKey, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from casework.access.models import Organisation
from casework.db import Base, Code, Id, Ref


class FrozenVersion(Base):
    """One resolved scheme version, as canonical JSON under its SHA-256: never changed, never deleted."""

    __tablename__ = "frozen_version"

    hash: Mapped[str] = mapped_column(String(64), primary_key=True)
    scheme_key: Mapped[Code]
    canonical: Mapped[bytes]


class Programme(Base):
    """Since when an organisation runs a scheme, what it settles in it, and what its papers say. All of it is public.

    `local_values` are written as in a scheme file, by the address of the word that the scheme leaves open;
    `languages` are those that the scheme had when it was adopted, and has to keep.
    """

    __tablename__ = "programme"
    __table_args__ = (UniqueConstraint("organisation_id", "scheme_key"),)

    id: Mapped[Id]
    organisation_id: Mapped[Ref] = mapped_column(ForeignKey("organisation.id"))
    scheme_key: Mapped[Code]
    since: Mapped[date]
    letterhead: Mapped[dict[str, str | list[str]]] = mapped_column(JSON)
    local_values: Mapped[dict[str, str]] = mapped_column(JSON, default=dict)
    languages: Mapped[list[str]] = mapped_column(JSON, default=list)

    organisation: Mapped[Organisation] = relationship()
