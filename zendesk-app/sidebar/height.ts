// Tells Zendesk how high the panel wants to be: rarely, never for a few pixels, and never higher than the screen bears.
import { useEffect, type RefObject } from 'react';

const MOST_PX = 640;
const WORTH_PX = 4;
const PAUSE_MS = 100;

/** Watches the element's height; beyond the most, the page scrolls inside. */
export function useFittingHeight(element: RefObject<HTMLElement | null>, resize: (height: number) => void): void {
  useEffect(() => {
    const watched = element.current;
    if (!watched) return undefined;
    let told = 0;
    let timer: ReturnType<typeof setTimeout> | undefined;
    const tell = () => {
      timer = undefined;
      const height = Math.min(MOST_PX, Math.ceil(watched.getBoundingClientRect().height));
      if (Math.abs(height - told) < WORTH_PX) return;
      told = height;
      resize(height);
    };
    const observer = new ResizeObserver(() => {
      timer ??= setTimeout(tell, PAUSE_MS);
    });
    observer.observe(watched);
    return () => {
      observer.disconnect();
      clearTimeout(timer);
    };
  }, [element, resize]);
}
