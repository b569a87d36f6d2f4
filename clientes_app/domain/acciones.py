"""What can be done with many clients at once, and what the rules say of it for each of them.

A mend is certain: it changes one field to the one value that the rules ask for. A change sets a
field to a key that somebody chose. Both are judged by the rules that read the field; errors about
other fields, which were there before, keep no client from being mended.
"""

from collections.abc import Callable, Collection, Mapping
from enum import StrEnum
from typing import NamedTuple

from clientes_app.domain import nombre
from clientes_app.domain.campos import Lectura
from clientes_app.domain.catalogos import REGIMENES, USOS, USOS_NO_OFRECIDOS
from clientes_app.domain.cliente import LECTORES, DatosCliente
from clientes_app.domain.cruces import CRUCES, Contexto
from clientes_app.domain.etiquetas import de_valor
from clientes_app.domain.plurales import cuantos
from clientes_app.domain.problemas import Problema, aviso, error
from clientes_app.domain.rfc.structure import GENERICOS, Receptor, receptor
from clientes_app.domain.texto import sin_acentos


class Accion(StrEnum):
    """What is done with each of many clients."""

    QUITAR_ACENTOS = "quitar_acentos"
    QUITAR_REGIMEN_SOCIETARIO = "quitar_regimen_societario"
    USAR_LETRAS_LATINAS = "usar_letras_latinas"
    USAR_CP_DE_EXPEDICION = "usar_cp_de_expedicion"
    CAMBIAR_USO = "cambiar_uso"
    CAMBIAR_REGIMEN = "cambiar_regimen"
    PONER_ETIQUETA = "poner_etiqueta"
    QUITAR_ETIQUETA = "quitar_etiqueta"
    BORRAR = "borrar"
    RESTAURAR = "restaurar"


_TITULOS: Mapping[Accion, str] = {
    Accion.QUITAR_ACENTOS: "Quitar acentos",
    Accion.QUITAR_REGIMEN_SOCIETARIO: "Quitar régimen societario",
    Accion.USAR_LETRAS_LATINAS: "Usar letras latinas",
    Accion.USAR_CP_DE_EXPEDICION: "Usar el código postal de expedición",
    Accion.CAMBIAR_USO: "Cambiar uso a {valor}",
    Accion.CAMBIAR_REGIMEN: "Cambiar régimen a {valor}",
    Accion.PONER_ETIQUETA: "Poner etiqueta {valor}",
    Accion.QUITAR_ETIQUETA: "Quitar etiqueta {valor}",
    Accion.BORRAR: "Borrar",
    Accion.RESTAURAR: "Restaurar",
}
DE_ETIQUETA = frozenset({Accion.PONER_ETIQUETA, Accion.QUITAR_ETIQUETA})
_CAMPOS: Mapping[Accion, str] = {
    Accion.QUITAR_ACENTOS: "nombre",
    Accion.QUITAR_REGIMEN_SOCIETARIO: "nombre",
    Accion.USAR_LETRAS_LATINAS: "nombre",
    Accion.USAR_CP_DE_EXPEDICION: "codigo_postal",
    Accion.CAMBIAR_USO: "uso_cfdi",
    Accion.CAMBIAR_REGIMEN: "regimen_fiscal",
}

MENDS: Mapping[str, Accion] = {
    "acentos": Accion.QUITAR_ACENTOS,
    "regimen_societario": Accion.QUITAR_REGIMEN_SOCIETARIO,
    "generico_cp": Accion.USAR_CP_DE_EXPEDICION,
    "letra_ajena": Accion.USAR_LETRAS_LATINAS,
}
"""The troubles of a catalogue that have a certain mend, by their codes in «Calidad»."""


ARREGLOS_DE_ARCHIVO: Mapping[Accion, str] = {
    Accion.QUITAR_ACENTOS: "acentos",
    Accion.QUITAR_REGIMEN_SOCIETARIO: "regimen_societario",
}
"""The mends that all names of a file may be given before it is loaded, and their troubles."""


class AccionMasiva(NamedTuple):
    """An action, and the key that it sets ("" where the action says it all).

    Of an etiqueta the key is its number and its name (`domain.etiquetas.como_valor`).
    """

    accion: Accion
    valor: str = ""

    @property
    def titulo(self) -> str:
        """What it does, in the words of every door: «Quitar acentos», «Cambiar uso a G03»."""
        dicho = de_valor(self.valor)[1] if self.accion in DE_ETIQUETA else self.valor
        return _TITULOS[self.accion].format(valor=dicho).rstrip()

    def en_clientes(self, cuantos_son: int) -> str:
        """What it does and to how many: «Quitar acentos en 4 clientes», «Borrar 4 clientes»."""
        clientes = cuantos(cuantos_son, "cliente", "clientes")
        if self.accion in {Accion.BORRAR, Accion.RESTAURAR}:
            return f"{self.titulo} {clientes}"
        if self.accion is Accion.QUITAR_ETIQUETA:
            return f"{self.titulo} a {clientes}"
        return f"{self.titulo} en {clientes}"

    @property
    def campo(self) -> str | None:
        """The field that it changes; None when it changes none of the client's data."""
        return _CAMPOS.get(self.accion)

    @property
    def etiqueta_id(self) -> int:
        """The number of the etiqueta that it puts on or takes off, 0 when it does neither."""
        return de_valor(self.valor)[0] if self.accion in DE_ETIQUETA else 0

    @property
    def es_posible(self) -> bool:
        """Whether its key is one that the SAT knows and people may choose, or an etiqueta's."""
        if self.accion in DE_ETIQUETA:
            return self.etiqueta_id > 0
        if self.accion is Accion.CAMBIAR_USO:
            return self.valor in USOS and self.valor not in USOS_NO_OFRECIDOS
        if self.accion is Accion.CAMBIAR_REGIMEN:
            return self.valor in REGIMENES
        return not self.valor


def aplicar(
    pedida: AccionMasiva, datos: DatosCliente, contexto: Contexto
) -> DatosCliente | Problema:
    """Return the client as the action would leave it, or the error that keeps it from being done.

    Data equal to those given say that nothing has to be done.
    """
    campo = pedida.campo
    if campo is None:
        return datos
    actual: str = getattr(datos, campo)
    nuevo = _NUEVOS[pedida.accion](datos, pedida.valor, contexto)
    if isinstance(nuevo, Problema):
        return nuevo
    if nuevo == actual:
        return datos
    leido, halladas = LECTORES[campo](nuevo)
    despues = datos._replace(**{campo: leido})
    quien = receptor(despues.rfc)
    for cruce in CRUCES:
        if campo in cruce.leidos and quien in cruce.receptores:
            valores = [getattr(despues, cada) for cada in (*cruce.leidos, *cruce.escritos)]
            halladas += cruce.juzgar(*valores, quien, contexto)
    return next((hallada for hallada in halladas if hallada.es_error), despues)


def arreglar_nombre(
    leido: str, original: str, quien: Receptor, arreglos: Collection[Accion]
) -> Lectura:
    """Return a name as those of ARREGLOS_DE_ARCHIVO leave it, and what is said of what they did.

    `leido` is the name as it was read, `original` as it was found, `quien` whose RFC stands there.
    """
    halladas: list[Problema] = []
    if Accion.QUITAR_ACENTOS in arreglos and (sin := sin_acentos(leido)) != leido:
        dicho = f"Se quitaron los acentos: queda «{sin}»."
        halladas.append(aviso("nombre", "arreglo_acentos", dicho, valor=original))
        leido = sin
    if (
        Accion.QUITAR_REGIMEN_SOCIETARIO in arreglos
        and (sin := nombre.sin_cola(leido, quien)) != leido
    ):
        dicho = f"Se quitó el régimen societario: queda «{sin}»."
        halladas.append(aviso("nombre", "arreglo_regimen_societario", dicho, valor=original))
        leido = sin
    return leido, tuple(halladas)


def _sin_acentos(datos: DatosCliente, _valor: str, _contexto: Contexto) -> str:
    return sin_acentos(datos.nombre)


def _sin_regimen_societario(datos: DatosCliente, _valor: str, _contexto: Contexto) -> str:
    return nombre.sin_cola(datos.nombre, receptor(datos.rfc))


def _con_letras_latinas(datos: DatosCliente, _valor: str, _contexto: Contexto) -> str | Problema:
    """Put Latin letters in the place of those that look like them.

    Quotes, dashes and other characters are counted with them in «Calidad», but no letters: who has
    those alone is left out, so that what is left out and what changes are all that were counted.
    """
    if datos.nombre.isascii():
        return datos.nombre
    raras = {
        hallada.codigo: hallada
        for hallada in nombre.leer(datos.nombre)[1]
        if hallada.codigo in nombre.CODIGOS_DE_RAREZAS
    }
    de_letras = raras.get("nombre_letras")
    if de_letras is not None:
        return de_letras.arreglo or error(
            "nombre", "sin_arreglo_cierto", f"{de_letras.mensaje} Hay que escribirla a mano."
        )
    for otra in raras.values():
        return error("nombre", "no_es_letra", f"{otra.mensaje} Se corrige en su ficha.")
    return datos.nombre


def _cp_de_expedicion(datos: DatosCliente, _valor: str, contexto: Contexto) -> str:
    if datos.rfc not in GENERICOS:
        return datos.codigo_postal
    return contexto.cp_expedicion or datos.codigo_postal


def _el_elegido(_datos: DatosCliente, valor: str, _contexto: Contexto) -> str:
    return valor


_NUEVOS: Mapping[Accion, Callable[[DatosCliente, str, Contexto], str | Problema]] = {
    Accion.QUITAR_ACENTOS: _sin_acentos,
    Accion.QUITAR_REGIMEN_SOCIETARIO: _sin_regimen_societario,
    Accion.USAR_LETRAS_LATINAS: _con_letras_latinas,
    Accion.USAR_CP_DE_EXPEDICION: _cp_de_expedicion,
    Accion.CAMBIAR_USO: _el_elegido,
    Accion.CAMBIAR_REGIMEN: _el_elegido,
}
