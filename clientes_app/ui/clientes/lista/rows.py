"""What the list shows of clients: texts, ready to be read."""

from dataclasses import dataclass, replace
from functools import cached_property

from clientes_app.domain.catalogos import REGIMENES, USOS
from clientes_app.domain.cliente import DatosCliente
from clientes_app.domain.marcas import trozos
from clientes_app.routes import CLIENTES_CSV, clientes_csv
from clientes_app.services.clientes.clientes import (
    ROWS_PER_PAGE,
    ClienteGuardado,
    Consulta,
    Pagina,
    Vista,
    palabras_de,
)
from clientes_app.ui.clientes.address import NUEVO, direccion, ordenada_por
from clientes_app.ui.shell.numbers import numero

COLUMNAS_DE_LISTA = (
    ("nombre", "Nombre o Razón Social"),
    ("rfc", "RFC"),
    ("regimen_fiscal", "Régimen Fiscal"),
    ("uso_cfdi", "Uso de la Factura"),
    ("email", "E-mail"),
    ("codigo_postal", "Código Postal"),
)
_SENTIDO = {False: "ascending", True: "descending"}
_DE_TELEFONO = {
    "nombre": ("Nombre", "A a Z", "Z a A"),
    "rfc": ("RFC", "A a Z", "Z a A"),
    "regimen_fiscal": ("Régimen", "0 a 9", "9 a 0"),
    "uso_cfdi": ("Uso", "A a Z", "Z a A"),
    "email": ("E-mail", "A a Z", "Z a A"),
    "codigo_postal": ("CP", "0 a 9", "9 a 0"),
}


@dataclass(frozen=True)
class Trozo:
    """A piece of a text; `hallado` says that it was searched for."""

    texto: str
    hallado: bool


Marcas = dict[str, tuple[Trozo, ...]]
"""The fields in which something was found, in pieces."""


@dataclass(frozen=True)
class FilaVista:
    """A client in the list; `editar` is the address that opens its drawer."""

    id: int
    nombre: str
    rfc: str
    regimen: str
    regimen_texto: str
    uso: str
    uso_texto: str
    email: str
    mas_correos: str
    correos: str
    cp: str
    editar: str
    marcas: Marcas


@dataclass(frozen=True)
class ChoiceShown:
    """A way to sort or to filter, in words; `destino` is the address of the list like that."""

    etiqueta: str
    destino: str


@dataclass(frozen=True)
class CabeceraVista:
    """The head of a column; `destino` is the address of the list sorted by it.

    `ordenes` are both directions of it, for where there is no room for heads.
    """

    campo: str
    etiqueta: str
    sentido: str
    destino: str
    ordenes: tuple[ChoiceShown, ...]


@dataclass(frozen=True)
class ResumenVista:
    """What stands around the rows: counts, and where the buttons lead.

    `buscado` opens the drawer with what was searched for; `total` stands beside the title, `rango`
    under the rows; `hallados` is what a screen reader is told of another search, `pagina` what it
    is told of another page.
    """

    total: str = ""
    rango: str = ""
    hallados: str = ""
    pagina: str = ""
    anterior: str = ""
    siguiente: str = ""
    nuevo: str = direccion(Consulta(), cliente=NUEVO)
    buscado: str = direccion(Consulta(), cliente=NUEVO)
    limpio: str = direccion(Consulta())
    orden: str = direccion(Consulta())
    descarga: str = CLIENTES_CSV


@dataclass(frozen=True)
class PageRows:
    """All that a page shows, as it was at a revision; shared by the tabs that look at it."""

    revision: int
    filas: tuple[FilaVista, ...]
    cabeceras: tuple[CabeceraVista, ...]
    resumen: ResumenVista
    texto: str

    @cached_property
    def ids(self) -> frozenset[int]:
        """The clients that it shows."""
        return frozenset(fila.id for fila in self.filas)


def fila_vista(cliente: ClienteGuardado, consulta: Consulta) -> FilaVista:
    """Make the row of a client."""
    datos = cliente.datos
    correos = [datos.email, datos.email_adicional_1, datos.email_adicional_2]
    dados = [correo for correo in correos if correo]
    regimen = REGIMENES.get(datos.regimen_fiscal)
    uso = USOS.get(datos.uso_cfdi)
    return FilaVista(
        id=cliente.id,
        nombre=datos.nombre,
        rfc=datos.rfc,
        regimen=datos.regimen_fiscal,
        regimen_texto=regimen.descripcion if regimen else "",
        uso=datos.uso_cfdi,
        uso_texto=uso.descripcion if uso else "",
        email=dados[0] if dados else "",
        mas_correos=f"+{len(dados) - 1}" if len(dados) > 1 else "",
        correos=", ".join(dados),
        cp=datos.codigo_postal,
        editar=direccion(consulta, cliente=cliente.id),
        marcas=marcas_de(consulta, datos),
    )


def marcas_de(consulta: Consulta, datos: DatosCliente) -> Marcas:
    """Mark in a client what was searched for; nothing where nobody searched."""
    palabras = palabras_de(consulta.texto)
    campos = {
        "nombre": datos.nombre,
        "rfc": datos.rfc,
        "email": datos.email,
        "cp": datos.codigo_postal,
    }
    return {
        campo: tuple(Trozo(*pieza) for pieza in piezas)
        for campo, texto in campos.items()
        if palabras and (piezas := trozos(texto, palabras))
    }


def cabeceras(consulta: Consulta) -> tuple[CabeceraVista, ...]:
    """Make the heads of the columns, the one in use marked."""
    return tuple(
        CabeceraVista(
            campo=campo,
            etiqueta=etiqueta,
            sentido=_SENTIDO[consulta.descendente] if campo == consulta.orden else "none",
            destino=direccion(ordenada_por(consulta, campo)),
            ordenes=_ordenes(consulta, campo),
        )
        for campo, etiqueta in COLUMNAS_DE_LISTA
    )


def _ordenes(consulta: Consulta, campo: str) -> tuple[ChoiceShown, ...]:
    etiqueta, *sentidos = _DE_TELEFONO[campo]
    return tuple(
        ChoiceShown(
            f"{etiqueta}, {sentido}",
            direccion(replace(consulta, orden=campo, descendente=descendente, pagina=1)),
        )
        for descendente, sentido in zip((False, True), sentidos, strict=True)
    )


def _cuantos(pagina: Pagina) -> str:
    return f"más de {numero(pagina.total)}" if pagina.hay_mas_de else numero(pagina.total)


def _hallados(pagina: Pagina) -> str:
    if not pagina.total:
        return "Ningún cliente encontrado"
    if pagina.total == 1 and not pagina.hay_mas_de:
        return "1 cliente encontrado"
    return f"{_cuantos(pagina)} clientes encontrados"


def _rango(pagina: Pagina) -> str:
    desde = (pagina.pagina - 1) * ROWS_PER_PAGE
    return f"{numero(desde + 1)}\u2013{numero(desde + len(pagina.filas))} de {_cuantos(pagina)}"


def resumen_visto(consulta: Consulta, pagina: Pagina, *, total: int) -> ResumenVista:
    """Make what stands around the rows of a page; `total` is the size of the whole list."""
    actual = replace(consulta, pagina=pagina.pagina)
    acotada = bool(consulta.texto) or consulta.borrado_por is not None
    return ResumenVista(
        total=f"{_cuantos(pagina)} de {numero(total)}" if acotada else numero(total),
        rango=_rango(pagina),
        hallados=_hallados(pagina),
        pagina=f"Página {numero(pagina.pagina)} de {numero(pagina.paginas)}",
        anterior=direccion(replace(actual, pagina=pagina.pagina - 1)) if pagina.pagina > 1 else "",
        siguiente=(
            direccion(replace(actual, pagina=pagina.pagina + 1))
            if pagina.pagina < pagina.paginas
            else ""
        ),
        nuevo=direccion(actual, cliente=NUEVO),
        buscado=direccion(actual, cliente=NUEVO, con_lo_buscado=True),
        limpio=direccion(replace(consulta, texto="", pagina=1)),
        orden=direccion(replace(consulta, pagina=1)),
        descarga=clientes_csv(consulta.texto),
    )


def page_rows(consulta: Consulta, vista: Vista) -> PageRows:
    """Make all that a page shows."""
    actual = replace(consulta, pagina=vista.pagina.pagina)
    return PageRows(
        revision=vista.revision,
        filas=tuple(fila_vista(cliente, actual) for cliente in vista.pagina.filas),
        cabeceras=cabeceras(consulta),
        resumen=resumen_visto(consulta, vista.pagina, total=vista.total),
        texto=consulta.texto,
    )
