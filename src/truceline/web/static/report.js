// Hovering or focusing marked words shows the claims that rest on them; hovering an event marks its words.
(() => {
  const card = document.getElementById("card");
  const text = document.querySelector(".text");
  let pinned = null;

  function show(mark) {
    const list = document.createElement("ul");
    list.className = "plain claims";
    for (const id of mark.dataset.claims.split(" ")) {
      const line = document.getElementById(id);
      if (!line) continue;
      const copy = line.cloneNode(true);
      copy.removeAttribute("id");
      list.append(copy);
    }
    card.replaceChildren(list);
    card.hidden = false;
    mark.setAttribute("aria-describedby", "card");
    const at = mark.getClientRects()[0] || mark.getBoundingClientRect();
    const width = Math.min(360, innerWidth - 24);
    card.style.width = width + "px";
    card.style.left = Math.max(12, Math.min(at.left, innerWidth - width - 12)) + scrollX + "px";
    const below = at.bottom + 8 + card.offsetHeight < innerHeight || at.top < card.offsetHeight + 8;
    card.style.top = (below ? at.bottom + 8 : at.top - card.offsetHeight - 8) + scrollY + "px";
  }
  function hide() {
    card.hidden = true;
    text.querySelectorAll("[aria-describedby]").forEach((m) => m.removeAttribute("aria-describedby"));
  }

  text.addEventListener("mouseover", (event) => { const m = event.target.closest("mark"); if (m) show(m); else if (!pinned) hide(); });
  text.addEventListener("mouseleave", () => { if (!pinned) hide(); });
  text.addEventListener("focusin", (event) => { const m = event.target.closest("mark"); if (m) { pinned = m; show(m); } });
  text.addEventListener("focusout", () => { pinned = null; hide(); });
  document.addEventListener("keydown", (event) => { if (event.key === "Escape") { pinned = null; hide(); } });
  text.addEventListener("click", (event) => {
    const m = event.target.closest("mark");
    if (!m) return;
    const line = document.getElementById(m.dataset.claims.split(" ")[0]);
    line?.closest("details.event")?.setAttribute("open", "");
  });

  const marks = [...text.querySelectorAll("mark")];
  document.querySelectorAll("details.event").forEach((box) => {
    const own = new Set([...box.querySelectorAll("li.claim[id]")].map((li) => li.id));
    const mine = marks.filter((m) => m.dataset.claims.split(" ").some((id) => own.has(id)));
    const lit = (on) => { text.classList.toggle("dim", on); mine.forEach((m) => m.classList.toggle("lit", on)); };
    box.addEventListener("mouseenter", () => lit(true));
    box.addEventListener("mouseleave", () => lit(false));
  });
})();
