"""The drawer: one client being added or edited in one tab."""

from typing import Any

import reflex as rx

from clientes_app.domain.roles import Rol
from clientes_app.live.presence_board import mesa as presencias
from clientes_app.live.presence_board import pestana_de
from clientes_app.live.threads import in_thread
from clientes_app.services.errors import NoEncontrado
from clientes_app.ui.clientes.drawer import calls as juicio
from clientes_app.ui.clientes.drawer import draft as borradores
from clientes_app.ui.clientes.drawer import shown as vistas
from clientes_app.ui.clientes.drawer import steps as pasos
from clientes_app.ui.clientes.drawer.memory import Escrito, Hoja, con_valores
from clientes_app.ui.clientes.drawer.shown import (
    AyudasVista,
    CampoVisto,
    ChoqueVisto,
    FichaVista,
    HallazgoVisto,
    MensajeVisto,
)
from clientes_app.ui.clientes.drawer.steps import Mesa
from clientes_app.ui.shell.caller import cuenta_actual
from clientes_app.ui.shell.guard import puerta
from clientes_app.ui.shell.keep_shown import al_reconectar, reemplaza

Respuesta = rx.event.EventSpec | list[rx.event.EventSpec] | None


class FormularioState(rx.State):
    """Values, findings and help of the client in the drawer; the address says which one."""

    abierto: bool = False
    preguntando: bool = False
    ficha: FichaVista = FichaVista()
    campos: dict[str, CampoVisto] = vistas.campos_vistos(Hoja(), {}, ())
    hallazgos: dict[str, list[HallazgoVisto]] = {}
    ayudas: AyudasVista = AyudasVista()
    choques: list[ChoqueVisto] = []
    mensaje: MensajeVisto = MensajeVisto()
    _mesa: Mesa = Mesa()

    @property
    def mesa(self) -> Mesa:
        """What the server remembers of the drawer."""
        return self._mesa

    @mesa.setter
    def mesa(self, mesa: Mesa) -> None:
        self._mesa = mesa

    @rx.event
    @puerta(Rol.LECTOR)
    async def abrir(self) -> Respuesta:
        """Show the client that the address names, or close."""
        pedido, hoja = pasos.pedido(self), self._mesa.hoja
        if pedido is None and not self.abierto:
            if not self._mesa.empezada:
                pasos.despejar(self)
            return None
        if not self._mesa.empezada or (self.abierto and pedido == hoja.cliente_id):
            # A reload, the connection or the server is back: the page may know more.
            return rx.call_script(borradores.LEER, callback=FormularioState.recuperar)
        if self.abierto and hoja.cambiados:
            # Somebody went back in the browser: ask before what was typed is lost.
            self.preguntando = True
            return rx.redirect(pasos.destino(self, hoja.cliente_id))
        if pedido is None:
            self.abierto = False
            return rx.call_script(borradores.OLVIDAR)
        try:
            await pasos.empezar(self, pedido)
        except NoEncontrado:
            return rx.redirect(pasos.destino(self), replace=True)
        return None

    @rx.event
    @puerta(Rol.LECTOR)
    async def recuperar(self, borrador: dict[str, Any] | None) -> Respuesta:
        """Open with what the page kept of this client, or go on with it."""
        try:
            await pasos.recibir(self, borrador)
        except NoEncontrado:
            pasos.despejar(self)
            return rx.redirect(pasos.destino(self), replace=True)
        self._decir_que_edita()
        if borrador is not None and borrador.get("dueno") != self.ficha.dueno:
            # Somebody else typed it in this tab: nobody gets to see it.
            return rx.call_script(borradores.OLVIDAR)
        return None

    @rx.event
    @puerta(Rol.LECTOR)
    async def revisar(self, campo: str, valor: str, sale: bool, serie: int, vista: int) -> None:
        """Take over a field; once it was left (`sale`) its findings are shown.

        `serie` is the field's own number of this telling: with it the field knows what is
        answered. `vista` is the version of the client that the field was based on.
        """
        if campo in juicio.BLANCO and self.abierto:
            texto = valor[: borradores.LARGO_MAXIMO]
            await pasos.escribir(self, campo, Escrito(texto, vista, serie), sale=sale)
            self._decir_que_edita()

    @rx.event
    @puerta(Rol.LECTOR)
    async def aplicar(self, campo: str, codigo: str) -> None:
        """Put into a field what a finding's button promised."""
        if not self.abierto:
            return
        mesa = self._mesa
        orden = (await cuenta_actual(), mesa.hoja.valores, 0)
        hallado = await in_thread(juicio.juzgar, *orden)
        for problema in hallado.validacion.problemas:
            if (problema.campo, problema.codigo) == (campo, codigo) and problema.arreglo:
                self.mesa = pasos.con_hoja(mesa, con_valores(mesa.hoja, {campo: problema.arreglo}))
        await pasos.juzgar(self, adoptar=campo)
        pasos.pintar(self)

    @rx.event
    @puerta(Rol.LECTOR)
    def mostrar(self, que: str) -> None:
        """Open another e-mail field, or the optional part (and close it again)."""
        if self.abierto:
            self.ficha = vistas.con_mas(self.ficha, que)

    def _decir_que_edita(self) -> None:
        if self._mesa.hoja.cambiados:
            presencias.editando(
                pestana_de(self.router.session.client_token), self._mesa.hoja.cliente_id
            )

    @reemplaza
    def dict(self, *args: Any, initial: bool = False, **kwargs: Any) -> dict[str, Any]:
        """Say nothing to a page that may have a drawer open before anything is known of it."""
        todo = super().dict(*args, initial=initial, **kwargs)
        return al_reconectar(self, todo, sabe=self._mesa.empezada, initial=initial)
