// The tabs: each has an address (#ask, #library, #evaluate), so that the browser's own back button,
// bookmarks and new windows work. #library/NAME is a document's page.
(() => {
  "use strict";
  const root = document.documentElement;
  const names = ["ask", "library", "evaluate"];
  const read = () => {
    const [name, ...rest] = window.location.hash.slice(1).split("/");
    let source = "";
    try { source = decodeURIComponent(rest.join("/")); } catch { /* not one of ours */ }
    return names.includes(name) ? { name, source } : { name: "ask", source: "" };
  };
  let opened = "";
  let source = null;
  let wanted = false;

  const show = () => {
    const now = read();
    root.dataset.tab = now.name;
    root.dataset.document = now.name === "library" && now.source ? "open" : "";
  };
  show();

  // What a view shows is drawn when it is first looked at, and looked at again each time.
  const openers = {
    library: ["library-list", "expand"],
    evaluate: ["evaluate-results", "expand"],
  };
  const open = () => {
    // before the server has greeted the page, its greeting would be drawn over what is opened here
    if (!document.querySelector(".masthead[data-ready]")) return;
    const now = read();
    if (now.name !== opened) {
      const opener = openers[now.name];
      if (opener && !window.wenjin.raise(...opener, {})) return;
      opened = now.name;
    }
    if (now.name === "library" && now.source !== source) {
      if (!window.wenjin.raise("library-document", "select", { source: now.source })) return;
      source = now.source;
    }
    wanted = false;
  };

  const mark = () => {
    const head = document.querySelector(".masthead");
    if (!head) return;
    const now = read();
    for (const link of head.querySelectorAll(".tabs a")) {
      const same = link.hash === `#${now.name}`;
      if (same) link.setAttribute("aria-current", "page"); else link.removeAttribute("aria-current");
    }
    const document_ = now.source ? document.querySelector("#library-document h2")?.textContent : "";
    const title = head.dataset[`title${now.name[0].toUpperCase()}${now.name.slice(1)}`];
    const whole = document_ ? `${document_} · ${title}` : title;
    if (whole && document.title !== whole) document.title = whole;
  };

  window.addEventListener("hashchange", () => {
    const was = root.dataset.tab;
    show();
    wanted = true;
    window.wenjin.look();
    const now = read();
    if (now.name !== was) window.scrollTo(0, 0);
    if (now.name === "ask" && was !== "ask") {
      document.querySelector("#question textarea")?.focus({ preventScroll: true });
    }
  });

  wanted = true;
  window.wenjin.looks.push(() => {
    mark();
    if (wanted) open();
  });
  window.wenjin.actions.openAsk = () => { window.location.hash = "ask"; };
  window.wenjin.actions.goTo = (button) => {
    const pages = document.querySelector("#library-document .pages");
    const at = Number(button.dataset.at);
    let found = null;
    for (const part of pages?.querySelectorAll("[data-start]") ?? []) {
      if (Number(part.dataset.start) <= at) found = part; else break;
    }
    if (!found) return;
    for (const old of pages.querySelectorAll(".shown")) old.classList.remove("shown");
    found.classList.add("shown");
    const still = window.matchMedia("(prefers-reduced-motion: reduce)").matches;
    const inside = getComputedStyle(pages).overflowY === "auto";
    if (!inside) {
      found.scrollIntoView({ block: "center", behavior: still ? "auto" : "smooth" });
      return;
    }
    pages.scrollTo({
      top: found.getBoundingClientRect().top - pages.getBoundingClientRect().top + pages.scrollTop
        - pages.clientHeight * 0.3,
      behavior: still ? "auto" : "smooth",
    });
  };
})();
