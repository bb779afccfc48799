"""The papers of a dossier: from the case and its scheme to the plain data that is printed."""

from casework.dossiers.papers.card import CardPaper, carries_code, paper_of
from casework.dossiers.papers.fields import Holder, Issuing, answer_text, birth_date_text, issuer_of
from casework.dossiers.papers.idcard import id_card
from casework.dossiers.papers.letter import (
    Contents,
    Entered,
    letter_languages,
    only_time_helps,
    printed_letter,
    still_to_show,
    write_letter,
)
from casework.dossiers.papers.procedure import certificate
from casework.dossiers.papers.sheet import evidence_line, statement_text

__all__ = [
    "CardPaper",
    "Contents",
    "Entered",
    "Holder",
    "Issuing",
    "answer_text",
    "birth_date_text",
    "carries_code",
    "certificate",
    "evidence_line",
    "id_card",
    "issuer_of",
    "letter_languages",
    "only_time_helps",
    "paper_of",
    "printed_letter",
    "statement_text",
    "still_to_show",
    "write_letter",
]
