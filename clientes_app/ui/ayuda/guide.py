"""The user's guide: docs/guia.md as plain HTML, made while the front end is built.

markdown-it-py (already there for Rich) makes it once; a Markdown component of the browser
would bring several hundred kilobytes of script for a text that never changes.
"""

import re
import unicodedata
from dataclasses import dataclass
from itertools import pairwise

import reflex as rx
from markdown_it import MarkdownIt
from markdown_it.token import Token

from clientes_app.ui.shell.anchor import ancla

_NO_LETRAS = re.compile(r"[^a-z0-9]+")


@dataclass(frozen=True, slots=True)
class Apartado:
    """A heading of the guide: its level (2 or 3), its text and its anchor."""

    nivel: int
    texto: str
    ancla: str


@dataclass(frozen=True, slots=True)
class Guia:
    """The guide as HTML, and its table of contents."""

    html: str
    apartados: tuple[Apartado, ...]


def _ancla(texto: str) -> str:
    llano = unicodedata.normalize("NFD", texto).encode("ascii", "ignore").decode().lower()
    return _NO_LETRAS.sub("-", llano).strip("-")


def _apartados(piezas: list[Token]) -> list[Apartado]:
    """Give every heading its anchor, and list them."""
    apartados = []
    for apertura, contenido in pairwise(piezas):
        if apertura.type == "heading_open" and apertura.tag != "h1":
            apartado = Apartado(int(apertura.tag[1]), contenido.content, _ancla(contenido.content))
            apertura.attrSet("id", apartado.ancla)
            apartados.append(apartado)
    return apartados


def leer_guia(texto: str) -> Guia:
    """Turn the Markdown of the guide into HTML with anchors; HTML in it is shown, not used."""
    lector = MarkdownIt("commonmark", {"html": False}).enable("table")
    piezas = lector.parse(texto)
    apartados = _apartados(piezas)
    return Guia(lector.renderer.render(piezas, lector.options, {}), tuple(apartados))


def _enlace(apartado: Apartado) -> rx.Component:
    return rx.el.li(ancla(apartado.texto, apartado.ancla))


def guia_de_uso(guia: Guia) -> rx.Component:
    """The guide with the list of its chapters beside it."""
    return rx.el.div(
        rx.el.article(rx.html(guia.html), class_name="guia"),
        rx.el.nav(
            rx.el.p("En esta página"),
            rx.el.ul(*(_enlace(apartado) for apartado in guia.apartados if apartado.nivel == 2)),  # noqa: PLR2004
            class_name="ayuda-indice",
            aria_label="En esta página",
        ),
        class_name="ayuda",
    )
