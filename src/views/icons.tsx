/** Line icons, each beside a word that says the same: they are hidden from readers. */
const PATHS = {
  check: "M20 6 9 17l-5-5",
  cross: "M18 6 6 18M6 6l12 12",
  clock: "M12 7v5l3 2M12 3a9 9 0 1 0 0 18 9 9 0 0 0 0-18Z",
  alert: "M12 9v4m0 4h.01M10.3 3.9 2.4 17.5A2 2 0 0 0 4.1 20.5h15.8a2 2 0 0 0 1.7-3L13.7 3.9a2 2 0 0 0-3.4 0Z",
  question: "M9.2 9a2.9 2.9 0 0 1 5.6 1c0 1.9-2.8 2.6-2.8 4m0 3.5h.01M12 3a9 9 0 1 0 0 18 9 9 0 0 0 0-18Z",
  stop: "M5.6 5.6 18.4 18.4M12 3a9 9 0 1 0 0 18 9 9 0 0 0 0-18Z",
  send: "M5 12h14m-6-6 6 6-6 6",
  terminal:
    "M7 2.5h10A1.5 1.5 0 0 1 18.5 4v16a1.5 1.5 0 0 1-1.5 1.5H7A1.5 1.5 0 0 1 5.5 20V4A1.5 1.5 0 0 1 7 2.5ZM8.5 6h7v4.5h-7zM9 14.5h.01M12 14.5h.01M15 14.5h.01M9 18h.01M12 18h.01M15 18h.01",
  card: "M4.5 5.5h15A1.5 1.5 0 0 1 21 7v10a1.5 1.5 0 0 1-1.5 1.5h-15A1.5 1.5 0 0 1 3 17V7a1.5 1.5 0 0 1 1.5-1.5ZM3 10h18M7 14.5h3",
  upi: "M3.5 3.5h6v6h-6zM14.5 3.5h6v6h-6zM3.5 14.5h6v6h-6zM14.5 14.5h2v2h-2zM18.5 18.5h2v2h-2zM18.5 14.5h2M14.5 20.5h2",
  book: "M5 4.5A1.5 1.5 0 0 1 6.5 3H19v15H6.5A1.5 1.5 0 0 0 5 19.5m0-15v15A1.5 1.5 0 0 0 6.5 21H19v-3",
  refresh: "M20 11a8 8 0 0 0-14.3-4L4 8.5M4 4v4.5h4.5M4 13a8 8 0 0 0 14.3 4l1.7-1.5M20 20v-4.5h-4.5",
} as const;

export type IconName = keyof typeof PATHS;

export const Icon = ({ name }: { name: IconName }) => (
  <svg class="icon" viewBox="0 0 24 24" width="24" height="24" aria-hidden="true" focusable="false">
    <path d={PATHS[name]} />
  </svg>
);
