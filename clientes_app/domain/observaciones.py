"""What keeps a stored client from being invoiced at ease: the kinds of trouble, as one number.

No rule stands here. The rules judge a client as for every door (`cliente.validar`), and the codes
of what they find are sorted into the kinds that «Calidad del catálogo» counts. A client's kinds
are a bit mask, so that one indexed column answers for all of them.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from functools import cache
from hashlib import sha256
from importlib.resources import files
from importlib.resources.abc import Traversable

from clientes_app.domain.catalogos import REGIMENES, USOS
from clientes_app.domain.cliente import Contexto, DatosCliente, validar
from clientes_app.domain.nombre import CODIGOS_DE_RAREZAS

CAMPOS_OBSERVADOS = ("nombre", "rfc", "uso_cfdi", "regimen_fiscal", "codigo_postal")
"""The fields on which the kinds depend, and no other one."""


@dataclass(frozen=True, slots=True)
class Observacion:
    """A kind of trouble. Its place in OBSERVACIONES is its bit, so none may ever change places.

    `nombre` and `explicacion` are for people; `sat` is the code of the SAT's error matrix, "" where
    it has none. `problemas` are the codes of the rules that mean it. With `es_error` the SAT would
    certainly refuse the invoice. Which can be mended for many at once is said by `acciones.MENDS`.
    """

    codigo: str
    nombre: str
    explicacion: str
    sat: str
    problemas: frozenset[str]
    es_error: bool = False


OBSERVACIONES: tuple[Observacion, ...] = (
    Observacion(
        "acentos",
        "Acentos en el nombre",
        "El SAT compara el nombre letra por letra, sin acentos.",
        "CFDI40145",
        frozenset({"nombre_acentos"}),
    ),
    Observacion(
        "regimen_societario",
        "Régimen societario en el nombre",
        "«SA DE CV» y otros al final; hay nombres registrados que sí lo llevan.",
        "CFDI40145",
        frozenset({"nombre_regimen_societario"}),
    ),
    Observacion(
        "letra_ajena",
        "Letras de otro alfabeto",
        "Se ven iguales y no lo son; también comillas, guiones y otros signos.",
        "CFDI40145",
        CODIGOS_DE_RAREZAS,
    ),
    Observacion(
        "digito_verificador",
        "Dígito verificador",
        "Se revisa contra la constancia; no siempre es un error.",
        "",
        frozenset({"rfc_digito_verificador"}),
    ),
    Observacion(
        "clave_retirada",
        "Claves que ya no están vigentes",
        "Régimen 609, 628, 629 o 630; uso P01.",
        "CFDI40157",
        frozenset(
            {
                *(f"regimen_{que}" for que in ("retirado", "no_vigente", "desconocido")),
                *(f"uso_{que}" for que in ("retirado", "no_vigente", "desconocido")),
            }
        ),
        es_error=True,
    ),
    Observacion(
        "regimen_persona",
        "Régimen que no va con la persona",
        "605 en una persona moral; 601 en una física; otro que 616 con un RFC genérico.",
        "CFDI40158",
        frozenset({"regimen_de_otra_persona", "regimen_de_generico"}),
        es_error=True,
    ),
    Observacion(
        "uso_regimen",
        "Uso que no va con la persona o el régimen",
        "D01 a D10 en una empresa; otro que S01 con un RFC genérico.",
        "CFDI40161",
        frozenset({"uso_de_otra_persona", "uso_de_otro_regimen", "uso_de_generico"}),
        es_error=True,
    ),
    Observacion(
        "cp_fuera",
        "Código postal fuera del catálogo",
        "Cinco dígitos que no son de nadie.",
        "CFDI40147",
        frozenset({"cp_no_catalogo", "cp_relleno", "cp_forma"}),
        es_error=True,
    ),
    Observacion(
        "generico_cp",
        "RFC genérico con un CP que no es el de la cuenta",
        "Debe llevar el del lugar de expedición.",
        "CFDI40149",
        frozenset({"cp_de_generico"}),
    ),
)

BITS: Mapping[str, int] = {cada.codigo: 1 << lugar for lugar, cada in enumerate(OBSERVACIONES)}
"""The bit of each kind, by its code."""

GRAVES = sum(BITS[cada.codigo] for cada in OBSERVACIONES if cada.es_error)
"""The bits of the kinds for which the SAT would refuse the invoice."""

_BIT_DE_PROBLEMA: Mapping[str, int] = {
    problema: BITS[cada.codigo] for cada in OBSERVACIONES for problema in cada.problemas
}


def bit_de(codigo_de_problema: str) -> int:
    """Return the bit of the kind that a finding of the rules belongs to, 0 for none."""
    return _BIT_DE_PROBLEMA.get(codigo_de_problema, 0)


def mascara(codigos_de_problemas: Iterable[str]) -> int:
    """Return the kinds that these findings of the rules belong to, as a bit mask."""
    bits = 0
    for codigo in codigos_de_problemas:
        bits |= bit_de(codigo)
    return bits


def observaciones(datos: DatosCliente, contexto: Contexto) -> int:
    """Return the kinds of trouble of a client as it is stored, as a bit mask; 0: it is ready."""
    # Only these fields are given to the rules, so that nothing else can make a difference.
    valores = {campo: getattr(datos, campo) for campo in CAMPOS_OBSERVADOS}
    return mascara(problema.codigo for problema in validar(valores, contexto).problemas)


def codigos(mascara_guardada: int) -> tuple[str, ...]:
    """Return the codes of the kinds in a bit mask, in the order of OBSERVACIONES."""
    return tuple(codigo for codigo, bit in BITS.items() if mascara_guardada & bit)


def version_de_reglas(hoy: date) -> str:
    """Return a short text that is another one whenever the same client may be judged otherwise.

    It changes with every file of the rules and catalogues, and on the days on which a key comes
    into force or goes out of it.
    """
    vigentes = (e.clave for e in (*REGIMENES.values(), *USOS.values()) if e.vigente(hoy))
    return sha256(f"{_huella_del_dominio()} {' '.join(vigentes)}".encode()).hexdigest()[:16]


@cache
def _huella_del_dominio() -> str:
    """Return a hash of all that the rules are made of: nobody can forget to raise a number."""
    suma = sha256()
    for nombre, contenido in sorted(_archivos(files("clientes_app.domain"), "")):
        suma.update(nombre.encode() + b"\0" + contenido + b"\0")
    return suma.hexdigest()


def _archivos(carpeta: Traversable, prefijo: str) -> Iterable[tuple[str, bytes]]:
    for cada in carpeta.iterdir():
        nombre = f"{prefijo}/{cada.name}"
        if cada.is_dir() and cada.name != "__pycache__":
            yield from _archivos(cada, nombre)
        elif nombre.endswith((".py", ".csv")):
            yield nombre, cada.read_bytes()
