// Small browser-side services of the pages; everything heavier has a module of its own.
window.platform = {
  showDialog(element) {
    if (!element.open) {
      element.showModal();
      element.querySelector("[autofocus]")?.focus();
    }
  },
  async copyText(text) {
    try {
      await navigator.clipboard.writeText(text);
      return true;
    } catch {
      return false;
    }
  },
};

document.addEventListener("click", event => {
  const target = event.target.closest?.("[data-sidebar]");
  if (target) {
    document.documentElement.classList.toggle("sidebar-open", target.dataset.sidebar === "open");
  }
  const show = event.target.closest?.("[data-show-password]");
  if (show) {
    const field = document.getElementById(show.getAttribute("aria-controls"));
    const isHidden = field.type === "password";
    field.type = isHidden ? "text" : "password";
    show.setAttribute("aria-pressed", String(isHidden));
  }
  for (const menu of document.querySelectorAll("details[data-menu][open]")) {
    if (!menu.contains(event.target) || event.target.closest("a, button")) {
      menu.open = false;
    }
  }
});

document.addEventListener("keydown", event => {
  if (event.key === "Escape") {
    document.documentElement.classList.remove("sidebar-open");
    document.querySelectorAll("details[data-menu][open]").forEach(menu => { menu.open = false; });
  }
});
