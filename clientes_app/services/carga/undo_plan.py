"""Whether what a process did to a client can be taken back. Pure: decides, touches nothing.

A change since that was itself undone, or that undoes another one, is no change: what counts are
those that stand (`Huella.posteriores`). What one of them gave its value is never overwritten.
"""

from clientes_app.domain.cliente import Contexto, identidad, validar
from clientes_app.domain.columnas import CAMPOS
from clientes_app.domain.edicion import Edicion
from clientes_app.services.carga.values import MotivoDeDejar
from clientes_app.storage.clientes.reversal import Huella


def que_lo_impide(huella: Huella, contexto: Contexto) -> MotivoDeDejar | None:
    """Return why a client has to be left alone, None when nothing stands against it.

    A client that was created goes only if nobody changed it since. Of one that was updated the
    fields come back that the process changed, beside those that others changed since, unless one of
    them is the same or the rules refuse the client that both make together.
    """
    if huella.borrado:
        return MotivoDeDejar.BORRADO
    if not huella.posteriores:
        return None
    if huella.accion == "alta" or campos_en_pugna(huella):
        return MotivoDeDejar.CAMBIADO
    despues = como_era(huella).despues
    juzgado = validar(despues.como_dict(), contexto)
    cabe = juzgado.es_valida and juzgado.datos == despues
    if not cabe or identidad(despues) != identidad(huella.datos):
        return MotivoDeDejar.NO_CABE
    return None


def campos_en_pugna(huella: Huella) -> list[str]:
    """Return the fields that the process changed and somebody has changed since."""
    tocados = frozenset[str]().union(*(p.campos for p in huella.posteriores))
    propios = CAMPOS if huella.accion == "alta" else huella.antes
    return [campo for campo in propios if campo in tocados]


def como_era(huella: Huella) -> Edicion:
    """Return the change that gives an updated client its former values."""
    antes = huella.datos
    return Edicion(
        huella.cliente_id, huella.actual, antes, antes._replace(**huella.antes), huella.version
    )
