// One of several to choose from, which shows at once as chosen: the browser says so to its group, and
// the server's word is taken when it is another than before.
import { createElement, useEffect, useRef } from "react";

export function Opcion({ elegida = false, onElegir, ref, ...resto }) {
  const nodo = useRef(null);

  useEffect(() => {
    nodo.current.checked = elegida;
  }, [elegida]);

  return createElement("input", {
    ...resto,
    type: "radio",
    defaultChecked: elegida,
    ref: (elemento) => {
      nodo.current = elemento;
      if (typeof ref === "function") ref(elemento);
      else if (ref) ref.current = elemento;
    },
    onChange: () => onElegir?.(),
  });
}
