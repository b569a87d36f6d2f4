"""A catalogue of which it is known, without asking the rules, what trouble each client has."""

import random
from collections.abc import Callable, Iterator

from clientes_app.domain.cliente import DatosCliente
from tests.builders import un_cliente, un_rfc

CP_DE_LA_CUENTA = "06600"
_POSTALES = ("44100", "64000", "06600", "97000", "22000", "01000")
_USOS = {"601": "G03", "603": "G01", "626": "G03", "612": "G03", "605": "D01"}

Sucio = tuple[DatosCliente, frozenset[str]]


def _con_otro_digito(rfc: str) -> str:
    return rfc[:-1] + ("1" if rfc[-1] != "1" else "2")


_SUCIEDADES: dict[str, Callable[[dict[str, str]], dict[str, str]]] = {
    "acentos": lambda c: {"nombre": f"ÁREA {c['nombre']}"},
    "regimen_societario": lambda c: {"nombre": f"{c['nombre']} SA DE CV"},
    "letra_ajena": lambda c: {"nombre": f"\N{CYRILLIC CAPITAL LETTER A}{c['nombre']}"},
    "digito_verificador": lambda c: {"rfc": _con_otro_digito(c["rfc"])},
    "clave_retirada": lambda _: {"uso_cfdi": "P01"},
    "regimen_persona": lambda c: {"regimen_fiscal": "601" if len(c["rfc"]) == 13 else "605"},
    "cp_fuera": lambda _: {"codigo_postal": "00000"},
}


def catalogo_sucio(cuantos: int, *, semilla: int = 7) -> Iterator[Sucio]:
    """Give so many clients, each with the codes of what is wrong with it: nothing, as a rule."""
    azar = random.Random(semilla)
    for numero in range(cuantos):
        if azar.random() < 0.02:
            yield _generico(azar, numero)
            continue
        persona = azar.choice(("moral", "fisica"))
        regimen = azar.choice(("601", "603", "626") if persona == "moral" else ("612", "626"))
        campos = un_cliente(
            nombre=f"NUMERO {numero}",
            rfc=un_rfc(numero, persona=persona),
            regimen_fiscal=regimen,
            uso_cfdi=_USOS[regimen],
            codigo_postal=azar.choice(_POSTALES),
        )
        que = {codigo for codigo in _SUCIEDADES if azar.random() < 0.05}
        if persona == "fisica":
            # The tail of a person's name is part of it.
            que.discard("regimen_societario")
        for codigo in que:
            campos |= _SUCIEDADES[codigo](campos)
        yield DatosCliente(**campos), frozenset(que)


def _generico(azar: random.Random, numero: int) -> Sucio:
    campos = un_cliente(
        nombre=f"DE PASO {numero}",
        rfc="XAXX010101000",
        regimen_fiscal="616",
        uso_cfdi=azar.choice(("S01", "G03")),
        codigo_postal=azar.choice((CP_DE_LA_CUENTA, "44100")),
    )
    que = {"generico_cp"} if campos["codigo_postal"] != CP_DE_LA_CUENTA else set[str]()
    if campos["uso_cfdi"] != "S01":
        que.add("uso_regimen")
    return DatosCliente(**campos), frozenset(que)
