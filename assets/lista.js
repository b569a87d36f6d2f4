// The lists of clients: arrows and Enter, where the focus goes when its row goes, and what is cut.
{
  const EN_FILA = "#lista tbody:not([aria-hidden]) tr";
  const filas = () => [...document.querySelectorAll(EN_FILA)];
  const enFila = (fila) => fila?.querySelector("a.nombre") ?? fila?.querySelector("button");

  document.addEventListener("keydown", (evento) => {
    const paso = { ArrowDown: 1, ArrowUp: -1 }[evento.key];
    if (!paso || evento.ctrlKey || evento.metaKey || evento.altKey || evento.shiftKey) return;
    const todas = filas();
    const fila = evento.target.closest(EN_FILA);
    const fuera = evento.target.id === "buscar" || evento.target.id === "lista";
    if (!fila && !(fuera && paso > 0)) return;
    const destino = enFila(todas[todas.indexOf(fila) + paso]);
    evento.preventDefault();
    (destino ?? (paso < 0 && document.getElementById("buscar")))?.focus?.();
  });

  // Space chooses the row that was reached.
  document.addEventListener("keydown", (evento) => {
    if (evento.key !== " " || !evento.target.matches(`${EN_FILA} a.nombre`)) return;
    evento.preventDefault();
    evento.target.closest(EN_FILA).querySelector("input[type=checkbox]")?.click();
  });

  // A row is a link to the card of its client, as far as nothing else in it was meant: a button, a
  // text that was selected, or the link itself.
  const abrible = (evento) => {
    const fila = evento.target.closest?.(EN_FILA);
    const otro = evento.target.closest?.("a, button, input, label");
    return otro || !getSelection().isCollapsed ? null : fila?.querySelector("a.nombre");
  };
  document.addEventListener("click", (evento) => {
    const enlace = !evento.defaultPrevented && abrible(evento);
    if (!enlace) return;
    if (evento.ctrlKey || evento.metaKey || evento.shiftKey) window.open(enlace.href);
    else enlace.click();
  });
  document.addEventListener("auxclick", (evento) => {
    const enlace = evento.button === 1 && abrible(evento);
    if (enlace) window.open(enlace.href);
  });
  // Else the browser begins to scroll instead.
  document.addEventListener("mousedown", (evento) => {
    if (evento.button === 1 && abrible(evento)) evento.preventDefault();
  });

  // Whoever comes back from a card finds the list at the place where it was left.
  const aqui = () => location.pathname + location.search;
  let dejada = null;
  document.addEventListener(
    "click",
    ({ target }) => {
      const fila = target.closest?.("a.nombre")?.closest(EN_FILA);
      const alto = document.getElementById("contenido")?.scrollTop;
      if (fila) dejada = { donde: aqui(), cliente: fila.dataset.cliente, alto, fuera: false };
    },
    true,
  );
  const volver = () => {
    if (!dejada) return;
    const suya = filas().find((fila) => fila.dataset.cliente === dejada.cliente);
    if (aqui() !== dejada.donde || !filas().length) {
      dejada.fuera ||= aqui() !== dejada.donde;
      return;
    }
    if (!dejada.fuera) return;
    document.getElementById("contenido").scrollTop = dejada.alto;
    if (document.activeElement === document.body) enFila(suya)?.focus({ preventScroll: true });
    dejada = null;
  };

  // After Enter in the search: to the first row, once the list shows what was typed.
  window.irALaPrimera = () => {
    const campo = document.getElementById("buscar");
    const dicho = campo.value.trim().replace(/\s+/g, " ");
    const intentar = () => {
      const llego = document.getElementById("lista")?.dataset.texto === dicho;
      if (llego) enFila(filas()[0])?.focus();
      return llego || campo !== document.activeElement;
    };
    if (intentar()) return;
    const vigia = new MutationObserver(() => intentar() && vigia.disconnect());
    vigia.observe(document.body, { childList: true, subtree: true, attributeFilter: ["data-texto"] });
    setTimeout(() => vigia.disconnect(), 5000);
  };

  // A new page begins at its first row.
  window.alPrincipio = (conFoco) => {
    document.getElementById("contenido")?.scrollTo({ top: 0 });
    if (conFoco) document.getElementById("lista")?.focus({ preventScroll: true });
  };

  // Where the focus last was in a list, and which client the dialog over it is about.
  let ultima = null;
  let abierto = "";

  document.addEventListener("focusin", ({ target }) => {
    if (target.closest("[role=dialog], [role=alertdialog]")) {
      abierto = new URLSearchParams(location.search).get("cliente") ?? abierto;
      return;
    }
    const fila = target.closest(EN_FILA);
    ultima = fila && { nodo: target, lugar: filas().indexOf(fila) };
  });

  // The row that took the place of the one that had the focus, or the one of the client.
  window.lugarEnLista = () => {
    const todas = filas();
    const suya = ultima
      ? todas[Math.min(ultima.lugar, todas.length - 1)]
      : todas.find((fila) => fila.dataset.cliente === abierto);
    return enFila(suya);
  };

  new MutationObserver(() => {
    volver();
    if (!ultima || ultima.nodo.isConnected || document.activeElement !== document.body) return;
    (window.lugarEnLista() ?? document.getElementById("contenido"))?.focus();
  }).observe(document, { childList: true, subtree: true });

  // What of a row is cut or had to give way, while one of its controls has the focus by keyboard;
  // for the mouse every cell has a title.
  const entero = document.createElement("div");
  entero.className = "entero";
  entero.setAttribute("aria-hidden", "true");
  const noCabe = (nodo) => !nodo.offsetParent || nodo.scrollWidth > nodo.clientWidth + 1;
  const cortada = (celda) => [celda, ...celda.querySelectorAll("*")].some(noCabe);

  document.addEventListener("focusin", ({ target }) => {
    entero.remove();
    const fila = target.matches(":focus-visible") && target.closest(".tabla tbody tr");
    if (!fila || getComputedStyle(fila).display !== "table-row") return;
    const textos = [...fila.querySelectorAll('td[title]:not([title=""])')]
      .filter(cortada)
      .map((c) => c.title);
    if (!textos.length) return;
    entero.textContent = textos.join("\n");
    document.querySelector(".radix-themes").append(entero);
    const { left, top, bottom } = fila.getBoundingClientRect();
    const cabeAbajo = bottom + entero.offsetHeight < innerHeight;
    entero.style.left = `${left + 8}px`;
    entero.style.top = `${cabeAbajo ? bottom : top - entero.offsetHeight}px`;
  });
  for (const acaba of ["focusout", "scroll"]) {
    document.addEventListener(acaba, () => entero.remove(), true);
  }
}
