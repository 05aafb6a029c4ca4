export { urgent } from '../signals/signal.ts';
