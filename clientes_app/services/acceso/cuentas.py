"""Accounts: who keeps a catalogue of their own."""

from itertools import chain, count
from typing import NamedTuple

from clientes_app.domain import codigo_postal
from clientes_app.domain.emisor import leer_rfc_propio
from clientes_app.domain.nombre_corto import (
    leer_nombre_corto,
    nombre_corto_de,
    nombre_corto_ocupado,
    numerado,
)
from clientes_app.domain.problemas import Problema, error
from clientes_app.domain.texto import limpiar
from clientes_app.services.context import Actor
from clientes_app.services.errors import CuentaRepetida, DatosInvalidos, NoEncontrado
from clientes_app.storage.acceso.authority import AutoridadRepository
from clientes_app.storage.acceso.cuentas import CuentaRepository
from clientes_app.storage.db.base import DuplicateRow, Engine, Session
from clientes_app.storage.db.engine import read_transaction, write_transaction
from clientes_app.storage.values import CuentaGuardada

PRIMERA_CUENTA = "Negocio"
"""What the first account is called until its first owner says the name of the business."""

_LARGO_MAXIMO = 120


def asegurar_cuenta(engine: Engine) -> int:
    """Return the id of the oldest account; at the first start one is made for that."""
    existente = _la_mas_antigua(engine)
    if existente is not None:
        return existente
    try:
        with write_transaction(engine) as tx:
            return _crear(tx, DatosDeCuenta(PRIMERA_CUENTA))
    except DuplicateRow:
        # Another process started in the same instant and made it.
        return por_nombre(engine, PRIMERA_CUENTA).id


def crear(
    engine: Engine, nombre: str, *, cp_expedicion: str = "", rfc_propio: str = ""
) -> CuentaGuardada:
    """Make an account. Raises DatosInvalidos and CuentaRepetida."""
    datos = _leidos(nombre, cp_expedicion, rfc_propio)
    try:
        with write_transaction(engine) as tx:
            cuenta_id = _crear(tx, datos)
    except DuplicateRow as repetida:
        raise CuentaRepetida(datos.nombre) from repetida
    return obtener(engine, cuenta_id)


def editar(
    engine: Engine, actor: Actor, *, nombre: str, cp_expedicion: str, rfc_propio: str = ""
) -> CuentaGuardada:
    """Rename the actor's account and set its issuer's postal code and RFC ("" for none).

    Raises DatosInvalidos (fields «nombre», «cp_expedicion» and «rfc_propio»), CuentaRepetida,
    NoEncontrado.
    """
    datos = _leidos(nombre, cp_expedicion, rfc_propio)
    try:
        with write_transaction(engine) as tx:
            # The name is part of what is remembered of every session in the account.
            AutoridadRepository(tx).subir()
            cuentas = CuentaRepository(tx)
            if not cuentas.cambiar(actor.cuenta_id, **datos._asdict()):
                raise NoEncontrado(actor.cuenta_id)
    except DuplicateRow as repetida:
        raise CuentaRepetida(datos.nombre) from repetida
    return obtener(engine, actor.cuenta_id)


def fijar_rfc_propio(engine: Engine, actor: Actor, rfc_propio: str) -> CuentaGuardada:
    """Give the actor's account the issuer's RFC if it has none; its other data stay as they are.

    Return the account as it is then, with the RFC that it had before if it had one. Raises
    DatosInvalidos (field «rfc_propio») and NoEncontrado.
    """
    rfc, problemas = leer_rfc_propio(rfc_propio)
    if problemas:
        raise DatosInvalidos(problemas)
    with write_transaction(engine) as tx:
        repositorio = CuentaRepository(tx)
        repositorio.fijar_rfc_propio(actor.cuenta_id, rfc)
        cuenta = repositorio.obtener(actor.cuenta_id)
    if cuenta is None:
        raise NoEncontrado(actor.cuenta_id)
    return cuenta


def cambiar_nombre_corto(engine: Engine, actor: Actor, nuevo: str) -> CuentaGuardada:
    """Give the actor's account another short name; addresses with the old one lead to the new.

    Raises DatosInvalidos (field «nombre_corto») and NoEncontrado.
    """
    corto, problemas = leer_nombre_corto(nuevo)
    if problemas:
        raise DatosInvalidos(problemas)
    with write_transaction(engine) as tx:
        # It is part of what is remembered of every session in the account.
        AutoridadRepository(tx).subir()
        repositorio = CuentaRepository(tx)
        if repositorio.obtener(actor.cuenta_id) is None:
            raise NoEncontrado(actor.cuenta_id)
        suya = repositorio.de_nombre_corto(corto)
        if suya is not None and suya.id != actor.cuenta_id:
            raise DatosInvalidos((nombre_corto_ocupado(corto),))
        repositorio.cambiar_nombre_corto(actor.cuenta_id, corto)
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
    """Return the account of that name, else of that short name. Raises NoEncontrado."""
    with read_transaction(engine) as tx:
        cuenta = CuentaRepository(tx).por_nombre(limpiar(nombre))
    return de_nombre_corto(engine, nombre) if cuenta is None else cuenta


def de_nombre_corto(engine: Engine, nombre_corto: str) -> CuentaGuardada:
    """Return the account that has that short name, or had it. Raises NoEncontrado."""
    corto, problemas = leer_nombre_corto(nombre_corto)
    with read_transaction(engine) as tx:
        cuenta = None if problemas else CuentaRepository(tx).de_nombre_corto(corto)
    if cuenta is None:
        raise NoEncontrado(nombre_corto)
    return cuenta


def nombrar(tx: Session, cuenta: CuentaGuardada, nombre: str) -> None:
    """Name an account after its business, and let its short name follow, in a transaction.

    Raises CuentaRepetida.
    """
    if nombre == cuenta.nombre:
        return
    repositorio = CuentaRepository(tx)
    if repositorio.por_nombre(nombre) is not None:
        raise CuentaRepetida(nombre)
    repositorio.cambiar_nombre_corto(cuenta.id, _corto_libre(repositorio, nombre))
    repositorio.cambiar(
        cuenta.id,
        nombre=nombre,
        cp_expedicion=cuenta.cp_expedicion,
        rfc_propio=cuenta.rfc_propio,
    )


def crear_de_ejemplo(tx: Session, nombre: str) -> int:
    """Make an account for invented clients in a transaction, numbered where the name is taken."""
    AutoridadRepository(tx).subir()
    repositorio = CuentaRepository(tx)
    nombres = chain((nombre,), (f"{nombre} {numero}" for numero in count(2)))
    libre = next(uno for uno in nombres if repositorio.por_nombre(uno) is None)
    return repositorio.crear(libre, nombre_corto=_corto_libre(repositorio, libre), de_ejemplo=True)


class DatosDeCuenta(NamedTuple):
    """What an owner says of the account, as it is stored."""

    nombre: str
    cp_expedicion: str = ""
    rfc_propio: str = ""


def _leidos(nombre: str, cp_expedicion: str, rfc_propio: str) -> DatosDeCuenta:
    """Return what was typed of an account as it is stored. Raises DatosInvalidos."""
    # What Excel took off is put back, as it is for a client.
    limpio, (cp, _) = limpiar(nombre), codigo_postal.leer(cp_expedicion)
    rfc, del_rfc = leer_rfc_propio(rfc_propio)
    problemas = (*problemas_de_nombre(limpio), *_problemas_de_cp(cp), *del_rfc)
    if problemas:
        raise DatosInvalidos(problemas)
    return DatosDeCuenta(limpio, cp, rfc)


def _crear(tx: Session, datos: DatosDeCuenta) -> int:
    # In a line: of two accounts that are made at once the second must see the first one's name.
    AutoridadRepository(tx).esperar()
    repositorio = CuentaRepository(tx)
    return repositorio.crear(
        nombre_corto=_corto_libre(repositorio, datos.nombre), **datos._asdict()
    )


def _corto_libre(repositorio: CuentaRepository, nombre: str) -> str:
    corto = nombre_corto_de(nombre)
    numerados = (numerado(corto, numero) for numero in count(2))
    return next(c for c in chain((corto,), numerados) if repositorio.de_nombre_corto(c) is None)


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
    if not cp or codigo_postal.estado(cp):
        return ()
    if codigo_postal.tiene_cinco_digitos(cp):
        mensaje = f"El código postal {cp} no está en el catálogo del SAT."
    else:
        mensaje = f"El código postal debe tener cinco dígitos; «{cp[:40]}» no los tiene."
    remedio = "Escriba el de su Constancia de Situación Fiscal."
    return (error("cp_expedicion", "cp_inexistente", mensaje, valor=cp, sugerencia=remedio),)
