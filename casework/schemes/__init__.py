"""Schemes: kinds of card as versioned data, and the pure rules over it. This room knows no table, view or
clock.
"""

from .build import version_from_canonical
from .catalogue import Catalogue, check, copied, forbidden_fields, load_scheme
from .dates import LeapBirthday, PartialDate, Period, WorkingCalendar, add_months, add_working_days, age_on
from .definition import Family, Group, Paper, Place, Scheme, SchemeVersion, Stage
from .errors import (
    FactsError,
    NotAllowed,
    NumberError,
    OpenValueError,
    SchemeError,
    StatementError,
    UndecidedError,
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
from .explain import earliest_day, explain, facts_from, findings, given_on
from .facts import Document, FactDefinition, Facts, FactType, Presence, Subject
from .households import Household, explain_household, household_from
from .json_schema import json_schema
from .money import Money
from .numbers import NumberPattern, SequenceScope, format_number
from .register import Gap, Movement, MovementKind, Segment, last_gap, segments
from .remarks import Remark, SchemeFileError, Severity, mistakes
from .rights import Aid, Entitled, Entitlement, Fee, FeeDue, Reduction, entitlements_on, fee_due
from .rules import Finding, Missing, MissingKind, overall
from .sentences import Sentence, Voice, heading_of, name_of, rule_title, say, say_refusal
from .source import read_source
from .statements import long_day, write_statement, write_text
from .steps import (
    Action,
    Actor,
    CardState,
    DatedBody,
    Done,
    Situation,
    State,
    Steps,
    actions_from,
    allowed,
    given_by,
    next_state,
    term_ends,
)
from .truth import Verdict
from .validity import End, Renewal, ending_events, last_valid_day
from .wording import Texts, in_language

__all__ = [
    "Action",
    "Actor",
    "Aid",
    "CardState",
    "Catalogue",
    "Copies",
    "DatedBody",
    "Document",
    "Done",
    "End",
    "Entitled",
    "Entitlement",
    "EvidenceCategory",
    "EvidenceKind",
    "FactDefinition",
    "FactType",
    "Facts",
    "FactsError",
    "Family",
    "Fee",
    "FeeDue",
    "Finding",
    "Gap",
    "Group",
    "Household",
    "IfEmpty",
    "LeapBirthday",
    "Missing",
    "MissingKind",
    "Money",
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
    "Reduction",
    "Remark",
    "Renewal",
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
    "Texts",
    "UndecidedError",
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
    "copied",
    "earliest_day",
    "ending_events",
    "entitlements_on",
    "explain",
    "explain_household",
    "facts_from",
    "fee_due",
    "findings",
    "forbidden_fields",
    "format_number",
    "given_by",
    "given_on",
    "heading_of",
    "household_from",
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
