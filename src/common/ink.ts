const DARK = '#111111';
const LIGHT = '#ffffff';

/** Least contrast of text to what it stands on (WCAG 2.2, 1.4.3). */
const LEGIBLE = 4.5;

/** The ink that can be read better on a colour: black or white, by contrast ratio (WCAG 2.2, 1.4.3). */
export function inkOn(color: string): string {
  return contrast(color, LIGHT) >= contrast(color, DARK) ? LIGHT : DARK;
}

/** The colour itself where it can be read on the paper, else the nearest mixture with black or white that can. */
export function legibleOn(paper: string, color: string): string {
  const ink = inkOn(paper);
  for (let share = 0; share < 100; share += 2) {
    const mixture = mix(color, ink, share / 100);
    if (contrast(mixture, paper) >= LEGIBLE) return mixture;
  }
  return ink;
}

export function contrast(one: string, other: string): number {
  const [darker = 0, lighter = 0] = [luminance(one), luminance(other)].toSorted((a, b) => a - b);
  return (lighter + 0.05) / (darker + 0.05);
}

function mix(color: string, ink: string, share: number): string {
  const inks = channels(ink);
  const mixed = channels(color).map((channel, i) => Math.round(channel + (inks[i]! - channel) * share));
  return `#${mixed.map((channel) => channel.toString(16).padStart(2, '0')).join('')}`;
}

function luminance(color: string): number {
  const [red = 0, green = 0, blue = 0] = channels(color).map((channel) => linear(channel / 255));
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
}

function channels(color: string): number[] {
  return [1, 3, 5].map((at) => parseInt(color.slice(at, at + 2), 16));
}

function linear(channel: number): number {
  return channel <= 0.04045 ? channel / 12.92 : ((channel + 0.055) / 1.055) ** 2.4;
}
