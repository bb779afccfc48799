"""One renderer and one test authority for all tests of the room, as in real use: once per process."""

from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

import pytest
from cryptography import x509

from casework.papers import Attestation, Authority, Renderer, Signer, make_authority
from casework.papers.sheet import Length

ISSUED = datetime(2026, 11, 20, 9, tzinfo=UTC)
PASSPHRASE = b"only for tests"


@pytest.fixture(scope="session")
def renderer() -> Renderer:
    return Renderer()


@pytest.fixture(scope="session")
def authority() -> Authority:
    return make_authority("Ajuntament de Vilamostra", now=ISSUED, passphrase=PASSPHRASE)


@pytest.fixture(scope="session")
def signer(authority: Authority) -> Signer:
    return Signer.load(authority.p12, PASSPHRASE)


@pytest.fixture(scope="session")
def trust(authority: Authority) -> list[x509.Certificate]:
    return x509.load_pem_x509_certificates(authority.root_pem)


@pytest.fixture(scope="session", params=["short", "normal", "long"])
def length(request: pytest.FixtureRequest) -> Length:
    chosen: Length = request.param
    return chosen


@pytest.fixture(scope="session")
def unsigned(renderer: Renderer, length: Length) -> bytes:
    """Each sample in turn, as rendered."""
    return renderer.render(Attestation.sample(length))


@pytest.fixture(scope="session")
def signed(signer: Signer, unsigned: bytes) -> bytes:
    """Each sample in turn, as issued."""
    return signer.sign(unsigned, signed_at=ISSUED, location="Vilamostra")


@pytest.fixture(scope="session")
def genuine(renderer: Renderer, signer: Signer) -> bytes:
    """The two-page sample, issued."""
    return signer.sign(renderer.render(Attestation.sample("normal")), signed_at=ISSUED)


@pytest.fixture
def on_disk(tmp_path: Path) -> Callable[[bytes], Path]:
    """For tools that read files."""

    def write(pdf: bytes) -> Path:
        path = tmp_path / f"{len(list(tmp_path.iterdir()))}.pdf"
        path.write_bytes(pdf)
        return path

    return write
