// Starts the circuit and keeps trying to get it back: quickly at first, then every ten seconds, and at once when the tab is looked at again.
(() => {
  const modal = document.getElementById("components-reconnect-modal");
  const isDown = () => modal.classList.contains("components-reconnect-show") || modal.classList.contains("components-reconnect-failed");
  // Whoever may no longer come in is told so at once instead of trying for minutes.
  const askToSignIn = async () => {
    try {
      if ((await fetch("/api/me", { cache: "no-store" })).status === 401) {
        location.reload();
      }
    } catch {
      // No network; the next try follows.
    }
  };
  const retry = async () => {
    try {
      if (!await Blazor.reconnect()) {
        location.reload();
      }
    } catch {
      modal.className = "reconnect components-reconnect-failed";
    }
  };

  Blazor.start({
    circuit: {
      reconnectionOptions: {
        maxRetries: 60,
        retryIntervalMilliseconds: attempt => {
          askToSignIn();
          return Math.min(500 * 2 ** attempt, 10000);
        },
      },
    },
  });

  modal.addEventListener("click", event => {
    const action = event.target.closest("[data-reconnect]")?.dataset.reconnect;
    if (action === "retry") {
      retry();
    } else if (action === "reload") {
      location.reload();
    }
  });
  document.addEventListener("visibilitychange", () => {
    if (document.visibilityState === "visible" && isDown()) {
      retry();
    }
  });
})();
