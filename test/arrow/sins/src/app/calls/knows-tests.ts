export { kit } from '../../../test/kit.ts';
