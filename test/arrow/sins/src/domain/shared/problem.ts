export const code = 'problem';
