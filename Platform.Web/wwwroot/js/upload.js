// Uploads files one request each, a few at a time, straight to the API: no byte crosses the circuit. The server knows content by
// hash, so starting the same upload again after a crash sends what is missing and reports the rest as already there.
const PARALLEL = 3;
const ATTEMPTS = 3;
const ROWS_SHOWN = 300;
const RETRY_DELAY_MS = 1500;

export function attach(root, url, texts, page) {
  return new Uploader(root, url, texts, page);
}

class Uploader {
  constructor(root, url, texts, page) {
    Object.assign(this, { root, url, texts, page, queue: [], active: new Map(), items: [], counts: { added: 0, duplicate: 0, failed: 0 }, bytes: { total: 0, done: 0 } });
    this.zone = root.querySelector("[data-drop]");
    this.list = root.querySelector("[data-rows]");
    this.summary = root.querySelector("[data-summary]");
    this.bar = root.querySelector("[data-bar]");
    // A person may choose before this script has arrived: what is chosen already is taken once everything stands.
    const chosenEarly = [];
    for (const input of root.querySelectorAll("input[type=file]")) {
      const take = () => { this.add([...input.files].map(file => ({ file, path: file.webkitRelativePath || file.name }))); input.value = ""; };
      input.addEventListener("change", take);
      chosenEarly.push(() => { if (input.files.length > 0) { take(); } });
    }
    this.zone.addEventListener("dragover", event => { event.preventDefault(); this.zone.classList.add("drop-over"); });
    this.zone.addEventListener("dragleave", () => this.zone.classList.remove("drop-over"));
    this.zone.addEventListener("drop", async event => {
      event.preventDefault();
      this.zone.classList.remove("drop-over");
      this.add(await filesOf(event.dataTransfer));
    });
    this.beforeUnload = event => { if (this.active.size > 0) { event.preventDefault(); } };
    window.addEventListener("beforeunload", this.beforeUnload);
    chosenEarly.forEach(take => take());
    root.querySelector("[data-retry]").addEventListener("click", () => this.retryFailed());
  }

  add(files) {
    for (const { file, path } of files) {
      const item = { file, path, sent: 0, state: "waiting", attempts: 0, row: null };
      this.items.push(item);
      this.queue.push(item);
      this.bytes.total += file.size;
      if (this.items.length <= ROWS_SHOWN) {
        item.row = this.makeRow(item);
      }
    }
    this.root.classList.toggle("upload-busy", this.items.length > 0);
    this.pump();
  }

  retryFailed() {
    for (const item of this.items.filter(candidate => candidate.state === "failed")) {
      Object.assign(item, { state: "waiting", sent: 0, attempts: 0 });
      this.counts.failed--;
      this.bytes.done -= item.file.size;
      this.queue.push(item);
      this.draw(item);
    }
    this.pump();
  }

  pump() {
    while (this.active.size < PARALLEL && this.queue.length > 0) {
      this.send(this.queue.shift());
    }
    this.drawTotal();
    if (this.active.size === 0 && this.queue.length === 0 && this.items.length > 0 && !this.disposed) {
      this.page.invokeMethodAsync("UploadEnded", this.counts.added, this.counts.duplicate, this.counts.failed).catch(() => {});
    }
  }

  send(item) {
    const request = new XMLHttpRequest();
    const form = new FormData();
    form.append("file", item.file, item.path);
    this.active.set(item, request);
    item.state = "sending";
    item.attempts++;
    request.open("POST", this.url);
    request.setRequestHeader("Accept", "application/json");
    request.upload.onprogress = event => { item.sent = event.lengthComputable ? event.loaded / event.total : 0; this.draw(item); this.drawTotal(); };
    request.onload = () => this.settle(item, request);
    request.onerror = () => this.lose(item);
    request.onabort = () => this.active.delete(item);
    request.send(form);
    this.draw(item);
  }

  settle(item, request) {
    const answer = parse(request.responseText);
    if (request.status === 503 || request.status === 429 || request.status === 502) {
      this.lose(item);
      return;
    }
    if (request.status >= 200 && request.status < 300 && answer) {
      const added = answer.added?.length ?? 0;
      const duplicate = answer.duplicates?.length ?? 0;
      const rejected = (answer.failed ?? []).map(problem => ({ fileName: problem.name, message: problem.message }));
      this.counts.added += added;
      this.counts.duplicate += duplicate;
      this.counts.failed += rejected.length > 0 && added + duplicate === 0 ? 1 : 0;
      item.state = rejected.length > 0 && added + duplicate === 0 ? "failed" : added > 0 ? "added" : "duplicate";
      item.problems = rejected;
      item.note = added + duplicate + rejected.length > 1 ? `${added} + ${duplicate}` : "";
    } else {
      item.state = "failed";
      item.problems = [{ fileName: item.path, message: answer?.detail ?? `${this.texts.failed} (${request.status})` }];
      this.counts.failed++;
    }
    this.finish(item);
  }

  lose(item) {
    this.active.delete(item);
    if (item.attempts < ATTEMPTS && !this.disposed) {
      item.state = "waiting";
      item.sent = 0;
      this.draw(item);
      setTimeout(() => { this.queue.unshift(item); this.pump(); }, RETRY_DELAY_MS * item.attempts);
      return;
    }
    item.state = "failed";
    item.problems = [{ fileName: item.path, message: this.texts.offline }];
    this.counts.failed++;
    this.finish(item);
  }

  finish(item) {
    this.active.delete(item);
    item.sent = 1;
    this.bytes.done += item.file.size;
    if (item.problems?.length > 0 && !item.row) {
      item.row = this.makeRow(item);
    }
    this.draw(item);
    this.pump();
  }

  makeRow(item) {
    const row = document.createElement("div");
    row.className = "upload-row";
    const name = Object.assign(document.createElement("span"), { className: "upload-name truncate", textContent: item.path, title: item.path });
    const state = Object.assign(document.createElement("span"), { className: "upload-state" });
    const bar = Object.assign(document.createElement("div"), { className: "progress" });
    bar.append(Object.assign(document.createElement("div"), { className: "progress-fill" }));
    const problems = Object.assign(document.createElement("div"), { className: "upload-problems" });
    row.append(name, state, bar, problems);
    this.list.append(row);
    return row;
  }

  draw(item) {
    if (!item.row) {
      return;
    }
    item.row.dataset.state = item.state;
    item.row.querySelector(".upload-state").textContent = [this.texts[item.state], item.note].filter(Boolean).join(" ");
    item.row.querySelector(".progress-fill").style.width = `${Math.round(item.sent * 100)}%`;
    item.row.querySelector(".upload-problems").replaceChildren(...(item.problems ?? []).map(problem =>
      Object.assign(document.createElement("div"), { textContent: problem.fileName && problem.fileName !== item.path ? `${problem.fileName}: ${problem.message}` : problem.message })));
    if (item.state === "failed") {
      this.list.prepend(item.row);
    }
  }

  drawTotal() {
    const moving = [...this.active.keys()].reduce((sum, item) => sum + item.sent * item.file.size, 0);
    const share = this.bytes.total > 0 ? (this.bytes.done + moving) / this.bytes.total : this.items.length > 0 ? 1 : 0;
    this.bar.style.width = `${Math.round(share * 100)}%`;
    const done = this.items.filter(item => !["waiting", "sending"].includes(item.state)).length;
    this.summary.textContent = this.texts.summary
      .replace("{0}", done).replace("{1}", this.items.length).replace("{2}", this.counts.added).replace("{3}", this.counts.duplicate).replace("{4}", this.counts.failed);
    this.root.classList.toggle("upload-failed", this.counts.failed > 0);
  }

  dispose() {
    this.disposed = true;
    window.removeEventListener("beforeunload", this.beforeUnload);
    this.queue.length = 0;
    for (const request of this.active.values()) {
      request.abort();
    }
  }
}

function parse(text) {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}

// Entries must be taken from the event before anything is awaited; folders are then read in batches until empty.
async function filesOf(transfer) {
  const entries = [...transfer.items].map(item => item.webkitGetAsEntry?.()).filter(Boolean);
  if (entries.length === 0) {
    return [...transfer.files].map(file => ({ file, path: file.name }));
  }
  const found = [];
  for (const entry of entries) {
    await walk(entry, found);
  }
  return found;
}

async function walk(entry, found) {
  if (entry.isFile) {
    const file = await new Promise((resolve, reject) => entry.file(resolve, reject));
    found.push({ file, path: entry.fullPath.replace(/^\//, "") });
    return;
  }
  const reader = entry.createReader();
  for (;;) {
    const batch = await new Promise((resolve, reject) => reader.readEntries(resolve, reject));
    if (batch.length === 0) {
      return;
    }
    for (const child of batch) {
      await walk(child, found);
    }
  }
}
