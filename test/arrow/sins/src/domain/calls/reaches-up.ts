export { answer } from '../../app/calls/answer.ts';
