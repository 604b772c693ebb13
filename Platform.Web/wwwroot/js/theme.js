// Runs before the first paint, so that a stored theme never flashes. Cookie "pf-theme": light or dark; absent = follow the system.
(() => {
  const system = matchMedia("(prefers-color-scheme: dark)");
  const stored = () => document.cookie.match(/(?:^|; )pf-theme=(light|dark)/)?.[1];
  const apply = () => { document.documentElement.dataset.theme = stored() ?? (system.matches ? "dark" : "light"); };
  apply();
  system.addEventListener("change", apply);
  document.addEventListener("click", event => {
    if (event.target.closest?.("[data-theme-toggle]")) {
      const next = document.documentElement.dataset.theme === "dark" ? "light" : "dark";
      document.cookie = `pf-theme=${next}; path=/; max-age=31536000; samesite=lax`;
      apply();
      document.dispatchEvent(new CustomEvent("pf-theme-changed", { detail: next }));
    }
  });
})();
