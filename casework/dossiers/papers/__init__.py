"""The papers of a dossier: from the case and its scheme to the plain data that is printed."""

from casework.dossiers.papers.attestation import Issuing, attestation
from casework.dossiers.papers.letter import (
    Contents,
    Entered,
    letter_languages,
    printed_letter,
    still_to_show,
    write_letter,
)
from casework.dossiers.papers.procedure import certificate
from casework.dossiers.papers.sheet import birth_date_text, evidence_line, statement_text

__all__ = [
    "Contents",
    "Entered",
    "Issuing",
    "attestation",
    "birth_date_text",
    "certificate",
    "evidence_line",
    "letter_languages",
    "printed_letter",
    "statement_text",
    "still_to_show",
    "write_letter",
]
