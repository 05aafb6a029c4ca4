export type Microphone =
  { readonly kind: 'granted'; readonly stream: MediaStream } | { readonly kind: MicrophoneProblem };
export type MicrophoneProblem = 'denied' | 'missing' | 'insecure';

/** Opens the microphone; whoever receives the stream stops it with `closeStream`. */
export async function openMicrophone(): Promise<Microphone> {
  // Browsers hide the whole interface from pages that are neither https nor local.
  if (!window.isSecureContext) return { kind: 'insecure' };
  try {
    const stream = await navigator.mediaDevices.getUserMedia({
      audio: { echoCancellation: true, noiseSuppression: true, autoGainControl: true },
      video: false,
    });
    return { kind: 'granted', stream };
  } catch (error) {
    const denied = error instanceof DOMException && error.name === 'NotAllowedError';
    return { kind: denied ? 'denied' : 'missing' };
  }
}

export function closeStream(stream: MediaStream): void {
  for (const track of stream.getTracks()) track.stop();
}
