"""An account keeps an owner, whatever is done to its members and however many do it at once."""

import threading
from concurrent.futures import ThreadPoolExecutor
from uuid import uuid4

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import Engine

from clientes_app.domain.roles import Rol
from clientes_app.services.acceso import cuentas, sesiones, usuarios
from clientes_app.services.errors import NoEncontrado, UltimoPropietario
from tests.gente import email_de, un_actor, un_usuario

NOMBRES = ("Ana", "Beto", "Caro")
Paso = tuple[str, int, str, Rol]
ROLES = st.sampled_from(Rol)
PASOS = st.lists(
    st.tuples(
        st.sampled_from(["crear", "cambiar_rol", "quitar"]),
        st.integers(0, 1),
        st.sampled_from(NOMBRES),
        ROLES,
    ),
    max_size=12,
)


def _roles(engine: Engine, cuenta_id: int) -> dict[int, Rol]:
    return {miembro.usuario_id: miembro.rol for miembro in usuarios.lista(engine, cuenta_id)}


def _hacer(engine: Engine, paso: Paso, cuenta_id: int, gente: dict[str, int]) -> None:
    que, _, nombre, rol = paso
    if que == "crear":
        un_usuario(engine, cuenta_id, nombre, rol=rol, clave="")
    elif que == "cambiar_rol":
        usuarios.cambiar_rol(engine, un_actor(cuenta_id), gente[nombre], rol)
    else:
        usuarios.quitar(engine, un_actor(cuenta_id), gente[nombre])


def _esperado(antes: dict[int, Rol], que: str, usuario_id: int, rol: Rol) -> dict[int, Rol]:
    """What a step makes of the roles; raises as the service must."""
    if usuario_id not in antes and que != "crear":
        raise NoEncontrado
    despues = antes | {usuario_id: rol}
    if que == "quitar":
        del despues[usuario_id]
    if antes.get(usuario_id) is Rol.PROPIETARIO and Rol.PROPIETARIO not in despues.values():
        raise UltimoPropietario
    return despues


@settings(
    max_examples=30,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
@given(pasos=PASOS)
def test_no_sequence_of_steps_takes_the_last_owner_away(engine: Engine, pasos: list[Paso]) -> None:
    ids = [cuentas.crear(engine, uuid4().hex).id for _ in range(2)]
    gente = {nombre: un_usuario(engine, ids[0], nombre, clave="") for nombre in NOMBRES}
    un_usuario(engine, ids[1], NOMBRES[0], clave="")

    for paso in pasos:
        que, cual, nombre, rol = paso
        cuenta_id, vecina = ids[cual], ids[1 - cual]
        antes, de_al_lado = _roles(engine, cuenta_id), _roles(engine, vecina)
        numero = sesiones.autoridad(engine)
        try:
            despues = _esperado(antes, que, gente[nombre], rol)
        except (NoEncontrado, UltimoPropietario) as error:
            with pytest.raises(type(error)):
                _hacer(engine, paso, cuenta_id, gente)
            assert _roles(engine, cuenta_id) == antes
            assert sesiones.autoridad(engine) == numero
        else:
            _hacer(engine, paso, cuenta_id, gente)
            assert _roles(engine, cuenta_id) == despues
            assert sesiones.autoridad(engine) > numero
        assert Rol.PROPIETARIO in _roles(engine, cuenta_id).values()
        assert _roles(engine, vecina) == de_al_lado


@pytest.mark.parametrize("vuelta", range(3))
def test_owners_who_lower_and_remove_each_other_at_once_leave_one(
    engine: Engine, cuenta_id: int, vuelta: int
) -> None:
    gente = [un_usuario(engine, cuenta_id, nombre, clave="") for nombre in (*NOMBRES, "Dora")]
    otros = gente[1:] + gente[:1]
    salida = threading.Barrier(len(gente))

    def bajar(yo: int) -> str:
        salida.wait()
        actor = un_actor(cuenta_id, gente[yo])
        try:
            if (yo + vuelta) % 3 == 0:
                usuarios.quitar(engine, actor, otros[yo])
            elif (yo + vuelta) % 3 == 1:
                usuarios.cambiar_rol(engine, actor, otros[yo], Rol.LECTOR)
            else:
                nombre = (*NOMBRES, "Dora")[(yo + 1) % len(gente)]
                un_usuario(engine, cuenta_id, nombre, rol=Rol.EDITOR, clave="")
        except UltimoPropietario:
            return "es el último"
        return "hecho"

    with ThreadPoolExecutor(len(gente)) as hilos:
        dichos = sorted(hilos.map(bajar, range(len(gente))))
    assert dichos == ["es el último"] + ["hecho"] * 3
    quedan = [rol for rol in _roles(engine, cuenta_id).values() if rol is Rol.PROPIETARIO]
    assert len(quedan) == 1


def test_the_command_line_cannot_lower_the_last_owner_either(
    engine: Engine, cuenta_id: int
) -> None:
    un_usuario(engine, cuenta_id, clave="")
    with pytest.raises(UltimoPropietario):
        usuarios.crear(
            engine, cuenta_id=cuenta_id, email=email_de("Ana"), nombre="Ana", rol=Rol.LECTOR
        )


@pytest.mark.parametrize("numero", [0, -1, 999, 2**63, 2**70])
def test_a_member_that_there_is_not_is_told(engine: Engine, cuenta_id: int, numero: int) -> None:
    un_usuario(engine, cuenta_id, clave="")
    with pytest.raises(NoEncontrado):
        usuarios.cambiar_rol(engine, un_actor(cuenta_id), numero, Rol.EDITOR)
    with pytest.raises(NoEncontrado):
        usuarios.quitar(engine, un_actor(cuenta_id), numero)
    with pytest.raises(NoEncontrado):
        usuarios.renombrar(engine, numero, "Otro")
