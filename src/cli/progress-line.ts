import type { Output } from './output.js';

const EVERY_MS = 200;
const WIDTH = 30;

/** How far it is, for whoever watches. */
export class ProgressLine {
  private readonly began = Date.now();
  private drawnAt = 0;

  constructor(
    private readonly output: Output,
    private readonly total: number | undefined,
  ) {}

  update(done: number): void {
    const now = Date.now();
    if (!this.output.watched || now - this.drawnAt < EVERY_MS) return;
    this.drawnAt = now;
    const perSecond = Math.round(done / Math.max((now - this.began) / 1000, 0.001));
    this.output.progress(
      `${this.bar(done)}${done}${this.total === undefined ? '' : ` of ${this.total}`}, ${perSecond}/s`,
    );
  }

  end(): void {
    if (this.drawnAt > 0) this.output.progress('');
    this.drawnAt = 0;
  }

  private bar(done: number): string {
    if (!this.total) return '';
    const share = Math.min(done / this.total, 1);
    const full = Math.round(share * WIDTH);
    return `[${'#'.repeat(full)}${'-'.repeat(WIDTH - full)}] ${Math.floor(share * 100)} %  `;
  }
}
