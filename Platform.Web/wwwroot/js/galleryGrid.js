// Tells a gallery how many thumbnails fit into a row of its width, and how high a row then is; the grid itself is CSS.
const smallestPx = 150;
const gapPx = 10;

export function attach(element, owner) {
  let last = "";
  const measure = () => {
    const width = element.clientWidth;
    if (width === 0) {
      return;
    }
    const columns = Math.max(2, Math.floor((width + gapPx) / (smallestPx + gapPx)));
    const rowPx = (width - gapPx * (columns - 1)) / columns + gapPx;
    const now = `${columns}:${rowPx.toFixed(1)}`;
    if (now !== last) {
      last = now;
      element.style.setProperty("--columns", columns);
      owner.invokeMethodAsync("Measured", columns, rowPx).catch(() => {});
    }
  };
  const observer = new ResizeObserver(measure);
  observer.observe(element);
  measure();
  return { dispose: () => observer.disconnect() };
}
