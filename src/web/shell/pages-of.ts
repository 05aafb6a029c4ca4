import type { Role } from '../../contract/session.ts';

export type PageName = 'desk' | 'brigade' | 'wall' | 'ring';

/** Where a person's work is. */
export function homeOf(role: Role): `/${PageName}` {
  switch (role) {
    case 'operator':
    case 'consultant':
      return '/desk';
    case 'brigade':
      return '/brigade';
    case 'supervisor':
    case 'administrator':
      return '/wall';
  }
}

/** The sections a person sees, their own first. The service, not this list, guards the doors. */
export function pagesOf(role: Role | undefined, demo: boolean): PageName[] {
  const ring: PageName[] = demo ? ['ring'] : [];
  switch (role) {
    case undefined:
      return ring;
    case 'operator':
    case 'consultant':
      return ['desk', 'wall', ...ring];
    case 'brigade':
      return ['brigade'];
    case 'supervisor':
    case 'administrator':
      return ['wall', ...ring];
  }
}
