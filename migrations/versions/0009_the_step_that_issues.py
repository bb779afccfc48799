"""the step that issues

A card knows by which step it is issued, and the office's own registers count under names that no scheme can have.
"""

import sqlalchemy as sa
from alembic import op


revision = "0009"
down_revision = "0008"
branch_labels = None
depends_on = None

REGISTERS = (("letter", "register:letters"), ("dossier", "register:dossiers"))


def upgrade() -> None:
    """Nobody knows by which step a card is made that is being made now: its number is void, and it is issued again."""
    op.add_column("card", sa.Column("action", sa.String(length=60), nullable=True))
    op.execute("UPDATE card SET state = 'void' WHERE state = 'issuing'")
    for before, after in REGISTERS:
        op.execute(f"UPDATE number_series SET name = '{after}' WHERE name = '{before}'")


def downgrade() -> None:
    for before, after in REGISTERS:
        op.execute(f"DELETE FROM number_series WHERE name = '{before}'")
        op.execute(f"UPDATE number_series SET name = '{before}' WHERE name = '{after}'")
    op.drop_column("card", "action")
