"""Views of the list: whose they are, who may change them, and that nobody else sees them."""

from collections.abc import Callable
from dataclasses import replace

import pytest
from alembic import command
from sqlalchemy import Engine, func, insert, inspect, select

from clientes_app.domain.aspecto import INICIAL
from clientes_app.domain.roles import Rol
from clientes_app.domain.vistas import MAXIMAS
from clientes_app.services import ejemplo
from clientes_app.services.acceso import cuentas, usuarios
from clientes_app.services.clientes import aspecto, clientes, etiquetas, vistas
from clientes_app.services.clientes.vistas import QuienMira
from clientes_app.services.context import Actor
from clientes_app.services.errors import DatosInvalidos, NoEncontrado
from clientes_app.storage.clientes import vistas as guardadas
from clientes_app.storage.db.base import DuplicateRow
from clientes_app.storage.db.column_types import utc_now
from clientes_app.storage.db.engine import read_transaction, write_connection, write_transaction
from clientes_app.storage.db.migrate import alembic_config
from clientes_app.storage.db.tables import VISTA
from tests.gente import un_usuario

JALISCO = "estado=JAL"
COLIMA = "q=perez&estado=COL"


def quien_mira(engine: Engine, cuenta_id: int, nombre: str, rol: Rol) -> QuienMira:
    """Somebody new in an account."""
    usuario_id = un_usuario(engine, cuenta_id, nombre=nombre, rol=rol)
    return QuienMira(cuenta_id, usuario_id, edita=rol.alcanza(Rol.EDITOR))


@pytest.fixture
def ana(engine: Engine, cuenta_id: int, claves_rapidas: None) -> QuienMira:
    """Somebody who may change clients."""
    return quien_mira(engine, cuenta_id, "Ana", Rol.EDITOR)


@pytest.fixture
def leo(engine: Engine, cuenta_id: int, claves_rapidas: None) -> QuienMira:
    """Somebody who may look."""
    return quien_mira(engine, cuenta_id, "Leo", Rol.LECTOR)


def nombres(engine: Engine, quien: QuienMira) -> list[tuple[str, bool]]:
    """What somebody sees: names, and whether each is the account's."""
    return [(una.nombre, una.de_la_cuenta) for una in vistas.lista(engine, quien).vistas]


def una_mia(
    engine: Engine, quien: QuienMira, nombre: str, consulta: str = JALISCO
) -> vistas.VistaGuardada:
    return vistas.guardar(engine, quien, nombre, consulta, de_la_cuenta=False)


def una_de_todos(
    engine: Engine, quien: QuienMira, nombre: str, consulta: str = JALISCO
) -> vistas.VistaGuardada:
    return vistas.guardar(engine, quien, nombre, consulta, de_la_cuenta=True)


def codigo(intento: Callable[[], object]) -> str:
    """Why something is refused."""
    with pytest.raises(DatosInvalidos) as error:
        intento()
    (problema,) = error.value.problemas
    assert problema.sugerencia
    return problema.codigo


def test_they_are_saved_changed_renamed_deleted_and_brought_back(
    engine: Engine, ana: QuienMira
) -> None:
    mia = una_mia(engine, ana, "  Jalisco  entero ")
    suya = una_de_todos(engine, ana, "Colima", COLIMA)
    assert vistas.lista(engine, ana).vistas == (suya, mia)
    assert (mia.nombre, mia.consulta, mia.columnas) == ("Jalisco entero", "estado=JAL", "")
    assert (suya.consulta, suya.columnas) == (COLIMA, "")

    vistas.cambiar(engine, ana, mia.id, COLIMA)
    assert vistas.renombrar(engine, ana, mia.id, "JALISCO ENTERO") == "JALISCO ENTERO"
    (_, otra) = vistas.lista(engine, ana).vistas
    assert (otra.nombre, otra.consulta, otra.columnas) == ("JALISCO ENTERO", COLIMA, "")
    assert vistas.borrar(engine, ana, mia.id) == otra
    assert nombres(engine, ana) == [("Colima", True)]
    for intento in (
        lambda: vistas.borrar(engine, ana, mia.id),
        lambda: vistas.cambiar(engine, ana, mia.id, JALISCO),
        lambda: vistas.renombrar(engine, ana, mia.id, "Otra"),
    ):
        with pytest.raises(NoEncontrado):
            intento()
    for _ in range(2):
        assert vistas.devolver(engine, ana, mia.id) == otra
    assert vistas.lista(engine, ana).vistas == (suya, otra)


def test_a_name_is_there_once_for_a_person_and_once_for_the_account(
    engine: Engine, ana: QuienMira, leo: QuienMira
) -> None:
    mia = una_mia(engine, ana, "Crédito")
    una_de_todos(engine, ana, "Crédito")
    una_mia(engine, leo, "Crédito")
    otra = una_mia(engine, ana, "Otra")
    for intento in (
        lambda: una_mia(engine, ana, " CREDITO"),
        lambda: una_de_todos(engine, ana, "credito"),
        lambda: una_mia(engine, leo, "crédito"),
        lambda: vistas.renombrar(engine, ana, otra.id, "CRÉDITO"),
    ):
        assert codigo(intento) == "vista_repetida"
    vistas.borrar(engine, ana, mia.id)
    nueva = una_mia(engine, ana, "credito")
    assert codigo(lambda: vistas.devolver(engine, ana, mia.id)) == "vista_repetida"
    assert nueva.id != mia.id
    assert codigo(lambda: una_mia(engine, ana, " ")) == "vista_falta"


def test_the_database_itself_refuses_a_name_twice(engine: Engine, ana: QuienMira) -> None:
    for usuario_id in (None, ana.usuario_id):
        fila = {"cuenta_id": ana.cuenta_id, "usuario_id": usuario_id, "nombre": "X", "clave": "X"}
        fila |= {"consulta": "", "columnas": "", "creada_en": utc_now()}
        with write_transaction(engine) as tx:
            tx.execute(insert(VISTA).values(fila))
        with pytest.raises(DuplicateRow), write_transaction(engine) as tx:
            tx.execute(insert(VISTA).values(fila))


def test_the_account_and_each_person_have_so_many(
    engine: Engine, ana: QuienMira, leo: QuienMira
) -> None:
    for numero in range(MAXIMAS):
        una_mia(engine, ana, f"Mía {numero}")
        una_de_todos(engine, ana, f"De todos {numero}")
    assert codigo(lambda: una_mia(engine, ana, "Una más")) == "vista_demasiadas"
    assert codigo(lambda: una_de_todos(engine, ana, "Una más")) == "vista_demasiadas"
    assert una_mia(engine, leo, "Una más").nombre == "Una más"
    ida = vistas.borrar(engine, ana, vistas.lista(engine, ana).vistas[0].id)
    vistas.guardar(engine, ana, "Una más", JALISCO, de_la_cuenta=ida.de_la_cuenta)
    assert codigo(lambda: vistas.devolver(engine, ana, ida.id)) == "vista_demasiadas"


def test_who_may_only_look_keeps_their_own_and_changes_nobody_elses(
    engine: Engine, ana: QuienMira, leo: QuienMira
) -> None:
    comun = una_de_todos(engine, ana, "Común")
    de_ana = una_mia(engine, ana, "De Ana")
    de_leo = una_mia(engine, leo, "De Leo")
    assert nombres(engine, leo) == [("Común", True), ("De Leo", False)]
    assert codigo(lambda: una_de_todos(engine, leo, "Para todos")) == "vista_de_editores"
    vistas.renombrar(engine, leo, de_leo.id, "Mía")
    for quien, una in ((leo, de_ana), (ana, de_leo)):
        with pytest.raises(NoEncontrado):
            vistas.elegir(engine, quien, una.id)
    for quien, unas in ((leo, (comun, de_ana)), (ana, (de_leo,))):
        for una in unas:
            _nadie_la_cambia(engine, quien, una.id)
    vistas.borrar(engine, ana, comun.id)
    with pytest.raises(NoEncontrado):
        vistas.devolver(engine, leo, comun.id)
    assert nombres(engine, ana) == [("De Ana", False)]


def test_it_keeps_the_columns_and_whoever_chooses_it_sees_them(
    engine: Engine, ana: QuienMira, leo: QuienMira
) -> None:
    sin = una_de_todos(engine, ana, "Como al principio")
    aspecto.cambiar(
        engine,
        ana.usuario_id,
        lambda uno: replace(uno.con("email", puesta=False), compacta=True),
    )
    con = una_de_todos(engine, ana, "Sin e-mail")
    assert vistas.lista(engine, ana).columnas == con.columnas != ""
    assert vistas.lista(engine, leo).columnas == ""
    vistas.elegir(engine, leo, con.id)
    visto = aspecto.leer(engine, leo.usuario_id)
    assert (visto.puestas, visto.compacta) == (INICIAL.puestas - {"email"}, False)
    # One that says nothing of columns leaves those that are shown.
    vistas.elegir(engine, leo, sin.id)
    assert aspecto.leer(engine, leo.usuario_id) == visto

    aspecto.cambiar(engine, ana.usuario_id, lambda uno: uno.con("persona", puesta=True))
    vistas.cambiar(engine, ana, con.id, COLIMA)
    vistas.elegir(engine, leo, con.id)
    assert "persona" in aspecto.leer(engine, leo.usuario_id).puestas
    assert not aspecto.leer(engine, leo.usuario_id).compacta
    assert aspecto.leer(engine, ana.usuario_id).compacta


def _nadie_la_cambia(engine: Engine, quien: QuienMira, vista_id: int) -> None:
    for intento in (
        lambda: vistas.cambiar(engine, quien, vista_id, COLIMA),
        lambda: vistas.renombrar(engine, quien, vista_id, "Tomada"),
        lambda: vistas.borrar(engine, quien, vista_id),
    ):
        with pytest.raises(NoEncontrado):
            intento()


@pytest.mark.parametrize("numero", [0, -1, 2**63, 10**30])
def test_a_number_that_is_none_finds_nothing(engine: Engine, ana: QuienMira, numero: int) -> None:
    _nadie_la_cambia(engine, ana, numero)
    for intento in (vistas.devolver, vistas.elegir):
        with pytest.raises(NoEncontrado):
            intento(engine, ana, numero)


def test_nothing_of_one_account_is_reached_from_another(engine: Engine, ana: QuienMira) -> None:
    otra_cuenta = cuentas.crear(engine, "La otra").id
    eva = quien_mira(engine, otra_cuenta, "Eva", Rol.PROPIETARIO)
    # The same person, who is in both.
    ana_alla = quien_mira(engine, otra_cuenta, "Ana", Rol.EDITOR)
    assert ana_alla.usuario_id == ana.usuario_id
    comun, mia = una_de_todos(engine, eva, "Secreta"), una_mia(engine, ana_alla, "Mía de allá")
    etiquetas.crear(engine, Actor(otra_cuenta, "Eva", "formulario"), "Secreta")

    assert vistas.lista(engine, ana) == vistas.VistasDeLista((), (), "")
    antes = vistas.cambios(engine, ana.cuenta_id)
    for una in (comun, mia):
        _nadie_la_cambia(engine, ana, una.id)
        with pytest.raises(NoEncontrado):
            vistas.elegir(engine, ana, una.id)
        vistas.borrar(engine, ana_alla, una.id)
        with pytest.raises(NoEncontrado):
            vistas.devolver(engine, ana, una.id)
    assert vistas.cambios(engine, ana.cuenta_id) == antes
    assert nombres(engine, eva) == []


def test_whoever_is_taken_out_takes_their_own_along(
    engine: Engine, ana: QuienMira, leo: QuienMira
) -> None:
    una_de_todos(engine, ana, "Común")
    vistas.borrar(engine, ana, una_mia(engine, ana, "Borrada").id)
    una_mia(engine, ana, "De Ana")
    una_mia(engine, leo, "De Leo")
    otra_cuenta = cuentas.crear(engine, "La otra").id
    ana_alla = quien_mira(engine, otra_cuenta, "Ana", Rol.EDITOR)
    una_mia(engine, ana_alla, "De Ana, allá")

    actor = Actor(ana.cuenta_id, "Leo", "formulario")
    usuarios.quitar(engine, actor, ana.usuario_id)
    assert nombres(engine, leo) == [("Común", True), ("De Leo", False)]
    assert nombres(engine, ana_alla) == [("De Ana, allá", False)]
    with read_transaction(engine) as tx:
        assert tx.execute(select(func.count()).select_from(VISTA)).scalar() == 3
    # Back in the account they begin anew.
    assert un_usuario(engine, ana.cuenta_id, nombre="Ana") == ana.usuario_id
    assert nombres(engine, ana) == [("Común", True)]


def test_an_example_account_goes_with_its_views(engine: Engine, ana: QuienMira) -> None:
    actor = Actor(ana.cuenta_id, "Ana", "formulario", ana.usuario_id)
    de_ejemplo = ejemplo.abrir(engine, actor, ana.usuario_id)
    alla = QuienMira(de_ejemplo.id, ana.usuario_id, edita=True)
    una_mia(engine, alla, "Mía")
    una_de_todos(engine, alla, "Común")
    una_mia(engine, ana, "La que queda")
    ejemplo.quitar(engine, de_ejemplo.id)
    assert nombres(engine, ana) == [("La que queda", False)]


def test_a_deleted_one_is_kept_for_a_day(engine: Engine, ana: QuienMira, leo: QuienMira) -> None:
    vieja, otra = una_mia(engine, ana, "Vieja"), una_mia(engine, leo, "Otra")
    vistas.borrar(engine, ana, vieja.id)
    with write_transaction(engine) as tx:
        guardadas.VistaRepository(tx, ana.cuenta_id, ana.usuario_id).olvidar(utc_now())
    with pytest.raises(NoEncontrado):
        vistas.devolver(engine, ana, vieja.id)
    vistas.borrar(engine, leo, otra.id)
    vistas.borrar(engine, ana, una_mia(engine, ana, "Una más").id)
    assert vistas.devolver(engine, leo, otra.id) == otra


def test_every_change_is_noticed_and_none_is_one_of_a_client(
    engine: Engine, ana: QuienMira
) -> None:
    revision = clientes.revision(engine, ana.cuenta_id)
    visto = [vistas.cambios(engine, ana.cuenta_id)]
    una = una_de_todos(engine, ana, "Común")
    for paso in (
        lambda: None,
        lambda: vistas.renombrar(engine, ana, una.id, "Nueva"),
        lambda: vistas.cambiar(engine, ana, una.id, COLIMA),
        lambda: vistas.borrar(engine, ana, una.id),
        lambda: vistas.devolver(engine, ana, una.id),
    ):
        paso()
        visto.append(vistas.cambios(engine, ana.cuenta_id))
    assert visto == sorted(set(visto))
    with pytest.raises(DatosInvalidos):
        una_mia(engine, ana, "")
    assert vistas.cambios(engine, ana.cuenta_id) == visto[-1]
    assert clientes.revision(engine, ana.cuenta_id) == revision


def test_who_was_there_before_views_can_save_them_and_an_older_program_finds_its_tables(
    engine: Engine, ana: QuienMira
) -> None:
    def llevar(revision: str) -> None:
        with write_connection(engine) as conexion:
            hacia = command.downgrade if revision == "0025" else command.upgrade
            hacia(alembic_config(conexion), revision)

    una_mia(engine, ana, "De antes")
    llevar("0025")
    with write_connection(engine) as conexion:
        assert not inspect(conexion).has_table("vista")
    llevar("0026")
    assert nombres(engine, ana) == []
    assert vistas.cambios(engine, ana.cuenta_id) == 0
    una_mia(engine, ana, "De ahora")
    assert nombres(engine, ana) == [("De ahora", False)]
