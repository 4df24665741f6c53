// Review: one key a decision, and words of the text picked for a correction. Without this file the forms work as well.
(() => {
  const form = document.getElementById("review");
  const isTyping = (el) => el.closest("input, select, textarea, [contenteditable]");

  // -- keys --------------------------------------------------------------------------------------------------
  document.addEventListener("keydown", (event) => {
    if (event.ctrlKey && event.key === "Enter" && form?.classList.contains("editing")) { event.preventDefault(); save(); return; }
    if (event.key === "Escape") { hidePick(); if (form?.classList.contains("editing")) { edit(false); event.target.blur?.(); } return; }
    if (event.ctrlKey || event.metaKey || event.altKey || isTyping(event.target)) return;
    const target = document.querySelector(`[data-key="${CSS.escape(event.key.toLowerCase())}"]`);
    if (target && !event.repeat) { event.preventDefault(); target.click(); }
  });
  let sent = false;
  document.addEventListener("submit", (event) => {
    if (sent) { event.preventDefault(); return; }  // a second press while the first is on its way
    sent = true;
  });
  addEventListener("pageshow", () => { sent = false; });
  if (!form) return;

  // On a wide screen there is room for the whole report at once.
  const context = form.querySelector(".around-box");
  if (context && innerWidth > 900) {
    context.open = true;
    const here = context.querySelector(".ev");
    if (here) context.querySelector(".around").scrollTop = here.offsetTop - context.querySelector(".around").offsetTop - 40;
  }

  // -- correcting --------------------------------------------------------------------------------------------
  const box = form.querySelector("details.correct");
  const correct = form.querySelector('.actions [value="correct"]');
  const spans = {};
  if (!box) return;

  function edit(on, focus = true) {
    form.classList.toggle("editing", on);
    box.open = on;
    correct.setAttribute("aria-expanded", String(on));
    if (on && focus) { const first = box.querySelector("select, input"); first.focus({ preventScroll: true }); box.scrollIntoView({ block: "nearest" }); }
  }
  const save = () => form.requestSubmit(correct);
  correct.addEventListener("click", (event) => {
    if (!form.classList.contains("editing")) { event.preventDefault(); edit(true); }
  });
  box.addEventListener("toggle", () => { if (box.open !== form.classList.contains("editing")) edit(box.open, false); });
  form.querySelector('[name="note"]').addEventListener("keydown", (event) => { if (event.key === "Enter") { event.preventDefault(); event.target.blur(); } });

  // Modes that the type has.
  const type = form.elements.type, mode = form.elements.mode;
  function narrow() {
    for (const group of mode.querySelectorAll("optgroup")) { group.hidden = group.disabled = group.label !== type.value; }
    const chosen = mode.selectedOptions[0];
    if (chosen?.parentElement.label && chosen.parentElement.label !== type.value) mode.value = "";
  }
  type.addEventListener("change", narrow);
  narrow();

  // Rows of a list: removed by a button, one more as soon as the last is filled.
  function wire(entry) {
    const drop = entry.querySelector(".drop");
    if (!drop) return;
    const name = entry.querySelector('input[type="text"]');
    const show = () => { drop.hidden = !name.value; };
    drop.addEventListener("click", () => {
      const rows = entry.parentElement;
      if (entry.classList.contains("blank")) { name.value = ""; entry.querySelector('[type="hidden"]').value = ""; show(); } else entry.remove();
      rows.querySelector(".blank input")?.focus();
    });
    name.addEventListener("input", () => { show(); if (entry.classList.contains("blank") && name.value) grow(entry); });
    show();
  }
  function grow(entry) {
    const next = entry.cloneNode(true);
    entry.classList.remove("blank");
    for (const input of next.querySelectorAll("input")) input.value = "";
    entry.after(next);
    wire(next);
    return next;
  }
  form.querySelectorAll(".rows .entry").forEach(wire);

  // Places of the gazetteer while a name is typed.
  const place = form.elements["place.name"], list = document.getElementById("places");
  let found = [], timer = 0;
  const label = (p) => `${p.name}${p.country ? ", " + p.country : ""} (${p.kind || "place"}${p.lat === null ? "" : ` ${p.lat.toFixed(2)}, ${p.lon.toFixed(2)}`})`;
  place.addEventListener("input", () => {
    const picked = found.find((p) => label(p) === place.value);
    if (picked) { setPlace(picked); return; }
    clearTimeout(timer);
    timer = setTimeout(async () => {
      const answer = await fetch("/review/places?name=" + encodeURIComponent(place.value));
      found = answer.ok ? await answer.json() : [];
      list.replaceChildren(...found.map((p) => { const o = document.createElement("option"); o.value = label(p); return o; }));
    }, 150);
  });
  function setPlace(p) {
    place.value = p.name;
    form.elements["place.country"].value = p.country || "";
    form.elements["place.precision"].value = p.precision || "";
    form.elements["place.record"].value = JSON.stringify(p);
  }

  // -- words picked from the text ----------------------------------------------------------------------------
  // Each piece of text knows the offset of its first code point; a JavaScript string counts UTF-16 units.
  const points = (text) => [...text].length;
  function offset(node, at) {
    const piece = (node.nodeType === 3 ? node.parentElement : node).closest("[data-s]");
    if (!piece) return null;
    const before = document.createRange();
    before.setStart(piece, 0);
    before.setEnd(node, at);
    return Number(piece.dataset.s) + points(before.toString());
  }
  function selected() {
    const chosen = getSelection();
    if (!chosen.rangeCount || chosen.isCollapsed) return null;
    const range = chosen.getRangeAt(0);
    const area = (n) => (n.nodeType === 3 ? n.parentElement : n).closest?.("[data-text]");
    if (!area(range.startContainer) || area(range.startContainer) !== area(range.endContainer)) return null;
    let start = offset(range.startContainer, range.startOffset), end = offset(range.endContainer, range.endOffset);
    if (start === null || end === null || end <= start) return null;
    const text = range.toString();
    start += points(text) - points(text.trimStart());
    end -= points(text) - points(text.trimEnd());
    return end > start ? { start, end, words: text.trim(), rect: range.getBoundingClientRect() } : null;
  }

  const pick = document.getElementById("pick");
  const picks = JSON.parse(form.dataset.picks);
  let current = null;
  const FIELDS = [["actors", "Who"], ["recipients", "To whom"], ["place", "Where"], ["date", "When"], ["weapon", "Weapon"], ["reported_by", "Said by"], ["claimed_by", "Claimed by"], ["denied_by", "Denied by"]];
  FIELDS.forEach(([field, words], n) => {
    const button = document.createElement("button");
    button.type = "button";
    button.dataset.field = field;
    button.innerHTML = "";
    const key = document.createElement("kbd");
    key.textContent = String(n + 1);
    button.append(key, " " + words);
    button.addEventListener("mousedown", (event) => event.preventDefault());
    button.addEventListener("click", () => take(field));
    pick.append(button);
  });
  function hidePick() { pick.hidden = true; current = null; }
  function offer() {
    current = selected();
    if (!current) { hidePick(); return; }
    pick.hidden = false;
    const { rect } = current, width = pick.offsetWidth, height = pick.offsetHeight;
    pick.style.left = Math.max(8, Math.min(rect.left + rect.width / 2 - width / 2, innerWidth - width - 8)) + scrollX + "px";
    pick.style.top = (rect.top > height + 70 ? rect.top - height - 8 : rect.bottom + 8) + scrollY + "px";
  }
  let settle = 0;
  document.addEventListener("selectionchange", () => { clearTimeout(settle); settle = setTimeout(offer, 120); });
  document.addEventListener("keydown", (event) => {
    const n = Number(event.key);
    if (current && !isTyping(event.target) && n >= 1 && n <= FIELDS.length) { event.preventDefault(); take(FIELDS[n - 1][0]); }
  });

  const overlap = (list) => {
    let best = null, most = 0;
    for (const [start, end, record] of list) {
      const shared = Math.min(end, current.end) - Math.max(start, current.start);
      if (shared > most || (shared === most && shared > 0 && best && end - start < best.size)) { best = { record, size: end - start }; most = shared; }
    }
    return best && best.record;
  };
  function take(field) {
    const span = [current.start, current.end], words = current.words;
    edit(true, false);
    let target;
    if (field === "place") {
      const known = overlap(picks.places);
      setPlace({ ...(known || { name: words, country: "", lat: null, lon: null, precision: "", kind: null, source_id: null }), mention: span });
      if (!known) form.elements["place.record"].value = "";
      target = place;
    } else if (field === "date") {
      const known = overlap(picks.times);
      if (known) { for (const part of ["start", "end", "precision"]) form.elements["date." + part].value = known[part]; }
      target = form.elements["date.start"];
    } else if (field === "weapon") {
      target = form.elements.weapon;
      target.value = words;
    } else {
      const rows = form.querySelector(`[data-list="${field}"]`), entry = rows.querySelector(".blank");
      const name = entry.querySelector('input[type="text"]'), record = entry.querySelector('[type="hidden"]');
      const known = overlap(picks.actors);
      name.value = known ? known.name : words;
      if (field === "reported_by") {
        record.value = JSON.stringify({ speaker: name.value, affiliation: known ? known.affiliation : null, outlet: null, span });
        entry.classList.remove("blank");
      } else {
        record.value = JSON.stringify({ ...(known || { name: words, id: null, affiliation: null, kind: null, country: null }), mention: { start: span[0], end: span[1] } });
        grow(entry);
        entry.querySelector(".drop").hidden = false;
      }
      rows.closest("details:not(.correct)")?.setAttribute("open", "");
      target = name;
    }
    spans[field] = span;
    form.elements.spans.value = JSON.stringify(spans);
    getSelection().removeAllRanges();
    hidePick();
    const holder = target.closest("[data-list]");
    holder.classList.remove("picked");
    void holder.offsetWidth;
    holder.classList.add("picked");
    let said = holder.querySelector(".from");
    if (!said) { said = document.createElement("p"); said.className = "from small"; holder.append(said); }
    said.textContent = `from the text: “${words}”`;
    target.focus({ preventScroll: true });
    holder.scrollIntoView({ block: "nearest" });
  }

  // -- words and fields point at each other ------------------------------------------------------------------
  form.querySelectorAll(".fact").forEach((fact) => {
    const css = [...fact.querySelector(".dot").classList].find((c) => c.startsWith("f-"));
    const mine = () => form.querySelectorAll(".say ." + css);
    fact.addEventListener("mouseenter", () => mine().forEach((m) => m.classList.add("lit")));
    fact.addEventListener("mouseleave", () => mine().forEach((m) => m.classList.remove("lit")));
  });
  if (form.classList.contains("editing")) edit(true);
})();
