"""Accounts: who keeps a catalogue of their own."""

from clientes_app.domain.catalogos import estado_de_cp
from clientes_app.domain.problemas import Problema, error
from clientes_app.domain.texto import limpiar
from clientes_app.services.context import Actor
from clientes_app.services.errors import CuentaRepetida, DatosInvalidos, NoEncontrado
from clientes_app.storage.acceso.authority import AutoridadRepository
from clientes_app.storage.acceso.cuentas import CuentaRepository
from clientes_app.storage.db.base import DuplicateRow, Engine
from clientes_app.storage.db.engine import read_transaction, write_transaction
from clientes_app.storage.values import CuentaGuardada

PRIMERA_CUENTA = "Principal"
"""What the first account is called until its first owner says the name of the business."""

_LARGO_MAXIMO = 120


def asegurar_cuenta(engine: Engine) -> int:
    """Return the id of the oldest account; at the first start one is made for that."""
    existente = _la_mas_antigua(engine)
    if existente is not None:
        return existente
    try:
        with write_transaction(engine) as tx:
            return CuentaRepository(tx).crear(PRIMERA_CUENTA)
    except DuplicateRow:
        # Another process started in the same instant and made it.
        return por_nombre(engine, PRIMERA_CUENTA).id


def crear(engine: Engine, nombre: str, *, cp_expedicion: str = "") -> CuentaGuardada:
    """Make an account. Raises DatosInvalidos and CuentaRepetida."""
    limpio = limpiar(nombre)
    cp = limpiar(cp_expedicion)
    problemas = (*problemas_de_nombre(limpio), *_problemas_de_cp(cp))
    if problemas:
        raise DatosInvalidos(problemas)
    try:
        with write_transaction(engine) as tx:
            cuenta_id = CuentaRepository(tx).crear(limpio, cp_expedicion=cp)
    except DuplicateRow as repetida:
        raise CuentaRepetida(limpio) from repetida
    return obtener(engine, cuenta_id)


def editar(engine: Engine, actor: Actor, *, nombre: str, cp_expedicion: str) -> CuentaGuardada:
    """Rename the actor's account and set its issuer's postal code ("" for none).

    Raises DatosInvalidos (fields «nombre» and «cp_expedicion»), CuentaRepetida, NoEncontrado.
    """
    limpio = limpiar(nombre)
    cp = limpiar(cp_expedicion)
    problemas = (*problemas_de_nombre(limpio), *_problemas_de_cp(cp))
    if problemas:
        raise DatosInvalidos(problemas)
    try:
        with write_transaction(engine) as tx:
            # The name is part of what is remembered of every session in the account.
            AutoridadRepository(tx).subir()
            cuentas = CuentaRepository(tx)
            if not cuentas.cambiar(actor.cuenta_id, nombre=limpio, cp_expedicion=cp):
                raise NoEncontrado(actor.cuenta_id)
    except DuplicateRow as repetida:
        raise CuentaRepetida(limpio) from repetida
    return obtener(engine, actor.cuenta_id)


def lista(engine: Engine) -> tuple[CuentaGuardada, ...]:
    """Return all accounts, by name."""
    with read_transaction(engine) as tx:
        return CuentaRepository(tx).lista()


def obtener(engine: Engine, cuenta_id: int) -> CuentaGuardada:
    """Return an account. Raises NoEncontrado."""
    with read_transaction(engine) as tx:
        cuenta = CuentaRepository(tx).obtener(cuenta_id)
    if cuenta is None:
        raise NoEncontrado(cuenta_id)
    return cuenta


def por_nombre(engine: Engine, nombre: str) -> CuentaGuardada:
    """Return the account of that name. Raises NoEncontrado."""
    with read_transaction(engine) as tx:
        cuenta = CuentaRepository(tx).por_nombre(limpiar(nombre))
    if cuenta is None:
        raise NoEncontrado(nombre)
    return cuenta


def _la_mas_antigua(engine: Engine) -> int | None:
    return min((cuenta.id for cuenta in lista(engine)), default=None)


def problemas_de_nombre(nombre: str) -> tuple[Problema, ...]:
    """Return what is wrong with the name of an account, without blanks at its ends."""
    if not nombre:
        falta = "Falta el nombre de la cuenta."
        return (error("nombre", "cuenta_nombre", falta, sugerencia="Escríbalo."),)
    if len(nombre) > _LARGO_MAXIMO:
        mensaje = f"El nombre de la cuenta pasa de {_LARGO_MAXIMO} caracteres."
        return (error("nombre", "cuenta_nombre", mensaje, sugerencia="Acórtelo."),)
    return ()


def _problemas_de_cp(cp: str) -> tuple[Problema, ...]:
    if not cp or estado_de_cp(cp) is not None:
        return ()
    mensaje = f"El código postal {cp} no está en el catálogo del SAT."
    remedio = "Escriba el de su Constancia de Situación Fiscal."
    return (error("cp_expedicion", "cp_inexistente", mensaje, valor=cp, sugerencia=remedio),)
