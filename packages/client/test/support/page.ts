import type { SharedStorage } from '@gatehouse/client';
import type { Page } from '@gatehouse/client/social';

/** A tab's address and what it keeps, as a browser has them. */
export class StubPage implements Page {
  /** Where it was sent. */
  readonly left: string[] = [];
  readonly session = new StubStorage();
  readonly local = new StubStorage();
  readonly storages = [() => this.session.open(), () => this.local.open()];

  constructor(public address: string) {}

  readonly href = () => this.address;
  readonly leave = (url: string) => void this.left.push(url);
  readonly rename = (url: string) => void (this.address = url);

  /** What it has been sent off with. */
  get asked(): Record<string, string> {
    return Object.fromEntries(new URL(this.left.at(-1)!).searchParams);
  }
}

export class StubStorage implements SharedStorage {
  isDenied = false;
  readonly items = new Map<string, string>();

  open(): this {
    if (this.isDenied) throw new DOMException('Denied', 'SecurityError');
    return this;
  }

  getItem(key: string): string | null {
    return this.items.get(key) ?? null;
  }

  setItem(key: string, value: string): void {
    this.items.set(key, value);
  }

  removeItem(key: string): void {
    this.items.delete(key);
  }
}
