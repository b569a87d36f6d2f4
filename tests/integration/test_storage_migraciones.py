"""The migrations: they make what the models describe, once, however many start at the same time."""

import re
import threading
from pathlib import Path

import pytest
from alembic import command
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from psycopg.errors import UniqueViolation
from sqlalchemy import Connection, Engine, inspect, text

from clientes_app.domain.cliente import DatosCliente
from clientes_app.domain.rfc.rfc import GENERICO_NACIONAL
from clientes_app.services.acceso import cuentas, sesiones, usuarios
from clientes_app.services.carga import procesos
from clientes_app.services.clientes import clientes
from clientes_app.services.clientes.clientes import ClienteGuardado
from clientes_app.services.context import Actor
from clientes_app.services.errors import ClienteRepetido
from clientes_app.storage.clientes import derived
from clientes_app.storage.db import migrate as migrations
from clientes_app.storage.db.base import DuplicateRow
from clientes_app.storage.db.engine import (
    direccion,
    open_engine,
    write_connection,
)
from clientes_app.storage.db.migrate import (
    MigrationsNotFound,
    alembic_config,
    is_up_to_date,
    migrate,
    migrations_folder,
)
from clientes_app.storage.db.tables import CLIENTE, METADATA
from tests.builders import un_cliente
from tests.conftest import POSTGRESQL, SQLITE
from tests.gente import un_usuario
from tests.integration.filas_de_antes import alta_de_antes
from tests.servers import Postgresql

# COPY goes past SQLAlchemy.
_REFUSED = (DuplicateRow, UniqueViolation)


@pytest.fixture(params=[SQLITE, POSTGRESQL])
def url_vacia(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    if request.param == "sqlite":
        return f"sqlite:///{tmp_path}/nueva/clientes.sqlite3"
    servidor: Postgresql = request.getfixturevalue("servidor_postgresql")
    return servidor.base_vacia().render_as_string(hide_password=False)


@pytest.mark.filterwarnings("ignore:.*expression-based index")
def test_models_and_migrations_agree(engine: Engine) -> None:
    def es_nuestro(_objeto: object, nombre: str | None, tipo: str, *_: object) -> bool:
        # Of an index of an expression the next test looks at what the database says.
        otros = {"uq_cliente_rfc"}
        if engine.dialect.name == "sqlite":
            otros.add("ix_cliente_busqueda")
        return not (nombre or "").startswith("cliente_fts") and not (
            tipo == "index" and nombre in otros
        )

    with engine.connect() as conexion:
        contexto = MigrationContext.configure(
            conexion, opts={"compare_type": True, "include_object": es_nuestro}
        )
        assert compare_metadata(contexto, METADATA) == []


def test_the_index_of_the_rfc_is_the_one_of_the_model(engine: Engine) -> None:
    (indice,) = (i for i in CLIENTE.indexes if i.name == "uq_cliente_rfc")
    definicion = text(
        "SELECT sql FROM sqlite_master WHERE name = 'uq_cliente_rfc'"
        if engine.dialect.name == "sqlite"
        else "SELECT indexdef FROM pg_indexes WHERE indexname = 'uq_cliente_rfc'"
    )
    with write_connection(engine) as conexion:
        migrada = conexion.execute(definicion).scalar_one()
        indice.drop(conexion)
        assert conexion.execute(definicion).scalar_one_or_none() is None
        indice.create(conexion)
        assert conexion.execute(definicion).scalar_one() == migrada


def test_the_index_of_the_rfc_takes_the_place_of_two_and_gives_it_back(url_vacia: str) -> None:
    engine = open_engine(url_vacia)
    try:
        _llevar(engine, "0006")
        cuenta = _una_cuenta(engine)
        publico = un_cliente(rfc=GENERICO_NACIONAL, regimen_fiscal="616", uso_cfdi="S01")
        suyos = [un_cliente(), publico | {"nombre": "UNO"}, publico | {"nombre": "DOS"}]
        for vez, revision in enumerate(("0006", "0007", "0006", "0007")):
            _llevar(engine, revision)
            for suyo in suyos:
                alta_de_antes(engine, cuenta, suyo)
            with pytest.raises(DuplicateRow):
                alta_de_antes(engine, cuenta, suyos[0])
            suyos = [un_cliente(), publico | {"nombre": f"TRES {vez}"}]
    finally:
        engine.dispose()


def test_the_papelera_learns_from_the_history_what_filled_it(url_vacia: str) -> None:
    engine = open_engine(url_vacia)
    try:
        _llevar(engine, "0010")
        actor = Actor(_una_cuenta(engine), "Ana", "formulario")
        vivo, a_mano, deshecho = (
            alta_de_antes(engine, actor.cuenta_id, un_cliente()) for _ in range(3)
        )
        with write_connection(engine) as conexion:
            for borrado, proceso_id in ((a_mano, None), (deshecho, 7)):
                conexion.execute(
                    text("UPDATE cliente SET version = 2, borrado_en = creado_en WHERE id = :id"),
                    {"id": borrado},
                )
                conexion.execute(
                    text(
                        "INSERT INTO cambio (cuenta_id, cliente_id, version, accion, origen, "
                        "quien, proceso_id, antes, despues, creado_en) VALUES (:cuenta, :id, 2, "
                        "'borrado', 'formulario', 'Ana', :proceso, '{}', '{}', '2026-01-02')"
                    ),
                    {"cuenta": actor.cuenta_id, "id": borrado, "proceso": proceso_id},
                )
        for revision in ("0012", "0010", "0012"):
            _llevar(engine, revision)
        with engine.connect() as conexion:
            sabido = text("SELECT id, borrado_proceso_id FROM cliente ORDER BY id")
            assert list(conexion.execute(sabido)) == [(vivo, None), (a_mano, None), (deshecho, 7)]
    finally:
        engine.dispose()


def test_the_token_of_a_run_takes_the_place_of_who_held_it_and_gives_it_back(
    url_vacia: str,
) -> None:
    engine = open_engine(url_vacia)
    try:
        _llevar(engine, "0007")
        actor = Actor(_una_cuenta(engine), "Ana", "carga")
        guardado = text(
            "INSERT INTO proceso (id, cuenta_id, archivo, tamano, sha256, estado, existentes, "
            "blancos, quien, origen, codificacion, delimitador, filas, filas_hechas, linea_hecha, "
            "creados, actualizados, iguales, rechazados, motivo_codigo, motivo_mensaje, intentos, "
            "arrendado_por, cancelar, deshacer, creado_en) VALUES (7, :cuenta, 'a.csv', 1, 'x', "
            "'procesando', 'omitir', 'borrar', 'Ana', 'carga', 'utf-8', ',', 9, 4, 5, "
            "3, 1, 0, 0, '', '', 2, 'alguien', false, false, '2026-01-02 03:04:05')"
        )
        with write_connection(engine) as conexion:
            conexion.execute(guardado, {"cuenta": actor.cuenta_id})
        vistos = text("SELECT id, estado, blancos, filas_hechas, linea_hecha, intentos, archivo")
        esperado = (7, "procesando", "borrar", 4, 5, 2, "a.csv")
        for revision, columnas in (
            ("0008", {"run_token"}),
            ("0007", {"arrendado_por", "arrendado_hasta"}),
            ("0008", {"run_token"}),
        ):
            _llevar(engine, revision)
            with engine.connect() as conexion:
                assert conexion.execute(text(f"{vistos.text} FROM proceso")).one() == esperado
            hay = {columna["name"] for columna in inspect(engine).get_columns("proceso")}
            assert hay & {"run_token", "arrendado_por", "arrendado_hasta"} == columnas
    finally:
        engine.dispose()


def _un_proceso(conexion: Connection, cuenta_id: int) -> None:
    """Store process 7, which was undone, as it was before there were actions."""
    conexion.execute(
        text(
            "INSERT INTO proceso (id, cuenta_id, archivo, tamano, sha256, estado, quien, "
            "existentes, blancos, origen, codificacion, delimitador, filas, filas_hechas, "
            "linea_hecha, creados, actualizados, iguales, rechazados, motivo_codigo, "
            "motivo_mensaje, intentos, cancelar, deshacer, creado_en) VALUES (7, :cuenta, "
            "'a.csv', 1, 'x', 'deshecho', 'Ana', 'actualizar', 'conservar', 'carga', "
            "'utf-8', ',', 3, 3, 4, 2, 1, 0, 0, '', '', 0, false, false, "
            "'2026-01-02 03:04:05')"
        ),
        {"cuenta": cuenta_id},
    )


def _deshecho_antes(engine: Engine, actor: Actor) -> list[ClienteGuardado]:
    """Make process 7 as it was left by an undoing of before; return whom it had changed."""
    creado, actualizado, tocado = (
        clientes.alta(engine, actor, un_cliente(calle="UNO")) for _ in range(3)
    )
    clientes.borrar(engine, actor, creado.id)
    for version, calle in ((1, "DOS"), (2, "UNO")):
        datos = actualizado.datos.como_dict() | {"calle": calle}
        clientes.editar(engine, actor, actualizado.id, version, datos)
    clientes.editar(engine, actor, tocado.id, 1, tocado.datos.como_dict() | {"calle": "A MANO"})
    with write_connection(engine) as conexion:
        _un_proceso(conexion, actor.cuenta_id)
        for cliente_id, versiones in ((creado.id, (1, 2)), (actualizado.id, (2, 3))):
            conexion.execute(
                text(
                    "UPDATE cambio SET proceso_id = 7 "
                    "WHERE cliente_id = :id AND version IN (:una, :otra)"
                ),
                {"id": cliente_id, "una": versiones[0], "otra": versiones[1]},
            )
        conexion.execute(
            text("UPDATE cambio SET proceso_id = 7 WHERE cliente_id = :id AND version = 1"),
            {"id": tocado.id},
        )
    return [creado, actualizado, tocado]


def test_what_was_undone_before_says_what_it_takes_back(url_vacia: str) -> None:
    engine = open_engine(url_vacia)
    try:
        # The program of today knows the last revision only.
        _llevar(engine, "head")
        actor = Actor(cuentas.asegurar_cuenta(engine), "Ana", "formulario")
        creado, actualizado, tocado = _deshecho_antes(engine, actor)
        for revision in ("0010", "0011", "0010", "head"):
            _llevar(engine, revision)
        with engine.connect() as conexion:
            deshacen = conexion.execute(
                text("SELECT cliente_id, version, deshace_version FROM cambio ORDER BY 1, 2")
            ).all()
        assert [fila for fila in deshacen if fila[2] is not None] == [
            (creado.id, 2, 1),
            (actualizado.id, 3, 2),
        ]
        visto = procesos.detalle(engine, actor.cuenta_id, 7)
        assert (visto.borrados, visto.restaurados, visto.dejados) == (1, 1, 1)
        assert visto.deshecho_en is not None
        (dejado,) = procesos.dejados(engine, actor.cuenta_id, 7).filas
        assert dejado.cliente_id == tocado.id
    finally:
        engine.dispose()


def test_of_many_changes_none_is_asked_by_itself_what_it_takes_back(engine: Engine) -> None:
    """With a query for each, PostgreSQL took a minute for 10,000 clients, and by the square."""
    explain = "EXPLAIN QUERY PLAN" if engine.dialect.name == "sqlite" else "EXPLAIN"
    with engine.connect() as conexion:
        scripts = ScriptDirectory.from_config(alembic_config(conexion))
        orden = scripts.get_revision("0011").module._QUE_DESHACE
        plan = conexion.execute(text(f"{explain} {orden}")).all()
    assert plan
    assert not re.search("CORRELATED|SubPlan", str(plan)), plan


def _dar_dealta_de_antes(engine: Engine, cuenta_id: int, *altas: DatosCliente) -> None:
    """Store clients past every question whether they are there already."""
    for alta in altas:
        alta_de_antes(engine, cuenta_id, alta.como_dict())


def test_generic_names_that_are_there_twice_are_named_and_left_and_no_more_come(
    url_vacia: str, caplog: pytest.LogCaptureFixture
) -> None:
    engine = open_engine(url_vacia)
    publico = un_cliente(rfc=GENERICO_NACIONAL, regimen_fiscal="616", uso_cfdi="S01")
    jose, con_acento, otro = (
        DatosCliente(**publico | {"nombre": nombre})
        for nombre in ("JOSE LOPEZ", "JOSÉ LÓPEZ", "OTRO")
    )
    try:
        _llevar(engine, "0009")
        cuenta = _una_cuenta(engine)
        actor = Actor(cuenta, "Ana", "formulario")
        _dar_dealta_de_antes(engine, cuenta, jose, otro, con_acento)
        with caplog.at_level("WARNING"):
            migrate(url_vacia)
        (dicho,) = (registro.getMessage() for registro in caplog.records)
        assert f"el cliente 3, JOSÉ LÓPEZ ({GENERICO_NACIONAL}), tiene el nombre de otro" in dicho
        assert clientes.mirar(engine, cuenta, clientes.Consulta()).pagina.total == 3
        clientes.editar(engine, actor, 3, 1, con_acento.como_dict() | {"calle": "UNO"})
        with pytest.raises(ClienteRepetido) as repetido:
            clientes.alta(engine, actor, con_acento.como_dict())
        assert repetido.value.cliente_id == 1
        with pytest.raises(_REFUSED):
            _dar_dealta_de_antes(engine, cuenta, jose)
        clientes.editar(engine, actor, 3, 2, con_acento.como_dict() | {"nombre": "TERCERO"})
        with pytest.raises(_REFUSED):
            _dar_dealta_de_antes(engine, cuenta, otro._replace(nombre="TERCERO"))
        _llevar(engine, "0009")
        migrate(url_vacia)
    finally:
        engine.dispose()


def test_the_search_text_of_what_is_there_is_folded_anew(
    url_vacia: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    nuevos = [
        un_cliente(nombre="D’ELIA PASTAS"),
        un_cliente(nombre="CAFÉ “LA PARROQUIA”", email="a@xn--pea-8ma.example"),
        un_cliente(nombre="L`OREAL"),
        un_cliente(nombre="PLAIN"),
    ]
    engine = open_engine(url_vacia)
    try:
        _llevar(engine, "0009")
        actor = Actor(_una_cuenta(engine), "Ana", "formulario")
        with monkeypatch.context() as antes:
            antes.setattr(derived, "clave_busqueda", str.upper)
            antes.setattr(derived, "escrituras", lambda email: (email,))
            for nuevo in nuevos:
                alta_de_antes(engine, actor.cuenta_id, nuevo)
        migrate(url_vacia)
        for buscado, hallado in (
            *(("d'elia", 1), ('"la parroquia"', 2), ("peña.example", 2), ("l'oreal", 3)),
            *(("d’elia", 1), ("pna-8ma", 0), ("plain", 4)),
        ):
            pagina = clientes.buscar(engine, actor.cuenta_id, clientes.Consulta(texto=buscado))
            assert [fila.id for fila in pagina.filas] == [hallado] * bool(hallado), buscado
        if engine.dialect.name == "sqlite":
            with write_connection(engine) as conexion:
                # Raises when the index does not hold what the rows say.
                conexion.execute(
                    text("INSERT INTO cliente_fts(cliente_fts, rank) VALUES ('integrity-check', 1)")
                )
    finally:
        engine.dispose()


def test_every_table_but_those_of_no_account_by_nature_carries_its_account() -> None:
    sin_cuenta = {t.name for t in METADATA.sorted_tables if "cuenta_id" not in t.columns}
    assert sin_cuenta == {
        *("cuenta", "usuario", "sesion", "navegador", "intento", "autoridad", "reglas"),
    }


def test_a_missing_database_is_made_and_a_second_run_changes_nothing(url_vacia: str) -> None:
    migrate(url_vacia)
    migrate(url_vacia)
    engine = open_engine(url_vacia)
    try:
        assert is_up_to_date(engine)
        assert {"cuenta", "cliente", "cambio", "proceso"} <= set(inspect(engine).get_table_names())
    finally:
        engine.dispose()


def test_four_starts_at_once_migrate_once(url_vacia: str) -> None:
    errores: list[BaseException] = []
    salida = threading.Barrier(4)

    def empezar() -> None:
        salida.wait()
        try:
            migrate(url_vacia)
        except BaseException as error:  # noqa: BLE001 (whatever it is, the test shows it)
            errores.append(error)

    hilos = [threading.Thread(target=empezar) for _ in range(4)]
    for hilo in hilos:
        hilo.start()
    for hilo in hilos:
        hilo.join()
    assert errores == []
    engine = open_engine(url_vacia)
    try:
        with engine.connect() as conexion:
            versiones = conexion.execute(text("SELECT version_num FROM alembic_version")).all()
        assert len(versiones) == 1
    finally:
        engine.dispose()


def _llevar(engine: Engine, revision: str) -> None:
    with write_connection(engine) as conexion:
        actual = MigrationContext.configure(conexion).get_current_revision() or ""
        hacia = command.downgrade if actual > revision else command.upgrade
        hacia(alembic_config(conexion), revision)


def _una_cuenta(engine: Engine, nombre: str = "Norte") -> int:
    """Make an account as every revision had it; the program of today only knows the last one."""
    orden = text(
        "INSERT INTO cuenta (nombre, cp_expedicion, clientes, borrados, creada_en) "
        "VALUES (:nombre, '', 0, 0, '2026-01-02 03:04:05+00:00') RETURNING id"
    )
    with write_connection(engine) as conexion:
        return conexion.execute(orden, {"nombre": nombre}).scalar_one()


def test_accounts_that_are_there_get_short_names_and_lose_them_again(url_vacia: str) -> None:
    engine = open_engine(url_vacia)
    try:
        _llevar(engine, "0008")
        for nombre in ("Abarrotes Peña", "ABARROTES PENA", "Ñandú", "???"):
            _una_cuenta(engine, nombre)
        for revision in ("0009", "0008", "head"):
            _llevar(engine, revision)
        assert {cuenta.nombre: cuenta.nombre_corto for cuenta in cuentas.lista(engine)} == {
            "Abarrotes Peña": "abarrotes-pena",
            "ABARROTES PENA": "abarrotes-pena-2",
            "Ñandú": "nandu",
            "???": "cuenta",
        }
        assert cuentas.por_nombre(engine, "abarrotes-pena-2").nombre == "ABARROTES PENA"
        assert cuentas.crear(engine, "nandu").nombre_corto == "nandu-2"
    finally:
        engine.dispose()


def test_names_that_are_there_are_folded_and_browsers_have_a_place(url_vacia: str) -> None:
    engine = open_engine(url_vacia)
    try:
        _llevar(engine, "0013")
        with write_connection(engine) as conexion:
            conexion.execute(
                text(
                    "INSERT INTO usuario (email, nombre, clave, creado_en) "
                    "VALUES ('ana@correo.mx', 'Ána  Peña-López', '', '2026-01-01 00:00:00')"
                )
            )
        for revision in ("0014", "0013", "0014"):
            _llevar(engine, revision)
        with engine.connect() as conexion:
            (usuario,) = conexion.execute(text("SELECT nombre, nombre_plegado FROM usuario")).all()
            assert tuple(usuario) == ("Ána  Peña-López", "ANAPENALOPEZ")
            assert conexion.execute(text("SELECT count(*) FROM navegador")).scalar_one() == 0
    finally:
        engine.dispose()


def test_a_database_from_before_there_were_users_keeps_its_clients_and_gets_users(
    url_vacia: str,
) -> None:
    engine = open_engine(url_vacia)
    try:
        _llevar(engine, "0002")
        cuenta = _una_cuenta(engine)
        alta_de_antes(engine, cuenta, un_cliente())
        assert "usuario" not in inspect(engine).get_table_names()
        migrate(url_vacia)
        assert sesiones.autoridad(engine) == 0
        un_usuario(engine, cuenta, clave="")
        assert sesiones.autoridad(engine) == 1
        assert [miembro.nombre for miembro in usuarios.lista(engine, cuenta)] == ["Ana"]
        _llevar(engine, "0002")
        assert "usuario" not in inspect(engine).get_table_names()
        migrate(url_vacia)
        assert usuarios.lista(engine, cuenta) == ()
        assert clientes.buscar(engine, cuenta, clientes.Consulta()).total == 1
    finally:
        engine.dispose()


@pytest.mark.parametrize(
    "escrita",
    ["postgres://u:c@h/b", "postgresql://u:c@h/b", "postgresql+psycopg://u:c@h/b"],
)
def test_every_way_to_write_a_postgresql_address_means_psycopg_3(escrita: str) -> None:
    assert direccion(escrita).render_as_string(hide_password=False) == (
        "postgresql+psycopg://u:c@h/b"
    )


def test_an_installed_package_finds_its_migrations_in_the_environment(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    instaladas = tmp_path / "share" / "clientes-app" / "alembic"
    instaladas.mkdir(parents=True)
    (instaladas / "env.py").touch()
    (tmp_path / "site-packages" / "alembic").mkdir(parents=True)
    monkeypatch.setattr(migrations, "_ROOT", tmp_path / "site-packages")
    monkeypatch.setattr("sys.prefix", str(tmp_path))
    assert migrations_folder() == instaladas


def test_migrations_that_are_nowhere_are_named(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(migrations, "_ROOT", tmp_path)
    monkeypatch.setattr("sys.prefix", str(tmp_path))
    with pytest.raises(MigrationsNotFound, match="clientes-app"):
        migrations_folder()


def test_every_process_that_is_there_is_a_load(url_vacia: str) -> None:
    engine = open_engine(url_vacia)
    try:
        _llevar(engine, "0014")
        cuenta_id = _una_cuenta(engine)
        with write_connection(engine) as conexion:
            _un_proceso(conexion, cuenta_id)
        for revision in ("0016", "0014", "head"):
            _llevar(engine, revision)
        assert procesos.detalle(engine, cuenta_id, 7).pedida is None
    finally:
        engine.dispose()
