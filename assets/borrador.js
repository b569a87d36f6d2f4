// What somebody types in the drawer, kept in the tab's own storage: the server forgets it when its
// process or the session ends, and a page that is loaded anew has empty fields. There is one draft
// for each person and account; it goes when the drawer is saved or closed, and when another person
// has the tab.
(() => {
  const CLAVE = "clientes.borrador.";
  const PACIENCIA_MS = 2000;
  // For a tab whose storage is forbidden or full: there a draft lasts as long as the page.
  const enPagina = new Map();
  // The draft that the fields of this page hold, and not the storage alone.
  let propia = null;

  const sinFallar = (hacer) => {
    try {
      return hacer();
    } catch {
      return null;
    }
  };

  const nombreDe = ({ cliente, numero, dueno }) => `${cliente}/${numero}/${dueno}`;
  const personaDe = (dueno) => dueno.split(".").at(-1);

  const formulario = () => {
    const datos = document.getElementById("formulario-cliente")?.dataset;
    if (!datos?.dueno) return null;
    return { cliente: datos.cliente, numero: Number(datos.numero), dueno: datos.dueno };
  };

  const borrar = (dueno) => {
    enPagina.delete(dueno);
    sinFallar(() => sessionStorage.removeItem(CLAVE + dueno));
  };

  const olvidarAjenos = (dueno) => {
    const claves = sinFallar(() => Object.keys(sessionStorage)) ?? [];
    const guardados = claves.filter((clave) => clave.startsWith(CLAVE));
    const duenos = [...enPagina.keys(), ...guardados.map((clave) => clave.slice(CLAVE.length))];
    duenos.filter((otro) => personaDe(otro) !== personaDe(dueno)).forEach(borrar);
  };

  // What is typed in the drawer that is open, else what was last typed for this owner.
  const hojaDe = (dueno) => {
    const abierto = formulario();
    const guardada =
      enPagina.get(dueno) ?? sinFallar(() => JSON.parse(sessionStorage.getItem(CLAVE + dueno)));
    if (abierto?.dueno !== dueno) return guardada;
    return guardada && nombreDe(guardada) === nombreDe(abierto)
      ? guardada
      : { ...abierto, campos: {} };
  };

  window.borrador = {
    // A field says what it holds: its text, the version it is based on, its last telling.
    anotar(campo, dato) {
      const dueno = formulario()?.dueno;
      if (!dueno) return;
      const hoja = hojaDe(dueno);
      const nueva = { ...hoja, campos: { ...hoja.campos, [campo]: dato } };
      propia = nombreDe(nueva);
      enPagina.set(dueno, nueva);
      sinFallar(() => sessionStorage.setItem(CLAVE + dueno, JSON.stringify(nueva)));
    },

    // What the server put into fields, also into those that are not on the page: the form of that
    // opening may be drawn a moment later.
    anotarVarios(numero, campos, desde = performance.now()) {
      if (formulario()?.numero === numero) {
        Object.entries(campos).forEach(([campo, dato]) => window.borrador.anotar(campo, dato));
      } else if (performance.now() - desde < PACIENCIA_MS) {
        requestAnimationFrame(() => window.borrador.anotarVarios(numero, campos, desde));
      }
    },

    leer(dueno = formulario()?.dueno) {
      if (!dueno) return null;
      olvidarAjenos(dueno);
      const hoja = hojaDe(dueno);
      const recargada = hoja && propia !== nombreDe(hoja) && Object.keys(hoja.campos).length > 0;
      propia = hoja && nombreDe(hoja);
      return hoja && { ...hoja, recargada, foco: document.activeElement?.name ?? "" };
    },

    olvidar(dueno) {
      propia = null;
      borrar(dueno);
    },
  };
})();
