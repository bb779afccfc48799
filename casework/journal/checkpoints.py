"""Signed checkpoints of the head: the key, and the table of those that were made."""

from pathlib import Path

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey
from cryptography.hazmat.primitives.serialization import (
    Encoding,
    NoEncryption,
    PrivateFormat,
    PublicFormat,
    load_pem_private_key,
    load_pem_public_key,
)
from sqlalchemy import select
from sqlalchemy.orm import Session

from casework import clock
from casework.errors import ConfigurationError
from casework.journal.models import JournalCheckpoint, JournalHead
from casework.journal.notes import sign_note
from casework.vault import durable

PRIVATE_FILE = "journal.key"
PUBLIC_FILE = "journal.pub"


def create_signing_key(directory: Path) -> None:
    """Make the key pair of the checkpoints in the keyring's directory; the public one is to be handed out.

    Raises FileExistsError if there is one.
    """
    key = Ed25519PrivateKey.generate()
    private = key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption())
    durable.write_new(directory / PRIVATE_FILE, private)
    public = key.public_key().public_bytes(Encoding.PEM, PublicFormat.SubjectPublicKeyInfo)
    durable.replace(directory / PUBLIC_FILE, public, 0o444)


def load_signing_key(directory: Path) -> Ed25519PrivateKey:
    """Raises ConfigurationError when it is missing or of another kind."""
    try:
        key = load_pem_private_key(_read(directory / PRIVATE_FILE), password=None)
    except (ValueError, TypeError):  # TypeError: it is locked by a passphrase
        raise ConfigurationError(f"{PRIVATE_FILE} holds no private key in PEM") from None
    if not isinstance(key, Ed25519PrivateKey):
        raise ConfigurationError(f"{PRIVATE_FILE} is not an Ed25519 key")
    return key


def load_public_key(path: Path) -> Ed25519PublicKey:
    """The public key in a PEM file. Raises ConfigurationError when it is missing or of another kind."""
    try:
        key = load_pem_public_key(_read(path))
    except ValueError:
        raise ConfigurationError(f"{path.name} holds no public key in PEM") from None
    if not isinstance(key, Ed25519PublicKey):
        raise ConfigurationError(f"{path.name} is not an Ed25519 public key")
    return key


def make_checkpoint(session: Session, key: Ed25519PrivateKey, origin: str) -> JournalCheckpoint:
    """Sign the head as it stands, and keep the note; give its text to somebody else too."""
    head = session.scalars(select(JournalHead).execution_options(populate_existing=True)).one()
    checkpoint = JournalCheckpoint(moment=clock.now(), note=sign_note(origin, head.mark, key))
    session.add(checkpoint)
    return checkpoint


def _read(path: Path) -> bytes:
    try:
        return path.read_bytes()
    except FileNotFoundError:
        raise ConfigurationError(f"{path.name} is missing: make the journal's key pair") from None
