"""The drawer: one client being added or edited in one tab."""

from dataclasses import replace

import reflex as rx

from clientes_app.domain.roles import Rol
from clientes_app.services import clientes
from clientes_app.services.errors import (
    ClienteBorrado,
    ClienteRepetido,
    DatosInvalidos,
    EdicionSimultanea,
    NoEncontrado,
)
from clientes_app.services.recursos import motor
from clientes_app.state import formulario_juicio as juicio
from clientes_app.state import formulario_vistas as vistas
from clientes_app.state.direccion import NUEVO, cliente_de, consulta_de, direccion
from clientes_app.state.formulario_vistas import (
    AyudasVista,
    FichaVista,
    HallazgoVisto,
    MensajeVisto,
)
from clientes_app.state.guarda import puerta
from clientes_app.state.hilo import en_hilo
from clientes_app.state.presencia_mesa import mesa, pestana_de
from clientes_app.state.sesion import actor_actual, cuenta_actual

Respuesta = rx.event.EventSpec | list[rx.event.EventSpec] | None


class FormularioState(rx.State):
    """Values, findings and help of the client in the drawer; the address says which one."""

    abierto: bool = False
    preguntando: bool = False
    ficha: FichaVista = FichaVista()
    valores: dict[str, str] = {}
    vueltas: dict[str, int] = {}
    hallazgos: dict[str, list[HallazgoVisto]] = {}
    ayudas: AyudasVista = AyudasVista()
    mensaje: MensajeVisto = MensajeVisto()
    _leido: juicio.Leido = juicio.leer(0, 0)
    _tocados: set[str] = set()

    @rx.event
    @puerta(Rol.LECTOR)
    async def abrir(self) -> Respuesta:
        """Show the client that the address names, or close."""
        dicho = cliente_de(self.router.url.query_parameters)
        pedido = None if dicho is None else 0 if dicho == NUEVO else int(dicho)
        if self.abierto and pedido == self._leido.cliente_id:
            # The list moved beneath, or the connection came back: what was typed stays.
            return None
        if self.abierto and self._cambiado(self.valores):
            # Somebody went back in the browser: ask before what was typed is lost.
            self.preguntando = True
            return rx.redirect(self._direccion(self._leido.cliente_id or NUEVO))
        if pedido is None:
            self.abierto = False
            return None
        try:
            await self._empezar(pedido)
        except NoEncontrado:
            return rx.redirect(self._direccion(), replace=True)
        return None

    @rx.event
    @puerta(Rol.LECTOR)
    async def revisar(self, campo: str, valor: str, sale: bool, serie: int) -> None:
        """Take over a field; once it was left (`sale`) its findings are shown.

        `serie` is the field's own number of this telling: with it the field knows what is answered.
        """
        if campo not in juicio.BLANCO:
            return
        self.valores = vistas.con_generico({**self.valores, **vistas.solo_campos({campo: valor})})
        if sale:
            self._tocados.add(campo)
        await self._revisar(adoptar=campo if sale else "")
        self.vueltas = {**self.vueltas, campo: serie}
        if self._cambiado(self.valores):
            mesa.editando(pestana_de(self), self._leido.cliente_id)

    @rx.event
    @puerta(Rol.LECTOR)
    async def aplicar(self, campo: str, codigo: str) -> None:
        """Put into a field what a finding's button promised."""
        hallado = await en_hilo(juicio.juzgar, await cuenta_actual(), self.valores, 0)
        for problema in hallado.validacion.problemas:
            if (problema.campo, problema.codigo) == (campo, codigo) and problema.arreglo:
                self.valores = {**self.valores, campo: problema.arreglo}
        await self._revisar(adoptar=campo)

    @rx.event
    @puerta(Rol.LECTOR)
    def mostrar(self, que: str) -> None:
        """Open another e-mail field, or the optional part (and close it again)."""
        self.ficha = vistas.con_mas(self.ficha, que)

    @rx.event
    @puerta(Rol.EDITOR)
    async def guardar(self, datos: dict[str, str]) -> Respuesta:
        """Store the client; a refusal is told beside its field, with the focus on the first."""
        if not self.abierto:
            return None
        self.valores = vistas.con_generico({**self.valores, **vistas.solo_campos(datos)})
        return await self._guardar()

    @rx.event
    @puerta(Rol.LECTOR)
    def cerrar(self, datos: dict[str, str]) -> Respuesta:
        """Close, unless something typed would be lost: then ask first."""
        if self._cambiado({**self.valores, **vistas.solo_campos(datos)}):
            self.preguntando = True
            return None
        return self._cerrar()

    @rx.event
    @puerta(Rol.LECTOR)
    def responder(self, descartar: bool) -> Respuesta:
        """Answer whether what was typed may be lost."""
        self.preguntando = False
        return self._cerrar() if descartar else None

    @rx.event
    @puerta(Rol.EDITOR)
    async def resolver(self, accion: str) -> Respuesta:
        """Do what the person chose after somebody else changed or deleted the client."""
        cliente_id, actor = self._leido.cliente_id, await actor_actual()
        try:
            if accion == "recargar":
                await self._empezar(cliente_id)
                return None
            if accion == "restaurar":
                await en_hilo(clientes.restaurar, motor(), actor, cliente_id)
            actual = await en_hilo(juicio.leer, actor.cuenta_id, cliente_id)
        except ClienteRepetido as error:
            return rx.toast.error(f"No se restauró: {error.nombre} tiene ahora ese RFC.")
        except NoEncontrado:
            return self._cerrar()
        self._leido = replace(self._leido, version=actual.version)
        self.mensaje = MensajeVisto()
        return await self._guardar() if accion == "imponer" else None

    def _direccion(self, cliente: int | str | None = None) -> str:
        return direccion(consulta_de(self.router.url.query_parameters), cliente=cliente)

    def _cambiado(self, valores: dict[str, str]) -> bool:
        inicial = self._leido.valores
        return any(valores[campo].strip() != inicial[campo] for campo in inicial)

    def _cerrar(self) -> rx.event.EventSpec:
        self.abierto = self.preguntando = False
        return rx.redirect(self._direccion())

    async def _empezar(self, cliente_id: int) -> None:
        self._leido = await en_hilo(juicio.leer, await cuenta_actual(), cliente_id)
        self._tocados = set()
        self.valores, self.hallazgos = self._leido.valores, {}
        self.vueltas = dict.fromkeys(juicio.BLANCO, 0)
        self.ficha = vistas.ficha_nueva(self.ficha, self.valores, nuevo=not cliente_id)
        self.ayudas = vistas.ayudas(self.valores)
        self.mensaje = vistas.EN_PAPELERA if self._leido.borrado else MensajeVisto()
        self.preguntando, self.abierto = False, True

    async def _revisar(self, *, adoptar: str = "") -> None:
        """Judge anew; `adoptar` names the field that takes over its normalised form."""
        orden = (await cuenta_actual(), self.valores, self._leido.cliente_id, adoptar)
        self.valores, hallado = await en_hilo(juicio.juzgar_adoptando, *orden)
        vistos = vistas.hallazgos_vistos(hallado.validacion.problemas)
        self.hallazgos = {campo: vistos[campo] for campo in vistos if campo in self._tocados}
        self.ayudas = vistas.ayudas(self.valores, otro=hallado.otro)

    async def _guardar(self) -> Respuesta:
        orden = (await actor_actual(), self._leido.cliente_id, self._leido.version, self.valores)
        try:
            guardado = await en_hilo(juicio.guardar, *orden)
        except (DatosInvalidos, ClienteRepetido):
            return await self._senalar()
        except EdicionSimultanea:
            self.mensaje = vistas.CHOQUE
            return None
        except ClienteBorrado:
            self.mensaje = vistas.EN_PAPELERA
            return None
        except NoEncontrado:
            return rx.toast.error("Ese cliente ya no existe.")
        return [rx.toast.success(f"Se guardó {guardado.datos.nombre}."), self._cerrar()]

    async def _senalar(self) -> rx.event.EventSpec:
        """Show every finding, and lead the focus to the first error."""
        self._tocados = set(juicio.BLANCO)
        await self._revisar()
        campo = vistas.primer_error(self.hallazgos) or "rfc"
        self.ficha = vistas.con_campo_a_la_vista(self.ficha, campo)
        return rx.set_focus(f"campo-{campo}")
