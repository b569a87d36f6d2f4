// What somebody types in the drawer, kept in the tab's own storage: the server forgets it when its
// process ends, and a page that is loaded anew has empty fields. It goes when the drawer is saved
// or closed, and when somebody signs in or out (assets/entrada.js).
(() => {
  let actual = null;
  // The account that `actual` is of: each one of the tab's has a draft of its own.
  let deQue = null;
  // Whether the fields of this page hold the draft, or only the storage does.
  let propia = false;

  const sinFallar = (hacer) => {
    try {
      return hacer();
    } catch {
      // Storage may be forbidden or full: then the draft lasts as long as the page.
      return null;
    }
  };

  const clave = () => `clientes.borrador${location.pathname.match(/^\/c\/[^/]+/)?.[0] ?? ""}`;

  const guardado = () => sinFallar(() => JSON.parse(sessionStorage.getItem(clave())));

  const nombreDe = ({ cliente, numero, dueno }) => `${cliente}/${numero}/${dueno}`;

  const deFormulario = () => {
    const datos = document.getElementById("formulario-cliente")?.dataset;
    if (!datos?.dueno) return null;
    return { cliente: datos.cliente, numero: Number(datos.numero), dueno: datos.dueno };
  };

  const abierto = () => {
    const formulario = deFormulario();
    if (deQue !== clave()) {
      actual = null;
      propia = false;
      deQue = clave();
    }
    actual ??= guardado();
    if (!formulario) return actual;
    if (!actual || nombreDe(actual) !== nombreDe(formulario)) {
      return { ...formulario, campos: {} };
    }
    return actual;
  };

  window.borrador = {
    // A field says what it holds: its text, the version it is based on, its last telling.
    anotar(campo, dato) {
      const hoja = abierto();
      if (!hoja || !deFormulario()) return;
      actual = { ...hoja, campos: { ...hoja.campos, [campo]: dato } };
      propia = true;
      sinFallar(() => sessionStorage.setItem(clave(), JSON.stringify(actual)));
    },

    leer() {
      const hoja = abierto();
      if (!hoja) return null;
      const recargada = !propia && Object.keys(hoja.campos).length > 0;
      propia = true;
      return { ...hoja, recargada, foco: document.activeElement?.name ?? "" };
    },

    olvidar() {
      actual = null;
      propia = false;
      sinFallar(() => sessionStorage.removeItem(clave()));
    },
  };
})();
