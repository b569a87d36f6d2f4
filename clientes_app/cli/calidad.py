"""The command about the quality of a catalogue."""

from __future__ import annotations

import json
import sys
from typing import TYPE_CHECKING, Any

import click

from clientes_app.cli.common import cuenta_option, database, elegir_cuenta, json_option
from clientes_app.cli.program import SpanishCommand

if TYPE_CHECKING:
    from clientes_app.services.calidad.cifras import Cifra, CifrasDeCalidad
    from clientes_app.services.calidad.duplicados import Duplicado, Duplicados

_SHOWN = 10
"""Rows of a list on the terminal; JSON has all."""


@click.command(cls=SpanishCommand)
@json_option
@cuenta_option
def calidad(as_json: bool, cuenta: str | None) -> None:
    """Dice cuántos clientes están listos para facturar y qué les falta a los demás."""
    from clientes_app.services.calidad import al_dia, cifras, duplicados

    engine = database()
    cuenta_id = elegir_cuenta(engine, cuenta)
    # Nobody asks for figures of rules of before, nor for duplicates of yesterday.
    al_dia.poner_al_dia_del_todo(engine)
    duplicados.buscar(engine, cuenta_id)
    hechas = cifras.contar(engine, cuenta_id)
    hallados = duplicados.ver(engine, cuenta_id)
    if as_json:
        json.dump(_as_json(hechas, hallados), sys.stdout, ensure_ascii=False)
        click.echo()
    else:
        _tell(hechas, hallados)


def _as_json(hechas: CifrasDeCalidad, hallados: Duplicados) -> dict[str, Any]:
    return {
        "clientes": hechas.clientes,
        "listos": hechas.listos,
        "problemas": [_bar(cifra) for cifra in _problems(hechas, hallados)],
        "duplicados": [_group(duplicado) for duplicado in hallados.primeros],
        "por_regimen": [_bar(cifra) for cifra in hechas.por_regimen],
        "por_estado": [_bar(cifra) for cifra in hechas.por_estado],
    }


def _problems(hechas: CifrasDeCalidad, hallados: Duplicados) -> tuple[Cifra, ...]:
    from clientes_app.services.calidad.duplicados import cifra_de

    return (*hechas.problemas, cifra_de(hallados))


def _bar(cifra: Cifra) -> dict[str, Any]:
    return {"codigo": cifra.codigo, "nombre": cifra.nombre, "cuantos": cifra.cuantos}


def _group(duplicado: Duplicado) -> dict[str, Any]:
    return {
        "motivo": duplicado.motivo.value,
        "clientes": [cliente._asdict() for cliente in duplicado.clientes],
    }


def _tell(hechas: CifrasDeCalidad, hallados: Duplicados) -> None:
    from clientes_app.services.calidad.duplicados import FRASES

    listos = f"{hechas.listos:,} de {hechas.clientes:,}"
    click.echo(f"Listos para facturar: {listos} ({hechas.porcentaje_de_listos} %)")
    _table("Por corregir", [cifra for cifra in _problems(hechas, hallados) if cifra.cuantos])
    if hallados.primeros:
        click.echo("\nPosibles duplicados")
        for duplicado in hallados.primeros[:_SHOWN]:
            quienes = " · ".join(f"{c.nombre} ({c.rfc})" for c in duplicado.clientes)
            click.echo(f"  {FRASES[duplicado.motivo]}: {quienes}")
        if hallados.grupos > _SHOWN:
            click.echo(f"  … y {hallados.grupos - _SHOWN:,} más; todos, con --json.")
    _table("Por régimen", hechas.por_regimen, con_clave=True)
    _table("Por estado", hechas.por_estado)


def _table(
    titulo: str, cifras: list[Cifra] | tuple[Cifra, ...], *, con_clave: bool = False
) -> None:
    if not cifras:
        return
    click.echo(f"\n{titulo}")
    for cifra in cifras:
        nombre = f"{cifra.codigo} {cifra.nombre}" if con_clave else cifra.nombre
        click.echo(f"  {cifra.cuantos:>9,}  {nombre}")
