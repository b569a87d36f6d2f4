"""The steps «Para dejar la cuenta lista» in words."""

from dataclasses import dataclass

from clientes_app import routes
from clientes_app.domain.catalogos import estado_de_cp, nombre_estado
from clientes_app.domain.plurales import cuantos
from clientes_app.services.preparacion import Preparacion
from clientes_app.services.respaldo.respaldos import EstadoDeRespaldos


@dataclass(frozen=True)
class PasoVisto:
    """A step: `lugar` is the page where it is done, `accion` what its link says there.

    `de_que` ends the link for whoever hears it without the line around it.
    """

    numero: str
    titulo: str
    texto: str
    hecho: bool
    accion: str
    de_que: str
    lugar: str


def pasos_vistos(como_va: Preparacion) -> tuple[PasoVisto, ...]:
    """Make the steps, those that are done in their places too."""
    cp, rfc = como_va.cp_expedicion, como_va.rfc_propio
    return (
        PasoVisto(
            numero="1",
            titulo="Nombre de la cuenta",
            texto=como_va.nombre,
            hecho=como_va.con_nombre,
            accion="Cambiar",
            de_que="el nombre de la cuenta",
            lugar=routes.CUENTA_DATOS,
        ),
        PasoVisto(
            numero="2",
            titulo="Código postal de expedición",
            texto=_del_cp(cp) if cp else "Es el que llevan los clientes con RFC genérico.",
            hecho=cp != "",
            accion="Cambiar" if cp else "Poner código postal",
            de_que="el código postal de expedición" if cp else "de expedición",
            lugar=routes.CUENTA_DATOS,
        ),
        PasoVisto(
            numero="3",
            titulo="RFC propio",
            texto=rfc or "Para no tomarlo como cliente al leer sus facturas.",
            hecho=rfc != "",
            accion="Cambiar" if rfc else "Poner RFC",
            de_que="el RFC propio" if rfc else "propio",
            lugar=routes.CUENTA_DATOS,
        ),
        PasoVisto(
            numero="4",
            titulo="Su equipo",
            texto=_del_equipo(como_va),
            hecho=como_va.con_equipo,
            accion="Ver usuarios" if como_va.con_equipo else "Invitar",
            de_que="de la cuenta" if como_va.con_equipo else "a su equipo",
            lugar=routes.CUENTA_USUARIOS,
        ),
        PasoVisto(
            numero="5",
            titulo="Primer respaldo",
            texto=_del_respaldo(como_va.respaldos),
            hecho=como_va.respaldos.ultimo is not None and not como_va.respaldos.hay_que_ver,
            accion="Ver respaldos",
            de_que="",
            lugar=routes.CUENTA_DATOS,
        ),
    )


def _del_cp(cp: str) -> str:
    estado = estado_de_cp(cp)
    return f"{cp}, {nombre_estado(estado)}" if estado else cp


def _del_equipo(como_va: Preparacion) -> str:
    if not como_va.con_equipo:
        return "Invite con un enlace a quien edita o solo consulta."
    dichas = [cuantos(como_va.personas, "persona en la cuenta", "personas en la cuenta")]
    if como_va.invitadas:
        dichas.append(cuantos(como_va.invitadas, "enlace sin usar", "enlaces sin usar"))
    return ", ".join(dichas)


def _del_respaldo(estado: EstadoDeRespaldos) -> str:
    if estado.hay_que_ver:
        return "Algo falta con los respaldos: véalo en «Cuenta»."
    if not estado.programados and estado.ultimo is None:
        return "Los respaldos programados están apagados en este servidor: pida que los enciendan."
    if estado.ultimo is None:
        return "El servidor hace el primero solo, dentro de una hora."
    return "Hay una copia de todo: cuentas, clientes, historial y usuarios."
