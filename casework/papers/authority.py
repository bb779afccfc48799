"""A test authority: root, issuing authority and seal, all P-256, with the seal's key in a PKCS#12 file.

For development, demo and tests. Its certificates name no revocation service, because there is none.
"""

from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Final

from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric.ec import (
    SECP256R1,
    EllipticCurvePrivateKey,
    generate_private_key,
)
from cryptography.hazmat.primitives.serialization import Encoding, PrivateFormat, pkcs12
from cryptography.x509.oid import NameOID

YEAR: Final = timedelta(days=365)
KDF_ROUNDS: Final = 600_000
"""PBKDF2-HMAC-SHA-256 rounds (OWASP Password Storage Cheat Sheet)."""

_NO_USAGE: Final = dict.fromkeys(
    (
        "digital_signature",
        "content_commitment",
        "key_encipherment",
        "data_encipherment",
        "key_agreement",
        "key_cert_sign",
        "crl_sign",
        "encipher_only",
        "decipher_only",
    ),
    False,
)


@dataclass(frozen=True, slots=True)
class Authority:
    """`p12` holds the seal's key and certificate and the issuing authority; others trust `root_pem`."""

    p12: bytes = field(repr=False)
    root_pem: bytes


@dataclass(frozen=True, slots=True)
class _Issued:
    certificate: x509.Certificate
    key: EllipticCurvePrivateKey


def make_authority(organisation: str, *, now: datetime, passphrase: bytes) -> Authority:
    """New keys and certificates that begin at `now` (aware): root 20, issuing authority 10, seal 3 years.

    :param organisation: name in every certificate, at most 64 characters (X.520)
    """
    root = _certify(organisation, "Test root", now, 20 * YEAR, authority=True)
    issuing = _certify(
        organisation, "Test issuing authority", now, 10 * YEAR, authority=True, by=root, depth=0
    )
    seal = _certify(organisation, "Test seal", now, 3 * YEAR, authority=False, by=issuing)
    protection = (
        PrivateFormat.PKCS12.encryption_builder()
        .kdf_rounds(KDF_ROUNDS)
        .key_cert_algorithm(pkcs12.PBES.PBESv2SHA256AndAES256CBC)
        .hmac_hash(hashes.SHA256())
        .build(passphrase)
    )
    p12 = pkcs12.serialize_key_and_certificates(
        b"seal", seal.key, seal.certificate, [issuing.certificate], protection
    )
    return Authority(p12, root.certificate.public_bytes(Encoding.PEM))


def _certify(
    organisation: str,
    name: str,
    start: datetime,
    lasts: timedelta,
    *,
    authority: bool,
    by: _Issued | None = None,
    depth: int | None = None,
) -> _Issued:
    """A new key and its certificate, signed `by` another or, without one, by itself."""
    key = generate_private_key(SECP256R1())
    subject = x509.Name(
        [
            x509.NameAttribute(NameOID.ORGANIZATION_NAME, organisation),
            x509.NameAttribute(NameOID.COMMON_NAME, f"{name} of {organisation}"[:64]),
        ]
    )
    usage = ("key_cert_sign", "crl_sign") if authority else ("digital_signature", "content_commitment")
    issuer_key = by.key if by else key
    certificate = (
        x509.CertificateBuilder()
        .subject_name(subject)
        .issuer_name(by.certificate.subject if by else subject)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(start)
        .not_valid_after(start + lasts)
        .add_extension(x509.BasicConstraints(ca=authority, path_length=depth), critical=True)
        .add_extension(x509.KeyUsage(**(_NO_USAGE | dict.fromkeys(usage, True))), critical=True)
        .add_extension(x509.SubjectKeyIdentifier.from_public_key(key.public_key()), critical=False)
        .add_extension(
            x509.AuthorityKeyIdentifier.from_issuer_public_key(issuer_key.public_key()), critical=False
        )
        .sign(issuer_key, hashes.SHA256())
    )
    return _Issued(certificate, key)
