"""Statements that make the database itself keep the journal append-only; for the migration and for tests.

An entry may only expire: lose its salt, its content and the columns beside it, all at once.
"""

_EXPIRING = ("moment", "action", "actor_id", "organisation_id", "object_id", "salt", "content")
_LASTING = ("seq", "leaf", "chain")
_EXPIRES = " AND ".join(
    [*(f"NEW.{name} = OLD.{name}" for name in _LASTING), *(f"NEW.{name} IS NULL" for name in _EXPIRING)]
)
_REFUSAL = "the journal is append-only"

_CREATE = {
    "sqlite": (
        f"""CREATE TRIGGER journal_entry_unchanged BEFORE UPDATE ON journal_entry WHEN NOT ({_EXPIRES})
            BEGIN SELECT RAISE(ABORT, '{_REFUSAL}'); END""",
        f"""CREATE TRIGGER journal_entry_kept BEFORE DELETE ON journal_entry
            BEGIN SELECT RAISE(ABORT, '{_REFUSAL}'); END""",
    ),
    "postgresql": (
        f"""CREATE FUNCTION journal_entry_guard() RETURNS trigger LANGUAGE plpgsql AS $$
            BEGIN
                IF TG_OP = 'UPDATE' THEN
                    IF {_EXPIRES} THEN RETURN NEW; END IF;
                END IF;
                RAISE EXCEPTION '{_REFUSAL}';
            END $$""",
        """CREATE TRIGGER journal_entry_unchanged BEFORE UPDATE OR DELETE ON journal_entry
           FOR EACH ROW EXECUTE FUNCTION journal_entry_guard()""",
        """CREATE TRIGGER journal_entry_kept BEFORE TRUNCATE ON journal_entry
           FOR EACH STATEMENT EXECUTE FUNCTION journal_entry_guard()""",
    ),
}
_DROP = {
    "sqlite": ("DROP TRIGGER journal_entry_unchanged", "DROP TRIGGER journal_entry_kept"),
    "postgresql": ("DROP FUNCTION journal_entry_guard() CASCADE",),
}
_INSERT_HEAD = {
    "sqlite": "INSERT INTO journal_head (id, size, chain) VALUES (1, 0, zeroblob(32))",
    "postgresql": """INSERT INTO journal_head (id, size, chain)
                     VALUES (1, 0, decode(repeat('00', 32), 'hex'))""",
}


def create_guards(dialect: str) -> tuple[str, ...]:
    """Triggers on the table of entries; `dialect` is sqlite or postgresql."""
    return _CREATE[dialect]


def drop_guards(dialect: str) -> tuple[str, ...]:
    return _DROP[dialect]


def insert_head(dialect: str) -> str:
    """The single row of the head, before the first entry."""
    return _INSERT_HEAD[dialect]
