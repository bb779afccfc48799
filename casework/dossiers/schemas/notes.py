"""Working remarks."""

import colander

from casework.dossiers.schemas.common import remark


def note_schema() -> colander.SchemaNode:
    """One remark."""
    schema = colander.SchemaNode(colander.Mapping())
    schema.add(remark("text"))
    return schema
