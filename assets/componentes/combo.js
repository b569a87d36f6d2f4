// A drop-down that is searched by typing: the «editable combobox with list» of ARIA's patterns.
import { createElement as h, useEffect, useId, useMemo, useRef, useState } from "react";

const plegar = (texto) =>
  texto.normalize("NFD").replace(/\p{M}/gu, "").toLowerCase();

const rotulo = (opcion) => (opcion ? `${opcion.clave} ${opcion.descripcion}` : "");

export function Combo({
  value = "",
  opciones = [],
  vuelta = 0,
  vacio = "Ninguna opción coincide",
  name,
  onElegir,
  ref,
  ...resto
}) {
  const lista = useId();
  const caja = useRef(null);
  const pendiente = useRef(null);
  const [valor, poner] = useState(value);
  const [abierta, abrir] = useState(false);
  const [filtro, filtrar] = useState(null);
  const [activa, activar] = useState(0);

  // What was chosen here counts until the server has heard of it.
  useEffect(() => {
    const espera = pendiente.current;
    if (espera && espera.valor !== value && vuelta - espera.vuelta < 2) return;
    pendiente.current = null;
    poner(value);
  }, [value, vuelta]);

  const avisar = (nuevo, sale) => {
    if (nuevo !== value) pendiente.current = { valor: nuevo, vuelta };
    poner(nuevo);
    onElegir?.(nuevo, sale);
  };

  const elegida = opciones.find((opcion) => opcion.clave === valor);
  const visibles = useMemo(() => {
    if (filtro === null) return opciones;
    const palabras = plegar(filtro).split(/\s+/).filter(Boolean);
    return opciones.filter((opcion) => {
      const todo = plegar(rotulo(opcion));
      return palabras.every((palabra) => todo.includes(palabra));
    });
  }, [filtro, opciones]);

  const cerrar = () => {
    abrir(false);
    filtrar(null);
  };

  const desplegar = () => {
    if (abierta) return;
    abrir(true);
    activar(Math.max(0, opciones.findIndex((opcion) => opcion.clave === valor)));
  };

  const elegir = (opcion) => {
    cerrar();
    if (opcion) avisar(opcion.clave, false);
  };

  // Before the dialog hears of it: Esc closes an open list, and only the list.
  useEffect(() => {
    if (!abierta) return undefined;
    const oir = (evento) => {
      if (evento.key !== "Escape") return;
      evento.preventDefault();
      evento.stopImmediatePropagation();
      cerrar();
    };
    window.addEventListener("keydown", oir, true);
    return () => window.removeEventListener("keydown", oir, true);
  }, [abierta]);

  useEffect(() => {
    if (abierta) {
      caja.current?.querySelector('[aria-selected="true"]')?.scrollIntoView({ block: "nearest" });
    }
  }, [abierta, activa, visibles]);

  const teclear = (evento) => {
    const paso = { ArrowDown: 1, ArrowUp: -1 }[evento.key];
    if (paso) {
      evento.preventDefault();
      if (!abierta) desplegar();
      else if (visibles.length) activar((activa + paso + visibles.length) % visibles.length);
    } else if (evento.key === "Enter" && abierta && !evento.ctrlKey) {
      evento.preventDefault();
      elegir(visibles[activa]);
    }
  };

  const salir = () => {
    // Leaving with one candidate, or with a key typed to the letter, means that one.
    const dicho = plegar(filtro ?? "").trim();
    const exacta = opciones.find((opcion) => plegar(opcion.clave) === dicho);
    const unica = dicho && visibles.length === 1 ? visibles[0] : undefined;
    const decidida = exacta ?? unica;
    cerrar();
    avisar(decidida ? decidida.clave : valor, true);
  };

  const opcionId = (lugar) => `${lista}-${lugar}`;
  return h(
    "div",
    { className: "combo" },
    h("input", {
      ...resto,
      ref,
      type: "text",
      role: "combobox",
      autoComplete: "off",
      spellCheck: false,
      "aria-autocomplete": "list",
      "aria-expanded": abierta,
      "aria-controls": lista,
      "aria-activedescendant": abierta && visibles.length ? opcionId(activa) : undefined,
      value: filtro ?? (elegida ? rotulo(elegida) : valor),
      onChange: (evento) => {
        filtrar(evento.target.value);
        activar(0);
        abrir(true);
      },
      onFocus: (evento) => evento.target.select(),
      onClick: desplegar,
      onKeyDown: teclear,
      onBlur: salir,
    }),
    h("span", { className: "combo-flecha", "aria-hidden": true }),
    h("input", { type: "hidden", name, value: valor }),
    h(
      "ul",
      {
        id: lista,
        ref: caja,
        role: "listbox",
        "aria-label": resto["aria-label"],
        hidden: !abierta,
        className: "combo-lista",
        onMouseDown: (evento) => evento.preventDefault(),
      },
      visibles.map((opcion, lugar) =>
        h(
          "li",
          {
            key: opcion.clave,
            id: opcionId(lugar),
            role: "option",
            "aria-selected": lugar === activa,
            className: opcion.clave === valor ? "elegida" : undefined,
            onClick: () => elegir(opcion),
            onMouseMove: () => lugar !== activa && activar(lugar),
          },
          h("span", { className: "clave" }, opcion.clave),
          opcion.descripcion,
        ),
      ),
      visibles.length === 0 &&
        h("li", { role: "option", "aria-disabled": true, "aria-selected": false, className: "nada" }, vacio),
    ),
  );
}
