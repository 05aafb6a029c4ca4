export const urgent = true;
