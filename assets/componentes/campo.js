// A text field that never waits for the server: what is typed lives here, and the server's
// word is taken only where nothing newer was typed.
import { createElement, useEffect, useId, useLayoutEffect, useRef, useState } from "react";
import { conPalabras, useListaAbierta } from "$/public/componentes/combo.js";

const PAUSA_AL_ESCRIBIR = 250;
const NADA = [];

// What the keyboard of a telephone does by itself would be wrong in an e-mail and in a name.
const tecladoDe = (mayusculas, inputMode) => {
  if (mayusculas) return { autoCapitalize: "characters", autoCorrect: "off" };
  return inputMode === "email" ? { autoCapitalize: "none", autoCorrect: "off" } : {};
};

const sinBlancosDeMas = (texto) => texto.trim().replace(/\s+/g, " ");

// What may be chosen instead of being typed, in a list below the field. It is a help: nothing is
// chosen by itself, and whatever is typed stays.
const useOfrecidos = ({ ofrece, texto, readOnly, elegir }) => {
  const lista = useId();
  const caja = useRef(null);
  // While it is open: what was typed since, null for nothing.
  const [filtro, filtrar] = useState(null);
  const [pedida, pedir] = useState(false);
  const [activa, activar] = useState(-1);
  // Also while it is closed: were they taken away while Tab leads to the next field, the dialog
  // would take the focus for lost, and itself take it.
  const visibles = conPalabras(ofrece, filtro ?? "", (una) => una);
  const esLoDicho = visibles.length === 1 && visibles[0] === texto;
  const abierta = pedida && !readOnly && visibles.length > 0 && !esLoDicho;

  const abrir = (dicho) => {
    pedir(true);
    filtrar(dicho);
    activar(-1);
  };

  const cerrar = () => pedir(false);

  const tomar = (una) => {
    cerrar();
    elegir(una);
  };

  useListaAbierta({ abierta, caja, cerrar, cambian: [activa] });

  const teclear = (evento) => {
    const paso = { ArrowDown: 1, ArrowUp: -1 }[evento.key];
    if (paso && ofrece.length) {
      evento.preventDefault();
      const cuantas = visibles.length;
      if (!abierta) abrir(null);
      else activar(activa < 0 && paso < 0 ? cuantas - 1 : (activa + paso + cuantas) % cuantas);
    } else if (evento.key === "Enter" && abierta && activa >= 0 && !evento.ctrlKey) {
      evento.preventDefault();
      tomar(visibles[activa]);
    }
  };

  const opcionId = (lugar) => `${lista}-${lugar}`;
  return {
    abrir,
    cerrar,
    deCampo: ofrece.length
      ? {
          role: "combobox",
          "aria-autocomplete": "list",
          "aria-expanded": abierta,
          "aria-controls": lista,
          "aria-activedescendant": abierta && activa >= 0 ? opcionId(activa) : undefined,
          onClick: () => abierta || abrir(null),
          onKeyDown: teclear,
        }
      : {},
    flecha: ofrece.length
      ? createElement("span", { className: "combo-flecha", "aria-hidden": true })
      : null,
    caja: createElement(
      "ul",
      {
        id: lista,
        ref: caja,
        role: "listbox",
        "aria-label": "Sugerencias",
        hidden: !abierta,
        className: "combo-lista",
        onMouseDown: (evento) => evento.preventDefault(),
      },
      visibles.map((una, lugar) =>
        createElement(
          "li",
          {
            key: una,
            id: opcionId(lugar),
            role: "option",
            "aria-selected": lugar === activa,
            onClick: () => tomar(una),
            onMouseMove: () => lugar !== activa && activar(lugar),
          },
          una,
        ),
      ),
    ),
  };
};

export function Campo({
  value = "",
  vuelta,
  vista,
  mayusculas = false,
  lineas = 1,
  alEscribir = false,
  siempre = false,
  ofrece,
  onConfirmar,
  ref,
  ...resto
}) {
  const nodo = useRef(null);
  // The last text that the server and this field agreed on, and the version it was of.
  const enviado = useRef(value);
  const basada = useRef(vista ?? 0);
  const serie = useRef(vuelta ?? 0);
  const reloj = useRef(0);
  const cursor = useRef(null);
  const [texto, dibujar] = useState(value);
  // What the field holds, also before it is drawn: it may be left in between.
  const dicho = useRef(value);
  const ponerTexto = (nuevo) => {
    dicho.current = nuevo;
    dibujar(nuevo);
  };
  const delCajon = vista !== undefined;

  const anotar = (actual) => {
    if (!delCajon) return;
    window.borrador?.anotar(resto.name, {
      texto: actual,
      vista: basada.current,
      serie: serie.current,
    });
  };

  useEffect(() => {
    // An answer to an earlier step does not know yet what was confirmed since.
    if (vuelta !== undefined && vuelta < serie.current) return;
    // Nor does any answer know what is about to be told.
    if (reloj.current) return;
    if (texto !== value) {
      if (texto !== enviado.current) return;
      // Not while somebody types, but for a field that shows what the address says: there
      // only the blanks at the ends may differ.
      const escribiendo = document.activeElement === nodo.current;
      if (siempre ? value === sinBlancosDeMas(texto) : !delCajon && escribiendo && texto !== "") {
        return;
      }
      // Nothing was typed since: also in the field that has the focus, where the caret stays.
      if (delCajon && escribiendo) {
        cursor.current = [nodo.current.selectionStart, nodo.current.selectionEnd];
      }
      ponerTexto(value);
    }
    const nueva = vista !== undefined && vista !== basada.current;
    enviado.current = value;
    basada.current = vista ?? 0;
    // The server counts on when it changes a field by itself.
    serie.current = Math.max(serie.current, vuelta ?? 0);
    if (texto !== value || nueva) anotar(value);
  }, [value, vuelta, vista]);

  const callarReloj = () => {
    clearTimeout(reloj.current);
    reloj.current = 0;
  };

  useEffect(() => callarReloj, []);

  useLayoutEffect(() => {
    if (cursor.current === null) return;
    nodo.current.setSelectionRange(...cursor.current);
    cursor.current = null;
  }, [texto]);

  const confirmar = (actual, sale) => {
    callarReloj();
    enviado.current = actual;
    serie.current += 1;
    anotar(actual);
    onConfirmar?.(actual, sale, serie.current, basada.current);
  };

  // Upper case as an insertion of the browser's own: only that can be undone with Ctrl+Z.
  useEffect(() => {
    if (!mayusculas) return undefined;
    const campo = nodo.current;
    const alEntrar = (evento) => {
      const alto = evento.data?.toLocaleUpperCase("es-MX");
      if (evento.isComposing || !evento.cancelable || !alto || alto === evento.data) return;
      evento.preventDefault();
      document.execCommand("insertText", false, alto);
    };
    campo.addEventListener("beforeinput", alEntrar);
    return () => campo.removeEventListener("beforeinput", alEntrar);
  }, [mayusculas]);

  const ofrecidos = useOfrecidos({
    ofrece: ofrece ?? NADA,
    texto,
    readOnly: resto.readOnly,
    elegir: (una) => {
      ponerTexto(una);
      confirmar(una, false);
    },
  });

  const cambiar = (evento) => {
    cambiarA(evento.target, evento.nativeEvent.isComposing);
    ofrecidos.abrir(evento.target.value);
  };

  const cambiarA = (campo, componiendo) => {
    let nuevo = campo.value;
    if (mayusculas && !componiendo) {
      nuevo = nuevo.toLocaleUpperCase("es-MX");
      if (nuevo !== campo.value && campo.setSelectionRange) {
        cursor.current = [campo.selectionStart, campo.selectionEnd];
      }
    }
    ponerTexto(nuevo);
    anotar(nuevo);
    if (!alEscribir) return;
    callarReloj();
    reloj.current = setTimeout(() => confirmar(nuevo, false), PAUSA_AL_ESCRIBIR);
  };

  // What was typed into the page before its program had started: React would blank it. Only then
  // is the text empty; else the two may differ by a line break that a field does not hold.
  useLayoutEffect(() => {
    if (!texto && nodo.current.value) cambiarA(nodo.current, false);
  }, []);

  const campo = createElement(lineas > 1 ? "textarea" : "input", {
    ...(lineas > 1 ? { rows: lineas } : { type: "text" }),
    ...tecladoDe(mayusculas, resto.inputMode),
    ...resto,
    ...ofrecidos.deCampo,
    ref: (elemento) => {
      nodo.current = elemento;
      if (typeof ref === "function") ref(elemento);
      else if (ref) ref.current = elemento;
    },
    value: texto,
    onChange: cambiar,
    onCompositionEnd: (evento) =>
      mayusculas && ponerTexto(evento.target.value.toLocaleUpperCase("es-MX")),
    onBlur: () => {
      ofrecidos.cerrar();
      if (!resto.readOnly) confirmar(dicho.current, true);
    },
  });
  if (!ofrece) return campo;
  return createElement("div", { className: "combo" }, campo, ofrecidos.flecha, ofrecidos.caja);
}
