"""Etiquetas: managing them, putting them on clients one by one and many at once, and undoing."""

from collections.abc import Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import Engine, insert, select

from clientes_app.domain.acciones import Accion, AccionMasiva
from clientes_app.domain.etiquetas import COLORES, MAXIMAS, como_valor
from clientes_app.domain.filtros import Filtros
from clientes_app.services.acceso import cuentas
from clientes_app.services.carga import procesos
from clientes_app.services.carga.acciones import acciones
from clientes_app.services.carga.refusals import SinEtiqueta
from clientes_app.services.clientes import clientes, etiquetas, filtros, historial, merge
from clientes_app.services.clientes.clientes import Consulta
from clientes_app.services.clientes.etiquetas import EtiquetaGuardada
from clientes_app.services.context import Actor
from clientes_app.services.errors import ClienteBorrado, DatosInvalidos, NoEncontrado
from clientes_app.storage.db.base import DuplicateRow
from clientes_app.storage.db.engine import read_transaction, write_transaction
from clientes_app.storage.db.tables import CLIENTE_ETIQUETA
from tests.builders import un_cliente
from tests.integration.pasos_acciones import ACENTOS, BORRAR, RESTAURAR, guardados, hacer
from tests.integration.test_historial import cambia
from tests.ordenes import Consola, abrir_consola, olvidar


@pytest.fixture
def consola(monkeypatch: pytest.MonkeyPatch, tmp_path: Path, url_base: str) -> Iterator[Consola]:
    """The command line on the same database."""
    yield abrir_consola(monkeypatch, tmp_path / "datos", url_base)
    olvidar()


def poner_a_muchos(una: EtiquetaGuardada) -> AccionMasiva:
    return AccionMasiva(Accion.PONER_ETIQUETA, como_valor(una.id, una.nombre))


def quitar_a_muchos(una: EtiquetaGuardada) -> AccionMasiva:
    return AccionMasiva(Accion.QUITAR_ETIQUETA, como_valor(una.id, una.nombre))


def las_de(engine: Engine, cuenta_id: int, cliente_id: int) -> list[str]:
    suyas = etiquetas.de_cliente(engine, cuenta_id, cliente_id).suyas
    return [una.nombre for una in suyas]


def con_filtro(engine: Engine, cuenta_id: int, *unas: EtiquetaGuardada) -> set[int]:
    consulta = Consulta(filtros=Filtros(etiqueta=tuple(str(una.id) for una in unas)))
    return {fila.id for fila in clientes.buscar(engine, cuenta_id, consulta).filas}


def hechos(engine: Engine, cuenta_id: int, cliente_id: int) -> list[tuple[str, list[str]]]:
    """Who put what on a client, or took it off, the newest first."""
    versiones = historial.leer(engine, cuenta_id, cliente_id).versiones
    return [
        (v.quien, [f"{'+' if e.puesta else '-'}{e.nombre}" for e in v.etiquetas])
        for v in versiones
        if v.accion == "etiquetas"
    ]


def test_they_are_made_renamed_coloured_deleted_and_brought_back(
    engine: Engine, actor: Actor
) -> None:
    cuenta_id = actor.cuenta_id
    mayoreo = etiquetas.crear(engine, actor, "  Mayoreo ", "azul")
    credito = etiquetas.crear(engine, actor, "Crédito 30")
    assert credito.color in COLORES
    assert credito.color != "azul"
    assert etiquetas.lista(engine, cuenta_id) == (credito, mayoreo)
    (uno,) = guardados(engine, cuenta_id, [un_cliente()])
    etiquetas.poner(engine, actor, uno, puestas=[mayoreo.id, credito.id])

    revision = clientes.revision(engine, cuenta_id)
    nueva = etiquetas.cambiar(engine, actor, mayoreo.id, nombre="Al por mayor", color="rosa")
    assert las_de(engine, cuenta_id, uno) == ["Al por mayor", "Crédito 30"]
    assert clientes.revision(engine, cuenta_id) == revision + 1
    etiquetas.cambiar(engine, actor, mayoreo.id, nombre="Al por mayor", color="rosa")
    assert clientes.revision(engine, cuenta_id) == revision + 1

    assert etiquetas.borrar(engine, actor, nueva.id).clientes == 1
    assert las_de(engine, cuenta_id, uno) == ["Crédito 30"]
    assert con_filtro(engine, cuenta_id, nueva) == set()
    with pytest.raises(NoEncontrado):
        etiquetas.poner(engine, actor, uno, puestas=[nueva.id])
    assert etiquetas.devolver(engine, actor, nueva.id) == nueva
    assert etiquetas.devolver(engine, actor, nueva.id) == nueva
    assert las_de(engine, cuenta_id, uno) == ["Al por mayor", "Crédito 30"]


@pytest.mark.parametrize(
    ("nombre", "color", "codigo"),
    [
        (" ", "azul", "etiqueta_falta"),
        ("x" * 31, "azul", "etiqueta_larga"),
        ("uno, dos", "azul", "etiqueta_letras"),
        ("uno\x01", "azul", "etiqueta_letras"),
        ("Nueva", "negro", "etiqueta_color"),
        ("CREDITO", "azul", "etiqueta_repetida"),
    ],
)
def test_a_bad_name_is_refused_in_words(
    engine: Engine, actor: Actor, nombre: str, color: str, codigo: str
) -> None:
    etiquetas.crear(engine, actor, "Crédito")
    otra = etiquetas.crear(engine, actor, "Otra")
    for intento in (
        lambda: etiquetas.crear(engine, actor, nombre, color),
        lambda: etiquetas.cambiar(engine, actor, otra.id, nombre=nombre, color=color),
    ):
        with pytest.raises(DatosInvalidos) as error:
            intento()
        (problema,) = error.value.problemas
        assert (problema.codigo, bool(problema.mensaje), bool(problema.sugerencia)) == (
            codigo,
            True,
            True,
        )
    assert [una.nombre for una in etiquetas.lista(engine, actor.cuenta_id)] == ["Crédito", "Otra"]


def test_an_account_has_so_many_and_a_name_that_was_deleted_is_free(
    engine: Engine, actor: Actor
) -> None:
    primera = etiquetas.crear(engine, actor, "Cero")
    etiquetas.borrar(engine, actor, primera.id)
    segunda = etiquetas.crear(engine, actor, "cero")
    assert segunda.id != primera.id
    with pytest.raises(DatosInvalidos):
        etiquetas.devolver(engine, actor, primera.id)
    for numero in range(1, MAXIMAS):
        etiquetas.crear(engine, actor, f"Número {numero}")
    with pytest.raises(DatosInvalidos) as error:
        etiquetas.crear(engine, actor, "Una más")
    assert error.value.problemas[0].codigo == "etiqueta_demasiadas"


def test_a_client_gets_and_loses_them_and_its_history_says_by_whom(
    engine: Engine, actor: Actor
) -> None:
    cuenta_id = actor.cuenta_id
    beto = Actor(cuenta_id, "Beto", "formulario")
    a, b = (etiquetas.crear(engine, actor, nombre) for nombre in ("A", "B"))
    (uno,) = guardados(engine, cuenta_id, [un_cliente()])
    etiquetas.poner(engine, actor, uno, puestas=[a.id])
    etiquetas.poner(engine, actor, uno, puestas=[a.id])
    etiquetas.poner(engine, beto, uno, puestas=[b.id], quitadas=[a.id])
    etiquetas.cambiar(engine, actor, a.id, nombre="Otra", color=a.color)
    assert las_de(engine, cuenta_id, uno) == ["B"]
    assert hechos(engine, cuenta_id, uno) == [("Beto", ["+B", "-A"]), ("Ana", ["+A"])]

    # Data and etiquetas do not get into each other's way: who saves them merges by field.
    base = clientes.obtener(engine, cuenta_id, uno).datos
    etiquetas.poner(engine, beto, uno, quitadas=[b.id])
    guardado = merge.guardar(
        engine,
        actor,
        uno,
        base=base.como_dict(),
        propios=base._replace(nombre="OTRO NOMBRE").como_dict(),
    )
    assert guardado.ajenos == ()
    assert merge.en_version(engine, cuenta_id, uno, guardado.cliente.version).nombre == (
        "OTRO NOMBRE"
    )
    assert merge.en_version(engine, cuenta_id, uno, 3) == base

    clientes.borrar(engine, actor, uno)
    with pytest.raises(ClienteBorrado):
        etiquetas.poner(engine, actor, uno, puestas=[b.id])
    with pytest.raises(NoEncontrado):
        etiquetas.poner(engine, actor, uno + 1, puestas=[b.id])


def test_one_that_lies_in_the_papelera_keeps_them_and_is_not_counted(
    engine: Engine, actor: Actor
) -> None:
    cuenta_id = actor.cuenta_id
    una = etiquetas.crear(engine, actor, "Una")
    uno, dos = guardados(engine, cuenta_id, [un_cliente(), un_cliente()])
    for cliente_id in (uno, dos):
        etiquetas.poner(engine, actor, cliente_id, puestas=[una.id])
    clientes.borrar(engine, actor, uno)
    assert [c.clientes for c in etiquetas.contadas(engine, cuenta_id)] == [1]
    assert con_filtro(engine, cuenta_id, una) == {dos}
    clientes.restaurar(engine, actor, uno)
    assert [c.clientes for c in etiquetas.contadas(engine, cuenta_id)] == [2]
    assert con_filtro(engine, cuenta_id, una) == {uno, dos}


def test_the_filter_combines_and_counts_what_each_would_leave(engine: Engine, actor: Actor) -> None:
    cuenta_id = actor.cuenta_id
    a, b, sin = (etiquetas.crear(engine, actor, nombre) for nombre in ("A", "B", "Sin"))
    filas = [un_cliente(nombre=f"CASA {n}", uso_cfdi="G03" if n % 2 else "G01") for n in range(6)]
    ids = guardados(engine, cuenta_id, filas)
    hacer(engine, actor, poner_a_muchos(a), ids[:4])
    hacer(engine, actor, poner_a_muchos(b), ids[3:5])
    assert con_filtro(engine, cuenta_id, a) == {*ids[:4]}
    assert con_filtro(engine, cuenta_id, a, b) == {*ids[:5]}
    consulta = Consulta(texto="casa", filtros=Filtros(etiqueta=(str(a.id),), uso=("G03",)))
    vista = clientes.mirar(engine, cuenta_id, consulta)
    assert {fila.id for fila in vista.pagina.filas} == {ids[1], ids[3]}
    assert vista.etiquetas == {ids[1]: (a,), ids[3]: (a, b)}
    assert vista.nombres[str(a.id)] == "A"
    assert list(clientes.encontrados(engine, cuenta_id, consulta)) == [ids[1], ids[3]]
    contadas = filtros.opciones(engine, cuenta_id, consulta, "etiqueta")
    assert [(o.nombre, o.cuantos) for o in contadas] == [("A", 2), ("B", 1), ("Sin", 0)]
    assert con_filtro(engine, cuenta_id, sin) == set()


def test_many_get_one_and_lose_it_as_processes_that_can_be_undone(
    engine: Engine, actor: Actor
) -> None:
    cuenta_id = actor.cuenta_id
    una = etiquetas.crear(engine, actor, "Mayoreo")
    ids = [*guardados(engine, cuenta_id, [un_cliente() for _ in range(4)]), 10_000]
    etiquetas.poner(engine, actor, ids[0], puestas=[una.id])
    clientes.borrar(engine, actor, ids[1])

    pedida = poner_a_muchos(una)
    previa = acciones.previsualizar(engine, cuenta_id, pedida, ids)
    assert (previa.cambian, previa.iguales, previa.fuera) == (2, 1, 2)
    assert [f.motivo for f in previa.fuera_muestra] == [
        "Está en la papelera.",
        "Ya no está en la cuenta.",
    ]
    assert con_filtro(engine, cuenta_id, una) == {ids[0]}
    hecho = hacer(engine, actor, pedida, ids)
    assert (hecho.actualizados, hecho.iguales, hecho.rechazados) == (2, 1, 2)
    assert (hecho.archivo, hecho.nombre) == (
        "Poner etiqueta Mayoreo",
        "Poner etiqueta Mayoreo en 5 clientes",
    )
    assert con_filtro(engine, cuenta_id, una) == {ids[0], ids[2], ids[3]}
    (version, _) = historial.leer(engine, cuenta_id, ids[2]).versiones
    assert (version.archivo, version.por_accion, version.proceso_id) == (
        "Poner etiqueta Mayoreo",
        True,
        hecho.id,
    )

    quitado = hacer(engine, actor, quitar_a_muchos(una), ids)
    assert quitado.nombre == "Quitar etiqueta Mayoreo a 5 clientes"
    assert con_filtro(engine, cuenta_id, una) == set()
    assert procesos.deshacer(engine, actor, quitado.id).restaurados == 3
    assert con_filtro(engine, cuenta_id, una) == {ids[0], ids[2], ids[3]}
    assert procesos.deshacer(engine, actor, hecho.id).restaurados == 2
    assert con_filtro(engine, cuenta_id, una) == {ids[0]}
    assert hechos(engine, cuenta_id, ids[2])[0] == ("Ana", ["-Mayoreo"])


def test_undoing_leaves_what_somebody_did_since_and_data_are_another_thing(
    engine: Engine, actor: Actor
) -> None:
    cuenta_id = actor.cuenta_id
    beto = Actor(cuenta_id, "Beto", "formulario")
    una, otra = (etiquetas.crear(engine, actor, nombre) for nombre in ("Una", "Otra"))
    filas = [un_cliente(nombre=f"CAFÉ {n}") for n in range(5)]
    ids = guardados(engine, cuenta_id, filas)
    hecho = hacer(engine, actor, poner_a_muchos(una), ids)
    etiquetas.poner(engine, beto, ids[0], quitadas=[una.id])
    etiquetas.poner(engine, beto, ids[0], puestas=[una.id])
    etiquetas.poner(engine, beto, ids[1], puestas=[otra.id])
    cambia(engine, beto, ids[2], nombre="TÉ")
    clientes.borrar(engine, beto, ids[3])
    acentos = hacer(engine, actor, ACENTOS, [ids[4]])

    resultado = procesos.deshacer(engine, actor, hecho.id)
    assert (resultado.restaurados, resultado.dejados) == (3, 2)
    dejados = {
        d.cliente_id: (d.motivo, d.quien, d.valores)
        for d in (procesos.cada_dejado(engine, cuenta_id, hecho.id))
    }
    assert dejados == {
        ids[0]: (procesos.MotivoDeDejar.CAMBIADO, "Beto", ()),
        ids[3]: (procesos.MotivoDeDejar.BORRADO, "Beto", ()),
    }
    assert las_de(engine, cuenta_id, ids[0]) == ["Una"]
    assert las_de(engine, cuenta_id, ids[1]) == ["Otra"]
    assert procesos.deshacer(engine, actor, acentos.id).restaurados == 1
    assert clientes.obtener(engine, cuenta_id, ids[4]).datos.nombre == "CAFÉ 4"
    clientes.restaurar(engine, beto, ids[3])
    assert procesos.deshacer(engine, actor, hecho.id).restaurados == 4
    assert las_de(engine, cuenta_id, ids[3]) == []


def test_one_that_was_deleted_is_put_on_nobody_and_undone_all_the_same(
    engine: Engine, actor: Actor
) -> None:
    cuenta_id = actor.cuenta_id
    una = etiquetas.crear(engine, actor, "Una")
    ids = guardados(engine, cuenta_id, [un_cliente(), un_cliente()])
    hecho = hacer(engine, actor, poner_a_muchos(una), ids[:1])
    esperando = acciones.encolar(engine, actor, poner_a_muchos(una), ids)
    etiquetas.borrar(engine, actor, una.id)
    with pytest.raises(SinEtiqueta):
        acciones.previsualizar(engine, cuenta_id, poner_a_muchos(una), ids)
    assert procesos.ejecutar(engine, esperando.id) is procesos.Outcome.DONE
    fue = procesos.detalle(engine, cuenta_id, esperando.id)
    assert (fue.actualizados, fue.rechazados) == (0, 2)
    dichos = procesos.problemas(engine, cuenta_id, esperando.id).filas
    assert {d.mensaje for d in dichos} == {"La etiqueta ya no existe."}

    assert procesos.deshacer(engine, actor, hecho.id).restaurados == 1
    etiquetas.devolver(engine, actor, una.id)
    assert con_filtro(engine, cuenta_id, una) == set()


def test_they_go_out_when_asked_for_and_the_file_comes_back_as_it_was(
    engine: Engine, actor: Actor, consola: Consola, tmp_path: Path
) -> None:
    cuenta_id = actor.cuenta_id
    menos, una = (etiquetas.crear(engine, actor, nombre) for nombre in ("-Menos", "Una"))
    uno, _ = guardados(engine, cuenta_id, [un_cliente(nombre=f"CLIENTE {n}") for n in "AB"])
    etiquetas.poner(engine, actor, uno, puestas=[una.id, menos.id])
    filas = [list(f) for f in clientes.exportar(engine, cuenta_id, con_etiquetas=True)]
    assert [fila[-1] for fila in filas] == ["-Menos, Una", ""]
    assert [fila[:-1] for fila in filas] == [
        list(fila) for fila in clientes.exportar(engine, cuenta_id)
    ]
    archivo = tmp_path / "con.csv"
    assert consola("exportar", "--etiquetas", "-o", archivo).exit_code == 0
    cabecera, primera, *_ = archivo.read_text("utf-8-sig").splitlines()
    assert cabecera.endswith(",Número de registro tributario,Etiquetas")
    assert primera.endswith('"\'-Menos, Una"')
    dicho = consola.json("importar", archivo)
    assert (dicho["filas"], dicho["iguales"], dicho["problemas"]) == (2, 2, [])
    assert consola.json("etiquetas") == [
        {"nombre": "-Menos", "color": menos.color, "clientes": 1},
        {"nombre": "Una", "color": una.color, "clientes": 1},
    ]
    assert consola("etiquetas").stdout == f"-Menos\t{menos.color}\t1\nUna\t{una.color}\t1\n"
    assert las_de(engine, cuenta_id, uno) == ["-Menos", "Una"]


def test_nothing_of_one_account_is_reached_from_another(engine: Engine, actor: Actor) -> None:
    ajena = Actor(cuentas.crear(engine, "La otra").id, "Eva", "formulario")
    suya = etiquetas.crear(engine, ajena, "Secreta")
    (su_cliente,) = guardados(engine, ajena.cuenta_id, [un_cliente()])
    etiquetas.poner(engine, ajena, su_cliente, puestas=[suya.id])
    nuestra = etiquetas.crear(engine, actor, "Secreta")
    (nuestro,) = guardados(engine, actor.cuenta_id, [un_cliente()])

    assert etiquetas.lista(engine, actor.cuenta_id) == (nuestra,)
    assert etiquetas.de_cliente(engine, actor.cuenta_id, su_cliente).suyas == ()
    assert con_filtro(engine, actor.cuenta_id, suya) == set()
    consulta = Consulta(filtros=Filtros(etiqueta=(str(suya.id),)))
    assert clientes.mirar(engine, actor.cuenta_id, consulta).nombres == {str(nuestra.id): "Secreta"}
    for intento in (
        lambda: etiquetas.poner(engine, actor, nuestro, puestas=[suya.id]),
        lambda: etiquetas.poner(engine, actor, su_cliente, puestas=[nuestra.id]),
        lambda: etiquetas.cambiar(engine, actor, suya.id, nombre="Mía", color="azul"),
        lambda: etiquetas.borrar(engine, actor, suya.id),
        lambda: etiquetas.devolver(engine, actor, suya.id),
    ):
        with pytest.raises(NoEncontrado):
            intento()
    with pytest.raises(SinEtiqueta):
        acciones.previsualizar(engine, actor.cuenta_id, poner_a_muchos(suya), [nuestro])
    assert [c.clientes for c in etiquetas.contadas(engine, ajena.cuenta_id)] == [1]


@pytest.mark.parametrize("ajeno", ["cliente", "etiqueta"])
def test_the_database_refuses_a_row_that_joins_two_accounts(
    engine: Engine, actor: Actor, ajeno: str
) -> None:
    otra = Actor(cuentas.crear(engine, "La otra").id, "Eva", "formulario")
    de = {"cliente": actor, "etiqueta": actor, ajeno: otra}
    (cliente_id,) = guardados(engine, de["cliente"].cuenta_id, [un_cliente()])
    una = etiquetas.crear(engine, de["etiqueta"], "Una")
    fila = {"cliente_id": cliente_id, "etiqueta_id": una.id, "cuenta_id": actor.cuenta_id}
    with pytest.raises(DuplicateRow), write_transaction(engine) as tx:
        tx.execute(insert(CLIENTE_ETIQUETA).values(fila))


@dataclass(frozen=True)
class UnaCuenta:
    """An account with two etiquetas and four clients, and what a step does in it."""

    engine: Engine
    yo: Actor
    unas: list[EtiquetaGuardada]
    ids: Sequence[int]

    def dar(self, que: str, cual: int, quienes: Sequence[int]) -> None:
        match que:
            case "poner" | "quitar":
                una = self.unas[cual]
                pedida = poner_a_muchos(una) if que == "poner" else quitar_a_muchos(una)
                hacer(self.engine, self.yo, pedida, [self.ids[n] for n in quienes])
            case "a mano":
                self._a_mano(self.ids[cual])
            case "papelera":
                esta = clientes.obtener(self.engine, self.yo.cuenta_id, self.ids[cual])
                hacer(self.engine, self.yo, RESTAURAR if esta.borrado else BORRAR, [esta.id])
            case "borrar etiqueta":
                una = self.unas[cual % 2]
                etiquetas.borrar(self.engine, self.yo, una.id)
                etiquetas.devolver(self.engine, self.yo, una.id)
            case _:
                self._deshacer(cual)

    def _a_mano(self, cliente_id: int) -> None:
        suyas = las_de(self.engine, self.yo.cuenta_id, cliente_id)
        with suppress(ClienteBorrado):
            etiquetas.poner(
                self.engine,
                self.yo,
                cliente_id,
                puestas=[una.id for una in self.unas if una.nombre not in suyas],
                quitadas=[una.id for una in self.unas if una.nombre in suyas],
            )

    def _deshacer(self, cual: int) -> None:
        hechos = procesos.lista(self.engine, self.yo.cuenta_id).filas
        if hechos:
            with suppress(procesos.NadaQueDeshacer, procesos.AccionNoPosible):
                procesos.deshacer(self.engine, self.yo, hechos[cual % len(hechos)].id)


PASOS = st.lists(
    st.one_of(
        st.tuples(
            st.sampled_from(("poner", "quitar")),
            st.integers(0, 1),
            st.lists(st.integers(0, 3), min_size=1, unique=True),
        ),
        st.tuples(
            st.sampled_from(("a mano", "papelera", "borrar etiqueta", "deshacer")),
            st.integers(0, 3),
            st.just(()),
        ),
    ),
    max_size=12,
)


@settings(
    max_examples=25,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
@given(pasos=PASOS)
def test_the_history_replays_to_the_table_whatever_was_done(
    engine: Engine, actor: Actor, pasos: list[tuple[str, int, Sequence[int]]]
) -> None:
    cuenta_id = cuentas.crear(engine, f"Cuenta {len(cuentas.lista(engine))}").id
    yo = Actor(cuenta_id, "Ana", "formulario")
    unas = [etiquetas.crear(engine, yo, nombre) for nombre in ("A", "B")]
    ids = guardados(engine, cuenta_id, [un_cliente() for _ in range(4)])
    suya = UnaCuenta(engine, yo, unas, ids)
    for que, cual, quienes in pasos:
        suya.dar(que, cual, quienes)
    with read_transaction(engine) as tx:
        filas = tx.execute(
            select(CLIENTE_ETIQUETA.c.cliente_id, CLIENTE_ETIQUETA.c.etiqueta_id).where(
                CLIENTE_ETIQUETA.c.cuenta_id == cuenta_id
            )
        ).all()
    for cliente_id in ids:
        contadas: dict[str, bool] = {}
        for version in reversed(historial.leer(engine, cuenta_id, cliente_id).versiones):
            contadas |= {cada.nombre: cada.puesta for cada in version.etiquetas}
        en_tabla = {una.nombre for una in unas if (cliente_id, una.id) in {tuple(f) for f in filas}}
        assert {nombre for nombre, puesta in contadas.items() if puesta} == en_tabla
