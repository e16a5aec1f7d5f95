/** Strokes on a square of 24. */
const PATHS = {
  person: 'M12 12a4 4 0 1 0 0-8 4 4 0 0 0 0 8Zm-7 8c.6-3.4 3.4-5 7-5s6.4 1.6 7 5',
  lock: 'M6 11h12v9H6zM8.5 11V8a3.5 3.5 0 0 1 7 0v3M12 15v2',
  laptop: 'M5 6h14v10H5zM2.5 19h19',
  phone: 'M8 3h8v18H8zM11 18h2',
  pulse: 'M3 12h4l3-7 4 14 3-7h4',
  people:
    'M9 11a3.5 3.5 0 1 0 0-7 3.5 3.5 0 0 0 0 7Zm-6 8c.4-3.2 2.8-4.5 6-4.5s5.6 1.3 6 4.5M16 4.5a3.2 3.2 0 0 1 0 6.2M18 14.8c1.8.7 2.8 2 3 4.2',
  exit: 'M10 4H5v16h5M14 8l4 4-4 4M18 12H9',
  info: 'M12 11v5M12 8v.01M12 21a9 9 0 1 0 0-18 9 9 0 0 0 0 18Z',
  alert: 'M12 9v4M12 16.5v.01M10.5 4.5 3 18a1.7 1.7 0 0 0 1.5 2.5h15A1.7 1.7 0 0 0 21 18L13.5 4.5a1.7 1.7 0 0 0-3 0Z',
  check: 'M8 12.5l2.7 2.7L16 9.5M12 21a9 9 0 1 0 0-18 9 9 0 0 0 0 18Z',
  search: 'M11 18a7 7 0 1 0 0-14 7 7 0 0 0 0 14Zm5-2 4.5 4.5',
} as const;

export type IconName = keyof typeof PATHS;

/** An ornament: whatever it stands for is said in words beside it. */
export function Icon({ name }: { name: IconName }) {
  return (
    <svg className="icon" viewBox="0 0 24 24" aria-hidden="true">
      <path d={PATHS[name]} />
    </svg>
  );
}
