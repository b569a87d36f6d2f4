// A drop-down that is searched by typing: the «editable combobox with list» of ARIA's patterns.
import { createElement as h, useEffect, useId, useMemo, useRef, useState } from "react";

const plegar = (texto) =>
  texto.normalize("NFD").replace(/\p{M}/gu, "").toLowerCase();

const rotulo = (opcion) => (opcion ? `${opcion.clave} ${opcion.descripcion}` : "");

// As people look for something: some words of it, without accents and case.
export const conPalabras = (todas, texto, como) => {
  const palabras = plegar(texto).split(/\s+/).filter(Boolean);
  return todas.filter((una) => {
    const todo = plegar(como(una));
    return palabras.every((palabra) => todo.includes(palabra));
  });
};

// What every list below a field does while it is open; at each of `cambian` the option that is
// active comes into sight.
export const useListaAbierta = ({ abierta, caja, cerrar, cambian }) => {
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
  }, [abierta, ...cambian]);
};

const coincidentes = (opciones, texto) => conPalabras(opciones, texto, rotulo);

// A key typed to the letter means that one; so do words that fit only one.
const decidir = (opciones, dicho) => {
  if (!dicho) return undefined;
  const posibles = coincidentes(opciones, dicho);
  return (
    opciones.find((opcion) => plegar(opcion.clave) === plegar(dicho)) ??
    (posibles.length === 1 ? posibles[0] : undefined)
  );
};

export function Combo({
  value = "",
  opciones = [],
  descripcion = "",
  vuelta = 0,
  vista = 0,
  vacio = "Ninguna opción coincide",
  name,
  onElegir,
  ref,
  ...resto
}) {
  const lista = useId();
  const caja = useRef(null);
  const serie = useRef(vuelta);
  const basada = useRef(vista);
  const porResolver = useRef("");
  const [valor, poner] = useState(value);
  const [abierta, abrir] = useState(false);
  const [filtro, filtrar] = useState(null);
  const [activa, activar] = useState(0);

  const anotar = (actual) =>
    window.borrador?.anotar(name, {
      texto: actual,
      vista: basada.current,
      serie: serie.current,
    });

  // What was chosen here counts until the server has answered to it: an answer to an earlier
  // step does not know it yet. Nor is anything changed under somebody who is searching.
  useEffect(() => {
    if (vuelta < serie.current || (filtro !== null && value !== valor)) return;
    const nueva = value !== valor || vista !== basada.current;
    basada.current = vista;
    serie.current = vuelta;
    poner(value);
    if (nueva) anotar(value);
  }, [value, vuelta, vista, filtro === null]);

  const avisar = (nuevo, sale) => {
    serie.current += 1;
    poner(nuevo);
    anotar(nuevo);
    onElegir?.(nuevo, sale, serie.current, basada.current);
  };

  // A key that may not be chosen (any more) is shown with its description all the same.
  const elegida =
    opciones.find((opcion) => opcion.clave === valor) ??
    (valor && valor === value && descripcion ? { clave: valor, descripcion } : undefined);
  const visibles = useMemo(
    () => (filtro === null ? opciones : coincidentes(opciones, filtro)),
    [filtro, opciones],
  );

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
    if (!opcion) return;
    cerrar();
    avisar(opcion.clave, false);
  };

  // Typed faster than the server says what may be chosen: it is chosen when the choices are here.
  useEffect(() => {
    if (!porResolver.current || !opciones.length) return;
    const decidida = decidir(opciones, porResolver.current);
    porResolver.current = "";
    if (decidida) avisar(decidida.clave, true);
  }, [opciones]);

  useListaAbierta({ abierta, caja, cerrar, cambian: [activa, visibles] });

  const teclear = (evento) => {
    const paso = { ArrowDown: 1, ArrowUp: -1 }[evento.key];
    if (paso) {
      evento.preventDefault();
      if (!abierta) desplegar();
      else if (visibles.length) activar((activa + paso + visibles.length) % visibles.length);
    } else if (evento.key === "Enter" && abierta && !evento.ctrlKey) {
      evento.preventDefault();
      if (visibles.length) elegir(visibles[activa]);
      else confirmar();
    }
  };

  // What fits no choice is told as it was typed: the server understands more, or says what is wrong.
  const confirmar = () => {
    const dicho = filtro === null ? valor : filtro.trim();
    const decidida = filtro === null ? undefined : decidir(opciones, dicho);
    if (filtro !== null && !opciones.length) porResolver.current = dicho;
    cerrar();
    avisar(decidida ? decidida.clave : dicho, true);
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
      autoCapitalize: "none",
      autoCorrect: "off",
      spellCheck: false,
      "aria-autocomplete": "list",
      "aria-expanded": abierta,
      "aria-controls": lista,
      "aria-activedescendant": abierta && visibles.length ? opcionId(activa) : undefined,
      value: filtro ?? (elegida ? rotulo(elegida) : valor),
      onChange: (evento) => {
        porResolver.current = "";
        filtrar(evento.target.value);
        activar(0);
        abrir(true);
      },
      // Backwards, so that a long one shows its key.
      onFocus: ({ target }) => target.setSelectionRange(0, target.value.length, "backward"),
      onClick: resto.readOnly ? undefined : desplegar,
      onKeyDown: resto.readOnly ? undefined : teclear,
      onBlur: resto.readOnly ? undefined : confirmar,
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
      // Always there: were it taken away while Tab leads to the next field, the dialog would take
      // the focus for lost, and itself take it.
      h(
        "li",
        {
          role: "option",
          "aria-disabled": true,
          "aria-selected": false,
          hidden: visibles.length > 0,
          className: "nada",
        },
        opciones.length ? "Ninguna opción coincide" : vacio,
      ),
    ),
  );
}
