"""What a stranger may ask: one database view over papers and cards, made by a migration.

It is the whole of what a verification host needs to read (design.md §7).
"""

from sqlalchemy import Date, Integer, LargeBinary, String, column, table

from casework.db import Moment

verification = table(
    "verification",
    column("code_hash", LargeBinary),
    column("sha256", LargeBinary),
    column("revision", Integer),
    column("title", String),
    column("language", String),
    column("issuer", String),
    column("time_zone", String),
    column("issued_on", Date),
    column("valid_until", Date),
    column("pages", Integer),
    column("state", String),
    column("signed_at", Moment),
)
