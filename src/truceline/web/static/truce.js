// The two sliders of a truce's page: each moves the date field beside it; htmx fetches the rest of the page.
(() => {
  const form = document.getElementById("days");
  const DAY = 86400000;
  const toDay = (iso) => Math.round(Date.parse(iso + "T00:00:00Z") / DAY);
  const toIso = (n) => new Date(n * DAY).toISOString().slice(0, 10);
  const first = toDay(form.dataset.first), last = toDay(form.dataset.last);

  function pair(name, low, high, openEnd) {
    const field = document.getElementById(name);
    const slide = document.getElementById(name + "-slide");
    slide.max = String(high - low + (openEnd ? 1 : 0));
    const fromField = () => { slide.value = field.value ? String(toDay(field.value) - low) : slide.max; speak(); };
    const speak = () => slide.setAttribute("aria-valuetext", field.value || "all reports");
    slide.addEventListener("input", () => {
      const n = Number(slide.value);
      field.value = openEnd && n > high - low ? "" : toIso(low + n);
      speak();
      if (name === "on") moveCursor(toDay(field.value));
      slide.dispatchEvent(new CustomEvent("slide", { bubbles: true }));
    });
    slide.addEventListener("change", (event) => event.stopPropagation()); // "slide" has asked already
    field.addEventListener("input", fromField);
    fromField();
    slide.hidden = false;
  }

  function moveCursor(day) {
    const line = document.getElementById("cursor");
    if (!line) return;
    const x = Math.min(100, Math.max(0, (100 * (day - first)) / (last - first + 1))) + "%";
    line.setAttribute("x1", x);
    line.setAttribute("x2", x);
  }

  const known = document.getElementById("known");
  pair("on", first, last, false);
  pair("known", toDay(known.dataset.first), toDay(known.dataset.last), true);
})();
