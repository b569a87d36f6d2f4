"""The header: is it the template's, and if not, what is to be changed, one sentence a thing."""

import unicodedata
from collections.abc import Iterator, Sequence
from difflib import SequenceMatcher

import numpy as np
import pandas as pd

from clientes_app.domain import texto
from clientes_app.domain.columnas import COLUMNA_DE_ETIQUETAS, ENCABEZADO
from clientes_app.domain.letras import Tabla
from clientes_app.readers.motivos import Motivo

ERRORES = "Errores"
"""The last column of «Descargar rechazados»; passed over when it comes back."""

DE_MAS = (ERRORES, COLUMNA_DE_ETIQUETAS)
"""What a last column beside the twenty may be called; each is of a file of ours."""


_MARCAS = frozenset("\u034f\u115f\u1160\u17b4\u17b5\u3164\uffa0\ufe0e\ufe0f")


def _visible(letra: str) -> str:
    categoria = unicodedata.category(letra)
    if categoria == "Cf" or letra in _MARCAS:
        return ""
    return " " if categoria == "Zs" else letra


_VISIBLES = Tabla(_visible)
_DE_LA_PLANTILLA = pd.Index(ENCABEZADO, dtype=object)
_PARECIDO = 0.6
_LARGO_A_LA_VISTA = 80
_COLUMNAS_A_LA_VISTA = 60


def etiqueta(celda: str) -> str:
    """Return the label as it is compared: NFC, without invisible characters and outer blanks.

    Special blanks inside it (NBSP) are blanks.
    """
    if celda.isascii() and celda.isprintable():
        return celda.strip()
    return unicodedata.normalize("NFC", celda.translate(_VISIBLES)).strip()


def columnas(celdas: Sequence[str]) -> "pd.Index[str]":
    """Return the labels of a header as the columns of a table."""
    return pd.Index([etiqueta(celda) for celda in celdas], dtype=object)


def es_el_de_la_plantilla(halladas: "pd.Index[str]") -> bool:
    """Whether this is the header: the twenty labels, then nameless columns and one of DE_MAS."""
    demas = halladas[len(ENCABEZADO) :]
    return halladas[: len(ENCABEZADO)].equals(_DE_LA_PLANTILLA) and (
        demas[demas != ""].tolist() in ([], *([una] for una in DE_MAS))
    )


def lugar_de_mas(halladas: "pd.Index[str]") -> int | None:
    """Return the place of the column that is passed over (DE_MAS), from 0, if there is one."""
    lugares = np.flatnonzero(halladas.isin(DE_MAS))
    return int(lugares[0]) if lugares.size else None


def motivo(etiquetas: Sequence[str], *, linea: int) -> Motivo:
    """Explain why a header is refused: both side by side, and what to change."""
    halladas = [_a_la_vista(nombre) for nombre in etiquetas[:_COLUMNAS_A_LA_VISTA]]
    _quitar_del_final(halladas, "")
    if halladas and halladas[-1] in DE_MAS:
        # A second one is a column too many.
        halladas.pop()
        _quitar_del_final(halladas, "")
    sentencias = tuple(diferencias(halladas))
    if len(etiquetas) > _COLUMNAS_A_LA_VISTA:
        sentencias = (
            f"Tiene más de {_COLUMNAS_A_LA_VISTA} columnas; deben ser {len(ENCABEZADO)}.",
            *sentencias,
        )
    return Motivo(
        codigo="encabezado",
        mensaje=(
            f"El encabezado (línea {linea}) no es el de la plantilla. {' '.join(sentencias)} "
            "Corrija esa línea o copie la de «Ejemplo de Carga Masiva»."
        ),
        linea=linea,
        esperado=ENCABEZADO,
        encontrado=tuple(halladas),
        diferencias=sentencias,
    )


def _quitar_del_final(halladas: list[str], nombre: str) -> None:
    while halladas and halladas[-1] == nombre:
        halladas.pop()


def diferencias(halladas: list[str]) -> Iterator[str]:
    """One sentence for each thing to change in the header found."""
    if tuple(halladas) == ENCABEZADO:
        # What is wrong stands further behind than is looked at.
        return
    if len(halladas) == len(ENCABEZADO) and sorted(halladas) == sorted(ENCABEZADO):
        yield from _otro_orden(halladas)
        return
    parejas = _parejas(halladas)
    if not parejas:
        yield "Ninguna de sus columnas es de la plantilla."
        return
    for i, esperada in enumerate(ENCABEZADO):
        if i not in parejas:
            yield _falta(i, halladas)
        elif halladas[parejas[i]] != esperada:
            yield _dice(parejas[i], halladas[parejas[i]], esperada)
    con_pareja = set(parejas.values())
    sobran = {
        j
        for j, nombre in enumerate(halladas)
        # A column that is merely elsewhere was said with the place where it is missing.
        if j not in con_pareja and (_ajena(nombre) or ENCABEZADO.index(nombre) in parejas)
    }
    yield from (_sobra(j, halladas, sobran) for j in sorted(sobran))


def _otro_orden(halladas: Sequence[str]) -> Iterator[str]:
    fuera = [i for i, nombre in enumerate(halladas) if nombre != ENCABEZADO[i]]
    if len(fuera) == len("ab"):
        yield f"Las columnas {fuera[0] + 1} y {fuera[1] + 1} están cambiadas una por otra."
    elif movida := _la_movida(halladas):
        yield _falta(ENCABEZADO.index(movida), halladas)
        return
    else:
        yield "Las columnas están en otro orden."
    for i in fuera:
        yield _dice(i, halladas[i], ENCABEZADO[i])


def _la_movida(halladas: Sequence[str]) -> str | None:
    """Return the one column without which the others are in order, if there is one."""
    for movida in halladas:
        if [n for n in halladas if n != movida] == [n for n in ENCABEZADO if n != movida]:
            return movida
    return None


def _parejas(halladas: Sequence[str]) -> dict[int, int]:
    """Say which label found stands for which one expected: place expected to place found."""
    parejas: dict[int, int] = {}
    alineadas = SequenceMatcher(a=ENCABEZADO, b=halladas, autojunk=False).get_opcodes()
    for operacion, a1, a2, b1, b2 in alineadas:
        if operacion == "equal":
            parejas.update(zip(range(a1, a2), range(b1, b2), strict=True))
        elif operacion == "replace":
            parejas.update(_por_parecido(halladas, range(a1, a2), range(b1, b2)))
    if parejas and len(halladas) == len(ENCABEZADO):
        # What is left over stands where it is expected: it was merely given another name.
        # So does a label that is there twice, in the place of the one that is not.
        libres = set(range(len(halladas))) - set(parejas.values())
        parejas |= {
            i: i
            for i in libres
            if i not in parejas and (_ajena(halladas[i]) or halladas.count(halladas[i]) > 1)
        }
    return parejas


def _por_parecido(
    halladas: Sequence[str], esperadas: range, vistas: range
) -> Iterator[tuple[int, int]]:
    libres = [j for j in vistas if _ajena(halladas[j])]
    for i in esperadas:
        parecidos = [
            (SequenceMatcher(a=plegada(ENCABEZADO[i]), b=plegada(halladas[j])).ratio(), j)
            for j in libres
        ]
        # Of equally alike ones the first: places stay in order.
        grado, mejor = max(parecidos, key=lambda par: (par[0], -par[1]), default=(0.0, 0))
        if grado >= _PARECIDO:
            yield i, mejor
            libres = [j for j in libres if j > mejor]


def _ajena(nombre: str) -> bool:
    """Whether a label is none of the template's (those are in the wrong place, not misspelt)."""
    return nombre not in ENCABEZADO


def _a_la_vista(nombre: str) -> str:
    """Return a cell as a message can show it: short, and control characters as a dot."""
    return "".join(letra if letra.isprintable() else "·" for letra in nombre[:_LARGO_A_LA_VISTA])


def plegada(nombre: str) -> str:
    """Return a label without accents and case, to see which one was meant."""
    return texto.clave_busqueda(texto.limpiar(nombre))


def _falta(i: int, halladas: Sequence[str]) -> str:
    if ENCABEZADO[i] in halladas:
        lugar = list(halladas).index(ENCABEZADO[i]) + 1
        debe = f"en el {i + 1}"
        if lugar == i + 1:
            # It stands there only as long as the others are not put right.
            debe = f'después de "{ENCABEZADO[i - 1]}"' if i else f'antes de "{ENCABEZADO[1]}"'
        return f'La columna "{ENCABEZADO[i]}" está en el lugar {lugar}; debe ir {debe}.'
    despues = f', después de "{ENCABEZADO[i - 1]}"' if i else ""
    return f'Falta la columna "{ENCABEZADO[i]}": debe ser la {i + 1}{despues}.'


def _sobra(j: int, halladas: list[str], sobran: set[int]) -> str:
    nombre = halladas[j]
    if not nombre:
        return f"La columna {j + 1} no tiene nombre y está en medio: quítela."
    if nombre in ENCABEZADO:
        # Of two neighbours either could go; people mean the second.
        j += halladas[j + 1 : j + 2] == [nombre] and j + 1 not in sobran
        return f'La columna {j + 1} repite "{nombre}": quítela.'
    return f'La columna {j + 1}, "{nombre}", sobra: quítela.'


def _dice(j: int, hallada: str, esperada: str) -> str:
    dice = f'La columna {j + 1} dice "{hallada}"; debe decir "{esperada}"'
    pista = _pista(hallada, esperada)
    return f"{dice} ({pista})." if pista else f"{dice}."


def _pista(hallada: str, esperada: str) -> str:
    """Say what differs where the eye does not see it at once."""
    if hallada.casefold() == esperada.casefold():
        return "cambian las mayúsculas"
    if " ".join(hallada.split()) == esperada:
        return "lleva espacios de más por dentro"
    if texto.limpiar(hallada) == esperada:
        return "lleva letras o códigos que solo se le parecen"
    if texto.sin_acentos(hallada) == texto.sin_acentos(esperada):
        return "cambian los acentos"
    if plegada(hallada) == plegada(esperada):
        return "cambian las mayúsculas y los acentos"
    return ""
