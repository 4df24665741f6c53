// What every page has: the theme switch.
document.getElementById("theme").addEventListener("click", () => window.truceline.switchTheme());
