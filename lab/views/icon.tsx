/** Pictures of buttons and states, as paths in a square of 16 by 16. */
const PATHS = {
  start: "M4 2.5v11l9.5-5.5z",
  pause: "M3.5 2.5h3.2v11H3.5zM9.3 2.5h3.2v11H9.3z",
  step: "M3 2.5v11l7-5.5zM11 2.5h2.2v11H11z",
  slow: "M8 1.5a6.5 6.5 0 1 0 0 13 6.5 6.5 0 0 0 0-13zm0 1.6a4.9 4.9 0 1 1 0 9.8 4.9 4.9 0 0 1 0-9.8zM7.2 4.4v4.2l3 1.8.8-1.3-2.2-1.3V4.4z",
  again:
    "M8 2.2a5.8 5.8 0 1 0 5.6 7.3l-1.6-.4A4.2 4.2 0 1 1 8 3.8c1.1 0 2.1.4 2.9 1.1L9 6.8h5V1.8l-1.9 1.9A5.8 5.8 0 0 0 8 2.2z",
  other:
    "M2.5 1.5h11a1 1 0 0 1 1 1v11a1 1 0 0 1-1 1h-11a1 1 0 0 1-1-1v-11a1 1 0 0 1 1-1zm.6 1.6v9.8h9.8V3.1zM5.4 4.3a1.2 1.2 0 1 1 0 2.4 1.2 1.2 0 0 1 0-2.4zm5.2 5a1.2 1.2 0 1 1 0 2.4 1.2 1.2 0 0 1 0-2.4zM8 6.8a1.2 1.2 0 1 1 0 2.4 1.2 1.2 0 0 1 0-2.4z",
  menu: "M1.5 3h13v1.8h-13zM1.5 7.1h13v1.8h-13zM1.5 11.2h13V13h-13z",
  close: "M3.6 2.4 8 6.8l4.4-4.4 1.2 1.2L9.2 8l4.4 4.4-1.2 1.2L8 9.2l-4.4 4.4-1.2-1.2L6.8 8 2.4 3.6z",
  system: "M8 1.2a6.8 6.8 0 1 1 0 13.6A6.8 6.8 0 0 1 8 1.2zm0 1.6v10.4a5.2 5.2 0 0 0 0-10.4z",
  light:
    "M8 4.6a3.4 3.4 0 1 1 0 6.8 3.4 3.4 0 0 1 0-6.8zM7.3.8h1.4v2.4H7.3zM7.3 12.8h1.4v2.4H7.3zM.8 7.3h2.4v1.4H.8zM12.8 7.3h2.4v1.4h-2.4zM2.4 3.4l1-1 1.7 1.7-1 1zM10.9 11.9l1-1 1.7 1.7-1 1zM11.9 5.1l-1-1 1.7-1.7 1 1zM3.4 13.6l-1-1 1.7-1.7 1 1z",
  dark: "M6.3 1.3a6.9 6.9 0 1 0 8.4 8.4A5.6 5.6 0 0 1 6.3 1.3z",
  holds: "M8 .8a7.2 7.2 0 1 1 0 14.4A7.2 7.2 0 0 1 8 .8zm3.4 3.9-4.5 5L4.6 7.6 3.4 8.9l3.6 3.4 5.8-6.4z",
  doesNotHold:
    "M1.5 1.5h13v13h-13zm3.7 2.4L3.9 5.2 6.7 8l-2.8 2.8 1.3 1.3L8 9.3l2.8 2.8 1.3-1.3L9.3 8l2.8-2.8-1.3-1.3L8 6.7z",
  notYet:
    "M8 .8a7.2 7.2 0 1 1 0 14.4A7.2 7.2 0 0 1 8 .8zm0 1.7a5.5 5.5 0 1 0 0 11 5.5 5.5 0 0 0 0-11zM3.7 7h1.9v2H3.7zM7 7h2v2H7zM10.4 7h1.9v2h-1.9z",
} as const;

/** A picture that says nothing that words beside it do not say. */
export function Icon({ name }: { name: keyof typeof PATHS }) {
  return (
    <svg viewBox="0 0 16 16" width="16" height="16" aria-hidden="true" focusable="false">
      <path d={PATHS[name]} fill-rule="evenodd" />
    </svg>
  );
}
