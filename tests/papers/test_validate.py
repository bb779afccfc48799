from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from hashlib import sha256
from io import BytesIO

import pytest
from asn1crypto import keys
from asn1crypto import x509 as asn1
from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import rsa
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat
from cryptography.x509.oid import ExtendedKeyUsageOID
from hypothesis import given
from hypothesis import strategies as st
from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
from pyhanko.sign import PdfTimeStamper
from pyhanko.sign.timestamps import DummyTimeStamper

from casework.papers import Attestation, Reason, Renderer, Signer, UnreadableError, make_authority, validate
from tests.papers import tampering
from tests.papers.conftest import ISSUED, PASSPHRASE

Trust = list[x509.Certificate]


def test_an_issued_paper_is_genuine_and_says_who_signed_and_what_it_carries(
    genuine: bytes, trust: Trust
) -> None:
    verdict = validate(genuine, trust, ISSUED)
    assert verdict.genuine
    assert verdict.signer == "Test seal of Ajuntament de Vilamostra"
    assert verdict.organisation == "Ajuntament de Vilamostra"
    assert verdict.signed_at == ISSUED
    assert verdict.revisions == (sha256(genuine).hexdigest(),)
    assert verdict.attachment is not None
    assert verdict.attachment["number"] == "V2600123"


@pytest.mark.parametrize(
    ("tamper", "reason"),
    [
        (tampering.in_photo, Reason.ALTERED),
        (tampering.in_page_content, Reason.ALTERED),
        (tampering.in_signature, Reason.ALTERED),
        (tampering.in_signed_attributes, Reason.ALTERED),
        (tampering.appended_annotation, Reason.APPENDED),
        (tampering.appended_page_content, Reason.APPENDED),
        (tampering.appended_attachment, Reason.APPENDED),
        (tampering.rewritten, Reason.ALTERED),
    ],
)
def test_a_changed_paper_is_refused(
    genuine: bytes, trust: Trust, tamper: Callable[[bytes], bytes], reason: Reason
) -> None:
    verdict = validate(tamper(genuine), trust, ISSUED)
    assert verdict.reason is reason
    assert not verdict.genuine
    assert verdict.attachment is None


def test_a_remark_behind_the_end_changes_the_digest_and_not_the_paper(genuine: bytes, trust: Trust) -> None:
    verdict = validate(tampering.appended_comment(genuine), trust, ISSUED)
    assert verdict.genuine
    assert verdict.revisions[0] == sha256(genuine).hexdigest()
    assert len(verdict.revisions) == 2


def test_an_unsigned_paper_is_refused(renderer: Renderer, trust: Trust) -> None:
    assert validate(renderer.render(Attestation.sample("short")), trust, ISSUED).reason is Reason.UNSIGNED


def test_another_authority_with_the_same_names_is_refused(renderer: Renderer, trust: Trust) -> None:
    rogue = make_authority("Ajuntament de Vilamostra", now=ISSUED, passphrase=PASSPHRASE)
    pdf = renderer.render(Attestation.sample("short"))
    forged = Signer.load(rogue.p12, PASSPHRASE).sign(pdf, signed_at=ISSUED)
    verdict = validate(forged, trust, ISSUED)
    assert (verdict.reason, verdict.organisation) == (Reason.UNTRUSTED, "Ajuntament de Vilamostra")
    assert validate(forged, x509.load_pem_x509_certificates(rogue.root_pem), ISSUED).genuine


def test_without_anybody_to_trust_nothing_is_genuine(genuine: bytes) -> None:
    assert validate(genuine, [], ISSUED).reason is Reason.UNTRUSTED


@pytest.mark.parametrize(
    ("at", "reason"),
    [
        (ISSUED + timedelta(days=3 * 365 - 1), Reason.GENUINE),
        (ISSUED + timedelta(days=3 * 365 + 1), Reason.OUT_OF_TIME),
        (ISSUED - timedelta(days=1), Reason.UNTRUSTED),
    ],
)
def test_certificates_are_judged_at_the_given_moment(
    genuine: bytes, trust: Trust, at: datetime, reason: Reason
) -> None:
    assert validate(genuine, trust, at).reason is reason


@pytest.mark.parametrize("junk", [b"", b"%PDF-1.7\n", b"not a paper", b"%PDF-1.7\nstartxref\n9\n%%EOF"])
def test_junk_is_unreadable(junk: bytes, trust: Trust) -> None:
    with pytest.raises(UnreadableError):
        validate(junk, trust, ISSUED)


def test_a_truncated_paper_is_unreadable(genuine: bytes, trust: Trust) -> None:
    with pytest.raises(UnreadableError):
        validate(tampering.truncated(genuine), trust, ISSUED)


def test_the_moment_needs_a_time_zone(genuine: bytes, trust: Trust) -> None:
    with pytest.raises(ValueError, match="time zone"):
        validate(genuine, trust, datetime(2026, 11, 20))  # noqa: DTZ001  # a moment without a zone on purpose


def test_no_single_signed_bit_may_change(genuine: bytes, trust: Trust) -> None:
    start, end = tampering.container_span(genuine)
    positions = st.integers(0, start - 2) | st.integers(end + 1, len(genuine) - 1)

    @given(at=positions, bit=st.integers(0, 7))
    def change(at: int, bit: int) -> None:
        changed = bytearray(genuine)
        changed[at] ^= 1 << bit
        try:
            verdict = validate(bytes(changed), trust, ISSUED)
        except UnreadableError:
            return
        assert not verdict.genuine

    change()


def test_a_strangers_certificate_does_not_reach_the_log(
    genuine: bytes, trust: Trust, caplog: pytest.LogCaptureFixture
) -> None:
    validate(genuine, [], ISSUED)
    validate(genuine, trust, ISSUED + timedelta(days=9999))
    assert caplog.records == []


def test_time_stamps_may_be_appended_and_each_revision_has_its_digest(genuine: bytes, trust: Trust) -> None:
    stamps = PdfTimeStamper(time_stamper())
    revisions = [genuine]
    for _ in range(2):
        stored = BytesIO()
        before = IncrementalPdfFileWriter(BytesIO(revisions[-1]))
        stamps.timestamp_pdf(before, "sha256", validation_context=None, output=stored)
        revisions.append(stored.getvalue())
    verdict = validate(revisions[-1], trust, ISSUED)
    assert verdict.genuine
    assert verdict.revisions == tuple(sha256(revision).hexdigest() for revision in revisions)


def time_stamper() -> DummyTimeStamper:
    """A time-stamping authority of this test's own; the library's dummy signs with RSA only."""
    key = rsa.generate_private_key(65537, 2048)
    name = x509.Name([x509.NameAttribute(x509.NameOID.COMMON_NAME, "Test time stamps")])
    certificate = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(1)
        .not_valid_before(ISSUED)
        .not_valid_after(ISSUED + timedelta(days=365))
        .add_extension(x509.ExtendedKeyUsage([ExtendedKeyUsageOID.TIME_STAMPING]), critical=True)
        .sign(key, hashes.SHA256())
    )
    private = key.private_bytes(Encoding.DER, PrivateFormat.PKCS8, NoEncryption())
    return DummyTimeStamper(
        tsa_cert=asn1.Certificate.load(certificate.public_bytes(Encoding.DER)),
        tsa_key=keys.PrivateKeyInfo.load(private),
        fixed_dt=datetime(2026, 11, 20, 10, tzinfo=UTC),
    )
