"""What the page of possible duplicates shows: texts, ready to be read."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from clientes_app import routes
from clientes_app.domain import codigo_postal
from clientes_app.domain.columnas import CAMPOS, POR_CAMPO
from clientes_app.domain.etiquetas import juntas
from clientes_app.domain.plurales import cuantos
from clientes_app.domain.problemas import Problema
from clientes_app.domain.rfc.structure import LARGO_FISICA
from clientes_app.services.calidad.duplicados import FRASES, MotivoDeParecido
from clientes_app.services.calidad.parejas import (
    Comparacion,
    Comparada,
    ParejaNombrada,
    Parejas,
    PorQue,
    Propuesta,
)
from clientes_app.ui.clientes.drawer.sentences import descripcion

_LETRAS = "ABCDEF"
_TITULOS = {
    MotivoDeParecido.RFC: "Los RFC se distinguen en una letra",
    MotivoDeParecido.GENERICO: "Un RFC genérico con dos nombres parecidos",
    MotivoDeParecido.NOMBRE: "Los nombres son casi iguales",
    MotivoDeParecido.EMAIL: "El mismo e-mail con otro RFC",
}
_POR_QUE = {
    PorQue.LLENO: "Se propone: el que queda no lo tiene",
    PorQue.MENOS_AVISOS: "Se propone: tiene menos avisos",
}
_CUANTOS = {2: "los dos", 3: "los tres"}


@dataclass(frozen=True)
class LadoVisto:
    """One of the clients, `letra` is «A»; `entra` says that it is joined, not left as it is."""

    cliente_id: int
    letra: str
    nombre: str
    ruta: str
    origen: str
    cuando: str
    cambios: str
    entra: bool


@dataclass(frozen=True)
class ValorPorElegir:
    """What a client has in a field, in three parts of which the middle one is what differs."""

    cliente_id: int
    letra: str
    principio: str
    distinto: str
    final: str
    detalle: str
    por_que: str
    elegida: bool


@dataclass(frozen=True)
class FilaComparada:
    """A field of the clients; `igual` is what all of them have, "" where they differ."""

    campo: str
    etiqueta: str
    igual: str = ""
    opciones: list[ValorPorElegir] = field(default_factory=list)


@dataclass(frozen=True)
class ComparacionVista:
    """Clients side by side; `clave` is "" while there are none.

    `versiones` says at which version each is shown, as `id:version` with commas between.
    """

    clave: str = ""
    titulo: str = ""
    lados: list[LadoVisto] = field(default_factory=list)
    filas: list[FilaComparada] = field(default_factory=list)
    errores: list[str] = field(default_factory=list)
    unir: str = ""
    versiones: str = ""
    varios: bool = False
    columnas: int = 2
    se_puede: bool = False


@dataclass(frozen=True)
class ParejaVista:
    """A group in the list of them."""

    nombre: str
    motivo: str
    ruta: str
    actual: bool


@dataclass(frozen=True)
class ListaDeParejas:
    """The groups around the one that is looked at, and the ways on; "" where there is none."""

    total: str = ""
    donde: str = ""
    parejas: list[ParejaVista] = field(default_factory=list)
    anterior: str = ""
    siguiente: str = ""
    buscando: bool = False


@dataclass(frozen=True)
class IdaVista:
    """A client of the address that is in the papelera; `con` is whom it was joined to."""

    nombre: str = ""
    ruta: str = ""
    con: str = ""
    ruta_de_con: str = ""


def lista_de_parejas(parejas: Parejas) -> ListaDeParejas:
    """Name the groups around the one that is looked at."""
    actual = parejas.comparacion
    ids = {lado.cliente.id for lado in actual.lados} if actual else set[int]()
    return ListaDeParejas(
        total=cuantos(parejas.grupos, "pareja", "parejas"),
        donde=f"{parejas.lugar} de {parejas.grupos:,}, por parecido"
        if parejas.lugar
        else cuantos(parejas.grupos, "pareja", "parejas"),
        parejas=[_pareja(uno, ids) for uno in parejas.cerca],
        anterior=routes.pareja(parejas.anterior) if parejas.anterior else "",
        siguiente=routes.pareja(parejas.siguiente) if parejas.siguiente else "",
        buscando=not parejas.al_dia,
    )


def ida_vista(parejas: Parejas) -> IdaVista:
    """Say who of the address is in the papelera."""
    if parejas.ida is None:
        return IdaVista()
    quien, con = parejas.ida
    return IdaVista(
        quien.nombre,
        routes.ficha(quien.id),
        con.nombre if con else "",
        routes.ficha(con.id) if con else "",
    )


def comparacion_vista(
    comparacion: Comparacion, eleccion: Mapping[str, int], fuera: Sequence[int]
) -> ComparacionVista:
    """Lay clients side by side; of `fuera` nothing is chosen, they stay as they are."""
    unidos = comparacion.sin(fuera)
    queda = unidos.queda(eleccion)
    se_puede = len(unidos.lados) > 1
    letras = {
        lado.cliente.id: letra for lado, letra in zip(comparacion.lados, _LETRAS, strict=False)
    }
    return ComparacionVista(
        clave="-".join(str(lado.cliente.id) for lado in comparacion.lados),
        titulo=_TITULOS[comparacion.motivo] if comparacion.motivo else "Clientes lado a lado",
        lados=[_lado(lado, letras, entra=lado in unidos.lados) for lado in comparacion.lados],
        filas=_filas(unidos, unidos.elegidos(eleccion), letras) if se_puede else [],
        errores=[_frase(problema) for problema in unidos.errores(eleccion)] if se_puede else [],
        unir=f"Unir: queda el cliente {letras[queda]}",
        versiones=",".join(f"{lado.cliente.id}:{lado.cliente.version}" for lado in unidos.lados),
        varios=len(comparacion.lados) > 2,  # noqa: PLR2004 (of a pair both are joined)
        columnas=len(unidos.lados) if se_puede else len(comparacion.lados),
        se_puede=se_puede,
    )


def que_cambio(antes: ComparacionVista, ahora: ComparacionVista) -> str:
    """Say what somebody changed while the same clients were looked at, "" for nothing."""
    if _quienes(antes) != _quienes(ahora):
        return ""
    de_antes = {fila.campo: _textos(fila) for fila in antes.filas}
    campos = [fila.etiqueta for fila in ahora.filas if de_antes.get(fila.campo) != _textos(fila)]
    if not campos:
        return ""
    return f"Alguien cambió esto mientras usted comparaba: {', '.join(campos)}."


def _quienes(vista: ComparacionVista) -> list[tuple[int, bool]]:
    return [(lado.cliente_id, lado.entra) for lado in vista.lados]


def _textos(fila: FilaComparada) -> list[str]:
    return [fila.igual, *(o.principio + o.distinto + o.final for o in fila.opciones)]


def _pareja(pareja: ParejaNombrada, actuales: set[int]) -> ParejaVista:
    ids = [cliente.id for cliente in pareja.clientes]
    son = f" · {len(ids)} clientes" if len(ids) > 2 else ""  # noqa: PLR2004 (a pair)
    return ParejaVista(
        nombre=pareja.clientes[0].nombre,
        motivo=FRASES[pareja.motivo] + son,
        ruta=routes.pareja(ids),
        actual=bool(actuales) and actuales <= set(ids),
    )


def _lado(lado: Comparada, letras: Mapping[int, str], *, entra: bool) -> LadoVisto:
    cliente = lado.cliente
    return LadoVisto(
        cliente_id=cliente.id,
        letra=letras[cliente.id],
        nombre=cliente.datos.nombre,
        ruta=routes.ficha(cliente.id),
        origen=f"De la carga {lado.alta.archivo}, " if lado.alta.archivo else "Agregado ",
        cuando=cliente.creado_en.isoformat(),
        cambios=f" · {cuantos(lado.cambios, 'cambio', 'cambios')}" if lado.cambios else "",
        entra=entra,
    )


def _filas(
    comparacion: Comparacion, elegidos: Mapping[str, int], letras: Mapping[int, str]
) -> list[FilaComparada]:
    """Make a row of each field in which any of the clients has something."""
    filas: list[FilaComparada] = []
    for campo in CAMPOS:
        valores = [getattr(lado.cliente.datos, campo) for lado in comparacion.lados]
        etiqueta = POR_CAMPO[campo].etiqueta
        if len(set(valores)) > 1:
            opciones = _opciones(comparacion, campo, elegidos[campo], letras)
            filas.append(FilaComparada(campo, etiqueta, opciones=opciones))
        elif valores[0]:
            igual = f"{_legible(campo, valores[0])} · igual en {_todos(len(valores))}"
            filas.append(FilaComparada(campo, etiqueta, igual))
    if comparacion.etiquetas:
        todas = f"{juntas(comparacion.etiquetas)} · el que queda las tendrá todas"
        filas.append(FilaComparada("etiquetas", "Etiquetas", todas))
    return filas


def _opciones(
    comparacion: Comparacion, campo: str, elegido: int, letras: Mapping[int, str]
) -> list[ValorPorElegir]:
    textos = [_legible(campo, getattr(lado.cliente.datos, campo)) for lado in comparacion.lados]
    propuesta = comparacion.propuestas[campo]
    return [
        ValorPorElegir(
            lado.cliente.id,
            letras[lado.cliente.id],
            *partes,
            detalle=_detalle(campo, lado),
            por_que=_por_que(propuesta, lado, elegido),
            elegida=lado.cliente.id == elegido,
        )
        for lado, partes in zip(comparacion.lados, _partes(textos), strict=True)
    ]


def _por_que(propuesta: Propuesta, lado: Comparada, elegido: int) -> str:
    if not lado.cliente.id == propuesta.cliente_id == elegido:
        return ""
    return _POR_QUE.get(propuesta.por_que, "")


def _todos(cuantos_son: int) -> str:
    return _CUANTOS.get(cuantos_son, "todos")


def _legible(campo: str, valor: str) -> str:
    dicho = codigo_postal.estado(valor) if campo == "codigo_postal" else descripcion(campo, valor)
    return f"{valor} {dicho}".rstrip()


def _partes(textos: Sequence[str]) -> list[tuple[str, str, str]]:
    """Part texts into how all begin, what differs, and how all end; only where little differs."""
    menor = min(map(len, textos))
    inicio = next((n for n in range(menor) if len({texto[n] for texto in textos}) > 1), menor)
    final = next(
        (n for n in range(menor - inicio) if len({texto[-1 - n] for texto in textos}) > 1),
        menor - inicio,
    )
    if not inicio + final or max(map(len, textos)) > LARGO_FISICA + inicio + final:
        return [(texto, "", "") for texto in textos]
    return [
        (texto[:inicio], texto[inicio : len(texto) - final], texto[len(texto) - final :])
        for texto in textos
    ]


def _detalle(campo: str, lado: Comparada) -> str:
    """Say what the rules find in a value; of an RFC without fault that its check digit is right."""
    suyos = [problema for problema in lado.problemas if problema.campo == campo]
    if suyos:
        return suyos[0].mensaje
    return "Dígito verificador correcto" if campo == "rfc" else ""


def _frase(problema: Problema) -> str:
    if problema.campo is None:
        return problema.frase
    return f"{POR_CAMPO[problema.campo].etiqueta}: {problema.frase}"
