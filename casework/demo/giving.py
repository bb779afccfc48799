"""What the people at the screens give with the steps of the town's dossiers."""

from datetime import date

from casework.demo.careers import Career
from casework.demo.names import tongue_of
from casework.demo.shown import interpreter_of
from casework.dossiers.records import Appeal, HandOver, ReadBack
from casework.dossiers.service.given import Given
from casework.schemes.steps import APPEAL, HAND_OVER, READ_BACK, REASONS

_REASONS = {
    "refuse": (
        "La persona consta empadronada a Barcelona des de fa menys de sis mesos. En pot tornar a demanar "
        "quan els faci.",
        "La persona consta empadronada en Barcelona desde hace menos de seis meses. Puede volver a pedirlo "
        "cuando los cumpla.",
    ),
    "desist": (
        "No han arribat els papers demanats i ningú no ha demanat més temps.",
        "No han llegado los papeles pedidos y nadie ha pedido más tiempo.",
    ),
    "end": (
        "L’entitat que constava com a emissora ha confirmat per escrit que el certificat del curs no és seu.",
        "La entidad que constaba como emisora ha confirmado por escrito que el certificado del curso no es suyo.",
    ),
}
_ALSO = ("Una carta de l’entitat on col·labora, amb la data.", "L’original del certificat del curs.")
_TAKEN_OUT = ("", "", "", "La frase sobre la família, perquè no vol que surti al paper.")


def given_with(action: str, needs: tuple[str, ...], career: Career, on: date) -> Given:
    """What a step asks for, in words of the demo."""
    number = career.number
    language = tongue_of(number).language
    interpreter = interpreter_of(number)
    reasons, beside = _REASONS[action] if REASONS in needs else ("", "")
    taken_out = _TAKEN_OUT[number % len(_TAKEN_OUT)]
    return Given(
        reasons=reasons,
        reasons_beside=beside,
        read_back=READ_BACK in needs,
        told_back=ReadBack(language, interpreter, taken_out) if READ_BACK in needs else None,
        hand_over=HandOver(on, _receiver(number), language, interpreter) if HAND_OVER in needs else None,
        appeal=Appeal("Recurs potestatiu de reposició", on) if APPEAL in needs else None,
        also=(_ALSO[number % len(_ALSO)],) if action == "ask_for_more" else (),
    )


def _receiver(number: int) -> str:
    return "representative" if number % 8 == 2 else "person"
