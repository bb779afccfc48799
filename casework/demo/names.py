"""Names of invented people, put together from invented parts.

Every family name says in its own language that it is an example, a sample or a model, so that none of them can be
taken for somebody's.
"""

from dataclasses import dataclass

from casework.people.models import BirthDate, Particulars

Written = tuple[str, str]
"""A name in Latin letters and in its own; the second is empty where both are the same."""


@dataclass(frozen=True)
class Tongue:
    """Parts of names of one language, with an invented place and the country's adjective, as Catalan has it."""

    language: str
    given: tuple[Written, ...]
    family: tuple[Written, ...]
    birth_place: str
    demonym: str


def _latin(*names: str) -> tuple[Written, ...]:
    return tuple((name, "") for name in names)


TONGUES = (
    Tongue(
        "ar",
        (("Salma", "سلمى"), ("Idris", "إدريس"), ("Huda", "هدى"), ("Bilal", "بلال"), ("Nur", "نور")),
        (("Namudhaji", "نموذجي"), ("al-Mithali", "المثالي"), ("Ibn Namudhaj", "ابن نموذج")),
        "Mithal-Exemple",
        "sudanesa",
    ),
    Tongue(
        "es",
        _latin("Lucía", "Wilmer", "Yolanda", "Edison", "María de los Ángeles Inmaculada Concepción"),
        _latin(
            "Ejemplo Muestra", "Muestra de la Muestra y Modelo de Todos los Ejemplos", "Modelo Ejemplares"
        ),
        "Puerto Ejemplo",
        "hondurenya",
    ),
    Tongue(
        "ti",
        (("Almaz", "ኣልማዝ"), ("Dawit", "ዳዊት"), ("Hiwot", "ህይወት"), ("Yonas", "ዮናስ"), ("Rahel", "ራሄል")),
        (("Namunazghi", "ናሙናዝጊ"), ("Misalay", "ምሳላይ"), ("Habte-Namuna", "ሃብተ ናሙና")),
        "Namuna-Exemple",
        "eritrea",
    ),
    Tongue(
        "uk",
        (("Daryna", "Дарина"), ("Ostap", "Остап"), ("Zlata", "Злата"), ("Yarema", "Ярема"), ("Vira", "Віра")),
        (("Zrazkenko", "Зразкенко"), ("Prykladchuk", "Прикладчук"), ("Modelenko", "Моделенко")),
        "Zrazkiv-Exemple",
        "ucraïnesa",
    ),
    Tongue(
        "wo",
        _latin("Awa", "Modou", "Ndeye", "Ousmane", "Coumba"),
        _latin("Mostradiop", "Exemplasarr", "Modelndiaye"),
        "Thiès-Exemple",
        "senegalesa",
    ),
    Tongue(
        "ka",
        (
            ("Ketevan", "ქეთევან"),
            ("Zurab", "ზურაბ"),
            ("Mzia", "მზია"),
            ("Vakhtang", "ვახტანგ"),
            ("Eka", "ეკა"),
        ),
        (("Nimushishvili", "ნიმუშიშვილი"), ("Magalitadze", "მაგალითაძე"), ("Modelia", "მოდელია")),
        "Nimushi-Exemple",
        "georgiana",
    ),
    Tongue(
        "vi",
        _latin("Thị Hạnh", "Văn Đức", "Ngọc Ánh", "Quốc Bảo", "Thúy Diễm"),
        _latin("Nguyễn Thí Dụ", "Trần Mẫu", "Lê Mô Hình"),
        "Làng Mẫu",
        "vietnamita",
    ),
    Tongue(
        "ru",
        (("Alina", "Алина"), ("Timur", "Тимур"), ("Zoya", "Зоя"), ("Semyon", "Семён"), ("Rita", "Рита")),
        (("Primerko", "Примерко"), ("Obrazchuk", "Образчук"), ("Modelko", "Моделько")),
        "Primersk-Exemple",
        "russa",
    ),
    Tongue(
        "am",
        (("Tigist", "ትዕግስት"), ("Abel", "አቤል"), ("Meron", "ሜሮን"), ("Getachew", "ጌታቸው"), ("Saba", "ሳባ")),
        (("Mesalie", "ምሳሌ"), ("Namunaw", "ናሙናው"), ("Gebre-Mesalie", "ገብረ ምሳሌ")),
        "Misale-Exemple",
        "etíop",
    ),
    Tongue(
        "fr",
        _latin("Aminata", "Kouassi", "Fatou", "Boubacar", "Mariam"),
        _latin("Exemplekoné", "Mostraoré", "Modèlatou"),
        "Bouaké-Exemple",
        "ivoriana",
    ),
)

_STREETS = (
    "carrer de l’Exemple",
    "plaça de la Mostra",
    "passatge Inventat",
    "avinguda del Model",
    "carrer dels Exemplars",
    "ronda de la Prova",
    "carrer de la Plantilla",
)


def tongue_of(number: int) -> Tongue:
    return TONGUES[number % len(TONGUES)]


def particulars_of(number: int) -> Particulars:
    """The invented person of a number: the same one each time, and another one for each number below 150."""
    tongue, turn = tongue_of(number), number // len(TONGUES)
    given, native_given = tongue.given[turn % len(tongue.given)]
    family, native_family = tongue.family[turn % len(tongue.family)]
    if _one_name_only(number):
        given = native_given = ""
    native = " ".join(part for part in (native_given, native_family) if part) if native_family else ""
    return Particulars(
        given,
        family,
        _birth_date(number),
        native,
        tongue.language if native else "",
        "" if number % 11 == 5 else tongue.birth_place,
    )


def _one_name_only(number: int) -> bool:
    return number % 14 == 6


def _birth_date(number: int) -> BirthDate:
    """Grown up in every year to come; of one in nine the day is not known, of another one the month neither."""
    year, month, day = 1958 + number * 7 % 44, 1 + number * 5 % 12, 1 + number * 11 % 28
    match number % 9:
        case 4:
            return BirthDate(year)
        case 7:
            return BirthDate(year, month)
        case _:
            return BirthDate(year, month, day)


def address_of(number: int) -> str:
    """An invented address; empty for one in thirteen, who has none to give."""
    if number % 13 == 8:
        return ""
    street = _STREETS[number % len(_STREETS)]
    return f"{street}, {3 + number * 17 % 240}, {1 + number % 6}r {1 + number % 4}a"


def passport_of(number: int) -> str:
    """A number such as no country gives; empty for one in three, who has no passport to show."""
    return "" if number % 3 == 1 else f"ZZ{number * 7919 % 10_000_000:07}"
