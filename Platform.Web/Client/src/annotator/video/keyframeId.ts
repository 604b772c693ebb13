/**
 * The id of a track's keyframe on a frame, the same whoever makes it: two people who fix the same object on the same frame change one annotation and are
 * asked, where two ids would be two keyframes that exclude each other. The asset takes part, since copies of a dataset keep their track ids. UUID version 8.
 */
export function keyframeId(assetId: string, trackId: string, frame: number): string {
  const bytes = bytesOf(trackId).map((byte, i) => byte ^ bytesOf(assetId)[i]!);
  for (let i = 0; i < 4; i++) {
    bytes[15 - i]! ^= (frame >>> (8 * i)) & 0xff;
  }
  bytes[6] = 0x80 | (bytes[6]! & 0x0f);
  bytes[8] = 0x80 | (bytes[8]! & 0x3f);
  const hex = bytes.map(byte => byte.toString(16).padStart(2, '0')).join('');
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-${hex.slice(12, 16)}-${hex.slice(16, 20)}-${hex.slice(20)}`;
}

function bytesOf(id: string): number[] {
  const hex = id.replaceAll('-', '').padEnd(32, '0');
  return Array.from({ length: 16 }, (_, i) => Number.parseInt(hex.slice(2 * i, 2 * i + 2), 16) || 0);
}
