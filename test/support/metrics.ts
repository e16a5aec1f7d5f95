/** One reading of the Prometheus text of a service. */
export class Scrape {
  private constructor(readonly text: string) {}

  static async of(port: number): Promise<Scrape> {
    const response = await fetch(`http://127.0.0.1:${port}/metrics`);
    if (response.status !== 200) throw new Error(`${response.status}: ${await response.text()}`);
    return new Scrape(await response.text());
  }

  /** The sum of all series of a name that have these labels; undefined where there is none. */
  value(name: string, labels: Record<string, string> = {}): number | undefined {
    const wanted = Object.entries(labels).map(([label, value]) => `${label}="${value}"`);
    const found = this.series(name).filter((series) => wanted.every((each) => series.labels.includes(each)));
    return found.length === 0 ? undefined : found.reduce((sum, { value }) => sum + value, 0);
  }

  /** All values that a label has, in whatever series. */
  valuesOf(label: string): string[] {
    const found = this.text.matchAll(new RegExp(`[{,]${label}="((?:[^"\\\\]|\\\\.)*)"`, 'g'));
    return [...new Set([...found].map(([, value]) => value!))].toSorted();
  }

  private series(name: string) {
    const lines = this.text.matchAll(new RegExp(`^${name}(?:\\{(.*)\\})? (\\S+)$`, 'gm'));
    return [...lines].map(([, labels = '', value]) => ({ labels, value: Number(value) }));
  }
}
