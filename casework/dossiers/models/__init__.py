"""The tables of dossiers."""

from casework.dossiers.models.case import AUTHOR, DECIDER, Dossier, Part
from casework.dossiers.models.content import Evidence, Movement, Note, Statement, StatementBasis
from casework.dossiers.models.procedure import Appointment, Decision, Letter, ProposalSeen, StepTaken

__all__ = [
    "AUTHOR",
    "DECIDER",
    "Appointment",
    "Decision",
    "Dossier",
    "Evidence",
    "Letter",
    "Movement",
    "Note",
    "Part",
    "ProposalSeen",
    "Statement",
    "StatementBasis",
    "StepTaken",
]
