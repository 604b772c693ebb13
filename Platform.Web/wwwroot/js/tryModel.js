// Sends a dropped or chosen image to a deployed model, straight from the browser, and shows what came back.
export function attach(root, url, texts) {
  const part = name => root.querySelector(`[data-${name}]`);
  const [zone, score, scoreText, result, picture, summary, rows, error] = ["drop", "score", "score-text", "result", "picture", "summary", "rows", "error"].map(part);
  let newest = 0;
  let last = null;

  async function ask(file) {
    last = file;
    const own = ++newest;
    error.hidden = true;
    zone.setAttribute("aria-busy", "true");
    try {
      const response = await fetch(`${url}?picture=true&minimumScore=${score.value / 100}`, { method: "POST", body: file, headers: { Accept: "application/json", "Content-Type": "application/octet-stream" } });
      const answer = await response.json().catch(() => null);
      if (own !== newest) {
        return;
      }
      if (!response.ok || !answer) {
        throw new Error(answer?.detail ?? `${texts.failed} (${response.status})`);
      }
      show(answer);
    } catch (failure) {
      if (own === newest) {
        result.hidden = true;
        error.textContent = failure instanceof TypeError ? texts.failed : failure.message;
        error.hidden = false;
      }
    } finally {
      if (own === newest) {
        zone.removeAttribute("aria-busy");
      }
    }
  }

  function show(answer) {
    picture.src = answer.picture;
    const [count, elapsed] = [answer.predictions.length, answer.elapsedMs.toFixed(1)];
    summary.textContent = texts.summary.replace("{0}", count).replace("{1}", elapsed).replace("{2}", `${answer.width} × ${answer.height}`) + (answer.isCanary ? ` · ${texts.canary}` : "");
    rows.replaceChildren(...answer.predictions.map(row));
    result.hidden = false;
  }

  function row(found) {
    const line = document.createElement("tr");
    const box = found.box ? `${Math.round(found.box.x)}, ${Math.round(found.box.y)}, ${Math.round(found.box.width)} × ${Math.round(found.box.height)}` : "";
    for (const [text, css] of [[found.text ?? found.className, ""], [`${(100 * found.confidence).toFixed(1)}%`, "num"], [box, "num muted small"]]) {
      line.append(Object.assign(document.createElement("td"), { textContent: text, className: css }));
    }
    return line;
  }

  for (const input of root.querySelectorAll("input[type=file]")) {
    const take = () => {
      const [file] = input.files;
      input.value = "";
      if (file) {
        ask(file);
      }
    };
    input.addEventListener("change", take);
    // A person may choose before this script has arrived.
    take();
  }
  zone.addEventListener("dragover", event => { event.preventDefault(); zone.classList.add("drop-over"); });
  zone.addEventListener("dragleave", () => zone.classList.remove("drop-over"));
  zone.addEventListener("drop", event => {
    event.preventDefault();
    zone.classList.remove("drop-over");
    const [file] = event.dataTransfer.files;
    if (file) {
      ask(file);
    }
  });
  score.addEventListener("input", () => { scoreText.textContent = `${score.value}%`; });
  score.addEventListener("change", () => { if (last) { ask(last); } });
}
