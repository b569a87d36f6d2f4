// A text field that never waits for the server: what is typed lives here, and the server's
// word is taken only where nothing newer was typed.
import { createElement, useEffect, useLayoutEffect, useRef, useState } from "react";

const PAUSA_AL_ESCRIBIR = 250;

// What the keyboard of a telephone does by itself would be wrong in an e-mail and in a name.
const tecladoDe = (mayusculas, inputMode) => {
  if (mayusculas) return { autoCapitalize: "characters", autoCorrect: "off" };
  return inputMode === "email" ? { autoCapitalize: "none", autoCorrect: "off" } : {};
};

const sinBlancosDeMas = (texto) => texto.trim().replace(/\s+/g, " ");

export function Campo({
  value = "",
  vuelta,
  vista,
  mayusculas = false,
  lineas = 1,
  alEscribir = false,
  siempre = false,
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

  const cambiar = (evento) => cambiarA(evento.target, evento.nativeEvent.isComposing);

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

  return createElement(lineas > 1 ? "textarea" : "input", {
    ...(lineas > 1 ? { rows: lineas } : { type: "text" }),
    ...tecladoDe(mayusculas, resto.inputMode),
    ...resto,
    ref: (elemento) => {
      nodo.current = elemento;
      if (typeof ref === "function") ref(elemento);
      else if (ref) ref.current = elemento;
    },
    value: texto,
    onChange: cambiar,
    onCompositionEnd: (evento) =>
      mayusculas && ponerTexto(evento.target.value.toLocaleUpperCase("es-MX")),
    onBlur: () => resto.readOnly || confirmar(dicho.current, true),
  });
}
