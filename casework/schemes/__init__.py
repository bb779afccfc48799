"""Schemes: kinds of card as versioned data, and the pure rules over it. This room knows no table, view or
clock.
"""

from .build import version_from_canonical
from .catalogue import Catalogue, check, forbidden_fields, load_scheme
from .dates import LeapBirthday, PartialDate, Period, WorkingCalendar, add_months, add_working_days, age_on
from .definition import Family, Paper, Place, Scheme, SchemeVersion, Stage
from .errors import (
    FactsError,
    NotAllowed,
    NumberError,
    OpenValueError,
    SchemeError,
    StatementError,
    UnknownSchemeError,
)
from .evidence import (
    Copies,
    EvidenceCategory,
    EvidenceKind,
    IfEmpty,
    Parameter,
    ParameterType,
    StatementTemplate,
)
from .explain import earliest_day, explain, facts_from, findings
from .facts import Document, FactDefinition, Facts, FactType, Presence, Subject
from .json_schema import json_schema
from .numbers import NumberPattern, SequenceScope, format_number
from .register import Gap, Movement, MovementKind, Segment, last_gap, segments
from .remarks import Remark, SchemeFileError, Severity, mistakes
from .rules import Finding, Missing, MissingKind, overall
from .sentences import Sentence, Voice, heading_of, name_of, rule_title, say, say_refusal
from .source import read_source
from .statements import long_day, write_statement, write_text
from .steps import (
    Action,
    Actor,
    CardState,
    Done,
    Situation,
    State,
    Steps,
    Term,
    actions_from,
    allowed,
    given_by,
    next_state,
    term_ends,
)
from .truth import Verdict
from .validity import last_valid_day
from .wording import Texts, in_language

__all__ = [
    "Action",
    "Actor",
    "CardState",
    "Catalogue",
    "Copies",
    "Document",
    "Done",
    "EvidenceCategory",
    "EvidenceKind",
    "FactDefinition",
    "FactType",
    "Facts",
    "FactsError",
    "Family",
    "Finding",
    "Gap",
    "IfEmpty",
    "LeapBirthday",
    "Missing",
    "MissingKind",
    "Movement",
    "MovementKind",
    "NotAllowed",
    "NumberError",
    "NumberPattern",
    "OpenValueError",
    "Paper",
    "Parameter",
    "ParameterType",
    "PartialDate",
    "Period",
    "Place",
    "Presence",
    "Remark",
    "Scheme",
    "SchemeError",
    "SchemeFileError",
    "SchemeVersion",
    "Segment",
    "Sentence",
    "SequenceScope",
    "Severity",
    "Situation",
    "Stage",
    "State",
    "StatementError",
    "StatementTemplate",
    "Steps",
    "Subject",
    "Term",
    "Texts",
    "UnknownSchemeError",
    "Verdict",
    "Voice",
    "WorkingCalendar",
    "actions_from",
    "add_months",
    "add_working_days",
    "age_on",
    "allowed",
    "check",
    "earliest_day",
    "explain",
    "facts_from",
    "findings",
    "forbidden_fields",
    "format_number",
    "given_by",
    "heading_of",
    "in_language",
    "json_schema",
    "last_gap",
    "last_valid_day",
    "load_scheme",
    "long_day",
    "mistakes",
    "name_of",
    "next_state",
    "overall",
    "read_source",
    "rule_title",
    "say",
    "say_refusal",
    "segments",
    "term_ends",
    "version_from_canonical",
    "write_statement",
    "write_text",
]
