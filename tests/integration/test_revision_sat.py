"""What the SAT's validator says of clients: stored, lapsing, coming back, found, of nobody else."""

import itertools
import json
import random
from collections import Counter
from collections.abc import Callable, Iterator
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import Engine, select, update

from clientes_app.domain.cliente import DatosCliente
from clientes_app.domain.filtros import Filtros
from clientes_app.domain.revision_sat import NO_APLICA, RECHAZOS, REVISIONES, SIN_REVISAR
from clientes_app.judging.plan import Opciones
from clientes_app.readers.motivos import NoCargableError
from clientes_app.services.acceso import cuentas
from clientes_app.services.carga import procesos
from clientes_app.services.clientes import (
    clientes,
    ficha,
    filtros,
    historial,
    merge,
    revision_frases,
    revision_sat,
)
from clientes_app.services.clientes.clientes import Consulta
from clientes_app.services.context import Actor
from clientes_app.storage.db.engine import read_transaction, write_transaction
from clientes_app.storage.db.tables import CLIENTE
from tests.builders import un_cliente, un_rfc
from tests.integration.pasos_acciones import ACENTOS, BORRAR, guardados, hacer
from tests.integration.pasos_procesos import cargar
from tests.ordenes import Consola, abrir_consola, olvidar

DATOS = Path(__file__).parents[1] / "data" / "validador"
ESPERADO: dict[str, Any] = json.loads((DATOS / "expected.json").read_text(encoding="utf-8"))
LEYENDAS = {
    "valido": "RFC válido, y susceptible de recibir facturas",
    "no_susceptible": "RFC válido, no susceptible de recibir facturas",
    "no_registrado": "RFC no registrado en el padrón de contribuyentes",
    "nombre_no_coincide": "El nombre, denominación o razón social no coincide con el registrado",
    "cp_no_coincide": "El Código Postal no coincide con el registrado en el RFC",
    "nombre_y_cp_no_coinciden": "El nombre y el Código Postal no coinciden con los registrados",
    "estructura_incorrecta": "Estructura del RFC incorrecta",
    "desconocida": "Intente más tarde",
}


@pytest.fixture
def consola(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, url_base: str, engine: Engine
) -> Iterator[Consola]:
    yield abrir_consola(monkeypatch, tmp_path / "datos", url_base)
    olvidar()


def renglon(datos: DatosCliente | dict[str, str], resultado: str, numero: int = 1) -> str:
    campos = datos.como_dict() if isinstance(datos, DatosCliente) else datos
    tres = (campos["rfc"], campos["nombre"], campos["codigo_postal"])
    return "|".join((str(numero), *tres, LEYENDAS[resultado]))


def contestar(
    engine: Engine, actor: Actor, datos: DatosCliente | dict[str, str], resultado: str
) -> revision_sat.Aplicada:
    # A second line keeps «estructura» from meaning that the wrong button was used.
    otro = renglon(un_cliente(), "valido", 2)
    contenido = f"{renglon(datos, resultado)}\n{otro}".encode()
    return revision_sat.aplicar(engine, actor, contenido)


def estado(engine: Engine, actor: Actor, cliente_id: int) -> str:
    """What holds for a client: the same for whoever reads the row, and for the filters."""
    leido = clientes.obtener(engine, actor.cuenta_id, cliente_id)
    with read_transaction(engine) as tx:
        consulta = select(CLIENTE.c.revision_sat).where(CLIENTE.c.id == cliente_id)
        assert tx.execute(consulta).scalar_one() == leido.revision_sat
    return leido.revision_sat


def con(engine: Engine, cuenta_id: int, *claves: str) -> list[int]:
    consulta = Consulta(filtros=Filtros(sat=claves))
    return [fila.id for fila in clientes.buscar(engine, cuenta_id, consulta).filas]


@pytest.mark.parametrize("resultado", [*RECHAZOS, "valido"])
def test_what_it_says_is_kept_with_its_day_in_the_history_and_live(
    engine: Engine, actor: Actor, resultado: str
) -> None:
    uno = clientes.alta(engine, actor, un_cliente(nombre="NIÑO & CÍA"))
    antes = clientes.revision(engine, actor.cuenta_id)
    hecha = contestar(engine, actor, uno.datos, resultado)
    assert hecha.marcados == {resultado: 1}
    assert [aplicada.obsoleta for aplicada in hecha.lineas] == [False, True]
    assert estado(engine, actor, uno.id) == resultado
    assert clientes.revision(engine, actor.cuenta_id) == antes + 1
    leida = historial.leer(engine, actor.cuenta_id, uno.id).versiones[0]
    assert (leida.accion, leida.revision_sat, leida.quien) == ("revision_sat", resultado, "Ana")
    assert leida.campos == ()
    assert merge.en_version(engine, actor.cuenta_id, uno.id, 2) == uno.datos
    contestar(engine, actor, uno.datos, resultado)
    assert clientes.revision(engine, actor.cuenta_id) == antes + 1
    with write_transaction(engine) as tx:
        ayer = clientes.obtener(engine, actor.cuenta_id, uno.id).revision.en
        assert ayer is not None
        tx.execute(update(CLIENTE).values(revision_en=ayer - timedelta(days=1)))
    contestar(engine, actor, uno.datos, resultado)
    assert clientes.revision(engine, actor.cuenta_id) == antes + 2


@pytest.mark.parametrize("resultado", ["estructura_incorrecta", "desconocida"])
def test_what_says_nothing_of_the_client_marks_nobody(
    engine: Engine, actor: Actor, resultado: str
) -> None:
    uno = clientes.alta(engine, actor, un_cliente())
    hecha = contestar(engine, actor, uno.datos, resultado)
    assert hecha.marcados == {}
    assert estado(engine, actor, uno.id) == ""
    assert any("no se marcó" in frase for frase in revision_frases.frases(hecha))


Cambio = Callable[[Engine, Actor, int], object]


def a_mano(engine: Engine, actor: Actor, cliente_id: int, **campos: str) -> None:
    actual = clientes.obtener(engine, actor.cuenta_id, cliente_id)
    valores = actual.datos.como_dict() | campos
    clientes.editar(engine, actor, cliente_id, actual.version, valores)


def en_el_cajon(engine: Engine, actor: Actor, cliente_id: int) -> None:
    base = clientes.obtener(engine, actor.cuenta_id, cliente_id).datos.como_dict()
    propios = base | {"codigo_postal": "01000"}
    merge.guardar(engine, actor, cliente_id, base=base, propios=propios)


def por_carga(engine: Engine, actor: Actor, cliente_id: int) -> None:
    datos = clientes.obtener(engine, actor.cuenta_id, cliente_id).datos
    cargar(engine, actor, [datos._replace(nombre="OTRO NOMBRE").como_dict()], Opciones())


@pytest.mark.parametrize(
    "cambiar",
    [
        lambda e, a, i: a_mano(e, a, i, rfc=un_rfc()),
        lambda e, a, i: a_mano(e, a, i, nombre="OTRO"),
        lambda e, a, i: a_mano(e, a, i, codigo_postal="01000"),
        en_el_cajon,
        por_carga,
        lambda e, a, i: hacer(e, a, ACENTOS, [i]),
        lambda e, a, i: ficha.corregir(e, a, i, "nombre", "nombre_acentos"),
    ],
)
def test_it_lapses_by_whatever_changes_what_was_asked_and_holds_again_when_that_is_back(
    engine: Engine, actor: Actor, cambiar: Cambio
) -> None:
    uno = clientes.alta(engine, actor, un_cliente(nombre="CAFÉ DEL MAR"))
    contestar(engine, actor, uno.datos, "nombre_no_coincide")
    cambiar(engine, actor, uno.id)
    assert estado(engine, actor, uno.id) == ""
    assert con(engine, actor.cuenta_id, SIN_REVISAR) == [uno.id]
    vista = clientes.obtener(engine, actor.cuenta_id, uno.id).version
    historial.restaurar_version(engine, actor, uno.id, 2, vista=vista)
    assert estado(engine, actor, uno.id) == "nombre_no_coincide"


def test_other_fields_leave_it_and_so_do_the_papelera_and_the_way_back(
    engine: Engine, actor: Actor
) -> None:
    uno = clientes.alta(engine, actor, un_cliente())
    contestar(engine, actor, uno.datos, "valido")
    a_mano(engine, actor, uno.id, email="otro@cliente.example", calle="Una calle", uso_cfdi="G01")
    hacer(engine, actor, BORRAR, [uno.id])
    assert contestar(engine, actor, uno.datos, "no_registrado").marcados == {}
    clientes.restaurar(engine, actor, uno.id)
    assert estado(engine, actor, uno.id) == "valido"


def test_of_a_generic_rfc_it_says_nothing_and_becoming_one_or_ceasing_to_be_is_followed(
    engine: Engine, actor: Actor
) -> None:
    generico = un_cliente(rfc="XAXX010101000", regimen_fiscal="616", uso_cfdi="S01")
    uno = clientes.alta(engine, actor, generico)
    (otro,) = guardados(engine, actor.cuenta_id, [generico | {"nombre": "OTRO"}])
    assert contestar(engine, actor, uno.datos, "valido").marcados == {}
    for cliente_id in (uno.id, otro):
        assert estado(engine, actor, cliente_id) == NO_APLICA
    assert con(engine, actor.cuenta_id, SIN_REVISAR) == []
    a_mano(engine, actor, uno.id, rfc=un_rfc(), regimen_fiscal="601", uso_cfdi="G03")
    assert estado(engine, actor, uno.id) == ""
    a_mano(engine, actor, uno.id, rfc=generico["rfc"], regimen_fiscal="616", uso_cfdi="S01")
    assert estado(engine, actor, uno.id) == NO_APLICA
    assert filtros.opciones(engine, actor.cuenta_id, Consulta(), "sat") == ()


def test_undoing_a_load_takes_back_what_the_sat_was_asked_about(
    engine: Engine, actor: Actor
) -> None:
    uno = clientes.alta(engine, actor, un_cliente())
    contestar(engine, actor, uno.datos, "valido")
    nuevo = un_cliente()
    cambiado = uno.datos._replace(nombre="OTRO NOMBRE")
    carga = cargar(engine, actor, [cambiado.como_dict(), nuevo])
    contestar(engine, actor, cambiado, "nombre_no_coincide")
    contestar(engine, actor, nuevo, "valido")
    deshecha = procesos.deshacer(engine, actor, carga.id)
    assert (deshecha.borrados, deshecha.restaurados, deshecha.dejados) == (1, 1, 0)
    assert estado(engine, actor, uno.id) == ""


def test_one_account_never_says_anything_of_another(engine: Engine, actor: Actor) -> None:
    ajeno = Actor(cuentas.crear(engine, "Otra").id, "Beto", "formulario")
    mismo = un_cliente()
    uno, otro = (clientes.alta(engine, quien, mismo) for quien in (actor, ajeno))
    contestar(engine, actor, mismo, "valido")
    assert estado(engine, ajeno, otro.id) == ""
    assert list(revision_sat.exportar(engine, ajeno.cuenta_id, solo_sin_revisar=True)) != []
    assert list(revision_sat.exportar(engine, actor.cuenta_id, solo_sin_revisar=True)) == []
    assert con(engine, ajeno.cuenta_id, "valido") == []
    assert con(engine, actor.cuenta_id, "valido") == [uno.id]


def test_a_file_that_is_none_or_from_the_wrong_button_changes_nothing(
    engine: Engine, actor: Actor
) -> None:
    uno = clientes.alta(engine, actor, un_cliente())
    contestar(engine, actor, uno.datos, "valido")
    for nada in (b"<html>", b"1|A|B|01000|" * revision_sat.MAX_BYTES):
        with pytest.raises(NoCargableError):
            revision_sat.aplicar(engine, actor, nada)
    boton = renglon(uno.datos, "estructura_incorrecta").encode()
    hecha = revision_sat.aplicar(engine, actor, boton)
    assert hecha.marcados == {}
    assert "botón que valida solo el RFC" in revision_frases.frases(hecha)[0]
    assert estado(engine, actor, uno.id) == "valido"


@pytest.mark.parametrize("codificacion", ["utf-8-sig", "cp1252"])
def test_a_round_trip_of_twelve_thousand_clients(
    engine: Engine, actor: Actor, codificacion: str
) -> None:
    """Every legend, Ñ and &, both encodings, out of order, missing, changed meanwhile."""
    azar = random.Random(12_000)
    nombres = ("NIÑO & CÍA", "PEÑA Y ÑANDÚ", "O'FARRILL", "GRUPO DEL SUR")
    filas = [un_cliente(nombre=f"{azar.choice(nombres)} {n}", rfc=un_rfc(n)) for n in range(12_000)]
    ids = guardados(engine, actor.cuenta_id, filas)
    archivos = list(revision_sat.exportar(engine, actor.cuenta_id))
    assert [len(archivo.splitlines()) for archivo in archivos] == [5_000, 5_000, 2_000]
    por_rfc = {fila["rfc"]: cliente_id for fila, cliente_id in zip(filas, ids, strict=True)}
    legendas = itertools.cycle(LEYENDAS)
    esperado: dict[int, str] = dict.fromkeys(ids, "")
    respuestas: list[bytes] = []
    for archivo in archivos:
        lineas: list[str] = []
        for pedida in archivo.decode().splitlines():
            resultado = next(legendas)
            if azar.random() < 0.05:
                continue
            lineas.append(f"{pedida}|{LEYENDAS[resultado]}")
            esperado[por_rfc[pedida.split("|")[1]]] = resultado if resultado in REVISIONES else ""
        azar.shuffle(lineas)
        respuestas.append("\r\n".join(lineas).encode(codificacion))
    cambiados = azar.sample(list(ids), 40)
    for cliente_id in cambiados:
        a_mano(engine, actor, cliente_id, nombre=f"OTRO NOMBRE {cliente_id}")
        esperado[cliente_id] = ""
    hechas = [revision_sat.aplicar(engine, actor, una) for una in respuestas]
    with read_transaction(engine) as tx:
        quedo = dict(tx.execute(select(CLIENTE.c.id, CLIENTE.c.revision_sat)).all())
    assert quedo == esperado
    marcados = sum((Counter(hecha.marcados) for hecha in hechas), Counter())
    assert marcados == Counter(una for una in esperado.values() if una)
    assert 0 < sum(len(hecha.obsoletas) for hecha in hechas) <= len(cambiados)
    contadas = filtros.opciones(engine, actor.cuenta_id, Consulta(), "sat")
    assert {o.clave or SIN_REVISAR: o.cuantos for o in contadas} == {
        una or SIN_REVISAR: n for una, n in Counter(esperado.values()).items()
    }
    sin_revisar = list(revision_sat.exportar(engine, actor.cuenta_id, solo_sin_revisar=True))
    assert sum(len(una.splitlines()) for una in sin_revisar) == list(esperado.values()).count("")


@pytest.fixture
def de_muestra(engine: Engine, actor: Actor) -> None:
    """The catalogue that the samples were asked of."""
    for cliente in ESPERADO["clientes"]:
        propios = {campo: cliente[campo] for campo in ("rfc", "nombre")}
        propios["codigo_postal"] = cliente["cp"]
        if cliente["id"] in ESPERADO["solicitud"]["excluidos"]:
            propios |= {"regimen_fiscal": "616", "uso_cfdi": "S01"}
        guardados(engine, actor.cuenta_id, [un_cliente(**propios)])


@pytest.mark.usefixtures("de_muestra")
def test_the_request_is_the_expected_one_to_the_byte(consola: Consola, tmp_path: Path) -> None:
    esperada = (DATOS / "solicitud_esperada.txt").read_bytes()
    assert consola("sat", "exportar").stdout_bytes == esperada
    assert consola("sat", "exportar", "-o", tmp_path / "a.txt").exit_code == 0
    assert consola("sat", "exportar", "-o", tmp_path).exit_code == 0
    for nombre in ("a.txt", "sat-1.txt"):
        assert (tmp_path / nombre).read_bytes() == esperada


@pytest.mark.usefixtures("de_muestra")
@pytest.mark.parametrize("archivo", sorted(ESPERADO["respuestas"]))
def test_each_sample_gives_what_is_expected(consola: Consola, archivo: str) -> None:
    esperada = ESPERADO["respuestas"][archivo]
    hecha = consola("sat", "respuesta", DATOS / archivo, "--json")
    dicho = json.loads(hecha.stdout)
    assert (dicho["archivo"], dicho["resultado"]) == (archivo, esperada["resultado"])
    if esperada["resultado"] == "error":
        assert hecha.exit_code == 2
        assert dicho["motivo"]["codigo"] == esperada["motivo"]
        return
    assert hecha.exit_code == 0
    sin_mas = [{k: v for k, v in una.items() if k != "leyenda"} for una in dicho["lineas"]]
    assert sin_mas == [{**una, "obsoleta": False} for una in esperada["lineas"]]
    assert dicho["rechazados"] == []
    assert dicho["avisos"] == esperada.get("avisos", [])


@pytest.mark.usefixtures("de_muestra")
def test_for_people_it_counts_and_says_what_is_remarkable(consola: Consola, tmp_path: Path) -> None:
    mixta = consola("sat", "respuesta", DATOS / "respuesta_mixta_utf8.txt").stdout
    assert "        2  Validado\n" in mixta
    assert "1 línea con «Estructura del RFC incorrecta»: no se marcó." in mixta
    boton = consola("sat", "respuesta", DATOS / "respuesta_boton_equivocado.txt").stdout
    assert "Ningún cliente cambió." in boton
    html = consola("sat", "respuesta", DATOS / "respuesta_html.txt")
    assert (html.exit_code, html.stdout) == (2, "")
    assert "no es una respuesta del validador del SAT" in html.stderr
    ajena = tmp_path / "ajena.txt"
    ajena.write_text(f"{renglon(un_cliente(), 'valido')}\nsin forma\n", encoding="utf-8")
    dicha = consola("sat", "respuesta", ajena)
    assert dicha.exit_code == 1
    assert "1 línea sin la forma de una respuesta: no se leyó." in dicha.stdout
    assert "Línea 1:" in dicha.stdout
    pendientes = consola("sat", "exportar", "--sin-revisar").stdout
    assert len(pendientes.splitlines()) == 1


def test_more_than_a_file_wants_a_folder(
    consola: Consola, engine: Engine, actor: Actor, tmp_path: Path
) -> None:
    nada = consola("sat", "exportar")
    assert (nada.exit_code, nada.stdout) == (0, "")
    assert "No hay clientes" in nada.stderr
    guardados(engine, actor.cuenta_id, [un_cliente(rfc=un_rfc(n)) for n in range(5_001)])
    sin_lugar = consola("sat", "exportar")
    assert sin_lugar.exit_code == 2
    assert "Son 2 archivos" in sin_lugar.stderr
    assert consola("sat", "exportar", "-o", tmp_path).exit_code == 0
    assert len((tmp_path / "sat-2.txt").read_bytes().splitlines()) == 1
