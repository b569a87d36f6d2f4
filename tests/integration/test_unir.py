"""Two clients joined into one, and separated again: what stays, what is said, what is refused."""

import pytest
from sqlalchemy import Engine, select

from clientes_app.services.acceso import cuentas
from clientes_app.services.calidad import duplicados, parejas, union
from clientes_app.services.calidad.parejas import PorQue
from clientes_app.services.calidad.union import MotivoDeNoSeparar, UnidoDespues, YaSeparados
from clientes_app.services.clientes import clientes, etiquetas, ficha, historial, papelera
from clientes_app.services.clientes.clientes import Consulta
from clientes_app.services.context import Actor
from clientes_app.services.errors import (
    ClienteBorrado,
    ClienteRepetido,
    DatosInvalidos,
    EdicionSimultanea,
    NoEncontrado,
)
from clientes_app.storage.db.engine import read_transaction
from clientes_app.storage.db.tables import CAMBIO
from tests.builders import un_cliente, un_rfc


@pytest.fixture
def pareja(engine: Engine, actor: Actor) -> tuple[int, int]:
    """Two clients whose names differ by an accent; each knows something that the other does not."""
    uno = un_cliente(nombre="MADERAS DEL COLORÍN", rfc=un_rfc(2_969), calle="ROBLE")
    otro = un_cliente(
        nombre="MADERAS DEL COLORIN",
        rfc=un_rfc(5_938),
        uso_cfdi="G01",
        email_adicional_1="almacen@maderas.example",
    )
    ids = [clientes.alta(engine, actor, valores).id for valores in (uno, otro)]
    duplicados.buscar(engine, actor.cuenta_id)
    return ids[0], ids[1]


def _unir(
    engine: Engine, actor: Actor, ids: tuple[int, ...], eleccion: dict[str, int] | None = None
) -> int:
    vistos = {uno: clientes.obtener(engine, actor.cuenta_id, uno).version for uno in ids}
    hecha = union.unir(engine, actor, vistos, queda_id=ids[0], eleccion=eleccion or {})
    return hecha.union_id


def _editar(engine: Engine, actor: Actor, cliente_id: int, **campos: str) -> None:
    actual = clientes.obtener(engine, actor.cuenta_id, cliente_id)
    valores = actual.datos.como_dict() | campos
    clientes.editar(engine, actor, cliente_id, actual.version, valores)


def test_what_is_proposed_has_fewest_faults_and_is_of_whose_rfc_stays(
    engine: Engine, actor: Actor, pareja: tuple[int, int]
) -> None:
    vistas = parejas.mirar(engine, actor.cuenta_id, ())
    assert (vistas.grupos, vistas.lugar, vistas.anterior, vistas.siguiente) == (1, 1, (), ())
    comparacion = vistas.comparacion
    assert comparacion is not None
    uno, otro = pareja
    assert comparacion.queda({}) == uno
    propuestas = comparacion.propuestas
    assert (propuestas["nombre"].cliente_id, propuestas["nombre"].por_que) == (
        otro,
        PorQue.MENOS_AVISOS,
    )
    assert (propuestas["email_adicional_1"].cliente_id, propuestas["calle"].cliente_id) == (
        otro,
        uno,
    )
    assert propuestas["email_adicional_1"].por_que is PorQue.LLENO
    assert propuestas["uso_cfdi"].cliente_id == uno
    # Whoever's RFC is chosen stays.
    assert comparacion.queda({"rfc": otro}) == otro
    assert comparacion.errores({"rfc": otro}) == ()


def test_an_address_is_proposed_whole(engine: Engine, actor: Actor) -> None:
    filas = ({"calle": "ROBLE"}, {"calle": "PINO", "colonia": "CENTRO"})
    ids = tuple(
        clientes.alta(engine, actor, un_cliente(rfc=un_rfc(n), **fila)).id
        for n, fila in enumerate(filas)
    )
    comparacion = parejas.mirar(engine, actor.cuenta_id, ids).comparacion
    assert comparacion is not None
    assert comparacion.motivo is None
    assert {comparacion.propuestas[c].cliente_id for c in ("calle", "colonia")} == {ids[0]}


def test_the_one_that_stays_gets_what_was_chosen_and_both_histories_say_so(
    engine: Engine, actor: Actor, pareja: tuple[int, int]
) -> None:
    uno, otro = pareja
    _unir(engine, actor, pareja, {"nombre": otro, "email_adicional_1": otro})
    queda = clientes.obtener(engine, actor.cuenta_id, uno)
    assert (queda.datos.nombre, queda.datos.calle) == ("MADERAS DEL COLORIN", "ROBLE")
    assert queda.datos.email_adicional_1 == "almacen@maderas.example"
    version = historial.leer(engine, actor.cuenta_id, uno).versiones[0]
    assert (version.accion, version.quien, version.origen) == ("edicion", "Ana", "formulario")
    assert version.union is not None
    assert (version.union.queda, [con.id for con in version.union.con]) == (True, [otro])
    ida = historial.leer(engine, actor.cuenta_id, otro).versiones[0]
    assert ida.union is not None
    assert (ida.accion, ida.union.queda, ida.union.con[0].id) == ("borrado", False, uno)
    # In the papelera and on both cards, too.
    vista = papelera.mirar(engine, actor.cuenta_id, Consulta(papelera=True))
    assert vista.unidos[otro].id == uno
    de_quien_queda = ficha.leer(engine, actor.cuenta_id, uno, cambios=4)
    assert [unido.id for unido in de_quien_queda.unidos] == [otro]
    del_ido = ficha.leer(engine, actor.cuenta_id, otro, cambios=4)
    assert del_ido.unido_a is not None
    assert del_ido.unido_a.id == uno


def test_the_figures_follow_in_the_same_transaction(
    engine: Engine, actor: Actor, pareja: tuple[int, int]
) -> None:
    assert ficha.leer(engine, actor.cuenta_id, pareja[1], cambios=1).parecidos == pareja
    union_id = _unir(engine, actor, pareja)
    hay = duplicados.ver(engine, actor.cuenta_id)
    assert (hay.grupos, hay.clientes) == (0, 0)
    vistas = parejas.mirar(engine, actor.cuenta_id, pareja)
    assert (vistas.grupos, vistas.comparacion) == (0, None)
    assert vistas.ida is not None
    ido, con = vistas.ida
    assert con is not None
    assert (ido.id, con.id) == (pareja[1], pareja[0])
    assert [reciente.union.id for reciente in vistas.recientes] == [union_id]
    union.separar(engine, actor, union_id)
    duplicados.buscar(engine, actor.cuenta_id)
    assert duplicados.ver(engine, actor.cuenta_id).clientes == 2
    assert parejas.mirar(engine, actor.cuenta_id, ()).recientes == ()


def test_one_that_is_joined_while_clients_are_compared_is_not_found(
    engine: Engine, actor: Actor, pareja: tuple[int, int], monkeypatch: pytest.MonkeyPatch
) -> None:
    antes = duplicados.parecidos

    def meanwhile(*juntos: object) -> object:
        found = list(antes(*juntos))  # pyright: ignore[reportArgumentType]
        _unir(engine, actor, pareja)
        return found

    monkeypatch.setattr(duplicados, "parecidos", meanwhile)
    duplicados.buscar(engine, actor.cuenta_id)
    assert duplicados.ver(engine, actor.cuenta_id).grupos == 0


def test_what_a_colleague_changed_unseen_refuses_the_union(
    engine: Engine, actor: Actor, pareja: tuple[int, int]
) -> None:
    vistos = dict.fromkeys(pareja, 1)
    _editar(engine, actor, pareja[1], calle="PINO")
    with pytest.raises(EdicionSimultanea):
        union.unir(engine, actor, vistos, queda_id=pareja[0], eleccion={})
    clientes.borrar(engine, actor, pareja[1])
    with pytest.raises(ClienteBorrado):
        union.unir(engine, actor, vistos, queda_id=pareja[0], eleccion={})
    assert not clientes.obtener(engine, actor.cuenta_id, pareja[0]).borrado
    assert parejas.mirar(engine, actor.cuenta_id, ()).recientes == ()


def test_the_rules_judge_what_was_chosen(
    engine: Engine, actor: Actor, pareja: tuple[int, int]
) -> None:
    persona = clientes.alta(engine, actor, un_cliente(rfc=un_rfc(1, persona="fisica"))).id
    ids = (pareja[0], persona)
    comparacion = parejas.mirar(engine, actor.cuenta_id, ids).comparacion
    assert comparacion is not None
    eleccion = {"regimen_fiscal": persona}
    assert [p.campo for p in comparacion.errores(eleccion)] == ["regimen_fiscal"]
    with pytest.raises(DatosInvalidos):
        _unir(engine, actor, ids, eleccion)
    assert not clientes.obtener(engine, actor.cuenta_id, persona).borrado


def test_whatever_an_address_or_a_page_makes_up_is_nobody(
    engine: Engine, actor: Actor, pareja: tuple[int, int]
) -> None:
    otra = Actor(cuentas.crear(engine, "Sur").id, "Eva", "formulario")
    ajeno = clientes.alta(engine, otra, un_cliente()).id
    uno, otro = pareja
    inventos: list[tuple[Actor, dict[int, int], int, dict[str, int]]] = [
        (actor, {uno: 1, ajeno: 1}, uno, {}),
        (otra, {uno: 1, otro: 1}, uno, {}),
        (actor, {uno: 1}, uno, {}),
        (actor, {uno: 1, otro: 1}, ajeno, {}),
        (actor, {uno: 1, otro: 1}, uno, {"nombre": ajeno}),
        (actor, {uno: 1, otro: 1}, uno, {"id": otro}),
    ]
    for quien, vistos, queda_id, eleccion in inventos:
        with pytest.raises(NoEncontrado):
            union.unir(engine, quien, vistos, queda_id=queda_id, eleccion=eleccion)
    union_id = _unir(engine, actor, pareja)
    with pytest.raises(NoEncontrado):
        union.separar(engine, otra, union_id)
    vistas = parejas.mirar(engine, otra.cuenta_id, pareja)
    assert (vistas.comparacion, vistas.ida, vistas.recientes, vistas.grupos) == (None, None, (), 0)
    assert clientes.obtener(engine, otra.cuenta_id, ajeno).version == 1


def test_separating_leaves_what_somebody_changed_since_and_says_so(
    engine: Engine, actor: Actor, pareja: tuple[int, int]
) -> None:
    uno, otro = pareja
    union_id = _unir(engine, actor, pareja, {"uso_cfdi": otro, "email_adicional_1": otro})
    _editar(engine, actor, uno, email_adicional_1="nuevo@maderas.example", referencias="AZUL")
    hecha = union.separar(engine, actor, union_id)
    assert [vuelto.id for vuelto in hecha.vueltos] == [otro]
    (dejado,) = hecha.sin_separar
    assert (dejado.motivo, dejado.por) == (MotivoDeNoSeparar.CAMBIADO, "Ana")
    (campo,) = dejado.campos
    assert (campo.campo, campo.antes, campo.ahora) == (
        "email_adicional_1",
        "",
        "nuevo@maderas.example",
    )
    datos = clientes.obtener(engine, actor.cuenta_id, uno).datos
    assert (datos.uso_cfdi, datos.referencias) == ("G03", "AZUL")
    with pytest.raises(YaSeparados):
        union.separar(engine, actor, union_id)


def test_whose_rfc_another_one_has_by_now_stays_in_the_papelera(
    engine: Engine, actor: Actor, pareja: tuple[int, int]
) -> None:
    uno, otro = pareja
    tercero = clientes.alta(engine, actor, un_cliente(rfc=un_rfc(8_907))).id
    union_id = _unir(engine, actor, (uno, otro, tercero))
    nuevo = clientes.alta(engine, actor, un_cliente(rfc=un_rfc(5_938), nombre="NUEVO")).id
    hecha = union.separar(engine, actor, union_id)
    assert [vuelto.id for vuelto in hecha.vueltos] == [tercero]
    (dejado,) = hecha.sin_separar
    assert (dejado.cliente.id, dejado.motivo, dejado.por) == (
        otro,
        MotivoDeNoSeparar.REPETIDO,
        "NUEVO",
    )
    # It can be tried again: nobody comes back for now, then the one who was left.
    with pytest.raises(ClienteRepetido):
        union.separar(engine, actor, union_id)
    clientes.borrar(engine, actor, nuevo)
    hecha = union.separar(engine, actor, union_id)
    assert ([vuelto.id for vuelto in hecha.vueltos], hecha.sin_separar) == ([otro], ())
    with pytest.raises(YaSeparados):
        union.separar(engine, actor, union_id)


def test_if_the_one_that_stayed_was_deleted_it_stays_so_and_the_others_come_back(
    engine: Engine, actor: Actor, pareja: tuple[int, int]
) -> None:
    union_id = _unir(engine, actor, pareja)
    clientes.borrar(engine, actor, pareja[0])
    hecha = union.separar(engine, actor, union_id)
    assert [vuelto.id for vuelto in hecha.vueltos] == [pareja[1]]
    assert [d.motivo for d in hecha.sin_separar] == [MotivoDeNoSeparar.BORRADO]
    assert clientes.obtener(engine, actor.cuenta_id, pareja[0]).borrado


def test_one_that_somebody_restored_is_left_to_them(
    engine: Engine, actor: Actor, pareja: tuple[int, int]
) -> None:
    uno, otro = pareja
    union_id = _unir(engine, actor, pareja, {"uso_cfdi": otro})
    clientes.restaurar(engine, actor, otro)
    hecha = union.separar(engine, actor, union_id)
    assert hecha.vueltos == ()
    assert [d.motivo for d in hecha.sin_separar] == [MotivoDeNoSeparar.RESTAURADO]
    assert clientes.obtener(engine, actor.cuenta_id, uno).datos.uso_cfdi == "G03"


def test_one_that_was_joined_again_is_separated_from_that_before(
    engine: Engine, actor: Actor, pareja: tuple[int, int]
) -> None:
    uno, otro = pareja
    tercero = clientes.alta(engine, actor, un_cliente(nombre="TERCERO", uso_cfdi="I01")).id
    primera = _unir(engine, actor, pareja, {"uso_cfdi": otro})
    segunda = _unir(engine, actor, (uno, tercero), {"uso_cfdi": tercero})
    with pytest.raises(UnidoDespues, match="TERCERO"):
        union.separar(engine, actor, primera)
    union.separar(engine, actor, segunda)
    tercera = _unir(engine, actor, (tercero, uno))
    with pytest.raises(UnidoDespues, match="TERCERO"):
        union.separar(engine, actor, primera)
    for union_id in (tercera, primera):
        assert union.separar(engine, actor, union_id).sin_separar == ()
    assert clientes.obtener(engine, actor.cuenta_id, uno).datos.uso_cfdi == "G03"
    assert not clientes.obtener(engine, actor.cuenta_id, otro).borrado


def test_a_process_undone_afterwards_sees_no_union_any_more(
    engine: Engine, actor: Actor, pareja: tuple[int, int]
) -> None:
    union_id = _unir(engine, actor, pareja, {"uso_cfdi": pareja[1]})
    union.separar(engine, actor, union_id)
    with read_transaction(engine) as tx:
        deshechas = tx.execute(
            select(CAMBIO.c.cliente_id, CAMBIO.c.version, CAMBIO.c.deshace_version)
            .where(CAMBIO.c.deshace_version.is_not(None))
            .order_by(CAMBIO.c.cliente_id)
        ).all()
    assert [tuple(fila) for fila in deshechas] == [(uno, 3, 2) for uno in pareja]


def test_the_etiquetas_of_all_come_to_the_one_that_stays_and_go_again(
    engine: Engine, actor: Actor, pareja: tuple[int, int]
) -> None:
    uno, otro = pareja
    mayoreo, credito, nueva = (
        etiquetas.crear(engine, actor, nombre).id for nombre in ("Mayoreo", "Crédito", "Nueva")
    )

    def puestas(cliente_id: int) -> set[int]:
        suyas = etiquetas.de_cliente(engine, actor.cuenta_id, cliente_id).suyas
        return {una.id for una in suyas}

    etiquetas.poner(engine, actor, uno, puestas=[mayoreo])
    etiquetas.poner(engine, actor, otro, puestas=[mayoreo, credito, nueva])
    comparacion = parejas.mirar(engine, actor.cuenta_id, pareja).comparacion
    assert comparacion is not None
    assert comparacion.etiquetas == ("Crédito", "Mayoreo", "Nueva")
    union_id = _unir(engine, actor, pareja)
    assert puestas(uno) == {mayoreo, credito, nueva}
    # What somebody puts on anew since is theirs.
    etiquetas.poner(engine, actor, uno, quitadas=[nueva])
    etiquetas.poner(engine, actor, uno, puestas=[nueva])
    hecha = union.separar(engine, actor, union_id)
    assert hecha.sin_separar == ()
    assert puestas(uno) == {mayoreo, nueva}
    assert puestas(otro) == {mayoreo, credito, nueva}
