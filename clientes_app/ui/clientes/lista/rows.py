"""What the list shows of clients: texts, ready to be read."""

from dataclasses import dataclass, replace
from functools import cached_property

from clientes_app.domain.catalogos import REGIMENES, USOS
from clientes_app.routes import CLIENTES
from clientes_app.services.clientes.clientes import ClienteGuardado, Consulta, Pagina, Vista
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


@dataclass(frozen=True)
class CabeceraVista:
    """The head of a column; `destino` is the address of the list sorted by it."""

    campo: str
    etiqueta: str
    sentido: str
    destino: str


@dataclass(frozen=True)
class ResumenVista:
    """What stands around the rows: counts, and where the buttons lead."""

    total: str = ""
    hallados: str = ""
    pagina: str = ""
    anterior: str = ""
    siguiente: str = ""
    nuevo: str = direccion(Consulta(), cliente=NUEVO)
    limpio: str = CLIENTES
    orden: str = "nombre"


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
    )


def cabeceras(consulta: Consulta) -> tuple[CabeceraVista, ...]:
    """Make the heads of the columns, the one in use marked."""
    return tuple(
        CabeceraVista(
            campo=campo,
            etiqueta=etiqueta,
            sentido=_SENTIDO[consulta.descendente] if campo == consulta.orden else "none",
            destino=direccion(ordenada_por(consulta, campo)),
        )
        for campo, etiqueta in COLUMNAS_DE_LISTA
    )


def _hallados(consulta: Consulta, pagina: Pagina) -> str:
    cuantos = numero(pagina.total)
    if pagina.hay_mas_de:
        cuantos = f"más de {cuantos}"
    sustantivo = "cliente" if pagina.total == 1 and not pagina.hay_mas_de else "clientes"
    if not consulta.texto:
        return f"{cuantos} {sustantivo}"
    return f"{cuantos} {sustantivo} con «{consulta.texto}»"


def resumen_visto(consulta: Consulta, pagina: Pagina, *, total: int) -> ResumenVista:
    """Make what stands around the rows of a page; `total` is the size of the whole list."""
    actual = replace(consulta, pagina=pagina.pagina)
    return ResumenVista(
        total=numero(total),
        hallados=_hallados(consulta, pagina),
        pagina=f"Página {numero(pagina.pagina)} de {numero(pagina.paginas)}",
        anterior=direccion(replace(actual, pagina=pagina.pagina - 1)) if pagina.pagina > 1 else "",
        siguiente=(
            direccion(replace(actual, pagina=pagina.pagina + 1))
            if pagina.pagina < pagina.paginas
            else ""
        ),
        nuevo=direccion(actual, cliente=NUEVO),
        limpio=direccion(replace(consulta, texto="", pagina=1)),
        orden=consulta.orden,
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
