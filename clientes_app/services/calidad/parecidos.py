"""Which clients of a catalogue may be the same one, without comparing each with every other.

Whoever may be the same shares a key: an e-mail, one half of the RFC, all words of the name but one.
Only clients that share one are compared. Names are compared word by word, since one letter more or
less is a slip in a word («ALBA», «ALVA») while two like words are two names («MARIA LUISA», «MARIA
ELENA»).
"""

import re
from array import array
from collections import defaultdict
from collections.abc import Callable, Hashable, Iterable, Iterator, Mapping, Sequence
from enum import StrEnum
from itertools import combinations
from sys import intern
from typing import NamedTuple, TypeVar

import numpy as np
from rapidfuzz import fuzz
from rapidfuzz.distance import OSA

from clientes_app.domain.nombre import cola
from clientes_app.domain.rfc.structure import GENERICOS, LARGO_FISICA
from clientes_app.domain.texto import clave_busqueda
from clientes_app.storage.calidad.duplicados import Comparado

_RE_PALABRAS = re.compile(r"[A-Z0-9&]+")
_FECHA_DE_PERSONA, _MITAD_DE_RFC = slice(4, 10), 6
_SHARED_BY_MANY = 10
"""An e-mail or a name of more clients than these tells nothing: a mailbox of an accountant, «JUAN
GARCIA LOPEZ» without a date of birth."""
_COMPARED_AT_MOST = 60
"""So many clients that share a key are compared with each other; more of them share more keys."""
_SHORT_WORD = 4
"""A word of fewer letters than these is another one as soon as a letter is another one."""
_MOST_GROUPS = 5_000

T = TypeVar("T")


class MotivoDeParecido(StrEnum):
    """Why clients may be the same, the surest first.

    Their RFCs are one slip apart; a generic RFC has one name in two spellings; their names differ
    by little; they have the same e-mail.
    """

    RFC = "rfc_parecido"
    GENERICO = "generico_repetido"
    NOMBRE = "nombre_parecido"
    EMAIL = "mismo_email"


class Grupo(NamedTuple):
    """Two clients or more who may be the same, by their ids in ascending order."""

    motivo: MotivoDeParecido
    ids: tuple[int, ...]


Pareja = tuple[int, int]
"""Two clients by their ids, the smaller one first."""


def parecidos(fichas: Iterable[Comparado], distintos: frozenset[Pareja]) -> list[Grupo]:
    """Return the clients who may be the same, the most alike first.

    `distintos` are pairs of whom somebody said that they are not. A pair is told once, for the
    surest of its reasons.
    """
    todas = list(fichas)
    motivos: dict[Pareja, MotivoDeParecido] = {}
    for motivo, uno, otro in _pairs(todas):
        pareja = (min(uno, otro), max(uno, otro))
        if pareja not in distintos:
            motivos.setdefault(pareja, motivo)
    del_par = {cliente_id for pareja in motivos for cliente_id in pareja}
    nombres = {ficha.id: ficha.nombre for ficha in todas if ficha.id in del_par}
    grupos = _grouped(motivos)
    return sorted(grupos, key=lambda grupo: _likeness(grupo, nombres), reverse=True)[:_MOST_GROUPS]


def _pairs(fichas: Sequence[Comparado]) -> Iterator[tuple[MotivoDeParecido, int, int]]:
    """Give pairs with their reason, those of a surer one first."""
    for uno, otro in _one_slip_apart(fichas):
        yield MotivoDeParecido.RFC, uno.id, otro.id
    de_nombre = list(_alike_by_name(fichas))
    for surest in (True, False):
        for uno, otro in de_nombre:
            if (uno.rfc == otro.rfc) is surest:
                motivo = MotivoDeParecido.GENERICO if surest else MotivoDeParecido.NOMBRE
                yield motivo, uno.id, otro.id
    for uno, otro in _of_one_email(fichas):
        yield MotivoDeParecido.EMAIL, uno.id, otro.id


def _one_slip_apart(fichas: Sequence[Comparado]) -> Iterator[tuple[Comparado, Comparado]]:
    """Give those whose RFCs differ in one character, or in two that changed places.

    Where the check digit follows the rest both may be right: then their names must be alike, too.
    A slip leaves one half of the RFC as it was, or what stands around its middle.
    """
    propias = [ficha for ficha in fichas if ficha.rfc not in GENERICOS]

    def keys(ficha: Comparado) -> Iterator[Hashable]:
        cuerpo = ficha.rfc[:-1]
        antes, despues = cuerpo[:_MITAD_DE_RFC], cuerpo[_MITAD_DE_RFC:]
        yield len(cuerpo), antes, ""
        yield len(cuerpo), "", despues
        yield len(cuerpo), antes[:-1], despues[1:]

    for uno, otro in _sharing(propias, keys):
        if _is_one_slip(uno.rfc, otro.rfc) or (
            _is_one_slip(uno.rfc[:-1], otro.rfc[:-1]) and _is_slip(_words(uno), _words(otro))
        ):
            yield uno, otro


def _is_one_slip(uno: str, otro: str) -> bool:
    return OSA.distance(uno, otro, score_cutoff=1) <= 1


class _Named(NamedTuple):
    """A client with the words of its name, and the date in the RFC of a person ("" for others)."""

    ficha: Comparado
    palabras: tuple[str, ...]
    nacimiento: str


def _alike_by_name(fichas: Sequence[Comparado]) -> Iterator[tuple[Comparado, Comparado]]:
    """Give those whose names differ by little or not at all.

    Two persons whose RFCs say other dates of birth are two persons, whatever they are called.
    """
    nombradas = [_named(ficha) for ficha in fichas]

    def same(named: _Named) -> Iterator[Hashable]:
        yield "".join(named.palabras), named.nacimiento
        yield tuple(sorted(named.palabras)), named.nacimiento

    def without_one_word(named: _Named) -> Iterator[Hashable]:
        for lugar, palabra in enumerate(named.palabras):
            if not palabra.isalpha():
                continue
            resto = (*named.palabras[:lugar], "", *named.palabras[lugar + 1 :])
            for letras in _intact(len(palabra)):
                yield resto, named.nacimiento, palabra[:letras], ""
                yield resto, named.nacimiento, "", palabra[-letras:]

    for uno, otro in _sharing(nombradas, same, at_most=_SHARED_BY_MANY):
        yield uno.ficha, otro.ficha
    for uno, otro in _sharing(nombradas, without_one_word):
        if _is_slip(uno.palabras, otro.palabras):
            yield uno.ficha, otro.ficha


def _intact(largo: int) -> Sequence[int]:
    """Return how many letters, at one end or the other, a slip leaves in a word of that length.

    Of five letters both numbers are told: with one letter less or more it shares either.
    """
    if largo < _SHORT_WORD:
        return (1,)
    return (1,) if largo == _SHORT_WORD else (1, 2) if largo == _SHORT_WORD + 1 else (2,)


def _named(ficha: Comparado) -> _Named:
    return _Named(ficha, _words(ficha), ficha.rfc[_FECHA_DE_PERSONA] if _is_person(ficha) else "")


def _is_person(ficha: Comparado) -> bool:
    return len(ficha.rfc) == LARGO_FISICA and ficha.rfc not in GENERICOS


def _words(ficha: Comparado) -> tuple[str, ...]:
    """Return the words of a name, plain, of a company without its régimen societario."""
    nombre = clave_busqueda(ficha.nombre)
    sin_cola = None if _is_person(ficha) else cola(nombre)
    # A catalogue has few words: each is kept once, and not a million times.
    return tuple(map(intern, _RE_PALABRAS.findall(nombre if sin_cola is None else sin_cola[0])))


def _is_slip(unas: Sequence[str], otras: Sequence[str]) -> bool:
    """Whether one word differs by a letter; of a short one it must be too many («DEL», «EL»)."""
    distintas = [par for par in zip(unas, otras, strict=False) if par[0] != par[1]]
    return (
        len(unas) == len(otras)
        and len(distintas) <= 1
        and all(
            una.isalpha()
            and otra.isalpha()
            and _is_one_slip(una, otra)
            and (min(len(una), len(otra)) >= _SHORT_WORD or una in otra or otra in una)
            and min(len(una), len(otra)) > 1
            for una, otra in distintas
        )
    )


def _of_one_email(fichas: Sequence[Comparado]) -> Iterator[tuple[Comparado, Comparado]]:
    """Give those who have an address in common, and other RFCs."""

    def keys(ficha: Comparado) -> Iterator[Hashable]:
        yield from {correo.lower() for correo in ficha.correos if correo}

    for uno, otro in _sharing(fichas, keys, at_most=_SHARED_BY_MANY):
        if uno.rfc != otro.rfc:
            yield uno, otro


def _sharing(
    things: Sequence[T],
    keys: Callable[[T], Iterable[Hashable]],
    *,
    at_most: int = _COMPARED_AT_MOST,
) -> Iterator[tuple[T, T]]:
    """Give all pairs that share a key which no more than so many have.

    Of a key only its hash is kept, sixteen bytes with the place: a million names have eight million
    of them. That two different ones have one hash is as good as impossible (64 bits).
    """
    hashes, places = array("q"), array("q")
    for place, thing in enumerate(things):
        for key in keys(thing):
            hashes.append(hash(key))
            places.append(place)
    if not hashes:
        return
    by_hash = np.argsort(np.frombuffer(hashes, np.int64), kind="stable")
    ordered = np.frombuffer(hashes, np.int64)[by_hash]
    owners = np.frombuffer(places, np.int64)[by_hash]
    starts = np.flatnonzero(np.concatenate(([True], ordered[1:] != ordered[:-1])))
    sizes = np.diff(np.append(starts, len(ordered)))
    several = (sizes > 1) & (sizes <= at_most)
    for start, size in zip(starts[several].tolist(), sizes[several].tolist(), strict=True):
        for one, other in combinations(dict.fromkeys(owners[start : start + size].tolist()), 2):
            yield things[one], things[other]


def _grouped(motivos: Mapping[Pareja, MotivoDeParecido]) -> Iterator[Grupo]:
    """Join the pairs of one reason that have a client in common."""
    for motivo in MotivoDeParecido:
        vecinos: defaultdict[int, set[int]] = defaultdict(set)
        for pareja, suyo in motivos.items():
            if suyo is motivo:
                uno, otro = pareja
                vecinos[uno].add(otro)
                vecinos[otro].add(uno)
        while vecinos:
            ids, por_ver = set[int](), [next(iter(vecinos))]
            while por_ver:
                uno = por_ver.pop()
                ids.add(uno)
                por_ver += vecinos.pop(uno, ())
            yield Grupo(motivo, tuple(sorted(ids)))


def _likeness(grupo: Grupo, nombres: Mapping[int, str]) -> float:
    uno, otro, *_ = (nombres[cliente_id] for cliente_id in grupo.ids)
    return fuzz.ratio(uno, otro)
