export const phase = 'ringing';
