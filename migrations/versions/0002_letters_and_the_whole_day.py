"""letters, and what a whole day of a case needs

A paper may now stand without a card (receipts, letters, certificates), with its own number and day.
"""

import sqlalchemy as sa
from alembic import op


revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None

VERIFICATION = """
CREATE VIEW verification AS
SELECT paper.code_hash, paper_revision.sha256, paper_revision.number AS revision, paper.title, paper.language,
       organisation.name AS issuer, organisation.time_zone, paper.issued_on, card.valid_until, paper.pages,
       COALESCE(card.state, 'dated') AS state, paper.signed_at
FROM paper
LEFT JOIN card ON card.id = paper.card_id
JOIN organisation ON organisation.id = paper.organisation_id
JOIN paper_revision ON paper_revision.paper_id = paper.id
WHERE paper.card_id IS NULL OR card.state IN ('issued', 'over', 'replaced')
"""

VERIFICATION_BEFORE = """
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

FROM_ITS_CARD = """
UPDATE paper SET (dossier_id, number, issued_on) =
    (SELECT card.dossier_id, card.number, card.issued_on FROM card WHERE card.id = paper.card_id)
"""


def upgrade() -> None:
    op.execute("DROP VIEW verification")
    with op.batch_alter_table("paper") as batch_op:
        batch_op.add_column(sa.Column("dossier_id", sa.String(length=22), nullable=True))
        batch_op.add_column(sa.Column("number", sa.String(length=40), nullable=True))
        batch_op.add_column(sa.Column("issued_on", sa.Date(), nullable=True))
    op.execute(FROM_ITS_CARD)
    with op.batch_alter_table("paper") as batch_op:
        for column, kind in (("dossier_id", sa.String(22)), ("number", sa.String(40)), ("issued_on", sa.Date())):
            batch_op.alter_column(column, existing_type=kind, nullable=False)
        batch_op.alter_column("card_id", existing_type=sa.String(length=22), nullable=True)
        batch_op.alter_column("code_hash", existing_type=sa.LargeBinary(), nullable=True)
        batch_op.create_index(batch_op.f("ix_paper_dossier_id"), ["dossier_id"], unique=False)
    op.execute(VERIFICATION)

    op.create_table(
        "appointment",
        sa.Column("id", sa.String(length=22), nullable=False),
        sa.Column("dossier_id", sa.String(length=22), nullable=False),
        sa.Column("purpose", sa.String(length=60), nullable=False),
        sa.Column("state", sa.String(length=60), nullable=False),
        sa.Column("starts_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("record_sealed", sa.LargeBinary(), nullable=True),
        sa.CheckConstraint(
            "state IN ('planned', 'held', 'missed', 'called_off')", name=op.f("ck_appointment_state")
        ),
        sa.ForeignKeyConstraint(
            ["dossier_id"], ["dossier.id"], name=op.f("fk_appointment_dossier_id_dossier")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_appointment")),
    )
    op.create_index(op.f("ix_appointment_dossier_id"), "appointment", ["dossier_id"])
    op.create_table(
        "letter",
        sa.Column("id", sa.String(length=22), nullable=False),
        sa.Column("organisation_id", sa.String(length=22), nullable=False),
        sa.Column("dossier_id", sa.String(length=22), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(length=60), nullable=False),
        sa.Column("number", sa.String(length=40), nullable=False),
        sa.Column("state", sa.String(length=60), nullable=False),
        sa.Column("written_on", sa.Date(), nullable=False),
        sa.Column("written_by", sa.String(length=22), nullable=False),
        sa.Column("paper_id", sa.String(length=22), nullable=True),
        sa.Column("record_sealed", sa.LargeBinary(), nullable=True),
        sa.CheckConstraint(
            "(state = 'written') = (paper_id IS NOT NULL)", name=op.f("ck_letter_written_with_its_paper")
        ),
        sa.CheckConstraint("state IN ('writing', 'written', 'void')", name=op.f("ck_letter_state")),
        sa.ForeignKeyConstraint(["dossier_id"], ["dossier.id"], name=op.f("fk_letter_dossier_id_dossier")),
        sa.ForeignKeyConstraint(
            ["organisation_id"], ["organisation.id"], name=op.f("fk_letter_organisation_id_organisation")
        ),
        sa.ForeignKeyConstraint(["paper_id"], ["paper.id"], name=op.f("fk_letter_paper_id_paper")),
        sa.ForeignKeyConstraint(["written_by"], ["account.id"], name=op.f("fk_letter_written_by_account")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_letter")),
        sa.UniqueConstraint("dossier_id", "position", name=op.f("uq_letter_dossier_id_position")),
        sa.UniqueConstraint("organisation_id", "number", name=op.f("uq_letter_organisation_id_number")),
    )
    op.create_table(
        "proposal_seen",
        sa.Column("step_id", sa.String(length=22), nullable=False),
        sa.Column("account_id", sa.String(length=22), nullable=False),
        sa.Column("seen_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["account_id"], ["account.id"], name=op.f("fk_proposal_seen_account_id_account")
        ),
        sa.ForeignKeyConstraint(
            ["step_id"], ["step_taken.id"], name=op.f("fk_proposal_seen_step_id_step_taken")
        ),
        sa.PrimaryKeyConstraint("step_id", "account_id", name=op.f("pk_proposal_seen")),
    )
    with op.batch_alter_table("dossier") as batch_op:
        batch_op.add_column(sa.Column("renews_id", sa.String(length=22), nullable=True))
        batch_op.add_column(sa.Column("photo_id", sa.String(length=22), nullable=True))
        batch_op.add_column(sa.Column("representative_sealed", sa.LargeBinary(), nullable=True))
        batch_op.create_foreign_key(
            batch_op.f("fk_dossier_renews_id_dossier"), "dossier", ["renews_id"], ["id"]
        )
    with op.batch_alter_table("person") as batch_op:
        batch_op.add_column(sa.Column("contact_sealed", sa.LargeBinary(), nullable=True))
    with op.batch_alter_table("step_taken") as batch_op:
        for column in ("content_sealed", "hand_over_sealed", "appeal_sealed"):
            batch_op.add_column(sa.Column(column, sa.LargeBinary(), nullable=True))


def downgrade() -> None:
    """Letters have no place in the tables before: they go, and so do their papers."""
    with op.batch_alter_table("step_taken") as batch_op:
        for column in ("appeal_sealed", "hand_over_sealed", "content_sealed"):
            batch_op.drop_column(column)
    with op.batch_alter_table("person") as batch_op:
        batch_op.drop_column("contact_sealed")
    with op.batch_alter_table("dossier") as batch_op:
        batch_op.drop_constraint(batch_op.f("fk_dossier_renews_id_dossier"), type_="foreignkey")
        for column in ("representative_sealed", "photo_id", "renews_id"):
            batch_op.drop_column(column)
    op.drop_table("proposal_seen")
    op.drop_table("letter")
    op.drop_table("appointment")
    op.execute("DROP VIEW verification")
    op.execute(
        "DELETE FROM paper_revision WHERE paper_id IN (SELECT id FROM paper WHERE card_id IS NULL)"
    )
    op.execute("DELETE FROM paper WHERE card_id IS NULL")
    with op.batch_alter_table("paper") as batch_op:
        batch_op.drop_index(batch_op.f("ix_paper_dossier_id"))
        batch_op.alter_column("code_hash", existing_type=sa.LargeBinary(), nullable=False)
        batch_op.alter_column("card_id", existing_type=sa.String(length=22), nullable=False)
        for column in ("issued_on", "number", "dossier_id"):
            batch_op.drop_column(column)
    op.execute(VERIFICATION_BEFORE)
