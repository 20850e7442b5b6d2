// What the pages need beyond htmx: focus, keys, selection, print, copy. Everything works without it, only less comfortably.
(() => {
  "use strict";
  const one = (selector, root = document) => root.querySelector(selector);
  const all = (selector, root = document) => [...root.querySelectorAll(selector)];
  const typing = (element) => element.matches?.("input, select, textarea, [contenteditable]");
  const say = (text) => { const status = one("#status"); if (status && text) status.textContent = text; };

  // Keys: "/" goes to the search; Escape cancels the form one is in, or closes the open menu.
  document.addEventListener("keydown", (event) => {
    if (event.key === "/" && !typing(event.target) && !event.ctrlKey && !event.metaKey && !event.altKey) {
      const search = one("[data-search]");
      if (!search) return;
      event.preventDefault();
      if (!search.offsetParent) one("#menu")?.showPopover?.();
      search.focus();
      search.select();
    }
    if (event.key === "Escape") {
      const cancel = event.target.closest?.("[data-edit]") && one("[data-cancel]", event.target.closest("[data-edit]"));
      if (cancel) { event.preventDefault(); return cancel.click(); }
      all("details[data-menu][open]").forEach((menu) => { menu.open = false; one("summary", menu).focus(); });
    }
  });

  document.addEventListener("click", (event) => {
    all("details[data-menu][open]").forEach((menu) => { if (!menu.contains(event.target)) menu.open = false; });
    const button = event.target.closest("[data-print], [data-copy]");
    if (!button) return;
    if (button.matches("[data-print]")) return window.print();
    copy(one(button.dataset.copy), button.dataset.copied);
  });

  // The clipboard is closed to pages on plain HTTP, so what is to be copied is selected instead.
  async function copy(source, done) {
    if (!source) return;
    try {
      if (navigator.clipboard) await navigator.clipboard.writeText(source.value ?? source.textContent.trim());
      else {
        source.select ? source.select() : getSelection().selectAllChildren(source);
        document.execCommand("copy");
      }
      say(done);
    } catch { source.select ? source.select() : getSelection().selectAllChildren(source); }
  }

  // Work that takes seconds: a bar while the one request runs, and gone again when one comes back to the page.
  document.addEventListener("submit", ({ target, submitter, defaultPrevented }) => {
    const bar = one("[data-progress]", target);
    if (!bar || defaultPrevented || submitter?.name) return;
    bar.hidden = false;
    target.setAttribute("aria-busy", "true");
  });
  addEventListener("pageshow", () => all("[data-progress]").forEach((bar) => {
    bar.hidden = true;
    bar.closest("form").removeAttribute("aria-busy");
  }));

  // Selection: a tri-state box in the head, a bar that appears with the count.
  function count(scope) {
    const boxes = all("[data-select]", scope), ticked = boxes.filter((box) => box.checked);
    const head = one("[data-select-all]", scope), bar = one("[data-selection-bar]", scope);
    if (head) {
      head.checked = boxes.length > 0 && ticked.length === boxes.length;
      head.indeterminate = ticked.length > 0 && ticked.length < boxes.length;
    }
    if (!bar) return;
    bar.hidden = ticked.length === 0;
    const text = one("[data-count]", bar);
    if (text) text.textContent = text.dataset.count.replace("{n}", ticked.length);
  }
  document.addEventListener("change", (event) => {
    const scope = event.target.closest("[data-selection]");
    if (!scope) return;
    if (event.target.matches("[data-select-all]")) {
      all("[data-select]", scope).forEach((box) => { box.checked = event.target.checked; });
    }
    if (event.target.matches("[data-select-all], [data-select]")) count(scope);
  });
  const ready = () => all("[data-selection]").forEach(count);

  // A search field has asked while one typed: its change, as one leaves it, must not ask again over a row just opened.
  document.addEventListener("change", (event) => {
    if (event.target.matches("[type=search][hx-get]")) event.stopPropagation();
  }, true);

  // htmx: busy marks, clean addresses, and where the focus goes after a swap.
  let next = null;
  const busy = new WeakMap(); // an error answer changes its target: remember whom we marked
  document.addEventListener("htmx:configRequest", (event) => {
    const { detail } = event;
    if (detail.verb !== "get") return;
    // What may become a NIK is not put into an address letter by letter: it waits for Enter, which is a POST.
    const typed = event.target.matches("[data-finder]") ? event.target.value.trim() : null;
    if (typed !== null && (typed.length < 2 || /^\d{9,}/.test(typed.replace(/[\s.-]/g, "")))) {
      event.preventDefault();
      htmx.trigger(event.target, "htmx:abort");
      return detail.target.replaceChildren();
    }
    [...detail.formData.entries()].forEach(([name, value]) => { if (value === "") detail.formData.delete(name); });
  });
  document.addEventListener("htmx:beforeRequest", ({ detail }) => {
    busy.set(detail.xhr, detail.target);
    detail.target.setAttribute("aria-busy", "true");
  });
  document.addEventListener("htmx:afterRequest", ({ detail }) => {
    busy.get(detail.xhr)?.removeAttribute("aria-busy");
    const notice = one("#notice");
    if (detail.successful && notice?.firstChild) notice.replaceChildren();
  });
  document.addEventListener("htmx:beforeSwap", ({ detail }) => {
    const row = detail.target?.closest?.("tr, li");
    next = row?.contains(document.activeElement) ? row.nextElementSibling ?? row.previousElementSibling : null;
  });
  document.addEventListener("htmx:afterSettle", (event) => {
    ready();
    const wanted = event.target.matches?.("[data-focus]") ? event.target : one("[data-focus]", event.target);
    if (wanted) { wanted.focus(); next = null; }
    else if (next?.isConnected && document.activeElement === document.body) one("a, button, input, select", next)?.focus();
  });
  ["htmx:sendError", "htmx:timeout"].forEach((name) => document.addEventListener(name, () => {
    const notice = one("#notice"), text = document.createElement("p");
    text.className = "message";
    text.textContent = document.body.dataset.offline;
    notice?.replaceChildren(text);
  }));

  ready();
  one("[data-focus]")?.focus();
  if (one("[data-print-now]")) window.print(); // a page that was asked for to be printed
})();
