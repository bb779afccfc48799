"""Tables of the web room."""

from datetime import datetime

from sqlalchemy import String, Text
from sqlalchemy.orm import Mapped, mapped_column

from casework.db import Base


class Limit(Base):
    """One bucket of attempts. `bucket` is a keyed hash: no address and no account rests in clear."""

    __tablename__ = "limits"

    bucket: Mapped[str] = mapped_column(String(64), primary_key=True)
    window_start: Mapped[datetime] = mapped_column(index=True)
    attempts: Mapped[int]


class SentForm(Base):
    """A form that was taken, so that a second sending of it does nothing (`casework.web.sending`).

    Both digests are keyed by, or made of, the form's random id, which rests in the browser's page and nowhere
    else: a dump tells neither what was typed nor by whom. `answer` is the path that the sender was led to.
    """

    __tablename__ = "sent_form"

    form_hash: Mapped[bytes] = mapped_column(primary_key=True)
    content_hash: Mapped[bytes] = mapped_column(primary_key=True)
    answer: Mapped[str] = mapped_column(Text)
    sent_at: Mapped[datetime] = mapped_column(index=True)
