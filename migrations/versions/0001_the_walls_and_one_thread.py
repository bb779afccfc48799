"""the walls and one thread

Migrations import nothing of casework; structure and data apart; a column goes in two steps (stop using it, then drop it).
"""

import sqlalchemy as sa
from alembic import op


revision = "0001"
down_revision = None
branch_labels = None
depends_on = None

VERIFICATION = """
CREATE VIEW verification AS
SELECT paper.code_hash, paper_revision.sha256, paper_revision.number AS revision, paper.title, paper.language,
       organisation.name AS issuer, organisation.time_zone, card.issued_on, card.valid_until, paper.pages,
       card.state, paper.signed_at
FROM paper
JOIN card ON card.id = paper.card_id
JOIN organisation ON organisation.id = paper.organisation_id
JOIN paper_revision ON paper_revision.paper_id = paper.id
WHERE card.state IN ('issued', 'over', 'replaced')
"""

GUARDS = {
    "sqlite": (
        """CREATE TRIGGER journal_entry_unchanged BEFORE UPDATE ON journal_entry WHEN NOT (NEW.seq = OLD.seq AND NEW.leaf = OLD.leaf AND NEW.chain = OLD.chain AND NEW.moment IS NULL AND NEW.action IS NULL AND NEW.actor_id IS NULL AND NEW.organisation_id IS NULL AND NEW.object_id IS NULL AND NEW.salt IS NULL AND NEW.content IS NULL) BEGIN SELECT RAISE(ABORT, 'the journal is append-only'); END""",
        """CREATE TRIGGER journal_entry_kept BEFORE DELETE ON journal_entry BEGIN SELECT RAISE(ABORT, 'the journal is append-only'); END""",
    ),
    "postgresql": (
        """CREATE FUNCTION journal_entry_guard() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN IF TG_OP = 'UPDATE' THEN IF NEW.seq = OLD.seq AND NEW.leaf = OLD.leaf AND NEW.chain = OLD.chain AND NEW.moment IS NULL AND NEW.action IS NULL AND NEW.actor_id IS NULL AND NEW.organisation_id IS NULL AND NEW.object_id IS NULL AND NEW.salt IS NULL AND NEW.content IS NULL THEN RETURN NEW; END IF; END IF; RAISE EXCEPTION 'the journal is append-only'; END $$""",
        """CREATE TRIGGER journal_entry_unchanged BEFORE UPDATE OR DELETE ON journal_entry FOR EACH ROW EXECUTE FUNCTION journal_entry_guard()""",
        """CREATE TRIGGER journal_entry_kept BEFORE TRUNCATE ON journal_entry FOR EACH STATEMENT EXECUTE FUNCTION journal_entry_guard()""",
    ),
}

NO_GUARDS = {
    "sqlite": (
        """DROP TRIGGER journal_entry_unchanged""",
        """DROP TRIGGER journal_entry_kept""",
    ),
    "postgresql": ("""DROP FUNCTION journal_entry_guard() CASCADE""",),
}

HEAD = {
    "sqlite": ("""INSERT INTO journal_head (id, size, chain) VALUES (1, 0, zeroblob(32))""",),
    "postgresql": (
        """INSERT INTO journal_head (id, size, chain) VALUES (1, 0, decode(repeat('00', 32), 'hex'))""",
    ),
}


def _execute(statements: dict[str, tuple[str, ...]]) -> None:
    connection = op.get_bind()
    for statement in statements[connection.dialect.name]:
        connection.exec_driver_sql(statement)


def upgrade() -> None:
    op.create_table(
        "frozen_version",
        sa.Column("hash", sa.String(length=64), nullable=False),
        sa.Column("scheme_key", sa.String(length=60), nullable=False),
        sa.Column("canonical", sa.LargeBinary(), nullable=False),
        sa.PrimaryKeyConstraint("hash", name=op.f("pk_frozen_version")),
    )
    op.create_table(
        "job",
        sa.Column("id", sa.String(length=22), nullable=False),
        sa.Column("kind", sa.String(length=60), nullable=False),
        sa.Column("subject_id", sa.String(length=22), nullable=False),
        sa.Column("state", sa.String(length=60), nullable=False),
        sa.Column("attempts", sa.Integer(), nullable=False),
        sa.Column("due_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("leased_until", sa.DateTime(timezone=True), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_job")),
    )
    with op.batch_alter_table("job", schema=None) as batch_op:
        batch_op.create_index("ix_job_waiting", ["state", "due_at"], unique=False)

    op.create_table(
        "journal_checkpoint",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("moment", sa.DateTime(timezone=True), nullable=False),
        sa.Column("note", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_journal_checkpoint")),
    )
    op.create_table(
        "journal_entry",
        sa.Column(
            "seq", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), autoincrement=False, nullable=False
        ),
        sa.Column("moment", sa.DateTime(timezone=True), nullable=True),
        sa.Column("action", sa.String(length=64), nullable=True),
        sa.Column("actor_id", sa.String(length=22), nullable=True),
        sa.Column("organisation_id", sa.String(length=22), nullable=True),
        sa.Column("object_id", sa.String(length=22), nullable=True),
        sa.Column("salt", sa.LargeBinary(), nullable=True),
        sa.Column("content", sa.Text(), nullable=True),
        sa.Column("leaf", sa.LargeBinary(), nullable=False),
        sa.Column("chain", sa.LargeBinary(), nullable=False),
        sa.PrimaryKeyConstraint("seq", name=op.f("pk_journal_entry")),
    )
    with op.batch_alter_table("journal_entry", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_journal_entry_actor_id_seq"), ["actor_id", "seq"], unique=False)
        batch_op.create_index(
            batch_op.f("ix_journal_entry_object_id_seq"), ["object_id", "seq"], unique=False
        )
        batch_op.create_index(
            batch_op.f("ix_journal_entry_organisation_id_seq"), ["organisation_id", "seq"], unique=False
        )

    op.create_table(
        "journal_head",
        sa.Column("id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("size", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("chain", sa.LargeBinary(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_journal_head")),
    )
    op.create_table(
        "limits",
        sa.Column("bucket", sa.String(length=64), nullable=False),
        sa.Column("window_start", sa.DateTime(timezone=True), nullable=False),
        sa.Column("attempts", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("bucket", name=op.f("pk_limits")),
    )
    with op.batch_alter_table("limits", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_limits_window_start"), ["window_start"], unique=False)

    op.create_table(
        "organisation",
        sa.Column("id", sa.String(length=22), nullable=False),
        sa.Column("key", sa.String(length=60), nullable=False),
        sa.Column("kind", sa.String(length=60), nullable=False),
        sa.Column("name", sa.String(length=200), nullable=False),
        sa.Column("unit", sa.String(length=200), nullable=False),
        sa.Column("theme", sa.String(length=60), nullable=False),
        sa.Column("time_zone", sa.String(length=60), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_organisation")),
        sa.UniqueConstraint("key", name=op.f("uq_organisation_key")),
    )
    op.create_table(
        "sealed_file",
        sa.Column("id", sa.String(length=22), nullable=False),
        sa.Column("owner_kind", sa.String(length=60), nullable=False),
        sa.Column("owner_id", sa.String(length=22), nullable=False),
        sa.Column("organisation_id", sa.String(length=22), nullable=False),
        sa.Column("media_type", sa.String(length=60), nullable=False),
        sa.Column("size", sa.Integer(), nullable=False),
        sa.Column("wrapped_key", sa.LargeBinary(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_sealed_file")),
    )
    with op.batch_alter_table("sealed_file", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_sealed_file_organisation_id"), ["organisation_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_sealed_file_owner_id"), ["owner_id"], unique=False)

    op.create_table(
        "account",
        sa.Column("id", sa.String(length=22), nullable=False),
        sa.Column("organisation_id", sa.String(length=22), nullable=False),
        sa.Column("sign_in_hash", sa.LargeBinary(), nullable=False),
        sa.Column("password_hash", sa.String(length=200), nullable=False),
        sa.Column("disabled_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("particulars_sealed", sa.LargeBinary(), nullable=True),
        sa.Column("wrapped_key", sa.LargeBinary(), nullable=False),
        sa.Column("key_epoch", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["organisation_id"], ["organisation.id"], name=op.f("fk_account_organisation_id_organisation")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_account")),
        sa.UniqueConstraint("sign_in_hash", name=op.f("uq_account_sign_in_hash")),
    )
    with op.batch_alter_table("account", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_account_key_epoch"), ["key_epoch"], unique=False)
        batch_op.create_index(batch_op.f("ix_account_organisation_id"), ["organisation_id"], unique=False)

    op.create_table(
        "number_series",
        sa.Column("organisation_id", sa.String(length=22), nullable=False),
        sa.Column("name", sa.String(length=60), nullable=False),
        sa.Column("year", sa.Integer(), nullable=False),
        sa.Column("last", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["organisation_id"],
            ["organisation.id"],
            name=op.f("fk_number_series_organisation_id_organisation"),
        ),
        sa.PrimaryKeyConstraint("organisation_id", "name", "year", name=op.f("pk_number_series")),
    )
    op.create_table(
        "person",
        sa.Column("id", sa.String(length=22), nullable=False),
        sa.Column("organisation_id", sa.String(length=22), nullable=False),
        sa.Column("particulars_sealed", sa.LargeBinary(), nullable=True),
        sa.Column("wrapped_key", sa.LargeBinary(), nullable=False),
        sa.Column("key_epoch", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["organisation_id"], ["organisation.id"], name=op.f("fk_person_organisation_id_organisation")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_person")),
    )
    with op.batch_alter_table("person", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_person_key_epoch"), ["key_epoch"], unique=False)
        batch_op.create_index(batch_op.f("ix_person_organisation_id"), ["organisation_id"], unique=False)

    op.create_table(
        "programme",
        sa.Column("id", sa.String(length=22), nullable=False),
        sa.Column("organisation_id", sa.String(length=22), nullable=False),
        sa.Column("scheme_key", sa.String(length=60), nullable=False),
        sa.Column("since", sa.Date(), nullable=False),
        sa.Column("letterhead", sa.JSON(), nullable=False),
        sa.ForeignKeyConstraint(
            ["organisation_id"], ["organisation.id"], name=op.f("fk_programme_organisation_id_organisation")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_programme")),
        sa.UniqueConstraint(
            "organisation_id", "scheme_key", name=op.f("uq_programme_organisation_id_scheme_key")
        ),
    )
    op.create_table(
        "access_grant",
        sa.Column("id", sa.String(length=22), nullable=False),
        sa.Column("organisation_id", sa.String(length=22), nullable=False),
        sa.Column("account_id", sa.String(length=22), nullable=False),
        sa.Column("dossier_id", sa.String(length=22), nullable=False),
        sa.Column("object_kind", sa.String(length=60), nullable=False),
        sa.Column("object_id", sa.String(length=22), nullable=False),
        sa.Column("given_by", sa.String(length=22), nullable=False),
        sa.Column("since", sa.DateTime(timezone=True), nullable=False),
        sa.Column("until", sa.DateTime(timezone=True), nullable=False),
        sa.Column("ended_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint("until > since", name=op.f("ck_access_grant_ends_after_it_begins")),
        sa.ForeignKeyConstraint(
            ["account_id"], ["account.id"], name=op.f("fk_access_grant_account_id_account")
        ),
        sa.ForeignKeyConstraint(["given_by"], ["account.id"], name=op.f("fk_access_grant_given_by_account")),
        sa.ForeignKeyConstraint(
            ["organisation_id"],
            ["organisation.id"],
            name=op.f("fk_access_grant_organisation_id_organisation"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_access_grant")),
    )
    with op.batch_alter_table("access_grant", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_access_grant_account_id"), ["account_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_access_grant_dossier_id"), ["dossier_id"], unique=False)
        batch_op.create_index("ix_access_grant_object", ["object_kind", "object_id"], unique=False)

    op.create_table(
        "account_session",
        sa.Column("id", sa.String(length=22), nullable=False),
        sa.Column("token_hash", sa.LargeBinary(), nullable=False),
        sa.Column("account_id", sa.String(length=22), nullable=False),
        sa.Column("organisation_id", sa.String(length=22), nullable=False),
        sa.Column("began_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("seen_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("ended_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("notices", sa.JSON(), nullable=False),
        sa.ForeignKeyConstraint(
            ["account_id"], ["account.id"], name=op.f("fk_account_session_account_id_account")
        ),
        sa.ForeignKeyConstraint(
            ["organisation_id"],
            ["organisation.id"],
            name=op.f("fk_account_session_organisation_id_organisation"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_account_session")),
        sa.UniqueConstraint("token_hash", name=op.f("uq_account_session_token_hash")),
    )
    with op.batch_alter_table("account_session", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_account_session_account_id"), ["account_id"], unique=False)

    op.create_table(
        "card",
        sa.Column("id", sa.String(length=22), nullable=False),
        sa.Column("organisation_id", sa.String(length=22), nullable=False),
        sa.Column("scheme_key", sa.String(length=60), nullable=False),
        sa.Column("dossier_id", sa.String(length=22), nullable=False),
        sa.Column("holder_id", sa.String(length=22), nullable=False),
        sa.Column("number", sa.String(length=40), nullable=False),
        sa.Column("state", sa.String(length=60), nullable=False),
        sa.Column("issued_on", sa.Date(), nullable=False),
        sa.Column("issued_by", sa.String(length=22), nullable=False),
        sa.Column("valid_until", sa.Date(), nullable=True),
        sa.Column("replaces_id", sa.String(length=22), nullable=True),
        sa.Column("wrapped_key", sa.LargeBinary(), nullable=False),
        sa.Column("key_epoch", sa.Integer(), nullable=False),
        sa.CheckConstraint(
            "state IN ('issuing', 'issued', 'void', 'over', 'replaced')", name=op.f("ck_card_state")
        ),
        sa.ForeignKeyConstraint(["holder_id"], ["person.id"], name=op.f("fk_card_holder_id_person")),
        sa.ForeignKeyConstraint(["issued_by"], ["account.id"], name=op.f("fk_card_issued_by_account")),
        sa.ForeignKeyConstraint(
            ["organisation_id"], ["organisation.id"], name=op.f("fk_card_organisation_id_organisation")
        ),
        sa.ForeignKeyConstraint(["replaces_id"], ["card.id"], name=op.f("fk_card_replaces_id_card")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_card")),
        sa.UniqueConstraint(
            "organisation_id", "scheme_key", "number", name=op.f("uq_card_organisation_id_scheme_key_number")
        ),
    )
    with op.batch_alter_table("card", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_card_key_epoch"), ["key_epoch"], unique=False)
        batch_op.create_index(
            "uq_card_live",
            ["dossier_id", "holder_id"],
            unique=True,
            sqlite_where=sa.text("state IN ('issuing', 'issued')"),
            postgresql_where=sa.text("state IN ('issuing', 'issued')"),
        )

    op.create_table(
        "dossier",
        sa.Column("id", sa.String(length=22), nullable=False),
        sa.Column("organisation_id", sa.String(length=22), nullable=False),
        sa.Column("scheme_key", sa.String(length=60), nullable=False),
        sa.Column("version_hash", sa.String(length=64), nullable=False),
        sa.Column("person_id", sa.String(length=22), nullable=False),
        sa.Column("reference", sa.String(length=40), nullable=False),
        sa.Column("state", sa.String(length=60), nullable=False),
        sa.Column("owner_id", sa.String(length=22), nullable=False),
        sa.Column("deputy_id", sa.String(length=22), nullable=True),
        sa.Column("opened_on", sa.Date(), nullable=False),
        sa.Column("reference_on", sa.Date(), nullable=True),
        sa.Column("due_on", sa.Date(), nullable=True),
        sa.Column("round", sa.Integer(), nullable=False),
        sa.Column("record_sealed", sa.LargeBinary(), nullable=True),
        sa.Column("wrapped_key", sa.LargeBinary(), nullable=False),
        sa.Column("key_epoch", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["deputy_id"], ["account.id"], name=op.f("fk_dossier_deputy_id_account")),
        sa.ForeignKeyConstraint(
            ["organisation_id"], ["organisation.id"], name=op.f("fk_dossier_organisation_id_organisation")
        ),
        sa.ForeignKeyConstraint(["owner_id"], ["account.id"], name=op.f("fk_dossier_owner_id_account")),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_dossier_person_id_person")),
        sa.ForeignKeyConstraint(
            ["version_hash"], ["frozen_version.hash"], name=op.f("fk_dossier_version_hash_frozen_version")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_dossier")),
        sa.UniqueConstraint(
            "organisation_id", "reference", name=op.f("uq_dossier_organisation_id_reference")
        ),
    )
    with op.batch_alter_table("dossier", schema=None) as batch_op:
        batch_op.create_index("ix_dossier_due", ["organisation_id", "due_on"], unique=False)
        batch_op.create_index(batch_op.f("ix_dossier_key_epoch"), ["key_epoch"], unique=False)
        batch_op.create_index("ix_dossier_list", ["organisation_id", "opened_on", "id"], unique=False)
        batch_op.create_index(batch_op.f("ix_dossier_person_id"), ["person_id"], unique=False)

    op.create_table(
        "kept_form",
        sa.Column("key_hash", sa.LargeBinary(), nullable=False),
        sa.Column("account_id", sa.String(length=22), nullable=False),
        sa.Column("kept_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("controls_sealed", sa.LargeBinary(), nullable=False),
        sa.ForeignKeyConstraint(["account_id"], ["account.id"], name=op.f("fk_kept_form_account_id_account")),
        sa.PrimaryKeyConstraint("key_hash", name=op.f("pk_kept_form")),
    )
    with op.batch_alter_table("kept_form", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_kept_form_kept_at"), ["kept_at"], unique=False)

    op.create_table(
        "membership",
        sa.Column("id", sa.String(length=22), nullable=False),
        sa.Column("account_id", sa.String(length=22), nullable=False),
        sa.Column("organisation_id", sa.String(length=22), nullable=False),
        sa.Column("role", sa.String(length=60), nullable=False),
        sa.Column("since", sa.DateTime(timezone=True), nullable=False),
        sa.Column("until", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(
            ["account_id"], ["account.id"], name=op.f("fk_membership_account_id_account")
        ),
        sa.ForeignKeyConstraint(
            ["organisation_id"], ["organisation.id"], name=op.f("fk_membership_organisation_id_organisation")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_membership")),
        sa.UniqueConstraint(
            "account_id",
            "organisation_id",
            "role",
            "since",
            name=op.f("uq_membership_account_id_organisation_id_role_since"),
        ),
    )
    with op.batch_alter_table("membership", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_membership_organisation_id"), ["organisation_id"], unique=False)

    op.create_table(
        "dossier_part",
        sa.Column("dossier_id", sa.String(length=22), nullable=False),
        sa.Column("round", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("account_id", sa.String(length=22), nullable=False),
        sa.Column("part", sa.String(length=60), nullable=False),
        sa.CheckConstraint("part IN ('author', 'decider')", name=op.f("ck_dossier_part_part")),
        sa.ForeignKeyConstraint(
            ["account_id"], ["account.id"], name=op.f("fk_dossier_part_account_id_account")
        ),
        sa.ForeignKeyConstraint(
            ["dossier_id"], ["dossier.id"], name=op.f("fk_dossier_part_dossier_id_dossier")
        ),
        sa.PrimaryKeyConstraint("dossier_id", "round", "account_id", name=op.f("pk_dossier_part")),
        sa.UniqueConstraint(
            "dossier_id",
            "round",
            "account_id",
            "part",
            name=op.f("uq_dossier_part_dossier_id_round_account_id_part"),
        ),
    )
    op.create_table(
        "evidence",
        sa.Column("id", sa.String(length=22), nullable=False),
        sa.Column("organisation_id", sa.String(length=22), nullable=False),
        sa.Column("dossier_id", sa.String(length=22), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("file_id", sa.String(length=22), nullable=True),
        sa.Column("seen_by", sa.String(length=22), nullable=False),
        sa.Column("seen_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("record_sealed", sa.LargeBinary(), nullable=True),
        sa.ForeignKeyConstraint(["dossier_id"], ["dossier.id"], name=op.f("fk_evidence_dossier_id_dossier")),
        sa.ForeignKeyConstraint(
            ["organisation_id"], ["organisation.id"], name=op.f("fk_evidence_organisation_id_organisation")
        ),
        sa.ForeignKeyConstraint(["seen_by"], ["account.id"], name=op.f("fk_evidence_seen_by_account")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_evidence")),
        sa.UniqueConstraint("dossier_id", "position", name=op.f("uq_evidence_dossier_id_position")),
    )
    op.create_table(
        "movement",
        sa.Column("id", sa.String(length=22), nullable=False),
        sa.Column("dossier_id", sa.String(length=22), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("record_sealed", sa.LargeBinary(), nullable=True),
        sa.ForeignKeyConstraint(["dossier_id"], ["dossier.id"], name=op.f("fk_movement_dossier_id_dossier")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_movement")),
    )
    with op.batch_alter_table("movement", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_movement_dossier_id"), ["dossier_id"], unique=False)

    op.create_table(
        "note",
        sa.Column("id", sa.String(length=22), nullable=False),
        sa.Column("dossier_id", sa.String(length=22), nullable=False),
        sa.Column("written_by", sa.String(length=22), nullable=False),
        sa.Column("written_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("text_sealed", sa.LargeBinary(), nullable=True),
        sa.ForeignKeyConstraint(["dossier_id"], ["dossier.id"], name=op.f("fk_note_dossier_id_dossier")),
        sa.ForeignKeyConstraint(["written_by"], ["account.id"], name=op.f("fk_note_written_by_account")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_note")),
    )
    with op.batch_alter_table("note", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_note_dossier_id"), ["dossier_id"], unique=False)

    op.create_table(
        "paper",
        sa.Column("id", sa.String(length=22), nullable=False),
        sa.Column("organisation_id", sa.String(length=22), nullable=False),
        sa.Column("card_id", sa.String(length=22), nullable=False),
        sa.Column("kind", sa.String(length=60), nullable=False),
        sa.Column("title", sa.String(length=200), nullable=False),
        sa.Column("language", sa.String(length=60), nullable=False),
        sa.Column("code_hash", sa.LargeBinary(), nullable=False),
        sa.Column("pages", sa.Integer(), nullable=False),
        sa.Column("file_id", sa.String(length=22), nullable=False),
        sa.Column("signed_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["card_id"], ["card.id"], name=op.f("fk_paper_card_id_card")),
        sa.ForeignKeyConstraint(
            ["organisation_id"], ["organisation.id"], name=op.f("fk_paper_organisation_id_organisation")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_paper")),
        sa.UniqueConstraint("card_id", "kind", "language", name=op.f("uq_paper_card_id_kind_language")),
        sa.UniqueConstraint("code_hash", name=op.f("uq_paper_code_hash")),
    )
    op.create_table(
        "statement",
        sa.Column("id", sa.String(length=22), nullable=False),
        sa.Column("dossier_id", sa.String(length=22), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("record_sealed", sa.LargeBinary(), nullable=True),
        sa.ForeignKeyConstraint(["dossier_id"], ["dossier.id"], name=op.f("fk_statement_dossier_id_dossier")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_statement")),
    )
    with op.batch_alter_table("statement", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_statement_dossier_id"), ["dossier_id"], unique=False)

    op.create_table(
        "step_taken",
        sa.Column("id", sa.String(length=22), nullable=False),
        sa.Column("dossier_id", sa.String(length=22), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("action", sa.String(length=60), nullable=False),
        sa.Column("to_state", sa.String(length=60), nullable=False),
        sa.Column("taken_by", sa.String(length=22), nullable=False),
        sa.Column("taken_on", sa.Date(), nullable=False),
        sa.Column("content_hash_sealed", sa.LargeBinary(), nullable=True),
        sa.Column("read_back_sealed", sa.LargeBinary(), nullable=True),
        sa.ForeignKeyConstraint(
            ["dossier_id"], ["dossier.id"], name=op.f("fk_step_taken_dossier_id_dossier")
        ),
        sa.ForeignKeyConstraint(["taken_by"], ["account.id"], name=op.f("fk_step_taken_taken_by_account")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_step_taken")),
        sa.UniqueConstraint("dossier_id", "position", name=op.f("uq_step_taken_dossier_id_position")),
    )
    op.create_table(
        "decision",
        sa.Column("id", sa.String(length=22), nullable=False),
        sa.Column("dossier_id", sa.String(length=22), nullable=False),
        sa.Column("round", sa.Integer(), nullable=False),
        sa.Column("decided_by", sa.String(length=22), nullable=False),
        sa.Column("part", sa.String(length=60), nullable=False),
        sa.Column("action", sa.String(length=60), nullable=False),
        sa.Column("decided_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("record_sealed", sa.LargeBinary(), nullable=True),
        sa.CheckConstraint("part = 'decider'", name=op.f("ck_decision_by_the_decider")),
        sa.ForeignKeyConstraint(["decided_by"], ["account.id"], name=op.f("fk_decision_decided_by_account")),
        sa.ForeignKeyConstraint(
            ["dossier_id", "round", "decided_by", "part"],
            ["dossier_part.dossier_id", "dossier_part.round", "dossier_part.account_id", "dossier_part.part"],
            name=op.f("fk_decision_dossier_id_round_decided_by_part_dossier_part"),
        ),
        sa.ForeignKeyConstraint(["dossier_id"], ["dossier.id"], name=op.f("fk_decision_dossier_id_dossier")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_decision")),
        sa.UniqueConstraint(
            "dossier_id", "round", "action", name=op.f("uq_decision_dossier_id_round_action")
        ),
    )
    op.create_table(
        "paper_revision",
        sa.Column("sha256", sa.LargeBinary(), nullable=False),
        sa.Column("paper_id", sa.String(length=22), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["paper_id"], ["paper.id"], name=op.f("fk_paper_revision_paper_id_paper")),
        sa.PrimaryKeyConstraint("sha256", name=op.f("pk_paper_revision")),
        sa.UniqueConstraint("paper_id", "number", name=op.f("uq_paper_revision_paper_id_number")),
    )
    op.create_table(
        "statement_basis",
        sa.Column("statement_id", sa.String(length=22), nullable=False),
        sa.Column("evidence_id", sa.String(length=22), nullable=False),
        sa.ForeignKeyConstraint(
            ["evidence_id"], ["evidence.id"], name=op.f("fk_statement_basis_evidence_id_evidence")
        ),
        sa.ForeignKeyConstraint(
            ["statement_id"], ["statement.id"], name=op.f("fk_statement_basis_statement_id_statement")
        ),
        sa.PrimaryKeyConstraint("statement_id", "evidence_id", name=op.f("pk_statement_basis")),
    )
    _execute(GUARDS)
    _execute(HEAD)
    op.execute(VERIFICATION)


def downgrade() -> None:
    op.execute("DROP VIEW verification")
    _execute(NO_GUARDS)
    op.drop_table("statement_basis")
    op.drop_table("paper_revision")
    op.drop_table("decision")
    op.drop_table("step_taken")
    with op.batch_alter_table("statement", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_statement_dossier_id"))

    op.drop_table("statement")
    op.drop_table("paper")
    with op.batch_alter_table("note", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_note_dossier_id"))

    op.drop_table("note")
    with op.batch_alter_table("movement", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_movement_dossier_id"))

    op.drop_table("movement")
    op.drop_table("evidence")
    op.drop_table("dossier_part")
    with op.batch_alter_table("membership", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_membership_organisation_id"))

    op.drop_table("membership")
    with op.batch_alter_table("kept_form", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_kept_form_kept_at"))

    op.drop_table("kept_form")
    with op.batch_alter_table("dossier", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_dossier_person_id"))
        batch_op.drop_index("ix_dossier_list")
        batch_op.drop_index(batch_op.f("ix_dossier_key_epoch"))
        batch_op.drop_index("ix_dossier_due")

    op.drop_table("dossier")
    with op.batch_alter_table("card", schema=None) as batch_op:
        batch_op.drop_index(
            "uq_card_live",
            sqlite_where=sa.text("state IN ('issuing', 'issued')"),
            postgresql_where=sa.text("state IN ('issuing', 'issued')"),
        )
        batch_op.drop_index(batch_op.f("ix_card_key_epoch"))

    op.drop_table("card")
    with op.batch_alter_table("account_session", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_account_session_account_id"))

    op.drop_table("account_session")
    with op.batch_alter_table("access_grant", schema=None) as batch_op:
        batch_op.drop_index("ix_access_grant_object")
        batch_op.drop_index(batch_op.f("ix_access_grant_dossier_id"))
        batch_op.drop_index(batch_op.f("ix_access_grant_account_id"))

    op.drop_table("access_grant")
    op.drop_table("programme")
    with op.batch_alter_table("person", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_person_organisation_id"))
        batch_op.drop_index(batch_op.f("ix_person_key_epoch"))

    op.drop_table("person")
    op.drop_table("number_series")
    with op.batch_alter_table("account", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_account_organisation_id"))
        batch_op.drop_index(batch_op.f("ix_account_key_epoch"))

    op.drop_table("account")
    with op.batch_alter_table("sealed_file", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_sealed_file_owner_id"))
        batch_op.drop_index(batch_op.f("ix_sealed_file_organisation_id"))

    op.drop_table("sealed_file")
    op.drop_table("organisation")
    with op.batch_alter_table("limits", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_limits_window_start"))

    op.drop_table("limits")
    op.drop_table("journal_head")
    with op.batch_alter_table("journal_entry", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_journal_entry_organisation_id_seq"))
        batch_op.drop_index(batch_op.f("ix_journal_entry_object_id_seq"))
        batch_op.drop_index(batch_op.f("ix_journal_entry_actor_id_seq"))

    op.drop_table("journal_entry")
    op.drop_table("journal_checkpoint")
    with op.batch_alter_table("job", schema=None) as batch_op:
        batch_op.drop_index("ix_job_waiting")

    op.drop_table("job")
    op.drop_table("frozen_version")
