import type { Attachment } from 'svelte/attachments';

/** Makes a box focusable while it scrolls sideways, so that the keyboard can scroll it. */
export const focusableWhileScrolling: Attachment<HTMLElement> = (box) => {
  if (!('ResizeObserver' in window)) return;
  const observer = new ResizeObserver(() => {
    if (box.scrollWidth > box.clientWidth) box.tabIndex = 0;
    else box.removeAttribute('tabindex');
  });
  observer.observe(box);
  if (box.firstElementChild) observer.observe(box.firstElementChild);
  return () => observer.disconnect();
};
