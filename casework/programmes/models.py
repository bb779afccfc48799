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
    """Since when an organisation runs a scheme, who signs, and what its papers say of it. All of it is public."""

    __tablename__ = "programme"
    __table_args__ = (UniqueConstraint("organisation_id", "scheme_key"),)

    id: Mapped[Id]
    organisation_id: Mapped[Ref] = mapped_column(ForeignKey("organisation.id"))
    scheme_key: Mapped[Code]
    since: Mapped[date]
    letterhead: Mapped[dict[str, str | list[str]]] = mapped_column(JSON)

    organisation: Mapped[Organisation] = relationship()
