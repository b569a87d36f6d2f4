"""The drawer: one client being added or edited in one tab."""

from collections.abc import Mapping
from dataclasses import replace

import reflex as rx

from clientes_app.domain.cliente import DatosCliente, Validacion, validar
from clientes_app.domain.rfc_estructura import GENERICOS
from clientes_app.services import clientes
from clientes_app.services.errors import (
    ClienteBorrado,
    ClienteRepetido,
    DatosInvalidos,
    EdicionSimultanea,
    NoEncontrado,
)
from clientes_app.services.recursos import motor
from clientes_app.state import formulario_vistas as vistas
from clientes_app.state.direccion import NUEVO, cliente_de, consulta_de, direccion
from clientes_app.state.formulario_vistas import (
    AyudasVista,
    FichaVista,
    HallazgoVisto,
    MensajeVisto,
)
from clientes_app.state.hilo import en_hilo
from clientes_app.state.sesion import actor_actual, cuenta_actual

_CHOQUE = MensajeVisto(
    "Alguien más cambió este cliente mientras usted lo editaba.",
    [("recargar", "Ver lo guardado"), ("imponer", "Guardar lo mío")],
)
_EN_PAPELERA = MensajeVisto("Este cliente está en la papelera.", [("restaurar", "Restaurarlo")])
_BLANCO = DatosCliente().como_dict()


def _juzgar(
    cuenta_id: int, valores: Mapping[str, str], cliente_id: int
) -> tuple[Validacion, clientes.ClienteGuardado | None]:
    """Judge values, and find another client that has their RFC."""
    validacion = validar(valores, clientes.contexto(motor(), cuenta_id))
    rfc = validacion.datos.rfc
    otro = None if not rfc or rfc in GENERICOS else clientes.por_rfc(motor(), cuenta_id, rfc)
    return validacion, None if otro is None or otro.id == cliente_id else otro


class FormularioState(rx.State):
    """Values, findings and help of the client in the drawer; the address says which one."""

    abierto: bool = False
    preguntando: bool = False
    ficha: FichaVista = FichaVista()
    valores: dict[str, str] = {}
    hallazgos: dict[str, list[HallazgoVisto]] = {}
    ayudas: AyudasVista = AyudasVista()
    mensaje: MensajeVisto = MensajeVisto()
    _cliente_id: int = 0
    _version: int = 0
    _inicial: dict[str, str] = {}
    _tocados: set[str] = set()

    @rx.event
    async def abrir(self) -> rx.event.EventSpec | None:
        """Show the client that the address names, or close."""
        dicho = cliente_de(self.router.url.query_parameters)
        if dicho is None:
            self.abierto = self.preguntando = False
            return None
        pedido = 0 if dicho == NUEVO else int(dicho)
        if self.abierto and pedido == self._cliente_id:
            # The list moved beneath, or the connection came back: what was typed stays.
            return None
        try:
            await self._empezar(pedido)
        except NoEncontrado:
            return rx.redirect(self._lista(), replace=True)
        return None

    @rx.event
    async def revisar(self, campo: str, valor: str, sale: bool) -> None:
        """Take over a field; once it was left (`sale`) its findings are shown."""
        if campo not in _BLANCO:
            return
        self.valores = vistas.con_generico({**self.valores, **vistas.solo_campos({campo: valor})})
        if sale:
            self._tocados.add(campo)
        await self._revisar(adoptar=campo if sale else "")

    @rx.event
    async def aplicar(self, campo: str, codigo: str) -> None:
        """Put into a field what a finding's button promised."""
        validacion, _ = await en_hilo(_juzgar, await cuenta_actual(), self.valores, 0)
        for problema in validacion.problemas:
            if (problema.campo, problema.codigo) == (campo, codigo) and problema.arreglo:
                self.valores = {**self.valores, campo: problema.arreglo}
        await self._revisar(adoptar=campo)

    @rx.event
    def mostrar(self, que: str) -> None:
        """Open another e-mail field, or the optional part (and close it again)."""
        if que == "correo":
            correos = min(self.ficha.correos + 1, len(vistas.CORREOS))
            self.ficha = replace(self.ficha, correos=correos)
        elif que == "opcionales":
            self.ficha = replace(self.ficha, opcionales=not self.ficha.opcionales)

    @rx.event
    async def guardar(self, datos: dict[str, str]) -> rx.event.EventSpec | list | None:
        """Store the client; a refusal is told beside its field, with the focus on the first."""
        if not self.abierto:
            return None
        self.valores = vistas.con_generico({**self.valores, **vistas.solo_campos(datos)})
        return await self._guardar()

    @rx.event
    async def cerrar(self, datos: dict[str, str]) -> rx.event.EventSpec | None:
        """Close, unless something typed would be lost: then ask first."""
        actual = {**self.valores, **vistas.solo_campos(datos)}
        if any(actual[campo].strip() != valor for campo, valor in self._inicial.items()):
            self.preguntando = True
            return None
        return rx.redirect(self._lista())

    @rx.event
    def responder(self, descartar: bool) -> rx.event.EventSpec | None:
        """Answer whether what was typed may be lost."""
        self.preguntando = False
        if not descartar:
            return None
        self.abierto = False
        return rx.redirect(self._lista())

    @rx.event
    async def resolver(self, accion: str) -> rx.event.EventSpec | list | None:
        """Do what the person chose after somebody else changed or deleted the client."""
        try:
            if accion == "recargar":
                await self._empezar(self._cliente_id)
                return None
            if accion == "restaurar":
                actor = await actor_actual()
                vuelto = await en_hilo(clientes.restaurar, motor(), actor, self._cliente_id)
            else:
                cuenta_id = await cuenta_actual()
                vuelto = await en_hilo(clientes.obtener, motor(), cuenta_id, self._cliente_id)
        except ClienteRepetido as error:
            return rx.toast.error(f"No se restauró: {error.nombre} tiene ahora ese RFC.")
        except NoEncontrado:
            return rx.redirect(self._lista(), replace=True)
        self._version = vuelto.version
        self.mensaje = MensajeVisto()
        return await self._guardar() if accion == "imponer" else None

    def _lista(self) -> str:
        return direccion(consulta_de(self.router.url.query_parameters))

    async def _empezar(self, cliente_id: int) -> None:
        inicial, version, mensaje = dict(_BLANCO), 0, MensajeVisto()
        if cliente_id:
            guardado = await en_hilo(clientes.obtener, motor(), await cuenta_actual(), cliente_id)
            inicial, version = guardado.datos.como_dict(), guardado.version
            mensaje = _EN_PAPELERA if guardado.borrado else mensaje
        self._cliente_id, self._version, self._inicial = cliente_id, version, inicial
        self._tocados = set()
        self.ficha = FichaVista(
            numero=self.ficha.numero + 1,
            titulo="Editar Cliente" if cliente_id else "Agregar Cliente",
            correos=vistas.correos_dados(inicial),
            opcionales=vistas.hay_opcionales(inicial),
        )
        self.valores, self.hallazgos, self.mensaje = inicial, {}, mensaje
        self.ayudas = vistas.ayudas(inicial)
        self.preguntando = False
        self.abierto = True

    async def _revisar(self, *, adoptar: str = "", todos: bool = False) -> None:
        """Judge anew; `adoptar` names the field that takes over its normalised form."""
        cuenta_id = await cuenta_actual()
        validacion, otro = await en_hilo(_juzgar, cuenta_id, self.valores, self._cliente_id)
        normal = getattr(validacion.datos, adoptar, "") if adoptar else ""
        if normal and normal != self.valores[adoptar]:
            self.valores = {**self.valores, adoptar: normal}
            validacion, otro = await en_hilo(_juzgar, cuenta_id, self.valores, self._cliente_id)
        vistos = vistas.hallazgos_vistos(validacion.problemas)
        if not todos:
            vistos = {campo: vistos[campo] for campo in vistos if campo in self._tocados}
        self.hallazgos = vistos
        self.ayudas = vistas.ayudas(
            self.valores,
            repetido=otro.datos.nombre if otro else "",
            destino=direccion(consulta_de({}), cliente=otro.id) if otro else "",
        )
        self.ficha = replace(self.ficha, vuelta=self.ficha.vuelta + 1)

    async def _guardar(self) -> rx.event.EventSpec | list | None:
        actor = await actor_actual()
        try:
            if self._cliente_id:
                orden = (self._cliente_id, self._version, self.valores)
                guardado = await en_hilo(clientes.editar, motor(), actor, *orden)
            else:
                guardado = await en_hilo(clientes.alta, motor(), actor, self.valores)
        except (DatosInvalidos, ClienteRepetido):
            return await self._senalar()
        except EdicionSimultanea:
            self.mensaje = _CHOQUE
            return None
        except ClienteBorrado:
            self.mensaje = _EN_PAPELERA
            return None
        except NoEncontrado:
            return rx.toast.error("Ese cliente ya no existe.")
        self.abierto = False
        return [rx.toast.success(f"Se guardó {guardado.datos.nombre}."), rx.redirect(self._lista())]

    async def _senalar(self) -> rx.event.EventSpec | None:
        """Show every finding, and lead the focus to the first error."""
        self._tocados = set(_BLANCO)
        await self._revisar(todos=True)
        campo = vistas.primer_error(self.hallazgos) or "rfc"
        self.ficha = replace(
            self.ficha,
            correos=max(self.ficha.correos, 1 + vistas.CORREOS.index(campo))
            if campo in vistas.CORREOS
            else self.ficha.correos,
            opcionales=self.ficha.opcionales or campo in vistas.DIRECCION + vistas.DE_EXTRANJERO,
        )
        return rx.set_focus(f"campo-{campo}")
