export { server } from '../http/server.ts';
