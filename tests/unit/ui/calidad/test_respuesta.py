"""Answers of the SAT's validator that are uploaded: what the page says of them."""

from collections.abc import AsyncIterator
from dataclasses import dataclass

from clientes_app.api.responses import SenderStalled
from clientes_app.services.clientes import clientes
from clientes_app.services.clientes.revision_sat import MAX_BYTES
from clientes_app.services.resources import shared_engine
from clientes_app.ui.calidad.respuesta_state import RespuestaState
from tests.builders import un_cliente
from tests.unit.ui.conftest import Tab

CALIDAD = "/catalogos/calidad"
VALIDO = "RFC válido, y susceptible de recibir facturas"


@dataclass
class Trozo:
    """A piece of an upload, as Reflex hands it over."""

    filename: str
    data: bytes
    offset: int = 0


async def llegando(*trozos: Trozo, se_corta: bool = False) -> AsyncIterator[Trozo]:
    for trozo in trozos:
        yield trozo
    if se_corta:
        raise SenderStalled


async def test_each_file_is_told_by_itself_and_leads_to_those_clients(tab: Tab) -> None:
    uno = clientes.alta(shared_engine(), tab.actor, un_cliente())
    otro = clientes.alta(shared_engine(), tab.actor, un_cliente())
    lineas = [
        f"1|{uno.datos.rfc}|{uno.datos.nombre}|{uno.datos.codigo_postal}|{VALIDO}",
        f"2|{otro.datos.rfc}|NOMBRE DE ANTES|{otro.datos.codigo_postal}|{VALIDO}",
        f"3|{un_cliente()['rfc']}|NADIE|01000|{VALIDO}",
    ]
    contenido = "\r\n".join(lineas).encode()
    tab.go(CALIDAD)
    trozos = llegando(
        Trozo("a.txt", contenido[:40]),
        Trozo("a.txt", contenido[40:], 40),
        Trozo("b.txt", b"<html>"),
    )
    assert await tab.call(RespuestaState, "subir", trozos) is not None
    estado = await tab.state(RespuestaState)
    leida, rechazada = estado.respuestas
    assert (leida.archivo, leida.titulo) == ("a.txt", "1 cliente revisado por el SAT")
    (resultado,) = leida.resultados
    assert (resultado.nombre, resultado.cuantos) == ("Validado", "1")
    assert resultado.ruta == "/catalogos/clientes?sat=valido"
    assert leida.frases[0].startswith("2 líneas de un cliente que no está o cambió")
    assert [una.ruta for una in leida.obsoletas] == [f"/catalogos/clientes/{otro.id}", ""]
    assert rechazada.archivo == "b.txt"
    assert "no es una respuesta" in rechazada.error
    assert not estado.leyendo
    assert clientes.obtener(shared_engine(), tab.actor.cuenta_id, uno.id).revision_sat == "valido"
    await tab.call(RespuestaState, "olvidar")
    assert (await tab.state(RespuestaState)).respuestas == []


async def test_answers_of_one_name_are_told_apart(tab: Tab) -> None:
    uno, otro = (clientes.alta(shared_engine(), tab.actor, un_cliente()) for _ in range(2))
    lineas = [
        f"1|{each.datos.rfc}|{each.datos.nombre}|{each.datos.codigo_postal}|{VALIDO}".encode()
        for each in (uno, otro)
    ]
    tab.go(CALIDAD)
    nombre = "RESPUESTA_SAT_RFC.txt"
    trozos = llegando(
        Trozo(nombre, lineas[0][:9]), Trozo(nombre, lineas[0][9:], 9), Trozo(nombre, lineas[1])
    )
    await tab.call(RespuestaState, "subir", trozos)
    leidas = (await tab.state(RespuestaState)).respuestas
    assert [(una.archivo, una.titulo) for una in leidas] == [
        (nombre, "1 cliente revisado por el SAT"),
        ("RESPUESTA_SAT_RFC (2).txt", "1 cliente revisado por el SAT"),
    ]


async def test_what_stops_arriving_is_too_large_or_nothing_is_told(tab: Tab) -> None:
    tab.go(CALIDAD)
    cortada = llegando(Trozo("a.txt", b"1|"), se_corta=True)
    await tab.call(RespuestaState, "subir", cortada)
    (vista,) = (await tab.state(RespuestaState)).respuestas
    assert "dejó de llegar" in vista.error
    enorme = llegando(*(Trozo("a.txt", b"1" * MAX_BYTES, MAX_BYTES * n) for n in range(3)))
    await tab.call(RespuestaState, "subir", enorme)
    (vista,) = (await tab.state(RespuestaState)).respuestas
    assert "demasiado grande" in vista.error
    assert await tab.call(RespuestaState, "subir", llegando()) is None
    await tab.call(RespuestaState, "no_aceptado")
    (vista,) = (await tab.state(RespuestaState)).respuestas
    assert "como máximo" in vista.error
    # Of what it refuses the browser also tells that there is nothing to read.
    assert await tab.call(RespuestaState, "subir", llegando()) is None
    assert (await tab.state(RespuestaState)).respuestas == [vista]
    assert not (await tab.state(RespuestaState)).leyendo
