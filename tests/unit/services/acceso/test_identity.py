"""Who calls, in which account, and whether they may: asked in one place by every door."""

import pytest

from clientes_app.domain.roles import Rol
from clientes_app.services.acceso.identity import (
    Caller,
    CallerMemory,
    NotAllowed,
    NotSignedIn,
    SignedIn,
    allow,
    enter,
)
from clientes_app.services.acceso.sesiones import CuentaDeUsuario, Identity

UNA = CuentaDeUsuario(1, "Una", "una", Rol.EDITOR)
OTRA = CuentaDeUsuario(2, "Otra", "otra", Rol.LECTOR)
ANA = Identity(5, 7, "Ana", "ana@x.mx", (UNA, OTRA))
SIGNED_IN = SignedIn("t", ANA)
CALLER = Caller("t", ANA, UNA)


def test_nobody_may_do_anything() -> None:
    with pytest.raises(NotSignedIn):
        enter(None, "una")


def test_the_account_is_the_one_that_is_named() -> None:
    assert enter(SIGNED_IN, "una") == SIGNED_IN.named("una") == SIGNED_IN.numbered(1) == CALLER
    assert SIGNED_IN.named("ajena") is None
    assert SIGNED_IN.numbered(3) is None


@pytest.mark.parametrize("rol", [Rol.LECTOR, Rol.EDITOR])
def test_a_role_suffices_for_itself_and_the_ones_before_it(rol: Rol) -> None:
    assert allow(CALLER, rol) == CALLER


def test_a_role_does_not_suffice_for_more() -> None:
    with pytest.raises(NotAllowed) as error:
        allow(CALLER, Rol.PROPIETARIO)
    assert error.value.caller == CALLER


def test_in_another_account_of_the_caller_the_role_there_counts() -> None:
    there = enter(SIGNED_IN, "otra")
    assert allow(there, Rol.LECTOR) == Caller("t", ANA, OTRA)
    assert there.actor("api").cuenta_id == 2
    with pytest.raises(NotAllowed):
        allow(there, Rol.EDITOR)


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
    assert directory.memory.find("t") == SIGNED_IN
    assert directory.memory.remembered("t") == SIGNED_IN
    assert directory.memory.find("t") == SIGNED_IN
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
    assert directory.memory.remembered("t") == SIGNED_IN
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
    assert directory.memory.remembered("t") == SIGNED_IN


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
    assert [directory.memory.remembered("t") for _ in range(3)] == [None, SIGNED_IN, SIGNED_IN]
