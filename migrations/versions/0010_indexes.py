"""indexes

What the pages of a dossier and the list of cards ask for is found, not searched for through whole tables.
"""

from alembic import op


revision = "0010"
down_revision = "0009"
branch_labels = None
depends_on = None

INDEXES = (
    ("ix_appointment_starts_at", "appointment", ["starts_at"]),
    ("ix_card_dossier_id", "card", ["dossier_id"]),
    ("ix_card_newest", "card", ["organisation_id", "issued_on", "id"]),
    ("ix_dossier_renews_id", "dossier", ["renews_id"]),
    ("ix_letter_paper_id", "letter", ["paper_id"]),
    ("ix_statement_basis_evidence_id", "statement_basis", ["evidence_id"]),
)


def upgrade() -> None:
    for name, table, columns in INDEXES:
        op.create_index(name, table, columns)


def downgrade() -> None:
    for name, table, _columns in INDEXES:
        op.drop_index(name, table_name=table)
