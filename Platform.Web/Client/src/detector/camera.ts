/** Why there is no picture: the key of a text that says what to do. */
export type CameraRefusal = 'cameraInsecure' | 'cameraDenied' | 'cameraMissing' | 'cameraBusy';

/** A camera's picture in a video element. */
export class Camera {
  private stream: MediaStream | undefined;

  constructor(private readonly video: HTMLVideoElement) {}

  get isOn(): boolean {
    return this.stream !== undefined;
  }

  /** Asks the person; undefined once there is a picture. */
  async start(): Promise<CameraRefusal | undefined> {
    // Absent unless the page came over HTTPS or from this machine.
    const devices = navigator.mediaDevices as MediaDevices | undefined;
    if (!devices) {
      return 'cameraInsecure';
    }
    try {
      this.stream = await devices.getUserMedia({ video: { facingMode: 'environment', width: { ideal: 1280 } }, audio: false });
      this.video.srcObject = this.stream;
      await this.video.play();
      return undefined;
    } catch (error) {
      this.stop();
      return refusalOf(error);
    }
  }

  stop(): void {
    this.stream?.getTracks().forEach(track => track.stop());
    this.stream = undefined;
    this.video.srcObject = null;
  }
}

function refusalOf(error: unknown): CameraRefusal {
  const name = error instanceof DOMException ? error.name : '';
  return name === 'NotAllowedError' || name === 'SecurityError' ? 'cameraDenied' : name === 'NotFoundError' || name === 'OverconstrainedError' ? 'cameraMissing' : 'cameraBusy';
}
