"""What the frame of every page shows: the account in use, and whether a process is running."""

import reflex as rx

from clientes_app.services import cuentas
from clientes_app.services.procesos import Estado, PaginaDeProcesos
from clientes_app.services.recursos import motor
from clientes_app.state.hilo import en_hilo
from clientes_app.state.procesos_observador import observador
from clientes_app.state.sesion import cuenta_actual


def resumir(pagina: PaginaDeProcesos) -> tuple[str, int]:
    """What the sign says, and how far it is in percent; ("", 0) while nothing runs."""
    activos = [proceso for proceso in pagina.filas if not proceso.ha_terminado]
    if not activos:
        return "", 0
    actual = next((p for p in activos if p.estado is Estado.PROCESANDO), activos[-1])
    if len(activos) > 1:
        return f"{len(activos)} procesos en marcha", int(actual.avance * 100)
    return f"{actual.etiqueta}: {actual.archivo}", int(actual.avance * 100)


class IndicadorState(rx.State):
    """The name of the account; the sign of a running process: its words ("" for none), its bar."""

    cuenta: str = ""
    texto: str = ""
    porcentaje: int = 0

    @rx.event(background=True)
    async def seguir(self) -> None:
        """Keep name and sign true; ends when the tab goes to another page or is closed."""
        cuenta_id = await cuenta_actual()
        cuenta = await en_hilo(cuentas.obtener, motor(), cuenta_id)
        async with self:
            self.cuenta = cuenta.nombre
        vista: PaginaDeProcesos | None = None
        while True:
            vista = await observador.despues_de(cuenta_id, vista)
            texto, porcentaje = resumir(vista)
            async with self:
                if (texto, porcentaje) != (self.texto, self.porcentaje):
                    self.texto, self.porcentaje = texto, porcentaje
