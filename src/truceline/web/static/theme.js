// Light, dark, or as the system has it: set before the first paint.
(() => {
  const key = "truceline-theme";
  let chosen = null;
  try { chosen = localStorage.getItem(key); } catch { /* storage may be off */ }
  if (chosen) document.documentElement.dataset.theme = chosen;
  window.truceline = {
    isDark() {
      const set = document.documentElement.dataset.theme;
      return set ? set === "dark" : matchMedia("(prefers-color-scheme: dark)").matches;
    },
    switchTheme() {
      const next = this.isDark() ? "light" : "dark";
      document.documentElement.dataset.theme = next;
      try { localStorage.setItem(key, next); } catch { /* not kept */ }
      document.dispatchEvent(new CustomEvent("themechange"));
    },
  };
})();
