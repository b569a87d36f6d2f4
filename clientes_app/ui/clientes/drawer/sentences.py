"""The sentences of the drawer about what others did, and values as people read them."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from clientes_app.domain import catalogos
from clientes_app.domain.columnas import POR_CAMPO
from clientes_app.domain.rfc.structure import GENERICO_EXTRANJERO

VACIO = "(vacío)"
_ALGUIEN = "Alguien"
_ETIQUETAS = {
    "codigo_postal": "Código Postal (CP)",
    "email_adicional_1": "E-mail 2",
    "email_adicional_2": "E-mail 3",
}


def etiqueta(campo: str) -> str:
    """The label of a field as the drawer has it."""
    return _ETIQUETAS.get(campo) or POR_CAMPO[campo].etiqueta


def in_own_labels(texto: str) -> str:
    """Return a sentence of the rules, which names columns of a file, with the drawer's labels."""
    for campo, propia in _ETIQUETAS.items():
        texto = texto.replace(f"«{POR_CAMPO[campo].etiqueta}»", f"«{propia}»")
    return texto


def legible(campo: str, valor: str) -> str:
    """A value as it is shown: a key with its description, a blank as a word."""
    if not valor:
        return VACIO
    dicha = descripcion(campo, valor)
    return f"{valor} {dicha}" if dicha else valor


def descripcion(campo: str, clave: str) -> str:
    """The description of a key, "" when it is none or the field has no keys."""
    if campo == "regimen_fiscal":
        regimen = catalogos.REGIMENES.get(clave)
        return regimen.descripcion if regimen else ""
    if campo == "uso_cfdi":
        uso = catalogos.USOS.get(clave)
        return uso.descripcion if uso else ""
    return catalogos.paises().get(clave, "") if campo == "residencia_fiscal" else ""


def enumerar(cosas: Sequence[str]) -> str:
    """Join words as Spanish does: «a, b y c»."""
    if len(cosas) < 2:  # noqa: PLR2004 - one thing needs no «y»
        return "".join(cosas)
    y = "e" if cosas[-1].lower().startswith(("i", "hi", "í")) else "y"
    return f"{', '.join(cosas[:-1])} {y} {cosas[-1]}"


def quienes(autores: Iterable[str]) -> str:
    """The names of several people, each once; «Alguien» for one without a name."""
    return enumerar(list(dict.fromkeys(autor or _ALGUIEN for autor in autores)))


def cambiaron(autores: Mapping[str, str]) -> str:
    """Say who changed which fields («Ana cambió E-mail y Calle.»), from field to author."""
    por_autor: dict[str, list[str]] = {}
    for campo, autor in autores.items():
        por_autor.setdefault(autor or _ALGUIEN, []).append(etiqueta(campo))
    return " ".join(
        f"{autor} cambió {enumerar(etiquetas)}." for autor, etiquetas in por_autor.items()
    )


@dataclass(frozen=True)
class Mensaje:
    """What concerns the whole client: a text, and the choices it offers (action to label)."""

    texto: str = ""
    acciones: list[tuple[str, str]] = field(default_factory=list[tuple[str, str]])


SIN_MENSAJE = Mensaje()
EN_PAPELERA = Mensaje("Este cliente está en la papelera.", [("restaurar", "Restaurarlo")])
NO_SE_GUARDO_BORRADO = Mensaje(
    "No se guardó: este cliente está en la papelera. Restáurelo y vuelva a guardar; "
    "lo que usted escribió sigue aquí.",
    EN_PAPELERA.acciones,
)
RECUPERADO = Mensaje(
    "Se recuperó lo que usted había escrito; todavía no está guardado.",
    [("descartar", "Descartarlo")],
)


NO_SE_GUARDO = Mensaje("No se guardó. Intente de nuevo; si se repite, actualice la página.")


YA_ESTA = Mensaje(
    "No se guardó todavía: este RFC ya está en la lista. Lo guardado está junto a cada campo; "
    "véalo y vuelva a guardar."
)


def no_se_corrige(porque: str) -> Mensaje:
    """Say why a refused row cannot be mended (any more), while somebody has it open."""
    return Mensaje(f"No se guardó nada suyo. {porque} Lo que usted escribió sigue aquí.")


def borrado(quien: str, *, hay_cambios: bool) -> Mensaje:
    """Say that somebody deleted the client while it was open."""
    texto = f"{quienes([quien])} borró este cliente mientras usted lo tenía abierto."
    if hay_cambios:
        texto += " Lo que usted escribió sigue aquí."
    return Mensaje(texto, EN_PAPELERA.acciones)


def se_quitaron(campos: Sequence[str]) -> Mensaje:
    """Say which fields were emptied, since only a foreigner's RFC has them."""
    if not campos:
        return SIN_MENSAJE
    quitado = "Se quitaron" if len(campos) > 1 else "Se quitó"
    return Mensaje(
        f"{quitado} {enumerar([etiqueta(campo) for campo in campos])}: "
        f"solo van con el RFC genérico {GENERICO_EXTRANJERO}."
    )


def no_van_juntos(texto: str) -> Mensaje:
    """Say that what others changed (`texto`) and what the person did do not go together."""
    return Mensaje(
        f"No se guardó nada. {texto} Eso y lo que usted cambió no van juntos: "
        "corrija lo señalado y vuelva a guardar."
    )
