"""households

A dossier may belong to another one of its scheme and organisation: the first of the household, where is told what holds
for every member.
"""

import sqlalchemy as sa
from alembic import op


revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None


def upgrade() -> None:
    with op.batch_alter_table("dossier") as table:
        table.add_column(sa.Column("household_id", sa.String(length=22), nullable=True))
        table.create_unique_constraint(
            table.f("uq_dossier_id_organisation_id_scheme_key"), ["id", "organisation_id", "scheme_key"]
        )
        table.create_check_constraint(table.f("ck_dossier_another_is_first"), "household_id <> id")
        table.create_index(table.f("ix_dossier_household_id"), ["household_id"], unique=False)
    with op.batch_alter_table("dossier") as table:
        table.create_foreign_key(
            table.f("fk_dossier_household_id_dossier"),
            "dossier",
            ["household_id", "organisation_id", "scheme_key"],
            ["id", "organisation_id", "scheme_key"],
        )


def downgrade() -> None:
    """Who belongs together is not known any more; every dossier stays."""
    with op.batch_alter_table("dossier") as table:
        table.drop_constraint(table.f("fk_dossier_household_id_dossier"), type_="foreignkey")
    with op.batch_alter_table("dossier") as table:
        table.drop_index(table.f("ix_dossier_household_id"))
        table.drop_constraint(table.f("ck_dossier_another_is_first"), type_="check")
        table.drop_constraint(table.f("uq_dossier_id_organisation_id_scheme_key"), type_="unique")
        table.drop_column("household_id")
