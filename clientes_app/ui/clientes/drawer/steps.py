"""The steps that the handlers of the drawer are made of: open, write, judge, catch up, close.

Each takes the state of the drawer, works on its `mesa` and paints what the page shows of it.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

import reflex as rx

from clientes_app.live.threads import in_thread
from clientes_app.services.errors import NoEncontrado
from clientes_app.ui.clientes.address import NUEVO, cliente_de, consulta_de, direccion
from clientes_app.ui.clientes.drawer import calls as juicio
from clientes_app.ui.clientes.drawer import draft as borradores
from clientes_app.ui.clientes.drawer import memory as hojas
from clientes_app.ui.clientes.drawer import shown as vistas
from clientes_app.ui.clientes.drawer.draft import Borrador
from clientes_app.ui.clientes.drawer.memory import Escrito, Hoja
from clientes_app.ui.clientes.drawer.sentences import cambiaron
from clientes_app.ui.clientes.drawer.shown import FichaVista, MensajeVisto
from clientes_app.ui.shell.caller import actor_actual, cuenta_actual
from clientes_app.ui.shell.delta import poner

if TYPE_CHECKING:
    from clientes_app.ui.clientes.drawer.state import FormularioState


@dataclass(frozen=True, slots=True)
class Mesa:
    """All that the server remembers of a drawer beside what the page shows.

    `vueltas` has the last telling of each field, `tocados` the fields whose findings are shown,
    `novedades` who changed which field since the drawer was opened. `empezada` is False in a tab
    that the server knows nothing of: the page may show a drawer all the same, from before a
    restart.
    """

    hoja: Hoja = field(default_factory=Hoja)
    vueltas: dict[str, int] = field(default_factory=dict[str, int])
    tocados: frozenset[str] = frozenset()
    novedades: dict[str, str] = field(default_factory=dict[str, str])
    empezada: bool = False


def con_hoja(mesa: Mesa, hoja: Hoja) -> Mesa:
    """The same with another sheet."""
    return replace(mesa, hoja=hoja)


def pedido(estado: "FormularioState") -> int | None:
    """The client that the address names: 0 for a new one, None while it names none."""
    dicho = cliente_de(estado.router.url.query_parameters)
    return None if dicho is None else 0 if dicho == NUEVO else int(dicho)


def destino(estado: "FormularioState", cliente_id: int | None = None) -> str:
    """The address of the list as it is now, with the drawer open on a client or closed."""
    consulta = consulta_de(estado.router.url.query_parameters)
    return direccion(consulta, cliente=NUEVO if cliente_id == 0 else cliente_id)


async def empezar(
    estado: "FormularioState", cliente_id: int, borrador: Borrador | None = None
) -> None:
    """Open on a client, with what a page kept of it. Raises NoEncontrado."""
    actor = await actor_actual()
    hoja = hojas.abierta(await in_thread(juicio.leer, actor.cuenta_id, cliente_id))
    numero, escritos = estado.ficha.numero + 1, {}
    if borrador is not None:
        # The same number: the form on the page, if there still is one, goes on being that one.
        numero, escritos = borrador.numero or numero, borrador.escritos
        hoja = await _con_lo_escrito(hoja, escritos)
    tocados = frozenset(hoja.cambiados) - {borrador.foco if borrador else ""}
    vueltas = {campo: escrito.serie for campo, escrito in escritos.items()}
    estado.mesa = Mesa(hoja, vueltas, tocados, empezada=True)
    dueno = borradores.dueno(actor.cuenta_id, actor.usuario_id)
    estado.ficha = vistas.ficha_nueva(hoja, numero=numero, dueno=dueno)
    estado.mensaje = _primer_mensaje(hoja, borrador)
    estado.hallazgos = {}
    estado.preguntando, estado.abierto = False, True
    await juzgar(estado)
    pintar(estado)


def _primer_mensaje(hoja: Hoja, borrador: Borrador | None) -> MensajeVisto:
    if hoja.leido.borrado:
        return vistas.EN_PAPELERA
    recuperado = borrador is not None and borrador.recargada and hoja.cambiados
    return vistas.RECUPERADO if recuperado else MensajeVisto()


def despejar(estado: "FormularioState") -> None:
    """Show no drawer, whatever the page may show."""
    estado.mesa = Mesa(empezada=True)
    estado.abierto = estado.preguntando = False
    estado.ficha = FichaVista(numero=estado.ficha.numero)
    estado.mensaje, estado.hallazgos, estado.choques = MensajeVisto(), {}, []


def cerrar(estado: "FormularioState") -> list[rx.event.EventSpec]:
    """Close, and let the page forget what was typed."""
    estado.abierto = estado.preguntando = False
    return [rx.call_script(borradores.OLVIDAR), rx.redirect(destino(estado))]


async def recibir(estado: "FormularioState", crudo: object) -> bool:
    """Take over what the page holds; whether it holds what the address names and is open.

    When the server knows nothing of the tab the drawer is opened with it. Raises NoEncontrado.
    """
    cliente_id = pedido(estado)
    if cliente_id is None:
        return False
    abierto = estado.abierto and estado.mesa.hoja.cliente_id == cliente_id
    if not abierto and estado.mesa.empezada:
        return False
    actor = await actor_actual()
    dueno = borradores.dueno(actor.cuenta_id, actor.usuario_id)
    borrador = borradores.leido(crudo, cliente_id=cliente_id, de=dueno)
    if not abierto:
        await empezar(estado, cliente_id, borrador)
    elif borrador is not None:
        # Said in an opening that was saved or closed since: it must not get into this one.
        if borrador.numero != estado.ficha.numero:
            return False
        await _retomar(estado, borrador)
    return True


async def _retomar(estado: "FormularioState", borrador: Borrador) -> None:
    mesa = estado.mesa
    hoja = await _con_lo_escrito(mesa.hoja, borrador.escritos)
    series = {campo: escrito.serie for campo, escrito in borrador.escritos.items()}
    estado.mesa = replace(mesa, hoja=hoja, vueltas=mesa.vueltas | series)
    estado.ficha = vistas.a_la_medida(estado.ficha, hoja.valores)
    if borrador.recargada and hoja.cambiados and not hoja.leido.borrado:
        estado.mensaje = vistas.RECUPERADO
    await juzgar(estado)
    pintar(estado)


async def escribir(estado: "FormularioState", campo: str, escrito: Escrito, *, sale: bool) -> None:
    """Take over what a field tells; once it was left its findings are shown."""
    mesa = estado.mesa
    hoja = await _con_lo_escrito(mesa.hoja, {campo: escrito})
    tocados = mesa.tocados | {campo} if sale else mesa.tocados
    vueltas = {**mesa.vueltas, campo: escrito.serie}
    estado.mesa = replace(mesa, hoja=hoja, tocados=tocados, vueltas=vueltas)
    await juzgar(estado, adoptar=campo if sale else "")
    pintar(estado)


async def _con_lo_escrito(hoja: Hoja, escritos: Mapping[str, Escrito]) -> Hoja:
    versiones = hojas.atrasadas(hoja, escritos)
    bases: dict[int, dict[str, str]] = {}
    if versiones:
        orden = (await cuenta_actual(), hoja.cliente_id, versiones)
        bases = await in_thread(juicio.bases, *orden)
    hoja = hojas.con_lo_escrito(hoja, escritos, bases)
    return hojas.con_valores(hoja, vistas.con_generico(hoja.valores))


async def juzgar(estado: "FormularioState", *, adoptar: str = "") -> None:
    """Judge anew; `adoptar` names the field that takes over its normalised form."""
    mesa = estado.mesa
    orden = (await cuenta_actual(), mesa.hoja.valores, mesa.hoja.cliente_id, adoptar)
    valores, hallado = await in_thread(juicio.juzgar_adoptando, *orden)
    estado.mesa = replace(mesa, hoja=hojas.con_valores(mesa.hoja, valores))
    vistos = vistas.hallazgos_vistos(hallado.validacion.problemas)
    poner(
        estado,
        hallazgos={campo: vistos[campo] for campo in vistos if campo in mesa.tocados},
        ayudas=vistas.ayudas(valores, otro=hallado.otro),
    )


async def ponerse_al_dia(estado: "FormularioState") -> bool:
    """Take over what others stored, and say it; whether there was anything. Raises NoEncontrado."""
    mesa, hoja = estado.mesa, estado.mesa.hoja
    if not hoja.cliente_id:
        return False
    orden = (await cuenta_actual(), hoja.cliente_id, hoja.leido.version)
    leido = await in_thread(juicio.novedad, *orden)
    if leido is None:
        return False
    if leido.borrado and not hoja.leido.borrado:
        estado.mensaje = vistas.borrado(leido.quien, hay_cambios=bool(hoja.cambiados))
    elif hoja.leido.borrado and not leido.borrado:
        estado.mensaje = MensajeVisto()
    nueva, tomados = hojas.al_dia(hoja, leido)
    novedades = {**mesa.novedades, **tomados}
    estado.mesa = replace(mesa, hoja=nueva, novedades=novedades)
    estado.ficha = vistas.a_la_medida(
        replace(estado.ficha, novedad=cambiaron(novedades)), nueva.valores
    )
    await juzgar(estado)
    pintar(estado)
    return True


async def senalar(estado: "FormularioState") -> rx.event.EventSpec:
    """Show every finding, and lead the focus to the first error."""
    estado.mesa = replace(estado.mesa, tocados=frozenset(juicio.BLANCO))
    await juzgar(estado)
    pintar(estado)
    campo = vistas.primer_error(estado.hallazgos) or "rfc"
    estado.ficha = vistas.con_campo_a_la_vista(estado.ficha, campo)
    return rx.set_focus(f"campo-{campo}")


def pintar(estado: "FormularioState") -> None:
    """Show the sheet as it is now."""
    mesa = estado.mesa
    estado.campos = vistas.campos_vistos(mesa.hoja, mesa.vueltas, mesa.novedades)
    estado.choques = vistas.choques_vistos(mesa.hoja)


async def reabrir(estado: "FormularioState") -> list[rx.event.EventSpec]:
    """Open anew on the same client as it is stored now, without what was typed."""
    try:
        await empezar(estado, estado.mesa.hoja.cliente_id)
    except NoEncontrado:
        return cerrar(estado)
    return [rx.call_script(borradores.OLVIDAR)]
