"""Two people save the same client: what only one of them changed is merged, the rest is asked.

What a person saw in each field when they changed it is the *base*. A field whose stored value is
still the base takes the person's value; a field that the person left at its base keeps what is
stored. Where both moved away from it, to different values, nothing is stored at all: the person
is shown both and chooses. A choice is nothing but a new base (the stored value that was seen), so
that a choice made against a value which changed once more is asked again.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from clientes_app.domain.cliente import Contexto, DatosCliente, Validacion, validar
from clientes_app.domain.columnas import CAMPOS
from clientes_app.services.clientes import clientes
from clientes_app.services.context import Actor, autoria, contexto_de_reglas, firma
from clientes_app.services.errors import (
    Ajeno,
    CamposEnChoque,
    Choque,
    ClienteBorrado,
    DatosInvalidos,
    MezclaInvalida,
    NoEncontrado,
)
from clientes_app.storage.acceso.cuentas import CuentaRepository
from clientes_app.storage.clientes.cambios import CambioRepository
from clientes_app.storage.clientes.clientes import ClienteRepository
from clientes_app.storage.db.base import Engine, Session
from clientes_app.storage.db.engine import read_transaction
from clientes_app.storage.values import CambioGuardado, ClienteGuardado

_SIN_DATOS = frozenset({"etiquetas", "revision_sat"})
"""Changes that say something else than the twenty fields."""

_CAMBIOS_QUE_SE_MIRAN = 200
"""How far back the author of a field's value is looked for."""


@dataclass(frozen=True, slots=True)
class Mezcla:
    """What comes of two people's changes.

    `ajenos` are the fields that only the other one changed, `en_choque` those that both did;
    these hold the person's own value in `valores`.
    """

    valores: dict[str, str]
    ajenos: tuple[str, ...]
    en_choque: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Fusionado:
    """A saved client, and what of it somebody else had changed meanwhile."""

    cliente: ClienteGuardado
    ajenos: tuple[Ajeno, ...]


def fundir(
    base: Mapping[str, str], guardado: Mapping[str, str], propio: Mapping[str, str]
) -> Mezcla:
    """Merge field by field what is stored and what a person wants, both made from `base`.

    Each mapping holds the twenty fields.
    """
    ajenos = [campo for campo in CAMPOS if propio[campo] == base[campo] != guardado[campo]]
    en_choque = [
        campo
        for campo in CAMPOS
        if base[campo] not in {propio[campo], guardado[campo]} and propio[campo] != guardado[campo]
    ]
    valores = {campo: guardado[campo] if campo in ajenos else propio[campo] for campo in CAMPOS}
    return Mezcla(valores, tuple(ajenos), tuple(en_choque))


def guardar(
    engine: Engine,
    actor: Actor,
    cliente_id: int,
    *,
    base: Mapping[str, str],
    propios: Mapping[str, str],
) -> Fusionado:
    """Store what a person changed, merged with what others changed since they saw `base`.

    Both mappings hold the twenty fields: `base` as they were stored when the person saw them,
    `propios` as they are wanted. Data equal to what is stored change nothing. Raises
    CamposEnChoque, MezclaInvalida, DatosInvalidos, NoEncontrado, ClienteBorrado, ClienteRepetido;
    whichever it is, nothing is stored.
    """
    with clientes.storing(engine, actor) as (tx, buscados):
        return fusionar(tx, actor, cliente_id, base=base, propios=propios, buscados=buscados)


def fusionar(  # noqa: PLR0913 - what `guardar` takes, and a transaction
    tx: Session,
    actor: Actor,
    cliente_id: int,
    *,
    base: Mapping[str, str],
    propios: Mapping[str, str],
    buscados: list[DatosCliente],
) -> Fusionado:
    """Do in a transaction of `clientes.storing` what `guardar` does."""
    repositorio = ClienteRepository(tx, actor.cuenta_id)
    repositorio.bloquear()
    actual = _vivo(repositorio.obtener(cliente_id), cliente_id)
    contexto = _contexto(tx, actor.cuenta_id)
    validacion = validar(propios, contexto)
    normales = _sin_lo_no_tocado(validacion, propios, base)
    mezcla = fundir(base, actual.datos.como_dict(), normales)
    cambios = _cambios_si(tx, actor.cuenta_id, actual, mezcla)
    if mezcla.en_choque:
        choques = _choques(mezcla.en_choque, base, normales, actual, cambios)
        raise CamposEnChoque(cliente_id, actual.version, choques)
    ajenos = tuple(_ajeno(campo, actual, cambios) for campo in mezcla.ajenos)
    datos = _validos(validacion, mezcla, contexto, ajenos)
    buscados.append(datos)
    return Fusionado(repositorio.guardar(actual, datos, autoria(actor)), ajenos)


def en_version(engine: Engine, cuenta_id: int, cliente_id: int, version: int) -> DatosCliente:
    """Return the client's data as they were at a version, replayed from its history.

    Raises NoEncontrado when the client has no such version.
    """
    with read_transaction(engine) as tx:
        cambios = CambioRepository(tx, cuenta_id).de_cliente(cliente_id, hasta=version)
    if not cambios or cambios[0].version != version:
        raise NoEncontrado(cliente_id)
    return repetir(reversed(cambios))


def repetir(cambios: Iterable[CambioGuardado]) -> DatosCliente:
    """Return the data that the changes of one client lead to, the oldest change first."""
    valores: dict[str, str] = {}
    for cambio in cambios:
        if cambio.accion not in _SIN_DATOS:
            valores.update(cambio.despues)
    return DatosCliente(**valores)


def _vivo(actual: ClienteGuardado | None, cliente_id: int) -> ClienteGuardado:
    if actual is None:
        raise NoEncontrado(cliente_id)
    if actual.borrado:
        raise ClienteBorrado(cliente_id)
    return actual


def _contexto(tx: Session, cuenta_id: int) -> Contexto:
    cuenta = CuentaRepository(tx).obtener(cuenta_id)
    if cuenta is None:
        raise NoEncontrado(cuenta_id)
    return contexto_de_reglas(cuenta.cp_expedicion)


def _sin_lo_no_tocado(
    propia: Validacion, propios: Mapping[str, str], base: Mapping[str, str]
) -> dict[str, str]:
    """Return the person's values as they would be stored; what was not touched is no change."""
    normales = propia.datos.como_dict()
    return {
        campo: base[campo] if propios[campo] == base[campo] else normales[campo] for campo in CAMPOS
    }


def _validos(
    propia: Validacion, mezcla: Mezcla, contexto: Contexto, ajenos: tuple[Ajeno, ...]
) -> DatosCliente:
    """Return the merged data, judged anew only where somebody else's are among them.

    Errors that the person's own values have too are theirs alone (DatosInvalidos), others are of
    the two together (MezclaInvalida).
    """
    validacion = validar(mezcla.valores, contexto) if ajenos else propia
    if validacion.es_valida:
        return validacion.datos
    if _errores(validacion) <= _errores(propia):
        raise DatosInvalidos(validacion.problemas)
    raise MezclaInvalida(validacion.problemas, ajenos)


def _errores(validacion: Validacion) -> set[tuple[str | None, str]]:
    return {(p.campo, p.codigo) for p in validacion.problemas if p.es_error}


def _cambios_si(
    tx: Session, cuenta_id: int, actual: ClienteGuardado, mezcla: Mezcla
) -> tuple[CambioGuardado, ...]:
    """Return the client's last changes if somebody else's are to be named, else none."""
    if not mezcla.ajenos and not mezcla.en_choque:
        return ()
    cambios = CambioRepository(tx, cuenta_id)
    return cambios.de_cliente(actual.id, limite=_CAMBIOS_QUE_SE_MIRAN)


def _ajeno(campo: str, actual: ClienteGuardado, cambios: tuple[CambioGuardado, ...]) -> Ajeno:
    guardado: str = getattr(actual.datos, campo)
    ultimo = next((cambio for cambio in cambios if campo in cambio.despues), None)
    if ultimo is None:
        return Ajeno(campo, guardado, "", actual.actualizado_en)
    return Ajeno(campo, guardado, firma(ultimo.quien, ultimo.origen), ultimo.creado_en)


def _choques(
    campos: tuple[str, ...],
    base: Mapping[str, str],
    propios: Mapping[str, str],
    actual: ClienteGuardado,
    cambios: tuple[CambioGuardado, ...],
) -> tuple[Choque, ...]:
    ajenos = (_ajeno(campo, actual, cambios) for campo in campos)
    return tuple(
        Choque(a.campo, a.guardado, a.quien, a.cuando, base[a.campo], propios[a.campo])
        for a in ajenos
    )
