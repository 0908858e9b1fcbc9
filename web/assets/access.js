// What the page offers to whoever is logged in: a way out, and nothing that they may not do. The
// server refuses what is hidden here all the same.
(() => {
  "use strict";
  const root = document.documentElement;
  const words = {
    zh: { out: "退出", in: "登录", only: "你可以提问和查看；加入、移除、重建和评测需要改动文库的权限。", ended: "登录已过期。问题还在框里，可以先复制下来，再刷新本页重新登录。" },
    en: { out: "Log out", in: "Log in", only: "You may ask and read; adding, removing, rebuilding and evaluating take the right to change the library.", ended: "Your session has ended. Your question is kept; copy it, then reload this page to log in again." },
  };
  const spoken = () => words[root.lang === "en" ? "en" : "zh"];

  const leave = async () => {
    try { await fetch("/logout", { method: "POST", redirect: "manual" }); } catch { /* the login page tells */ }
    window.location.assign("/login");
  };
  // A session that ended looks to Gradio like a server that is gone.
  const ask = window.fetch.bind(window);
  window.fetch = async (...given) => {
    const answer = await ask(...given);
    root.dataset.ended = answer.status === 401 ? "yes" : "";
    return answer;
  };

  const button = document.createElement("button");
  button.type = "button";
  button.id = "access";
  button.addEventListener("click", () => {
    if (root.dataset.user) leave(); else window.location.assign("/login");
  });

  const notes = ["library-title", "evaluate-title"].map((id) => {
    const note = document.createElement("p");
    note.className = "explain may-not";
    note.setAttribute("role", "note");
    return { id, note };
  });

  const put = (element, text) => { if (element.textContent !== text) element.textContent = text; };
  window.wenjin.looks.push(() => {
    const tools = document.querySelector(".masthead .tools");
    if (!tools) return;
    const said = spoken();
    put(button, root.dataset.user ? said.out : said.in);
    const title = root.dataset.user || "";
    if (button.title !== title) button.title = title;
    if (button.parentElement !== tools) tools.append(button);
    if (root.dataset.ended) tools.closest(".masthead").dataset.lost = said.ended;
    if (root.dataset.mayChange !== "no") return;
    for (const { id, note } of notes) {
      put(note, said.only);
      const owner = document.getElementById(id);
      if (owner && owner.nextElementSibling !== note) owner.after(note);
    }
  });
})();
