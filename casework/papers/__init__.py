"""Papers: data in, bytes out. The only user of the layout engine and of the PDF signer (design.md §3).

pdf = renderer.render(attestation)
signed = signer.sign(pdf, signed_at=clock.now())
verdict = validate(signed, trust, at=clock.now())
"""

from casework.papers.attestation import Attestation, Labels, OwnWords
from casework.papers.authority import Authority, make_authority
from casework.papers.errors import MissingGlyphError, PaperError, UnreadableError
from casework.papers.fonts import require_glyphs
from casework.papers.id_card import CardField, CardLabels, IdCard
from casework.papers.inspect import digest
from casework.papers.issued import Issuer
from casework.papers.letter import Beside, Block, Item, Letter, LetterLabels
from casework.papers.paper import Paper, Theme
from casework.papers.procedure import Procedure, ProcedureLabels
from casework.papers.render import Rendered, Renderer
from casework.papers.sheet import (
    Evidence,
    IdentityRow,
    Section,
    Signatory,
    Statement,
    Words,
)
from casework.papers.sign import Signer
from casework.papers.validate import Reason, Validation, validate

__all__ = [
    "Attestation",
    "Authority",
    "Beside",
    "Block",
    "CardField",
    "CardLabels",
    "Evidence",
    "IdCard",
    "IdentityRow",
    "Issuer",
    "Item",
    "Labels",
    "Letter",
    "LetterLabels",
    "MissingGlyphError",
    "OwnWords",
    "Paper",
    "PaperError",
    "Procedure",
    "ProcedureLabels",
    "Reason",
    "Rendered",
    "Renderer",
    "Section",
    "Signatory",
    "Signer",
    "Statement",
    "Theme",
    "UnreadableError",
    "Validation",
    "Words",
    "digest",
    "make_authority",
    "require_glyphs",
    "validate",
]
