"""Clients and CSV files for tests: valid by default, so that a test names only what it is about.

The check digit is computed here a second time, on purpose: a builder that asked the domain
could not notice that the domain is wrong.
"""

import csv
import io
import itertools
from collections.abc import Iterable, Mapping, Sequence

from clientes_app.domain.columnas import CAMPOS, ENCABEZADO

_ALFABETO = "0123456789ABCDEFGHIJKLMN&OPQRSTUVWXYZ Ñ"
_HOMOCLAVE = "123456789ABCDEFGHIJKLMNPQRSTUVWXYZ"
_contador = itertools.count(1)


def desde_el_primer_rfc() -> None:
    """Let `un_rfc` count from one again, so that a test's RFCs hang on no test before it."""
    global _contador  # noqa: PLW0603 - a builder counts for the whole process
    _contador = itertools.count(1)


def digito(rfc_sin_digito: str) -> str:
    """The check digit of an RFC of 11 (company) or 12 (person) characters."""
    texto = rfc_sin_digito.rjust(12)
    suma = sum(_ALFABETO.index(letra) * (13 - i) for i, letra in enumerate(texto))
    return _ALFABETO[(11 - suma) % 11]


def un_rfc(numero: int | None = None, *, persona: str = "moral") -> str:
    """An RFC with its right digit: another one for every number, the next one without."""
    n = next(_contador) if numero is None else numero
    n, dia = divmod(n, 28)
    n, mes = divmod(n, 12)
    n, anio = divmod(n, 60)
    n, uno = divmod(n, len(_HOMOCLAVE))
    n, dos = divmod(n, len(_HOMOCLAVE))
    letras = "XQ" + chr(65 + n % 26)
    letras = letras if persona == "moral" else "XA" + letras[1:]
    cuerpo = f"{letras}{40 + anio:02d}{mes + 1:02d}{dia + 1:02d}{_HOMOCLAVE[uno]}{_HOMOCLAVE[dos]}"
    return cuerpo + digito(cuerpo)


def un_cliente(**campos: str) -> dict[str, str]:
    """Field name to text of a valid company with an RFC of its own; `campos` replace the defaults.

    With an RFC of 13 characters the régimen becomes one that suits a person.
    """
    cambiados = set(campos) - set(CAMPOS)
    if cambiados:
        mensaje = f"no such field: {', '.join(sorted(cambiados))}"
        raise TypeError(mensaje)
    valores = dict.fromkeys(CAMPOS, "")
    rfc = campos.get("rfc") or un_rfc()
    es_persona = len(rfc) == len("XAXX010101000")
    valores.update(
        nombre=f"CLIENTE DE PRUEBA {rfc[3:]}".replace("|", ""),
        rfc=rfc,
        uso_cfdi="G03",
        regimen_fiscal="612" if es_persona else "601",
        email=f"facturas.{rfc[-9:].lower()}@cliente.example",
        codigo_postal="42501",
    )
    valores.update(campos)
    return valores


def un_csv(
    filas: Iterable[Mapping[str, str] | Sequence[str]] = (),
    *,
    codificacion: str = "utf-8-sig",
    delimitador: str = ",",
    encabezado: Sequence[str] = ENCABEZADO,
    fin_de_linea: str = "\r\n",
) -> bytes:
    """The bytes of a CSV file: rows as `un_cliente` gives them, or plain lists."""
    texto = io.StringIO(newline="")
    escritor = csv.writer(texto, delimiter=delimitador, lineterminator=fin_de_linea)
    escritor.writerow(encabezado)
    for fila in filas:
        escritor.writerow(
            [fila.get(campo, "") for campo in CAMPOS] if isinstance(fila, Mapping) else fila
        )
    return texto.getvalue().encode(codificacion)
