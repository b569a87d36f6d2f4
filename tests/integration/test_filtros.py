"""Filters: every way to a page finds what a plain reading of them finds, with words and without."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import Engine, event, update

from clientes_app.domain.acciones import Accion, AccionMasiva
from clientes_app.domain.catalogos import estado_de_cp
from clientes_app.domain.cliente import Contexto, DatosCliente
from clientes_app.domain.etiquetas import como_valor
from clientes_app.domain.filtros import CUALQUIERA, Filtros
from clientes_app.domain.observaciones import BITS, observaciones
from clientes_app.domain.rfc.rfc import GENERICO_NACIONAL, GENERICOS
from clientes_app.domain.texto import sin_acentos
from clientes_app.judging.plan import Opciones
from clientes_app.services.acceso import cuentas
from clientes_app.services.carga import procesos
from clientes_app.services.clientes import clientes, etiquetas
from clientes_app.services.clientes.clientes import Consulta
from clientes_app.services.clientes.demo import filas_inventadas
from clientes_app.services.context import Actor
from clientes_app.storage.clientes.clientes import ClienteRepository
from clientes_app.storage.clientes.filters import ENVIO
from clientes_app.storage.clientes.search import ORDENES, Buscador
from clientes_app.storage.clientes.search_dialect import SearchLimits
from clientes_app.storage.db.engine import read_transaction, write_transaction
from clientes_app.storage.db.tables import CLIENTE, FILTER_INDEX
from clientes_app.storage.values import Autoria, ClienteGuardado
from tests.builders import un_cliente
from tests.integration.pasos_acciones import hacer
from tests.integration.pasos_procesos import un_archivo
from tests.integration.test_busqueda import deben_hallarse, todas_las_paginas

AUTORIA = Autoria(quien="Ana", origen="carga")
MANERAS = {
    "como viene": SearchLimits(),
    "por un índice": SearchLimits(small=0),
    "los más, por varios": SearchLimits(small=0, exact_up_to=40),
    "los más, preguntando": SearchLimits(small=0, exact_up_to=40, readable=0),
    "por conjuntos": SearchLimits(small=0, exact_up_to=0, steps=1),
    "por conjuntos, caminando": SearchLimits(small=0, exact_up_to=0, steps=1, sortable=0),
    "caminando": SearchLimits(small=0, exact_up_to=0, steps=1_000_000),
}


def _observado(datos: DatosCliente) -> int:
    return observaciones(datos, Contexto(hoy=date(2026, 1, 1), cp_expedicion=""))


def _es_moral(datos: DatosCliente) -> bool:
    return len(datos.rfc) == 12


FILTROS: tuple[tuple[Filtros, Callable[[DatosCliente], object]], ...] = (
    (Filtros(persona=("moral",)), _es_moral),
    (Filtros(persona=("fisica",)), lambda d: len(d.rfc) == 13 and d.rfc not in GENERICOS),
    (Filtros(persona=("moral", "generico")), lambda d: len(d.rfc) == 12 or d.rfc in GENERICOS),
    (Filtros(regimen=("612", "626")), lambda d: d.regimen_fiscal in {"612", "626"}),
    (Filtros(uso=("G03",)), lambda d: d.uso_cfdi == "G03"),
    (
        Filtros(estado=("JAL", "CMX")),
        lambda d: estado_de_cp(d.codigo_postal) in {"JAL", "CMX"},
    ),
    (Filtros(envio=True), lambda d: any(getattr(d, campo) for campo in ENVIO)),
    (Filtros(avisos=("acentos",)), lambda d: sin_acentos(d.nombre) != d.nombre),
    (
        Filtros(avisos=("acentos", "digito_verificador")),
        lambda d: bool(_observado(d) & (BITS["acentos"] | BITS["digito_verificador"])),
    ),
    (Filtros(avisos=(CUALQUIERA,), persona=("moral",)), lambda d: _es_moral(d) and _observado(d)),
    (
        Filtros(persona=("moral",), regimen=("601",), estado=("CMX",)),
        lambda d: (
            len(d.rfc) == 12
            and d.regimen_fiscal == "601"
            and estado_de_cp(d.codigo_postal) == "CMX"
        ),
    ),
    (Filtros(persona=("moral",), regimen=("612",)), lambda _: False),
)


@pytest.fixture
def poblada(engine: Engine, cuenta_id: int) -> dict[int, DatosCliente]:
    """Fill the account with 400 clients, and a second account and the papelera with others."""
    inventados = [
        datos if lugar % 3 else datos._replace(**dict.fromkeys(ENVIO, ""))
        for lugar, datos in enumerate(filas_inventadas(460, semilla=5))
    ]
    generico = inventados[0]._replace(rfc=GENERICO_NACIONAL, nombre="PUBLICO")
    otra = cuentas.crear(engine, "Otra").id
    with write_transaction(engine) as tx:
        ajenos = ClienteRepository(tx, otra)
        ajenos.aplicar(altas=inventados[:50], ediciones=(), autoria=AUTORIA)
        repo = ClienteRepository(tx, cuenta_id)
        altas = [*inventados[:400], generico]
        ids = repo.aplicar(altas=altas, ediciones=(), autoria=AUTORIA)
        for borrado in repo.aplicar(altas=inventados[400:], ediciones=(), autoria=AUTORIA):
            repo.borrar(borrado, AUTORIA)
    return dict(zip(ids, altas, strict=True))


@pytest.mark.parametrize("manera", MANERAS)
def test_every_way_finds_exactly_whom_the_filters_admit(
    engine: Engine, cuenta_id: int, poblada: dict[int, DatosCliente], manera: str
) -> None:
    with read_transaction(engine) as tx:
        for filtros, admite in FILTROS:
            buscador = Buscador(tx, cuenta_id, filtros=filtros, limits=MANERAS[manera])
            for texto in ("", "gmail", "garcia", "ma", "m", "noexiste"):
                halladas = [fila.id for fila in todas_las_paginas(buscador, texto)]
                assert len(halladas) == len(set(halladas)), (filtros, texto)
                deben = {
                    cliente_id
                    for cliente_id in (deben_hallarse(poblada, texto) if texto else poblada)
                    if admite(poblada[cliente_id])
                }
                assert set(halladas) == deben, (filtros, texto)
                if manera == "como viene":
                    assert buscador.pagina(texto).total == len(deben)
            exported = {fila[1] for fila in buscador.recorrer()}
            assert exported == {d.rfc for d in poblada.values() if admite(d)}


@pytest.mark.parametrize("manera", MANERAS)
def test_every_way_finds_exactly_who_has_an_etiqueta(
    engine: Engine, actor: Actor, poblada: dict[int, DatosCliente], manera: str
) -> None:
    ids = sorted(poblada)
    suyos = {"Una": {*ids[::3]}, "Otra": {*ids[::5]}, "Nadie": set[int]()}
    unas = {nombre: etiquetas.crear(engine, actor, nombre) for nombre in suyos}
    for nombre, quienes in suyos.items():
        pedida = AccionMasiva(
            Accion.PONER_ETIQUETA, como_valor(unas[nombre].id, unas[nombre].nombre)
        )
        hacer(engine, actor, pedida, sorted(quienes))
    morales = {cliente_id for cliente_id in ids if _es_moral(poblada[cliente_id])}
    with read_transaction(engine) as tx:
        for nombres, otros in (
            (("Una",), Filtros()),
            (("Una", "Otra"), Filtros()),
            (("Nadie",), Filtros()),
            (("Una",), Filtros(persona=("moral",))),
            (("Una", "Otra"), Filtros(persona=("moral",), envio=True)),
        ):
            filtros = replace(otros, etiqueta=tuple(str(unas[nombre].id) for nombre in nombres))
            buscador = Buscador(tx, actor.cuenta_id, filtros=filtros, limits=MANERAS[manera])
            admitidos = set().union(*(suyos[nombre] for nombre in nombres))
            if otros.persona:
                admitidos &= morales
            if otros.envio:
                con = (id_ for id_, d in poblada.items() if any(getattr(d, c) for c in ENVIO))
                admitidos &= {*con}
            for texto in ("", "gmail", "ma", "m"):
                halladas = [fila.id for fila in todas_las_paginas(buscador, texto)]
                deben = {*deben_hallarse(poblada, texto)} if texto else {*ids}
                assert len(halladas) == len(set(halladas)), (nombres, texto)
                assert set(halladas) == admitidos & deben, (nombres, otros, texto)
            assert set(buscador.ids()) == admitidos


@pytest.mark.parametrize("manera", MANERAS)
def test_what_is_filtered_is_sorted_by_every_column(
    engine: Engine, cuenta_id: int, poblada: dict[int, DatosCliente], manera: str
) -> None:
    filtros = Filtros(persona=("fisica",), envio=True)
    with read_transaction(engine) as tx:
        buscador = Buscador(tx, cuenta_id, filtros=filtros, limits=MANERAS[manera])
        for orden in ORDENES:
            for descendente in (False, True):
                filas = todas_las_paginas(buscador, "", orden=orden, descendente=descendente)
                claves = [_clave(fila, orden) for fila in filas]
                assert claves == sorted(claves, reverse=descendente), (orden, descendente)


def _clave(fila: ClienteGuardado, orden: str) -> tuple[str, int]:
    valor: str = getattr(fila.datos, orden)
    plegar = str.maketrans("ÁÉÍÓÚÜÑ", "AEIOUUN")
    return valor.replace("Ñ", "N{").translate(plegar) if orden == "nombre" else valor, fila.id


@dataclass(frozen=True)
class Marcado:
    """A client of the list, with the names of its etiquetas and what the SAT says of it."""

    datos: DatosCliente
    etiquetas: frozenset[str]
    sat: str


@dataclass(frozen=True)
class Pedido:
    """A page's question: filters, etiquetas by name, words, and an order."""

    filtros: Filtros
    etiquetas: tuple[str, ...]
    texto: str
    orden: str
    descendente: bool
    manera: str

    def admite(self, uno: Marcado) -> bool:
        """Whether the filters admit a client: a plain reading of them, word for word."""
        f, d = self.filtros, uno.datos
        persona = "generico" if d.rfc in GENERICOS else "moral" if _es_moral(d) else "fisica"
        bits = sum(BITS[aviso] for aviso in f.avisos if aviso != CUALQUIERA)
        observado = _observado(d)
        return all(
            (
                not f.persona or persona in f.persona,
                not f.regimen or d.regimen_fiscal in f.regimen,
                not f.uso or d.uso_cfdi in f.uso,
                not f.estado or estado_de_cp(d.codigo_postal) in f.estado,
                not f.avisos or observado & (-1 if CUALQUIERA in f.avisos else bits),
                not f.sat or uno.sat in f.sat,
                not f.envio or any(getattr(d, campo) for campo in ENVIO),
                not self.etiquetas or uno.etiquetas.intersection(self.etiquetas),
            )
        )


def _algunas(*claves: str) -> st.SearchStrategy[tuple[str, ...]]:
    return st.lists(st.sampled_from(claves), min_size=1, max_size=2, unique=True).map(tuple)


_VALORES = {
    "persona": _algunas("moral", "fisica", "generico"),
    "regimen": _algunas("601", "612", "605", "626", "616"),
    "uso": _algunas("G03", "G01", "S01", "D01"),
    "estado": _algunas("JAL", "CMX", "MEX", "VER"),
    "avisos": _algunas(CUALQUIERA, "acentos", "digito_verificador"),
    "sat": _algunas("valido", "nombre_no_coincide", "sin_revisar"),
    "envio": st.just(True),  # noqa: FBT003 (a value of a filter)
}
_ETIQUETAS = ("Una", "Otra", "Nadie", "Borrada", "Ajena")
_pedidos = st.builds(
    Pedido,
    filtros=st.sets(st.sampled_from(sorted(_VALORES)), max_size=3)
    .flatmap(lambda unos: st.fixed_dictionaries({uno: _VALORES[uno] for uno in sorted(unos)}))
    .map(lambda dichos: Filtros(**dichos)),
    etiquetas=st.one_of(st.just(()), _algunas(*_ETIQUETAS), _algunas(*_ETIQUETAS[:2])),
    texto=st.sampled_from(("", "", "gmail", "garcia", "ma", "m", "noexiste")),
    orden=st.sampled_from(ORDENES),
    descendente=st.booleans(),
    manera=st.sampled_from(sorted(MANERAS)),
)


@pytest.fixture
def marcada(
    engine: Engine, actor: Actor, poblada: dict[int, DatosCliente]
) -> tuple[dict[int, Marcado], dict[str, int]]:
    """Put etiquetas on clients, have the SAT say something of most, and delete some with theirs.

    Beside the clients that are left come the numbers of the etiquetas.
    """
    otra = Actor(cuentas.por_nombre(engine, "Otra").id, "Eva", "api")
    ids = sorted(poblada)
    suyos = {"Una": ids[::3], "Otra": ids[::5], "Nadie": [], "Borrada": ids[::2], "Ajena": []}
    numeros = {nombre: etiquetas.crear(engine, actor, nombre).id for nombre in suyos}
    numeros["Ajena"] = etiquetas.crear(engine, otra, "Ajena").id
    with read_transaction(engine) as tx:
        ajenos = list(Buscador(tx, otra.cuenta_id).ids())
    for quien, nombre, quienes in (
        *((actor, nombre, quienes) for nombre, quienes in suyos.items() if quienes),
        (otra, "Ajena", ajenos),
    ):
        hacer(
            engine,
            quien,
            AccionMasiva(Accion.PONER_ETIQUETA, como_valor(numeros[nombre], nombre)),
            quienes,
        )
    etiquetas.borrar(engine, actor, numeros["Borrada"])
    dichas = dict(zip(ids, ("valido", "valido", "", "nombre_no_coincide") * len(ids), strict=False))
    with write_transaction(engine) as tx:
        for dicha in set(dichas.values()):
            de_ella = [id_ for id_ in ids if dichas[id_] == dicha]
            tx.execute(update(CLIENTE).where(CLIENTE.c.id.in_(de_ella)).values(revision_sat=dicha))
        repo = ClienteRepository(tx, actor.cuenta_id)
        for borrado in ids[:30]:
            repo.borrar(borrado, AUTORIA)
    marcados = {
        id_: Marcado(
            poblada[id_],
            frozenset(n for n in ("Una", "Otra") if id_ in suyos[n]),
            dichas[id_] or "sin_revisar",
        )
        for id_ in ids[30:]
    }
    return marcados, numeros


@settings(max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(pedido=_pedidos)
def test_whatever_is_asked_is_what_a_plain_reading_finds(
    engine: Engine,
    cuenta_id: int,
    marcada: tuple[dict[int, Marcado], dict[str, int]],
    pedido: Pedido,
) -> None:
    marcados, numeros = marcada
    filtros = replace(
        pedido.filtros, etiqueta=tuple(str(numeros[nombre]) for nombre in pedido.etiquetas)
    )
    con_palabras = deben_hallarse({i: uno.datos for i, uno in marcados.items()}, pedido.texto)
    deben = {
        cliente_id
        for cliente_id in (con_palabras if pedido.texto else marcados)
        if pedido.admite(marcados[cliente_id])
    }
    with read_transaction(engine) as tx:
        limits = MANERAS[pedido.manera]
        buscador = Buscador(tx, cuenta_id, filtros=filtros, limits=limits)
        filas = todas_las_paginas(
            buscador, pedido.texto, orden=pedido.orden, descendente=pedido.descendente
        )
        assert sorted(fila.id for fila in filas) == sorted(deben)
        claves = [_clave(fila, pedido.orden) for fila in filas]
        assert claves == sorted(claves, reverse=pedido.descendente)
        pagina = buscador.pagina(pedido.texto)
        if not pagina.hay_mas_de:
            assert pagina.total == len(deben)
        assert set(buscador.ids(pedido.texto)) == deben


@pytest.mark.parametrize("url_base", ["sqlite"], indirect=True)
def test_filters_of_one_index_are_answered_by_it(
    engine: Engine, cuenta_id: int, poblada: dict[int, DatosCliente]
) -> None:
    """Left to itself SQLite takes the index of one of them, and reads the row for the other.

    PostgreSQL's planner knows how common each value is.
    """
    dichas: list[str] = []
    event.listen(engine, "before_cursor_execute", lambda *a: dichas.append(a[2]))
    with read_transaction(engine) as tx:
        filtros = Filtros(persona=("moral",), regimen=("601",))
        limits = MANERAS["por conjuntos"]
        assert Buscador(tx, cuenta_id, filtros=filtros, limits=limits).pagina("").filas
    assert any(
        f"INDEXED BY {FILTER_INDEX}" in dicha and "regimen_fiscal IN" in dicha for dicha in dichas
    )
    assert poblada


def test_since_when_by_whom_and_by_which_load(engine: Engine, actor: Actor) -> None:
    beto = Actor(actor.cuenta_id, "Beto, el de ventas", "formulario")
    viejo, tocado, nuevo = (clientes.alta(engine, actor, un_cliente()) for _ in range(3))
    hoy = datetime.now(UTC)
    with write_transaction(engine) as tx:
        antes = update(CLIENTE).values(actualizado_en=hoy - timedelta(days=40))
        tx.execute(antes.where(CLIENTE.c.id.in_((viejo.id, tocado.id))))
    suyo = tocado.datos.como_dict() | {"calle": "UNO"}
    clientes.editar(engine, beto, tocado.id, 1, suyo)
    cargado = un_cliente()
    filas = [cargado, nuevo.datos.como_dict() | {"calle": "DE LA CARGA"}]
    proceso_id = procesos.recibir(engine, actor, "F.csv", [un_archivo(filas)])
    procesos.poner_en_espera(engine, actor, proceso_id, Opciones())
    procesos.ejecutar(engine, proceso_id)

    def hallados(filtros: Filtros) -> set[str]:
        consulta = Consulta(filtros=filtros)
        pagina = clientes.mirar(engine, actor.cuenta_id, consulta).pagina
        assert pagina.total == len(pagina.filas)
        return {fila.datos.rfc for fila in pagina.filas}

    hace_poco = (hoy - timedelta(days=2)).date()
    recientes = {tocado.datos.rfc, nuevo.datos.rfc, cargado["rfc"]}
    assert hallados(Filtros(desde=hace_poco)) == recientes
    assert hallados(Filtros(desde=date(2001, 1, 1))) == recientes | {viejo.datos.rfc}
    assert hallados(Filtros(por=("Beto, el de ventas",))) == {tocado.datos.rfc}
    assert hallados(Filtros(por=("Nadie",))) == set()
    assert hallados(Filtros(carga=proceso_id)) == {nuevo.datos.rfc, cargado["rfc"]}
    assert hallados(Filtros(carga=proceso_id, desde=hace_poco, envio=True)) == {nuevo.datos.rfc}
    otra = Actor(cuentas.crear(engine, "Otra").id, "X", "api")
    assert clientes.buscar(engine, otra.cuenta_id, Consulta(filtros=Filtros(carga=1))).total == 0
