export { store } from '../adapters/postgres/store.ts';
