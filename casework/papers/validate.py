"""Is this file a paper of ours, unchanged? Trust comes from the caller's certificates, never from the file.

The answer is about the file. Whether the paper is in force, and whether these very bytes were issued, the
register knows: by the digests in `Validation.revisions`.
"""

import json
import logging
import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from hashlib import sha256
from io import BytesIO
from typing import Any, Final

from asn1crypto import x509 as asn1
from cryptography import x509
from cryptography.hazmat.primitives.serialization import Encoding
from pyhanko.pdf_utils.reader import PdfFileReader
from pyhanko.sign.ades.report import AdESIndeterminate
from pyhanko.sign.diff_analysis import ModificationLevel
from pyhanko.sign.validation import validate_pdf_signature
from pyhanko.sign.validation.pdf_embedded import EmbeddedPdfSignature
from pyhanko.sign.validation.status import PdfSignatureStatus, SignatureCoverageLevel
from pyhanko_certvalidator import ValidationContext

from casework.papers.errors import UnreadableError

for _library in ("pyhanko", "pyhanko_certvalidator"):
    # They log why they refuse, with the names in certificates: anybody's, since anybody may hand in a file.
    logging.getLogger(_library).setLevel(logging.CRITICAL + 1)

_END_OF_REVISION: Final = re.compile(rb"startxref\s+\d+\s+%%EOF(?:\r\n|\n|\r)?")


class Reason(StrEnum):
    """Why a file is genuine or not; the first that applies, in this order."""

    UNSIGNED = "unsigned"
    ALTERED = "altered"
    """What was signed is not what the file holds."""
    APPENDED = "appended"
    """Something other than time stamps and validation data was added after the signature."""
    UNTRUSTED = "untrusted"
    """The signature is whole, but by nobody whom the caller trusts."""
    OUT_OF_TIME = "out-of-time"
    """A trusted signer, whose certificate had expired at the given moment."""
    GENUINE = "genuine"


@dataclass(frozen=True, slots=True)
class Validation:
    """`revisions` are SHA-256 digests, in hexadecimal, of the file as signed and after each later revision.

    Signer, moment and attachment are what the file claims; `attachment` is given for a genuine file only.
    """

    reason: Reason
    signer: str = ""
    organisation: str = ""
    signed_at: datetime | None = None
    revisions: tuple[str, ...] = ()
    attachment: dict[str, Any] | None = None

    @property
    def genuine(self) -> bool:
        return self.reason is Reason.GENUINE


def validate(pdf: bytes, trust: Sequence[x509.Certificate], at: datetime) -> Validation:
    """Judge a file that anybody may have sent.

    :param trust: the only roots; certificates inside the file merely help to build the path
    :param at: the moment at which certificates must be valid (aware): the moment of issue when the register
        knows one of the digests, else now (docs/decisions/0004-papers.md)
    :raises UnreadableError: no PDF, or damaged beyond reading
    """
    if at.tzinfo is None:
        raise ValueError("the moment of judging needs its time zone")
    try:
        return _validate(pdf, trust, at)
    except Exception as error:
        # Strangers feed this reader, and a broken file makes the libraries raise nearly anything.
        raise UnreadableError from error


def _validate(pdf: bytes, trust: Sequence[x509.Certificate], at: datetime) -> Validation:
    reader = PdfFileReader(BytesIO(pdf))
    signatures = reader.embedded_regular_signatures
    if not signatures:
        return Validation(Reason.UNSIGNED)
    signature: EmbeddedPdfSignature = signatures[0]
    status = validate_pdf_signature(
        signature,
        ValidationContext(
            trust_roots=[asn1.Certificate.load(root.public_bytes(Encoding.DER)) for root in trust],
            allow_fetching=False,
            moment=at,
        ),
    )
    reason = _reason(status)
    subject = signature.signer_cert.subject.native
    return Validation(
        reason,
        signer=subject.get("common_name", ""),
        organisation=subject.get("organization_name", ""),
        signed_at=signature.self_reported_timestamp,
        revisions=_revisions(pdf, signature),
        attachment=_attachment(reader) if reason is Reason.GENUINE else None,
    )


def _reason(status: PdfSignatureStatus) -> Reason:
    """The policy of documents.md §2.3, split by what a reader can be told."""
    if not (status.intact and status.valid):
        return Reason.ALTERED
    whole = status.coverage == SignatureCoverageLevel.ENTIRE_FILE
    maintained = (
        status.coverage == SignatureCoverageLevel.ENTIRE_REVISION
        and status.modification_level is not None
        and status.modification_level <= ModificationLevel.LTA_UPDATES
    )
    if not (whole or maintained):
        return Reason.APPENDED
    if status.trust_problem_indic == AdESIndeterminate.OUT_OF_BOUNDS_NO_POE:
        return Reason.OUT_OF_TIME
    return Reason.GENUINE if status.bottom_line else Reason.UNTRUSTED


def _revisions(pdf: bytes, signature: EmbeddedPdfSignature) -> tuple[str, ...]:
    """Digests of the file up to the end of its signed revision, of each later one, and of the whole."""
    *_, start, length = signature.byte_range
    signed_end = int(start) + int(length)
    later = {match.end() for match in _END_OF_REVISION.finditer(pdf, signed_end)}
    return tuple(sha256(pdf[:end]).hexdigest() for end in sorted({signed_end, len(pdf), *later}))


def _attachment(reader: PdfFileReader) -> dict[str, Any] | None:
    """The data that the paper carries beside its pages (its first associated file)."""
    files = reader.root.get("/AF")
    if not files:
        return None
    content = json.loads(files[0]["/EF"]["/F"].data)
    return content if isinstance(content, dict) else None
