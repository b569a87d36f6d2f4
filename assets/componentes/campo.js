// A text field that never waits for the server: what is typed lives here, and the server's
// word is taken only where nothing newer was typed.
import { createElement, useEffect, useLayoutEffect, useRef, useState } from "react";

const PAUSA_AL_ESCRIBIR = 250;

const sinBlancosDeMas = (texto) => texto.trim().replace(/\s+/g, " ");

export function Campo({
  value = "",
  vuelta,
  mayusculas = false,
  lineas = 1,
  alEscribir = false,
  siempre = false,
  onConfirmar,
  ref,
  ...resto
}) {
  const nodo = useRef(null);
  const enviado = useRef(value);
  const serie = useRef(vuelta ?? 0);
  const reloj = useRef(0);
  const cursor = useRef(null);
  const [texto, ponerTexto] = useState(value);

  useEffect(() => {
    // An answer to an earlier step does not know yet what was confirmed since.
    if (vuelta !== undefined && vuelta < serie.current) return;
    const escribiendo = document.activeElement === nodo.current;
    ponerTexto((actual) => {
      if (actual !== enviado.current) return actual;
      // Not while somebody types, but for a field that shows what the address says: there
      // only the blanks at the ends may differ.
      if (siempre ? value === sinBlancosDeMas(actual) : escribiendo && actual !== "") return actual;
      enviado.current = value;
      return value;
    });
  }, [value, vuelta]);

  useEffect(() => () => clearTimeout(reloj.current), []);

  useLayoutEffect(() => {
    if (cursor.current === null) return;
    nodo.current.setSelectionRange(...cursor.current);
    cursor.current = null;
  }, [texto]);

  const confirmar = (actual, sale) => {
    clearTimeout(reloj.current);
    enviado.current = actual;
    serie.current += 1;
    onConfirmar?.(actual, sale, serie.current);
  };

  const cambiar = (evento) => {
    const campo = evento.target;
    let nuevo = campo.value;
    if (mayusculas && !evento.nativeEvent.isComposing) {
      nuevo = nuevo.toLocaleUpperCase("es-MX");
      if (nuevo !== campo.value && campo.setSelectionRange) {
        cursor.current = [campo.selectionStart, campo.selectionEnd];
      }
    }
    ponerTexto(nuevo);
    if (!alEscribir) return;
    clearTimeout(reloj.current);
    reloj.current = setTimeout(() => confirmar(nuevo, false), PAUSA_AL_ESCRIBIR);
  };

  return createElement(lineas > 1 ? "textarea" : "input", {
    ...(lineas > 1 ? { rows: lineas } : { type: "text" }),
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
    onBlur: () => confirmar(texto, true),
  });
}
