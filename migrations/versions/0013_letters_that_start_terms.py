"""letters that start terms

A letter knows the step whose term counts from the day on which the person has it. Where such a term runs now, nobody
knows that day: the office records it, and until then the term opens nothing (docs/decisions/0017-notified.md).
"""

import json
from typing import Any

import sqlalchemy as sa
from alembic import op


revision = "0013"
down_revision = "0012"
branch_labels = None
depends_on = None

NOTIFIED = (
    "notified_on IS NULL OR (notified_on >= written_on AND paper_id IS NOT NULL "
    "AND notification_sealed IS NOT NULL AND term_step_id IS NOT NULL)"
)
WAITING = """
    SELECT dossier.id, frozen_version.canonical, step_taken.id, step_taken.action
    FROM dossier
    JOIN frozen_version ON frozen_version.hash = dossier.version_hash
    JOIN step_taken ON step_taken.dossier_id = dossier.id AND step_taken.to_state = dossier.state
    WHERE dossier.due_on IS NOT NULL
    ORDER BY step_taken.position
"""
"""Dossiers in which a term runs, with the steps that lead into their state; the last one counts."""
NEWEST = "SELECT id FROM letter WHERE dossier_id = :dossier AND kind = :kind ORDER BY position DESC LIMIT 1"
SET = "UPDATE letter SET term_step_id = :step WHERE id = :letter"


def upgrade() -> None:
    with op.batch_alter_table("letter") as table:
        table.add_column(sa.Column("term_step_id", sa.String(length=22), nullable=True))
        table.add_column(sa.Column("notified_on", sa.Date(), nullable=True))
        table.add_column(sa.Column("notification_sealed", sa.LargeBinary(), nullable=True))
        table.create_foreign_key(
            table.f("fk_letter_term_step_id_step_taken"), "step_taken", ["term_step_id"], ["id"]
        )
        table.create_check_constraint(table.f("ck_letter_notified_once_written"), NOTIFIED)
        table.create_index(table.f("ix_letter_term_step_id"), ["term_step_id"])
    _find_letters_of_running_terms(op.get_bind())


def _find_letters_of_running_terms(connection: sa.Connection) -> None:
    last = {row[0]: row for row in connection.execute(sa.text(WAITING)).all()}
    for dossier, canonical, step, action in last.values():
        kind = _letter_that_starts_a_term(json.loads(bytes(canonical)), action)
        letter = kind and connection.scalar(sa.text(NEWEST), {"dossier": dossier, "kind": kind})
        if letter:
            connection.execute(sa.text(SET), {"step": step, "letter": letter})


def _letter_that_starts_a_term(version: dict[str, Any], action: str) -> str:
    """The kind of letter from which a term of an action counts, by the version's canonical form; empty for none."""
    kind = next((each.get("letter", "") for each in version["steps"]["actions"] if each["key"] == action), "")
    papers = {each["key"]: each for each in version["papers"]}
    paper = papers.get(kind, {})
    if paper.get("form") != "letter":
        return ""
    while "blocks" not in paper and "like" in paper:
        paper = papers[paper["like"]]
    started = [each for each in version["steps"].get("terms", ()) if action in _listed(each.get("starts", ()))]
    announced = "deadline" in _listed(paper.get("blocks", ()))
    return kind if any(announced or each.get("opens") or each.get("closes") for each in started) else ""


def _listed(value: Any) -> list[str]:
    return [value] if isinstance(value, str) else list(value)


def downgrade() -> None:
    with op.batch_alter_table("letter") as table:
        table.drop_index(table.f("ix_letter_term_step_id"))
        table.drop_constraint(table.f("ck_letter_notified_once_written"), type_="check")
        table.drop_constraint(table.f("fk_letter_term_step_id_step_taken"), type_="foreignkey")
        table.drop_column("notification_sealed")
        table.drop_column("notified_on")
        table.drop_column("term_step_id")
