import { useMantineColorScheme } from '@mantine/core';
import { useEffect } from 'react';
import type { PageName } from './pages-of.ts';

const WALL = 'opora-theme-wall';
const ELSEWHERE = 'opora-theme-elsewhere';

/** The wall has a theme of its own, dark until changed there; a visit to it darkens no desk. */
export function usePageTheme(page: PageName): void {
  const { colorScheme, setColorScheme } = useMantineColorScheme();
  useEffect(() => {
    const elsewhere = localStorage.getItem(ELSEWHERE);
    if (page === 'wall' && elsewhere === null) {
      localStorage.setItem(ELSEWHERE, colorScheme);
      setColorScheme(localStorage.getItem(WALL) === 'light' ? 'light' : 'dark');
    } else if (page !== 'wall' && elsewhere !== null) {
      localStorage.setItem(WALL, colorScheme);
      localStorage.removeItem(ELSEWHERE);
      setColorScheme(elsewhere === 'dark' ? 'dark' : 'light');
    }
  }, [page, colorScheme, setColorScheme]);
}
