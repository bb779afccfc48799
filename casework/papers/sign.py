"""The institution's signature on a paper: PAdES B-B, P-256 with SHA-256, certifying, no change after it.

The library's pieces are called one by one instead of its `sign_pdf`, for two reasons: the moment of signing
is given and not read from the clock, and the size of the signature is reckoned instead of tried out, which
halves the work.
"""

import asyncio
from collections.abc import Iterator
from datetime import datetime
from functools import cached_property
from io import BytesIO
from typing import Any, Final

from asn1crypto import cms, tsp
from asn1crypto.x509 import Certificate
from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
from pyhanko.pdf_utils.misc import PdfError
from pyhanko.sign.attributes import CMSAttributeProvider, SigningCertificateV2Provider
from pyhanko.sign.fields import MDPPerm, SigSeedSubFilter
from pyhanko.sign.general import SigningError, as_signing_certificate_v2
from pyhanko.sign.signers import PdfSignatureMetadata, PdfSigner, SimpleSigner
from pyhanko.sign.signers.pdf_cms import PdfCMSSignedAttributes
from pyhanko.stamp.noop import NoOpStampStyle

from casework.i18n import _
from casework.papers.errors import PaperError
from casework.papers.finishing import SIGNATURE_FIELD

_ATTRIBUTES: Final = 2048
"""Bytes for all of a signature but its certificates: digests, identifiers, the P-256 value (about 700)."""


class _Revision(IncrementalPdfFileWriter):
    """Appends the signature and leaves the paper's own metadata alone: they state when it was issued."""

    def _update_meta(self) -> None:
        return None


class _EncodedCertificate(SigningCertificateV2Provider):
    """The attribute that names the certificate: the same bytes in every signature."""

    def __init__(self, certificate: Certificate) -> None:
        super().__init__(certificate)
        self._encoded = as_signing_certificate_v2(certificate).dump()

    async def build_attr_value(self, dry_run: bool = False) -> tsp.SigningCertificateV2:
        return tsp.SigningCertificateV2.load(self._encoded)


class _EncodedOnce(SimpleSigner):
    """The library's signer, handing on each finished part as bytes that are read back.

    asn1crypto encodes a value that was built, and not read, anew for every level above it, several times each.
    Reading the parts back takes signing from 12 ms to 5.
    """

    def _signed_attr_providers(self, *arguments: Any, **options: Any) -> Iterator[CMSAttributeProvider]:
        for provider in super()._signed_attr_providers(*arguments, **options):
            named = isinstance(provider, SigningCertificateV2Provider)
            yield self._certificate_attribute if named else provider

    @cached_property
    def _certificate_attribute(self) -> _EncodedCertificate:
        return _EncodedCertificate(self.signing_cert)

    async def signed_attrs(self, *arguments: Any, **options: Any) -> cms.CMSAttributes:
        attributes = await super().signed_attrs(*arguments, **options)
        return cms.CMSAttributes.load(attributes.dump())

    def signer_info(self, *arguments: Any, **options: Any) -> cms.SignerInfo:
        return cms.SignerInfo.load(super().signer_info(*arguments, **options).dump())


class Signer:
    """Signs with a key held in memory. Threads may share one: signing changes nothing in it."""

    def __init__(self, signer: SimpleSigner) -> None:
        self._signer = _EncodedOnce(
            signer.signing_cert, signer.signing_key, signer.cert_registry, embed_roots=False
        )
        certificates = (signer.signing_cert, *signer.cert_registry)
        self._reserved = 2 * (_ATTRIBUTES + sum(len(certificate.dump()) for certificate in certificates))

    @classmethod
    def load(cls, p12: bytes, passphrase: bytes) -> "Signer":
        """Read a PKCS#12 file: key, seal certificate, chain. Slow on purpose (key derivation): load once.

        :raises ValueError: wrong passphrase, or no PKCS#12
        """
        return cls(SimpleSigner.load_pkcs12_data(p12, other_certs=[], passphrase=passphrase))

    @property
    def common_name(self) -> str:
        certificate: Certificate = self._signer.signing_cert
        return str(certificate.subject.native["common_name"])

    def sign(self, pdf: bytes, *, signed_at: datetime, reason: str = "", location: str = "") -> bytes:
        """The paper with its tagged field signed.

        :param signed_at: what the signature says about its moment (aware)
        :raises PaperError: the file has no empty signature field: a draft, or signed already
        :raises ValueError: `signed_at` without a time zone
        """
        if signed_at.tzinfo is None:
            raise ValueError("the moment of signing needs its time zone")
        try:
            return asyncio.run(self._sign(pdf, signed_at, reason, location))
        except (SigningError, PdfError) as error:
            raise PaperError(_("This file has no place for a signature. Issue the paper first.")) from error

    async def _sign(self, pdf: bytes, signed_at: datetime, reason: str, location: str) -> bytes:
        metadata = PdfSignatureMetadata(
            field_name=SIGNATURE_FIELD,
            certify=True,
            docmdp_permissions=MDPPerm.NO_CHANGES,
            subfilter=SigSeedSubFilter.PADES,
            md_algorithm="sha256",
            reason=reason or None,
            location=location or None,
        )
        # Without a stamp style the library draws one in a font that is not embedded, which breaks PDF/A.
        pdf_signer = PdfSigner(metadata, signer=self._signer, stamp_style=NoOpStampStyle())
        session = pdf_signer.init_signing_session(_Revision(BytesIO(pdf)), existing_fields_only=True)
        session.system_time = signed_at
        prepared = session.prepare_tbs_document(validation_info=None, bytes_reserved=self._reserved)
        signed = BytesIO()
        digest, _ = prepared.digest_tbs_document(output=signed)
        await prepared.perform_signature(
            digest.document_digest, PdfCMSSignedAttributes(signing_time=signed_at)
        )
        return signed.getvalue()
