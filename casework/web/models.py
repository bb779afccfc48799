"""Tables of the web room."""

from datetime import datetime

from sqlalchemy import String
from sqlalchemy.orm import Mapped, mapped_column

from casework.db import Base


class Limit(Base):
    """One bucket of attempts. `bucket` is a keyed hash: no address and no account rests in clear."""

    __tablename__ = "limits"

    bucket: Mapped[str] = mapped_column(String(64), primary_key=True)
    window_start: Mapped[datetime] = mapped_column(index=True)
    attempts: Mapped[int]
