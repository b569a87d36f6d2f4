"""Search: every way to a page finds what a plain reading of the rule finds, in its order."""

from itertools import product
from typing import Any

import pytest
from sqlalchemy import Engine, event

from clientes_app.domain.cliente import DatosCliente
from clientes_app.domain.rfc.rfc import GENERICO_NACIONAL
from clientes_app.services.acceso import cuentas
from clientes_app.services.clientes import clientes
from clientes_app.services.clientes.clientes import Consulta
from clientes_app.services.clientes.demo import filas_inventadas
from clientes_app.services.context import Actor
from clientes_app.storage.clientes.clientes import ClienteRepository
from clientes_app.storage.clientes.search import ORDENES, Buscador, PaginaDeClientes
from clientes_app.storage.clientes.search_dialect import SearchLimits
from clientes_app.storage.db.engine import read_transaction, write_connection, write_transaction
from clientes_app.storage.values import Autoria, ClienteGuardado
from tests.builders import un_cliente, un_rfc

AUTORIA = Autoria(quien="Ana", origen="carga")
PLEGAR = str.maketrans("ÁÉÍÓÚÜÑ", "AEIOUUN")

MANERAS = {
    "como viene": SearchLimits(),
    "por el índice": SearchLimits(small=0),
    "caminando": SearchLimits(small=0, exact_up_to=0, steps=1_000_000),
    "de lejos, ordenando": SearchLimits(small=0, exact_up_to=0, steps=1),
    "de lejos, caminando": SearchLimits(small=0, exact_up_to=0, steps=1, sortable=0),
    "con muchos ajenos": SearchLimits(small=0, foreign=0),
}

EXPLICAR = {"sqlite": "EXPLAIN QUERY PLAN ", "postgresql": "EXPLAIN "}

CONSULTAS = (
    *("GARCIA", "garcía", "Núñez", "NUNEZ", "maria lopez", "lopez MARIA hernandez", "gmail"),
    *("gmail.com", "@gmail", "peña", "ma", "m", "x", "x9", "ñ", "64", "640", "%", "_", "100%"),
    *('"', "'", "a_a", "\\", "g@", "noexiste", "zzz q", "comercializadora", "ia pe", "del norte"),
)


@pytest.fixture
def poblada(engine: Engine, cuenta_id: int) -> dict[int, DatosCliente]:
    """Fill the account with 472 clients, and a second account and the papelera with others.

    Seventy have one generic RFC, and some of the papelera share theirs.
    """
    otra = cuentas.crear(engine, "Otra").id
    inventados = list(filas_inventadas(520, semilla=7))
    raros = [
        inventados[0]._replace(rfc=un_rfc(1), nombre='100% "NATURAL" A_A \\ Y \' CIA'),
        inventados[1]._replace(rfc=un_rfc(2), nombre="PEÑA & NÚÑEZ", email_adicional_1="z@x.mx"),
        *(
            inventados[i]._replace(rfc=GENERICO_NACIONAL, nombre=f"PÚBLICO {-i % 70}")
            for i in range(2, 72)
        ),
    ]
    with write_transaction(engine) as tx:
        repo = ClienteRepository(tx, cuenta_id)
        repo.aplicar(altas=inventados[:200], ediciones=(), autoria=AUTORIA)
        foreign = ClienteRepository(tx, otra)
        foreign.aplicar(altas=inventados[100:300], ediciones=(), autoria=AUTORIA)
        vivos = [*inventados[300:500], *raros]
        repo.aplicar(altas=vivos, ediciones=(), autoria=AUTORIA)
        for nombre in ("", "OTRO ", "EL MISMO "):
            altas = [d._replace(nombre=nombre + d.nombre) for d in inventados[500:520]]
            for borrado in repo.aplicar(altas=altas, ediciones=(), autoria=AUTORIA):
                repo.borrar(borrado, AUTORIA)
    with read_transaction(engine) as tx:
        todos = Buscador(tx, cuenta_id)
        paginas = [todos.pagina("", pagina=n).filas for n in range(1, 11)]
    return {fila.id: fila.datos for filas in paginas for fila in filas}


def folded(texto: str) -> str:
    return texto.upper().translate(PLEGAR)


def deben_hallarse(poblada: dict[int, DatosCliente], consulta: str) -> set[int]:
    words = folded(consulta).split()
    return {
        cliente_id
        for cliente_id, d in poblada.items()
        if all(
            any(
                palabra in folded(campo)
                for campo in (
                    *(d.nombre, d.rfc, d.email, d.email_adicional_1),
                    *(d.email_adicional_2, d.codigo_postal),
                )
            )
            for palabra in words
        )
    }


def todas_las_paginas(buscador: Buscador, texto: str, **opciones: Any) -> list[ClienteGuardado]:
    halladas: list[ClienteGuardado] = []
    pagina = 1
    while True:
        filas = buscador.pagina(texto, pagina=pagina, **opciones).filas
        halladas.extend(filas)
        if len(filas) < 50:
            return halladas
        pagina += 1


def test_every_way_finds_exactly_what_the_words_say(
    engine: Engine, cuenta_id: int, poblada: dict[int, DatosCliente]
) -> None:
    assert len(poblada) == 472
    with read_transaction(engine) as tx:
        for manera, limits in MANERAS.items():
            buscador = Buscador(tx, cuenta_id, limits=limits)
            for consulta in CONSULTAS:
                halladas = [fila.id for fila in todas_las_paginas(buscador, consulta)]
                assert len(halladas) == len(set(halladas)), (manera, consulta)
                assert set(halladas) == deben_hallarse(poblada, consulta), (manera, consulta)


def test_every_way_sorts_by_every_column_and_by_id_where_equal(
    engine: Engine, cuenta_id: int, poblada: dict[int, DatosCliente]
) -> None:
    def clave(fila: ClienteGuardado, orden: str) -> tuple[str, int]:
        valor = getattr(fila.datos, orden)
        if orden == "nombre":
            valor = valor.replace("Ñ", "N{").translate(PLEGAR)
        return valor, fila.id

    combinaciones = [
        *product(MANERAS, ORDENES, ("gmail",), (False, True)),
        *product(("como viene",), ORDENES, ("",), (False, True)),
    ]
    with read_transaction(engine) as tx:
        for manera, orden, consulta, descendente in combinaciones:
            buscador = Buscador(tx, cuenta_id, limits=MANERAS[manera])
            filas = todas_las_paginas(buscador, consulta, orden=orden, descendente=descendente)
            claves = [clave(fila, orden) for fila in filas]
            caso = (manera, orden, consulta, descendente)
            assert claves == sorted(claves, reverse=descendente), caso
            assert len(claves) == len(deben_hallarse(poblada, consulta)), caso


@pytest.mark.parametrize("descendente", [False, True])
def test_the_papelera_has_an_order_too_where_the_rfc_is_the_same(
    *, engine: Engine, cuenta_id: int, poblada: dict[int, DatosCliente], descendente: bool
) -> None:
    with read_transaction(engine) as tx:
        for limits in MANERAS.values():
            buscador = Buscador(tx, cuenta_id, papelera=True, limits=limits)
            for consulta in ("", "com"):
                filas = todas_las_paginas(buscador, consulta, orden="rfc", descendente=descendente)
                claves = [(fila.datos.rfc, fila.id) for fila in filas]
                assert len(claves) == 60
                assert claves == sorted(claves, reverse=descendente)
                assert not poblada.keys() & {fila.id for fila in filas}


@pytest.mark.parametrize("descendente", [False, True])
@pytest.mark.parametrize("orden", ORDENES)
@pytest.mark.usefixtures("poblada")
def test_a_page_of_the_list_is_walked_along_an_index(
    *, engine: Engine, cuenta_id: int, orden: str, descendente: bool
) -> None:
    """What is sorted are its fifty clients, and not all that come before them."""
    if engine.dialect.name == "postgresql":
        with write_connection(engine) as conexion:
            conexion.exec_driver_sql("ANALYZE cliente")
    dichos: list[tuple[str, tuple[int | str, ...]]] = []

    def anotar(
        _c: object, _cur: object, dicho: str, valores: tuple[int | str, ...], *_: object
    ) -> None:
        if "LIMIT" in dicho:
            dichos.append((dicho, valores))

    event.listen(engine, "before_cursor_execute", anotar)
    with read_transaction(engine) as tx:
        Buscador(tx, cuenta_id).pagina("", orden=orden, descendente=descendente, pagina=3)
        event.remove(engine, "before_cursor_execute", anotar)
        ((dicho, valores),) = dichos
        plan = tx.connection().exec_driver_sql(EXPLICAR[engine.dialect.name] + dicho, valores)
        steps = [str(paso) for paso in plan]
    ordenados = [paso for paso in steps if "TEMP B-TREE" in paso or "Sort Key" in paso]
    assert len(ordenados) == 1, steps


def test_the_number_is_exact_up_to_the_limit_and_beyond_that_said_to_be_more(
    engine: Engine, cuenta_id: int, poblada: dict[int, DatosCliente]
) -> None:
    cuantos = len(deben_hallarse(poblada, "com"))
    with read_transaction(engine) as tx:
        for small in (0, 1000):
            justo = Buscador(tx, cuenta_id, limits=SearchLimits(exact_up_to=cuantos, small=small))
            menos = Buscador(
                tx, cuenta_id, limits=SearchLimits(exact_up_to=cuantos - 1, small=small)
            )
            assert _numeros(justo.pagina("com")) == (cuantos, False)
            assert _numeros(menos.pagina("com")) == (cuantos - 1, True)
            assert _numeros(justo.pagina("")) == (len(poblada), False)


def _numeros(hallazgo: PaginaDeClientes) -> tuple[int, bool]:
    return hallazgo.total, hallazgo.hay_mas_de


@pytest.mark.parametrize(
    "consulta",
    [
        "EKU9003173C9",
        "eku-900317-3c9",
        "EKU 900317 3C9",
        "eku-9003173c9",
        "EKU\u2013900317",
        "0317",
    ],
)
def test_an_rfc_is_found_however_it_is_written(engine: Engine, actor: Actor, consulta: str) -> None:
    el = clientes.alta(engine, actor, un_cliente(rfc="EKU9003173C9"))
    clientes.alta(engine, actor, un_cliente())
    halladas = clientes.buscar(engine, actor.cuenta_id, Consulta(consulta)).filas
    assert [fila.id for fila in halladas] == [el.id]


@pytest.mark.parametrize("small", [0, 1000])
def test_a_dashed_rfc_is_looked_for_in_the_rfc_only(
    engine: Engine, actor: Actor, small: int
) -> None:
    clientes.alta(engine, actor, un_cliente(email="eku900317@cliente.example"))
    el = clientes.alta(engine, actor, un_cliente(rfc="EKU9003173C9"))
    with read_transaction(engine) as tx:
        buscador = Buscador(tx, actor.cuenta_id, limits=SearchLimits(small=small))
        assert [fila.id for fila in buscador.pagina("eku-900317").filas] == [el.id]


@pytest.mark.parametrize("descendente", [False, True])
def test_an_exact_rfc_comes_first_in_any_order(
    *, engine: Engine, actor: Actor, descendente: bool
) -> None:
    correo = "eku9003173c9@cliente.example"
    for nombre in ("AAA", "ZZZ"):
        clientes.alta(engine, actor, un_cliente(nombre=nombre, email=correo))
    el = clientes.alta(engine, actor, un_cliente(nombre="MMM", rfc="EKU9003173C9"))
    for orden in ORDENES:
        consulta = Consulta("eku9003173c9", orden=orden, descendente=descendente)
        filas = clientes.buscar(engine, actor.cuenta_id, consulta).filas
        assert len(filas) == 3
        assert filas[0].id == el.id


def test_one_word_does_not_match_across_two_fields(engine: Engine, actor: Actor) -> None:
    cliente = un_cliente(nombre="FIN", rfc="EKU9003173C9", codigo_postal="42501")
    clientes.alta(engine, actor, cliente)
    for consulta in ("FINEKU", "FIN\x1fEKU", "C9FACT", "\x1f"):
        esperado = 1 if consulta in {"FIN\x1fEKU", "\x1f"} else 0
        assert clientes.buscar(engine, actor.cuenta_id, Consulta(consulta)).total == esperado


def test_a_page_beyond_the_end_is_the_last_one(engine: Engine, actor: Actor) -> None:
    with write_transaction(engine) as tx:
        ClienteRepository(tx, actor.cuenta_id).aplicar(
            altas=list(filas_inventadas(120)), ediciones=(), autoria=AUTORIA
        )
    for texto in ("", "com"):
        pagina = clientes.buscar(engine, actor.cuenta_id, Consulta(texto, pagina=99))
        assert (pagina.pagina, pagina.paginas) == (3, 3)
        assert len(pagina.filas) == 20
    assert clientes.buscar(engine, actor.cuenta_id, Consulta(pagina=-3)).pagina == 1


def test_an_endless_query_is_answered(engine: Engine, actor: Actor) -> None:
    clientes.alta(engine, actor, un_cliente())
    for texto in ("palabra " * 10_000, "x" * 100_000, "\x00", "\udcff", "(" * 200, '"' * 99):
        clientes.buscar(engine, actor.cuenta_id, Consulta(texto))


@pytest.mark.parametrize("texto", ["", "com", "ma", "x", "eku-900317"])
def test_a_page_of_a_thousand_costs_as_many_queries_as_one_of_ten(
    engine: Engine, actor: Actor, texto: str
) -> None:
    def consultas() -> int:
        ordenes: list[str] = []

        def anotar(_c: object, _cur: object, orden: str, *_: object) -> None:
            ordenes.append(orden)

        event.listen(engine, "before_cursor_execute", anotar)
        clientes.buscar(engine, actor.cuenta_id, Consulta(texto))
        event.remove(engine, "before_cursor_execute", anotar)
        return len(ordenes)

    inventados = list(filas_inventadas(1000))
    with write_transaction(engine) as tx:
        repo = ClienteRepository(tx, actor.cuenta_id)
        repo.aplicar(altas=inventados[:10], ediciones=(), autoria=AUTORIA)
    con_diez = consultas()
    with write_transaction(engine) as tx:
        repo = ClienteRepository(tx, actor.cuenta_id)
        repo.aplicar(altas=inventados[10:], ediciones=(), autoria=AUTORIA)
    assert consultas() <= max(con_diez, 4)
    assert con_diez <= 5


def test_what_looks_the_same_is_found_however_it_is_written(engine: Engine, actor: Actor) -> None:
    for nombre, email in (
        ("D’ELIA PASTAS", "a@peña.example"),
        ("L'OREAL", "b@xn--pea-8ma.example"),
        ("CAFÉ “LA PARROQUIA”", "c@clavo.example"),
        ("GRUPO A–B Nº 5", "d@clavo.example"),
        ("ТRANSPORTES АZTECA", "e@clavo.example"),
    ):
        clientes.alta(engine, actor, un_cliente(nombre=nombre, email=email))
    for consulta, lugares in {
        "d'elia": {1}, "d`elia": {1}, "l’oreal": {2}, '"la parroquia"': {3}, "«la": {3},
        "a-b": {4}, "a—b": {4}, "n° 5": {4}, "ｇｒｕｐｏ": {4}, "transportes azteca": {5},
        "peña.example": {1, 2}, "@xn--pea-8ma": {1, 2}, "b@peña.example": {2},
        "Elia, <a@peña.example>": {1}, "pastas;": {1}, ",": set(), "<": set(),
    }.items():  # fmt: skip
        pagina = clientes.buscar(engine, actor.cuenta_id, Consulta(texto=consulta))
        assert {fila.id for fila in pagina.filas} == lugares, consulta
