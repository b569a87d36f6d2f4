"""Finding on SQLite: an FTS5 trigram index, and words too short for it through its vocabulary."""

from typing import Any

from sqlalchemy import (
    ColumnElement,
    Select,
    and_,
    column,
    func,
    literal_column,
    select,
    table,
    text,
)
from sqlalchemy.orm import Session

from clientes_app.storage.clientes.search_dialect import Hallados, Limites, Prueba
from clientes_app.storage.clientes.search_terms import Terminos
from clientes_app.storage.db.tables import CLIENTE

_LARGO_DE_TRIGRAMA = 3
_LETRAS_DE_DOMINIO = 5
_CORREOS_DE_TODOS = frozenset({"GMAIL", "HOTMAIL", "OUTLOOK", "YAHOO", "LIVE", "ICLOUD"})
_ULTIMO = "\U0010ffff"
_FTS = table("cliente_fts", column("rowid"))


class HalladorSqlite(Prueba):
    """Finds in the search index of all accounts and keeps what is of this one."""

    def __init__(self, tx: Session, *, cuenta_id: int, papelera: bool, limites: Limites) -> None:
        self._tx = tx
        self._limites = limites
        # A unary plus keeps SQLite from walking an index of the account instead of the ids.
        borrado: ColumnElement[Any] = literal_column("+cliente.borrado_en")
        self._ambito = and_(
            literal_column("+cliente.cuenta_id") == cuenta_id,
            borrado.is_not(None) if papelera else borrado.is_(None),
        )
        self._indexado = and_(
            CLIENTE.c.cuenta_id == cuenta_id,
            CLIENTE.c.borrado_en.is_not(None) if papelera else CLIENTE.c.borrado_en.is_(None),
        )

    def hallar(self, buscados: Terminos, *, cuantos: int) -> Hallados | None:
        """Return what is found among `cuantos` clients, or None when it is more than the limit."""
        expresion = "" if cuantos <= self._limites.pequena else self._expresion(buscados)
        if not expresion:
            return self._leer(and_(self._indexado, self.prueba(buscados)))
        ultimo = self._tx.execute(select(func.max(CLIENTE.c.id))).scalar() or 0
        ajenos = ultimo - cuantos
        basta_contar = ajenos <= self._limites.ajenos and _dice_todo(buscados)
        tope = self._limites.tope + (ajenos if basta_contar else 0)
        total, lista = self._reunir(_ids(expresion), tope)
        if total > tope:
            return None if basta_contar else self._leer(self._probados(_ids(expresion), buscados))
        if basta_contar and not ajenos:
            return Hallados(total, self._probados(_de_lista(lista), buscados))
        return self._leer(self._probados(_de_lista(lista), buscados))

    def lejos(self, buscados: Terminos) -> ColumnElement[bool] | None:
        """Return the condition to read on with when a walk was given up; None: test every row.

        Not too many are found: they are sorted. Else the order is walked, but only its index:
        the rows need not be read to know whether their id is among those found.
        """
        expresion = self._expresion(buscados)
        if not expresion:
            return None
        total, lista = self._reunir(_ids(expresion), self._limites.ordenables)
        if total <= self._limites.ordenables:
            return self._probados(_de_lista(lista), buscados)
        entre_ellos = literal_column("+cliente.id").in_(_ids(expresion))
        if _dice_todo(buscados):
            return and_(self._indexado, entre_ellos)
        return and_(self._indexado, entre_ellos, self.prueba(buscados))

    def contiene(self, columna: ColumnElement[str], pieza: str) -> ColumnElement[bool]:
        """Say whether a text contains a piece, every character of which is an ordinary one."""
        return func.instr(columna, pieza) > 0

    def _leer(self, condicion: ColumnElement[bool]) -> Hallados | None:
        """Look at the rows once, to count them and to know their ids."""
        total, lista = self._reunir(select(CLIENTE.c.id).where(condicion), self._limites.tope)
        if total > self._limites.tope:
            return None
        return Hallados(total, CLIENTE.c.id.in_(_de_lista(lista)))

    def _reunir(self, ids: Select[int], tope: int) -> tuple[int, str]:
        """Return how many ids there are, up to one more than `tope`, and these as a JSON array.

        They come and go as one text: ten thousand of them as rows would take Python longer than
        it takes SQLite to find them.
        """
        unos = ids.limit(tope + 1).subquery("unos")
        consulta = select(func.count(), func.json_group_array(unos.c[0])).select_from(unos)
        total, lista = self._tx.execute(consulta).one()
        return total, lista

    def _probados(self, ids: Select[int], buscados: Terminos) -> ColumnElement[bool]:
        condicion = and_(CLIENTE.c.id.in_(ids), self._ambito)
        return condicion if _dice_todo(buscados) else and_(condicion, self.prueba(buscados))

    def _expresion(self, buscados: Terminos) -> str:
        """Return the question for the index, or "" when it cannot be asked.

        It may find more than the words ask, never less (see `_dice_todo`).
        """
        frases = [frase for palabra in buscados.palabras if (frase := self._frase(palabra))]
        todas = " AND ".join(frases)
        return f"({todas}) OR {_frase(buscados.rfc)}" if todas and buscados.rfc else todas

    def _frase(self, palabra: str) -> str:
        if len(palabra) >= _LARGO_DE_TRIGRAMA:
            return " AND ".join(_frase(pieza) for pieza in _piezas(palabra))
        if len(palabra) == 1 and self._es_comun(palabra):
            return ""
        # Every character of a field begins a trigram: the word stands where one begins with it.
        vocablos = self._tx.execute(
            text("SELECT term FROM cliente_fts_vocab WHERE term >= :desde AND term < :hasta"),
            {"desde": palabra, "hasta": palabra + _ULTIMO},
        ).scalars()
        frases = " OR ".join(_frase(vocablo) for vocablo in vocablos)
        return f"({frases})" if frases else _frase(palabra + _ULTIMO * 2)

    def _es_comun(self, letra: str) -> bool:
        """Whether so many rows hold a character that walking finds a page at once."""
        muestra = select(CLIENTE.c.busqueda).limit(self._limites.muestra).subquery()
        con_ella, todas = self._tx.execute(
            select(
                func.count().filter(func.instr(muestra.c.busqueda, letra) > 0), func.count()
            ).select_from(muestra)
        ).one()
        return con_ella > todas * self._limites.comun


def _ids(expresion: str) -> Select[int]:
    coincide = text("cliente_fts MATCH :expresion").bindparams(expresion=expresion)
    return select(_FTS.c.rowid).where(coincide)


def _de_lista(lista: str) -> Select[int]:
    """Select the ids of a JSON array."""
    valores = func.json_each(lista).table_valued("value")
    return select(valores.c.value)


def _dice_todo(buscados: Terminos) -> bool:
    """Whether what the index finds is found, without a look at the rows.

    Not so when an RFC is asked for, and of an e-mail only a part is.
    """
    return not buscados.rfc and all(
        _piezas(palabra) == (palabra,) and len(palabra) > 1 for palabra in buscados.palabras
    )


def _piezas(palabra: str) -> tuple[str, ...]:
    """Return the parts of a word that tell most.

    Of an e-mail that is what stands before the @, and the beginning of the domain unless half
    the world has its mail there: as one long phrase it would cost all its trigrams.
    """
    local, arroba, dominio = palabra.partition("@")
    if not local or not arroba:
        return (palabra,)
    de_casa = dominio[:_LETRAS_DE_DOMINIO]
    piezas = [local] if len(local) >= _LARGO_DE_TRIGRAMA else []
    if len(de_casa) + 1 >= _LARGO_DE_TRIGRAMA and (
        not piezas or dominio.partition(".")[0] not in _CORREOS_DE_TODOS
    ):
        piezas.append("@" + de_casa)
    return tuple(piezas) or (palabra,)


def _frase(pieza: str) -> str:
    return '"' + pieza.replace('"', '""') + '"'
