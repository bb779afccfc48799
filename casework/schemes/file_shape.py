"""What a scheme file looks like: its parts, then the whole."""

from collections.abc import Mapping
from typing import Final

from .rule_shape import RULE
from .shape import (
    AFTER,
    AGE,
    BEFORE,
    COPIES,
    COUNT,
    DAY,
    DAY_OF_YEAR,
    HOLIDAY,
    KEEP,
    LANGUAGE,
    LINE,
    MONEY,
    PERFORMER,
    PERIOD,
    POINTS,
    SHOWS,
    TEXT,
    UNKNOWN,
    WORD,
    WORDS,
    YES_NO,
    Either,
    Fields,
    ListOf,
    OneOf,
    Scalar,
    Shape,
)

FACT: Final = Fields(
    {
        "type": OneOf(("yes_no", "choice", "number", "money", "date", "movements", "periods", "documents")),
        "text": TEXT,
        "of": OneOf(("applicant", "member", "household")),
        "told_by": WORD,
        "choices": ListOf(WORD),
    },
    must=("type", "text"),
)
KIND: Final = Fields(
    {"name": TEXT, "shows": ListOf(SHOWS), "expires": YES_NO, "basis": OneOf(("paper", "self-declared"))}
)
PARAMETER: Final = Fields(
    {"type": OneOf(("text", "long_text", "date", "month", "number")), "text": TEXT}, must=("type", "text")
)
FILL: Final = Either(
    (
        OneOf(("name", "address", "issuer", "issued", "from", "to")),
        Fields({"rule": WORD}, must=("rule",)),
    )
)
STATEMENT: Final = Fields(
    {
        "name": TEXT,
        "text": TEXT,
        "rests_on": ListOf(WORD),
        "not_with": ListOf(WORD),
        "fill": Fields(rest=FILL),
    },
    must=("text",),
)
WORTH: Final = Either(
    (
        *POINTS.options,
        Fields(
            {
                "points": POINTS,
                "expired": Either((YES_NO, Fields({"within": PERIOD, "points": COUNT}, must=("within",)))),
            }
        ),
    )
)
CATEGORY: Final = Fields(
    {
        "heading": TEXT,
        "accepts": Either((ListOf(WORD), UNKNOWN, Fields(rest=WORTH))),
        "expired": Either((YES_NO, Fields({"within": PERIOD}, must=("within",)))),
        "spouse": WORD,
        "copies": COPIES,
        "if_empty": OneOf(("omit", "neutral")),
        "prints": Fields(rest=STATEMENT),
    },
    must=("accepts",),
)
ACTION: Final = Fields(
    {
        "from": WORDS,
        "to": WORD,
        "by": Either((PERFORMER, ListOf(PERFORMER))),
        "needs": ListOf(WORD),
        "letter": WORD,
        "batch": YES_NO,
    },
    must=("from", "to", "by"),
)
STATE: Final = Fields(
    {
        "start": YES_NO,
        "final": YES_NO,
        "frozen": YES_NO,
        "card": OneOf(("prepared", "valid", "over", "replaced")),
    }
)
TERM: Final = Fields(
    {
        "lasts": Either((PERIOD, UNKNOWN)),
        "starts": WORDS,
        "stops": WORDS,
        "pauses": WORDS,
        "opens": WORDS,
        "closes": WORDS,
    },
    must=("lasts", "starts"),
)
BODY: Final = Fields(
    {
        "by_date": Fields(
            rest=Fields({"who": Either((PERFORMER, ListOf(PERFORMER))), "under": LINE}, must=("who",)),
            rest_pattern=DAY.pattern,
        )
    },
    must=("by_date",),
)
TEMPLATE: Final = Fields(
    {
        "states": Fields(rest=STATE),
        "actions": Fields(rest=ACTION),
        "terms": Fields(rest=TERM),
        "bodies": Fields(rest=BODY),
    }
)
STEPS: Final = Fields({"like": WORD, **TEMPLATE.known})
PAPER: Final = Fields(
    {
        "form": OneOf(("A4", "ID-1", "letter")),
        "of": OneOf(("card", "procedure", "act")),
        "like": WORD,
        "verify": YES_NO,
        "languages": ListOf(LANGUAGE),
        "front": ListOf(WORD),
        "back": ListOf(WORD),
        "optional": ListOf(WORD),
        "blocks": ListOf(WORD),
        "despite_never": Fields({"fields": ListOf(WORD), "because": TEXT}, must=("fields", "because")),
        "texts": Fields(rest=Fields(rest=LINE), rest_pattern=LANGUAGE.pattern),
        "draft": ListOf(LANGUAGE),
    },
    must=("form", "languages", "front"),
)
END: Final = Either(
    (
        PERIOD,
        Fields(
            {
                "after": Either((PERIOD, UNKNOWN)),
                "event": WORD,
                "birthday": AGE,
                "day": DAY_OF_YEAR,
                "when": RULE,
            }
        ),
    )
)
WHEN: Final = Either((RULE, UNKNOWN))
ENTITLEMENT: Final = Fields(
    {
        "name": TEXT,
        "when": WHEN,
        "pays": Fields({"at_most": MONEY, "leaves": MONEY}, must=("at_most", "leaves")),
    },
    must=("name",),
)
FEE: Final = Fields(
    {
        "base": Either((MONEY, UNKNOWN)),
        "replacement": Either((MONEY, UNKNOWN)),
        "reduced": Fields(rest=Fields({"to": MONEY, "when": WHEN}, must=("to", "when"))),
    },
    must=("base",),
)
VERSION: Final = Fields(
    {
        "from": DAY,
        "handled_by": WORDS,
        "facts": Fields(rest=FACT),
        "group": OneOf(("person", "household")),
        "rules": Fields(rest=RULE),
        "conditions": Fields(rest=RULE),
        "kinds": Fields(rest=KIND),
        "asks": Fields(rest=PARAMETER),
        "evidence": Fields(rest=CATEGORY),
        "entitlements": Fields(rest=ENTITLEMENT),
        "fee": FEE,
        "end_reasons": ListOf(WORD),
        "certifies": Either((ListOf(WORD), UNKNOWN)),
        "valid_until": Either((ListOf(END), UNKNOWN)),
        "renewal": Fields(
            {
                "opens": BEFORE,
                "closes": AFTER,
                "reuses": OneOf(("evidence", "file", "nothing")),
                "due": ListOf(END),
            },
            must=("reuses",),
        ),
        "number": LINE,
        "copies": COPIES,
        "keep": Fields(dict.fromkeys(("paper", "register", "notes", "evidence", "photo"), KEEP)),
        "remedies": TEXT,
        "leap_birthday": OneOf(("02-28", "03-01")),
        "steps": Either((STEPS, WORD)),
        "papers": Fields(rest=PAPER),
        "verify": Fields(
            {"channel": OneOf(("code", "phone", "none")), "tells": ListOf(WORD), "answers_for": PERIOD},
            must=("channel",),
        ),
        "statistics": Fields(
            {"small_cell": COUNT, "counts": ListOf(WORD), "by": ListOf(WORD)},
            must=("small_cell", "counts", "by"),
        ),
        "words": Fields(rest=Fields(rest=TEXT)),
    },
    must=("from",),
)
HEAD: Final[Mapping[str, Shape]] = {
    "scheme": WORD,
    "family": OneOf(("targeted", "inclusive", "register")),
    "stage": OneOf(("shipped", "example", "planned")),
    "place": Fields(
        {
            "city": LINE,
            "country": Scalar("a country such as 'ES'", r"[A-Z]{2}"),
            "calendar": Scalar("a calendar such as 'ES-CT'", r"[A-Z]{2}(-[A-Z0-9]{1,3})?"),
            "time_zone": LINE,
            "local_holidays": ListOf(HOLIDAY),
        },
        must=("city", "country", "time_zone"),
    ),
    "languages": ListOf(LANGUAGE),
    "name": TEXT,
    "issuer": LINE,
    "purpose": TEXT,
    "is_not": TEXT,
}
SCHEME: Final = Fields({**HEAD, "versions": ListOf(VERSION, patches=True)}, must=("scheme", "versions"))
TRANSLATION: Final = Fields(
    {
        "scheme": WORD,
        "draft": YES_NO,
        **{name: HEAD[name] for name in ("name", "purpose", "is_not")},
        "versions": ListOf(VERSION, patches=True),
    },
    must=("scheme",),
)
COMMON: Final = Fields(
    {
        "defaults": Fields(VERSION.known),
        "never": ListOf(WORD),
        "facts": Fields(rest=FACT),
        "fields": ListOf(WORD),
        "kinds": Fields(rest=KIND),
        "asks": Fields(rest=PARAMETER),
        "steps": Fields(rest=TEMPLATE),
    },
    must=("defaults", "never", "facts", "fields", "kinds", "asks", "steps"),
)
# What a version must say once all its layers lie over each other.
WHOLE_VERSION: Final = Fields(
    {**HEAD, **VERSION.known},
    must=(
        *HEAD,
        "from",
        "handled_by",
        "rules",
        "evidence",
        "valid_until",
        "number",
        "steps",
        "papers",
        "keep",
        "verify",
        "statistics",
    ),
)
