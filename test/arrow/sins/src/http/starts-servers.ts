export { start } from '../local/start.ts';
