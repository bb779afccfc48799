"""The paper that is a scheme's card or document: its form, and nothing else, decides how it is laid out."""

from casework import papers
from casework.dossiers.models import Dossier
from casework.dossiers.papers.attestation import attestation
from casework.dossiers.papers.fields import Issuing, holder_of, issuer_of
from casework.dossiers.papers.idcard import id_card
from casework.programmes.models import Programme
from casework.schemes import SchemeVersion

CardPaper = papers.Attestation | papers.IdCard
BY_CODE = "code"


def carries_code(version: SchemeVersion, paper_key: str) -> bool:
    """Whether a stranger checks the paper by a code printed on it: as the paper and the scheme's `verify` say.

    An A4 sheet always carries one.
    """
    definition = version.papers[paper_key]
    return definition.coded and (definition.form == "A4" or version.verify.channel == BY_CODE)


def paper_of(
    dossier: Dossier,
    version: SchemeVersion,
    programme: Programme,
    paper_key: str,
    verify_url: str,
    photo: bytes | None,
    issuing: Issuing,
    *,
    draft: bool = False,
    language: str = "",
) -> CardPaper:
    """A dossier's card or document as it goes to the press, or its draft, which has neither number nor code.

    `language` is one of the paper's; without it the first, which is the office's.
    """
    definition = version.papers[paper_key]
    language = language or definition.languages[0]
    if definition.form == "A4":
        return attestation(
            dossier, version, programme, definition, language, verify_url, photo, issuing, draft
        )
    return id_card(
        holder_of(version, dossier, photo),
        version,
        issuer_of(programme.organisation.name, programme.letterhead),
        definition,
        language,
        verify_url,
        issuing,
        draft=draft,
    )
