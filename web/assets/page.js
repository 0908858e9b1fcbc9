// What the page does in the browser beside Gradio: colours, language, focus, scrolling, copying,
// the evidence pane on a phone, and the Enter key while an input method composes.
(() => {
  "use strict";
  const root = document.documentElement;
  const narrow = window.matchMedia("(max-width: 820px)");
  const dark = window.matchMedia("(prefers-color-scheme: dark)");
  const still = window.matchMedia("(prefers-reduced-motion: reduce)");

  const remembered = (name) => {
    try { return window.localStorage.getItem(name); } catch { return null; }
  };
  const remember = (name, value) => {
    try { window.localStorage.setItem(name, value); } catch { /* private window: not remembered */ }
  };

  const paint = () => {
    const theme = remembered("wenjin-theme") || (dark.matches ? "dark" : "light");
    root.dataset.theme = theme;
    root.style.colorScheme = theme;
  };
  paint();
  dark.addEventListener("change", paint);

  // An input method's Enter takes its own candidate. Gradio would take it for a question, so it
  // must not get to see it; 229 is what browsers report that end the composition first.
  const composing = (event) => event.isComposing || event.keyCode === 229;
  for (const kind of ["keydown", "keypress", "keyup"]) {
    document.addEventListener(kind, (event) => {
      if (event.key === "Enter" && composing(event)) event.stopImmediatePropagation();
    }, true);
  }

  const find = (selector) => document.querySelector(selector);

  // What of our HTML raises events of its component: a button with `data-event`, with what it
  // carries and what was entered in the form around it; a form with `data-changes`, when changed.
  const entered = (form) => {
    const values = {};
    for (const field of form?.querySelectorAll("input[name], select[name], textarea[name]") ?? []) {
      if (field.type === "checkbox") {
        values[field.name] ??= [];
        if (field.checked) values[field.name].push(field.value);
      } else {
        values[field.name] = field.value;
      }
    }
    return values;
  };
  const raisers = new Map();
  const connect = (element, trigger) => {
    raisers.set(element.closest(".block").id, trigger);
    element.addEventListener("click", (event) => {
      const target = event.target.closest("[data-event]");
      if (target) trigger(target.dataset.event, { ...entered(target.closest("[data-form]")), ...target.dataset });
    });
    let settling = 0;
    element.addEventListener("change", (event) => {
      const form = event.target.closest("[data-changes]");
      if (!form || !event.target.name) return;
      // Ticks in quick succession are one choice.
      clearTimeout(settling);
      settling = setTimeout(() => trigger(form.dataset.changes, entered(form)), 120);
    });
    window.wenjin.look();
  };
  const raise = (id, name, data) => {
    const trigger = raisers.get(id);
    if (trigger) trigger(name, data);
    return trigger !== undefined;
  };
  let opener = null;

  const openEvidence = () => {
    if (!narrow.matches || root.classList.contains("evidence-open")) return;
    root.classList.add("evidence-open");
    window.history.pushState({ reading: true }, "");
    find("#evidence .back")?.focus({ preventScroll: true });
  };
  const closeEvidence = () => {
    if (!root.classList.contains("evidence-open")) return;
    root.classList.remove("evidence-open");
    const chip = opener && opener.isConnected ? opener : find("#question textarea");
    chip?.focus({ preventScroll: true });
  };
  window.addEventListener("popstate", closeEvidence);
  const goBack = () => {
    if (window.history.state?.reading) window.history.back(); else closeEvidence();
  };

  const copy = async (button) => {
    const label = button.querySelector("span");
    const before = label.textContent;
    try {
      await navigator.clipboard.writeText(button.dataset.text);
      label.textContent = button.dataset.done;
    } catch {
      label.textContent = button.dataset.not;
    }
    window.setTimeout(() => { label.textContent = before; }, 1600);
  };

  const actions = {
    theme: () => {
      remember("wenjin-theme", root.dataset.theme === "dark" ? "light" : "dark");
      paint();
    },
    back: goBack,
    copy,
  };

  let wanted = false;
  document.addEventListener("click", (event) => {
    const target = event.target.closest?.("[data-do], [data-event], .skip");
    if (!target) return;
    if (target.matches(".skip")) {
      event.preventDefault();
      find("#question textarea")?.focus();
    } else if (target.dataset.do) {
      actions[target.dataset.do]?.(target, event);
    } else if (target.dataset.event === "select") {
      if (!target.closest("#evidence")) opener = target;
      wanted = true;
      openEvidence();
    } else if (target.dataset.event === "submit") {
      find("#question textarea")?.focus({ preventScroll: true });
    } else if (target.dataset.to) {
      document.cookie = `wenjin-language=${target.dataset.to};path=/;max-age=31536000;samesite=strict`;
    }
  }, true);

  document.addEventListener("keydown", (event) => {
    if (event.key === "Escape" && !find("dialog[open], :popover-open")) goBack();
    const typing = event.target.closest?.("input, textarea, [contenteditable]");
    if (event.key === "/" && root.dataset.tab === "ask" && !typing && !event.ctrlKey && !event.metaKey && !event.altKey) {
      event.preventDefault();
      find("#question textarea")?.focus();
    }
  });

  const showHere = () => {
    const pages = find("#evidence .pages");
    if (!pages) return;
    const here = pages.querySelector("#here");
    const top = here
      ? here.getBoundingClientRect().top - pages.getBoundingClientRect().top + pages.scrollTop
        - pages.clientHeight * 0.3
      : 0;
    pages.scrollTo({ top, behavior: wanted && !still.matches ? "smooth" : "auto" });
    wanted = false;
  };
  const markShown = () => {
    const shown = find("#evidence .steps")?.dataset.shown || "";
    for (const chip of document.querySelectorAll("#conversation [data-turn]")) {
      const kind = chip.dataset.quote ? "quote" : "near";
      const same = `${chip.dataset.turn}:${kind}:${chip.dataset[kind]}` === shown;
      if (same !== chip.hasAttribute("aria-current")) {
        if (same) chip.setAttribute("aria-current", "true"); else chip.removeAttribute("aria-current");
      }
    }
  };
  const showLatest = () => {
    const turn = find("#conversation .turn:last-of-type");
    const list = find("#conversation");
    if (!turn || !list) return;
    const scroller = narrow.matches ? document.scrollingElement : list;
    const from = narrow.matches ? 0 : list.getBoundingClientRect().top - list.scrollTop;
    const bar = narrow.matches ? -window.scrollY + 60 : 0;
    scroller.scrollTo({
      top: turn.getBoundingClientRect().top - from - bar - 8,
      behavior: still.matches ? "auto" : "smooth",
    });
  };
  const speak = () => {
    const head = find(".masthead");
    if (!head) return;
    root.lang = head.dataset.language === "en" ? "en" : "zh-Hans";
  };

  // Gradio reports a lost server in English in a corner; ours is a line where the reader looks.
  const lost = document.createElement("p");
  lost.id = "lost";
  lost.setAttribute("role", "alert");
  const showLost = () => {
    const gone = find(".toast-body") !== null;
    const line = gone ? find(".masthead")?.dataset.lost || "" : "";
    if (lost.textContent !== line) lost.textContent = line;
    const asking = find("#asking");
    if (asking && lost.nextElementSibling !== asking) asking.before(lost);
  };

  let lastFile = "";
  const save = () => {
    const link = find("#file a");
    if (link && link.download !== lastFile) {
      lastFile = link.download;
      link.click();
    }
  };

  // Gradio takes from an opened part what its new HTML does not say; it stays as the reader left it.
  const openParts = new Set();
  document.addEventListener("click", (event) => {
    const part = event.target.closest?.("summary")?.parentElement;
    if (!part?.id) return;
    if (part.open) openParts.delete(part.id); else openParts.add(part.id);
  }, true);
  const keepOpen = () => {
    for (const id of openParts) {
      const part = document.getElementById(id);
      if (part && !part.open) part.open = true;
    }
  };

  let lastEvidence = "";
  let lastTurn = "";
  const look = () => {
    speak();
    const shown = (find("#evidence .steps")?.dataset.shown || "")
      + (find("#evidence .sheet h2")?.textContent || "");
    if (shown !== lastEvidence) {
      lastEvidence = shown;
      showHere();
    }
    markShown();
    showLost();
    save();
    const turn = find("#conversation .turn:last-of-type");
    const state = turn ? turn.id + (turn.querySelector(".outcome")?.className || "") : "";
    if (state !== lastTurn) {
      lastTurn = state;
      showLatest();
    }
    keepOpen();
    for (const part of looks) part();
  };
  let pending = false;
  const lookSoon = () => {
    if (pending) return;
    pending = true;
    window.requestAnimationFrame(() => { pending = false; look(); });
  };
  // For the other scripts: `looks` are called after each change of the page.
  const looks = [];
  window.wenjin = { actions, connect, look: lookSoon, looks, raise };
  new MutationObserver(lookSoon).observe(root, { childList: true, subtree: true, characterData: true, attributeFilter: ["data-shown", "data-language", "download"] });
})();
