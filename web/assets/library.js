// Uploading: files chosen or dropped go up one after the other, each with a row that says what
// became of it. Removing asks first.
(() => {
  "use strict";
  const { actions } = window.wenjin;

  const row = (list, name) => {
    const item = document.createElement("li");
    const title = document.createElement("strong");
    const line = document.createElement("span");
    const bar = document.createElement("progress");
    title.textContent = name;
    line.className = "facts";
    bar.max = 1;
    bar.value = 0;
    bar.setAttribute("aria-label", name);
    item.append(title, line, bar);
    list.append(item);
    return { item, line, bar };
  };

  const send = (zone, file, replace, shown) => new Promise((resolve) => {
    const words = zone.dataset;
    const request = new XMLHttpRequest();
    const address = `${words.address}?name=${encodeURIComponent(file.name)}${replace ? "&replace=1" : ""}`;
    const end = (status, line, title) => {
      shown.bar.remove();
      shown.item.className = status;
      shown.line.textContent = line;
      if (title) {
        const name = document.createElement("em");
        name.textContent = title;
        shown.line.before(name);
      }
      resolve(status);
    };
    request.upload.onprogress = (event) => {
      if (event.lengthComputable) shown.bar.value = event.loaded / event.total;
    };
    request.upload.onload = () => {
      shown.bar.removeAttribute("value");
      shown.line.textContent = words.understanding;
    };
    request.onerror = () => end("refused", words.lost);
    request.onload = () => {
      let answer = {};
      try { answer = JSON.parse(request.responseText); } catch { /* not from us */ }
      const line = answer.line || (request.status === 413 ? words.large : words.lost);
      end(answer.status || "refused", line, answer.title);
    };
    request.open("POST", address);
    request.setRequestHeader("Content-Type", "application/octet-stream");
    request.send(file);
  });

  const offerReplacing = (zone, file, shown) => {
    if (!zone.dataset.replace) return;
    const button = document.createElement("button");
    button.type = "button";
    button.className = "quiet";
    button.textContent = zone.dataset.replace;
    button.addEventListener("click", () => {
      shown.item.remove();
      take(zone, [file], true);
    });
    shown.item.append(button);
  };

  let line = Promise.resolve();
  const take = (zone, files, replace = false) => {
    const owner = zone.closest(".block");
    const list = owner.querySelector(".uploads");
    if (!list) return;
    const waiting = [...files].map((file) => [file, row(list, file.name)]);
    line = line.then(async () => {
      let added = false;
      for (const [file, shown] of waiting) {
        if (file.size > Number(zone.dataset.largest)) {
          shown.bar.remove();
          shown.item.className = "refused";
          shown.line.textContent = zone.dataset.large;
          continue;
        }
        shown.line.textContent = zone.dataset.uploading;
        const status = await send(zone, file, replace, shown);
        if (status === "exists") offerReplacing(zone, file, shown);
        added ||= status === "added";
      }
      if (added) window.wenjin.raise(owner.id, "upload", {});
    });
  };

  document.addEventListener("change", (event) => {
    if (!event.target.matches?.("[data-drop] input[type=file]")) return;
    take(event.target.closest("[data-drop]"), event.target.files);
    event.target.value = "";
  });
  const zoneOf = (event) => (
    document.documentElement.dataset.tab === "library" && !document.documentElement.dataset.document
      ? document.querySelector("#library-add [data-drop]")
      : event.target.closest?.("[data-drop]")
  );
  const carriesFiles = (event) => [...(event.dataTransfer?.types ?? [])].includes("Files");
  document.addEventListener("dragover", (event) => {
    if (!carriesFiles(event)) return;
    event.preventDefault();
    const zone = zoneOf(event);
    event.dataTransfer.dropEffect = zone ? "copy" : "none";
    zone?.classList.add("over");
  });
  const leave = () => {
    for (const zone of document.querySelectorAll("[data-drop].over")) zone.classList.remove("over");
  };
  document.addEventListener("dragleave", (event) => { if (!event.relatedTarget) leave(); });
  document.addEventListener("drop", (event) => {
    if (!carriesFiles(event)) return;
    // a file dropped beside the zone must not take the page away
    event.preventDefault();
    leave();
    const zone = zoneOf(event);
    if (zone) take(zone, event.dataTransfer.files);
  });

  const dialog = () => document.querySelector("#sure");
  let asker = null;
  actions.sure = (button) => {
    const asked = dialog();
    if (!asked) return;
    asker = button;
    asked.querySelector(".name").textContent = button.dataset.title;
    asked.querySelector(".facts").textContent = button.dataset.why;
    asked.querySelector("[data-event=delete]").dataset.source = button.dataset.source;
    asked.showModal();
  };
  actions.unsure = () => {
    dialog()?.close();
    asker?.focus();
  };
  document.addEventListener("click", (event) => {
    if (event.target.closest?.("#sure [data-event=delete]")) dialog()?.close();
  });
})();
