"""What issuing costs beside the rendering that it cannot do without, and beside the least that is possible."""

import gc
import os
from collections.abc import Callable, Iterator, Mapping
from datetime import UTC, datetime
from hashlib import sha256
from pathlib import Path

from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec

from casework import clock
from casework.access.identity import Identity
from casework.access.permissions import Role
from casework.cards.press import SEALS, Press
from casework.cards.verification.codes import new_code
from casework.db import writing
from casework.dossiers.papers import CardPaper, Issuing, paper_of
from casework.dossiers.queries import whole_dossier
from casework.dossiers.service import issuing
from casework.papers import Renderer, Signer
from casework.programmes.service import programme_of, version_of
from tests.bench.measure import medians, seconds
from tests.bench.world import TODAY, World

NOW = datetime(2026, 11, 20, 10, 30, tzinfo=UTC)
ISSUER = "barcelona"


def issuing_medians(world: World) -> Mapping[str, float]:
    """CPU milliseconds, B-B by a PKCS#12 key, warm: `issue`, bare `render` of the same page, the `floor`."""
    gc.collect()
    gc.freeze()  # as production does (gunicorn.conf.py)
    return medians(_issuing_rounds(world))


def _issuing_rounds(world: World) -> Iterator[Mapping[str, float]]:
    press: Press = world.installation.registry["press"]
    with world.installation.session() as session:
        signatory = world.installation.identity(session, Role.SIGNATORY)
    key = ec.generate_private_key(ec.SECP256R1())
    target = world.installation.settings.data_directory / "floor"
    drawn = press.draft(page_of(world, world.granted[0]))
    for number, dossier_id in enumerate(world.granted):
        data = page_of(world, dossier_id)  # with a code of its own: nothing of it was ever drawn before

        def floor(content: bytes = drawn) -> None:
            key.sign(sha256(content).digest(), ec.ECDSA(hashes.SHA256()))
            _write_through(target, content)

        def render(data: CardPaper = data) -> object:
            return press.draft(data)

        def issue(dossier_id: str = dossier_id) -> None:
            _issue(world, signatory, dossier_id)

        works: dict[str, Callable[[], object]] = {"render": render, "issue": issue, "floor": floor}
        names = (
            list(works) if number % 2 else list(reversed(works))
        )  # neither always finds the other's traces
        yield {name: seconds(works[name]) for name in names}


def naive_medians(world: World, rounds: int = 15) -> Mapping[str, float]:
    """CPU milliseconds of a rendered and signed page: everything made anew each time, and everything kept."""
    press: Press = world.installation.registry["press"]
    data = page_of(world, world.granted[0])
    seals = world.installation.settings.keys_directory / SEALS

    def naive() -> bytes:
        passphrase = (seals / f"{ISSUER}.passphrase").read_bytes()
        signer = Signer.load((seals / f"{ISSUER}.p12").read_bytes(), passphrase)
        return signer.sign(Renderer().render(data), signed_at=NOW)

    def tuned() -> bytes:
        return press.print(data, ISSUER, NOW).pdf

    return medians({"naive": seconds(naive), "tuned": seconds(tuned)} for _ in range(rounds))


def page_of(world: World, dossier_id: str) -> CardPaper:
    """What the paper of a dossier will show."""
    with world.installation.session() as session:
        dossier = whole_dossier(session, dossier_id)
        assert dossier is not None
        version = version_of(session, dossier.version_hash)
        programme = programme_of(session, dossier.organisation_id, dossier.scheme_key)
        issued = Issuing("V2600000", new_code(), TODAY, version.last_valid_day(TODAY))
        address = f"{world.installation.settings.base_url}{issuing.VERIFY_PATH}"
        paper_key = next(iter(version.papers))
        return paper_of(dossier, version, programme, paper_key, address, None, issued)


def _issue(world: World, signatory: Identity, dossier_id: str) -> None:
    """Reading the dossier, both transactions and the work between them, as the page and the job do it."""
    registry, sessions = world.installation.registry, world.installation.registry["sessions"]
    with writing(sessions) as session:
        dossier = whole_dossier(session, dossier_id)
        assert dossier is not None
        card_id = issuing.start_issuing(session, signatory, dossier, "issue", TODAY).id
    with sessions() as reading:
        base_url = world.installation.settings.base_url
        work = issuing.make(reading, registry["press"], base_url, card_id, clock.now())
    assert work is not None
    with writing(sessions) as session:
        issuing.finish(session, card_id, work)


def _write_through(target: Path, content: bytes) -> None:
    with target.open("wb") as stream:
        stream.write(content)
        stream.flush()
        os.fsync(stream.fileno())
