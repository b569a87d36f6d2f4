"""The kinds of trouble stored beside each client: right whoever writes, and when rules change."""

from collections.abc import Callable

import pytest
from sqlalchemy import Engine, select, text, update

from clientes_app.domain.cliente import DatosCliente
from clientes_app.domain.observaciones import BITS, codigos, observaciones
from clientes_app.services.acceso import cuentas
from clientes_app.services.calidad import al_dia
from clientes_app.services.carga import procesos
from clientes_app.services.clientes import clientes, historial, merge
from clientes_app.services.context import Actor, contexto_de_reglas
from clientes_app.services.ejemplo import quitar, vacia
from clientes_app.storage.db.column_types import utc_now
from clientes_app.storage.db.engine import read_transaction, write_transaction
from clientes_app.storage.db.tables import CAMBIO, CLIENTE, COLUMNAS_DE_CAMPOS, PROCESO, REGLAS
from tests.builders import un_cliente
from tests.gente import un_usuario
from tests.integration.pasos_procesos import cargar

GENERICO = {"rfc": "XAXX010101000", "regimen_fiscal": "616", "uso_cfdi": "S01"}
CP, OTRO_CP = "06600", "44100"


def guardadas(engine: Engine) -> dict[str, tuple[str, ...]]:
    """The kinds stored of each living client, by its name, after a comparison with the rules."""
    with read_transaction(engine) as tx:
        cps = {cuenta.id: cuenta.cp_expedicion for cuenta in cuentas.lista(engine)}
        columnas = (CLIENTE.c.cuenta_id, CLIENTE.c.observaciones, *COLUMNAS_DE_CAMPOS)
        filas = tx.execute(select(*columnas).where(CLIENTE.c.borrado_en.is_(None))).all()
    hallado: dict[str, tuple[str, ...]] = {}
    for cuenta_id, bits, *campos in filas:
        datos = DatosCliente(*campos)
        assert bits == observaciones(datos, contexto_de_reglas(cps[cuenta_id])), datos
        hallado[datos.nombre] = codigos(bits)
    return hallado


def estropear(engine: Engine, bits: int = 255) -> None:
    """Have every client follow rules of before, as after a migration."""
    with write_transaction(engine) as tx:
        tx.execute(update(CLIENTE).values(observaciones=bits))
        tx.execute(update(REGLAS).values(version="", en_curso="", hasta=0))


@pytest.fixture
def con_cp(engine: Engine, actor: Actor) -> Actor:
    """Somebody in an account that has a postal code."""
    cuentas.editar(engine, actor, nombre="Norte", cp_expedicion=CP)
    assert al_dia.poner_al_dia(engine)
    return actor


def test_every_door_stores_them(engine: Engine, con_cp: Actor) -> None:
    uno = clientes.alta(engine, con_cp, un_cliente(nombre="JOSÉ"))
    generico = clientes.alta(
        engine, con_cp, un_cliente(nombre="DE PASO", codigo_postal="01000", **GENERICO)
    )
    assert guardadas(engine) == {"JOSÉ": ("acentos",), "DE PASO": ("generico_cp",)}

    sin = uno.datos.como_dict() | {"nombre": "JOSE SA"}
    uno = clientes.editar(engine, con_cp, uno.id, uno.version, sin)
    propio = generico.datos.como_dict() | {"codigo_postal": CP}
    merge.guardar(engine, con_cp, generico.id, base=generico.datos.como_dict(), propios=propio)
    assert guardadas(engine) == {"JOSE SA": ("regimen_societario",), "DE PASO": ()}

    historial.restaurar_version(engine, con_cp, uno.id, 1, vista=uno.version)
    assert guardadas(engine)["JOSÉ"] == ("acentos",)


def test_a_client_that_comes_back_is_judged_by_the_rules_of_today(
    engine: Engine, con_cp: Actor
) -> None:
    uno = clientes.alta(engine, con_cp, un_cliente(nombre="JOSÉ"))
    clientes.borrar(engine, con_cp, uno.id)
    estropear(engine)
    clientes.restaurar(engine, con_cp, uno.id)
    assert guardadas(engine) == {"JOSÉ": ("acentos",)}


def test_a_load_stores_what_it_found_and_undoing_it_what_was_before(
    engine: Engine, con_cp: Actor
) -> None:
    uno = un_cliente(nombre="ACEROS")
    cargar(engine, con_cp, [uno])
    segunda = cargar(
        engine,
        con_cp,
        [
            uno | {"nombre": "Áceros S.A. de C.V."},
            un_cliente(nombre="OTRA"),
            un_cliente(nombre="DE PASO", codigo_postal="01000", **GENERICO),
            un_cliente(nombre="SIN DIGITO", rfc="XQB400101110"),
        ],
    )
    assert guardadas(engine) == {
        "ÁCEROS S.A. DE C.V.": ("acentos", "regimen_societario"),
        "OTRA": (),
        "DE PASO": ("generico_cp",),
        "SIN DIGITO": ("digito_verificador",),
    }
    procesos.deshacer(engine, con_cp, segunda.id)
    assert guardadas(engine) == {"ACEROS": ()}


def test_an_update_that_keeps_what_matters_leaves_them_alone(engine: Engine, con_cp: Actor) -> None:
    uno = un_cliente(nombre="JOSÉ", calle="UNO")
    cargar(engine, con_cp, [uno])
    cargar(engine, con_cp, [uno | {"calle": "", "email": "otro@correo.example"}])
    assert guardadas(engine) == {"JOSÉ": ("acentos",)}


def _testigo(engine: Engine) -> object:
    """All that must not change when clients are judged anew."""
    with read_transaction(engine) as tx:
        filas = select(CLIENTE.c.id, CLIENTE.c.version, CLIENTE.c.actualizado_en)
        cambios = select(CAMBIO.c.id)
        return [tx.execute(c.order_by("id")).all() for c in (filas, cambios)]


def test_other_rules_judge_all_anew_and_change_no_client(engine: Engine, con_cp: Actor) -> None:
    otra = Actor(cuentas.crear(engine, "Sur", cp_expedicion=OTRO_CP).id, "Eva", "formulario")
    for actor in (con_cp, otra):
        clientes.alta(engine, actor, un_cliente(nombre=f"JOSÉ {actor.quien}"))
        publico = un_cliente(nombre=f"DE PASO {actor.quien}", codigo_postal=CP, **GENERICO)
        clientes.alta(engine, actor, publico)
    antes, testigo = guardadas(engine), _testigo(engine)
    assert antes["DE PASO ANA"] == ()
    assert antes["DE PASO EVA"] == ("generico_cp",)
    estropear(engine)
    assert not al_dia.esta_al_dia(engine)

    assert al_dia.poner_al_dia(engine)
    assert al_dia.esta_al_dia(engine)
    assert guardadas(engine) == antes
    assert _testigo(engine) == testigo


def test_judging_goes_on_where_it_was_left(
    engine: Engine, con_cp: Actor, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(al_dia, "_AT_ONCE", 3)
    cargar(engine, con_cp, [un_cliente(nombre=f"JOSÉ {n}") for n in range(10)])
    estropear(engine)
    vistas = 0

    def parar() -> bool:
        nonlocal vistas
        vistas += 1
        return True

    for vez in (1, 2, 3):
        assert not al_dia.poner_al_dia(engine, parar=parar)
        assert vistas == vez
        with read_transaction(engine) as tx:
            hechos = CLIENTE.c.observaciones == BITS["acentos"]
            assert len(tx.execute(select(CLIENTE.c.id).where(hechos)).all()) == 3 * vez
    assert al_dia.poner_al_dia(engine, parar=parar)
    assert set(guardadas(engine).values()) == {("acentos",)}


def test_rules_that_change_in_the_middle_begin_anew(
    engine: Engine, con_cp: Actor, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(al_dia, "_AT_ONCE", 3)
    cargar(engine, con_cp, [un_cliente(nombre=f"JOSÉ {n}") for n in range(10)])
    estropear(engine)
    al_dia.poner_al_dia(engine, segundos=-1)
    with write_transaction(engine) as tx:
        tx.execute(update(CLIENTE).values(observaciones=0))
    monkeypatch.setattr(al_dia, "version_de_reglas", lambda _hoy: "otras")
    assert al_dia.poner_al_dia(engine)
    assert set(guardadas(engine).values()) == {("acentos",)}


def test_what_somebody_changed_meanwhile_is_not_overwritten(
    engine: Engine, con_cp: Actor, monkeypatch: pytest.MonkeyPatch
) -> None:
    uno = clientes.alta(engine, con_cp, un_cliente(nombre="JOSÉ"))
    estropear(engine)
    de_verdad: Callable[..., int] = al_dia.observaciones

    def con_alguien_mas(*partes: object) -> int:
        sin = uno.datos.como_dict() | {"nombre": "JOSE SA"}
        clientes.editar(engine, con_cp, uno.id, 1, sin)
        return de_verdad(*partes)

    monkeypatch.setattr(al_dia, "observaciones", con_alguien_mas)
    assert al_dia.poner_al_dia(engine)
    assert guardadas(engine) == {"JOSE SA": ("regimen_societario",)}


def test_who_was_changed_otherwise_meanwhile_is_judged_all_the_same(
    engine: Engine, con_cp: Actor, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A load that brings another e-mail, and a deletion, store no kinds of trouble."""
    filas = [un_cliente(nombre="JOSÉ"), un_cliente(nombre="MARÍA")]
    cargar(engine, con_cp, filas)
    borrada = clientes.por_rfc(engine, con_cp.cuenta_id, filas[1]["rfc"])
    assert borrada is not None
    estropear(engine)
    de_verdad: Callable[..., int] = al_dia.observaciones

    def con_alguien_mas(*partes: object) -> int:
        cargar(engine, con_cp, [filas[0] | {"email": "otro@cliente.example"}])
        if not clientes.obtener(engine, con_cp.cuenta_id, borrada.id).borrado:
            clientes.borrar(engine, con_cp, borrada.id)
        return de_verdad(*partes)

    monkeypatch.setattr(al_dia, "observaciones", con_alguien_mas)
    assert al_dia.poner_al_dia(engine)
    assert guardadas(engine) == {"JOSÉ": ("acentos",)}
    clientes.restaurar(engine, con_cp, borrada.id)
    assert guardadas(engine) == {"JOSÉ": ("acentos",), "MARÍA": ("acentos",)}


def test_another_postal_code_judges_the_generic_rfcs_of_the_account_alone(
    engine: Engine, con_cp: Actor
) -> None:
    otra = Actor(cuentas.crear(engine, "Sur", cp_expedicion=CP).id, "Eva", "formulario")
    for actor in (con_cp, otra):
        publico = un_cliente(nombre=f"DE PASO {actor.quien}", codigo_postal=CP, **GENERICO)
        clientes.alta(engine, actor, publico)
    clientes.alta(engine, con_cp, un_cliente(nombre="JOSÉ"))
    de_vuelta = un_cliente(nombre="DE VUELTA", codigo_postal=CP, **GENERICO)
    clientes.borrar(engine, con_cp, clientes.alta(engine, con_cp, de_vuelta).id)
    assert al_dia.poner_al_dia(engine)
    with write_transaction(engine) as tx:
        # Would be mended if it were looked at.
        jose = update(CLIENTE).where(CLIENTE.c.nombre == "JOSÉ")
        tx.execute(jose.values(observaciones=0))

    cuentas.editar(engine, con_cp, nombre="Norte", cp_expedicion=OTRO_CP)
    testigo = _testigo(engine)
    assert not al_dia.esta_al_dia(engine)
    assert al_dia.poner_al_dia(engine)
    assert _testigo(engine) == testigo
    with read_transaction(engine) as tx:
        filas = tx.execute(select(CLIENTE.c.nombre, CLIENTE.c.observaciones)).all()
    assert dict(map(tuple, filas)) == {
        "DE PASO ANA": BITS["generico_cp"],
        "DE PASO EVA": 0,
        "DE VUELTA": BITS["generico_cp"],
        "JOSÉ": 0,
    }


def test_a_postal_code_that_changes_during_a_load_is_followed_after_it(
    engine: Engine, con_cp: Actor
) -> None:
    hecha = cargar(engine, con_cp, [un_cliente(nombre="DE PASO", codigo_postal=CP, **GENERICO)])
    cuentas.editar(engine, con_cp, nombre="Norte", cp_expedicion=OTRO_CP)
    suya = update(PROCESO).where(PROCESO.c.id == hecha.id)
    with write_transaction(engine) as tx:
        tx.execute(suya.values(estado=procesos.Estado.PROCESANDO))
    assert al_dia.poner_al_dia(engine)
    with write_transaction(engine) as tx:
        assert tx.execute(select(CLIENTE.c.observaciones)).scalar_one() == 0
        tx.execute(suya.values(estado=procesos.Estado.TERMINADO))
    assert not al_dia.esta_al_dia(engine)
    assert al_dia.poner_al_dia(engine)
    assert guardadas(engine) == {"DE PASO": ("generico_cp",)}


def test_an_account_that_goes_takes_what_is_known_of_its_clients_with_it(engine: Engine) -> None:
    cuenta_id = vacia(engine).id
    actor = Actor(cuenta_id, "Ana", "formulario")
    uno, otro = (clientes.alta(engine, actor, un_cliente()) for _ in range(2))
    un_usuario(engine, cuenta_id)
    with write_transaction(engine) as tx:
        tx.execute(
            text(
                "INSERT INTO distintos (uno_id, otro_id, cuenta_id, quien, creado_en) "
                "VALUES (:uno, :otro, :cuenta, 'Ana', :ahora)"
            ),
            {"uno": uno.id, "otro": otro.id, "cuenta": cuenta_id, "ahora": str(utc_now())[:19]},
        )
        tx.execute(
            text("INSERT INTO duplicados (cuenta_id, revision, grupos) VALUES (:cuenta, 1, '[]')"),
            {"cuenta": cuenta_id},
        )
    quitar(engine, cuenta_id)
    assert guardadas(engine) == {}
