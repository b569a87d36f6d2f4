"""Queries of every kind, taken from what is stored: a fixed number of each, the same every time."""

import random
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, replace
from itertools import cycle, product

from clientes_app.domain.catalogos import REGIMENES, USOS, estado_de_cp, estados
from clientes_app.domain.cliente import DatosCliente
from clientes_app.domain.filtros import AVISOS, PERSONAS, Filtros
from clientes_app.domain.rfc.structure import persona
from clientes_app.services.clientes.clientes import ORDENES, Consulta
from clientes_app.services.clientes.demo import filas_inventadas

_MUESTRA = 3_000
_Azar = random.Random
_DEL_SAT = ("valido", "nombre_no_coincide", "cp_no_coincide", "no_registrado", "sin_revisar")


@dataclass(frozen=True, slots=True)
class Clase:
    """A kind of query; `corta` when no word has three characters."""

    nombre: str
    corta: bool
    texto: Callable[[DatosCliente, _Azar], str]


def _palabra(datos: DatosCliente, azar: _Azar) -> str:
    largas = [palabra for palabra in datos.nombre.split() if len(palabra) >= 3]  # noqa: PLR2004
    return azar.choice(largas or [datos.nombre])


def _pedazo(texto: str, largo: int, azar: _Azar) -> str:
    desde = azar.randrange(max(1, len(texto) - largo + 1))
    return texto[desde : desde + largo].strip() or texto[:largo]


CLASES = (
    Clase("una palabra del nombre", corta=False, texto=_palabra),
    Clase(
        "dos palabras",
        corta=False,
        texto=lambda d, azar: f"{_palabra(d, azar)} {_palabra(d, azar)}",
    ),
    Clase(
        "pedazo de una palabra (3-5)",
        corta=False,
        texto=lambda d, azar: _pedazo(_palabra(d, azar), azar.randint(3, 5), azar),
    ),
    Clase("principio de RFC (4-9)", corta=False, texto=lambda d, azar: d.rfc[: azar.randint(4, 9)]),
    Clase("RFC completo", corta=False, texto=lambda d, _: d.rfc),
    Clase(
        "RFC con guiones",
        corta=False,
        texto=lambda d, _: f"{d.rfc[:-9]}-{d.rfc[-9:-3]}-{d.rfc[-3:]}",
    ),
    Clase("e-mail completo", corta=False, texto=lambda d, _: d.email),
    Clase("dominio de e-mail", corta=False, texto=lambda d, _: d.email.partition("@")[2]),
    Clase("CP, tres dígitos", corta=False, texto=lambda d, _: d.codigo_postal[:3]),
    Clase("CP completo", corta=False, texto=lambda d, _: d.codigo_postal),
    Clase("un carácter", corta=True, texto=lambda d, azar: azar.choice(_palabra(d, azar))),
    Clase("dos caracteres", corta=True, texto=lambda d, azar: _pedazo(_palabra(d, azar), 2, azar)),
    Clase(
        "palabra y dos caracteres",
        corta=False,
        texto=lambda d, azar: f"{_palabra(d, azar)} {_pedazo(d.rfc, 2, azar)}",
    ),
)


@dataclass(frozen=True, slots=True)
class ClaseMarcada:
    """A kind of query by what was said of clients later: names of etiquetas, and of reviews.

    `palabra` asks for a word too; `otros` for one or two filters by what somebody's data are.
    """

    nombre: str
    etiquetas: tuple[tuple[str, ...], ...] = ((),)
    sat: tuple[tuple[str, ...], ...] = ((),)
    palabra: bool = False
    otros: bool = False


_RARAS, _COMUNES = (("Rara",), ("Alguna",)), (("Común",), ("Empresas",), ("De una carga",))
_DOS = (("Rara", "Alguna"), ("Rara", "Común"), ("Común", "Empresas"))
_CUALQUIERAS = (*_RARAS, *_COMUNES, *_DOS)
_REVISIONES = (*((una,) for una in _DEL_SAT), ("nombre_no_coincide", "cp_no_coincide"))
MARCADAS = (
    ClaseMarcada("etiqueta rara", etiquetas=_RARAS),
    ClaseMarcada("etiqueta común", etiquetas=_COMUNES),
    ClaseMarcada("dos etiquetas", etiquetas=_DOS),
    ClaseMarcada("etiquetas y una palabra", etiquetas=_CUALQUIERAS, palabra=True),
    ClaseMarcada("etiquetas y otros filtros", etiquetas=_CUALQUIERAS, otros=True),
    ClaseMarcada("etiquetas, otros y palabra", etiquetas=_CUALQUIERAS, otros=True, palabra=True),
    ClaseMarcada("revisión del SAT", sat=_REVISIONES),
    ClaseMarcada("revisión y una palabra", sat=_REVISIONES, palabra=True),
    ClaseMarcada("revisión y otros filtros", sat=_REVISIONES, otros=True),
    ClaseMarcada("revisión y etiquetas", sat=_REVISIONES, etiquetas=_CUALQUIERAS),
)


def de_clase(clase: Clase, cuantas: int, *, semilla: str = "") -> Iterator[Consulta]:
    """Give so many queries of a kind, sorted by every column in both directions in turn."""
    azar = random.Random(clase.nombre + semilla)
    personas = list(filas_inventadas(_MUESTRA))
    ordenes = list(product(ORDENES, (False, True)))
    azar.shuffle(ordenes)
    for _, (orden, descendente) in zip(range(cuantas), cycle(ordenes), strict=False):
        texto = clase.texto(azar.choice(personas), azar)
        yield Consulta(texto, orden=orden, descendente=descendente)


def con_filtros(cuantas: int, *, palabra: bool, semilla: str = "") -> Iterator[Consulta]:
    """Give so many queries with one to three filters, sorted by every column in turn.

    Four of five filter by what somebody is that is stored, each fifth by whatever comes.
    """
    azar = random.Random(f"filtros {palabra} {semilla}")
    personas = list(filas_inventadas(_MUESTRA))
    ordenes = list(product(ORDENES, (False, True)))
    azar.shuffle(ordenes)
    for lugar, (orden, descendente) in zip(range(cuantas), cycle(ordenes), strict=False):
        alguien = azar.choice(personas)
        filtros = _filtros(azar, None if lugar % 5 == 0 else alguien)
        texto = _palabra(alguien, azar) if palabra else ""
        yield Consulta(texto, orden=orden, descendente=descendente, filtros=filtros)


def marcadas(
    clase: ClaseMarcada, cuantas: int, numeros: Mapping[str, int], *, semilla: str = ""
) -> Iterator[Consulta]:
    """Give so many queries of a kind, every choice sorted by every column both ways in turn.

    `numeros` are the etiquetas of the account by name.
    """
    azar = random.Random(clase.nombre + semilla)
    personas = list(filas_inventadas(_MUESTRA))
    todas = list(product(clase.etiquetas, clase.sat, ORDENES, (False, True)))
    azar.shuffle(todas)
    for _, (unas, sat, orden, descendente) in zip(range(cuantas), cycle(todas), strict=False):
        alguien = azar.choice(personas)
        filtros = replace(
            _filtros(azar, alguien) if clase.otros else Filtros(),
            etiqueta=tuple(str(numeros[nombre]) for nombre in unas),
            sat=sat,
        )
        texto = _palabra(alguien, azar) if clase.palabra else ""
        yield Consulta(texto, orden=orden, descendente=descendente, filtros=filtros)


def _filtros(azar: _Azar, alguien: DatosCliente | None) -> Filtros:
    """Return one to three filters that admit somebody; whatever comes where that is nobody."""
    if alguien is None:
        posibles = {
            "persona": (azar.choice(list(PERSONAS)),),
            "regimen": (azar.choice(list(REGIMENES)),),
            "uso": (azar.choice(list(USOS)),),
            "estado": tuple(azar.sample(list(estados()), 2)),
        }
    else:
        posibles = {
            "persona": (persona(alguien.rfc),),
            "regimen": (alguien.regimen_fiscal,),
            "uso": (alguien.uso_cfdi,),
            "estado": (estado_de_cp(alguien.codigo_postal) or "CMX",),
        }
    uno_mas = Filtros()
    if azar.random() < 1 / 3:
        otros = (Filtros(avisos=(azar.choice(list(AVISOS)),)), Filtros(envio=True))
        uno_mas = azar.choice(otros)
    elegidos = azar.sample(sorted(posibles), azar.randint(1, 2))
    return replace(
        uno_mas,
        persona=posibles["persona"] if "persona" in elegidos else (),
        regimen=posibles["regimen"] if "regimen" in elegidos else (),
        uso=posibles["uso"] if "uso" in elegidos else (),
        estado=posibles["estado"] if "estado" in elegidos else (),
    )
