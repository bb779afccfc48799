"""What the database knows of a sealed file; its content lies in storage under the same id."""

from sqlalchemy import LargeBinary
from sqlalchemy.orm import Mapped, mapped_column

from casework.db import Base, Code, Id, Ref


class SealedFile(Base):
    """A file of a person or a dossier; `owner_kind` is the owner's table, `size` in bytes before sealing."""

    __tablename__ = "sealed_file"

    id: Mapped[Id]
    owner_kind: Mapped[Code]
    owner_id: Mapped[Ref] = mapped_column(index=True)
    organisation_id: Mapped[Ref] = mapped_column(index=True)
    media_type: Mapped[Code]
    size: Mapped[int]
    wrapped_key: Mapped[bytes] = mapped_column(LargeBinary)
