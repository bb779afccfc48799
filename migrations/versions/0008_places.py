"""places of movements

Two who entered a movement at the same moment could give both the same place. Where that happened, the places are given
anew; from now on the table refuses it.
"""

import sqlalchemy as sa
from alembic import op


revision = "0008"
down_revision = "0007"
branch_labels = None
depends_on = None


def upgrade() -> None:
    _give_places_anew(op.get_bind())
    with op.batch_alter_table("movement") as table:
        table.create_unique_constraint(table.f("uq_movement_dossier_id_position"), ["dossier_id", "position"])
        table.drop_index(table.f("ix_movement_dossier_id"))


def downgrade() -> None:
    with op.batch_alter_table("movement") as table:
        table.create_index(table.f("ix_movement_dossier_id"), ["dossier_id"], unique=False)
        table.drop_constraint(table.f("uq_movement_dossier_id_position"), type_="unique")


def _give_places_anew(connection: sa.Connection) -> None:
    movement = sa.table("movement", sa.column("id"), sa.column("dossier_id"), sa.column("position"))
    twice = sa.select(movement.c.dossier_id).group_by(movement.c.dossier_id, movement.c.position)
    for dossier_id in set(connection.scalars(twice.having(sa.func.count() > 1))):
        theirs = sa.select(movement.c.id).where(movement.c.dossier_id == dossier_id)
        ordered = connection.scalars(theirs.order_by(movement.c.position, movement.c.id)).all()
        for place, row in enumerate(ordered, 1):
            connection.execute(movement.update().where(movement.c.id == row).values(position=place))
