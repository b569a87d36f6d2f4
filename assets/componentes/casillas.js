// The choices of a filter; many of them are narrowed by typing.
import { createElement as h, useRef, useState } from "react";

import { conPalabras } from "$/public/componentes/combo.js";

const MUCHAS = 8;

export function Casillas({ titulo, opciones = [], onPoner, children }) {
  const campo = useRef(null);
  const [dicho, decir] = useState("");
  const caben = conPalabras(opciones, dicho, (opcion) => opcion.etiqueta);
  const nada = opciones.length > 0 && !caben.length;
  const cuantas = `${caben.length} de ${opciones.length} opciones`;

  return h(
    "fieldset",
    null,
    h("legend", null, titulo),
    children,
    (dicho || opciones.length > MUCHAS) &&
      h(
        "div",
        { className: "busca-opcion" },
        h("input", {
          ref: campo,
          type: "search",
          className: "entrada",
          placeholder: "Buscar opción",
          "aria-label": "Buscar opción",
          autoComplete: "off",
          spellCheck: false,
          value: dicho,
          onChange: (evento) => decir(evento.target.value),
        }),
      ),
    h(
      "p",
      { role: "status", className: nada ? "nota" : "solo-lectores" },
      nada ? `Ninguna opción coincide con «${dicho.trim()}».` : dicho && cuantas,
    ),
    nada &&
      h(
        "button",
        {
          type: "button",
          className: "boton-llano",
          onClick: () => {
            decir("");
            campo.current.focus();
          },
        },
        "Limpiar búsqueda",
      ),
    caben.map((opcion) =>
      h(
        "label",
        { key: opcion.clave, className: "opcion-filtro" },
        h("input", {
          type: "checkbox",
          checked: opcion.puesta,
          onChange: () => onPoner(opcion.clave),
        }),
        h("span", null, opcion.etiqueta),
        h("span", { className: "contado" }, opcion.cuantos),
      ),
    ),
  );
}
