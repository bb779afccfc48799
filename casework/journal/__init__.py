"""Who did and read what: an append-only hash chain that a second party can verify (design.md §4)."""

from casework.journal.models import JournalEntry
from casework.journal.queries import entries_of_object, entries_of_organisation
from casework.journal.service import record, record_apart
from casework.journal.verification import export, verify

__all__ = [
    "JournalEntry",
    "entries_of_object",
    "entries_of_organisation",
    "export",
    "record",
    "record_apart",
    "verify",
]
