"""Saving the drawer, the choice between two people's values, and leaving it."""

from collections.abc import Iterable
from typing import Any

import reflex as rx

from clientes_app.domain.roles import Rol
from clientes_app.live.threads import in_thread
from clientes_app.services.clientes import clientes
from clientes_app.services.errors import (
    Ajeno,
    CamposEnChoque,
    ClienteBorrado,
    ClienteRepetido,
    DatosInvalidos,
    MezclaInvalida,
    NoEncontrado,
)
from clientes_app.services.resources import shared_engine
from clientes_app.ui.clientes.drawer import calls as juicio
from clientes_app.ui.clientes.drawer import memory as hojas
from clientes_app.ui.clientes.drawer import shown as vistas
from clientes_app.ui.clientes.drawer import steps as pasos
from clientes_app.ui.clientes.drawer.sentences import cambiaron
from clientes_app.ui.clientes.drawer.shown import MensajeVisto
from clientes_app.ui.clientes.drawer.state import FormularioState, Respuesta
from clientes_app.ui.shell.caller import actor_actual
from clientes_app.ui.shell.guard import puerta

_YA_NO_EXISTE = "Ese cliente ya no existe."


class GuardadoState(rx.State):
    """One saving: whether somebody chooses between values, what they chose (field to side).

    `vez` numbers the times that somebody was asked: with another one the page begins anew.
    """

    eligiendo: bool = False
    elecciones: dict[str, str] = {}
    faltan: int = 0
    vez: int = 0

    @rx.event
    @puerta(Rol.EDITOR)
    async def guardar(self, borrador: dict[str, Any] | None) -> Respuesta:
        """Store the client; a refusal is told beside its field, with the focus on the first."""
        cajon = await self.get_state(FormularioState)
        try:
            if not await pasos.recibir(cajon, borrador):
                return None
        except NoEncontrado:
            return rx.toast.error(_YA_NO_EXISTE)
        return await self._guardar(cajon)

    @rx.event
    @puerta(Rol.EDITOR)
    async def elegir(self, campo: str, lado: str) -> None:
        """Choose between the two values of a field: «propio» or «guardado»."""
        cajon = await self.get_state(FormularioState)
        self.elecciones = {**self.elecciones, campo: lado}
        self.faltan = len(set(cajon.mesa.hoja.en_choque) - set(self.elecciones))

    @rx.event
    @puerta(Rol.EDITOR)
    async def decidir(self) -> Respuesta:
        """Save with what was chosen; what was not is asked again."""
        cajon = await self.get_state(FormularioState)
        for campo in cajon.mesa.hoja.en_choque:
            if campo in self.elecciones:
                self._quedarse(cajon, campo, self.elecciones[campo])
        self.eligiendo, self.elecciones = False, {}
        return await self._guardar(cajon) if cajon.abierto else None

    @rx.event
    @puerta(Rol.EDITOR)
    def posponer(self) -> None:
        """Go back to the drawer without having chosen."""
        self.eligiendo, self.elecciones = False, {}

    @rx.event
    @puerta(Rol.EDITOR)
    async def quedarse(self, campo: str, lado: str) -> None:
        """Choose beside the field, without saving yet."""
        cajon = await self.get_state(FormularioState)
        if campo in cajon.mesa.hoja.en_choque:
            self._quedarse(cajon, campo, lado)
            await pasos.juzgar(cajon)
            pasos.pintar(cajon)

    @rx.event
    @puerta(Rol.LECTOR)
    async def cerrar(self, borrador: dict[str, Any] | None) -> Respuesta:
        """Close, unless something typed would be lost: then ask first."""
        cajon = await self.get_state(FormularioState)
        try:
            if not await pasos.recibir(cajon, borrador):
                return None
        except NoEncontrado:
            return pasos.cerrar(cajon)
        if cajon.mesa.hoja.cambiados:
            cajon.preguntando = True
            return None
        return pasos.cerrar(cajon)

    @rx.event
    @puerta(Rol.LECTOR)
    async def responder(self, descartar: bool) -> Respuesta:
        """Answer whether what was typed may be lost."""
        cajon = await self.get_state(FormularioState)
        cajon.preguntando = False
        return pasos.cerrar(cajon) if descartar and cajon.abierto else None

    @rx.event
    @puerta(Rol.EDITOR)
    async def resolver(self, accion: str) -> Respuesta:
        """Do what the message over the fields offers: bring the client back, or start over."""
        cajon = await self.get_state(FormularioState)
        if not cajon.abierto:
            return None
        if accion == "descartar":
            return await pasos.reabrir(cajon)
        actor, cliente_id = await actor_actual(), cajon.mesa.hoja.cliente_id
        try:
            await in_thread(clientes.restaurar, shared_engine(), actor, cliente_id)
            await pasos.ponerse_al_dia(cajon)
        except ClienteRepetido as error:
            return rx.toast.error(f"No se restauró: {error.nombre} tiene ahora ese RFC.")
        except NoEncontrado:
            return [rx.toast.error(_YA_NO_EXISTE), *pasos.cerrar(cajon)]
        cajon.mensaje = MensajeVisto()
        return rx.toast.success("El cliente está de nuevo en la lista.")

    def _quedarse(self, cajon: FormularioState, campo: str, lado: str) -> None:
        hoja = hojas.decidida(cajon.mesa.hoja, campo, propio=lado == "propio")
        cajon.mesa = pasos.con_hoja(cajon.mesa, hoja)

    async def _guardar(self, cajon: FormularioState) -> Respuesta:
        hoja = cajon.mesa.hoja
        orden = (await actor_actual(), hoja.cliente_id, hoja.base, hoja.valores)
        try:
            hecho = await in_thread(juicio.guardar, *orden)
        except (DatosInvalidos, ClienteRepetido):
            return await pasos.senalar(cajon)
        except MezclaInvalida as error:
            await pasos.ponerse_al_dia(cajon)
            cajon.mensaje = vistas.no_van_juntos(_autores(error.ajenos))
            return await pasos.senalar(cajon)
        except CamposEnChoque as error:
            return await self._preguntar(cajon, error)
        except ClienteBorrado:
            if not await pasos.ponerse_al_dia(cajon):
                cajon.mensaje = vistas.EN_PAPELERA
            return None
        except NoEncontrado:
            return rx.toast.error(_YA_NO_EXISTE)
        dicho = f"Se guardó {hecho.cliente.datos.nombre}."
        return [rx.toast.success(f"{dicho} {_autores(hecho.ajenos)}"), *pasos.cerrar(cajon)]

    async def _preguntar(self, cajon: FormularioState, error: CamposEnChoque) -> None:
        await pasos.ponerse_al_dia(cajon)
        propios = {choque.campo: choque.propio for choque in error.choques}
        cajon.mesa = pasos.con_hoja(cajon.mesa, hojas.con_valores(cajon.mesa.hoja, propios))
        pasos.pintar(cajon)
        self.eligiendo = True
        volver_a_elegir(self, cajon)


def volver_a_elegir(guardado: GuardadoState, cajon: FormularioState) -> None:
    """Let the person choose anew: what is stored changed once more while they did."""
    guardado.eligiendo = guardado.eligiendo and bool(cajon.choques)
    guardado.elecciones, guardado.faltan = {}, len(cajon.choques)
    guardado.vez += 1


def _autores(ajenos: Iterable[Ajeno]) -> str:
    return cambiaron({ajeno.campo: ajeno.quien for ajeno in ajenos})
