// Optional: every page works without it.
(() => {
  const focusSummary = (root) => root.querySelector("[data-error-summary]")?.focus();

  const closeMenus = (except) => {
    for (const menu of document.querySelectorAll("details.cw-menu[open]"))
      if (menu !== except) menu.open = false;
  };

  document.addEventListener("click", (event) => closeMenus(event.target.closest("details.cw-menu")));
  document.addEventListener("keydown", (event) => {
    if (event.key !== "Escape") return;
    const menu = event.target.closest?.("details.cw-menu[open]");
    if (menu) { menu.open = false; menu.querySelector("summary").focus(); }
  });

  // Rows of a form: the same answer of the server as without script, put in place of the old form.
  const turnRows = async (form, button) => {
    const data = new FormData(form, button);
    const chosen = [...form.querySelectorAll("input[type=file]")];
    for (const input of chosen) data.delete(input.name);
    const answer = await fetch(location.pathname + location.search, { method: "POST", body: data });
    const fresh = new DOMParser().parseFromString(await answer.text(), "text/html").querySelector("form.cw-form");
    if (!answer.ok || !fresh) throw new Error("rows");
    const places = [...fresh.querySelectorAll("input[type=file]")];
    if (places.length === chosen.length)
      places.forEach((place, index) => { chosen[index].id = place.id; place.replaceWith(chosen[index]); });
    form.replaceWith(fresh);
    return fresh;
  };

  document.addEventListener("submit", async (event) => {
    const button = event.submitter;
    if (!button?.dataset.rows) return;
    event.preventDefault();
    const form = event.target;
    form.setAttribute("aria-busy", "true");
    try {
      const fresh = await turnRows(form, button);
      const rows = fresh.querySelector(`[data-rows-of="${CSS.escape(button.dataset.rows)}"]`);
      const last = rows.querySelector(":scope > .cw-item:last-of-type :is(input:not([type=hidden]), select, textarea)");
      (button.name === "add-row" && last ? last : rows.querySelector("[name=add-row]"))?.focus();
    } catch {
      form.removeAttribute("aria-busy");
      const plain = document.createElement("input");
      Object.assign(plain, { type: "hidden", name: button.name, value: button.value });
      form.append(plain);
      form.submit();
    }
  });

  // A file that is too large is said at once, where it was chosen, and not sent: what was typed stays in the page.
  const tooLarge = (input) => [...input.files].some((file) => file.size > Number(input.dataset.mostBytes));
  const sayTooLarge = (input) => {
    input.setCustomValidity(tooLarge(input) ? input.dataset.tooLarge : "");
    return input.validity.customError && !input.reportValidity();
  };

  document.addEventListener("change", (event) => {
    if (event.target.dataset?.mostBytes) sayTooLarge(event.target);
  });
  document.addEventListener("submit", (event) => {
    if ([...event.target.querySelectorAll("input[data-most-bytes]")].some(sayTooLarge)) event.preventDefault();
  });

  // A phone that read the square on a paper opens /verify#CODE: the code moves into the field, and out of the
  // address, so that neither the history nor a shared link keeps it.
  const takeCodeFromAddress = () => {
    const field = document.querySelector("[data-code-from-address] input[type=text]");
    if (!field || location.hash.length < 2) return;
    field.value = decodeURIComponent(location.hash.slice(1));
    history.replaceState(null, "", location.pathname);
    field.focus();
  };

  addEventListener("hashchange", takeCodeFromAddress);
  takeCodeFromAddress();
  focusSummary(document);
})();
