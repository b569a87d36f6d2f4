"""Finding on SQLite: an FTS5 trigram index, and words too short for it through its vocabulary."""

from collections.abc import Iterable
from itertools import product

from sqlalchemy import (
    ColumnElement,
    CompoundSelect,
    Integer,
    Select,
    TextClause,
    and_,
    column,
    func,
    literal_column,
    select,
    table,
    text,
    union_all,
)
from sqlalchemy.orm import Session

from clientes_app.storage.clientes.filters import FilterPart, on_cliente
from clientes_app.storage.clientes.search_dialect import (
    Matches,
    RowTest,
    SearchLimits,
    SearchScope,
)
from clientes_app.storage.clientes.search_terms import SearchTerms
from clientes_app.storage.db.tables import CLIENTE, FILTER_COLUMNS, FILTER_INDEX

_TRIGRAM = 3
_LETTERS_OF_DOMAIN = 5
_COMMON_PROVIDERS = frozenset({"GMAIL", "HOTMAIL", "OUTLOOK", "YAHOO", "LIVE", "ICLOUD"})
_LAST_CHARACTER = "\U0010ffff"
_WITHOUT_INDEX = ("rfc",)
"""What of a client is asked by its length, and only the index of the filters answers."""

_FTS = table("cliente_fts", column("rowid"))
# A unary plus keeps SQLite from beginning with what it is compared to.
_ID: ColumnElement[int] = literal_column("+cliente.id", Integer)


class SqliteFinder(RowTest):
    """Finds in the search index of all accounts and keeps what is of this one."""

    def __init__(
        self,
        tx: Session,
        *,
        scope: SearchScope,
        limits: SearchLimits,
        filters: tuple[FilterPart, ...] = (),
    ) -> None:
        self._tx = tx
        self._limits = limits
        self._filters = filters
        self._together = tuple(
            part for part in filters if part.columnas and FILTER_COLUMNS.issuperset(part.columnas)
        )
        # A unary plus keeps SQLite from walking an index of the account instead of the ids.
        self._scope = scope.condition(
            literal_column("+cliente.cuenta_id"), literal_column("+cliente.borrado_en")
        )
        self._indexed_scope = scope.condition()
        papelera = SearchScope(scope.cuenta_id, papelera=True).condition()
        self._in_papelera = select(CLIENTE.c.id).where(papelera)

    def find(self, terms: SearchTerms, *, cuantos: int) -> Matches | None:
        """Return what is found among `cuantos` clients, or None when it is more than the limit."""
        expression = "" if cuantos <= self._limits.small else self._expression(terms)
        if self._filters and cuantos > self._limits.small:
            return self._find_filtered(terms, expression)
        if not expression:
            tests = on_cliente(self._filters)
            return self._read_through(and_(self._indexed_scope, self.row_test(terms), *tests))
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

    def fallback(self, terms: SearchTerms, *, orden: str) -> Select[int] | None:
        """Select whom to read on with, by a column, when a walk was given up; None: test each.

        Not too many are found: they are sorted. Else the order is walked, but only its index:
        the rows need not be read to know whether their id is among those found. Filters may keep
        together in an order whom they admit, and nobody before: of an order that their own index
        knows, that one is read.
        """
        expression = self._expression(terms)
        if not expression and not self._filters:
            return None
        if expression and self._are_few(expression):
            found = self._tested(_matching_ids(expression), terms)
            return select(CLIENTE.c.id).where(found, *on_cliente(self._filters))
        ids = select(CLIENTE.c.id).where(self._indexed_scope)
        tests = self._other_tests()
        if self._together and not expression and orden in FILTER_COLUMNS:
            ids = self._from_their_index(*on_cliente(self._together))
        elif self._together:
            tests.append(_ID.in_(self._admitted()))
        if expression:
            tests.append(_ID.in_(_matching_ids(expression)))
        if not expression or not _says_all(terms):
            tests.append(self.row_test(terms))
        return ids.where(*tests)

    def _are_few(self, expression: str) -> bool:
        """Whether the words find so few that sorting them costs less than walking an order.

        With filters a walk needs their sets as well.
        """
        most = self._limits.readable if self._filters else self._limits.sortable
        return self._count(_matching_ids(expression), most) <= most

    def _find_filtered(self, terms: SearchTerms, expression: str) -> Matches | None:
        """Begin with whatever finds few: the filters, or the words; else put the sets together."""
        enough = self._limits.exact_up_to
        sets = [self._alone(part) for part in self._filters]
        if len(self._together) > 1:
            sets.append(self._admitted())
        alone = len(self._filters) == 1 and not terms
        for ids in (*sets, *([_matching_ids(expression)] if expression else [])):
            total, lista = self._collect(ids, enough)
            listed = CLIENTE.c.id.in_(_ids_of_list(lista))
            if total <= enough and alone:
                return Matches(total, listed)
            if total <= enough:
                every = (self._scope, *on_cliente(self._filters), self.row_test(terms))
                return self._read_through(and_(listed, *every))
        if alone or (len(self._together) == len(self._filters) and not terms):
            return None
        return self._all_of(self._of_several(terms, expression))

    def _of_several(self, terms: SearchTerms, expression: str) -> Select[int] | CompoundSelect[int]:
        """Select whom several admit, none of whom finds few.

        Rows in the order of the table cost some half a microsecond each: they are read, beginning
        with the words, or with a filter that has an index of its own. A state is a stretch of the
        index of the filters, and narrow: the rows of whom that admits are read.
        """
        words = () if expression and _says_all(terms) else (self.row_test(terms),)
        others = on_cliente(tuple(part for part in self._filters if part not in self._together))
        if any(part.ranges for part in self._together):
            found = (_ID.in_(_matching_ids(expression)),) if expression else ()
            return self._admitted(*others, *found, *words)
        every = on_cliente(self._filters)
        if expression:
            matching = select(CLIENTE.c.id).join(_FTS, _FTS.c.rowid == CLIENTE.c.id)
            return matching.where(_matches(expression), self._scope, *every, *words)
        linked = [part.ids for part in self._filters if part.ids is not None]
        for ids in linked:
            if self._count(ids, self._limits.readable) <= self._limits.readable:
                having = ids.subquery("suyos")
                own = select(CLIENTE.c.id).join(having, having.c.cliente_id == CLIENTE.c.id)
                return own.where(self._scope, *every, *words)
        if len(linked) + len(self._together) < len(self._filters):
            return select(CLIENTE.c.id).where(self._indexed_scope, *every, *words)
        return self._admitted(*others, *words)

    def _other_tests(self) -> list[ColumnElement[bool]]:
        """Return what a row must fulfil by the filters that are not known together.

        Whatever another table knows is asked there of each row that has come so far.
        """
        others = [part for part in self._filters if part not in self._together]
        return [
            part.condition(CLIENTE.c) if part.ids is not None else _ID.in_(self._alone(part))
            for part in others
        ]

    def _alone(self, part: FilterPart) -> Select[int] | CompoundSelect[int]:
        """Select whom one filter admits, by an index."""
        if part.ids is not None:
            # A list of the papelera, which is small and has an index, spares reading the rows.
            (cliente_id,) = part.ids.selected_columns
            return part.ids.where(cliente_id.not_in(self._in_papelera))
        if part.columnas == _WITHOUT_INDEX:
            return self._from_their_index(part.condition(CLIENTE.c))
        return _union(
            select(CLIENTE.c.id).where(self._indexed_scope, stretch)
            for stretch in part.ranges or (part.condition(CLIENTE.c),)
        )

    def _admitted(self, *tests: ColumnElement[bool]) -> Select[int] | CompoundSelect[int]:
        """Select whom the filters admit that one index knows together, as far as the tests hold.

        Without such filters everybody. No row is read.
        """
        if not self._together:
            return select(CLIENTE.c.id).where(self._indexed_scope, *tests)
        whole = [part.condition(CLIENTE.c) for part in self._together if not part.ranges]
        if len(self._together) == len(whole) == 1 and self._together[0].columnas != _WITHOUT_INDEX:
            # Its own index has nobody else, in the order of the rows.
            return select(CLIENTE.c.id).where(self._indexed_scope, *whole, *tests)
        stretches = [part.ranges for part in self._together if part.ranges]
        return _union(
            self._from_their_index(*whole, *together, *tests) for together in product(*stretches)
        )

    def _from_their_index(self, *tests: ColumnElement[bool]) -> Select[int]:
        return (
            select(CLIENTE.c.id)
            .with_hint(CLIENTE, f"INDEXED BY {FILTER_INDEX}", "sqlite")
            .where(self._indexed_scope, *tests)
        )

    def contains(self, columna: ColumnElement[str], piece: str) -> ColumnElement[bool]:
        """Say whether a text contains a piece, every character of which is an ordinary one."""
        return func.instr(columna, piece) > 0

    def _read_through(self, condicion: ColumnElement[bool]) -> Matches | None:
        """Look at the rows once, to count them and to know their ids."""
        return self._all_of(select(CLIENTE.c.id).where(condicion))

    def _all_of(self, ids: Select[int] | CompoundSelect[int]) -> Matches | None:
        total, lista = self._collect(ids, self._limits.exact_up_to)
        if total > self._limits.exact_up_to:
            return None
        return Matches(total, CLIENTE.c.id.in_(_ids_of_list(lista)))

    def _count(self, ids: Select[int], most: int) -> int:
        """Return how many ids there are, at most `most` + 1."""
        unos = ids.limit(most + 1).subquery("unos")
        return self._tx.execute(select(func.count()).select_from(unos)).scalar_one()

    def _collect(self, ids: Select[int] | CompoundSelect[int], exact_up_to: int) -> tuple[int, str]:
        """Return how many ids there are, at most `exact_up_to` + 1, and a JSON array of them.

        They come and go as one text: ten thousand of them as rows would take Python longer than
        it takes SQLite to find them.
        """
        some = select(ids.subquery("todos").c[0]) if isinstance(ids, CompoundSelect) else ids
        unos = some.limit(exact_up_to + 1).subquery("unos")
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


def _union(selects: Iterable[Select[int]]) -> Select[int] | CompoundSelect[int]:
    each = list(selects)
    return each[0] if len(each) == 1 else union_all(*each)


def _matching_ids(expression: str) -> Select[int]:
    return select(_FTS.c.rowid).where(_matches(expression))


def _matches(expression: str) -> TextClause:
    return text("cliente_fts MATCH :expression").bindparams(expression=expression)


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
