export { compose as config } from './compose.ts';
