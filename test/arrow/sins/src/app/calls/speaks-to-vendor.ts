export { ari } from '../../adapters/asterisk/ari.ts';
