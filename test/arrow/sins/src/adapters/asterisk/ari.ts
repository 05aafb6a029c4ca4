export const ari = 'ari';
