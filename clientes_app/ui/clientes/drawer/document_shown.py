"""What the page shows of a document beside the fields that it filled. Pure."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date

from clientes_app.domain import codigo_postal
from clientes_app.domain.dias import dia_dicho, mes_dicho
from clientes_app.domain.plurales import cuantos
from clientes_app.services.documentos.llenado import DatosDeConstancia
from clientes_app.ui.clientes.drawer.edited import EditedClient
from clientes_app.ui.clientes.drawer.fields_order import FIELDS_IN_ORDER
from clientes_app.ui.clientes.drawer.filling import (
    OF_DOCUMENT,
    OWN,
    REGIMEN,
    STORED,
    Filling,
    differing,
)
from clientes_app.ui.clientes.drawer.sentences import etiqueta, legible

ABRIR, AGREGAR, COMPARAR = "abrir", "agregar", "comparar"
"""What a person may do with a document that was not filled in by itself."""

_OBLIGATORIOS = ("nombre", "rfc", REGIMEN, "uso_cfdi", "email", "codigo_postal")
_TITULOS = {STORED: "Guardado", OWN: "Escrito aquí"}


@dataclass(frozen=True)
class LadoDeDato:
    """One side of a difference, or one régimen to choose from (`titulo` is since when)."""

    lado: str
    titulo: str
    valor: str
    elegido: bool


@dataclass(frozen=True)
class DiferenciaVista:
    """A field of which the document says something else than what is stored."""

    campo: str
    etiqueta: str
    lados: list[LadoDeDato]


@dataclass(frozen=True)
class RechazoVisto:
    """A document that was not filled in: its name, why, and what can be done about it."""

    archivo: str = ""
    motivo: str = ""
    avisos: list[str] = field(default_factory=list)
    acciones: list[tuple[str, str]] = field(default_factory=list)


_SIN_RECHAZO = RechazoVisto()


@dataclass(frozen=True)
class DocumentoVisto:
    """A document that was filled in; without one `archivo` is "".

    `pide` asks for one of `regimenes`, of a new client. `resto` says what is equal and what is
    missing, `plegado` that the fields are folded away, `guardar` what «Guardar» says, `sin_email`
    that there is none to be filled in.
    """

    archivo: str = ""
    dicho: str = ""
    avisos: list[str] = field(default_factory=list)
    pide: str = ""
    regimenes: list[LadoDeDato] = field(default_factory=list)
    titulo: str = ""
    diferencias: list[DiferenciaVista] = field(default_factory=list)
    resto: str = ""
    plegado: bool = False
    guardar: str = "Guardar"
    sin_email: bool = False
    rechazo: RechazoVisto = _SIN_RECHAZO


SIN_DOCUMENTO = DocumentoVisto()


def document_shown(filling: Filling, client: EditedClient) -> DocumentoVisto:
    """Make what is shown of the documents of a drawer."""
    document = filling.document
    rechazo = refusal_shown(filling.refused, client)
    if document is None:
        return DocumentoVisto(rechazo=rechazo)
    is_stored = bool(client.cliente_id)
    changes = len(client.changed)
    differences = differing(document, client.stored.values) if is_stored else ()
    return DocumentoVisto(
        archivo=document.archivo,
        dicho=_said(document, client),
        avisos=list(document.avisos),
        pide="" if is_stored else _asked(document),
        regimenes=[] if is_stored else _offered(document, client.values[REGIMEN]),
        titulo=_title(len(differences)) if is_stored else "",
        diferencias=[_difference(campo, filling, document, client) for campo in differences],
        resto=_rest(document, differences) if is_stored else "",
        plegado=filling.folded and bool(differences),
        guardar=f"Guardar {_changes(changes)}" if is_stored and changes else "Guardar",
        sin_email=not is_stored and "email" not in document.valores and not client.values["email"],
        rechazo=rechazo,
    )


def refusal_shown(document: DatosDeConstancia | None, client: EditedClient) -> RechazoVisto:
    """Say why a document was not filled in, and offer what else can be done with it."""
    if document is None:
        return _SIN_RECHAZO
    avisos = list(document.avisos)
    if document.motivo:
        return RechazoVisto(document.archivo, document.motivo, avisos)
    suyo, perdiendo = document.guardado, "Descartar lo escrito y " if client.changed else ""
    acciones: list[tuple[str, str]] = []
    if suyo is not None:
        acciones.append((ABRIR, _capital(f"{perdiendo}comparar con {suyo.nombre}")))
    else:
        acciones.append((AGREGAR, _capital(f"{perdiendo}agregarlo como cliente nuevo")))
    if not client.cliente_id:
        motivo = f"El RFC {document.rfc} ya está en la lista. No se llenó nada."
        return RechazoVisto(document.archivo, motivo, avisos, acciones)
    acciones.append((COMPARAR, "Comparar con este cliente"))
    motivo = (
        f"Es de otro RFC: {document.rfc} ({document.valores.get('nombre', '')}); este cliente es "
        f"{client.stored.values['rfc']}. No se llenó nada."
    )
    return RechazoVisto(document.archivo, motivo, avisos, acciones)


def _said(document: DatosDeConstancia, client: EditedClient) -> str:
    if document.motivo:
        return f"{document.motivo} De su código QR se tomó el RFC."
    emitida = (
        f"Emitida el {dia_dicho(date.fromisoformat(document.emitida))}" if document.emitida else ""
    )
    if client.cliente_id:
        suya = document.rfc == client.stored.values["rfc"]
        de_quien = (
            "Es de este cliente: el RFC coincide." if suya else f"Es de otro RFC: {document.rfc}."
        )
        return f"{de_quien} {emitida}." if emitida else de_quien
    de_ella = " · ".join(filter(None, [emitida, "RFC activo" if document.activo else ""]))
    return f"{de_ella}. Mire lo que se llenó y guarde.".removeprefix(". ")


def _asked(document: DatosDeConstancia) -> str:
    if not document.regimenes:
        return ""
    cuantas = cuantos(len(document.regimenes), "régimen vigente", "regímenes vigentes")
    return f"La constancia trae {cuantas}. Elija con cuál se le factura."


def _offered(document: DatosDeConstancia, value: str) -> list[LadoDeDato]:
    return [
        LadoDeDato(
            each.clave,
            f"desde {mes_dicho(date.fromisoformat(each.desde))}" if each.desde else "",
            f"{each.clave} {each.descripcion}",
            value == each.clave,
        )
        for each in document.regimenes
    ]


def _title(differences: int) -> str:
    if not differences:
        return "Todo es igual a lo guardado"
    return cuantos(differences, "dato es distinto", "datos son distintos")


def _changes(count: int) -> str:
    return cuantos(count, "cambio", "cambios")


def _difference(
    campo: str, filling: Filling, document: DatosDeConstancia, client: EditedClient
) -> DiferenciaVista:
    sides = dict(_sides(campo, filling, document, client.stored.values))
    value = client.values[campo].strip()
    chosen = next((side for side, says in sides.items() if says == value), "")
    lados = [
        LadoDeDato(
            side, _TITULOS.get(side, "En la constancia"), _readable(campo, says), side == chosen
        )
        for side, says in sides.items()
    ]
    return DiferenciaVista(campo, etiqueta(campo), lados)


def _sides(
    campo: str, filling: Filling, document: DatosDeConstancia, stored: Mapping[str, str]
) -> Iterator[tuple[str, str]]:
    said = document.valores.get(campo, "")
    own = filling.before.get(campo, stored[campo]).strip()
    yield STORED, stored[campo]
    if own not in {stored[campo], said, *filling.regimenes}:
        yield OWN, own
    if campo == REGIMEN and filling.regimenes:
        yield from ((key, key) for key in filling.regimenes)
    else:
        yield OF_DOCUMENT, said


def _readable(campo: str, value: str) -> str:
    estado = codigo_postal.estado(value) if campo == "codigo_postal" else ""
    return f"{value} {estado}" if estado else legible(campo, value)


def _rest(document: DatosDeConstancia, differences: tuple[str, ...]) -> str:
    said = {*document.valores, *((REGIMEN,) if document.regimenes else ())}
    equal = [c for c in FIELDS_IN_ORDER if c in said and c not in differences]
    missing = [campo for campo in _OBLIGATORIOS if campo not in said]
    iguales = f"Iguales: {', '.join(map(etiqueta, equal))}." if equal else ""
    no_trae = f"La constancia no trae: {', '.join(map(etiqueta, missing))}." if missing else ""
    return f"{iguales} {no_trae}".strip()


def _capital(sentence: str) -> str:
    return sentence[:1].upper() + sentence[1:]
