"""Finding on SQLite: an FTS5 trigram index, and words too short for it through its vocabulary."""

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

from clientes_app.storage.clientes.search_dialect import (
    Matches,
    RowTest,
    SearchLimits,
    SearchScope,
)
from clientes_app.storage.clientes.search_terms import SearchTerms
from clientes_app.storage.db.tables import CLIENTE

_TRIGRAM = 3
_LETTERS_OF_DOMAIN = 5
_COMMON_PROVIDERS = frozenset({"GMAIL", "HOTMAIL", "OUTLOOK", "YAHOO", "LIVE", "ICLOUD"})
_LAST_CHARACTER = "\U0010ffff"
_FTS = table("cliente_fts", column("rowid"))


class SqliteFinder(RowTest):
    """Finds in the search index of all accounts and keeps what is of this one."""

    def __init__(self, tx: Session, *, scope: SearchScope, limits: SearchLimits) -> None:
        self._tx = tx
        self._limits = limits
        # A unary plus keeps SQLite from walking an index of the account instead of the ids.
        self._scope = scope.condition(
            literal_column("+cliente.cuenta_id"), literal_column("+cliente.borrado_en")
        )
        self._indexed_scope = scope.condition()

    def find(self, terms: SearchTerms, *, cuantos: int) -> Matches | None:
        """Return what is found among `cuantos` clients, or None when it is more than the limit."""
        expression = "" if cuantos <= self._limits.small else self._expression(terms)
        if not expression:
            return self._read_through(and_(self._indexed_scope, self.row_test(terms)))
        ultimo = self._tx.execute(select(func.max(CLIENTE.c.id))).scalar() or 0
        foreign = ultimo - cuantos
        counting_suffices = foreign <= self._limits.foreign and _says_all(terms)
        exact_up_to = self._limits.exact_up_to + (foreign if counting_suffices else 0)
        total, lista = self._collect(_matching_ids(expression), exact_up_to)
        if total > exact_up_to:
            return (
                None
                if counting_suffices
                else self._read_through(self._tested(_matching_ids(expression), terms))
            )
        if counting_suffices and not foreign:
            return Matches(total, self._tested(_ids_of_list(lista), terms))
        return self._read_through(self._tested(_ids_of_list(lista), terms))

    def fallback(self, terms: SearchTerms) -> ColumnElement[bool] | None:
        """Return the condition to read on with when a walk was given up; None: test every row.

        Not too many are found: they are sorted. Else the order is walked, but only its index:
        the rows need not be read to know whether their id is among those found.
        """
        expression = self._expression(terms)
        if not expression:
            return None
        total, lista = self._collect(_matching_ids(expression), self._limits.sortable)
        if total <= self._limits.sortable:
            return self._tested(_ids_of_list(lista), terms)
        entre_ellos = literal_column("+cliente.id").in_(_matching_ids(expression))
        if _says_all(terms):
            return and_(self._indexed_scope, entre_ellos)
        return and_(self._indexed_scope, entre_ellos, self.row_test(terms))

    def contains(self, columna: ColumnElement[str], piece: str) -> ColumnElement[bool]:
        """Say whether a text contains a piece, every character of which is an ordinary one."""
        return func.instr(columna, piece) > 0

    def _read_through(self, condicion: ColumnElement[bool]) -> Matches | None:
        """Look at the rows once, to count them and to know their ids."""
        total, lista = self._collect(
            select(CLIENTE.c.id).where(condicion), self._limits.exact_up_to
        )
        if total > self._limits.exact_up_to:
            return None
        return Matches(total, CLIENTE.c.id.in_(_ids_of_list(lista)))

    def _collect(self, ids: Select[int], exact_up_to: int) -> tuple[int, str]:
        """Return how many ids there are, at most `exact_up_to` + 1, and a JSON array of them.

        They come and go as one text: ten thousand of them as rows would take Python longer than
        it takes SQLite to find them.
        """
        unos = ids.limit(exact_up_to + 1).subquery("unos")
        consulta = select(func.count(), func.json_group_array(unos.c[0])).select_from(unos)
        total, lista = self._tx.execute(consulta).one()
        return total, lista

    def _tested(self, ids: Select[int], terms: SearchTerms) -> ColumnElement[bool]:
        condicion = and_(CLIENTE.c.id.in_(ids), self._scope)
        return condicion if _says_all(terms) else and_(condicion, self.row_test(terms))

    def _expression(self, terms: SearchTerms) -> str:
        """Return the question for the index, or "" when it cannot be asked.

        It may find more than the words ask, never less (see `_says_all`).
        """
        phrases = [phrase for palabra in terms.words if (phrase := self._phrase(palabra))]
        todas = " AND ".join(phrases)
        return f"({todas}) OR {_phrase(terms.rfc)}" if todas and terms.rfc else todas

    def _phrase(self, palabra: str) -> str:
        if len(palabra) >= _TRIGRAM:
            return " AND ".join(_phrase(piece) for piece in _pieces(palabra))
        if len(palabra) == 1 and self._is_common(palabra):
            return ""
        # Every character of a field begins a trigram: the word stands where one begins with it.
        trigrams = self._tx.execute(
            text("SELECT term FROM cliente_fts_vocab WHERE term >= :desde AND term < :hasta"),
            {"desde": palabra, "hasta": palabra + _LAST_CHARACTER},
        ).scalars()
        phrases = " OR ".join(_phrase(trigram) for trigram in trigrams)
        return f"({phrases})" if phrases else _phrase(palabra + _LAST_CHARACTER * 2)

    def _is_common(self, letra: str) -> bool:
        """Whether so many rows hold a character that walking finds a page at once."""
        sample = select(CLIENTE.c.busqueda).limit(self._limits.sample).subquery()
        con_ella, todas = self._tx.execute(
            select(
                func.count().filter(func.instr(sample.c.busqueda, letra) > 0), func.count()
            ).select_from(sample)
        ).one()
        return con_ella > todas * self._limits.common


def _matching_ids(expression: str) -> Select[int]:
    coincide = text("cliente_fts MATCH :expression").bindparams(expression=expression)
    return select(_FTS.c.rowid).where(coincide)


def _ids_of_list(lista: str) -> Select[int]:
    """Select the ids of a JSON array."""
    valores = func.json_each(lista).table_valued("value")
    return select(valores.c.value)


def _says_all(terms: SearchTerms) -> bool:
    """Whether what the index finds is found, without a look at the rows.

    Not so when an RFC is asked for, and of an e-mail only a part is.
    """
    return not terms.rfc and all(
        _pieces(palabra) == (palabra,) and len(palabra) > 1 for palabra in terms.words
    )


def _pieces(palabra: str) -> tuple[str, ...]:
    """Return the parts of a word that tell most.

    Of an e-mail that is what stands before the @, and the beginning of the domain unless half
    the world has its mail there: as one long phrase it would cost all its trigrams.
    """
    local, arroba, dominio = palabra.partition("@")
    if not local or not arroba:
        return (palabra,)
    de_casa = dominio[:_LETTERS_OF_DOMAIN]
    pieces = [local] if len(local) >= _TRIGRAM else []
    if len(de_casa) + 1 >= _TRIGRAM and (
        not pieces or dominio.partition(".")[0] not in _COMMON_PROVIDERS
    ):
        pieces.append("@" + de_casa)
    return tuple(pieces) or (palabra,)


def _phrase(piece: str) -> str:
    return '"' + piece.replace('"', '""') + '"'
