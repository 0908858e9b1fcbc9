// Choosing where to look: the panel's boxes, its filter, and going back to everything.
(() => {
  "use strict";
  const { actions, looks } = window.wenjin;
  const panel = () => document.querySelector("#narrow-panel");

  actions.narrowClear = () => {
    const boxes = [...(panel()?.querySelectorAll("input:checked") ?? [])];
    for (const box of boxes) box.checked = false;
    window.wenjin.raise("narrow", "input", { sources: [], places: [], dates: [] });
  };

  // New choices come from the server with what is ticked; what a browser once ticked would
  // otherwise stick to the place in the list, whatever stands there now.
  let version = "";
  looks.push(() => {
    const now = panel();
    if (!now || now.dataset.version === version) return;
    version = now.dataset.version;
    for (const box of now.querySelectorAll("input[type=checkbox]")) {
      box.checked = box.hasAttribute("checked");
    }
  });

  const filters = {
    sources: (input) => {
      const wanted = input.value.trim().toLowerCase();
      for (const label of input.closest("fieldset").querySelectorAll("label")) {
        const text = `${label.textContent} ${label.querySelector("input").value}`.toLowerCase();
        label.hidden = !text.includes(wanted);
      }
    },
    rows: (input) => {
      const wanted = input.value.trim().toLowerCase();
      let any = false;
      for (const row of document.querySelectorAll("#library-list tbody tr")) {
        row.hidden = !row.textContent.toLowerCase().includes(wanted);
        any ||= !row.hidden;
      }
      const nothing = document.querySelector("#library-list .no-match");
      if (nothing) nothing.hidden = any;
    },
  };
  document.addEventListener("input", (event) => {
    filters[event.target.dataset?.filter]?.(event.target);
  });

  // Sorting a table by a column, numbers by their value, words as Chinese orders them.
  const words = new Intl.Collator("zh-Hans-CN", { numeric: true });
  actions.sort = (button) => {
    const cell = button.closest("th");
    const body = cell.closest("table").tBodies[0];
    const at = [...cell.parentNode.children].indexOf(cell);
    const down = cell.getAttribute("aria-sort") === "ascending";
    for (const other of cell.parentNode.children) other.removeAttribute("aria-sort");
    cell.setAttribute("aria-sort", down ? "descending" : "ascending");
    const value = (row) => row.children[at].dataset.value ?? row.children[at].textContent;
    const number = cell.classList.contains("number");
    const rows = [...body.rows].sort((a, b) =>
      (number ? Number(value(a)) - Number(value(b)) : words.compare(value(a), value(b)))
      * (down ? -1 : 1));
    body.append(...rows);
  };
})();
