"""Work that outlives a request."""

from datetime import datetime

from sqlalchemy import Index
from sqlalchemy.orm import Mapped, mapped_column

from casework.db import Base, Code, Id, Ref


class Job(Base):
    """One piece of work on one object, written in the transaction that asks for it.

    `due_at` is when it is to run; once it is done or failed, when it ended.
    """

    __tablename__ = "job"
    __table_args__ = (Index("ix_job_waiting", "state", "due_at"),)

    id: Mapped[Id]
    kind: Mapped[Code]
    subject_id: Mapped[Ref]
    state: Mapped[Code] = mapped_column(default="waiting")
    attempts: Mapped[int] = mapped_column(default=0)
    due_at: Mapped[datetime]
    leased_until: Mapped[datetime | None]
