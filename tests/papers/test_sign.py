import subprocess
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import datetime, timedelta
from hashlib import sha256
from io import BytesIO
from pathlib import Path

import pikepdf
import pytest
from asn1crypto import cms
from cryptography import x509
from cryptography.hazmat.primitives.serialization import BestAvailableEncryption, pkcs12

from casework.papers import Attestation, Authority, PaperError, Renderer, Signer, validate
from tests.papers.conftest import ISSUED, PASSPHRASE


def test_poppler_finds_a_valid_signature_over_the_whole_file(
    signed: bytes, on_disk: Callable[[bytes], Path]
) -> None:
    said = subprocess.run(
        ["pdfsig", "-nocert", on_disk(signed)], capture_output=True, text=True, check=True
    ).stdout
    assert "Signature Validation: Signature is Valid." in said
    assert "Total document signed" in said
    assert "ETSI.CAdES.detached" in said
    assert "Test seal of Ajuntament de Vilamostra" in said


def test_the_paper_is_kept_byte_for_byte_under_its_signature(signed: bytes, unsigned: bytes) -> None:
    assert signed.startswith(unsigned)


def test_the_signature_certifies_and_forbids_every_change(genuine: bytes) -> None:
    with pikepdf.open(BytesIO(genuine)) as opened:
        (field,) = opened.Root.AcroForm.Fields
        assert str(field.V.SubFilter) == "/ETSI.CAdES.detached"
        assert opened.Root.Perms.DocMDP.objgen == field.V.objgen
        assert field.V.Reference[0].TransformParams.P == 1
        assert str(field.V.M) == "D:20261120090000Z"


def test_reason_and_place_are_stated(renderer: Renderer, signer: Signer) -> None:
    pdf = signer.sign(
        renderer.render(Attestation.sample("short")),
        signed_at=ISSUED,
        reason="Emissió",
        location="Vilamostra",
    )
    with pikepdf.open(BytesIO(pdf)) as opened:
        value = opened.Root.AcroForm.Fields[0].V
        assert (str(value.Reason), str(value.Location)) == ("Emissió", "Vilamostra")


def test_the_root_is_not_carried_along_even_when_the_key_file_holds_it(
    renderer: Renderer, authority: Authority
) -> None:
    stored = pkcs12.load_pkcs12(authority.p12, PASSPHRASE)
    assert stored.cert is not None
    assert stored.key is not None
    with_root = pkcs12.serialize_key_and_certificates(
        b"seal",
        stored.key,  # type: ignore[arg-type]  # a P-256 key, which the library types more widely on loading
        stored.cert.certificate,
        [*stored.additional_certs, *x509.load_pem_x509_certificates(authority.root_pem)],
        BestAvailableEncryption(PASSPHRASE),
    )
    pdf = renderer.render(Attestation.sample("short"))
    with pikepdf.open(BytesIO(Signer.load(with_root, PASSPHRASE).sign(pdf, signed_at=ISSUED))) as opened:
        content = cms.ContentInfo.load(bytes(opened.Root.AcroForm.Fields[0].V.Contents))
    names = [each.chosen.subject.native["common_name"] for each in content["content"]["certificates"]]
    assert sorted(name.split(" of ")[0] for name in names) == ["Test issuing authority", "Test seal"]


def test_signing_leaves_the_metadata_of_the_paper_alone(unsigned: bytes, signed: bytes) -> None:
    with pikepdf.open(BytesIO(unsigned)) as before, pikepdf.open(BytesIO(signed)) as after:
        assert after.Root.Metadata.read_bytes() == before.Root.Metadata.read_bytes()
        assert dict(after.docinfo) == dict(before.docinfo)


def test_threads_may_share_a_signer(
    renderer: Renderer, signer: Signer, trust: list[x509.Certificate]
) -> None:
    pdf = renderer.render(Attestation.sample("short"))
    moments = [ISSUED + timedelta(minutes=minute) for minute in range(12)]
    with ThreadPoolExecutor(4) as threads:
        made = list(threads.map(lambda moment: signer.sign(pdf, signed_at=moment), moments))
    verdicts = [validate(each, trust, ISSUED) for each in made]
    assert all(verdict.genuine for verdict in verdicts)
    assert [verdict.signed_at for verdict in verdicts] == moments
    assert len({sha256(each).digest() for each in made}) == len(moments)


def test_a_draft_cannot_be_signed(renderer: Renderer, signer: Signer) -> None:
    draft = replace(Attestation.sample("short"), draft=True, number="", code="")
    with pytest.raises(PaperError, match="Issue the paper first"):
        signer.sign(renderer.render(draft), signed_at=ISSUED)


def test_a_paper_cannot_be_signed_twice(genuine: bytes, signer: Signer) -> None:
    with pytest.raises(PaperError):
        signer.sign(genuine, signed_at=ISSUED)


def test_what_is_no_pdf_cannot_be_signed(signer: Signer) -> None:
    with pytest.raises(PaperError):
        signer.sign(b"not a paper", signed_at=ISSUED)


def test_the_moment_needs_a_time_zone(genuine: bytes, signer: Signer) -> None:
    with pytest.raises(ValueError, match="time zone"):
        signer.sign(genuine, signed_at=datetime(2026, 11, 20, 9))  # noqa: DTZ001  # a moment without a zone on purpose
