"""Who calls, in which account, and whether they may: asked in one place by every door."""

import pytest

from clientes_app.domain.roles import Rol
from clientes_app.services.acceso.identity import (
    Caller,
    CallerMemory,
    NotAllowed,
    NotSignedIn,
    allow,
)
from clientes_app.services.acceso.sesiones import CuentaDeUsuario, Identity
from clientes_app.services.errors import NoEncontrado

CUENTAS = (CuentaDeUsuario(1, "Una", Rol.EDITOR), CuentaDeUsuario(2, "Otra", Rol.LECTOR))
ANA = Identity(5, 7, "Ana", "ana@x.mx", 1, "Una", Rol.EDITOR, CUENTAS)
CALLER = Caller("t", ANA)


def test_nobody_may_do_anything() -> None:
    with pytest.raises(NotSignedIn):
        allow(None, Rol.LECTOR)


@pytest.mark.parametrize("rol", [Rol.LECTOR, Rol.EDITOR])
def test_a_role_suffices_for_itself_and_the_ones_before_it(rol: Rol) -> None:
    assert allow(CALLER, rol) == CALLER


def test_a_role_does_not_suffice_for_more() -> None:
    with pytest.raises(NotAllowed) as error:
        allow(CALLER, Rol.PROPIETARIO)
    assert error.value.identity == ANA


def test_in_another_account_of_the_caller_the_role_there_counts() -> None:
    there = allow(CALLER, Rol.LECTOR, cuenta_id=2)
    assert (there.token, there.identity.cuenta_id, there.identity.cuenta) == ("t", 2, "Otra")
    assert there.actor("api").cuenta_id == 2
    with pytest.raises(NotAllowed) as error:
        allow(CALLER, Rol.EDITOR, cuenta_id=2)
    assert error.value.identity.rol is Rol.LECTOR


def test_an_account_of_others_is_like_one_that_does_not_exist() -> None:
    with pytest.raises(NoEncontrado):
        allow(CALLER, Rol.LECTOR, cuenta_id=3)


def test_who_acts_is_named_with_the_door() -> None:
    actor = CALLER.actor("carga")
    assert (actor.cuenta_id, actor.quien, actor.origen, actor.usuario_id) == (1, "Ana", "carga", 7)


class Directory:
    """Sessions that can be closed, a clock that can be put forward, and what was asked."""

    def __init__(self) -> None:
        """Ana is signed in."""
        self.sessions = {"t": ANA}
        self.authority = 1
        self.time = 0.0
        self.asked: list[str] = []
        self.memory = CallerMemory(lambda: self.authority, self.read, clock=lambda: self.time)

    def read(self, token: str) -> Identity | None:
        """Whose token it is, as the database says."""
        self.asked.append(token)
        return self.sessions.get(token)

    def close(self) -> None:
        """Close her session."""
        self.sessions.clear()
        self.authority += 1


@pytest.fixture
def directory() -> Directory:
    return Directory()


def test_who_was_found_is_remembered_while_nobodys_authority_changes(directory: Directory) -> None:
    assert directory.memory.find("t") == CALLER
    assert directory.memory.remembered("t") == CALLER
    assert directory.memory.find("t") == CALLER
    assert directory.asked == ["t"]


def test_a_closed_session_is_found_out_at_once_by_whoever_asks(directory: Directory) -> None:
    directory.memory.find("t")
    directory.close()
    assert directory.memory.find("t") is None
    assert directory.memory.remembered("t") is None


def test_a_closed_session_is_remembered_for_half_a_second_at_most(directory: Directory) -> None:
    directory.memory.find("t")
    directory.close()
    directory.time = 0.4
    assert directory.memory.remembered("t") == CALLER
    directory.time = 0.6
    assert directory.memory.remembered("t") is None


def test_a_revision_that_somebody_else_read_counts_here(directory: Directory) -> None:
    directory.memory.find("t")
    directory.close()
    directory.memory.saw_authority(2)
    assert directory.memory.remembered("t") is None


def test_an_older_revision_takes_nothing_back(directory: Directory) -> None:
    directory.memory.find("t")
    directory.memory.saw_authority(-1)
    assert directory.memory.remembered("t") == CALLER


def test_after_a_minute_it_is_asked_anew_since_a_session_may_run_out(directory: Directory) -> None:
    directory.memory.find("t")
    directory.sessions.clear()
    directory.time = 61.0
    assert directory.memory.find("t") is None


def test_tokens_that_somebody_invents_are_not_kept(directory: Directory) -> None:
    for number in range(100):
        assert directory.memory.find(f"invented {number}") is None
    assert not directory.memory._entries
    assert directory.memory.find("") is None


def test_of_many_who_come_after_a_pause_one_asks(directory: Directory) -> None:
    directory.memory.find("t")
    directory.time = 1.0
    assert [directory.memory.remembered("t") for _ in range(3)] == [None, CALLER, CALLER]
