export { phase } from '../domain/calls/call.ts';
