"""decisions of steps

A decision belongs to the step that it brought about: the same one may be taken twice in a dossier.
"""

import sqlalchemy as sa
from alembic import op


revision = "0007"
down_revision = "0006"
branch_labels = None
depends_on = None

# Each decision was written with its step: the first of an account on an action with the first such step, and so on.
TO_ITS_STEP = """
UPDATE decision SET step_id = (
    SELECT step.id FROM step_taken AS step
    WHERE step.dossier_id = decision.dossier_id AND step.action = decision.action
    AND step.taken_by = decision.decided_by
    AND (
        SELECT count(*) FROM step_taken AS earlier
        WHERE earlier.dossier_id = step.dossier_id AND earlier.action = step.action
        AND earlier.taken_by = step.taken_by AND earlier.position < step.position
    ) = (
        SELECT count(*) FROM decision AS former
        WHERE former.dossier_id = decision.dossier_id AND former.action = decision.action
        AND former.decided_by = decision.decided_by AND former.decided_at < decision.decided_at
    )
)
"""


def upgrade() -> None:
    op.add_column("decision", sa.Column("step_id", sa.String(length=22), nullable=True))
    op.execute(TO_ITS_STEP)
    with op.batch_alter_table("decision") as table:
        table.drop_constraint(table.f("uq_decision_dossier_id_round_action"), type_="unique")
        table.alter_column("step_id", existing_type=sa.String(length=22), nullable=False)
        table.create_unique_constraint(table.f("uq_decision_step_id"), ["step_id"])
        table.create_foreign_key(table.f("fk_decision_step_id_step_taken"), "step_taken", ["step_id"], ["id"])


def downgrade() -> None:
    with op.batch_alter_table("decision") as table:
        table.drop_constraint(table.f("fk_decision_step_id_step_taken"), type_="foreignkey")
        table.drop_constraint(table.f("uq_decision_step_id"), type_="unique")
        table.drop_column("step_id")
        table.create_unique_constraint(
            table.f("uq_decision_dossier_id_round_action"), ["dossier_id", "round", "action"]
        )
