export const hangUp = 'hangUp';
