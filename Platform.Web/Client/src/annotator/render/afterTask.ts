const channel = new MessageChannel();
const waiting: (() => void)[] = [];
channel.port1.onmessage = () => waiting.splice(0).forEach(action => action());

/** Runs right after the current task: from within a frame, when the browser has rasterised what was drawn and handed the frame on. */
export function afterTask(action: () => void): void {
  if (waiting.push(action) === 1) {
    channel.port2.postMessage(null);
  }
}
