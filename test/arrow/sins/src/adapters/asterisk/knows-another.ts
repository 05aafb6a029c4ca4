export { store } from '../postgres/store.ts';
