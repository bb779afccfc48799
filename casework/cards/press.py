"""The press of an installation: one renderer, and the seal of each issuer, loaded once and kept."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime
from pathlib import Path
from threading import Lock

from cryptography import x509
from pyramid.config import Configurator

from casework.errors import ConfigurationError
from casework.papers import Paper, Rendered, Renderer, Signer, Theme, make_authority
from casework.vault.durable import write_new

SEALS = "seals"


class Press:
    """Renders and signs. The seals lie beside the keyring, never in the database."""

    def __init__(self, keys_directory: Path) -> None:
        self._directory = keys_directory / SEALS
        self._renderer = Renderer()
        self._signers: dict[str, Signer] = {}
        self._loading = Lock()

    def draft(self, paper: Paper, theme: Theme | None = None) -> bytes:
        """A paper rendered and not signed."""
        return self._renderer.render(paper, theme)

    def check(self, paper: Paper) -> None:
        """Raises MissingGlyphError for a letter that cannot be printed, before anything is decided on."""
        self._renderer.check(paper)

    def print(
        self, paper: Paper, issuer_key: str, signed_at: datetime, theme: Theme | None = None
    ) -> Rendered:
        """A paper rendered and signed by its issuer. Raises ConfigurationError when the issuer has no seal."""
        signer = self._signer(issuer_key)
        rendered = self._renderer.render_pages(paper, theme)
        return replace(rendered, pdf=signer.sign(rendered.pdf, signed_at=signed_at))

    def signer_of(self, issuer_key: str) -> str:
        """The name in the certificate of an issuer's seal."""
        return self._signer(issuer_key).common_name

    def _signer(self, issuer_key: str) -> Signer:
        with self._loading:
            if issuer_key not in self._signers:
                try:
                    p12 = (self._directory / f"{issuer_key}.p12").read_bytes()
                    passphrase = (self._directory / f"{issuer_key}.passphrase").read_bytes().strip()
                except FileNotFoundError:
                    raise ConfigurationError(f"no seal for {issuer_key} in {SEALS}/ of the keys") from None
                self._signers[issuer_key] = Signer.load(p12, passphrase)
            return self._signers[issuer_key]


def trusted_roots(keys_directory: Path) -> Sequence[x509.Certificate]:
    """The authorities of the installation's own issuers: what `casework verify` trusts by default.

    Raises ConfigurationError for a file that holds none.
    """
    return [
        certificate
        for path in sorted((keys_directory / SEALS).glob("*.pem"))
        for certificate in certificates_in(path)
    ]


def certificates_in(path: Path) -> list[x509.Certificate]:
    """The certificates of a PEM file. Raises ConfigurationError when it holds none."""
    try:
        return x509.load_pem_x509_certificates(path.read_bytes())
    except ValueError:
        raise ConfigurationError(f"{path.name} holds no PEM certificate") from None


def create_test_seal(
    keys_directory: Path, issuer_key: str, issuer: str, passphrase: bytes, now: datetime
) -> None:
    """Give an issuer a seal by a test authority: for the demo and for tests, never for real papers."""
    directory = keys_directory / SEALS
    directory.mkdir(mode=0o700, parents=True, exist_ok=True)
    authority = make_authority(issuer, now=now, passphrase=passphrase)
    for name, content in (
        (f"{issuer_key}.p12", authority.p12),
        (f"{issuer_key}.passphrase", passphrase),
        (f"{issuer_key}.pem", authority.root_pem),
    ):
        write_new(directory / name, content)


def includeme(config: Configurator) -> None:
    config.registry["press"] = Press(config.registry["settings"].keys_directory)
