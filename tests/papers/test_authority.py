from datetime import timedelta

import pytest
from cryptography import x509
from cryptography.hazmat.primitives.asymmetric.ec import SECP256R1, EllipticCurvePublicKey
from cryptography.hazmat.primitives.serialization import pkcs12

from casework.papers import Authority, Signer, make_authority
from tests.papers.conftest import ISSUED, PASSPHRASE


@pytest.fixture(scope="module")
def chain(authority: Authority) -> list[x509.Certificate]:
    """Seal, issuing authority, root."""
    stored = pkcs12.load_pkcs12(authority.p12, PASSPHRASE)
    assert stored.cert is not None
    return [
        stored.cert.certificate,
        *(each.certificate for each in stored.additional_certs),
        *x509.load_pem_x509_certificates(authority.root_pem),
    ]


def test_each_certificate_is_issued_by_the_next_and_the_root_by_itself(chain: list[x509.Certificate]) -> None:
    assert len(chain) == 3
    for certificate, issuer in zip(chain, [*chain[1:], chain[-1]], strict=True):
        certificate.verify_directly_issued_by(issuer)


def test_all_keys_are_p_256_and_only_authorities_may_certify(chain: list[x509.Certificate]) -> None:
    for certificate in chain:
        key = certificate.public_key()
        assert isinstance(key, EllipticCurvePublicKey)
        assert isinstance(key.curve, SECP256R1)
    constraints = [each.extensions.get_extension_for_class(x509.BasicConstraints).value for each in chain]
    assert [(each.ca, each.path_length) for each in constraints] == [(False, None), (True, 0), (True, None)]


def test_validity_begins_at_the_given_moment(chain: list[x509.Certificate]) -> None:
    assert {each.not_valid_before_utc for each in chain} == {ISSUED}
    assert [each.not_valid_after_utc - ISSUED for each in chain] == [
        timedelta(days=365 * years) for years in (3, 10, 20)
    ]


def test_no_certificate_names_a_revocation_service(chain: list[x509.Certificate]) -> None:
    kinds = {type(extension.value) for each in chain for extension in each.extensions}
    assert not kinds & {x509.CRLDistributionPoints, x509.AuthorityInformationAccess, x509.FreshestCRL}


def test_the_key_opens_with_its_passphrase_only(authority: Authority) -> None:
    assert Signer.load(authority.p12, PASSPHRASE).common_name == "Test seal of Ajuntament de Vilamostra"
    with pytest.raises(ValueError, match="PKCS#12"):
        Signer.load(authority.p12, b"another")


def test_the_key_does_not_show_in_a_representation(authority: Authority) -> None:
    assert "p12" not in repr(authority)


def test_a_long_name_still_fits_a_certificate() -> None:
    made = make_authority("Ajuntament de " + "Vilamostra" * 5, now=ISSUED, passphrase=PASSPHRASE)
    (root,) = x509.load_pem_x509_certificates(made.root_pem)
    (name,) = root.subject.get_attributes_for_oid(x509.NameOID.COMMON_NAME)
    assert len(name.value) == 64
