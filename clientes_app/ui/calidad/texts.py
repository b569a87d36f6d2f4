"""What the page of the quality shows: texts and shares ready to be drawn."""

from collections.abc import Sequence
from dataclasses import dataclass, field

from clientes_app import routes
from clientes_app.domain.acciones import MENDS, AccionMasiva
from clientes_app.domain.dias import MESES
from clientes_app.domain.observaciones import BITS, GRAVES, OBSERVACIONES, Observacion
from clientes_app.domain.plurales import cuantos
from clientes_app.domain.revision_sat import RECHAZOS
from clientes_app.services.calidad.cifras import Cifra, CifrasDeCalidad, Mes
from clientes_app.services.calidad.duplicados import FRASES, Duplicado, Duplicados
from clientes_app.services.calidad.panorama import GRUPOS
from clientes_app.ui.clientes.drawer.sentences import enumerar
from clientes_app.ui.shell.numbers import numero

_BARRAS = 6
_RECHAZO = "Nombre, C.P. o RFC que el SAT no reconoce"
_NO_REVISADO = " no se ha revisado, o cambió después."
_NO_REVISADOS = " no se han revisado, o cambiaron después."
_KINDS = {cada.codigo: cada for cada in OBSERVACIONES}

# The chart is drawn in a square of this side, which the page stretches.
LADO = 100
_LINEAS = 3


@dataclass(frozen=True)
class ResumenVisto:
    """How many clients are ready; the shares are numbers for `flex`.

    `ruta_de_rechazables` is "" when no one filter finds them: those of the rules and of the SAT.
    `no_se_han_revisado` stands behind the number of those whom the SAT has not checked.
    """

    porcentaje: str = ""
    listos: str = ""
    con_avisos: str = ""
    rechazables: str = ""
    parte_lista: str = "0"
    parte_con_avisos: str = "0"
    parte_rechazable: str = "0"
    ruta_de_rechazables: str = ""
    se_revisan: bool = False
    hay_sin_revisar: bool = False
    sin_revisar: str = ""
    no_se_han_revisado: str = ""
    vacio: bool = True
    revisando: bool = False


@dataclass(frozen=True)
class FaltaVista:
    """A kind of trouble that some clients have; `accion` mends it in all of them, "" for none."""

    codigo: str
    accion: str
    corregir: str
    nombre: str
    explicacion: str
    sat: str
    cuantos: str
    dicho: str
    ruta: str


@dataclass(frozen=True)
class BarraVista:
    """A bar; `ruta` is "" for what the list cannot be filtered by."""

    nombre: str
    cuantos: str
    ancho: str
    dicho: str
    ruta: str


@dataclass(frozen=True)
class ParecidoVisto:
    """One of the clients who may be the same; `ruta` is its card."""

    nombre: str
    rfc: str
    ruta: str


@dataclass(frozen=True)
class DuplicadoVisto:
    """Clients who may be the same, and why; of a pair `uno` and `otro` are the ids, else 0.

    `ruta` is where they stand side by side, `dicho` says so in full.
    """

    motivo: str
    ruta: str
    dicho: str
    uno: int = 0
    otro: int = 0
    clientes: list[ParecidoVisto] = field(default_factory=list)


@dataclass(frozen=True)
class CrecimientoVisto:
    """The chart of the months: paths of SVG, what stands at its sides, and the same in words.

    `alturas` are told from the top down.
    """

    frase: str = ""
    dicho: str = ""
    linea: str = ""
    area: str = ""
    meses: list[str] = field(default_factory=list)
    alturas: list[str] = field(default_factory=list)


def resumen(cifras: CifrasDeCalidad) -> ResumenVisto:
    """Say how many clients are ready."""
    return ResumenVisto(
        porcentaje=f"{cifras.porcentaje_de_listos} %",
        listos=numero(cifras.listos),
        con_avisos=numero(cifras.con_avisos),
        rechazables=numero(cifras.rechazables),
        parte_lista=str(cifras.listos),
        parte_con_avisos=str(cifras.con_avisos),
        parte_rechazable=str(cifras.rechazables),
        ruta_de_rechazables=_ruta_de_rechazables(cifras),
        se_revisan=any(cifra.cuantos for cifra in cifras.revisiones),
        hay_sin_revisar=cifras.sin_revisar > 0,
        sin_revisar=cuantos(cifras.sin_revisar, "cliente", "clientes"),
        no_se_han_revisado=_NO_REVISADO if cifras.sin_revisar == 1 else _NO_REVISADOS,
        vacio=cifras.clientes == 0,
        revisando=cifras.revisando,
    )


def faltas(cifras: CifrasDeCalidad) -> list[FaltaVista]:
    """Say what is to be mended, the most frequent first; what nobody has is left out."""
    hay = [
        (cifra.cuantos, _falta(cifra, _KINDS[cifra.codigo]))
        for cifra in cifras.problemas
        if cifra.cuantos
    ]
    if cifras.rechazados_por_el_sat:
        hay.append((cifras.rechazados_por_el_sat, _del_sat(cifras.rechazados_por_el_sat)))
    return [falta for _, falta in sorted(hay, key=lambda una: -una[0])]


def _ruta_de_rechazables(cifras: CifrasDeCalidad) -> str:
    """Return the list of the clients whom the SAT would refuse for certain."""
    if not cifras.rechazados_por_el_sat:
        graves = (codigo for codigo, bit in BITS.items() if bit & GRAVES)
        return routes.clientes_con("avisos", ",".join(graves))
    if cifras.rechazados_por_el_sat == cifras.rechazables:
        return routes.clientes_con("sat", ",".join(RECHAZOS))
    return ""


def barras(cifras: Sequence[Cifra], filtro: str, *, con_clave: bool) -> list[BarraVista]:
    """Make bars of the greatest figures, and one of all others together."""
    demas = cifras[_BARRAS:]
    hechas = [
        _barra(
            f"{cifra.codigo} {cifra.nombre}" if con_clave else cifra.nombre,
            cifra.cuantos,
            cifras[0].cuantos,
            routes.clientes_con(filtro, cifra.codigo) if cifra.codigo else "",
        )
        for cifra in (cifras if len(demas) <= 1 else cifras[:_BARRAS])
    ]
    if len(demas) > 1:
        claves = ",".join(cifra.codigo for cifra in demas)
        ruta = routes.clientes_con(filtro, claves) if all(c.codigo for c in demas) else ""
        suma = sum(cifra.cuantos for cifra in demas)
        hechas.append(_barra(f"Otros {len(demas)}", suma, cifras[0].cuantos, ruta))
    return hechas


def parejas(hallados: Duplicados) -> str:
    """Say how many groups of possible duplicates there are."""
    if not hallados.grupos:
        return "No se encontró ninguno." if hallados.al_dia else "Se están buscando…"
    todos = cuantos(hallados.grupos, "grupo", "grupos")
    if hallados.grupos <= GRUPOS:
        return todos
    return f"{todos}; aquí, los {GRUPOS} más parecidos."


def revisar(hallados: Duplicados) -> str:
    """Say how many groups there are to be looked at side by side."""
    return f"Revisar {cuantos(hallados.grupos, 'pareja', 'parejas')}"


def duplicados(hallados: Duplicados) -> list[DuplicadoVisto]:
    """Name the first possible duplicates."""
    return list(map(_duplicado, hallados.primeros))


def crecimiento(meses: Sequence[Mes]) -> CrecimientoVisto:
    """Draw how many clients there were at the end of each month."""
    tope = _tope(max(mes.total for mes in meses))
    paso = LADO / (len(meses) - 1)
    linea = "M" + " L".join(
        f"{paso * lugar:.2f} {LADO - LADO * mes.total / tope:.2f}"
        for lugar, mes in enumerate(meses)
    )
    ultimo, nuevos = meses[-1], sum(mes.nuevos for mes in meses)
    este_mes = MESES[ultimo.desde.month - 1]
    return CrecimientoVisto(
        frase=f"{cuantos(ultimo.nuevos, 'cliente', 'clientes')} más en {este_mes}; "
        f"{numero(nuevos)} en doce meses.",
        dicho=f"Clientes por mes: de {numero(meses[0].total)} en {_mes(meses[0])} "
        f"a {numero(ultimo.total)} en {_mes(ultimo)}",
        linea=linea,
        area=f"{linea} L{LADO} {LADO} L0 {LADO} Z",
        meses=[MESES[mes.desde.month - 1][:3] for mes in meses],
        alturas=[numero(tope * n // _LINEAS) for n in range(_LINEAS, -1, -1)],
    )


def _falta(cifra: Cifra, kind: Observacion) -> FaltaVista:
    accion = MENDS.get(kind.codigo)
    return FaltaVista(
        codigo=kind.codigo,
        accion="" if accion is None else accion.value,
        corregir="" if accion is None else f"{AccionMasiva(accion).titulo}…",
        nombre=kind.nombre,
        explicacion=kind.explicacion,
        sat=kind.sat,
        cuantos=numero(cifra.cuantos),
        dicho=f"{cuantos(cifra.cuantos, 'cliente', 'clientes')}: {kind.nombre}",
        ruta=routes.clientes_con("avisos", kind.codigo),
    )


def _del_sat(rechazados: int) -> FaltaVista:
    """Make a row of those whom its validator refused."""
    return FaltaVista(
        codigo="rechazo_sat",
        accion="",
        corregir="",
        nombre=_RECHAZO,
        explicacion="Según la última respuesta del validador del SAT.",
        sat="CFDI40143 a 40148",
        cuantos=numero(rechazados),
        dicho=f"{cuantos(rechazados, 'cliente', 'clientes')}: {_RECHAZO}",
        ruta=routes.clientes_con("sat", ",".join(RECHAZOS)),
    )


def _barra(nombre: str, cuantos_son: int, mayor: int, ruta: str) -> BarraVista:
    return BarraVista(
        nombre=nombre,
        cuantos=numero(cuantos_son),
        ancho=f"{100 * min(1, cuantos_son / mayor):.1f}%",
        dicho=f"{nombre}: {cuantos(cuantos_son, 'cliente', 'clientes')}",
        ruta=ruta,
    )


def _duplicado(duplicado: Duplicado) -> DuplicadoVisto:
    ids = [cliente.id for cliente in duplicado.clientes]
    uno, otro = ids if len(ids) == 2 else (0, 0)  # noqa: PLR2004 (a pair)
    return DuplicadoVisto(
        motivo=FRASES[duplicado.motivo],
        ruta=routes.pareja(ids),
        dicho=f"Comparar {enumerar([cliente.nombre for cliente in duplicado.clientes])}",
        uno=uno,
        otro=otro,
        clientes=[
            ParecidoVisto(cliente.nombre, cliente.rfc, routes.ficha(cliente.id))
            for cliente in duplicado.clientes
        ],
    )


def _mes(mes: Mes) -> str:
    return f"{MESES[mes.desde.month - 1]} de {mes.desde.year}"


def _tope(mayor: int) -> int:
    """Return a round number that is not less, and that three lines divide evenly."""
    escala = _LINEAS
    while True:
        for vez in (1, 2, 5):
            if escala * vez >= mayor:
                return escala * vez
        escala *= 10
