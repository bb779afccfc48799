"""What issuing a card and writing a letter share: a printed paper, before it is registered."""

from datetime import date, datetime

from casework import papers
from casework.cards import service as cards
from casework.cards.verification.codes import code_hash


def made_paper(
    kind: str,
    paper: papers.Attestation | papers.IdCard | papers.Letter | papers.Procedure,
    printed: papers.Rendered,
    issued_on: date,
    signed_at: datetime,
) -> cards.MadePaper:
    """What the register will know of a paper. Of its code, where it has one, only the hash goes on."""
    return cards.MadePaper(
        kind=kind,
        title=paper.title,
        language=paper.language,
        number=paper.number,
        issued_on=issued_on,
        code_hash=code_hash(paper.code) if paper.code else None,
        pages=printed.pages,
        revisions=(papers.digest(printed.pdf),),
        signed_at=signed_at,
    )
