"""What the list shows of clients: texts, ready to be read."""

from dataclasses import dataclass, replace
from functools import cached_property

from clientes_app.domain import codigo_postal, filtros
from clientes_app.domain.catalogos import REGIMENES, USOS
from clientes_app.domain.cliente import DatosCliente
from clientes_app.domain.cruces import dia_de
from clientes_app.domain.dias import dia_dicho
from clientes_app.domain.etiquetas import juntas
from clientes_app.domain.filtros import PERSONAS
from clientes_app.domain.marcas import trozos
from clientes_app.domain.rfc.structure import GENERICOS, persona
from clientes_app.routes import CLIENTES_CSV, clientes_csv, ficha
from clientes_app.services.clientes.clientes import (
    ROWS_PER_PAGE,
    ClienteGuardado,
    Consulta,
    Pagina,
    PaginaMirada,
    palabras_de,
)
from clientes_app.services.clientes.etiquetas import EtiquetaGuardada
from clientes_app.ui.clientes.address import NUEVO, direccion, ordenada_por
from clientes_app.ui.clientes.etiquetas.shown import EtiquetaVista, vistas
from clientes_app.ui.clientes.filtros.shown import FiltroPuesto, filtros_puestos
from clientes_app.ui.clientes.lista.columnas import (
    COLUMNAS_DE_LISTA,
    NOMBRE,
    NOMBRE_ETIQUETA,
    ORDENABLES,
)
from clientes_app.ui.clientes.revisado import revision_dicha
from clientes_app.ui.shell.numbers import numero

_CABECERAS = {NOMBRE: NOMBRE_ETIQUETA} | {cada.campo: cada.etiqueta for cada in COLUMNAS_DE_LISTA}
_SENTIDO = {False: "ascending", True: "descending"}


@dataclass(frozen=True)
class Trozo:
    """A piece of a text; `hallado` says that it was searched for."""

    texto: str
    hallado: bool


Marcas = dict[str, tuple[Trozo, ...]]
"""The fields in which something was found, in pieces."""


@dataclass(frozen=True)
class FilaVista:
    """A client in the list; `ficha` is its card, `editar` the address that opens its drawer.

    `revision` is what the SAT's validator said, `sello` the class of its badge; `cambio` is the day
    of the last change.
    """

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
    etiquetas: tuple[EtiquetaVista, ...]
    mas_etiquetas: str
    etiquetas_dichas: str
    estado: str
    persona: str
    revision: str
    sello: str
    cambio: str
    ficha: str
    editar: str
    marcas: Marcas


@dataclass(frozen=True)
class ChoiceShown:
    """A way to sort or to filter, in words; `destino` is the address of the list like that."""

    etiqueta: str
    destino: str


@dataclass(frozen=True)
class CabeceraVista:
    """The head of a column; `destino` is the address of the list sorted by it, "" if it is not.

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

    `cuantos` were found, in words `cifra`: that many, or more than that.
    `buscado` opens the drawer with what was searched for; `total` stands beside the title, `rango`
    under the rows; `hallados` is what a screen reader is told of another search, `pagina` and
    `ordenados` what it is told of another page or order. `acotada` says that not all clients are
    wanted; `filtros` are those in use, `con_filtros` the same as words, `sin_filtros` the address
    without them. `descarga_con_etiquetas` is `descarga`
    with them in a last column, "" where the account has none.
    """

    total: str = ""
    cuantos: int = 0
    cifra: str = ""
    rango: str = ""
    hallados: str = ""
    pagina: str = ""
    ordenados: str = ""
    anterior: str = ""
    siguiente: str = ""
    nuevo: str = direccion(Consulta(), cliente=NUEVO)
    buscado: str = direccion(Consulta(), cliente=NUEVO)
    limpio: str = direccion(Consulta())
    orden: str = direccion(Consulta())
    descarga: str = CLIENTES_CSV
    acotada: bool = False
    sin_filtros: str = direccion(Consulta())
    filtros: tuple[FiltroPuesto, ...] = ()
    con_filtros: str = ""
    descarga_con_etiquetas: str = ""


@dataclass(frozen=True)
class PageRows:
    """All that a page shows, as it was at a revision; shared by the tabs that look at it."""

    revision: int
    filas: tuple[FilaVista, ...]
    cabeceras: dict[str, CabeceraVista]
    resumen: ResumenVista
    texto: str

    @cached_property
    def ids(self) -> frozenset[int]:
        """The clients that it shows."""
        return frozenset(fila.id for fila in self.filas)


def fila_vista(
    cliente: ClienteGuardado, consulta: Consulta, etiquetas: tuple[EtiquetaGuardada, ...] = ()
) -> FilaVista:
    """Make the row of a client."""
    datos = cliente.datos
    correos = [datos.email, datos.email_adicional_1, datos.email_adicional_2]
    dados = [correo for correo in correos if correo]
    regimen = REGIMENES.get(datos.regimen_fiscal)
    uso = USOS.get(datos.uso_cfdi)
    revision, sello = revision_dicha(cliente.revision_sat)
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
        etiquetas=vistas(etiquetas),
        mas_etiquetas=f"+{len(etiquetas) - 1}" if len(etiquetas) > 1 else "",
        etiquetas_dichas=juntas(una.nombre for una in etiquetas),
        estado=codigo_postal.estado(datos.codigo_postal),
        persona=persona_vista(datos.rfc),
        revision=revision,
        sello=sello,
        cambio=dia_dicho(dia_de(cliente.actualizado_en)),
        ficha=ficha(cliente.id),
        editar=direccion(consulta, cliente=cliente.id),
        marcas=marcas_de(consulta, datos),
    )


def persona_vista(rfc: str) -> str:
    """Say whose RFC it is, as the filter does."""
    return PERSONAS["generico" if rfc in GENERICOS else persona(rfc)]


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


def cabeceras(consulta: Consulta) -> dict[str, CabeceraVista]:
    """Make the heads of all columns by their names, the one in use marked."""
    return {
        campo: CabeceraVista(
            campo=campo,
            etiqueta=etiqueta,
            sentido=_SENTIDO[consulta.descendente] if campo == consulta.orden else "none",
            destino=direccion(ordenada_por(consulta, campo)) if campo in ORDENABLES else "",
            ordenes=_ordenes(consulta, campo) if campo in ORDENABLES else (),
        )
        for campo, etiqueta in _CABECERAS.items()
    }


def _ordenes(consulta: Consulta, campo: str) -> tuple[ChoiceShown, ...]:
    _, etiqueta, *sentidos = ORDENABLES[campo]
    return tuple(
        ChoiceShown(
            f"{etiqueta}, {sentido}",
            direccion(replace(consulta, orden=campo, descendente=descendente, pagina=1)),
        )
        for descendente, sentido in zip((False, True), sentidos, strict=True)
    )


def _ordenados(consulta: Consulta) -> str:
    _, etiqueta, *sentidos = ORDENABLES[consulta.orden]
    return f"Ordenados por {etiqueta}, {sentidos[consulta.descendente]}"


def cuantos(pagina: Pagina) -> str:
    """Say how many were found: so many, or more than that."""
    return f"más de {numero(pagina.total)}" if pagina.hay_mas_de else numero(pagina.total)


def hallados(pagina: Pagina) -> str:
    """Say to a screen reader how many were found."""
    if not pagina.total:
        return "Ningún cliente encontrado"
    if pagina.total == 1 and not pagina.hay_mas_de:
        return "1 cliente encontrado"
    return f"{cuantos(pagina)} clientes encontrados"


def _rango(pagina: Pagina) -> str:
    desde = (pagina.pagina - 1) * ROWS_PER_PAGE
    return f"{numero(desde + 1)}\u2013{numero(desde + len(pagina.filas))} de {cuantos(pagina)}"


def resumen_visto(
    consulta: Consulta,
    pagina: Pagina,
    *,
    total: int,
    puestos: tuple[FiltroPuesto, ...] = (),
    con_etiquetas: bool = False,
) -> ResumenVista:
    """Make what stands around the rows of a page; `total` is the size of the whole list."""
    actual = replace(consulta, pagina=pagina.pagina)
    acotada = bool(consulta.texto or consulta.filtros) or consulta.borrado_por is not None
    de_la_lista = filtros.escribir(consulta.filtros)
    buscado = {"q": consulta.texto} if consulta.texto else {}
    return ResumenVista(
        total=f"{cuantos(pagina)} de {numero(total)}" if acotada else numero(total),
        cuantos=pagina.total,
        cifra=cuantos(pagina),
        rango=_rango(pagina),
        hallados=hallados(pagina),
        pagina=f"Página {numero(pagina.pagina)} de {numero(pagina.paginas)}",
        ordenados=_ordenados(consulta),
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
        descarga=clientes_csv(buscado | de_la_lista),
        acotada=acotada,
        sin_filtros=direccion(replace(consulta, filtros=filtros.NINGUNO, pagina=1)),
        filtros=puestos,
        con_filtros="; ".join(puesto.dicho for puesto in puestos),
        descarga_con_etiquetas=(
            clientes_csv(buscado | de_la_lista | {"etiquetas": "si"}) if con_etiquetas else ""
        ),
    )


def page_rows(consulta: Consulta, vista: PaginaMirada) -> PageRows:
    """Make all that a page shows."""
    actual = replace(consulta, pagina=vista.pagina.pagina)
    return PageRows(
        revision=vista.revision,
        filas=tuple(
            fila_vista(cliente, actual, vista.etiquetas.get(cliente.id, ()))
            for cliente in vista.pagina.filas
        ),
        cabeceras=cabeceras(consulta),
        resumen=resumen_visto(
            consulta,
            vista.pagina,
            total=vista.total,
            puestos=filtros_puestos(consulta, archivo=vista.archivo, etiquetas=vista.nombres),
            con_etiquetas=bool(vista.nombres),
        ),
        texto=consulta.texto,
    )
