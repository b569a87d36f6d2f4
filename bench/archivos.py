"""Files to load: invented clients under the template's header, clean or spoiled, deterministic."""

import csv
import random
from collections.abc import Callable
from pathlib import Path

from clientes_app.domain.columnas import CAMPOS, ENCABEZADO
from clientes_app.services.clientes.demo import filas_inventadas

_SEMILLA = 7
_NOMBRE, _RFC, _USO, _REGIMEN, _EMAIL, _CP = (
    CAMPOS.index(campo)
    for campo in ("nombre", "rfc", "uso_cfdi", "regimen_fiscal", "email", "codigo_postal")
)
_DANOS: tuple[tuple[int, Callable[[str], str]], ...] = (
    (_NOMBRE, lambda _: ""),
    (_NOMBRE, lambda nombre: f"{nombre}|"),
    (_RFC, lambda rfc: rfc[:-3]),
    (_RFC, lambda rfc: f"{rfc[:-9]}991332{rfc[-3:]}"),
    (_RFC, lambda rfc: rfc.replace("0", "O", 1) if "0" in rfc else rfc[1:]),
    (_USO, lambda _: "P01"),
    (_REGIMEN, lambda _: "609"),
    (_REGIMEN, lambda _: ""),
    (_EMAIL, lambda email: email.replace("@", " ")),
    (_EMAIL, lambda email: f"{email}; {email}"),
    (_CP, lambda _: "1E+03"),
    (_CP, lambda _: "00000"),
)


def escribir(ruta: Path, filas: int, *, malas: float = 0.0, semilla: int = 1) -> None:
    """Write so many clients; of the share `malas` each has one fault that refuses it."""
    azar = random.Random(_SEMILLA)
    with ruta.open("w", encoding="utf-8-sig", newline="") as archivo:
        escritor = csv.writer(archivo)
        escritor.writerow(ENCABEZADO)
        for cliente in filas_inventadas(filas, semilla=semilla):
            valores = list(cliente)
            if azar.random() < malas:
                lugar, dano = azar.choice(_DANOS)
                valores[lugar] = dano(valores[lugar])
            escritor.writerow(valores)
