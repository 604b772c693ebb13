// Sends annotation files to the server in one request and hands their id to the page; no byte crosses the circuit.
export function attach(root, url, offlineText, page) {
  const zone = root.querySelector("[data-drop]");
  const bar = root.querySelector("[data-bar]");
  const error = root.querySelector("[data-error]");
  const send = files => {
    if (files.length === 0) {
      return;
    }
    const form = new FormData();
    files.forEach(file => form.append("file", file, file.webkitRelativePath || file.name));
    const request = new XMLHttpRequest();
    const fail = text => { error.hidden = false; error.textContent = text; bar.style.width = "0"; };
    request.open("POST", url);
    request.setRequestHeader("Accept", "application/json");
    request.upload.onprogress = event => { bar.style.width = event.lengthComputable ? `${Math.round(100 * event.loaded / event.total)}%` : "0"; };
    request.onload = () => {
      let answer = null;
      try { answer = JSON.parse(request.responseText); } catch { /* Not JSON: the status says enough. */ }
      if (request.status === 200 && answer?.id) {
        page.invokeMethodAsync("FilesStaged", answer.id);
      } else {
        fail(answer?.detail ?? `${offlineText} (${request.status})`);
      }
    };
    request.onerror = () => fail(offlineText);
    error.hidden = true;
    request.send(form);
  };
  for (const input of root.querySelectorAll("input[type=file]")) {
    const take = () => { send([...input.files].filter(file => !/\.(jpe?g|png|bmp|tiff?|webp)$/i.test(file.name) || /(^|\/)Segmentation(Class|Object)\//.test(file.webkitRelativePath))); input.value = ""; };
    input.addEventListener("change", take);
    // Chosen before this script had arrived.
    if (input.files.length > 0) { take(); }
  }
  zone.addEventListener("dragover", event => { event.preventDefault(); zone.classList.add("drop-over"); });
  zone.addEventListener("dragleave", () => zone.classList.remove("drop-over"));
  zone.addEventListener("drop", event => { event.preventDefault(); zone.classList.remove("drop-over"); send([...event.dataTransfer.files]); });
}
