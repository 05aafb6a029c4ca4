let context: AudioContext | undefined;

/** The page's one audio context: browsers allow few, and let sound out only after a gesture. */
export function audioContext(): AudioContext {
  context ??= new AudioContext();
  return context;
}
