"""What the question before an action says: counts, the first clients, why some are left out."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from difflib import SequenceMatcher

from clientes_app import routes
from clientes_app.domain.acciones import Accion, AccionMasiva
from clientes_app.domain.catalogos import REGIMENES, USOS, USOS_NO_OFRECIDOS
from clientes_app.domain.etiquetas import como_valor, de_valor
from clientes_app.domain.plurales import cuantos
from clientes_app.services.carga.acciones.acciones import (
    ClienteFuera,
    ClienteQueCambia,
    PreviaDeAccion,
)
from clientes_app.services.carga.procesos import Estado, ProcesoGuardado
from clientes_app.services.clientes.etiquetas import EtiquetaGuardada
from clientes_app.services.clientes.presencia import Presente
from clientes_app.ui.clientes.drawer.sentences import enumerar
from clientes_app.ui.shell.numbers import numero

TITULOS = {
    Accion.CAMBIAR_USO: "Cambiar uso de la factura",
    Accion.CAMBIAR_REGIMEN: "Cambiar régimen fiscal",
    Accion.PONER_ETIQUETA: "Poner etiqueta",
    Accion.QUITAR_ETIQUETA: "Quitar etiqueta",
    Accion.BORRAR: "Borrar clientes",
    Accion.RESTAURAR: "Restaurar clientes",
}
"""What stands over the question, where the action's own title says less."""

CORREGIR = (Accion.QUITAR_ACENTOS, Accion.QUITAR_REGIMEN_SOCIETARIO)
"""The mends that are offered for chosen clients."""

_YA = {
    Accion.BORRAR: ("ya está en la papelera", "ya están en la papelera"),
    Accion.RESTAURAR: ("ya está en la lista", "ya están en la lista"),
    Accion.PONER_ETIQUETA: ("ya la lleva", "ya la llevan"),
    Accion.QUITAR_ETIQUETA: ("no la lleva", "no la llevan"),
}
_YA_ESTA = ("ya está bien", "ya están bien")
_HACEN = {
    Accion.BORRAR: ("se borra", "se borran"),
    Accion.RESTAURAR: ("se restaura", "se restauran"),
    Accion.PONER_ETIQUETA: ("la recibe", "la reciben"),
    Accion.QUITAR_ETIQUETA: ("la pierde", "la pierden"),
}
_CAMBIA = ("cambia", "cambian")
_NOTAS = {
    Accion.QUITAR_ACENTOS: "La Ñ y el & se conservan. ",
    Accion.BORRAR: "Van a la papelera. ",
}
_SE_DESHACE = "Después puede deshacerse desde Procesos."


@dataclass(frozen=True)
class TrozoDeCambio:
    """A piece of a text before or after; `distinto` says that the other one has it otherwise."""

    texto: str
    distinto: bool


@dataclass(frozen=True)
class CambioPrevisto:
    """A client who would change: its field as it is and as it would be, or just its name."""

    rfc: str
    nombre: str
    antes: list[TrozoDeCambio]
    despues: list[TrozoDeCambio]


@dataclass(frozen=True)
class FueraVisto:
    """A client who would be left as it is, and why; `otro` is the address of who is against it."""

    nombre: str
    rfc: str
    motivo: str
    otro: str


@dataclass(frozen=True)
class CifraDePrevia:
    """One of the three counts, and what it counts."""

    cuantos: str
    que: str


@dataclass(frozen=True)
class PreviaVista:
    """What an action would do, ready to be read; `puede` says that something would change."""

    cifras: tuple[CifraDePrevia, ...] = ()
    titulo: str = ""
    filas: tuple[CambioPrevisto, ...] = ()
    con_valores: bool = False
    titulo_fuera: str = ""
    fuera: tuple[FueraVisto, ...] = ()
    nota: str = ""
    boton: str = ""
    puede: bool = False


@dataclass(frozen=True)
class ClaveOfrecida:
    """A key that can be set, with its description."""

    clave: str
    texto: str


def claves_ofrecidas(accion: Accion, hoy: date) -> list[ClaveOfrecida]:
    """Return the keys that an action can set; none where there is nothing to choose."""
    if accion is Accion.CAMBIAR_USO:
        tabla = {clave: uso for clave, uso in USOS.items() if clave not in USOS_NO_OFRECIDOS}
    elif accion is Accion.CAMBIAR_REGIMEN:
        tabla = dict(REGIMENES)
    else:
        return []
    return [
        ClaveOfrecida(clave, f"{clave} {entrada.descripcion}")
        for clave, entrada in sorted(tabla.items())
        if entrada.vigente(hoy)
    ]


def etiquetas_ofrecidas(etiquetas: Sequence[EtiquetaGuardada]) -> list[ClaveOfrecida]:
    """Return the etiquetas that can be put on, or taken off."""
    return [ClaveOfrecida(como_valor(una.id, una.nombre), una.nombre) for una in etiquetas]


def previa_vista(previa: PreviaDeAccion, *, abiertos: str = "") -> PreviaVista:
    """Make what is shown before an action is done; `abiertos` says who has the clients open."""
    pedida = previa.pedida
    hacen = _HACEN.get(pedida.accion, _CAMBIA)
    ya = _YA.get(pedida.accion, _YA_ESTA)
    return PreviaVista(
        cifras=(
            CifraDePrevia(numero(previa.cambian), hacen[previa.cambian != 1]),
            CifraDePrevia(numero(previa.iguales), ya[previa.iguales != 1]),
            CifraDePrevia(
                numero(previa.fuera), "se deja fuera" if previa.fuera == 1 else "se dejan fuera"
            ),
        ),
        titulo=_titulo(previa, hacen),
        filas=tuple(_cambio(cliente) for cliente in previa.muestra),
        con_valores=pedida.campo is not None,
        titulo_fuera=_titulo_fuera(previa),
        fuera=tuple(_fuera(cliente) for cliente in previa.fuera_muestra),
        nota=abiertos + _NOTAS.get(pedida.accion, "") + _SE_DESHACE
        if previa.cambian
        else _nada(previa),
        boton=pedida.en_clientes(previa.cambian),
        puede=previa.cambian > 0,
    )


def _titulo(previa: PreviaDeAccion, hacen: tuple[str, str]) -> str:
    if previa.cambian == 1:
        return f"El que {hacen[0]}"
    if previa.cambian == len(previa.muestra):
        return f"Los {numero(previa.cambian)} que {hacen[1]}"
    return f"Los primeros {len(previa.muestra)} de los {numero(previa.cambian)} que {hacen[1]}"


def _titulo_fuera(previa: PreviaDeAccion) -> str:
    if previa.fuera == len(previa.fuera_muestra):
        return "Se deja fuera" if previa.fuera == 1 else "Se dejan fuera"
    return f"Se dejan fuera: los primeros {len(previa.fuera_muestra)} de {numero(previa.fuera)}"


def _nada(previa: PreviaDeAccion) -> str:
    """Say that nothing would change, in the words of the action."""
    if previa.pedida.accion is Accion.QUITAR_ACENTOS and not previa.fuera:
        return "Ninguno lleva acentos."
    if previa.pedida.accion is Accion.QUITAR_REGIMEN_SOCIETARIO and not previa.fuera:
        return "Ninguno lleva un régimen societario."
    if previa.pedida.accion is Accion.PONER_ETIQUETA and not previa.fuera:
        return "Todos la llevan ya."
    if previa.pedida.accion is Accion.QUITAR_ETIQUETA and not previa.fuera:
        return "Ninguno la lleva."
    return "No cambiaría ninguno."


def _cambio(cliente: ClienteQueCambia) -> CambioPrevisto:
    antes, despues = _pieces(cliente.antes, cliente.despues)
    return CambioPrevisto(cliente.rfc, cliente.nombre, antes, despues)


def _pieces(antes: str, despues: str) -> tuple[list[TrozoDeCambio], list[TrozoDeCambio]]:
    """Cut two texts where they differ."""
    same = SequenceMatcher(None, antes, despues, autojunk=False).get_opcodes()
    return (
        list(_without_blanks((antes[i:j], tag != "equal") for tag, i, j, _, _ in same)),
        list(_without_blanks((despues[i:j], tag != "equal") for tag, _, _, i, j in same)),
    )


def _without_blanks(pieces: Iterator[tuple[str, bool]]) -> Iterator[TrozoDeCambio]:
    return (TrozoDeCambio(texto, distinto) for texto, distinto in pieces if texto)


def _fuera(cliente: ClienteFuera) -> FueraVisto:
    otro = routes.ficha(cliente.otro_id) if cliente.otro_id else ""
    return FueraVisto(cliente.nombre, cliente.rfc, cliente.motivo, otro)


def cuantos_lo_llevan(accion: Accion, cambian: int, elegidos: int) -> str:
    """Say how many of the chosen have what a mend takes off: «5 de los 14 los llevan»."""
    que = "los" if accion is Accion.QUITAR_ACENTOS else "lo"
    if elegidos == 1:
        return f"{que.capitalize()} lleva" if cambian else f"No {que} lleva"
    if not cambian:
        return f"Ninguno de los {numero(elegidos)} {que} lleva"
    verbo = "lleva" if cambian == 1 else "llevan"
    return f"{numero(cambian)} de los {numero(elegidos)} {que} {verbo}"


def de_quienes(cuantos_son: int, *, encontrados: bool, cuenta: str) -> str:
    """Say whom an action is about: «14 clientes seleccionados de Grupo Almendro»."""
    que = ("encontrado", "encontrados") if encontrados else ("seleccionado", "seleccionados")
    return f"{cuantos(cuantos_son, f'cliente {que[0]}', f'clientes {que[1]}')} de {cuenta}"


def quien_los_tiene(presentes: Sequence[Presente], *, elegidos: int, usuario_id: int | None) -> str:
    """Say who has some of the chosen clients open, first who edits them; "" when nobody has.

    `presentes` are those who do, without the tab that asks; `usuario_id` is whose that one is.
    """
    editan = [uno for uno in presentes if uno.editando]
    miran = [uno for uno in presentes if not uno.editando]
    return "".join(
        f"{_quienes(suyos, usuario_id)} {_que_hacen(suyos, elegidos)}. "
        for suyos in (editan, miran)
        if suyos
    )


def _quienes(presentes: Sequence[Presente], usuario_id: int | None) -> str:
    return enumerar(
        list(
            dict.fromkeys(
                "Usted, en otra pestaña,"
                if usuario_id is not None and uno.usuario_id == usuario_id
                else uno.nombre
                for uno in presentes
            )
        )
    )


def _que_hacen(presentes: Sequence[Presente], elegidos: int) -> str:
    personas = {(uno.usuario_id, uno.nombre) for uno in presentes}
    suyos = len({uno.cliente_id for uno in presentes})
    if presentes[0].editando:
        verbo = "está editando" if len(personas) == 1 else "están editando"
    else:
        verbo = f"{'tiene' if len(personas) == 1 else 'tienen'} abierto{'s' if suyos > 1 else ''}"
    return f"{verbo} este cliente" if elegidos == 1 else f"{verbo} {suyos} de estos clientes"


def lo_hecho(proceso: ProcesoGuardado) -> tuple[str, bool]:
    """Say how an action ended, and whether all went well: what the message says."""
    if proceso.estado is Estado.DESHECHO:
        dejados = cuantos(proceso.dejados, "se dejó como está", "se dejaron como están")
        vueltos = cuantos(
            proceso.borrados + proceso.restaurados, "vuelto a como estaba", "vueltos a como estaban"
        )
        resto = f", {dejados}" if proceso.dejados else ""
        return f"Se deshizo «{proceso.nombre}»: {vueltos}{resto}.", True
    if proceso.estado is not Estado.TERMINADO or proceso.pedida is None:
        motivo = f" {proceso.motivo_mensaje}" if proceso.motivo_mensaje else ""
        return f"«{proceso.nombre}»: {proceso.etiqueta}.{motivo}", False
    fuera = cuantos(proceso.rechazados, "se dejó fuera", "se dejaron fuera")
    resto = f"; {fuera}" if proceso.rechazados else ""
    return f"{_changed(proceso.pedida, proceso.actualizados)}{resto}.", True


def _changed(pedida: AccionMasiva, cambiados: int) -> str:
    if pedida.accion is Accion.BORRAR:
        verbo = "Se borró" if cambiados == 1 else "Se borraron"
        return f"{verbo} {cuantos(cambiados, 'cliente', 'clientes')}"
    if pedida.accion is Accion.RESTAURAR:
        return cuantos(
            cambiados,
            "cliente está de nuevo en la lista",
            "clientes están de nuevo en la lista",
        )
    clientes = cuantos(cambiados, "cliente", "clientes")
    if pedida.etiqueta_id:
        verbo = "puso" if pedida.accion is Accion.PONER_ETIQUETA else "quitó"
        return f"Se {verbo} la etiqueta {de_valor(pedida.valor)[1]} a {clientes}"
    return f"{pedida.titulo}: {cuantos(cambiados, 'cliente cambió', 'clientes cambiaron')}"
