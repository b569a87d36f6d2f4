"""What «Ir a…» shows of the clients that were found: texts, ready to be read."""

from dataclasses import dataclass

from clientes_app.domain.cliente import DatosCliente
from clientes_app.domain.marcas import trozos
from clientes_app.routes import ficha
from clientes_app.services.clientes.clientes import (
    ClienteGuardado,
    Consulta,
    Pagina,
    palabras_de,
)
from clientes_app.ui.clientes.lista.rows import Trozo, cuantos, hallados

FILAS = 5
"""So many clients are offered; the list has the others."""


@dataclass(frozen=True)
class ClienteHallado:
    """A client to go to; `ficha` is the address of its card, without the account."""

    ficha: str
    nombre: tuple[Trozo, ...]
    detalle: tuple[Trozo, ...]


@dataclass(frozen=True)
class Hallado:
    """The answer to asking number `vez`.

    `dicho` says how many were found; `de_cuantos` as well, but only where more were than are shown.
    `fallo`: the database did not answer.
    """

    vez: int = 0
    filas: tuple[ClienteHallado, ...] = ()
    dicho: str = ""
    de_cuantos: str = ""
    fallo: bool = False


def hallado(vez: int, consulta: Consulta, pagina: Pagina) -> Hallado:
    """Make the answer of a search."""
    palabras = palabras_de(consulta.texto)
    filas = tuple(_cliente(cliente, palabras) for cliente in pagina.filas[:FILAS])
    hay_mas = pagina.hay_mas_de or pagina.total > len(filas)
    return Hallado(
        vez=vez,
        filas=filas,
        dicho=hallados(pagina),
        de_cuantos=f"{len(filas)} de {cuantos(pagina)}" if hay_mas else "",
    )


def _cliente(cliente: ClienteGuardado, palabras: tuple[str, ...]) -> ClienteHallado:
    nombre = cliente.datos.nombre
    return ClienteHallado(
        ficha=ficha(cliente.id),
        nombre=_marcado(nombre, palabras),
        detalle=_marcado(_detalle(cliente.datos, palabras), palabras),
    )


def _detalle(datos: DatosCliente, palabras: tuple[str, ...]) -> str:
    """RFC, régimen and CP, and the e-mail where nothing else says why the client was found."""
    detalle = f"{datos.rfc} · {datos.regimen_fiscal} · {datos.codigo_postal}"
    if trozos(f"{datos.nombre} {detalle}", palabras):
        return detalle
    correos = (datos.email, datos.email_adicional_1, datos.email_adicional_2)
    return " · ".join((detalle, *(correo for correo in correos if trozos(correo, palabras))))


def _marcado(texto: str, palabras: tuple[str, ...]) -> tuple[Trozo, ...]:
    return tuple(Trozo(*pieza) for pieza in trozos(texto, palabras) or ((texto, False),))
